// Remembers where the leaf tables of recently walked 2 MiB regions lie, so that a walk there is
// one read, not four.
//
// Only valid entries are remembered, so giving a region its first leaf table needs no
// invalidation. An invalidation drops all of its VMIDs' regions, whatever its range.
`include "rtl/common/assert.svh"

module mmu_walk_cache
  import mmu_pkg::*;
  import mmu_internal_pkg::*;
#(
  // Regions. Requires: power of two, at least 2. A copy uses two: where it reads and where it
  // writes.
  parameter int unsigned NumRegions = 4
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Lookup; answered in its cycle.
  input  logic        lookup_valid_i,
  input  vmid_t       vmid_i,
  input  vpn_t        vpn_i,
  output logic        hit_o,
  output vpn_t        table_o,

  // The walk of `vmid_i`, `vpn_i` found this leaf table.
  input  logic        fill_valid_i,
  input  vpn_t        fill_table_i,

  // Drop what matches.
  input  logic        invalidate_valid_i,
  input  invalidate_t invalidate_i
);
  localparam int unsigned WayBits = $clog2(NumRegions);

  typedef logic [WayBits-1:0] way_t;
  typedef struct packed {
    vmid_t                       vmid;
    logic [VpnWidth-1:LevelBits] region;
  } tag_t;

  logic [NumRegions-1:0] valid_q;
  tag_t                  tag_q [NumRegions];
  vpn_t                  table_q [NumRegions];
  // The region that the next one replaces: first in, first out.
  way_t                  next_q;

  tag_t key;
  assign key = '{vmid: vmid_i, region: vpn_i[VpnWidth-1:LevelBits]};

  always_comb begin
    hit_o   = 1'b0;
    table_o = '0;
    if (lookup_valid_i) begin
      for (int unsigned i = 0; i < NumRegions; i++) begin
        if (valid_q[i] && tag_q[i] == key) begin
          hit_o   = 1'b1;
          table_o = table_q[i];
        end
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= '0;
      next_q  <= '0;
    end else begin
      if (invalidate_valid_i) begin
        for (int unsigned i = 0; i < NumRegions; i++) begin
          if (invalidate_i.vmids[tag_q[i].vmid]) valid_q[i] <= 1'b0;
        end
      end
      // Last: the region replaced may be one that is invalidated, the new one is not.
      if (fill_valid_i) begin
        valid_q[next_q] <= 1'b1;
        next_q          <= next_q + 1'b1;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (fill_valid_i) begin
      tag_q[next_q]   <= key;
      table_q[next_q] <= fill_table_i;
    end
  end

  // What stands in the page is read again at each walk; only the table's place is kept.
  logic unused;
  assign unused = ^{vpn_i[LevelBits-1:0], invalidate_i.range, invalidate_i.first,
                    invalidate_i.last_excl};

  `ASSERT_INIT(NumRegionsIsPowerOfTwo, NumRegions >= 2 && (1 << WayBits) == NumRegions)
  `ASSERT_IF(NeverFillsStale, fill_valid_i && invalidate_valid_i, !invalidate_i.vmids[vmid_i])
endmodule
