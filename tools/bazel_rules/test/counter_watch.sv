// Tells C++ of every multiple of sixteen that the counter passes.
module counter_watch
  import counter_pkg::*;
(
  input logic   clk_i,
  input count_t count_i
);
  import "DPI-C" function void counter_passed(input int count);

  always_ff @(posedge clk_i) begin
    if (count_i != '0 && count_i[3:0] == '0) counter_passed(32'(count_i));
  end
endmodule
