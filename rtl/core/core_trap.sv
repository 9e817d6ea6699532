// Decides whether the instruction in the execute stage traps, and why. Pure logic.
//
// An access fault of the older instruction in write-back comes first, then an interrupt, then what
// the instruction itself does wrong; so every trap is precise.
module core_trap
  import core_pkg::*;
(
  // Write-back stage: the load or store there was answered with an error.
  input  logic        wb_fault_i,
  input  logic        wb_store_i,
  input  logic [31:0] wb_pc_i,
  input  logic [31:0] wb_addr_i,

  // Execute stage; `valid_i` says that nothing older is in its way.
  input  logic        valid_i,
  input  kind_e       kind_i,
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

  input  logic        irq_i,
  input  logic [4:0]  irq_cause_i,

  output logic        interrupt_o,
  output logic        exception_o,
  output trap_t       trap_o
);
  logic       faulty;
  logic [4:0] cause;
  logic [31:0] tval;

  always_comb begin
    faulty = 1'b0;
    cause  = CauseIllegal;
    tval   = '0;
    unique case (kind_i)
      KindIllegal: begin
        faulty = 1'b1;
        tval   = insn_i;
      end
      KindCsr: begin
        faulty = csr_illegal_i;
        tval   = insn_i;
      end
      KindFetchFault: begin
        faulty = 1'b1;
        cause  = CauseInsnAccess;
        // The half that failed.
        tval   = target_i;
      end
      KindEcall: begin
        faulty = 1'b1;
        cause  = machine_i ? CauseEcallM : CauseEcallU;
      end
      KindEbreak: begin
        faulty = 1'b1;
        cause  = CauseBreakpoint;
        tval   = pc_i;
      end
      KindLoad: begin
        faulty = misaligned_i || denied_i;
        cause  = misaligned_i ? CauseLoadMisaligned : CauseLoadAccess;
        tval   = addr_i;
      end
      KindStore: begin
        faulty = misaligned_i || denied_i;
        cause  = misaligned_i ? CauseStoreMisaligned : CauseStoreAccess;
        tval   = addr_i;
      end
      KindAmo: begin
        faulty = misaligned_i || denied_i || amo_fault_i;
        cause  = misaligned_i ? CauseStoreMisaligned : CauseStoreAccess;
        tval   = addr_i;
      end
      KindMret: begin
        faulty = !machine_i;
        tval   = insn_i;
      end
      KindWfi: begin
        faulty = wfi_illegal_i;
        tval   = insn_i;
      end
      default: ;
    endcase
  end

  // WFI is never interrupted itself: what ends it is taken behind it, in the same cycle, so that a
  // handler returns past it.
  assign interrupt_o = valid_i && irq_i && !(kind_i == KindWfi && wfi_illegal_i);
  assign exception_o = valid_i && faulty && !interrupt_o;

  always_comb begin
    trap_o = '{is_irq: 1'b0, cause: cause, epc: pc_i, tval: tval};
    if (interrupt_o) begin
      trap_o.is_irq = 1'b1;
      trap_o.cause     = irq_cause_i;
      trap_o.tval      = '0;
      if (kind_i == KindWfi) trap_o.epc = pc_behind_i;
    end
    // Last: it is older than anything in the execute stage.
    if (wb_fault_i) begin
      trap_o.is_irq = 1'b0;
      trap_o.cause     = wb_store_i ? CauseStoreAccess : CauseLoadAccess;
      trap_o.epc       = wb_pc_i;
      trap_o.tval      = wb_addr_i;
    end
  end
endmodule
