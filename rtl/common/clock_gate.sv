// Stops a block's clock in cycles in which the block has nothing to do.
//
// The edge that ends a cycle passes if `enable_i` was high in that cycle or in one of the `Trail`
// before. So what trails behind the block (watchers, assertions over two cycles) needs no enable of
// its own. `enable_i` may hang on anything of the cycle, the block's inputs and outputs included.
module clock_gate #(
  // At least 1.
  parameter int unsigned Trail = 1
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // The block needs the edge that ends this cycle.
  input  logic        enable_i,
  output logic        clk_o,

  // Cycles for which `clk_i` itself stood before this edge, and those for which `clk_o` did.
  input  logic [31:0] stood_cycles_i,
  output logic [31:0] stood_cycles_o,
  // The latter, as far as they lie before this cycle.
  output logic [31:0] missed_cycles_o
);
  logic [Trail-1:0] trail_q;
  logic             enable, enable_l;
  logic [31:0]      stood_q;

  // Now and then an edge passes for the count's sake.
  assign enable = enable_i || trail_q != '0 || stood_q[30];

  // Taken while the clock is low, so that `clk_o` has whole pulses only.
  always_latch if (!clk_i) enable_l = enable;
  assign clk_o          = clk_i && enable_l;
  assign stood_cycles_o = stood_q + stood_cycles_i;
  assign missed_cycles_o = stood_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      trail_q <= '1;
      stood_q <= '0;
    end else begin
      trail_q <= Trail'({trail_q, enable_i});
      if (enable) stood_q <= '0;
      else stood_q <= stood_q + stood_cycles_i + 32'd1;
    end
  end
endmodule
