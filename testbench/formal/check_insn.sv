// Proves that every retired instruction that the model `SPEC knows does what the model says.
//
// With COMPRESSED defined these are 16-bit instructions, else 32-bit ones. What traps although the
// model has no reason for it must be a memory fault; check_fault says when there is one.
`include "rtl/core/rvfi.svh"
`include "testbench/formal/checker.svh"

// Other proofs read this file without using it.
`ifndef SPEC
`define SPEC spec_alu
`endif

module check_insn (
  `CHECKER_PORTS
);
  logic        is_mine;
  logic [31:0] insn, behind;
`ifdef COMPRESSED
  logic known;
  spec_expand u_expand (
    .insn_i (rvfi_insn[15:0]),
    .known_o(known),
    .insn_o (insn)
  );
  assign is_mine = known && rvfi_insn[31:16] == '0;
  assign behind  = rvfi_pc_rdata + 32'd2;
`else
  assign insn    = rvfi_insn;
  assign is_mine = rvfi_insn[1:0] == 2'b11;
  assign behind  = rvfi_pc_rdata + 32'd4;
`endif

  spec_pkg::spec_t spec;
  `SPEC u_spec (
    .insn_i     (insn),
    .pc_i       (rvfi_pc_rdata),
    .behind_i   (behind),
    .rs1_i      (rvfi_rs1_rdata),
    .rs2_i      (rvfi_rs2_rdata),
    .mem_rdata_i(rvfi_mem_rdata),
    .spec_o     (spec)
  );

  logic check, accesses;
  assign check    = rvfi_valid && is_mine && spec.valid;
  assign accesses = spec.mem_rmask != '0 || spec.mem_wmask != '0;

  // Bytes outside a mask mean nothing.
  logic [31:0] wdata_differs;
  always_comb begin
    for (int i = 0; i < 32; i++) begin
      wdata_differs[i] = spec.mem_wmask[i/8] && rvfi_mem_wdata[i] != spec.mem_wdata[i];
    end
  end

  logic done;
  assign done = check && !rvfi_trap;
  `PROVE(TrapsIfMisaligned, check && accesses && spec.misaligned, rvfi_trap && !rvfi_mem_fault)
  `PROVE(TrapsForNothingElse, check && rvfi_trap,
         accesses && (spec.misaligned || rvfi_mem_fault))
  `PROVE(ReadsRs1, check, rvfi_rs1_addr == spec.rs1)
  `PROVE(ReadsRs2, check, rvfi_rs2_addr == spec.rs2)
  `PROVE(WritesRd, done, rvfi_rd_addr == spec.rd)
  `PROVE(Result, done, rvfi_rd_wdata == (spec.rd == 5'd0 ? 32'd0 : spec.rd_wdata))
  `PROVE(NextPc, done, rvfi_pc_wdata == spec.pc_wdata)
  `PROVE(BytesRead, done, rvfi_mem_rmask == spec.mem_rmask)
  `PROVE(BytesWritten, done, rvfi_mem_wmask == spec.mem_wmask)
  `PROVE(Address, done && accesses, rvfi_mem_addr == spec.mem_addr)
  `PROVE(Written, done, wdata_differs == '0)
endmodule
