// Joins the interrupt pins into mip and picks the interrupt to take. Pure logic.
//
// Order when several are pending and enabled: fast local 0 first to 15, then external, software,
// timer.
module core_irq (
  input  logic        software_i,
  input  logic        timer_i,
  input  logic        external_i,
  input  logic [15:0] fast_i,

  input  logic [31:0] mie_i,
  input  logic        enabled_i,

  output logic [31:0] mip_o,
  // Something that mie lets through is pending, whether or not mstatus.MIE is set: ends a WFI.
  output logic        wake_o,
  output logic        take_o,
  output logic [4:0]  cause_o
);
  logic [31:0] pending;

  always_comb begin
    mip_o = '0;
    mip_o[core_pkg::IrqSoftware] = software_i;
    mip_o[core_pkg::IrqTimer]    = timer_i;
    mip_o[core_pkg::IrqExternal] = external_i;
    mip_o[31:core_pkg::IrqFast]  = fast_i;
  end

  assign pending = mip_o & mie_i;
  assign wake_o  = pending != '0;
  assign take_o  = wake_o && enabled_i;

  always_comb begin
    cause_o = '0;
    if (take_o) begin
      if (pending[core_pkg::IrqTimer]) cause_o = 5'(core_pkg::IrqTimer);
      if (pending[core_pkg::IrqSoftware]) cause_o = 5'(core_pkg::IrqSoftware);
      if (pending[core_pkg::IrqExternal]) cause_o = 5'(core_pkg::IrqExternal);
      // Downwards: the lowest number is written last and wins.
      for (int i = 31; i >= core_pkg::IrqFast; i--) if (pending[i]) cause_o = 5'(i);
    end
  end
endmodule
