// Reports every ring of a doorbell, in the cycle in which it takes effect. Bound to `doorbell`.
module doorbell_watch (
  input logic        clk_i,
  input logic        rst_ni,
  input logic        valid_i,
  input logic [12:0] id_i,
  input logic [1:0]  kind_i,
  input logic [1:0]  slot_i
);
  import "DPI-C" function void rs_watch_ring(int unsigned id, int unsigned kind, int unsigned slot);

  always_ff @(posedge clk_i) begin
    if (rst_ni && valid_i) rs_watch_ring(32'(id_i), 32'(kind_i), 32'(slot_i));
  end
endmodule
