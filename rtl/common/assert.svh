// Assertion macros, live in simulation: a false property stops the run with its module path and
// text.
//
// Use them at the end of a module; `clk_i` and `rst_ni` must be in scope. An ASSERT costs a
// simulator several times as much as the others: use it for what they cannot say. They vanish only
// in synthesis.
`ifndef RINGSIDE_ASSERT_SVH
`define RINGSIDE_ASSERT_SVH
`ifdef SYNTHESIS
`define ASSERT(name, prop)
`define ASSERT_NOW(name, expr)
`define ASSERT_IF(name, when, expr)
`define ASSERT_NEXT(name, when, expr)
`define ASSERT_INIT(name, prop)
`else
// Holds at every clock edge outside reset. An expression of the cycle that ends there; unlike a
// property's, its signals need not be sampled first.
`define ASSERT_NOW(name, expr) \
  always_ff @(posedge clk_i) begin : name \
    if (rst_ni && !(expr)) $fatal(1, "%m: %s", `"expr`"); \
  end
// The same, at edges at which `when` holds. `holds` keeps Verilator from joining the two conditions
// into one, which would evaluate `expr` at every edge.
`define ASSERT_IF(name, when, expr) \
  always_ff @(posedge clk_i) begin : name \
    if (when) begin \
      automatic logic holds = (expr); \
      if (rst_ni && !holds) $fatal(1, "%m: %s -> %s", `"when`", `"expr`"); \
    end \
  end
// The same, at edges that follow one at which `when` held; `expr` may use $past and $stable.
`define ASSERT_NEXT(name, when, expr) \
  logic name``_q; \
  always_ff @(posedge clk_i) begin : name \
    name``_q <= rst_ni && (when); \
    if (rst_ni && name``_q && !(expr)) $fatal(1, "%m: %s => %s", `"when`", `"expr`"); \
  end
// Any other property.
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
