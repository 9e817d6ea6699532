// The register bus: 32-bit aligned accesses, answered in the cycle they are made.
//
// `valid` is high for exactly one cycle an access, so a read may have a side effect (a pop). A block answers
// combinationally; an address it does not know, or a write by the wrong side, answers `error` and changes nothing.
package regbus_pkg;
  // Every block owns 4 KiB.
  localparam int unsigned BlockAddrWidth = 12;

  typedef struct packed {
    logic                      valid;
    logic                      write;
    // 1: the host drives this access, 0: the firmware core does.
    logic                      from_host;
    logic [BlockAddrWidth-1:0] addr;
    logic [31:0]               wdata;
  } req_t;

  typedef struct packed {
    logic [31:0] rdata;
    logic        error;
  } rsp_t;
endpackage
