// The sixteen states of a JTAG test access port (IEEE 1149.1), sampled with the system clock.
//
// TCK is a signal like any other here, not a clock: each level must last four cycles of clk_i at
// least. The other pins are taken at its rising edge; TRST acts at any time.
`include "rtl/common/assert.svh"

module jtag_tap (
  input  logic clk_i,
  input  logic rst_ni,

  // The pins, asynchronous.
  input  logic jtag_tck_i,
  input  logic jtag_tms_i,
  input  logic jtag_tdi_i,
  input  logic jtag_trst_ni,

  // Pulses, one for each rising edge of TCK in the state named; the data bit that comes with them.
  output logic capture_ir_o,
  output logic shift_ir_o,
  output logic capture_dr_o,
  output logic shift_dr_o,
  output logic tdi_o,
  // Pulse: the falling edge of TCK in the state Update.
  output logic update_ir_o,
  output logic update_dr_o,
  // Pulse: any falling edge, on which TDO changes.
  output logic tck_fall_o,
  // Level: what is to be seen on TDO is the instruction register, or the data register.
  output logic shifting_ir_o,
  output logic shifting_dr_o,
  // Level: Test-Logic-Reset.
  output logic reset_o,
  // No change of a pin is under way.
  output logic idle_o
);
  typedef enum logic [3:0] {
    StReset,
    StIdle,
    StSelectDr,
    StCaptureDr,
    StShiftDr,
    StExit1Dr,
    StPauseDr,
    StExit2Dr,
    StUpdateDr,
    StSelectIr,
    StCaptureIr,
    StShiftIr,
    StExit1Ir,
    StPauseIr,
    StExit2Ir,
    StUpdateIr
  } state_e;
  state_e state_q, state_d;

  // Two flops against metastability, for all pins alike, and TCK as it was before.
  logic [3:0] pins_meta_q, pins_q;
  logic       tck, tms, trst_n, tck_q, rise;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      pins_meta_q <= '0;
      pins_q      <= '0;
      tck_q       <= 1'b0;
    end else begin
      pins_meta_q <= {jtag_trst_ni, jtag_tdi_i, jtag_tms_i, jtag_tck_i};
      pins_q      <= pins_meta_q;
      tck_q       <= tck;
    end
  end
  assign {trst_n, tdi_o, tms, tck} = pins_q;

  assign idle_o = pins_meta_q == {jtag_trst_ni, jtag_tdi_i, jtag_tms_i, jtag_tck_i} &&
                  pins_q == pins_meta_q && tck_q == tck;

  assign rise       = tck && !tck_q;
  assign tck_fall_o = !tck && tck_q;

  always_comb begin
    state_d = state_q;
    if (rise) begin
      unique case (state_q)
        StReset:                  state_d = tms ? StReset : StIdle;
        StIdle:                   state_d = tms ? StSelectDr : StIdle;
        StSelectDr:               state_d = tms ? StSelectIr : StCaptureDr;
        StCaptureDr, StShiftDr:   state_d = tms ? StExit1Dr : StShiftDr;
        StExit1Dr:                state_d = tms ? StUpdateDr : StPauseDr;
        StPauseDr:                state_d = tms ? StExit2Dr : StPauseDr;
        StExit2Dr:                state_d = tms ? StUpdateDr : StShiftDr;
        StSelectIr:               state_d = tms ? StReset : StCaptureIr;
        StCaptureIr, StShiftIr:   state_d = tms ? StExit1Ir : StShiftIr;
        StExit1Ir:                state_d = tms ? StUpdateIr : StPauseIr;
        StPauseIr:                state_d = tms ? StExit2Ir : StPauseIr;
        StExit2Ir:                state_d = tms ? StUpdateIr : StShiftIr;
        StUpdateDr, StUpdateIr:   state_d = tms ? StSelectDr : StIdle;
        default:                  state_d = StReset;
      endcase
    end
    // Last: TRST wins over the clock.
    if (!trst_n) state_d = StReset;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) state_q <= StReset;
    else state_q <= state_d;
  end

  assign capture_ir_o  = rise && state_q == StCaptureIr;
  assign shift_ir_o    = rise && state_q == StShiftIr;
  assign capture_dr_o  = rise && state_q == StCaptureDr;
  assign shift_dr_o    = rise && state_q == StShiftDr;
  assign update_ir_o   = tck_fall_o && state_q == StUpdateIr;
  assign update_dr_o   = tck_fall_o && state_q == StUpdateDr;
  assign shifting_ir_o = state_q == StShiftIr;
  assign shifting_dr_o = state_q == StShiftDr;
  assign reset_o       = state_q == StReset;

  // One thing at a time.
  `ASSERT_NOW(OnePulse, $onehot0({capture_ir_o, shift_ir_o, capture_dr_o, shift_dr_o, update_ir_o,
                                  update_dr_o}))
endmodule
