// Proves that what no model knows traps as an illegal instruction, and that what a model knows does
// not; CSR instructions by address, mode and mcounteren.
`include "rtl/core/rvfi.svh"
`include "testbench/formal/checker.svh"

module check_illegal (
  `CHECKER_PORTS
);
  // ---- In 32 bits ----

  logic        expands, is_short;
  logic [31:0] expanded, insn;
  spec_expand u_expand (
    .insn_i (rvfi_insn[15:0]),
    .known_o(expands),
    .insn_o (expanded)
  );
  assign is_short = rvfi_insn[1:0] != 2'b11;
  assign insn     = is_short ? expanded : rvfi_insn;

  // ---- Whether a model knows it ----

`define MODEL(name) \
  spec_pkg::spec_t name; \
  spec_``name u_``name ( \
    .insn_i     (insn), \
    .pc_i       ('0), \
    .behind_i   ('0), \
    .rs1_i      ('0), \
    .rs2_i      ('0), \
    .mem_rdata_i('0), \
    .spec_o     (name) \
  );
  `MODEL(alu)
  `MODEL(bits)
  `MODEL(jump)
  `MODEL(memory)
  `MODEL(muldiv)
  `MODEL(atomic)

  logic is_fence, is_sc, is_system, is_csr, known;
  assign is_fence  = insn[6:0] == 7'b0001111 && insn[14:13] == 2'b00;
  assign is_sc     = insn[6:0] == 7'b0101111 && insn[14:12] == 3'b010 && insn[31:27] == 5'b00011;
  assign is_system = insn == 32'h0000_0073 || insn == 32'h0010_0073;
  assign is_csr    = insn[6:0] == 7'b1110011 && insn[13:12] != 2'b00;
  assign known     = (!is_short || expands) &&
      (alu.valid || bits.valid || jump.valid || memory.valid || muldiv.valid || atomic.valid ||
       is_fence || is_sc || is_system);

  // ---- CSRs ----

  logic [11:0] csr;
  logic        exists, allowed;
  assign csr = insn[31:20];
  always_comb begin
    case (csr)
      12'h300, 12'h301, 12'h304, 12'h305, 12'h306, 12'h30a, 12'h310, 12'h31a, 12'h320, 12'h340,
      12'h341, 12'h342, 12'h343, 12'h344, 12'hf11, 12'hf12, 12'hf13, 12'hf14,
      12'hf15: exists = 1'b1;
      // Memory protection; mhpmevent; counters, all but time.
      default:
        exists = csr[11:2] == 10'h0e8 || csr[11:4] == 8'h3b ||
            (csr[11:5] == 7'h19 && csr[4:0] >= 5'd3) ||
            ((csr[11:5] == 7'h58 || csr[11:5] == 7'h5c || csr[11:5] == 7'h60 ||
              csr[11:5] == 7'h64) && csr[4:0] != 5'd1);
    endcase
    allowed = csr[9:8] == 2'b00 || rvfi_mode == 2'd3;
    if (csr[11:8] == 4'hc && rvfi_mode == 2'd0) allowed = rvfi_csr_mcounteren_rdata[csr[4:0]];
    if (csr[11:10] == 2'b11 && (insn[13:12] == 2'b01 || insn[19:15] != 5'd0)) allowed = 1'b0;
  end

  logic fetched, is_return_or_wait, illegal;
  assign fetched           = rvfi_valid && !(rvfi_mem_fault && rvfi_insn == '0);
  assign is_return_or_wait = insn == 32'h3020_0073 || insn == 32'h1050_0073;
  assign illegal           = is_csr ? !(exists && allowed) : !known;
  `PROVE(IllegalTraps, fetched && illegal && !is_return_or_wait,
         rvfi_trap && rvfi_csr_mcause_wdata == 32'd2)
  `PROVE(LegalDoesNot, fetched && !illegal && rvfi_trap, rvfi_csr_mcause_wdata != 32'd2)
  `PROVE(CsrDoesNot, fetched && is_csr && !illegal, !rvfi_trap)
endmodule
