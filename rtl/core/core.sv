// The firmware core: RV32IMAC_Zicsr_Zifencei_Zba_Zbb_Zbs_Zbkb, machine and user mode, one
// instruction a cycle in four stages.
//
// Fetch address, fetch answer with prediction and decode, execute, write-back. The execute stage
// decides everything (branches, traps, CSRs, memory requests); write-back only waits for memory.
// This module is the pipeline's two registers and who may move; the README draws it.
`include "rtl/common/assert.svh"
`include "rtl/core/rvfi.svh"

module core #(
  // First instruction after reset; word aligned.
  parameter logic [31:0] ResetPc = 32'h0,
  // What mhartid reads.
  parameter logic [31:0] HartId = 32'h0,
  // Tell on `stall_o` why nothing retires; else it is told only while an event counter runs.
  parameter bit ReportStalls = 1'b0,
  // Hardware triggers, 0 to 4. riscv-formal knows none: it would take their exceptions for wrong.
`ifdef RISCV_FORMAL
  parameter int unsigned NumTriggers = 0
`else
  parameter int unsigned NumTriggers = 4
`endif
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Instruction memory. It reads 32 bits from any even address; either half can be in error. The
  // answer, from the next cycle on, is that of the latest request and stays until another request is
  // made; a new request abandons one not yet answered.
  output logic        imem_valid_o,
  output logic [31:0] imem_addr_o,
  input  logic        imem_rvalid_i,
  input  logic [31:0] imem_rdata_i,
  input  logic [1:0]  imem_error_i,

  // Data memory. A request is always accepted; each gets one answer, in the next cycle at the
  // earliest, and the next request comes with or after that answer. Addresses are bytes; lanes of a
  // word as `be` says. A fence's answer is never an error.
  output logic        dmem_valid_o,
  output core_pkg::mem_op_e dmem_op_o,
  // Part of an atomic instruction: to be refused by what could not do that.
  output logic        dmem_atomic_o,
  output logic [31:0] dmem_addr_o,
  output logic [3:0]  dmem_be_o,
  output logic [31:0] dmem_wdata_o,
  input  logic        dmem_rvalid_i,
  input  logic [31:0] dmem_rdata_i,
  input  logic        dmem_error_i,

  // Non-maskable interrupt: a rising edge. Interrupts, all level sensitive.
  input  logic        nmi_i,
  input  logic        irq_software_i,
  input  logic        irq_timer_i,
  input  logic        irq_external_i,
  input  logic [15:0] irq_fast_i,
  // Software wrote 0 to mip bit 31: forget the event behind fast interrupt 15.
  output logic        irq_fast15_clear_o,

  // The debug module; all 0 if there is none.
  input  debug_pkg::to_hart_t   debug_i,
  output debug_pkg::from_hart_t debug_o,

  // Cycles that passed while the clock stood, as it may while `sleep_o` is high; 0 while it runs.
  input  logic [31:0] stood_cycles_i,

  // Waiting in WFI; nothing but an interrupt pin or a halt request changes anything inside except
  // mcycle.
  output logic        sleep_o,
  // Why nothing retires in this cycle, of core_pkg::Stall*; see ReportStalls.
  output logic [2:0]  stall_o,

  // RISC-V Formal Interface, by its own names.
  `RVFI_OUTPUTS
);
  // ---- Fetch, decode and the execute stage's register ----

  logic        ex_valid, ex_taken, execute_ready, fetch_request;
  logic [31:0] ex_imm, ex_insn, ex_pc, pc_behind, fetch_pc;
  core_pkg::decoded_t ex;
  logic        fetch_checked, fetch_waits, fetch_denied;
  logic [31:2] fetch_word;
  logic        ra_known, debug_mode, dret, redirect;
  logic [31:1] ra;
  logic [31:0] redirect_pc;

  core_front #(
    .ResetPc(ResetPc)
  ) u_front (
    .clk_i, .rst_ni,
    .imem_valid_o, .imem_addr_o, .imem_rvalid_i, .imem_rdata_i, .imem_error_i,
    .debug_mode_i(debug_mode), .dret_i(dret), .debug_insn_valid_i(debug_i.insn_valid),
    .debug_insn_i(debug_i.insn), .request_o(fetch_request),
    .protect_addr_o(fetch_word), .protect_active_i(fetch_checked),
    .protect_waits_i(fetch_waits), .protect_denied_i(fetch_denied),
    .ra_known_i(ra_known), .ra_i(ra),
    .ex_valid_o(ex_valid), .ex_o(ex), .ex_imm_o(ex_imm), .ex_insn_o(ex_insn), .ex_pc_o(ex_pc),
    .ex_pc_behind_o(pc_behind), .ex_taken_o(ex_taken), .fetch_pc_o(fetch_pc),
    .ex_ready_i(execute_ready), .ex_commit_i(ex_commit), .ex_jumps_i(jumps),
    .redirect_valid_i(redirect), .redirect_pc_i(redirect_pc)
  );

  // ---- Execute ----

  // Nothing older is in the way.
  logic        ex_clear;
  // The instruction needs more time here: a division, or WFI with nothing to wake it.
  logic        ex_wait;
  // It leaves with its work done; it leaves with a trap of its own; an interrupt takes its place.
  logic        ex_commit, ex_exception, ex_leaves, ex_interrupt;
  // Something traps; an exception or interrupt is taken, and not debug mode entered instead.
  logic        trapped, trap_valid;
  core_pkg::trap_t trap;

  // It accesses memory or is a fence; it has a result of its own, being SC.W or AMO*.W, which takes
  // longer, and waits for memory, which may refuse.
  logic        ex_memory, ex_atomic, accessed, amo_reading, amo_fault;
  logic [31:0] atomic_result;

  // The instruction in write-back.
  logic        wb_ready, wb_valid, wb_memory, wb_retire, wb_trapped, wb_fault, wb_store, wb_write;
  logic [4:0]  wb_rd;
  logic [31:0] wb_pc, wb_addr, wb_wdata, wb_load_raw;

  logic [31:0] rs1, rs2;
  core_regfile u_regfile (
    .clk_i, .raddr_a_i(ex.rs1), .rdata_a_o(rs1), .raddr_b_i(ex.rs2), .rdata_b_o(rs2), .ra_o(ra),
    .write_i(wb_write), .waddr_i(wb_rd), .wdata_i(wb_wdata)
  );

  // Nothing ahead of fetch will still write x1; what write-back writes just now is in `ra`.
  assign ra_known = !(ex_valid && ex.rd == 5'd1) && wb_ready;

  logic        computed, equal, less, less_unsigned;
  logic [31:0] ex_result, sum, csr_rdata;
  core_compute u_compute (
    .clk_i, .rst_ni, .decoded_i(ex), .imm_i(ex_imm), .pc_i(ex_pc), .pc_behind_i(pc_behind),
    .rs1_i(rs1), .rs2_i(rs2), .csr_rdata_i(csr_rdata), .dmem_rdata_i, .valid_i(ex_clear),
    .flush_i(ex_interrupt || ex_exception || debug_halt), .done_o(computed), .result_o(ex_result),
    .sum_o(sum), .equal_o(equal), .less_o(less), .less_unsigned_o(less_unsigned)
  );

  // Where the instruction leads, and whether fetch went there.
  logic        jumps, mispredicted;
  logic [31:0] target, next_pc, mepc;
  core_branch u_branch (
    .kind_i(ex.kind), .funct3_i(ex.funct3), .pc_i(ex_pc), .imm_i(ex_imm), .taken_i(ex_taken),
    .sum_i(sum[31:1]), .equal_i(equal), .less_i(less), .less_unsigned_i(less_unsigned),
    .return_pc_i(debug_mode ? dpc : mepc), .jumps_o(jumps), .target_o(target),
    .mispredicted_o(mispredicted)
  );
  assign next_pc = jumps ? target : pc_behind;

  logic        misaligned, data_denied;
  core_lsu u_lsu (
    .clk_i, .rst_ni, .decoded_i(ex), .sum_i(sum), .rs1_i(rs1), .rs2_i(rs2),
    .go_i(ex_clear && !ex_interrupt && !ex_exception), .commit_i(ex_commit),
    .forget_i(trapped || debug_enter || (ex_commit && ex.kind == core_pkg::KindMret)),
    .addr_o(dmem_addr_o), .misaligned_o(misaligned), .memory_o(ex_memory), .done_o(accessed),
    .amo_reading_o(amo_reading), .amo_fault_o(amo_fault), .atomic_o(ex_atomic),
    .result_o(atomic_result), .dmem_valid_o, .dmem_op_o, .dmem_atomic_o, .dmem_be_o, .dmem_wdata_o,
    .dmem_rvalid_i, .dmem_rdata_i, .dmem_error_i
  );

  logic        debug_halt, debug_enter, debug_divert, debug_wake, irq_off, mprv_off, resume_machine;
  logic        retire_debug, trigger, trigger_data, debug_csr_known;
  logic [31:0] debug_csr_rdata, dpc;
  core_pkg::csrs_t       csr_state;
  core_pkg::events_t     events;
  logic        events_wanted;
  logic        csr_write;
  logic [31:0] csr_stored, csr_wdata;
  logic        machine_mode, csr_illegal, csr_refetch, wfi_illegal, irq_take, irq_wake;
  logic [4:0]  irq_cause;
  logic [31:0] mip, trap_vector;
  logic        accesses;
  assign accesses = ex_valid && (ex.kind == core_pkg::KindLoad ||
                                 ex.kind == core_pkg::KindStore || ex.kind == core_pkg::KindAmo);
  core_csr #(
    .HartId(HartId)
  ) u_csr (
    .clk_i, .rst_ni, .access_i(ex.kind == core_pkg::KindCsr), .insn_i(ex_insn), .rs1_i(rs1),
    .illegal_o(csr_illegal), .rdata_o(csr_rdata), .refetch_o(csr_refetch), .commit_i(ex_commit),
    .wdata_o(csr_wdata), .debug_known_i(debug_csr_known), .debug_rdata_i(debug_csr_rdata),
    .debug_mode_i(debug_mode), .debug_enter_i(debug_enter), .mprv_off_i(mprv_off), .dret_i(dret),
    .dret_machine_i(resume_machine), .machine_o(machine_mode), .wfi_illegal_o(wfi_illegal),
    .fetch_addr_i(fetch_word), .fetch_checked_o(fetch_checked), .fetch_waits_o(fetch_waits),
    .fetch_denied_o(fetch_denied), .data_valid_i(accesses),
    // Who may write may read.
    .data_store_i(ex.kind != core_pkg::KindLoad), .data_addr_i(dmem_addr_o[31:2]),
    .data_denied_o(data_denied), .trap_valid_i(trap_valid), .trap_i(trap),
    .trap_vector_o(trap_vector), .mret_i(ex_commit && ex.kind == core_pkg::KindMret), .mepc_o(mepc),
    .nmi_i, .irq_software_i, .irq_timer_i, .irq_external_i, .irq_fast_i, .irq_fast15_clear_o,
    .irq_wake_o(irq_wake), .irq_take_o(irq_take), .irq_cause_o(irq_cause),
    .irq_taken_i(ex_interrupt), .leaves_i(ex_leaves && !debug_mode), .mip_o(mip), .stood_cycles_i,
    .retire_i(wb_retire && !wb_trapped && !wb_fault && !retire_debug), .events_i(events),
    .events_wanted_o(events_wanted), .state_o(csr_state), .write_o(csr_write), .stored_o(csr_stored)
  );

  core_debug #(
    .NumTriggers(NumTriggers)
  ) u_debug (
    .clk_i, .rst_ni, .debug_i, .debug_o, .fetch_valid_i(fetch_request),
    .fetch_addr_i(imem_addr_o[5:1]), .valid_i(ex_valid && wb_ready && !wb_fault), .kind_i(ex.kind),
    .pc_i(ex_pc), .machine_i(machine_mode),
    .load_i(ex.kind == core_pkg::KindLoad || ex.kind == core_pkg::KindAmo),
    .store_i(ex.kind == core_pkg::KindStore || ex.kind == core_pkg::KindAmo),
    .data_addr_i(dmem_addr_o[31:2]), .data_be_i(dmem_be_o), .reading_i(amo_reading),
    .commit_i(ex_commit), .trap_i(trapped), .exception_i(ex_exception),
    // Of CSR instructions only, so that others cost a simulator nothing.
    .csr_addr_i(ex.kind == core_pkg::KindCsr ? ex_insn[31:20] : '0), .csr_known_o(debug_csr_known),
    .csr_rdata_o(debug_csr_rdata), .csr_write_i(csr_write && debug_csr_known),
    .csr_wdata_i(csr_wdata), .mode_o(debug_mode), .halt_o(debug_halt), .trigger_o(trigger),
    .trigger_data_o(trigger_data), .divert_o(debug_divert), .enter_o(debug_enter),
    .wake_o(debug_wake), .irq_off_o(irq_off), .mprv_off_o(mprv_off), .dpc_o(dpc),
    .resume_machine_o(resume_machine), .retire_debug_o(retire_debug)
  );
  assign dret = ex_commit && ex.kind == core_pkg::KindDret;

  core_trap u_trap (
    .wb_fault_i(wb_fault), .wb_store_i(wb_store), .wb_pc_i(wb_pc), .wb_addr_i(wb_addr),
    .valid_i(ex_clear), .kind_i(ex.kind), .pc_i(ex_pc), .pc_behind_i(pc_behind), .insn_i(ex_insn),
    .csr_illegal_i(csr_illegal), .machine_i(machine_mode), .wfi_illegal_i(wfi_illegal),
    .misaligned_i(misaligned), .denied_i(data_denied), .amo_fault_i(amo_fault),
    .addr_i(dmem_addr_o), .target_i(target), .trigger_i(trigger), .trigger_data_i(trigger_data),
    .debug_mode_i(debug_mode), .irq_i(irq_take && !amo_reading && !irq_off),
    .irq_cause_i(irq_cause), .interrupt_o(ex_interrupt), .exception_o(ex_exception), .trap_o(trap)
  );

  assign ex_clear  = ex_valid && wb_ready && !wb_fault && !debug_halt;
  assign ex_wait   = !computed || !accessed ||
      (ex.kind == core_pkg::KindWfi && !irq_wake && !debug_wake);
  // An interrupt takes the place of every instruction but WFI, which it ends.
  assign ex_commit = ex_clear && !ex_exception && !ex_wait &&
      (!ex_interrupt || ex.kind == core_pkg::KindWfi);

  assign ex_leaves     = ex_commit || (ex_exception && !debug_enter);
  assign execute_ready = !ex_valid || ex_commit;
  assign trapped       = wb_fault || ex_interrupt || ex_exception;
  assign trap_valid    = trapped && !debug_divert;
  assign redirect      = trapped || debug_enter || (ex_commit && (mispredicted || csr_refetch));
  assign redirect_pc   = debug_divert ? 32'h0 : trap_valid ? trap_vector : next_pc;
  assign sleep_o       = ex_valid && !wb_valid && ex.kind == core_pkg::KindWfi && !irq_wake &&
      !wfi_illegal && !debug_wake;

  // ---- Write-back ----

  core_writeback u_writeback (
    .clk_i, .rst_ni, .ex_valid_i(ex_leaves), .ex_trap_i(ex_exception), .ex_kind_i(ex.kind),
    .ex_memory_i(ex_memory), .ex_atomic_i(ex_atomic), .ex_funct3_i(ex.funct3), .ex_rd_i(ex.rd),
    .ex_pc_i(ex_pc), .ex_result_i(ex_result), .ready_o(wb_ready), .dmem_rvalid_i, .dmem_rdata_i,
    .dmem_error_i, .atomic_result_i(atomic_result), .retire_o(wb_retire), .trapped_o(wb_trapped),
    .fault_o(wb_fault), .is_store_o(wb_store), .pc_o(wb_pc), .addr_o(wb_addr), .valid_o(wb_valid),
    .memory_o(wb_memory), .write_o(wb_write), .rd_o(wb_rd), .wdata_o(wb_wdata),
    .load_raw_o(wb_load_raw)
  );

  core_events u_events (
    .clk_i, .rst_ni, .ex_valid_i(ex_valid), .ex_kind_i(ex.kind), .ex_leaves_i(ex_leaves),
    .trap_i(trap_valid), .redirect_i(redirect), .wb_valid_i(wb_valid), .wb_retire_i(wb_retire),
    .wb_trap_i(wb_trapped || wb_fault), .stall_o, .wanted_i(ReportStalls || events_wanted),
    .commit_i(ex_commit), .compressed_i(ex_insn[1:0] != 2'b11), .interrupt_i(ex_interrupt),
    .events_o(events)
  );

  core_rvfi #(
    .HartId(HartId)
  ) u_rvfi (
    .clk_i, .rst_ni, .execute_i(ex_leaves), .exception_i(ex_exception), .decoded_i(ex),
    .insn_i(ex_insn), .pc_i(ex_pc), .next_pc_i(next_pc), .rs1_rdata_i(rs1), .rs2_rdata_i(rs2),
    .addr_i(dmem_addr_o), .amo_wdata_i(sum), .trap_valid_i(trap_valid), .trap_i(trap),
    .trap_vector_i(trap_vector), .mip_i(mip), .machine_i(machine_mode), .csr_state_i(csr_state),
    .csr_write_i(csr_write), .csr_rdata_i(csr_rdata), .csr_stored_i(csr_stored),
    .execute_debug_i(debug_mode), .retire_i(wb_retire), .retire_debug_i(retire_debug),
    .retire_trap_i(wb_trapped), .retire_fault_i(wb_fault), .rd_write_i(wb_write),
    .rd_wdata_i(wb_wdata), .load_raw_i(wb_load_raw), .amo_result_i(atomic_result),
    .memory_i(wb_memory), `RVFI_CONNECT
  );

  // A faulting load or store lets nothing younger happen.
  `ASSERT_IF(FaultIsPrecise, wb_fault, !dmem_valid_o && !ex_commit && redirect)
  // The data port's rule: one request at a time.
  `ASSERT_IF(OneOutstanding, dmem_valid_o, (!wb_memory && !amo_reading) || dmem_rvalid_i)
  `ASSERT_IF(NoStrayAnswer, dmem_rvalid_i, wb_memory || amo_reading)
  // Fetch always takes the jumps that it can see, and returns lead where it knew that they would.
  `ASSERT_IF(JalIsTaken, ex_valid && ex.kind == core_pkg::KindJal, ex_taken)
  `ASSERT_IF(ReturnIsKnown, ex_commit && ex.kind == core_pkg::KindJalr && ex_taken,
             fetch_pc == next_pc)
  // Instructions stand at even addresses, whatever was jumped to.
  `ASSERT_IF(PcIsEven, ex_valid, !ex_pc[0])
endmodule
