// Reports each change of state of a slot, with the doorbell of the queue in it. Bound to `hqd`.
module hqd_watch
  import hqd_pkg::*;
(
  input logic        clk_i,
  input logic        rst_ni,
  input slot_state_e [NumSlots-1:0] state_i,
  input logic [NumSlots-1:0][12:0] doorbell_i
);
  import "DPI-C" function void rs_watch_slot(int unsigned slot, int unsigned state,
                                             int unsigned doorbell);

  for (genvar slot = 0; slot < NumSlots; slot++) begin : g_slot
    slot_state_e state_q;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) state_q <= SlotFree;
      else if (state_q != state_i[slot]) begin
        state_q <= state_i[slot];
        rs_watch_slot(slot, 32'(state_i[slot]), 32'(doorbell_i[slot]));
      end
    end
  end
endmodule
