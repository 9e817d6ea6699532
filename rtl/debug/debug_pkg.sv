// What passes between the debug module and the hart that it debugs.
//
// While the hart is in debug mode, the debug module is its instruction memory: it executes what it
// is given from address 0 and waits there when it is given nothing.
package debug_pkg;
  // To the hart.
  typedef struct packed {
    // Level: enter debug mode before the next instruction.
    logic        halt;
    // Level: enter it before the first instruction after reset.
    logic        reset_halt;
    // The 32 bits that were asked for last; not valid: wait.
    logic        insn_valid;
    logic [31:0] insn;
    // What the CSR `data0` reads.
    logic [31:0] data0;
  } to_hart_t;

  // From the hart. Everything but `halted` is a pulse, and comes in debug mode only.
  typedef struct packed {
    // It is in debug mode.
    logic        halted;
    // It asks for 32 bits of its program at an even address: bits 5:1 of that.
    logic        fetch;
    logic [4:0]  fetch_half;
    // The program is over, by EBREAK or by an exception; the hart starts again at address 0.
    logic        done;
    logic        exception;
    // It writes the CSR `data0`.
    logic        data0_write;
    logic [31:0] data0_wdata;
  } from_hart_t;

  // The CSR by which a program reaches data0; it exists in debug mode only.
  localparam logic [11:0] CsrData0 = 12'h7c0;

  // Causes of entering debug mode (debug specification 0.13.2, 4.8.1, dcsr.cause).
  localparam logic [2:0] CauseEbreak = 3'd1;
  localparam logic [2:0] CauseTrigger = 3'd2;
  localparam logic [2:0] CauseHaltRequest = 3'd3;
  localparam logic [2:0] CauseStep = 3'd4;
  localparam logic [2:0] CauseResetHalt = 3'd5;
endpackage
