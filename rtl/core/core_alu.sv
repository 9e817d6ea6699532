// Integer, bit-manipulation and comparison operations of the execute stage. Pure logic.
//
// One adder, one rotator and one counter of ones serve all operations that need one. The sum is also
// the address of loads, stores and JALR. The comparisons, which branches use, hold only for
// operations that subtract; a branch asks for AluSub.
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
  function automatic logic [31:0] reverse_bits(logic [31:0] a);
    for (int i = 0; i < 32; i++) reverse_bits[i] = a[31-i];
  endfunction

  function automatic logic [31:0] reverse_bytes(logic [31:0] a);
    reverse_bytes = {a[7:0], a[15:8], a[23:16], a[31:24]};
  endfunction

  function automatic logic [31:0] or_bytes(logic [31:0] a);
    or_bytes = {{8{|a[31:24]}}, {8{|a[23:16]}}, {8{|a[15:8]}}, {8{|a[7:0]}}};
  endfunction

  // The lower half's bits go to the even places, the upper half's to the odd ones.
  function automatic logic [31:0] interleave(logic [31:0] a);
    for (int i = 0; i < 16; i++) interleave[2*i+:2] = {a[16+i], a[i]};
  endfunction

  function automatic logic [31:0] deinterleave(logic [31:0] a);
    for (int i = 0; i < 16; i++) {deinterleave[16+i], deinterleave[i]} = a[2*i+:2];
  endfunction

  // ---- Operands of sum and logic ----

  logic [31:0] one_bit, x, y;
  logic        inverts;
  assign one_bit = 32'd1 << b_i[4:0];
  always_comb begin
    x       = a_i;
    y       = b_i;
    inverts = 1'b0;
    unique case (op_i)
      core_pkg::AluSub, core_pkg::AluSlt, core_pkg::AluSltu, core_pkg::AluMin, core_pkg::AluMinu,
      core_pkg::AluMax, core_pkg::AluMaxu, core_pkg::AluAndn, core_pkg::AluOrn, core_pkg::AluXnor:
        inverts = 1'b1;
      core_pkg::AluSh1add: x = {a_i[30:0], 1'b0};
      core_pkg::AluSh2add: x = {a_i[29:0], 2'b0};
      core_pkg::AluSh3add: x = {a_i[28:0], 3'b0};
      core_pkg::AluBinv, core_pkg::AluBset: y = one_bit;
      core_pkg::AluBclr: begin
        y       = one_bit;
        inverts = 1'b1;
      end
      default: ;
    endcase
    if (inverts) y = ~y;
  end

  // a - b is a + ~b + 1; the bit below the others makes the carry in.
  logic [33:0] sum;
  assign sum             = {1'b0, x, 1'b1} + {1'b0, y, inverts};
  assign equal_o         = (x ^ y) == '1;
  assign less_unsigned_o = !sum[33];
  assign less_o          = less_unsigned_o ^ a_i[31] ^ b_i[31];

  // ---- Shifts: a rotation, of which some bits are kept ----

  function automatic logic [31:0] rotate_right(logic [31:0] a, logic [4:0] amount);
    rotate_right = a;
    if (amount[0]) rotate_right = {rotate_right[0], rotate_right[31:1]};
    if (amount[1]) rotate_right = {rotate_right[1:0], rotate_right[31:2]};
    if (amount[2]) rotate_right = {rotate_right[3:0], rotate_right[31:4]};
    if (amount[3]) rotate_right = {rotate_right[7:0], rotate_right[31:8]};
    if (amount[4]) rotate_right = {rotate_right[15:0], rotate_right[31:16]};
  endfunction

  function automatic logic [31:0] shift(logic [5:0] op, logic [31:0] a, logic [4:0] amount);
    logic        left;
    logic [31:0] kept;
    left = op == core_pkg::AluSll || op == core_pkg::AluRol;
    kept = 32'hffff_ffff >> amount;
    unique case (op)
      core_pkg::AluSll:                   kept = reverse_bits(kept);
      core_pkg::AluRol, core_pkg::AluRor: kept = '1;
      core_pkg::AluBext:                  kept = 32'd1;
      default: ;
    endcase
    shift = rotate_right(a, left ? 5'd0 - amount : amount) & kept;
    if (op == core_pkg::AluSra && a[31]) shift |= ~kept;
  endfunction

  // ---- Ones counted ----

  // Zeroes at an end are the ones of what lies below the lowest 1.
  function automatic logic [31:0] count(logic [5:0] op, logic [31:0] a);
    logic [31:0] ones;
    ones = op == core_pkg::AluClz ? reverse_bits(a) : a;
    if (op != core_pkg::AluCpop) ones = ~ones & (ones - 32'd1);
    count = 32'($countones(ones));
  endfunction

  // ---- Result ----

  always_comb begin
    unique case (op_i)
      core_pkg::AluAnd, core_pkg::AluAndn, core_pkg::AluBclr: result_o = x & y;
      core_pkg::AluOr, core_pkg::AluOrn, core_pkg::AluBset:   result_o = x | y;
      core_pkg::AluXor, core_pkg::AluXnor, core_pkg::AluBinv: result_o = x ^ y;
      core_pkg::AluSlt:  result_o = {31'b0, less_o};
      core_pkg::AluSltu: result_o = {31'b0, less_unsigned_o};
      core_pkg::AluMin:  result_o = less_o ? a_i : b_i;
      core_pkg::AluMinu: result_o = less_unsigned_o ? a_i : b_i;
      core_pkg::AluMax:  result_o = less_o ? b_i : a_i;
      core_pkg::AluMaxu: result_o = less_unsigned_o ? b_i : a_i;
      core_pkg::AluSll, core_pkg::AluSrl, core_pkg::AluSra, core_pkg::AluRol, core_pkg::AluRor,
      core_pkg::AluBext:
        result_o = shift(op_i, a_i, b_i[4:0]);
      core_pkg::AluClz, core_pkg::AluCtz, core_pkg::AluCpop: result_o = count(op_i, a_i);
      core_pkg::AluSextB:  result_o = {{24{a_i[7]}}, a_i[7:0]};
      core_pkg::AluSextH:  result_o = {{16{a_i[15]}}, a_i[15:0]};
      core_pkg::AluOrcB:   result_o = or_bytes(a_i);
      core_pkg::AluRev8:   result_o = reverse_bytes(a_i);
      core_pkg::AluBrev8:  result_o = reverse_bytes(reverse_bits(a_i));
      core_pkg::AluPack:   result_o = {b_i[15:0], a_i[15:0]};
      core_pkg::AluPackh:  result_o = {16'b0, b_i[7:0], a_i[7:0]};
      core_pkg::AluZip:    result_o = interleave(a_i);
      core_pkg::AluUnzip:  result_o = deinterleave(a_i);
      default:             result_o = sum[32:1];
    endcase
  end

  logic unused_sum;
  assign unused_sum = sum[0];
endmodule
