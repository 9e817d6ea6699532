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
  logic [63:0] a_wide, b_wide, product;
  always_comb begin
    a_wide  = '0;
    b_wide  = '0;
    product = '0;
    if (valid_i) begin
      a_wide  = {{32{a_i[31] && op_i != 2'b11}}, a_i};
      b_wide  = {{32{b_i[31] && !op_i[1]}}, b_i};
      product = a_wide * b_wide;
    end
  end
  assign result_o = op_i == 2'b00 ? product[31:0] : product[63:32];
endmodule
