// What the parts of the MMU hand each other: contexts, page-table entries and invalidations.
//
// Nothing outside rtl/mmu uses this package. One memory beat holds four page-table entries, so the
// TLB keeps and fills lines of four neighbouring pages at the price of one read.
package mmu_internal_pkg;
  import mmu_pkg::*;

  // Pages a TLB line, and entries a memory beat.
  localparam int unsigned LinePages = axi_pkg::DataBytes / 8;
  localparam int unsigned LineBits = $clog2(LinePages);

  // The root table is read with the index of this level, the leaf with that of level 0.
  localparam logic [1:0] RootLevel = 2'd3;
  // An entry of this level with PDE_IS_PTE maps a 2 MiB page.
  localparam logic [1:0] LargeLevel = 2'd1;

  typedef logic [63:0] entry_t;

  // One VMID's address space.
  typedef struct packed {
    logic   valid;
    pasid_t pasid;
    // Bus page of the root table.
    vpn_t   root;
  } context_t;

  // What the TLB remembers of one page.
  typedef struct packed {
    logic valid;
    logic read;
    logic write;
    // Bus page; of a large page, its first.
    vpn_t ppn;
  } page_t;

  // What a walk found: the beat's four pages, or one large page in pages[0].
  typedef struct packed {
    logic                  is_large;
    page_t [LinePages-1:0] pages;
  } line_t;

  // INV_REQ as it was written, with the range registers of that moment.
  typedef struct packed {
    logic        by_pasid;
    logic        all;
    logic        range;
    // PASID, or VMID in the low bits.
    pasid_t      target;
    vpn_t        first;
    logic [31:0] pages;
  } invalidate_request_t;

  // Translations to drop. `last_excl` is one past the range's last page and may be 2^36.
  typedef struct packed {
    logic [NumVmids-1:0] vmids;
    // 0: all pages of the VMIDs.
    logic                range;
    vpn_t                first;
    logic [VpnWidth:0]   last_excl;
  } invalidate_t;

  // A sparse (PRT) entry counts as absent, whatever its valid bit says.
  function automatic logic entry_present(entry_t entry);
    return entry[abi_pkg::PteValid] && !entry[abi_pkg::PtePrt];
  endfunction

  function automatic page_t page_of_entry(entry_t entry);
    page_t page;
    page.valid = entry_present(entry);
    page.read  = entry[abi_pkg::PteReadable];
    page.write = entry[abi_pkg::PteWriteable];
    page.ppn   = entry[VaWidth-1:PageBits];
    return page;
  endfunction
endpackage
