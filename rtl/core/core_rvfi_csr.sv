// The retire port's CSRs: what each held before an instruction and behind it.
//
// Of the CSRs in core_pkg::csrs_t, and of those that never change, every instruction reports the
// whole value; of the memory protection's only one that addresses them. `wdata` is what the CSR holds
// afterwards, legal values only. Counters do not advance within an instruction. Interrupts change
// CSRs between instructions: the handler's first finds them changed.
`include "rtl/core/rvfi.svh"

// What an instruction leaves as it is, what it may change, and what it reports only if it names it.
`define CSR_FIXED(name, value) \
  assign rvfi_csr_``name``_rmask = '1; \
  assign rvfi_csr_``name``_wmask = '0; \
  assign rvfi_csr_``name``_rdata = value; \
  assign rvfi_csr_``name``_wdata = value;
`define CSR_STATE(name, written) \
  assign rvfi_csr_``name``_rmask = '1; \
  assign rvfi_csr_``name``_wmask = {32{written}}; \
  assign rvfi_csr_``name``_rdata = before_q.name; \
  assign rvfi_csr_``name``_wdata = (written) ? after.name : before_q.name;
`define CSR_COUNTER(name, low, high) \
  assign rvfi_csr_``name``_rmask = '1; \
  assign rvfi_csr_``name``_wmask = {{32{high}}, {32{low}}}; \
  assign rvfi_csr_``name``_rdata = before_q.name; \
  assign rvfi_csr_``name``_wdata = (low) || (high) ? state_i.name : before_q.name;
