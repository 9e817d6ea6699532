// The MMU's registers: decodes accesses, counts events, and holds the range of the next
// invalidation.
//
// Contexts are written by firmware only; invalidations by either side. The range registers are
// shared, so the two sides must not use ranges at the same time.
`include "rtl/common/assert.svh"

module mmu_regs
  import mmu_pkg::*;
  import mmu_internal_pkg::*;
  import mmu_regs_pkg::*;
(
  input  logic                clk_i,
  input  logic                rst_ni,

  // Register bus.
  input  regbus_pkg::req_t    reg_req_i,
  output regbus_pkg::rsp_t    reg_rsp_o,

  // Contexts.
  output logic                write_root_lo_o,
  output logic                write_root_hi_o,
  output logic                write_context_o,
  output vmid_t               context_vmid_o,
  output logic [31:0]         write_data_o,
  input  context_t            context_i,

  // Invalidations.
  output logic                request_valid_o,
  output invalidate_request_t request_o,
  input  logic [31:0]         invalidate_count_i,
  input  logic [15:0]         invalidate_done_count_i,
  input  logic                invalidate_busy_i,

  // Events to count.
  input  logic                count_hit_i,
  input  logic                count_miss_i,
  input  logic                count_walk_i,
  input  logic                count_fault_i
);
  // Contexts lie below this.
  localparam logic [12:0] VmidEnd = {1'b0, VmidOffset} + 13'(VmidCount) * VmidStride;
  localparam int unsigned VmidLsb = $clog2(VmidStride);

  vpn_t        first_q;
  logic [31:0] pages_q;
  logic [31:0] hits_q, misses_q, walks_q, faults_q;

  logic write;
  logic [11:0] vmid_addr;
  logic write_first_lo, write_first_hi, write_pages;

  assign write          = reg_req_i.valid && reg_req_i.write;
  assign context_vmid_o = reg_req_i.addr[VmidLsb+:VmidWidth];
  // The address in the context of VMID 0.
  assign vmid_addr      = 12'(reg_req_i.addr[VmidLsb-1:0]);
  assign write_data_o   = reg_req_i.wdata;

  assign request_o = '{
    by_pasid: reg_req_i.wdata[InvReqByPasidLsb],
    all:      reg_req_i.wdata[InvReqAllLsb],
    range:    reg_req_i.wdata[InvReqRangeLsb],
    target:   reg_req_i.wdata[InvReqTargetLsb+:InvReqTargetWidth],
    first:    first_q,
    pages:    pages_q
  };

  always_comb begin
    reg_rsp_o       = '0;
    write_root_lo_o = 1'b0;
    write_root_hi_o = 1'b0;
    write_context_o = 1'b0;
    request_valid_o = 1'b0;
    write_first_lo  = 1'b0;
    write_first_hi  = 1'b0;
    write_pages     = 1'b0;
    if (reg_req_i.valid) begin
      if ({1'b0, reg_req_i.addr} < VmidEnd) begin
        reg_rsp_o.error = reg_req_i.write && reg_req_i.from_host;
        unique case (vmid_addr)
          VmidRootLoOffset: begin
            reg_rsp_o.rdata = {context_i.root[19:0], {VmidRootLoAddrLsb{1'b0}}};
            write_root_lo_o = write && !reg_req_i.from_host;
          end
          VmidRootHiOffset: begin
            reg_rsp_o.rdata = 32'(context_i.root[35:20]);
            write_root_hi_o = write && !reg_req_i.from_host;
          end
          VmidContextOffset: begin
            reg_rsp_o.rdata = {context_i.valid, 15'b0, context_i.pasid};
            write_context_o = write && !reg_req_i.from_host;
          end
          default: reg_rsp_o.error = 1'b1;
        endcase
      end else begin
        // Counters and status refuse writes.
        reg_rsp_o.error = reg_req_i.write;
        unique case (reg_req_i.addr)
          InvReqOffset: begin
            reg_rsp_o.error = 1'b0;
            request_valid_o = write;
          end
          InvStartLoOffset: begin
            reg_rsp_o.error = 1'b0;
            reg_rsp_o.rdata = first_q[31:0];
            write_first_lo  = write;
          end
          InvStartHiOffset: begin
            reg_rsp_o.error = 1'b0;
            reg_rsp_o.rdata = 32'(first_q[35:32]);
            write_first_hi  = write;
          end
          InvPagesOffset: begin
            reg_rsp_o.error = 1'b0;
            reg_rsp_o.rdata = pages_q;
            write_pages     = write;
          end
          InvStatusOffset: begin
            reg_rsp_o.rdata = inv_status_t'{
              done: invalidate_done_count_i, busy: invalidate_busy_i, default: '0};
          end
          TlbHitsOffset: reg_rsp_o.rdata = hits_q;
          TlbMissesOffset: reg_rsp_o.rdata = misses_q;
          WalksOffset: reg_rsp_o.rdata = walks_q;
          FaultsOffset: reg_rsp_o.rdata = faults_q;
          InvalidationsOffset: reg_rsp_o.rdata = invalidate_count_i;
          default: reg_rsp_o.error = 1'b1;
        endcase
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      first_q  <= '0;
      pages_q  <= '0;
      hits_q   <= '0;
      misses_q <= '0;
      walks_q  <= '0;
      faults_q <= '0;
    end else begin
      if (write_first_lo) first_q[31:0] <= reg_req_i.wdata;
      if (write_first_hi) first_q[35:32] <= reg_req_i.wdata[3:0];
      if (write_pages) pages_q <= reg_req_i.wdata;
      if (count_hit_i) hits_q <= hits_q + 1'b1;
      if (count_miss_i) misses_q <= misses_q + 1'b1;
      if (count_walk_i) walks_q <= walks_q + 1'b1;
      if (count_fault_i) faults_q <= faults_q + 1'b1;
    end
  end

  `ASSERT_IF(HostNeverWritesContexts,
             reg_req_i.from_host, !(write_root_lo_o || write_root_hi_o || write_context_o))
endmodule
