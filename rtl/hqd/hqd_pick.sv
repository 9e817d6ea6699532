// Picks one of the slots that ask, round robin: the slot after the last one picked comes first.
//
// The answer is combinational; `take_i` says that it was used.
module hqd_pick
  import hqd_pkg::*;
(
  input  logic                clk_i,
  input  logic                rst_ni,

  input  logic [NumSlots-1:0] want_i,
  input  logic                take_i,

  output logic                valid_o,
  output slot_id_t            slot_o
);
  slot_id_t last_q;

  assign valid_o = |want_i;

  always_comb begin
    slot_o = last_q;
    if (valid_o) begin
      // Nearest last, so that it wins.
      for (int unsigned n = NumSlots; n > 0; n--) begin
        if (want_i[last_q + slot_id_t'(n)]) slot_o = last_q + slot_id_t'(n);
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) last_q <= '1;
    else if (take_i) last_q <= slot_o;
  end
endmodule
