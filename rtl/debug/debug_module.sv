// Debug module for one hart (debug specification 0.13.2, chapter 3): its registers, and what they
// ask of the hart.
//
// While dmactive is 0 nothing here can change but dmactive, and the hart is left alone; a program
// that the hart executes at that moment is cut short by an illegal instruction.
`include "rtl/common/assert.svh"

module debug_module (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Register accesses: valid until ready, answered in the cycle of ready.
  input  logic        dmi_valid_i,
  input  logic        dmi_write_i,
  input  logic [6:0]  dmi_addr_i,
  input  logic [31:0] dmi_wdata_i,
  output logic        dmi_ready_o,
  output logic [31:0] dmi_rdata_o,

  // The hart, and whether something holds it in reset.
  output debug_pkg::to_hart_t   hart_o,
  input  debug_pkg::from_hart_t hart_i,
  input  logic        hart_reset_i,

  // Level: reset the hart.
  output logic        ndmreset_o
);
  localparam logic [6:0] RegData0 = 7'h04;
  localparam logic [6:0] RegDmcontrol = 7'h10;
  localparam logic [6:0] RegDmstatus = 7'h11;
  localparam logic [6:0] RegHartinfo = 7'h12;
  localparam logic [6:0] RegAbstractcs = 7'h16;
  localparam logic [6:0] RegCommand = 7'h17;
  localparam logic [6:0] RegAbstractauto = 7'h18;
  localparam logic [6:0] RegProgbuf0 = 7'h20;
  localparam logic [6:0] RegProgbuf1 = 7'h21;
  localparam logic [6:0] RegHaltsum0 = 7'h40;

  // abstractcs.cmderr.
  localparam logic [2:0] ErrNone = 3'd0;
  localparam logic [2:0] ErrBusy = 3'd1;
  localparam logic [2:0] ErrUnsupported = 3'd2;
  localparam logic [2:0] ErrException = 3'd3;
  localparam logic [2:0] ErrHaltResume = 3'd4;

  // Two scratch registers in the hart; one data register, shadowed by a CSR.
  localparam logic [31:0] Hartinfo = {8'd0, 4'd2, 3'd0, 1'b0, 4'd1, debug_pkg::CsrData0};

  logic        dmactive_q, haltreq_q, ndmreset_q, reset_halt_q;
  logic        resumeack_q, havereset_q;
  logic [2:0]  cmderr_q;
  logic        auto_data_q;
  logic [1:0]  auto_progbuf_q;
  logic [31:0] data0_q, progbuf0_q, progbuf1_q;

  // The last command, for abstractauto: access register, and whether it is one that we know.
  logic        known_q, transfer_q, write_q, postexec_q, increment_q;
  logic [15:0] regno_q;

  // ---- Accesses ----

  logic busy, write, write_dmcontrol;
  assign dmi_ready_o     = 1'b1;
  assign write           = dmi_valid_i && dmi_write_i && dmactive_q;
  assign write_dmcontrol = write && dmi_addr_i == RegDmcontrol;

  // The registers that a command uses, and which of them run the last one again.
  logic touches, repeats;
  always_comb begin
    touches = 1'b0;
    repeats = 1'b0;
    if (dmi_valid_i && dmactive_q) begin
      unique case (dmi_addr_i)
        RegData0: begin
          touches = 1'b1;
          repeats = auto_data_q;
        end
        RegProgbuf0: begin
          touches = 1'b1;
          repeats = auto_progbuf_q[0];
        end
        RegProgbuf1: begin
          touches = 1'b1;
          repeats = auto_progbuf_q[1];
        end
        RegAbstractcs, RegCommand, RegAbstractauto: touches = dmi_write_i;
        default: ;
      endcase
    end
  end

  logic running, halted;
  assign halted  = hart_i.halted && !hart_reset_i;
  assign running = !hart_i.halted && !hart_reset_i;

  always_comb begin
    dmi_rdata_o = '0;
    if (dmi_valid_i && dmi_addr_i == RegDmcontrol) dmi_rdata_o = {30'b0, ndmreset_q, dmactive_q};
    if (dmi_valid_i && dmactive_q) begin
      unique case (dmi_addr_i)
        RegData0: dmi_rdata_o = data0_q;
        // impebreak; have reset, resume acknowledged, no such hart, unavailable, running, halted,
        // each as all and any; authenticated, halts on reset, version 0.13.
        RegDmstatus:
          dmi_rdata_o = {9'b0, 1'b1, 2'b0, {2{havereset_q}}, {2{resumeack_q}}, 2'b0,
                         {2{hart_reset_i}}, {2{running}}, {2{halted}}, 1'b1, 1'b0, 1'b1, 1'b0,
                         4'd2};
        RegHartinfo: dmi_rdata_o = Hartinfo;
        // 2 words of program buffer, 1 of data.
        RegAbstractcs: dmi_rdata_o = {3'b0, 5'd2, 11'b0, busy, 1'b0, cmderr_q, 4'b0, 4'd1};
        RegAbstractauto: dmi_rdata_o = {14'b0, auto_progbuf_q, 15'b0, auto_data_q};
        RegProgbuf0: dmi_rdata_o = progbuf0_q;
        RegProgbuf1: dmi_rdata_o = progbuf1_q;
        RegHaltsum0: dmi_rdata_o = {31'b0, halted};
        default: ;
      endcase
    end
  end

  // ---- Commands ----

  // A new one, or the last one again.
  logic        attempt, is_new, new_known, known, transfer, start;
  logic [15:5] regno;
  assign is_new    = write && dmi_addr_i == RegCommand;
  assign attempt   = (is_new || repeats) && !busy && cmderr_q == ErrNone;
  // Access register, of 32 bits if it moves one.
  assign new_known = dmi_wdata_i[31:24] == 8'd0 && (!dmi_wdata_i[17] || dmi_wdata_i[22:20] == 3'd2);
  assign known     = is_new ? new_known : known_q;
  assign transfer  = is_new ? dmi_wdata_i[17] : transfer_q;
  assign regno     = is_new ? dmi_wdata_i[15:5] : regno_q[15:5];

  logic [2:0] refusal;
  always_comb begin
    refusal = ErrNone;
    if (!known) refusal = ErrUnsupported;
    else if (!halted) refusal = ErrHaltResume;
    else if (transfer && regno[15:12] != 4'd0 && regno[15:5] != 11'h080) refusal = ErrException;
  end
  assign start = attempt && refusal == ErrNone;

  logic resume, done, exception, lost, resumed, insn_valid;
  logic [31:0] insn;
  assign resume = write_dmcontrol && dmi_wdata_i[30] && !dmi_wdata_i[31] && halted && !busy;

  debug_command u_command (
    .clk_i,
    .rst_ni,
    .hart_i,
    .hart_reset_i,
    .insn_valid_o(insn_valid),
    .insn_o      (insn),
    .start_i     (start),
    .resume_i    (resume),
    .transfer_i  (transfer_q),
    .write_i     (write_q),
    .postexec_i  (postexec_q),
    .regno_i     (regno_q[12:0]),
    .progbuf0_i  (progbuf0_q),
    .progbuf1_i  (progbuf1_q),
    .busy_o      (busy),
    .done_o      (done),
    .exception_o (exception),
    .lost_o      (lost),
    .resumed_o   (resumed)
  );

  // ---- State ----

  // The hart's own, whatever the debug module is told: it was reset; it resumed.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      havereset_q <= 1'b1;
      resumeack_q <= 1'b0;
    end else begin
      if (write_dmcontrol && dmi_wdata_i[28]) havereset_q <= 1'b0;
      if (write_dmcontrol && dmi_wdata_i[30] && !dmi_wdata_i[31]) resumeack_q <= 1'b0;
      if (resumed) resumeack_q <= 1'b1;
      // Last: a reset that goes on is seen again.
      if (hart_reset_i) havereset_q <= 1'b1;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      dmactive_q     <= 1'b0;
      haltreq_q      <= 1'b0;
      ndmreset_q     <= 1'b0;
      reset_halt_q   <= 1'b0;
      cmderr_q       <= ErrNone;
      auto_data_q    <= 1'b0;
      auto_progbuf_q <= '0;
      data0_q        <= '0;
      progbuf0_q     <= '0;
      progbuf1_q     <= '0;
      known_q        <= 1'b0;
      transfer_q     <= 1'b0;
      write_q        <= 1'b0;
      postexec_q     <= 1'b0;
      increment_q    <= 1'b0;
      regno_q        <= '0;
    end else begin
      if (write && !busy) begin
        unique case (dmi_addr_i)
          RegData0: data0_q <= dmi_wdata_i;
          RegProgbuf0: progbuf0_q <= dmi_wdata_i;
          RegProgbuf1: progbuf1_q <= dmi_wdata_i;
          RegAbstractcs: cmderr_q <= cmderr_q & ~dmi_wdata_i[10:8];
          RegAbstractauto: begin
            auto_data_q    <= dmi_wdata_i[0];
            auto_progbuf_q <= dmi_wdata_i[17:16];
          end
          RegCommand: if (cmderr_q == ErrNone) begin
            known_q     <= new_known;
            transfer_q  <= dmi_wdata_i[17];
            write_q     <= dmi_wdata_i[16];
            postexec_q  <= dmi_wdata_i[18];
            increment_q <= dmi_wdata_i[19];
            regno_q     <= dmi_wdata_i[15:0];
          end
          default: ;
        endcase
      end
      if (done && transfer_q && increment_q) regno_q <= regno_q + 16'd1;
      // A program may still be under way that was begun before dmactive was cleared.
      if (dmactive_q && hart_i.data0_write) data0_q <= hart_i.data0_wdata;
      if (dmactive_q && cmderr_q == ErrNone) begin
        if (attempt) cmderr_q <= refusal;
        if (touches && busy) cmderr_q <= ErrBusy;
        if (exception) cmderr_q <= ErrException;
        if (lost) cmderr_q <= ErrHaltResume;
      end

      if (write_dmcontrol) begin
        haltreq_q  <= dmi_wdata_i[31];
        ndmreset_q <= dmi_wdata_i[1];
        if (dmi_wdata_i[3]) reset_halt_q <= 1'b1;
        if (dmi_wdata_i[2]) reset_halt_q <= 1'b0;
      end
      // Last: while inactive, everything has its reset value.
      if (dmi_valid_i && dmi_write_i && dmi_addr_i == RegDmcontrol) dmactive_q <= dmi_wdata_i[0];
      if (write_dmcontrol && !dmi_wdata_i[0]) begin
        haltreq_q      <= 1'b0;
        ndmreset_q     <= 1'b0;
        reset_halt_q   <= 1'b0;
        cmderr_q       <= ErrNone;
        auto_data_q    <= 1'b0;
        auto_progbuf_q <= '0;
        data0_q        <= '0;
        progbuf0_q     <= '0;
        progbuf1_q     <= '0;
        known_q        <= 1'b0;
      end
    end
  end

  assign hart_o.halt       = haltreq_q;
  assign hart_o.reset_halt = reset_halt_q;
  assign hart_o.insn_valid = insn_valid;
  assign hart_o.insn       = insn;
  assign hart_o.data0      = data0_q;
  assign ndmreset_o        = ndmreset_q;

  // Inactive, it asks nothing of the hart.
  `ASSERT_IF(InactiveIsQuiet, !dmactive_q,
             !haltreq_q && !reset_halt_q && !ndmreset_q && cmderr_q == ErrNone)
  // A command that is under way keeps its fields.
  `ASSERT_KEEPS(CommandIsStable, busy && !done && dmactive_q,
                {transfer_q, write_q, postexec_q, regno_q})
endmodule
