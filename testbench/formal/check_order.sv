// Proves that instructions follow one another: numbers without gaps, each where the one before leads,
// and nothing left behind by one that traps.
`include "rtl/core/rvfi.svh"
`include "testbench/formal/checker.svh"

module check_order (
  `CHECKER_PORTS
);
  // The instruction before.
  logic        seen_q, trap_q;
  logic [31:0] pc_q;
  logic [63:0] order_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      seen_q  <= 1'b0;
      trap_q  <= 1'b0;
      order_q <= '0;
      pc_q    <= '0;
    end else if (rvfi_valid) begin
      seen_q  <= 1'b1;
      trap_q  <= rvfi_trap;
      order_q <= rvfi_order + 64'd1;
      pc_q    <= rvfi_pc_wdata;
    end
  end

  logic refused, is_short;
  assign refused  = (rvfi_mem_fault_rmask | rvfi_mem_fault_wmask) != '0;
  assign is_short = rvfi_insn[1:0] != 2'b11;

  `PROVE(OrderCountsFromZero, rvfi_valid, rvfi_order == order_q)
  // The first is at ResetPc, which is 0.
  `PROVE(FollowsTheOneBefore, rvfi_valid && !rvfi_intr, rvfi_pc_rdata == pc_q)
  `PROVE(HandlerFollowsTrap, rvfi_valid && trap_q, rvfi_intr)
  `PROVE(HandlerIsWhereTrapLed, rvfi_valid && trap_q && rvfi_ext_mip == '0, rvfi_pc_rdata == pc_q)
  `PROVE(HandlerHasReason, rvfi_valid && rvfi_intr, trap_q || rvfi_ext_mip != '0)
  `PROVE(PcsAreEven, rvfi_valid, !rvfi_pc_rdata[0] && !rvfi_pc_wdata[0])
  `PROVE(TrapDoesNothing, rvfi_valid && rvfi_trap,
         {rvfi_rd_addr, rvfi_rd_wdata, rvfi_mem_rmask, rvfi_mem_wmask} == '0)
  `PROVE(FaultTraps, rvfi_valid && (rvfi_mem_fault || refused), rvfi_trap && rvfi_mem_fault)
  `PROVE(FetchFaultHasNoInsn, rvfi_valid && rvfi_mem_fault && !refused, rvfi_insn == '0)
  `PROVE(ShortInsnHasNoTop, rvfi_valid && is_short, rvfi_insn[31:16] == '0)
  `PROVE(ZeroReadsZero, rvfi_valid,
         (rvfi_rs1_addr != '0 || rvfi_rs1_rdata == '0) &&
         (rvfi_rs2_addr != '0 || rvfi_rs2_rdata == '0))
  `PROVE(ZeroStaysZero, rvfi_valid && rvfi_rd_addr == '0, rvfi_rd_wdata == '0)
  `PROVE(ModesExist, rvfi_valid, rvfi_mode == 2'd0 || rvfi_mode == 2'd3)
  `PROVE(NeverHalts, rvfi_valid, !rvfi_halt && rvfi_ixl == 2'd1)
endmodule
