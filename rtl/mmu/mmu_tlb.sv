// Remembers translations: 16 lines, fully associative, each of four neighbouring 4 KiB pages or
// one 2 MiB page.
//
// A lookup is answered in its cycle. Absent pages are never hits, so making a page present needs
// no invalidation; every other change of a page table does. An invalidation takes one cycle.
`include "rtl/common/assert.svh"

module mmu_tlb
  import mmu_pkg::*;
  import mmu_internal_pkg::*;
#(
  // Lines. Requires: power of two, at least 2. Lookups are compared with all of them at once.
  parameter int unsigned NumLines = 16
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Lookup.
  input  logic        lookup_valid_i,
  input  vmid_t       lookup_vmid_i,
  input  vpn_t        lookup_vpn_i,
  output logic        hit_o,
  // With hit_o: the page's permissions and `ppn` of the 4 KiB page looked up, large or not.
  output page_t       page_o,

  // Fill with what a walk found for the address of this cycle's lookup.
  input  logic        fill_valid_i,
  input  line_t       fill_i,

  // Drop what matches.
  input  logic        invalidate_valid_i,
  input  invalidate_t invalidate_i
);
  localparam int unsigned WayBits = $clog2(NumLines);
  localparam int unsigned LargeBits = LevelBits;
  localparam vpn_t LargeMask = vpn_t'((1 << LargeBits) - 1);
  localparam vpn_t LineMask = vpn_t'((1 << LineBits) - 1);

  typedef logic [WayBits-1:0] way_t;
  // `vpn` is the first page covered: low bits are zero.
  typedef struct packed {
    vmid_t vmid;
    vpn_t  vpn;
  } tag_t;

  logic [NumLines-1:0] valid_q;
  tag_t                tag_q [NumLines];
  line_t               line_q [NumLines];
  // The line that the next new tag replaces: first in, first out.
  way_t                next_q;

  tag_t  key_small, key_large;
  logic  match;
  way_t  match_way;
  logic  match_large;
  page_t match_page;

  assign key_small = '{vmid: lookup_vmid_i, vpn: lookup_vpn_i & ~LineMask};
  assign key_large = '{vmid: lookup_vmid_i, vpn: lookup_vpn_i & ~LargeMask};

  // Compares and reads only for a lookup: idle lines cost no simulation time.
  always_comb begin
    match       = 1'b0;
    match_way   = next_q;
    match_large = 1'b0;
    match_page  = '0;
    if (lookup_valid_i) begin
      for (int unsigned i = 0; i < NumLines; i++) begin
        if (valid_q[i] && tag_q[i] == (line_q[i].is_large ? key_large : key_small)) begin
          match     = 1'b1;
          match_way = way_t'(i);
        end
      end
      match_large = line_q[match_way].is_large;
      if (match_large) match_page = line_q[match_way].pages[0];
      else match_page = line_q[match_way].pages[lookup_vpn_i[LineBits-1:0]];
    end
  end

  assign hit_o = match && match_page.valid;

  always_comb begin
    page_o = match_page;
    if (match_large) page_o.ppn |= lookup_vpn_i & LargeMask;
  end

  // A line whose tag matched but whose page was absent is refilled in place.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= '0;
      next_q  <= '0;
    end else begin
      if (invalidate_valid_i) begin
        for (int unsigned i = 0; i < NumLines; i++) begin
          if (covers(invalidate_i, tag_q[i], line_q[i].is_large)) valid_q[i] <= 1'b0;
        end
      end
      // Last: the line replaced may be one that is invalidated, the new one is not
      // (NeverFillsStale).
      if (fill_valid_i) begin
        valid_q[match_way] <= 1'b1;
        if (!match) next_q <= next_q + 1'b1;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (fill_valid_i) begin
      tag_q[match_way]  <= fill_i.is_large ? key_large : key_small;
      line_q[match_way] <= fill_i;
    end
  end

  // A line goes when any of its pages is in the range.
  function automatic logic covers(invalidate_t invalidate, tag_t tag, logic is_large);
    vpn_t last;
    last = tag.vpn | (is_large ? LargeMask : LineMask);
    return invalidate.vmids[tag.vmid]
        && (!invalidate.range
            || ({1'b0, tag.vpn} < invalidate.last_excl && last >= invalidate.first));
  endfunction

  `ASSERT_INIT(NumLinesIsPowerOfTwo, NumLines >= 2 && (1 << WayBits) == NumLines)
  `ASSERT_IF(FillsOnlyAfterMiss, fill_valid_i, lookup_valid_i && !hit_o)
  `ASSERT_IF(NeverFillsStale,
             fill_valid_i && invalidate_valid_i, !invalidate_i.vmids[lookup_vmid_i])
endmodule
