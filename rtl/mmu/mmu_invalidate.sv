// Carries out invalidations: finds the VMIDs meant, drops their translations, and tells when that
// is done.
//
// A request acts on TLB and walker in the cycle after its write; it is done once no read of a page
// table begun before it is in flight. Requests may be written while others are busy: all are done
// when the last is. A write to a context drops that VMID's translations too, uncounted.
`include "rtl/common/assert.svh"

module mmu_invalidate
  import mmu_pkg::*;
  import mmu_internal_pkg::*;
(
  input  logic                clk_i,
  input  logic                rst_ni,

  // From registers; at most one of the two in a cycle.
  input  logic                request_valid_i,
  input  invalidate_request_t request_i,
  input  logic                context_write_i,
  input  vmid_t               context_vmid_i,

  // To registers: requests seen, and the low bits of how many are done.
  output logic [31:0]         count_o,
  output logic [15:0]         done_count_o,
  output logic                busy_o,

  // VMIDs of a PASID, asked of the contexts.
  output logic                match_valid_o,
  output pasid_t              match_pasid_o,
  input  logic [NumVmids-1:0] match_vmids_i,

  // To TLB, walker and client port.
  output logic                invalidate_valid_o,
  output invalidate_t         invalidate_o,
  // From the walker: a read begun before the last invalidation is in flight.
  input  logic                stale_i
);
  logic        valid_q;
  invalidate_t invalidate_q, invalidate_d;
  logic [31:0] count_q;
  logic [15:0] done_count_q;

  assign match_valid_o = request_valid_i && request_i.by_pasid;
  assign match_pasid_o = request_i.target;

  always_comb begin
    invalidate_d = invalidate_q;
    if (context_write_i) begin
      invalidate_d.vmids = NumVmids'(1) << context_vmid_i;
      invalidate_d.range = 1'b0;
    end else if (request_valid_i) begin
      if (request_i.all) invalidate_d.vmids = '1;
      else if (request_i.by_pasid) invalidate_d.vmids = match_vmids_i;
      else invalidate_d.vmids = NumVmids'(1) << request_i.target[VmidWidth-1:0];
      invalidate_d.range     = request_i.range;
      invalidate_d.first     = request_i.first;
      invalidate_d.last_excl = {1'b0, request_i.first} + (VpnWidth + 1)'(request_i.pages);
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q      <= 1'b0;
      invalidate_q <= '0;
      count_q      <= '0;
      done_count_q <= '0;
    end else begin
      valid_q      <= request_valid_i || context_write_i;
      invalidate_q <= invalidate_d;
      if (request_valid_i) count_q <= count_q + 1'b1;
      if (!valid_q && !stale_i) done_count_q <= count_q[15:0];
    end
  end

  assign invalidate_valid_o = valid_q;
  assign invalidate_o       = invalidate_q;
  assign count_o            = count_q;
  assign done_count_o       = done_count_q;
  assign busy_o             = done_count_q != count_q[15:0];

  `ASSERT_NOW(OneSourceAtATime, !(request_valid_i && context_write_i))
  `ASSERT_KEEPS(NotDoneWhileStale, stale_i, done_count_o)
endmodule
