// JTAG debug transport module (debug specification 0.13.2, chapter 6): carries a debugger's register
// accesses from the JTAG pins to the debug module.
//
// Nothing that happens on the pins reaches further than the port `dmi_*`, and that only by a whole
// update of the register `dmi` with an operation in it.
`include "rtl/common/assert.svh"

module jtag_dtm #(
  // What IDCODE reads: version, part number "RS", no manufacturer, bit 0 is 1.
  parameter logic [31:0] IdCode = 32'h1525_3001
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // The pins; TCK at most an eighth of clk_i.
  input  logic        jtag_tck_i,
  input  logic        jtag_tms_i,
  input  logic        jtag_tdi_i,
  input  logic        jtag_trst_ni,
  output logic        jtag_tdo_o,

  // To the debug module: valid until ready, answered in the cycle of ready.
  output logic        dmi_valid_o,
  output logic        dmi_write_o,
  output logic [6:0]  dmi_addr_o,
  output logic [31:0] dmi_wdata_o,
  input  logic        dmi_ready_i,
  input  logic [31:0] dmi_rdata_i,
  input  logic        dmi_error_i,

  // No change of a pin and no access is under way.
  output logic        idle_o
);
  localparam logic [4:0] IrIdCode = 5'h01;
  localparam logic [4:0] IrDtmcs = 5'h10;
  localparam logic [4:0] IrDmi = 5'h11;

  // Operations and states of the register `dmi`.
  localparam logic [1:0] OpRead = 2'd1;
  localparam logic [1:0] OpWrite = 2'd2;
  localparam logic [1:0] StatusOk = 2'd0;
  localparam logic [1:0] StatusFailed = 2'd2;
  localparam logic [1:0] StatusBusy = 2'd3;

  // dtmcs: version 0.13, 7 address bits, one cycle in Run-Test/Idle is more than enough.
  localparam logic [3:0] DtmcsVersion = 4'd1;
  localparam logic [5:0] DtmcsAbits = 6'd7;
  localparam logic [2:0] DtmcsIdle = 3'd1;

  logic capture_ir, shift_ir, capture_dr, shift_dr, tdi, update_ir, update_dr, tck_fall;
  logic shifting_ir, shifting_dr, tap_reset, tap_idle;
  jtag_tap u_tap (
    .clk_i,
    .rst_ni,
    .jtag_tck_i,
    .jtag_tms_i,
    .jtag_tdi_i,
    .jtag_trst_ni,
    .capture_ir_o (capture_ir),
    .shift_ir_o   (shift_ir),
    .capture_dr_o (capture_dr),
    .shift_dr_o   (shift_dr),
    .tdi_o        (tdi),
    .update_ir_o  (update_ir),
    .update_dr_o  (update_dr),
    .tck_fall_o   (tck_fall),
    .shifting_ir_o(shifting_ir),
    .shifting_dr_o(shifting_dr),
    .reset_o      (tap_reset),
    .idle_o       (tap_idle)
  );
  assign idle_o = tap_idle && !dmi_valid_o;

  // ---- Instruction register ----

  logic [4:0] ir_q, ir_shift_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) ir_q <= IrIdCode;
    else if (tap_reset) ir_q <= IrIdCode;
    else if (update_ir) ir_q <= ir_shift_q;
  end

  always_ff @(posedge clk_i) begin
    if (capture_ir) ir_shift_q <= 5'b00001;
    else if (shift_ir) ir_shift_q <= {tdi, ir_shift_q[4:1]};
  end

  // ---- Data registers: one shift register, of the length of the one selected ----

  // What an operation came to; stays until the debugger resets it, unless all is well.
  logic [1:0]  status_q;
  logic [6:0]  addr_q;
  logic [31:0] data_q;

  logic [40:0] dr_q;
  always_ff @(posedge clk_i) begin
    if (capture_dr) begin
      unique case (ir_q)
        IrIdCode: dr_q <= {9'b0, IdCode};
        IrDtmcs:  dr_q <= {9'b0, 17'b0, DtmcsIdle, status_q, DtmcsAbits, DtmcsVersion};
        IrDmi:    dr_q <= {addr_q, data_q, dmi_valid_o ? StatusBusy : status_q};
        // BYPASS, and all that is not defined.
        default:  dr_q <= '0;
      endcase
    end else if (shift_dr) begin
      dr_q <= {tdi, dr_q[40:1]};
      unique case (ir_q)
        IrIdCode, IrDtmcs: dr_q[31] <= tdi;
        IrDmi:             ;
        default:           dr_q[0] <= tdi;
      endcase
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) jtag_tdo_o <= 1'b0;
    else if (tck_fall) jtag_tdo_o <= shifting_ir ? ir_shift_q[0] : shifting_dr && dr_q[0];
  end

  // ---- Operations ----

  logic       update_dmi, update_dtmcs, dmi_reset, dmi_hard_reset, start;
  logic [1:0] op;
  assign update_dmi     = update_dr && ir_q == IrDmi;
  assign update_dtmcs   = update_dr && ir_q == IrDtmcs;
  assign dmi_reset      = update_dtmcs && dr_q[16];
  assign dmi_hard_reset = update_dtmcs && dr_q[17];
  assign op             = dr_q[1:0];
  assign start          = update_dmi && status_q == StatusOk && !dmi_valid_o &&
      (op == OpRead || op == OpWrite);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      dmi_valid_o <= 1'b0;
      status_q    <= StatusOk;
    end else begin
      if (start) dmi_valid_o <= 1'b1;
      if (dmi_valid_o && dmi_ready_i) begin
        dmi_valid_o <= 1'b0;
        if (dmi_error_i && status_q == StatusOk) status_q <= StatusFailed;
      end
      // Looked at, or followed by another, before it was done.
      if (dmi_valid_o && status_q == StatusOk && ir_q == IrDmi &&
          (capture_dr || (update_dr && (op == OpRead || op == OpWrite)))) begin
        status_q <= StatusBusy;
      end
      // Last: a reset is a reset.
      if (dmi_reset) status_q <= StatusOk;
      if (dmi_hard_reset) begin
        dmi_valid_o <= 1'b0;
        status_q    <= StatusOk;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (start) begin
      addr_q      <= dr_q[40:34];
      data_q      <= dr_q[33:2];
      dmi_write_o <= op == OpWrite;
    end else if (dmi_valid_o && dmi_ready_i && !dmi_write_o) begin
      data_q <= dmi_rdata_i;
    end
  end
  assign dmi_addr_o  = addr_q;
  assign dmi_wdata_o = data_q;

  // An access stays as it is until it is answered, or given up by a hard reset.
  `ASSERT_KEEPS(HoldsAccess, dmi_valid_o && !dmi_ready_i && !dmi_hard_reset,
                {dmi_valid_o, dmi_write_o, dmi_addr_o, dmi_wdata_o})
  // Only a whole operation of the register `dmi` begins one.
  `ASSERT_IF(NothingByChance, start, update_dmi && !tap_reset)
endmodule
