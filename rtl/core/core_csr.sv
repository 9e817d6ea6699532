// CSRs and the privilege mode: reads, writes, trap entry and return.
//
// A write happens in the cycle of `commit_i` only; `illegal_o` answers at once, so that the
// pipeline can trap instead. Legal values and reset values are listed in this folder's README.
`include "rtl/common/assert.svh"

module core_csr #(
  parameter logic [31:0] HartId = 32'h0
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // The CSR instruction in the execute stage, if there is one, and its rs1.
  input  logic        access_i,
  input  logic [31:0] insn_i,
  input  logic [31:0] rs1_i,
  output logic        illegal_o,
  output logic [31:0] rdata_o,
  // What is fetched behind its write must be fetched again.
  output logic        refetch_o,
  // What a write writes; a CSR that is known elsewhere, and what it reads.
  output logic [31:0] wdata_o,
  input  logic        debug_known_i,
  input  logic [31:0] debug_rdata_i,
  // Debug mode, in which counters stop; it is entered; MPRV has no effect; debug mode is left, to
  // machine mode or not.
  input  logic        debug_mode_i,
  input  logic        debug_enter_i,
  input  logic        mprv_off_i,
  input  logic        dret_i,
  input  logic        dret_machine_i,
  // The instruction in the execute stage, CSR or not, leaves it without a trap.
  input  logic        commit_i,

  // The mode is machine, not user; there WFI is illegal.
  output logic        machine_o,
  output logic        wfi_illegal_o,

  // Physical memory protection of the word in fetch, and of that of a load or store.
  input  logic [31:2] fetch_addr_i,
  output logic        fetch_checked_o,
  output logic        fetch_waits_o,
  output logic        fetch_denied_o,
  input  logic        data_valid_i,
  input  logic        data_store_i,
  input  logic [31:2] data_addr_i,
  output logic        data_denied_o,

  // Traps.
  input  logic        trap_valid_i,
  input  core_pkg::trap_t trap_i,
  output logic [31:0] trap_vector_o,
  input  logic        mret_i,
  output logic [31:0] mepc_o,

  // Interrupts; see core and core_irq.
  input  logic        nmi_i,
  input  logic        irq_software_i,
  input  logic        irq_timer_i,
  input  logic        irq_external_i,
  input  logic [15:0] irq_fast_i,
  output logic        irq_fast15_clear_o,
  output logic        irq_wake_o,
  output logic        irq_take_o,
  output logic [4:0]  irq_cause_o,
  input  logic        irq_taken_i,
  // An instruction leaves the execute stage, with a trap of its own or not.
  input  logic        leaves_i,
  output logic [31:0] mip_o,

  // Cycles that passed while the clock stood.
  input  logic [31:0] stood_cycles_i,

  // An older instruction retires in this cycle. Other events; some counter wants to know them.
  input  logic        retire_i,
  input  core_pkg::events_t events_i,
  output logic        events_wanted_o,

  // For the retire port: CSRs as they read now; the instruction in the execute stage writes one;
  // what a memory protection CSR holds behind that.
  output core_pkg::csrs_t       state_o,
  output logic        write_o,
  output logic [31:0] stored_o
);
  // Modes are one bit: 1 is machine, 0 user.
  logic        machine_q, mpp_q;
  logic        mie_bit_q, mpie_q, mprv_q, tw_q;
  logic [31:0] mie_q, mscratch_q, mtval_q;
  logic [31:1] mepc_q;
  logic        mcause_interrupt_q;
  logic [4:0]  mcause_q;
  logic [31:2] mtvec_base_q;
  logic        mtvec_vectored_q;

  // Bits 1:0 of funct3: 1 write, 2 set, 3 clear. Setting or clearing nothing is not a write.
  logic [11:0] addr;
  logic [1:0]  op;
  logic        writes, write, known, allowed, pmp_known, counter_known, counter_visible;
  logic [31:0] operand, wdata, pmp_rdata, counter_rdata;
  assign addr    = insn_i[31:20];
  assign op      = insn_i[13:12];
  assign operand = insn_i[14] ? {27'b0, insn_i[19:15]} : rs1_i;
  assign writes  = op == 2'b01 || insn_i[19:15] != 5'd0;
  assign write   = access_i && commit_i && writes;

  // As software sees them; the mux below puts them together itself, so that a simulator does so
  // only when they are read.
  logic [31:0] mstatus, mtvec, mcause, mcounteren, mcountinhibit;
  logic [63:0] mcycle, minstret;
  assign mstatus    = {10'b0, tw_q, 3'b0, mprv_q, 4'b0, {2{mpp_q}}, 3'b0, mpie_q, 3'b0, mie_bit_q,
                       3'b0};
  assign mtvec      = {mtvec_base_q, 1'b0, mtvec_vectored_q};
  assign mcause     = {mcause_interrupt_q, 26'b0, mcause_q};

  always_comb begin
    rdata_o = '0;
    known   = 1'b1;
    // Bits 9:8 of an address: the least mode that may use it.
    allowed = machine_q || addr[9:8] == 2'b00;
    if (access_i) begin
      unique case (addr)
        core_pkg::CsrMstatus: rdata_o = {10'b0, tw_q, 3'b0, mprv_q, 4'b0, {2{mpp_q}}, 3'b0, mpie_q,
                                         3'b0, mie_bit_q, 3'b0};
        core_pkg::CsrMisa: rdata_o = core_pkg::MisaValue;
        core_pkg::CsrMie: rdata_o = mie_q;
        core_pkg::CsrMtvec: rdata_o = {mtvec_base_q, 1'b0, mtvec_vectored_q};
        core_pkg::CsrMscratch: rdata_o = mscratch_q;
        core_pkg::CsrMepc: rdata_o = mepc_o;
        core_pkg::CsrMcause: rdata_o = {mcause_interrupt_q, 26'b0, mcause_q};
        core_pkg::CsrMtval: rdata_o = mtval_q;
        core_pkg::CsrMip: rdata_o = mip_o;
        core_pkg::CsrMhartid: rdata_o = HartId;
        core_pkg::CsrMstatush, core_pkg::CsrMenvcfg, core_pkg::CsrMenvcfgh,
        core_pkg::CsrMvendorid, core_pkg::CsrMarchid,
        core_pkg::CsrMimpid, core_pkg::CsrMconfigptr: ;
        default: begin
          known = pmp_known || counter_known || debug_known_i;
          if (pmp_known) rdata_o = pmp_rdata;
          if (debug_known_i) rdata_o = debug_rdata_i;
          if (counter_known) begin
            rdata_o = counter_rdata;
            // User mode's view of counters has addresses that any mode may use.
            allowed = machine_q || counter_visible;
          end
        end
      endcase
    end
  end
  assign illegal_o = !known || !allowed || (writes && addr[11:10] == 2'b11);
  assign refetch_o = access_i && writes && (pmp_known || debug_known_i);

  always_comb begin
    wdata = '0;
    if (access_i) begin
      unique case (op)
        2'b10:   wdata = rdata_o | operand;
        2'b11:   wdata = rdata_o & ~operand;
        default: wdata = operand;
      endcase
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      machine_q          <= 1'b1;
      mpp_q              <= 1'b1;
      mie_bit_q          <= 1'b0;
      mpie_q             <= 1'b0;
      mprv_q             <= 1'b0;
      tw_q               <= 1'b0;
      mie_q              <= '0;
      mscratch_q         <= '0;
      mtval_q            <= '0;
      mepc_q             <= '0;
      mcause_interrupt_q <= 1'b0;
      mcause_q           <= '0;
      mtvec_base_q       <= '0;
      mtvec_vectored_q   <= 1'b0;
    end else begin
      if (write) begin
        unique case (addr)
          core_pkg::CsrMstatus: begin
            mie_bit_q <= wdata[3];
            mpie_q    <= wdata[7];
            mpp_q     <= wdata[12:11] == 2'b11;
            mprv_q    <= wdata[17];
            tw_q      <= wdata[21];
          end
          core_pkg::CsrMie: mie_q <= wdata & core_pkg::IrqMask;
          core_pkg::CsrMtvec: begin
            mtvec_base_q     <= wdata[31:2];
            mtvec_vectored_q <= wdata[0];
          end
          core_pkg::CsrMscratch: mscratch_q <= wdata;
          core_pkg::CsrMepc: mepc_q <= wdata[31:1];
          core_pkg::CsrMcause: begin
            mcause_interrupt_q <= wdata[31];
            mcause_q           <= wdata[4:0];
          end
          core_pkg::CsrMtval: mtval_q <= wdata;
          default: ;
        endcase
      end
      if (mret_i) begin
        machine_q <= mpp_q;
        mpp_q     <= 1'b0;
        mie_bit_q <= mpie_q;
        mpie_q    <= 1'b1;
        if (!mpp_q) mprv_q <= 1'b0;
      end
      if (trap_valid_i) begin
        machine_q          <= 1'b1;
        mpp_q              <= machine_q;
        mpie_q             <= mie_bit_q;
        mie_bit_q          <= 1'b0;
        mepc_q             <= trap_i.epc[31:1];
        mcause_interrupt_q <= trap_i.is_irq;
        mcause_q           <= trap_i.cause;
        mtval_q            <= trap_i.tval;
      end
      if (debug_enter_i) machine_q <= 1'b1;
      if (dret_i) machine_q <= dret_machine_i;
    end
  end

  core_irq u_irq (
    .clk_i,
    .rst_ni,
    .nmi_i,
    .software_i(irq_software_i),
    .timer_i   (irq_timer_i),
    .external_i(irq_external_i),
    .fast_i    (irq_fast_i),
    .mie_i     (mie_q),
    .enabled_i (mie_bit_q || !machine_q),
    .taken_i   (irq_taken_i),
    .leaves_i,
    .mip_o,
    .wake_o    (irq_wake_o),
    .take_o    (irq_take_o),
    .cause_o   (irq_cause_o)
  );

  core_counters u_counters (
    .clk_i,
    .rst_ni,
    .csr_access_i   (access_i),
    .csr_addr_i     (addr),
    .csr_known_o    (counter_known),
    .csr_visible_o  (counter_visible),
    .csr_rdata_o    (counter_rdata),
    .csr_write_i    (write && counter_known),
    .csr_wdata_i    (wdata),
    .stop_i         (debug_mode_i),
    .stood_cycles_i,
    .retire_i,
    .events_i,
    .events_wanted_o,
    .mcounteren_o   (mcounteren),
    .mcountinhibit_o(mcountinhibit),
    .mcycle_o       (mcycle),
    .minstret_o     (minstret)
  );

  core_pmp u_pmp (
    .clk_i,
    .rst_ni,
    .csr_access_i   (access_i),
    .csr_addr_i     (addr),
    .csr_known_o    (pmp_known),
    .csr_rdata_o    (pmp_rdata),
    .csr_write_i    (write && pmp_known),
    .csr_wdata_i    (wdata),
    .csr_stored_o   (stored_o),
    .fetch_machine_i(machine_q),
    .fetch_addr_i,
    .fetch_checked_o,
    .fetch_waits_o,
    .fetch_denied_o,
    .data_valid_i,
    // MPRV: data as the mode that a return would go to.
    .data_machine_i (mprv_q && !mprv_off_i ? mpp_q : machine_q),
    .data_store_i,
    .data_addr_i,
    .data_denied_o
  );

  assign machine_o     = machine_q;
  assign wfi_illegal_o = !machine_q && tw_q;
  assign mepc_o        = {mepc_q, 1'b0};
  assign trap_vector_o = {mtvec_base_q, 2'b00} +
      (mtvec_vectored_q && trap_i.is_irq ? {25'b0, trap_i.cause, 2'b00} : 32'd0);
  // Fast interrupt 15 is a remembered event, not a level: writing 0 to its bit of mip forgets it.
  assign irq_fast15_clear_o = write && addr == core_pkg::CsrMip && !wdata[31];

  assign write_o = write;
  assign wdata_o = wdata;
  assign state_o = {mstatus, mie_q, mtvec, mcounteren, mcountinhibit, mscratch_q, mepc_o, mcause,
                    mtval_q, mcycle, minstret};

  // One instruction cannot do two of these at once.
  `ASSERT_NOW(OneChange, $onehot0({write, mret_i, trap_valid_i}))
  `ASSERT_IF(OnlyLegalWrites, write, access_i && writes && !illegal_o)

  logic unused_bits;
  assign unused_bits = ^{trap_i.epc[0], insn_i[11:0]};
endmodule
