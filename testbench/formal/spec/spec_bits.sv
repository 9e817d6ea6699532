// Model of Zba, Zbb, Zbs and Zbkb (bit-manipulation specification 1.0.0; Zbkb from the scalar
// cryptography one, 1.0.1).
`include "testbench/formal/spec/spec.svh"

module spec_bits (
  `SPEC_PORTS
);
  logic [31:0] a, b;
  logic [4:0]  amount;
  logic [31:0] one_bit;
  logic        is_imm;
  assign is_imm  = insn_i[6:0] == 7'b0010011;
  assign a       = rs1_i;
  assign b       = rs2_i;
  assign amount  = is_imm ? insn_i[24:20] : b[4:0];
  assign one_bit = 32'd1 << amount;

  // What takes a loop to say.
  logic [31:0] leading, trailing, ones, or_bytes, brev8, zip, unzip;
  always_comb begin
    leading  = 32'd32;
    trailing = 32'd32;
    ones     = '0;
    for (int i = 0; i < 32; i++) begin
      if (a[i]) leading = 31 - i;
      if (a[31-i]) trailing = 31 - i;
      ones = ones + {31'b0, a[i]};
      or_bytes[i] = a[8*(i/8)+:8] != 8'b0;
      brev8[i]    = a[8*(i/8)+7-i%8];
      zip[i]      = a[i%2==0 ? i/2 : 16+i/2];
      unzip[i]    = a[i<16 ? 2*i : 2*(i-16)+1];
    end
  end

  // Rotations, by shifting two copies.
  logic [63:0] rotated_right, rotated_left;
  assign rotated_right = {a, a} >> amount;
  assign rotated_left  = {a, a} << amount;

  logic        register_known, immediate_known, unary_known;
  logic [31:0] register_result, immediate_result, unary_result;

  // Two registers.
  always_comb begin
    register_known  = 1'b1;
    register_result = '0;
    case ({insn_i[31:25], insn_i[14:12]})
      10'b0010000_010: register_result = (a << 1) + b;
      10'b0010000_100: register_result = (a << 2) + b;
      10'b0010000_110: register_result = (a << 3) + b;
      10'b0100000_111: register_result = a & ~b;
      10'b0100000_110: register_result = a | ~b;
      10'b0100000_100: register_result = ~(a ^ b);
      10'b0000101_100: register_result = $signed(a) < $signed(b) ? a : b;
      10'b0000101_101: register_result = a < b ? a : b;
      10'b0000101_110: register_result = $signed(a) < $signed(b) ? b : a;
      10'b0000101_111: register_result = a < b ? b : a;
      10'b0110000_001: register_result = rotated_left[63:32];
      10'b0110000_101: register_result = rotated_right[31:0];
      10'b0000100_100: register_result = {b[15:0], a[15:0]};
      10'b0000100_111: register_result = {16'b0, b[7:0], a[7:0]};
      10'b0100100_001: register_result = a & ~one_bit;
      10'b0100100_101: register_result = (a >> amount) & 32'd1;
      10'b0110100_001: register_result = a ^ one_bit;
      10'b0010100_001: register_result = a | one_bit;
      default:         register_known = 1'b0;
    endcase
  end

  // A register and an amount.
  always_comb begin
    immediate_known  = 1'b1;
    immediate_result = '0;
    case ({insn_i[31:25], insn_i[14:12]})
      10'b0110000_101: immediate_result = rotated_right[31:0];
      10'b0100100_001: immediate_result = a & ~one_bit;
      10'b0100100_101: immediate_result = (a >> amount) & 32'd1;
      10'b0110100_001: immediate_result = a ^ one_bit;
      10'b0010100_001: immediate_result = a | one_bit;
      default:         immediate_known = 1'b0;
    endcase
  end

  // One register.
  always_comb begin
    unary_known  = 1'b1;
    unary_result = '0;
    case ({insn_i[31:20], insn_i[14:12]})
      15'b011000000000_001: unary_result = leading;
      15'b011000000001_001: unary_result = trailing;
      15'b011000000010_001: unary_result = ones;
      15'b011000000100_001: unary_result = {{24{a[7]}}, a[7:0]};
      15'b011000000101_001: unary_result = {{16{a[15]}}, a[15:0]};
      15'b001010000111_101: unary_result = {{8{or_bytes[31]}}, {8{or_bytes[23]}},
                                            {8{or_bytes[15]}}, {8{or_bytes[7]}}};
      15'b011010011000_101: unary_result = {a[7:0], a[15:8], a[23:16], a[31:24]};
      15'b011010000111_101: unary_result = brev8;
      15'b000010001111_001: unary_result = zip;
      15'b000010001111_101: unary_result = unzip;
      default:              unary_known = 1'b0;
    endcase
  end

  logic is_register;
  assign is_register = insn_i[6:0] == 7'b0110011 && register_known;

  always_comb begin
    spec_o          = '0;
    spec_o.valid    = is_register || (is_imm && (immediate_known || unary_known));
    spec_o.rs1      = insn_i[19:15];
    spec_o.rs2      = is_register ? insn_i[24:20] : 5'd0;
    spec_o.rd       = insn_i[11:7];
    spec_o.rd_wdata = is_register ? register_result
                                  : immediate_known ? immediate_result : unary_result;
    spec_o.pc_wdata = behind_i;
  end

  logic unused_inputs;
  assign unused_inputs = ^{mem_rdata_i, pc_i, rotated_left[31:0], rotated_right[63:32]};
endmodule
