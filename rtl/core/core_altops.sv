// Stands in for multiplier and divider when RISCV_FORMAL_ALTOPS is defined: riscv-formal's
// alternative operations, a sum or a difference and a mask that is the operation's own.
//
// What is proved with it is the pipeline around the two. Never part of the design itself. Timing is
// a quick division's: done in the cycle after the first.
module core_altops (
  input  logic        clk_i,
  input  logic        rst_ni,

  // A division is asked for; as of core_divide.
  input  logic        div_valid_i,
  input  logic        flush_i,
  // funct3 of the instruction.
  input  logic [2:0]  op_i,
  input  logic [31:0] a_i,
  input  logic [31:0] b_i,
  output logic        div_done_o,
  output logic [31:0] result_o
);
  logic [31:0] sum, difference;
  assign sum        = a_i + b_i;
  assign difference = a_i - b_i;
  always_comb begin
    unique case (op_i)
      3'b000:  result_o = sum ^ 32'h5876_063e;
      3'b001:  result_o = sum ^ 32'hf658_3fb7;
      3'b010:  result_o = difference ^ 32'hecfb_e137;
      3'b011:  result_o = sum ^ 32'h949c_e5e8;
      3'b100:  result_o = difference ^ 32'h7f85_29ec;
      3'b101:  result_o = difference ^ 32'h10e8_fd70;
      3'b110:  result_o = difference ^ 32'h8da6_8fa5;
      default: result_o = difference ^ 32'h3138_d0e1;
    endcase
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) div_done_o <= 1'b0;
    else div_done_o <= div_valid_i && !div_done_o && !flush_i;
  end
endmodule
