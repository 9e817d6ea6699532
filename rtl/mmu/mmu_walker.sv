// Reads the page tables for one address and says what it found.
//
// A walk reads one beat a level, each after the answer of the one before: four, or one when the
// walk cache knows the leaf table. An invalidation of the walk's VMID makes it start over from the
// root once the read in flight has come back, so no answer is older than that.
`include "rtl/common/assert.svh"

module mmu_walker
  import mmu_pkg::*;
  import mmu_internal_pkg::*;
(
  input  logic            clk_i,
  input  logic            rst_ni,

  // The walk wanted; held until `done_o`.
  input  logic            walk_valid_i,
  input  vmid_t           walk_vmid_i,
  input  vpn_t            walk_vpn_i,
  // Its result, for one cycle: `line_o` holds when `reason_o` is ReasonNone.
  output logic            done_o,
  output reason_t         reason_o,
  output line_t           line_o,

  // The context of `walk_vmid_i`.
  input  context_t        context_i,

  // Walk cache: the leaf table for this walk, asked with `start_o`; and one to remember.
  input  logic            leaf_known_i,
  input  vpn_t            leaf_table_i,
  output logic            leaf_found_o,
  output vpn_t            leaf_table_o,

  // Invalidations; `stale_o` while a read begun before one is still in flight.
  input  logic            invalidate_valid_i,
  input  invalidate_t     invalidate_i,
  output logic            stale_o,

  // A walk starts, or starts over.
  output logic            start_o,

  // The walk moves on with the edge that ends this cycle, whatever memory says.
  output logic            clk_req_o,

  // Memory bus; only reads.
  output axi_pkg::req_t   axi_req_o,
  input  axi_pkg::rsp_t   axi_rsp_i
);
  typedef enum logic [1:0] {StIdle, StAddr, StData} state_e;

  state_e     state_q, state_d;
  logic [1:0] level_q, level_d;
  vpn_t       table_q, table_d;
  logic       stale_q, stale_d;

  logic [LevelBits-1:0] index;
  entry_t [LinePages-1:0] beat;
  entry_t     entry;
  logic       hit_by_invalidate;

  assign index = walk_vpn_i[level_q*LevelBits +: LevelBits];
  assign beat  = axi_rsp_i.r.data;
  assign entry = beat[index[LineBits-1:0]];
  // The range is not compared: a change of an upper table may have hit this walk too.
  assign hit_by_invalidate = invalidate_valid_i && invalidate_i.vmids[walk_vmid_i];
  assign stale_o      = stale_q;
  assign clk_req_o    = state_q == StAddr || (state_q == StIdle && walk_valid_i);
  assign leaf_table_o = entry[VaWidth-1:PageBits];

  always_comb begin
    state_d  = state_q;
    level_d  = level_q;
    table_d  = table_q;
    stale_d  = stale_q;
    done_o   = 1'b0;
    reason_o = ReasonNone;
    start_o  = 1'b0;
    leaf_found_o = 1'b0;
    unique case (state_q)
      // Waits for a walk; not in the cycle of an invalidation, in which the walk cache may still
      // be wrong.
      StIdle: if (walk_valid_i && !invalidate_valid_i) begin
        if (context_i.valid) begin
          state_d = StAddr;
          level_d = leaf_known_i ? '0 : RootLevel;
          table_d = leaf_known_i ? leaf_table_i : context_i.root;
          start_o = 1'b1;
        end else begin
          done_o   = 1'b1;
          reason_o = ReasonVmidInvalid;
        end
      end
      // Waits for the bus to take the read of this level's entry.
      StAddr: begin
        if (axi_rsp_i.ar_ready) state_d = StData;
        if (hit_by_invalidate) stale_d = 1'b1;
      end
      // Waits for the entry.
      StData: begin
        if (hit_by_invalidate) stale_d = 1'b1;
        if (axi_rsp_i.r_valid) begin
          state_d = StIdle;
          if (stale_d) begin
            stale_d = 1'b0;
          end else if (axi_rsp_i.r.resp != axi_pkg::RespOkay) begin
            done_o   = 1'b1;
            reason_o = ReasonBusError;
          end else if (!entry_present(entry)) begin
            done_o   = 1'b1;
            reason_o = ReasonNotPresent;
          end else if (level_q == '0) begin
            done_o   = 1'b1;
          end else if (entry[abi_pkg::PtePdeIsPte]) begin
            done_o   = 1'b1;
            if (level_q != LargeLevel) reason_o = ReasonNotPresent;
          end else begin
            state_d = StAddr;
            level_d = level_q - 1'b1;
            table_d = leaf_table_o;
            leaf_found_o = level_q == LargeLevel;
          end
        end
      end
      default: state_d = StIdle;
    endcase
  end

  always_comb begin
    line_o       = '0;
    line_o.is_large = level_q == LargeLevel;
    if (done_o) begin
      if (line_o.is_large) begin
        line_o.pages[0] = page_of_entry(entry);
        // A large page is aligned to its size.
        line_o.pages[0].ppn[LevelBits-1:0] = '0;
      end else begin
        for (int unsigned i = 0; i < LinePages; i++) line_o.pages[i] = page_of_entry(beat[i]);
      end
    end
  end

  always_comb begin
    axi_req_o          = '0;
    axi_req_o.ar_valid = state_q == StAddr;
    // The beat that holds the entry.
    axi_req_o.ar.addr  = {table_q, index[LevelBits-1:LineBits], {(3 + LineBits){1'b0}}};
    axi_req_o.r_ready  = state_q == StData;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q <= StIdle;
      level_q <= '0;
      table_q <= '0;
      stale_q <= 1'b0;
    end else begin
      state_q <= state_d;
      level_q <= level_d;
      table_q <= table_d;
      stale_q <= stale_d;
    end
  end

  // Ids and the write channels are not used: one read is in flight at most.
  logic unused_axi;
  assign unused_axi = ^{axi_rsp_i.r.id, axi_rsp_i.aw_ready, axi_rsp_i.w_ready, axi_rsp_i.b_valid,
                        axi_rsp_i.b, invalidate_i.range, invalidate_i.first, invalidate_i.last_excl,
                        context_i.pasid};

  `ASSERT_IF(AnswersOnlyWhatWasRead, axi_rsp_i.r_valid, state_q == StData)
  `ASSERT_IF(AnswersOneBeat, axi_rsp_i.r_valid, axi_rsp_i.r.last)
  `ASSERT_KEEPS(WalkIsHeld, walk_valid_i && !done_o, {walk_valid_i, walk_vpn_i})
  `ASSERT_IF(NoAnswerOlderThanInvalidation, done_o && reason_o == ReasonNone, !hit_by_invalidate)
endmodule
