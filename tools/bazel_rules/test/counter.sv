// Counts cycles in which it is enabled. The user must not enable it beyond COUNTER_LIMIT.
`include "tools/bazel_rules/test/counter.svh"

module counter
  import counter_pkg::*;
(
  input  logic   clk_i,
  input  logic   rst_ni,
  input  logic   enable_i,
  output count_t count_o
);
  count_t count_d, count_q;

  assign count_d = enable_i ? count_q + 8'd1 : count_q;
  assign count_o = count_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) count_q <= '0;
    else count_q <= count_d;
  end

  WithinLimit :
  assert property (@(posedge clk_i) disable iff (!rst_ni) count_q <= `COUNTER_LIMIT)
  else $fatal(1, "%m: count_q is %0d", count_q);
endmodule
