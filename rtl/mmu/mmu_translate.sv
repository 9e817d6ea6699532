// The client's port: answers from the TLB in the next cycle, or after a walk.
//
// One request is in hand at a time, so answers come in the order of the requests. Ready falls
// during a walk and for the one cycle of an invalidation: a request taken later sees all of its
// effect.
`include "rtl/common/assert.svh"

module mmu_translate
  import mmu_pkg::*;
  import mmu_internal_pkg::*;
(
  input  logic    clk_i,
  input  logic    rst_ni,

  // Client. A request waits unchanged until it is taken; an answer cannot be held back.
  input  logic    req_valid_i,
  output logic    req_ready_o,
  input  req_t    req_i,
  output logic    rsp_valid_o,
  output rsp_t    rsp_o,

  // TLB: asked for a new request, and again when its walk ends.
  output logic    lookup_valid_o,
  output vmid_t   lookup_vmid_o,
  output vpn_t    lookup_vpn_o,
  input  logic    hit_i,
  input  page_t   page_i,
  output logic    fill_valid_o,
  output line_t   fill_o,

  // Walker.
  output logic    walk_valid_o,
  output vmid_t   walk_vmid_o,
  output vpn_t    walk_vpn_o,
  input  logic    walk_done_i,
  input  reason_t walk_reason_i,
  input  line_t   walk_line_i,

  // An invalidation acts in this cycle.
  input  logic    invalidate_valid_i,

  // No request is being translated or answered.
  output logic    idle_o,

  // For counters: translated requests by kind. Neither rises for VMID 0.
  output logic    count_hit_o,
  output logic    count_miss_o,

  // For the watcher: the request that rsp_o answers.
  output vmid_t       rsp_vmid_o,
  output logic [63:0] rsp_va_o
);
  typedef enum logic {StReady, StWalk} state_e;

  state_e state_q, state_d;
  req_t   req_q;
  logic   rsp_valid_q, rsp_valid_d;
  rsp_t   rsp_q, rsp_d;
  logic   take;
  logic   canonical;
  page_t  walk_page;

  assign req_ready_o = state_q == StReady && !invalidate_valid_i;
  assign take        = req_valid_i && req_ready_o;
  assign canonical   = req_i.va[63:VaWidth] == '0;

  assign lookup_valid_o = (take && canonical && req_i.vmid != '0) || fill_valid_o;
  assign lookup_vmid_o  = state_q == StReady ? req_i.vmid : walk_vmid_o;
  assign lookup_vpn_o   = state_q == StReady ? req_i.va[VaWidth-1:PageBits] : walk_vpn_o;

  assign walk_valid_o = state_q == StWalk;
  assign walk_vmid_o  = req_q.vmid;
  assign walk_vpn_o   = req_q.va[VaWidth-1:PageBits];

  assign fill_valid_o = walk_done_i && walk_reason_i == ReasonNone;
  assign fill_o       = walk_line_i;

  // The page asked for, out of the line that the walk found.
  always_comb begin
    if (walk_line_i.is_large) begin
      walk_page      = walk_line_i.pages[0];
      walk_page.ppn |= vpn_t'(walk_vpn_o[LevelBits-1:0]);
    end else begin
      walk_page = walk_line_i.pages[walk_vpn_o[LineBits-1:0]];
    end
  end

  always_comb begin
    state_d      = state_q;
    rsp_valid_d  = 1'b0;
    rsp_d        = rsp_q;
    count_hit_o  = 1'b0;
    count_miss_o = 1'b0;
    unique case (state_q)
      // Takes a request a cycle for as long as they hit.
      StReady: if (take) begin
        rsp_valid_d = 1'b1;
        if (!canonical) begin
          rsp_d = refuse(ReasonNonCanonical);
        end else if (req_i.vmid == '0) begin
          rsp_d = '{ok: 1'b1, pa: req_i.va[VaWidth-1:0], reason: ReasonNone};
        end else if (hit_i) begin
          rsp_d       = permit(page_i, req_i.write, req_i.va[PageBits-1:0]);
          count_hit_o = 1'b1;
        end else begin
          rsp_valid_d  = 1'b0;
          state_d      = StWalk;
          count_miss_o = 1'b1;
        end
      end
      // Waits for the walker.
      StWalk: if (walk_done_i) begin
        state_d     = StReady;
        rsp_valid_d = 1'b1;
        if (walk_reason_i == ReasonNone) begin
          rsp_d = permit(walk_page, req_q.write, req_q.va[PageBits-1:0]);
        end else begin
          rsp_d = refuse(walk_reason_i);
        end
      end
      default: state_d = StReady;
    endcase
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q     <= StReady;
      req_q       <= '0;
      rsp_valid_q <= 1'b0;
      rsp_q       <= '0;
    end else begin
      state_q     <= state_d;
      rsp_valid_q <= rsp_valid_d;
      rsp_q       <= rsp_d;
      if (take) req_q <= req_i;
    end
  end

  assign idle_o      = state_q == StReady && !rsp_valid_q;
  assign rsp_valid_o = rsp_valid_q;
  assign rsp_o       = rsp_q;
  assign rsp_vmid_o  = req_q.vmid;
  assign rsp_va_o    = req_q.va;

  function automatic rsp_t refuse(reason_t reason);
    return '{ok: 1'b0, pa: '0, reason: reason};
  endfunction

  function automatic rsp_t permit(page_t page, logic write, logic [PageBits-1:0] offset);
    if (!page.valid) return refuse(ReasonNotPresent);
    if (write && !page.write) return refuse(ReasonNoWrite);
    if (!write && !page.read) return refuse(ReasonNoRead);
    return '{ok: 1'b1, pa: {page.ppn, offset}, reason: ReasonNone};
  endfunction

  `ASSERT_KEEPS(HoldsRequest, req_valid_i && !req_ready_o, {req_valid_i, req_i})
  `ASSERT_IF(OkMeansNoReason, rsp_valid_o, rsp_o.ok == (rsp_o.reason == ReasonNone))
  `ASSERT_NEXT(AnswerFollowsHit, take && count_hit_o, rsp_valid_o)
endmodule
