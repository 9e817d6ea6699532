// What the instruction models answer: everything that a retired instruction of theirs must show.
//
// The models are written from the specification's text, without the core's decoder in mind; nothing
// here is used by the core.
package spec_pkg;
  typedef struct packed {
    // The model knows this instruction; all else is undefined if it does not.
    logic        valid;
    // Its address is not a multiple of its size: it must trap.
    logic        misaligned;
    // Registers; 0 for those that it does not use.
    logic [4:0]  rs1;
    logic [4:0]  rs2;
    logic [4:0]  rd;
    // What it writes into rd, whether or not rd is 0.
    logic [31:0] rd_wdata;
    // The next instruction's address.
    logic [31:0] pc_wdata;
    // Its access to memory: byte address, bytes counted from there.
    logic [31:0] mem_addr;
    logic [3:0]  mem_rmask;
    logic [3:0]  mem_wmask;
    logic [31:0] mem_wdata;
  } spec_t;
endpackage
