// The machine timer: a cycle counter, a counter of 100 ns units, and one compare interrupt.
//
// Both counters start at reset and never stop; of time that passes while the clock stands they are
// told. To move the compare value, write MTIMECMP_HI to all
// ones first, then LO, then HI: so no value in between is in the past.
`include "rtl/common/assert.svh"

module timer #(
  // Cycles in a unit of mtime: 100 ns at the nominal 1 GHz. Requires: at least 2.
  parameter int unsigned CyclesPerUnit = 100
) (
  input  logic clk_i,
  input  logic rst_ni,

  // Register bus.
  input  regbus_pkg::req_t reg_req_i,
  output regbus_pkg::rsp_t reg_rsp_o,

  // Cycles that passed while the clock stood, and units that end in them or in the coming cycle; 0
  // while the clock runs.
  input  logic [31:0] stood_cycles_i,
  input  logic [31:0] stood_units_i,

  // Cycles since reset, for time stamps.
  output logic [47:0] cycle_o,

  // To the firmware core: mtime has reached mtimecmp.
  output logic irq_o,
  // The mtime at which it rises.
  output logic [63:0] alarm_o
);
  localparam int unsigned DividerWidth = $clog2(CyclesPerUnit);

  logic [47:0] cycle_q;
  logic [63:0] mtime_q, mtimecmp_q;
  logic [DividerWidth-1:0] divider_q;
  logic unit_ends;
  assign unit_ends = divider_q == DividerWidth'(CyclesPerUnit - 1);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      cycle_q   <= '0;
      divider_q <= '0;
      mtime_q   <= '0;
    end else begin
      cycle_q   <= cycle_q + 48'(stood_cycles_i) + 1'b1;
      divider_q <= unit_ends ? '0 : divider_q + 1'b1;
      if (unit_ends) mtime_q <= mtime_q + 1'b1;
      // After a stand the rest of the last unit is what the whole units leave.
      if (stood_cycles_i != '0) begin
        divider_q <= DividerWidth'(cycles_in_unit);
        mtime_q   <= mtime_q + 64'(stood_units_i);
      end
    end
  end

  logic [31:0] cycles_in_unit;
  assign cycles_in_unit = 32'(divider_q) + stood_cycles_i + 32'd1 - 32'(CyclesPerUnit) * stood_units_i;

  logic write_lo, write_hi;
  always_comb begin
    reg_rsp_o = '0;
    write_lo  = 1'b0;
    write_hi  = 1'b0;
    if (reg_req_i.valid && reg_req_i.write) begin
      unique case (reg_req_i.addr)
        timer_regs_pkg::MtimecmpLoOffset: write_lo = !reg_req_i.from_host;
        timer_regs_pkg::MtimecmpHiOffset: write_hi = !reg_req_i.from_host;
        default: ;
      endcase
      reg_rsp_o.error = !(write_lo || write_hi);
    end else if (reg_req_i.valid) begin
      unique case (reg_req_i.addr)
        timer_regs_pkg::MtimeLoOffset: reg_rsp_o.rdata = mtime_q[31:0];
        timer_regs_pkg::MtimeHiOffset: reg_rsp_o.rdata = mtime_q[63:32];
        timer_regs_pkg::MtimecmpLoOffset: reg_rsp_o.rdata = mtimecmp_q[31:0];
        timer_regs_pkg::MtimecmpHiOffset: reg_rsp_o.rdata = mtimecmp_q[63:32];
        timer_regs_pkg::CycleLoOffset: reg_rsp_o.rdata = cycle_q[31:0];
        timer_regs_pkg::CycleHiOffset: reg_rsp_o.rdata = 32'(cycle_q[47:32]);
        default: reg_rsp_o.error = 1'b1;
      endcase
    end
  end

  // All ones at reset: no interrupt until firmware asks for one.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) mtimecmp_q <= '1;
    else if (write_lo) mtimecmp_q[31:0] <= reg_req_i.wdata;
    else if (write_hi) mtimecmp_q[63:32] <= reg_req_i.wdata;
  end

  assign cycle_o = cycle_q;
  assign irq_o = mtime_q >= mtimecmp_q;
  assign alarm_o = mtimecmp_q;

  `ASSERT_INIT(UnitIsLongEnough, CyclesPerUnit >= 2)
  // The interrupt goes away only because firmware moved the compare value.
  `ASSERT_NEXT(IrqStays, irq_o && !write_lo && !write_hi, irq_o)
  // Whoever stops the clock counts right, and has it run again for the alarm.
  `ASSERT_NOW(UnitsFitCycles, stood_cycles_i == '0 || cycles_in_unit < 32'(CyclesPerUnit))
  `ASSERT_NOW(AlarmIsInTime,
              stood_cycles_i == '0 || irq_o || mtime_q + 64'(stood_units_i) <= mtimecmp_q)
  `ASSERT_IF(HostDoesNotWrite, reg_req_i.from_host, !write_lo && !write_hi)
  `ASSERT_IF(WordAligned, reg_req_i.valid, reg_req_i.addr[1:0] == '0)
endmodule
