// Registers of the SDMA engine: counters to read and the slice to set.
//
// Counters run on for ever and wrap; a 64-bit one is read low half first and high half after, and
// again if the high half changed. The table is uapi/regs/sdma.md.
`include "rtl/common/assert.svh"

module sdma_regs
  import sdma_regs_pkg::*;
(
  input  logic               clk_i,
  input  logic               rst_ni,

  input  regbus_pkg::req_t   reg_req_i,
  output regbus_pkg::rsp_t   reg_rsp_o,

  // What there is to tell.
  input  logic               busy_i,
  input  hqd_pkg::slot_id_t  slot_i,

  // What there is to count.
  input  logic               packet_i,
  input  logic               take_i,
  input  logic               fault_i,
  input  logic               moved_valid_i,
  input  logic [30:0]        moved_i,

  output logic [31:0]        slice_o
);
  logic [31:0] packets_q, busy_cycles_q, switches_q, faults_q, slice_q;
  logic [63:0] bytes_moved_q;

  logic slice_write;
  assign slice_write = reg_req_i.valid && reg_req_i.write && reg_req_i.addr == SliceOffset;
  assign slice_o     = slice_q;

  always_comb begin
    reg_rsp_o = '0;
    if (reg_req_i.valid) begin
      unique case (reg_req_i.addr)
        StatusOffset: begin
          reg_rsp_o.rdata[StatusBusyLsb]                   = busy_i;
          reg_rsp_o.rdata[StatusSlotLsb+:StatusSlotWidth] = slot_i;
        end
        PacketsOffset:      reg_rsp_o.rdata = packets_q;
        BytesMovedLoOffset: reg_rsp_o.rdata = bytes_moved_q[31:0];
        BytesMovedHiOffset: reg_rsp_o.rdata = bytes_moved_q[63:32];
        BusyCyclesOffset:   reg_rsp_o.rdata = busy_cycles_q;
        SwitchesOffset:     reg_rsp_o.rdata = switches_q;
        SliceOffset:        reg_rsp_o.rdata = slice_q;
        FaultsOffset:       reg_rsp_o.rdata = faults_q;
        default:            reg_rsp_o.error = 1'b1;
      endcase
      if (reg_req_i.write && !slice_write) reg_rsp_o = '{rdata: '0, error: 1'b1};
    end
  end

  logic unused_from_host;
  assign unused_from_host = reg_req_i.from_host;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      packets_q     <= '0;
      busy_cycles_q <= '0;
      switches_q    <= '0;
      faults_q      <= '0;
      slice_q       <= SliceReset;
      bytes_moved_q <= '0;
    end else begin
      if (packet_i) packets_q <= packets_q + 32'd1;
      if (busy_i) busy_cycles_q <= busy_cycles_q + 32'd1;
      if (take_i) switches_q <= switches_q + 32'd1;
      if (fault_i) faults_q <= faults_q + 32'd1;
      if (moved_valid_i) bytes_moved_q <= bytes_moved_q + 64'(moved_i);
      if (slice_write) slice_q <= reg_req_i.wdata;
    end
  end

  `ASSERT_IF(FaultIsNews, fault_i, busy_i)
endmodule
