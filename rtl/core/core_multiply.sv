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
  // Unsigned; a negative operand, which stands for itself less 2^32, takes the other one off the upper
  // half.
  logic [63:0] product;
  logic [31:0] upper;
  always_comb begin
    product = '0;
    upper   = '0;
    if (valid_i) begin
      product = {32'b0, a_i} * {32'b0, b_i};
      upper   = product[63:32];
      if (op_i != 2'b11 && a_i[31]) upper = upper - b_i;
      if (!op_i[1] && b_i[31]) upper = upper - a_i;
    end
  end
  assign result_o = op_i == 2'b00 ? product[31:0] : upper;
endmodule
