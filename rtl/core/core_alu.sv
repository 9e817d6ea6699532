// Integer operations and comparisons of the execute stage. Pure logic.
//
// The sum is also the address of loads, stores and JALR; the comparisons are those of SLT and of
// the branches.
module core_alu
  import core_pkg::*;
(
  input  alu_op_e     op_i,
  input  logic [31:0] a_i,
  input  logic [31:0] b_i,
  output logic [31:0] result_o,
  output logic        equal_o,
  output logic        less_o,
  output logic        less_unsigned_o
);
  assign equal_o         = a_i == b_i;
  assign less_o          = $signed(a_i) < $signed(b_i);
  assign less_unsigned_o = a_i < b_i;

  always_comb begin
    unique case (op_i)
      AluSub:  result_o = a_i - b_i;
      AluSll:  result_o = a_i << b_i[4:0];
      AluSlt:  result_o = {31'b0, less_o};
      AluSltu: result_o = {31'b0, less_unsigned_o};
      AluXor:  result_o = a_i ^ b_i;
      AluSrl:  result_o = a_i >> b_i[4:0];
      AluSra:  result_o = $signed(a_i) >>> b_i[4:0];
      AluOr:   result_o = a_i | b_i;
      AluAnd:  result_o = a_i & b_i;
      default: result_o = a_i + b_i;
    endcase
  end
endmodule
