// Proves what CSR instructions read and write, and that nothing else changes a CSR but traps, MRET
// and interrupts, which are check_trap's.
`include "rtl/core/rvfi.svh"
`include "testbench/formal/checker.svh"

// Of one CSR: kept from instruction to instruction, unless `may_differ`; reported whole; read into
// the register; written with what is `legal` of the operation's result.
`define PROVE_CSR(name, address, may_differ, legal) \
  logic [31:0] name``_q, name``_new; \
  logic        name``_named; \
  always_ff @(posedge clk_i) if (rvfi_valid) name``_q <= rvfi_csr_``name``_wdata; \
  assign name``_named = is_csr && rvfi_insn[31:20] == address; \
  assign name``_new = op == 2'b01 ? operand : \
      op == 2'b10 ? rvfi_csr_``name``_rdata | operand : rvfi_csr_``name``_rdata & ~operand; \
  `PROVE(name``Kept, rvfi_valid && seen_q && !(may_differ), rvfi_csr_``name``_rdata == name``_q) \
  `PROVE(name``Reported, rvfi_valid, &rvfi_csr_``name``_rmask) \
  `PROVE(name``Unchanged, rvfi_valid && rvfi_csr_``name``_wmask == '0, \
         rvfi_csr_``name``_wdata == rvfi_csr_``name``_rdata) \
  `PROVE(name``Read, name``_named && rvfi_rd_addr != '0, rvfi_rd_wdata == rvfi_csr_``name``_rdata) \
  `PROVE(name``Written, name``_named && writes, \
         &rvfi_csr_``name``_wmask && rvfi_csr_``name``_wdata == (legal)) \
  `PROVE(name``OnlyIfNamed, rvfi_valid && !rvfi_trap && !is_mret && !(name``_named && writes), \
         rvfi_csr_``name``_wmask == '0)

module check_csr (
  `CHECKER_PORTS
);
  // Cycles, instructions and, from bit 3 on, events.
  localparam logic [31:0] Counters = (32'd8 << core_pkg::EventCounters) - 32'd3;

  logic        is_csr, is_mret, writes, seen_q, interrupted;
  logic [1:0]  op;
  logic [31:0] operand;
  assign op      = rvfi_insn[13:12];
  assign is_csr  = rvfi_valid && !rvfi_trap && rvfi_insn[6:0] == 7'b1110011 && op != 2'b00;
  assign is_mret = rvfi_insn == 32'h3020_0073;
  assign operand = rvfi_insn[14] ? {27'b0, rvfi_insn[19:15]} : rvfi_rs1_rdata;
  assign writes  = op == 2'b01 || rvfi_insn[19:15] != '0;
  assign interrupted = rvfi_ext_mip != '0;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) seen_q <= 1'b0;
    else if (rvfi_valid) seen_q <= 1'b1;
  end

  logic [31:0] mstatus_legal;
  assign mstatus_legal = {10'b0, mstatus_new[21], 3'b0, mstatus_new[17], 4'b0,
                          {2{mstatus_new[12:11] == 2'b11}}, 3'b0, mstatus_new[7], 3'b0,
                          mstatus_new[3], 3'b0};
  `PROVE_CSR(mstatus, 12'h300, interrupted, mstatus_legal)
  `PROVE_CSR(mie, 12'h304, 1'b0, mie_new & 32'hffff_0888)
  `PROVE_CSR(mtvec, 12'h305, 1'b0, mtvec_new & 32'hffff_fffd)
  `PROVE_CSR(mcounteren, 12'h306, 1'b0, mcounteren_new & Counters)
  `PROVE_CSR(mcountinhibit, 12'h320, 1'b0, mcountinhibit_new & Counters)
  `PROVE_CSR(mscratch, 12'h340, 1'b0, mscratch_new)
  `PROVE_CSR(mepc, 12'h341, interrupted, mepc_new & 32'hffff_fffe)
  `PROVE_CSR(mcause, 12'h342, interrupted, mcause_new & 32'h8000_001f)
  `PROVE_CSR(mtval, 12'h343, interrupted, mtval_new)

  // Every instruction that does not trap counts, unless counting is inhibited or it writes the count
  // itself.
  logic [63:0] count_q;
  always_ff @(posedge clk_i) begin
    if (rvfi_valid) begin
      count_q <= rvfi_csr_minstret_wdata +
          {63'b0, !rvfi_trap && rvfi_csr_minstret_wmask == '0 &&
                  !rvfi_csr_mcountinhibit_wdata[2]};
    end
  end
  `PROVE(MinstretCounts, rvfi_valid && seen_q, rvfi_csr_minstret_rdata == count_q)
  `PROVE(MinstretRead, is_csr && rvfi_insn[31:20] == 12'hb02 && rvfi_rd_addr != '0,
         rvfi_rd_wdata == rvfi_csr_minstret_rdata[31:0])
  `PROVE(McycleRead, is_csr && rvfi_insn[31:20] == 12'hb00 && rvfi_rd_addr != '0,
         rvfi_rd_wdata == rvfi_csr_mcycle_rdata[31:0])
  `PROVE(McycleHalfKept, rvfi_valid && rvfi_csr_mcycle_wmask[63:32] == '0,
         rvfi_csr_mcycle_wdata[63:32] == rvfi_csr_mcycle_rdata[63:32])
  `PROVE(McycleWritten, is_csr && writes && rvfi_insn[31:20] == 12'hb00 && op == 2'b01,
         rvfi_csr_mcycle_wdata[31:0] == operand)
  `PROVE(MipRead, is_csr && rvfi_insn[31:20] == 12'h344 && rvfi_rd_addr != '0,
         rvfi_rd_wdata == rvfi_csr_mip_rdata)
endmodule
