// The debugger's way to the hart: JTAG pins on one side, the hart's debug ports on the other.
module debug (
  input  logic clk_i,
  input  logic rst_ni,

  // JTAG; TCK at most an eighth of clk_i.
  input  logic jtag_tck_i,
  input  logic jtag_tms_i,
  input  logic jtag_tdi_i,
  input  logic jtag_trst_ni,
  output logic jtag_tdo_o,

  // The hart, whether something holds it in reset, and the debugger's wish to do so.
  output debug_pkg::to_hart_t   hart_o,
  input  debug_pkg::from_hart_t hart_i,
  input  logic                  hart_reset_i,
  output logic                  ndmreset_o,

  // Neither the pins nor a command moves anything.
  output logic                  idle_o,
  // The edge that ends this cycle is needed; else it changes nothing.
  output logic                  clk_req_o
);
  logic        dmi_valid, dmi_write, dmi_ready, dtm_idle;
  logic [6:0]  dmi_addr;
  logic [31:0] dmi_wdata, dmi_rdata;

  jtag_dtm u_dtm (
    .clk_i,
    .rst_ni,
    .jtag_tck_i,
    .jtag_tms_i,
    .jtag_tdi_i,
    .jtag_trst_ni,
    .jtag_tdo_o,
    .dmi_valid_o(dmi_valid),
    .dmi_write_o(dmi_write),
    .dmi_addr_o (dmi_addr),
    .dmi_wdata_o(dmi_wdata),
    .dmi_ready_i(dmi_ready),
    .dmi_rdata_i(dmi_rdata),
    .dmi_error_i(1'b0),
    .idle_o     (dtm_idle)
  );
  assign idle_o    = dtm_idle && !hart_o.insn_valid;
  // A hart that runs says nothing. Two edges more, and the gate's own, for the debug module to see what
  // it did; standby waits for as long.
  logic       active;
  logic [1:0] active_q;
  assign active    = !idle_o || hart_i != '0 || hart_reset_i;
  assign clk_req_o = active || active_q != '0;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) active_q <= '1;
    else active_q <= {active_q[0], active};
  end

  debug_module u_dm (
    .clk_i,
    .rst_ni,
    .dmi_valid_i(dmi_valid),
    .dmi_write_i(dmi_write),
    .dmi_addr_i (dmi_addr),
    .dmi_wdata_i(dmi_wdata),
    .dmi_ready_o(dmi_ready),
    .dmi_rdata_o(dmi_rdata),
    .hart_o,
    .hart_i,
    .hart_reset_i,
    .ndmreset_o
  );
endmodule
