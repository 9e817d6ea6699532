// The MMU's registers: decodes accesses, counts events, and holds the range of the next invalidation.
//
// Contexts are written by firmware only; invalidations by either side. The range registers are shared, so the two
// sides must not use ranges at the same time.
`include "rtl/common/assert.svh"

module mmu_regs
  import mmu_pkg::*;
  import mmu_internal_pkg::*;
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
  // Byte offsets, as in uapi/regs/mmu.md. Contexts lie below 0x100, 16 bytes apart.
  localparam logic [3:0] ContextRootLo = 4'h0;
  localparam logic [3:0] ContextRootHi = 4'h4;
  localparam logic [3:0] ContextControl = 4'h8;
  localparam logic [11:0] AddrInvReq = 12'h100;
  localparam logic [11:0] AddrInvStartLo = 12'h104;
  localparam logic [11:0] AddrInvStartHi = 12'h108;
  localparam logic [11:0] AddrInvPages = 12'h10C;
  localparam logic [11:0] AddrInvStatus = 12'h110;
  localparam logic [11:0] AddrTlbHits = 12'h120;
  localparam logic [11:0] AddrTlbMisses = 12'h124;
  localparam logic [11:0] AddrWalks = 12'h128;
  localparam logic [11:0] AddrFaults = 12'h12C;
  localparam logic [11:0] AddrInvalidations = 12'h130;

  vpn_t        first_q;
  logic [31:0] pages_q;
  logic [31:0] hits_q, misses_q, walks_q, faults_q;

  logic write;
  logic write_first_lo, write_first_hi, write_pages;

  assign write          = reg_req_i.valid && reg_req_i.write;
  assign context_vmid_o = reg_req_i.addr[7:4];
  assign write_data_o   = reg_req_i.wdata;

  assign request_o = '{
    by_pasid: reg_req_i.wdata[16],
    all:      reg_req_i.wdata[17],
    range:    reg_req_i.wdata[18],
    id:       reg_req_i.wdata[15:0],
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
      if (reg_req_i.addr[11:8] == '0) begin
        reg_rsp_o.error = reg_req_i.write && reg_req_i.from_host;
        unique case (reg_req_i.addr[3:0])
          ContextRootLo: begin
            reg_rsp_o.rdata = {context_i.root[19:0], 12'b0};
            write_root_lo_o = write && !reg_req_i.from_host;
          end
          ContextRootHi: begin
            reg_rsp_o.rdata = {16'b0, context_i.root[35:20]};
            write_root_hi_o = write && !reg_req_i.from_host;
          end
          ContextControl: begin
            reg_rsp_o.rdata = {context_i.valid, 15'b0, context_i.pasid};
            write_context_o = write && !reg_req_i.from_host;
          end
          default: reg_rsp_o.error = 1'b1;
        endcase
      end else begin
        // Counters and status refuse writes.
        reg_rsp_o.error = reg_req_i.write;
        unique case (reg_req_i.addr)
          AddrInvReq: begin
            reg_rsp_o.error = 1'b0;
            request_valid_o = write;
          end
          AddrInvStartLo: begin
            reg_rsp_o.error = 1'b0;
            reg_rsp_o.rdata = first_q[31:0];
            write_first_lo  = write;
          end
          AddrInvStartHi: begin
            reg_rsp_o.error = 1'b0;
            reg_rsp_o.rdata = {28'b0, first_q[35:32]};
            write_first_hi  = write;
          end
          AddrInvPages: begin
            reg_rsp_o.error = 1'b0;
            reg_rsp_o.rdata = pages_q;
            write_pages     = write;
          end
          AddrInvStatus: begin
            reg_rsp_o.rdata = {invalidate_done_count_i, 15'b0, invalidate_busy_i};
          end
          AddrTlbHits:       reg_rsp_o.rdata = hits_q;
          AddrTlbMisses:     reg_rsp_o.rdata = misses_q;
          AddrWalks:         reg_rsp_o.rdata = walks_q;
          AddrFaults:        reg_rsp_o.rdata = faults_q;
          AddrInvalidations: reg_rsp_o.rdata = invalidate_count_i;
          default:           reg_rsp_o.error = 1'b1;
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

  `ASSERT(HostNeverWritesContexts,
      reg_req_i.from_host |-> !(write_root_lo_o || write_root_hi_o || write_context_o))
endmodule
