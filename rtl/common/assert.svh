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
`define ASSERT_WAS(name, when, what, expr)
`define ASSERT_KEEPS(name, when, what)
`define ASSERT_TAKES(name, when, to, from)
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
// The same, at edges that follow one at which `when` held. Not with $past or $stable: for each signal
// in one, Verilator copies it at every evaluation of the model.
`define ASSERT_NEXT(name, when, expr) \
  logic name``_q; \
  always_ff @(posedge clk_i) begin : name \
    name``_q <= rst_ni && (when); \
    if (name``_q) begin \
      automatic logic holds = (expr); \
      if (rst_ni && !holds) $fatal(1, "%m: %s => %s", `"when`", `"expr`"); \
    end \
  end
// The same, where `expr` may use <name>_was_q: what `what` was at that edge.
`define ASSERT_WAS(name, when, what, expr) \
  logic name``_q; \
  logic [$bits(what)-1:0] name``_was_q; \
  always_ff @(posedge clk_i) begin : name \
    name``_q <= rst_ni && (when); \
    if (when) name``_was_q <= what; \
    if (name``_q) begin \
      automatic logic holds = (expr); \
      if (rst_ni && !holds) $fatal(1, "%m: %s => %s", `"when`", `"expr`"); \
    end \
  end
// After an edge at which `when` held, `what` is what it was.
`define ASSERT_KEEPS(name, when, what) \
  `ASSERT_WAS(name, when, what, (what) == name``_was_q)
// After an edge at which `when` held, `to` is what `from` was.
`define ASSERT_TAKES(name, when, to, from) \
  `ASSERT_WAS(name, when, from, (to) == name``_was_q)
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