`define CSR_NAMED(name, address) \
  assign rvfi_csr_``name``_rmask = {32{access_q && addr_q == address}}; \
  assign rvfi_csr_``name``_wmask = {32{write_q && addr_q == address}}; \
  assign rvfi_csr_``name``_rdata = rdata_q; \
  assign rvfi_csr_``name``_wdata = stored_q;

module core_rvfi_csr #(
  parameter logic [31:0] HartId = 32'h0
) (
  input  logic              clk_i,

  // An instruction moves from the execute stage to write-back, and does so with a trap.
  input  logic              execute_i,
  input  logic              exception_i,
  // It is a CSR instruction, or MRET.
  input  logic              access_i,
  input  logic              mret_i,
  input  logic [11:0]       addr_i,
  // It writes; what it reads; what a memory protection CSR holds behind it.
  input  logic              write_i,
  input  logic [31:0]       rdata_i,
  input  logic [31:0]       stored_i,

  // As they read in this cycle; writes and traps of this cycle show in the next.
  input  core_pkg::csrs_t   state_i,
  input  logic [31:0]       mip_i,
  input  logic              machine_i,

  // The instruction in write-back is answered with an error: `trap_i` is taken at this clock edge.
  input  logic              fault_i,
  input  core_pkg::trap_t   trap_i,

  `RVFI_CSR_OUTPUTS
);
  core_pkg::csrs_t before_q, after;
  logic            exception_q, access_q, mret_q, write_q;
  logic [11:0]     addr_q;
  logic [31:0]     rdata_q, stored_q, mip_q;

  always_ff @(posedge clk_i) begin
    if (execute_i) begin
      before_q    <= state_i;
      mip_q       <= mip_i;
      exception_q <= exception_i;
      access_q    <= access_i && !exception_i;
      mret_q      <= mret_i && !exception_i;
      write_q     <= write_i;
      addr_q      <= addr_i;
      rdata_q     <= rdata_i;
      stored_q    <= stored_i;
    end
  end

  // What an instruction that changes CSRs has left: nothing else does while it is in write-back. But
  // for the trap that is found only there.
  always_comb begin
    after = state_i;
    if (fault_i) begin
      after.mstatus[12:11] = {2{machine_i}};
      after.mstatus[7]     = state_i.mstatus[3];
      after.mstatus[3]     = 1'b0;
      after.mepc           = trap_i.epc;
      after.mcause         = {27'b0, trap_i.cause};
      after.mtval          = trap_i.tval;
    end
  end

  logic traps;
  assign traps = exception_q || fault_i;

  `CSR_FIXED(mvendorid, 32'h0)
  `CSR_FIXED(marchid, 32'h0)
  `CSR_FIXED(mimpid, 32'h0)
  `CSR_FIXED(mhartid, HartId)
  `CSR_FIXED(mconfigptr, 32'h0)
  `CSR_FIXED(misa, core_pkg::MisaValue)
  `CSR_FIXED(mstatush, 32'h0)
  `CSR_FIXED(menvcfg, 32'h0)
  `CSR_FIXED(menvcfgh, 32'h0)
  // Pins, as they were when the instruction executed.
  `CSR_FIXED(mip, mip_q)

  `CSR_STATE(mstatus, traps || mret_q || (write_q && addr_q == core_pkg::CsrMstatus))
  `CSR_STATE(mie, write_q && addr_q == core_pkg::CsrMie)
  `CSR_STATE(mtvec, write_q && addr_q == core_pkg::CsrMtvec)
  `CSR_STATE(mcounteren, write_q && addr_q == core_pkg::CsrMcounteren)
  `CSR_STATE(mcountinhibit, write_q && addr_q == core_pkg::CsrMcountinhibit)
  `CSR_STATE(mscratch, write_q && addr_q == core_pkg::CsrMscratch)
  `CSR_STATE(mepc, traps || (write_q && addr_q == core_pkg::CsrMepc))
  `CSR_STATE(mcause, traps || (write_q && addr_q == core_pkg::CsrMcause))
  `CSR_STATE(mtval, traps || (write_q && addr_q == core_pkg::CsrMtval))

  logic mcycle_low, mcycle_high, minstret_low, minstret_high;
  assign mcycle_low    = write_q && addr_q == core_pkg::CsrMcycle;
  assign mcycle_high   = write_q && addr_q == core_pkg::CsrMcycleh;
  assign minstret_low  = write_q && addr_q == core_pkg::CsrMinstret;
  assign minstret_high = write_q && addr_q == core_pkg::CsrMinstreth;
  `CSR_COUNTER(mcycle, mcycle_low, mcycle_high)
  `CSR_COUNTER(minstret, minstret_low, minstret_high)

  `CSR_NAMED(pmpcfg0, 12'h3a0)
  `CSR_NAMED(pmpcfg1, 12'h3a1)
  `CSR_NAMED(pmpcfg2, 12'h3a2)
  `CSR_NAMED(pmpcfg3, 12'h3a3)
  `CSR_NAMED(pmpaddr0, 12'h3b0)
  `CSR_NAMED(pmpaddr1, 12'h3b1)
  `CSR_NAMED(pmpaddr2, 12'h3b2)
  `CSR_NAMED(pmpaddr3, 12'h3b3)
  `CSR_NAMED(pmpaddr4, 12'h3b4)
  `CSR_NAMED(pmpaddr5, 12'h3b5)
  `CSR_NAMED(pmpaddr6, 12'h3b6)
  `CSR_NAMED(pmpaddr7, 12'h3b7)
  `CSR_NAMED(pmpaddr8, 12'h3b8)
  `CSR_NAMED(pmpaddr9, 12'h3b9)
  `CSR_NAMED(pmpaddr10, 12'h3ba)
  `CSR_NAMED(pmpaddr11, 12'h3bb)
  `CSR_NAMED(pmpaddr12, 12'h3bc)
  `CSR_NAMED(pmpaddr13, 12'h3bd)
  `CSR_NAMED(pmpaddr14, 12'h3be)
  `CSR_NAMED(pmpaddr15, 12'h3bf)

  logic unused_bits;
  assign unused_bits = ^{trap_i.is_irq, after.mcycle, after.minstret};
endmodule
