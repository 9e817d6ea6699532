// Assertion macros, live in simulation: a false property stops the run with its module path and
// text.
//
// Use them at the end of a module; `clk_i` and `rst_ni` must be in scope. Prefer ASSERT_NOW: an
// ASSERT costs a simulator several times as much. They vanish only in synthesis.
`ifndef RINGSIDE_ASSERT_SVH
`define RINGSIDE_ASSERT_SVH
`ifdef SYNTHESIS
`define ASSERT(name, prop)
`define ASSERT_NOW(name, expr)
`define ASSERT_INIT(name, prop)
`else
// Holds at every clock edge outside reset. An expression of the cycle that ends there, in which
// `->` is implication; unlike a property's, its signals need not be sampled first.
`define ASSERT_NOW(name, expr) \
  always_ff @(posedge clk_i) begin : name \
    if (rst_ni && !(expr)) $fatal(1, "%m: %s", `"expr`"); \
  end
// The same for a property that looks at more than one cycle (`|=>`, $past, $stable).
`define ASSERT(name, prop) \
  name: assert property (@(posedge clk_i) disable iff (!rst_ni) (prop)) \
    else $fatal(1, "%m: %s", `"prop`");
// Holds once, when simulation starts: for limits of parameters.
`define ASSERT_INIT(name, prop) \
  initial begin : name \
    if (!(prop)) $fatal(1, "%m: %s", `"prop`"); \
  end
`endif
`endif
