// Joins the interrupt pins into mip, remembers the non-maskable one, and picks the interrupt to take.
//
// Order when several are pending and enabled: the non-maskable first, whatever is enabled; then fast
// local 0 to 15, external, software, timer.
module core_irq (
  input  logic        clk_i,
  input  logic        rst_ni,

  // A rising edge is remembered until it is taken.
  input  logic        nmi_i,
  input  logic        software_i,
  input  logic        timer_i,
  input  logic        external_i,
  input  logic [15:0] fast_i,

  input  logic [31:0] mie_i,
  input  logic        enabled_i,

  // An interrupt is taken; an instruction leaves the execute stage, with a trap of its own or not.
  input  logic        taken_i,
  input  logic        leaves_i,

  output logic [31:0] mip_o,
  // The non-maskable interrupt, or one that mie lets through, is pending, whether or not mstatus.MIE
  // is set: ends a WFI.
  output logic        wake_o,
  output logic        take_o,
  output logic [4:0]  cause_o
);
  // ---- Non-maskable ----

  // Between an interrupt and the first instruction of its handler it waits, so that no handler is
  // left before it was seen.
  logic nmi_before_q, nmi_q, entering_q;
  logic nmi, nmi_take;
  assign nmi      = nmi_q || (nmi_i && !nmi_before_q);
  assign nmi_take = nmi && !entering_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      nmi_before_q <= 1'b0;
      nmi_q        <= 1'b0;
      entering_q   <= 1'b0;
    end else begin
      if (nmi_i || nmi_before_q || nmi_q) begin
        nmi_before_q <= nmi_i;
        nmi_q        <= nmi && !(taken_i && nmi_take);
      end
      // WFI leaves in the cycle in which it is interrupted.
      if (taken_i) entering_q <= 1'b1;
      else if (entering_q && leaves_i) entering_q <= 1'b0;
    end
  end

  // ---- The others ----

  logic [31:0] pending;

  always_comb begin
    mip_o = '0;
    mip_o[core_pkg::IrqSoftware] = software_i;
    mip_o[core_pkg::IrqTimer]    = timer_i;
    mip_o[core_pkg::IrqExternal] = external_i;
    mip_o[31:core_pkg::IrqFast]  = fast_i;
  end

  assign pending = mip_o & mie_i;
  assign wake_o  = pending != '0 || nmi;
  assign take_o  = (pending != '0 && enabled_i) || nmi_take;

  always_comb begin
    cause_o = '0;
    if (take_o && !nmi_take) begin
      if (pending[core_pkg::IrqTimer]) cause_o = 5'(core_pkg::IrqTimer);
      if (pending[core_pkg::IrqSoftware]) cause_o = 5'(core_pkg::IrqSoftware);
      if (pending[core_pkg::IrqExternal]) cause_o = 5'(core_pkg::IrqExternal);
      // Downwards: the lowest number is written last and wins.
      for (int i = 31; i >= core_pkg::IrqFast; i--) if (pending[i]) cause_o = 5'(i);
    end
  end
endmodule
