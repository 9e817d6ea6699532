// What a producer says in an interrupt entry; the IH block adds time and PASID.
//
// The layout in memory is `struct rs_ih_entry` of uapi/interrupt.h, and so are the sources and
// their data.
package ih_pkg;
  typedef struct packed {
    // Dword 0 of the entry in memory.
    logic [3:0]       vmid;
    logic [7:0]       ring;
    logic [7:0]       source;
    logic [7:0]       client;
    // src_data[n] is dword 4 + n of the entry in memory.
    logic [3:0][31:0] src_data;
  } entry_t;

  // An entry as it lies in memory, dword 7 first.
  typedef struct packed {
    logic [3:0][31:0] src_data;
    logic [15:0]      reserved3;
    logic [15:0]      pasid;
    logic [15:0]      reserved2;
    logic [47:0]      timestamp;
    logic [3:0]       reserved0;
    logic [3:0]       vmid;
    logic [7:0]       ring;
    logic [7:0]       source;
    logic [7:0]       client;
  } memory_entry_t;

  localparam int unsigned EntryBytes = 32;
endpackage
