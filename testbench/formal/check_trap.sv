// Proves traps: when there is one, why, what CSRs hold behind it, and which mode follows; and the
// same of interrupts and of MRET (privileged specification 3.1 and 3.3).
`include "rtl/core/rvfi.svh"
`include "testbench/formal/checker.svh"

module check_trap (
  `CHECKER_PORTS
);
  // ---- Exceptions ----

  logic is_ecall, is_ebreak, is_mret, is_wfi, fetch_fault, refused;
  assign is_ecall    = rvfi_insn == 32'h0000_0073;
  assign is_ebreak   = rvfi_insn == 32'h0010_0073 || rvfi_insn == 32'h0000_9002;
  assign is_mret     = rvfi_insn == 32'h3020_0073;
  assign is_wfi      = rvfi_insn == 32'h1050_0073;
  assign refused     = (rvfi_mem_fault_rmask | rvfi_mem_fault_wmask) != '0;
  assign fetch_fault = rvfi_mem_fault && !refused;

  logic        machine, traps;
  logic [31:0] cause, before, after;
  assign machine = rvfi_mode == 2'd3;
  assign traps   = rvfi_valid && rvfi_trap;
  assign cause   = rvfi_csr_mcause_wdata;
  assign before  = rvfi_csr_mstatus_rdata;
  assign after   = rvfi_csr_mstatus_wdata;

  logic [31:0] vector;
  assign vector = {rvfi_csr_mtvec_rdata[31:2], 2'b00};
  `PROVE(LeadsToHandler, traps, rvfi_pc_wdata == vector)
  `PROVE(EpcIsItsOwn, traps, rvfi_csr_mepc_wdata == rvfi_pc_rdata)
  `PROVE(StacksMode, traps, after[12:11] == rvfi_mode && after[7] == before[3] && !after[3] &&
         (after & 32'hffff_e777) == (before & 32'hffff_e777))
  `PROVE(CauseExists, traps, cause < 32'd12 && cause != 32'd0 && cause != 32'd9 && cause != 32'd10)
  `PROVE(FetchFault, traps && fetch_fault, cause == 32'd1)
  `PROVE(LoadFault, traps && refused && rvfi_mem_fault_wmask == '0,
         cause == 32'd5 && rvfi_csr_mtval_wdata == rvfi_mem_addr)
  `PROVE(StoreFault, traps && rvfi_mem_fault_wmask != '0,
         cause == 32'd7 && rvfi_csr_mtval_wdata == rvfi_mem_addr)
  `PROVE(Ecall, rvfi_valid && is_ecall,
         rvfi_trap && cause == (machine ? 32'd11 : 32'd8) && rvfi_csr_mtval_wdata == '0)
  `PROVE(Ebreak, rvfi_valid && is_ebreak,
         rvfi_trap && cause == 32'd3 && rvfi_csr_mtval_wdata == rvfi_pc_rdata)
  `PROVE(IllegalTellsInsn, traps && cause == 32'd2, rvfi_csr_mtval_wdata == rvfi_insn)
  `PROVE(UserMayNotReturn, rvfi_valid && is_mret && !machine, rvfi_trap && cause == 32'd2)
  `PROVE(UserMayNotWait, rvfi_valid && is_wfi && !machine && before[21],
         rvfi_trap && cause == 32'd2)

  // ---- MRET ----

  logic returns;
  assign returns = rvfi_valid && is_mret && machine;
  `PROVE(Returns, returns, !rvfi_trap && rvfi_pc_wdata == rvfi_csr_mepc_rdata)
  `PROVE(UnstacksMode, returns, after == ((before & 32'hffff_e777) & ~(
         before[12:11] == 2'b11 ? 32'd0 : 32'h0002_0000) | 32'h80 | {28'b0, before[7], 3'b0}))

  // ---- From one instruction to the next ----

  logic [1:0]  mode_q;
  logic [31:0] pc_q, mstatus_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      mode_q    <= 2'd3;
      pc_q      <= '0;
      mstatus_q <= 32'h0000_1800;
    end else if (rvfi_valid) begin
      mode_q    <= rvfi_trap ? 2'd3 : is_mret ? before[12:11] : rvfi_mode;
      pc_q      <= rvfi_pc_wdata;
      mstatus_q <= after;
    end
  end

  logic interrupted, non_maskable;
  assign interrupted  = rvfi_valid && rvfi_ext_mip != '0;
  assign non_maskable = interrupted && rvfi_ext_mip[0];
  `PROVE(ModeFollows, rvfi_valid && !interrupted, rvfi_mode == mode_q)
  `PROVE(StatusFollows, rvfi_valid && !interrupted, before == mstatus_q)

  // ---- Interrupts: shown by the first instruction of the handler ----

  logic [31:0] pending, number;
  assign pending = rvfi_ext_mip & rvfi_csr_mie_rdata;
  always_comb begin
    number = 32'd0;
    if (!rvfi_ext_mip[0]) begin
      if (pending[7]) number = 32'd7;
      if (pending[3]) number = 32'd3;
      if (pending[11]) number = 32'd11;
      for (int i = 31; i >= 16; i--) if (pending[i]) number = i;
    end
  end
  `PROVE(InterruptCause, interrupted, rvfi_csr_mcause_rdata == (32'h8000_0000 | number))
  `PROVE(InterruptVector, interrupted, rvfi_pc_rdata ==
         (rvfi_csr_mtvec_rdata[0] ? vector + {number[29:0], 2'b00} : vector))
  `PROVE(InterruptAllowed, interrupted && !non_maskable,
         pending != '0 && (mstatus_q[3] || mode_q == 2'd0))
  `PROVE(InterruptReturnsThere, interrupted, rvfi_csr_mepc_rdata == pc_q)
  `PROVE(InterruptStacksMode, interrupted, rvfi_mode == 2'd3 && before[12:11] == mode_q &&
         before[7] == mstatus_q[3] && !before[3] && rvfi_csr_mtval_rdata == '0)

endmodule
