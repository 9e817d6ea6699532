// Multiplier of one cycle. Pure logic.
module core_multiply (
  // The result is asked for; otherwise operands are not looked at.
  input  logic        valid_i,
  // funct3[1:0] of the instruction: 0 lower half; upper half of 1 signed by signed, 2 signed by
  // unsigned, 3 unsigned.
  input  logic [1:0]  op_i,
  input  logic [31:0] a_i,
  input  logic [31:0] b_i,
  output logic [31:0] result_o
);
  // Unsigned; a negative operand, which stands for itself less 2^32, takes the other one off the
  // upper half. Operands that are 0 otherwise keep abc from comparing products with all else.
  logic [31:0] a, b, excess_a, excess_b;
  logic [63:0] product;
  always_comb begin
    a        = '0;
    b        = '0;
    excess_a = '0;
    excess_b = '0;
    product  = '0;
    if (valid_i) begin
      a = a_i;
      b = b_i;
      if (op_i != 2'b11 && a_i[31]) excess_a = b_i;
      if (!op_i[1] && b_i[31]) excess_b = a_i;
      product = {32'b0, a} * {32'b0, b} - {excess_a, 32'b0} - {excess_b, 32'b0};
    end
  end
  assign result_o = op_i == 2'b00 ? product[31:0] : product[63:32];
endmodule
