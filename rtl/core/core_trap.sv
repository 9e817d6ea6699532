// Decides whether the instruction in the execute stage traps, and why. Pure logic.
//
// An access fault of the older instruction in write-back comes first, then an interrupt, then what
// the instruction itself does wrong; so every trap is precise.
module core_trap (
  // Write-back stage: the load or store there was answered with an error.
  input  logic        wb_fault_i,
  input  logic        wb_store_i,
  input  logic [31:0] wb_pc_i,
  input  logic [31:0] wb_addr_i,

  // Execute stage; `valid_i` says that nothing older is in its way.
  input  logic        valid_i,
  input  core_pkg::kind_e kind_i,
  input  logic [31:0] pc_i,
  // The instruction that stands behind it.
  input  logic [31:0] pc_behind_i,
  input  logic [31:0] insn_i,
  input  logic        csr_illegal_i,
  input  logic        machine_i,
  input  logic        wfi_illegal_i,
  input  logic        misaligned_i,
  // Of a load, store or AMO*.W: memory protection forbids it; memory refused what AMO*.W reads.
  input  logic        denied_i,
  input  logic        amo_fault_i,
  input  logic [31:0] addr_i,
  // pc + imm.
  input  logic [31:0] target_i,

  // A trigger fires for it, with its address or with that of its data.
  input  logic        trigger_i,
  input  logic        trigger_data_i,
  input  logic        debug_mode_i,

  input  logic        irq_i,
  input  logic [4:0]  irq_cause_i,

  output logic        interrupt_o,
  output logic        exception_o,
  output core_pkg::trap_t trap_o
);
  logic       faulty;
  logic [4:0] cause;
  logic [31:0] tval;

  always_comb begin
    faulty = 1'b0;
    cause  = core_pkg::CauseIllegal;
    tval   = '0;
    unique case (kind_i)
      core_pkg::KindIllegal: begin
        faulty = 1'b1;
        tval   = insn_i;
      end
      core_pkg::KindCsr: begin
        faulty = csr_illegal_i;
        tval   = insn_i;
      end
      core_pkg::KindFetchFault: begin
        faulty = 1'b1;
        cause  = core_pkg::CauseInsnAccess;
        // The half that failed.
        tval   = target_i;
      end
      core_pkg::KindEcall: begin
        faulty = 1'b1;
        cause  = machine_i ? core_pkg::CauseEcallM : core_pkg::CauseEcallU;
      end
      core_pkg::KindEbreak: begin
        faulty = 1'b1;
        cause  = core_pkg::CauseBreakpoint;
        tval   = pc_i;
      end
      core_pkg::KindLoad: begin
        faulty = misaligned_i || denied_i;
        cause  = misaligned_i ? core_pkg::CauseLoadMisaligned : core_pkg::CauseLoadAccess;
        tval   = addr_i;
      end
      core_pkg::KindStore: begin
        faulty = misaligned_i || denied_i;
        cause  = misaligned_i ? core_pkg::CauseStoreMisaligned : core_pkg::CauseStoreAccess;
        tval   = addr_i;
      end
      core_pkg::KindAmo: begin
        faulty = misaligned_i || denied_i || amo_fault_i;
        cause  = misaligned_i ? core_pkg::CauseStoreMisaligned : core_pkg::CauseStoreAccess;
        tval   = addr_i;
      end
      // What changes the mode is not for the debugger, and DRET for nobody else.
      core_pkg::KindMret: begin
        faulty = !machine_i || debug_mode_i;
        tval   = insn_i;
      end
      core_pkg::KindDret: begin
        faulty = !debug_mode_i;
        tval   = insn_i;
      end
      core_pkg::KindWfi: begin
        faulty = wfi_illegal_i;
        tval   = insn_i;
      end
      default: ;
    endcase
    // Last: a trigger fires before the instruction does anything, even wrong.
    if (trigger_i) begin
      faulty = 1'b1;
      cause  = core_pkg::CauseBreakpoint;
      tval   = trigger_data_i ? addr_i : pc_i;
    end
  end

  // WFI is never interrupted itself: what ends it is taken behind it, in the same cycle, so that a
  // handler returns past it.
  assign interrupt_o = valid_i && irq_i && !(kind_i == core_pkg::KindWfi && wfi_illegal_i);
  assign exception_o = valid_i && faulty && !interrupt_o;

  always_comb begin
    trap_o.is_irq = 1'b0;
    trap_o.cause  = cause;
    trap_o.epc    = pc_i;
    trap_o.tval   = tval;
    if (interrupt_o) begin
      trap_o.is_irq = 1'b1;
      trap_o.cause     = irq_cause_i;
      trap_o.tval      = '0;
      if (kind_i == core_pkg::KindWfi) trap_o.epc = pc_behind_i;
    end
    // Last: it is older than anything in the execute stage.
    if (wb_fault_i) begin
      trap_o.is_irq = 1'b0;
      trap_o.cause  = wb_store_i ? core_pkg::CauseStoreAccess : core_pkg::CauseLoadAccess;
      trap_o.epc    = wb_pc_i;
      trap_o.tval   = wb_addr_i;
    end
  end
endmodule
