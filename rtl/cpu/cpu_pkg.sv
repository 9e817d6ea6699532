// The firmware core's 32-bit address map.
//
// What is not listed here answers a load, store or fetch with an access fault.
package cpu_pkg;
  localparam int unsigned TcmBytesLog2 = 16;

  // Instruction memory at 0: only fetches reach it, and a debugger's loads. Data memory: only loads and
  // stores.
  localparam logic [15:0] ItcmBase = 16'h0000;
  localparam logic [15:0] DtcmBase = 16'h1000;
  // Register blocks, 64 KiB, only whole words.
  localparam logic [15:0] RegBase = 16'h4000;
  // Upper half of the map: bus address 0 to 2 GiB - 1.

  // Which part of the machine an address belongs to.
  typedef enum logic [2:0] {
    RegionNone,
    RegionItcm,
    RegionDtcm,
    RegionRegs,
    RegionWindow
  } region_e;
endpackage
