// The ports that all instruction models share.
//
// `insn_i` is in 32 bits, expanded if it was compressed; `behind_i` is the address that follows it.
// `mem_rdata_i` is what memory holds at the model's own `mem_addr`, bytes counted from there.
`ifndef RINGSIDE_SPEC_SVH
`define RINGSIDE_SPEC_SVH

`define SPEC_PORTS \
  input  logic [31:0]     insn_i, \
  input  logic [31:0]     pc_i, \
  input  logic [31:0]     behind_i, \
  input  logic [31:0]     rs1_i, \
  input  logic [31:0]     rs2_i, \
  input  logic [31:0]     mem_rdata_i, \
  output spec_pkg::spec_t spec_o

`define SPEC_CONNECT \
  .insn_i, \
  .pc_i, \
  .behind_i, \
  .rs1_i, \
  .rs2_i, \
  .mem_rdata_i

`endif
