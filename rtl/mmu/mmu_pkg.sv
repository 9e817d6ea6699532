// What a client of the GPU's MMU asks and is told, and the entry format of its page tables.
//
// A virtual address has 48 bits: four 9-bit table indexes (level 3 is the root, level 0 the leaf)
// over a 4 KiB page. VMID 0 is not translated: its addresses are bus addresses.
package mmu_pkg;
  localparam int unsigned VmidWidth = 4;
  localparam int unsigned NumVmids = 1 << VmidWidth;
  localparam int unsigned PasidWidth = 16;
  localparam int unsigned PageBits = 12;
  localparam int unsigned VaWidth = 48;
  localparam int unsigned VpnWidth = VaWidth - PageBits;
  // Entry index bits a level; a table of 512 8-byte entries fills one page.
  localparam int unsigned LevelBits = 9;

  typedef logic [VmidWidth-1:0] vmid_t;
  typedef logic [PasidWidth-1:0] pasid_t;
  typedef logic [VpnWidth-1:0] vpn_t;
  typedef logic [7:0] reason_t;

  // Why a translation was refused. When several hold, the first of this order is told:
  // non-canonical, VMID not valid, bus error, not present, no permission.
  localparam reason_t ReasonNone = abi_pkg::FaultNone;
  localparam reason_t ReasonNotPresent = abi_pkg::FaultNotPresent;
  localparam reason_t ReasonNoRead = abi_pkg::FaultNoRead;
  localparam reason_t ReasonNoWrite = abi_pkg::FaultNoWrite;
  // Bits above the 48th are not zero.
  localparam reason_t ReasonNonCanonical = abi_pkg::FaultNonCanonical;
  // A page table could not be read.
  localparam reason_t ReasonBusError = abi_pkg::FaultBusError;
  localparam reason_t ReasonVmidInvalid = abi_pkg::FaultVmidInvalid;

  // One address to translate.
  typedef struct packed {
    vmid_t       vmid;
    logic [63:0] va;
    // 1: write permission is needed, 0: read permission.
    logic        write;
  } req_t;

  // The answer. `pa` holds only with `ok`, `reason` is ReasonNone exactly with `ok`.
  typedef struct packed {
    logic        ok;
    logic [47:0] pa;
    reason_t     reason;
  } rsp_t;
endpackage
