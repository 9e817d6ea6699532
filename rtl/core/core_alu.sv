// Integer, bit-manipulation and comparison operations of the execute stage. Pure logic.
//
// The sum is also the address of loads, stores and JALR; the comparisons are those of SLT, of MIN
// and MAX, and of the branches.
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

  function automatic logic [31:0] rotate_right(logic [31:0] a, logic [4:0] amount);
    return (a >> amount) | (a << (5'd0 - amount));
  endfunction

  function automatic logic [31:0] reverse_bits(logic [31:0] a);
    logic [31:0] r;
    for (int i = 0; i < 32; i++) r[i] = a[31-i];
    return r;
  endfunction

  function automatic logic [31:0] reverse_bytes(logic [31:0] a);
    return {a[7:0], a[15:8], a[23:16], a[31:24]};
  endfunction

  // Exactly those that are below the lowest 1 of `a`, counted.
  function automatic logic [31:0] trailing_zeroes(logic [31:0] a);
    return 32'($countones(~a & (a - 32'd1)));
  endfunction

  // The lower half's bits go to the even places, the upper half's to the odd ones.
  function automatic logic [31:0] interleave(logic [31:0] a);
    logic [31:0] r;
    for (int i = 0; i < 16; i++) r[2*i+:2] = {a[16+i], a[i]};
    return r;
  endfunction

  function automatic logic [31:0] deinterleave(logic [31:0] a);
    logic [31:0] r;
    for (int i = 0; i < 16; i++) {r[16+i], r[i]} = a[2*i+:2];
    return r;
  endfunction

  logic [31:0] one_bit;
  assign one_bit = 32'd1 << b_i[4:0];

  always_comb begin
    unique case (op_i)
      AluSub:    result_o = a_i - b_i;
      AluSll:    result_o = a_i << b_i[4:0];
      AluSlt:    result_o = {31'b0, less_o};
      AluSltu:   result_o = {31'b0, less_unsigned_o};
      AluXor:    result_o = a_i ^ b_i;
      AluSrl:    result_o = a_i >> b_i[4:0];
      AluSra:    result_o = $signed(a_i) >>> b_i[4:0];
      AluOr:     result_o = a_i | b_i;
      AluAnd:    result_o = a_i & b_i;
      AluSh1add: result_o = {a_i[30:0], 1'b0} + b_i;
      AluSh2add: result_o = {a_i[29:0], 2'b0} + b_i;
      AluSh3add: result_o = {a_i[28:0], 3'b0} + b_i;
      AluAndn:   result_o = a_i & ~b_i;
      AluOrn:    result_o = a_i | ~b_i;
      AluXnor:   result_o = a_i ^ ~b_i;
      AluClz:    result_o = trailing_zeroes(reverse_bits(a_i));
      AluCtz:    result_o = trailing_zeroes(a_i);
      AluCpop:   result_o = 32'($countones(a_i));
      AluMin:    result_o = less_o ? a_i : b_i;
      AluMinu:   result_o = less_unsigned_o ? a_i : b_i;
      AluMax:    result_o = less_o ? b_i : a_i;
      AluMaxu:   result_o = less_unsigned_o ? b_i : a_i;
      AluSextB:  result_o = {{24{a_i[7]}}, a_i[7:0]};
      AluSextH:  result_o = {{16{a_i[15]}}, a_i[15:0]};
      AluRol:    result_o = rotate_right(a_i, 5'd0 - b_i[4:0]);
      AluRor:    result_o = rotate_right(a_i, b_i[4:0]);
      AluOrcB:   result_o = {{8{|a_i[31:24]}}, {8{|a_i[23:16]}}, {8{|a_i[15:8]}}, {8{|a_i[7:0]}}};
      AluRev8:   result_o = reverse_bytes(a_i);
      AluBrev8:  result_o = reverse_bytes(reverse_bits(a_i));
      AluPack:   result_o = {b_i[15:0], a_i[15:0]};
      AluPackh:  result_o = {16'b0, b_i[7:0], a_i[7:0]};
      AluZip:    result_o = interleave(a_i);
      AluUnzip:  result_o = deinterleave(a_i);
      AluBclr:   result_o = a_i & ~one_bit;
      AluBext:   result_o = {31'b0, a_i[b_i[4:0]]};
      AluBinv:   result_o = a_i ^ one_bit;
      AluBset:   result_o = a_i | one_bit;
      default:   result_o = a_i + b_i;
    endcase
  end
endmodule
