// Reports which slot the engine holds, its ring and indirect-buffer fetches, and each packet begun or
// taken up again. Bound to `sdma`.
module sdma_watch (
  input logic        clk_i,
  input logic        rst_ni,
  input logic        busy_i,
  input logic [1:0]  slot_i,
  input logic        packet_valid_i,
  input logic [31:0] packet_header_i,
  input logic [63:0] packet_rptr_i,
  // The engine takes a slot; from the next cycle on its context says whether it stands in the middle
  // of a packet, and which.
  input logic        take_i,
  input logic        mid_active_i,
  input logic [31:0] mid_header_i,
  input logic        fetch_valid_i
);
  import "DPI-C" function void rs_watch_engine(int unsigned busy, int unsigned slot);
  import "DPI-C" function void rs_watch_packet(int unsigned slot, int unsigned header,
                                               longint unsigned rptr);
  import "DPI-C" function void rs_watch_resume(int unsigned slot, int unsigned header);
  import "DPI-C" function void rs_watch_fetch(int unsigned slot);

  logic       busy_q;
  logic [1:0] slot_q;
  logic       took_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      busy_q <= 1'b0;
      slot_q <= '0;
      took_q <= 1'b0;
    end else begin
      if (busy_q != busy_i || (busy_i && slot_q != slot_i)) begin
        busy_q <= busy_i;
        slot_q <= slot_i;
        rs_watch_engine(32'(busy_i), 32'(slot_i));
      end
      took_q <= take_i;
      if (took_q && mid_active_i) rs_watch_resume(32'(slot_i), mid_header_i);
      if (fetch_valid_i) rs_watch_fetch(32'(slot_i));
      if (packet_valid_i) rs_watch_packet(32'(slot_i), packet_header_i, packet_rptr_i);
    end
  end
endmodule
