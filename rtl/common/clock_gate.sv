// Stops a block's clock in cycles in which the block has nothing to do.
//
// The edge that ends a cycle passes if `enable_i` was high in that cycle or in the one before. So
// what trails one cycle behind the block (watchers, assertions over two cycles) needs no enable of
// its own. `enable_i` may hang on anything of the cycle, the block's inputs and outputs included.
module clock_gate (
  input  logic        clk_i,
  input  logic        rst_ni,

  // The block needs the edge that ends this cycle.
  input  logic        enable_i,
  output logic        clk_o,

  // Cycles for which `clk_i` itself stood before this edge, and those for which `clk_o` did.
  input  logic [31:0] stood_cycles_i,
  output logic [31:0] stood_cycles_o
);
  logic        trail_q, enable_l;
  logic [31:0] stood_q;

  // Taken while the clock is low, so that `clk_o` has whole pulses only.
  always_latch if (!clk_i) enable_l = enable_i || trail_q;
  assign clk_o          = clk_i && enable_l;
  assign stood_cycles_o = stood_q + stood_cycles_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      trail_q <= 1'b1;
      stood_q <= '0;
    end else begin
      trail_q <= enable_i;
      if (enable_i || trail_q) stood_q <= '0;
      else stood_q <= stood_cycles_o + 32'd1;
    end
  end
endmodule
