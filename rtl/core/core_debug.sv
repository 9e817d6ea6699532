// Debug mode (debug specification 0.13.2, chapter 4): when the core enters and leaves it, why, and
// the CSRs that exist in it only.
//
// In debug mode the debug module is the instruction memory. Whatever ends a program there, EBREAK
// or an exception, leads back to address 0 and changes nothing else.
`include "rtl/common/assert.svh"

module core_debug #(
  parameter int unsigned NumTriggers = 4
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // The debug module.
  input  debug_pkg::to_hart_t   debug_i,
  output debug_pkg::from_hart_t debug_o,

  // What fetch asks for; bits 5:1 of the address.
  input  logic        fetch_valid_i,
  input  logic [5:1]  fetch_addr_i,

  // The instruction in the execute stage; `valid_i`: it is there and nothing older is in its way.
  input  logic        valid_i,
  input  core_pkg::kind_e kind_i,
  input  logic [31:0] pc_i,
  input  logic        machine_i,
  // Of a load or store: word and lanes.
  input  logic        load_i,
  input  logic        store_i,
  input  logic [31:2] data_addr_i,
  input  logic [3:0]  data_be_i,
  // AMO*.W has begun: it must come to its end.
  input  logic        reading_i,
  // What becomes of it, or of an older one: it is done; something traps, in any mode; it is the
  // instruction itself.
  input  logic        commit_i,
  input  logic        trap_i,
  input  logic        exception_i,

  // CSRs, and the value of a write.
  input  logic [11:0] csr_addr_i,
  output logic        csr_known_o,
  output logic [31:0] csr_rdata_o,
  input  logic        csr_write_i,
  input  logic [31:0] csr_wdata_i,

  // In debug mode.
  output logic        mode_o,
  // The core stops before the instruction in the execute stage, whatever it is.
  output logic        halt_o,
  // A trigger fires for the instruction; for the address of its data.
  output logic        trigger_o,
  output logic        trigger_data_o,
  // What traps leads into debug mode, or back to the beginning of its program.
  output logic        divert_o,
  // It is entered in this cycle.
  output logic        enter_o,
  // Do not wait in WFI; take no interrupts; ignore mstatus.MPRV.
  output logic        wake_o,
  output logic        irq_off_o,
  output logic        mprv_off_o,
  // Where DRET leads, and to machine mode or not.
  output logic [31:0] dpc_o,
  output logic        resume_machine_o,
  // The instruction behind the execute stage was one of debug mode.
  output logic        retire_debug_o
);
  localparam logic [11:0] CsrDcsr = 12'h7b0;
  localparam logic [11:0] CsrDpc = 12'h7b1;
  localparam logic [11:0] CsrDscratch0 = 12'h7b2;
  localparam logic [11:0] CsrDscratch1 = 12'h7b3;

  // dcsr; prv is one bit: 1 is machine, 0 user.
  logic        ebreakm_q, ebreaku_q, stepie_q, mprven_q, step_q, prv_q;
  logic [2:0]  cause_q;
  logic [31:1] dpc_q;
  logic [31:0] dscratch0_q, dscratch1_q;

  logic        mode_q, retire_debug_q;
  // Nothing has happened since reset; something has, since debug mode was left to make one step.
  logic        fresh_q, stepped_q;

  // ---- Triggers ----

  logic        triggers_known, trigger_to_debug;
  logic [31:0] triggers_rdata;
  core_triggers #(
    .NumTriggers(NumTriggers)
  ) u_triggers (
    .clk_i,
    .rst_ni,
    .debug_mode_i(mode_q),
    .csr_addr_i,
    .csr_known_o (triggers_known),
    .csr_rdata_o (triggers_rdata),
    .csr_write_i (csr_write_i && triggers_known),
    .csr_wdata_i,
    .machine_i,
    .pc_i,
    .load_i,
    .store_i,
    .addr_i      (data_addr_i),
    .be_i        (data_be_i),
    .fire_o      (trigger_o),
    .fire_data_o (trigger_data_o),
    .to_debug_o  (trigger_to_debug)
  );

  // ---- In and out ----

  // WFI is not stopped at: it ends, and the core stops behind it.
  logic reset_halt, halt_request, ebreak_to_debug, trap_to_debug;
  assign reset_halt   = fresh_q && debug_i.reset_halt;
  assign halt_request = debug_i.halt && kind_i != core_pkg::KindWfi;
  assign halt_o       = !mode_q && !reading_i && (reset_halt || halt_request || stepped_q);

  assign ebreak_to_debug = kind_i == core_pkg::KindEbreak && !trigger_o &&
      (machine_i ? ebreakm_q : ebreaku_q);
  assign trap_to_debug   = trigger_to_debug || ebreak_to_debug;

  assign enter_o  = !mode_q && ((valid_i && halt_o) || (exception_i && trap_to_debug));
  assign divert_o = enter_o || (mode_q && trap_i);
  logic leave;
  assign leave = commit_i && kind_i == core_pkg::KindDret;

  // Of several causes in one cycle the first of these.
  logic [2:0] cause;
  always_comb begin
    cause = debug_pkg::CauseStep;
    if (debug_i.halt) cause = debug_pkg::CauseHaltRequest;
    if (reset_halt) cause = debug_pkg::CauseResetHalt;
    if (ebreak_to_debug) cause = debug_pkg::CauseEbreak;
    if (trigger_to_debug) cause = debug_pkg::CauseTrigger;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      mode_q         <= 1'b0;
      retire_debug_q <= 1'b0;
      fresh_q        <= 1'b1;
      stepped_q      <= 1'b0;
    end else begin
      if (commit_i || exception_i) retire_debug_q <= mode_q;
      if (commit_i || trap_i || enter_o) fresh_q <= 1'b0;
      if (step_q && !mode_q && (commit_i || trap_i)) stepped_q <= 1'b1;
      if (leave) mode_q <= 1'b0;
      if (enter_o) begin
        mode_q    <= 1'b1;
        stepped_q <= 1'b0;
      end
    end
  end

  // ---- CSRs ----

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      ebreakm_q <= 1'b0;
      ebreaku_q <= 1'b0;
      stepie_q  <= 1'b0;
      mprven_q  <= 1'b0;
      step_q    <= 1'b0;
      prv_q     <= 1'b1;
      cause_q   <= '0;
    end else if (enter_o) begin
      prv_q   <= machine_i;
      cause_q <= cause;
    end else if (csr_write_i) begin
      if (csr_addr_i == CsrDcsr) begin
        ebreakm_q <= csr_wdata_i[15];
        ebreaku_q <= csr_wdata_i[12];
        stepie_q  <= csr_wdata_i[11];
        mprven_q  <= csr_wdata_i[4];
        step_q    <= csr_wdata_i[2];
        prv_q     <= csr_wdata_i[1:0] == 2'b11;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (csr_write_i) begin
      if (csr_addr_i == CsrDpc) dpc_q <= csr_wdata_i[31:1];
      if (csr_addr_i == CsrDscratch0) dscratch0_q <= csr_wdata_i;
      if (csr_addr_i == CsrDscratch1) dscratch1_q <= csr_wdata_i;
    end
    if (enter_o) dpc_q <= pc_i[31:1];
  end

  always_comb begin
    csr_known_o = triggers_known;
    csr_rdata_o = triggers_rdata;
    if (mode_q) begin
      unique case (csr_addr_i)
        // Debug 0.13; counters stop in debug mode, the timer does not.
        CsrDcsr: csr_rdata_o = {4'd4, 12'b0, ebreakm_q, 2'b0, ebreaku_q, stepie_q, 1'b1, 1'b0,
                                cause_q, 1'b0, mprven_q, 1'b0, step_q, {2{prv_q}}};
        CsrDpc: csr_rdata_o = dpc_o;
        CsrDscratch0: csr_rdata_o = dscratch0_q;
        CsrDscratch1: csr_rdata_o = dscratch1_q;
        debug_pkg::CsrData0: csr_rdata_o = debug_i.data0;
        default: ;
      endcase
      if (csr_addr_i[11:2] == CsrDcsr[11:2] || csr_addr_i == debug_pkg::CsrData0) begin
        csr_known_o = 1'b1;
      end
    end
  end

  assign mode_o           = mode_q;
  // In debug mode WFI does nothing; nor does it in a single step.
  assign wake_o           = mode_q || step_q || debug_i.halt;
  assign irq_off_o        = mode_q || (step_q && !stepie_q);
  assign mprv_off_o       = mode_q && !mprven_q;
  assign dpc_o            = {dpc_q, 1'b0};
  assign resume_machine_o = prv_q;
  assign retire_debug_o   = retire_debug_q;

  // ---- To the debug module ----

  always_comb begin
    debug_o        = '0;
    debug_o.halted = mode_q;
    if (mode_q || enter_o) begin
      debug_o.fetch       = fetch_valid_i;
      debug_o.fetch_half  = fetch_addr_i;
      debug_o.done        = mode_q && trap_i;
      debug_o.exception   = !(exception_i && kind_i == core_pkg::KindEbreak);
      debug_o.data0_write = csr_write_i && csr_addr_i == debug_pkg::CsrData0;
      debug_o.data0_wdata = csr_wdata_i;
    end
  end

  // Debug mode is left by DRET only.
  `ASSERT_IF(NoNestedEntry, enter_o, !mode_q && !commit_i)
  `ASSERT_IF(DretInDebugMode, leave, mode_q)

  // Fetch takes those.
  logic unused_insn;
  assign unused_insn = ^{debug_i.insn_valid, debug_i.insn};
endmodule
