// Integer, bit-manipulation and comparison operations of the execute stage. Pure logic.
//
// The sum is also the address of loads, stores and JALR; the comparisons are those of SLT, of MIN
// and MAX, and of the branches.
module core_alu (
  // One of core_pkg::alu_op_e.
  input  logic [5:0]  op_i,
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
    rotate_right = (a >> amount) | (a << (5'd0 - amount));
  endfunction

  function automatic logic [31:0] reverse_bits(logic [31:0] a);
    for (int i = 0; i < 32; i++) reverse_bits[i] = a[31-i];
  endfunction

  function automatic logic [31:0] reverse_bytes(logic [31:0] a);
    reverse_bytes = {a[7:0], a[15:8], a[23:16], a[31:24]};
  endfunction

  function automatic logic [31:0] or_bytes(logic [31:0] a);
    or_bytes = {{8{|a[31:24]}}, {8{|a[23:16]}}, {8{|a[15:8]}}, {8{|a[7:0]}}};
  endfunction

  // Exactly those that are below the lowest 1 of `a`, counted.
  function automatic logic [31:0] trailing_zeroes(logic [31:0] a);
    trailing_zeroes = 32'($countones(~a & (a - 32'd1)));
  endfunction

  // The lower half's bits go to the even places, the upper half's to the odd ones.
  function automatic logic [31:0] interleave(logic [31:0] a);
    for (int i = 0; i < 16; i++) interleave[2*i+:2] = {a[16+i], a[i]};
  endfunction

  function automatic logic [31:0] deinterleave(logic [31:0] a);
    for (int i = 0; i < 16; i++) {deinterleave[16+i], deinterleave[i]} = a[2*i+:2];
  endfunction

  logic [31:0] one_bit;
  assign one_bit = 32'd1 << b_i[4:0];

  always_comb begin
    unique case (op_i)
      core_pkg::AluSub:    result_o = a_i - b_i;
      core_pkg::AluSll:    result_o = a_i << b_i[4:0];
      core_pkg::AluSlt:    result_o = {31'b0, less_o};
      core_pkg::AluSltu:   result_o = {31'b0, less_unsigned_o};
      core_pkg::AluXor:    result_o = a_i ^ b_i;
      core_pkg::AluSrl:    result_o = a_i >> b_i[4:0];
      core_pkg::AluSra:    result_o = $signed(a_i) >>> b_i[4:0];
      core_pkg::AluOr:     result_o = a_i | b_i;
      core_pkg::AluAnd:    result_o = a_i & b_i;
      core_pkg::AluSh1add: result_o = {a_i[30:0], 1'b0} + b_i;
      core_pkg::AluSh2add: result_o = {a_i[29:0], 2'b0} + b_i;
      core_pkg::AluSh3add: result_o = {a_i[28:0], 3'b0} + b_i;
      core_pkg::AluAndn:   result_o = a_i & ~b_i;
      core_pkg::AluOrn:    result_o = a_i | ~b_i;
      core_pkg::AluXnor:   result_o = a_i ^ ~b_i;
      core_pkg::AluClz:    result_o = trailing_zeroes(reverse_bits(a_i));
      core_pkg::AluCtz:    result_o = trailing_zeroes(a_i);
      core_pkg::AluCpop:   result_o = 32'($countones(a_i));
      core_pkg::AluMin:    result_o = less_o ? a_i : b_i;
      core_pkg::AluMinu:   result_o = less_unsigned_o ? a_i : b_i;
      core_pkg::AluMax:    result_o = less_o ? b_i : a_i;
      core_pkg::AluMaxu:   result_o = less_unsigned_o ? b_i : a_i;
      core_pkg::AluSextB:  result_o = {{24{a_i[7]}}, a_i[7:0]};
      core_pkg::AluSextH:  result_o = {{16{a_i[15]}}, a_i[15:0]};
      core_pkg::AluRol:    result_o = rotate_right(a_i, 5'd0 - b_i[4:0]);
      core_pkg::AluRor:    result_o = rotate_right(a_i, b_i[4:0]);
      core_pkg::AluOrcB:   result_o = or_bytes(a_i);
      core_pkg::AluRev8:   result_o = reverse_bytes(a_i);
      core_pkg::AluBrev8:  result_o = reverse_bytes(reverse_bits(a_i));
      core_pkg::AluPack:   result_o = {b_i[15:0], a_i[15:0]};
      core_pkg::AluPackh:  result_o = {16'b0, b_i[7:0], a_i[7:0]};
      core_pkg::AluZip:    result_o = interleave(a_i);
      core_pkg::AluUnzip:  result_o = deinterleave(a_i);
      core_pkg::AluBclr:   result_o = a_i & ~one_bit;
      core_pkg::AluBext:   result_o = {31'b0, a_i[b_i[4:0]]};
      core_pkg::AluBinv:   result_o = a_i ^ one_bit;
      core_pkg::AluBset:   result_o = a_i | one_bit;
      default:             result_o = a_i + b_i;
    endcase
  end
endmodule
