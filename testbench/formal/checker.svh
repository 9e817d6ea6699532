// The ports that all checkers share, and how a property is written.
//
// A checker watches the core's ports and its retire port; it may assume and prove, but drives
// nothing. PROVE and ASSUME stand at the end of a module: outside reset, whenever `when` holds,
// `expr` does. Their names are UpperCamelCase; a counterexample is reported by them.
`ifndef RINGSIDE_FORMAL_CHECKER_SVH
`define RINGSIDE_FORMAL_CHECKER_SVH

// Both memory ports as in `core`; `_waiting_i` and `_for_i`: a request is under way, and which.
`define CHECKER_PORTS \
  input logic              clk_i, \
  input logic              rst_ni, \
  input logic              imem_valid_i, \
  input logic [31:0]       imem_addr_i, \
  input logic              imem_rvalid_i, \
  input logic [31:0]       imem_rdata_i, \
  input logic [1:0]        imem_error_i, \
  input logic              imem_waiting_i, \
  input logic [31:0]       imem_for_i, \
  input logic              dmem_valid_i, \
  input core_pkg::mem_op_e dmem_op_i, \
  input logic [31:0]       dmem_addr_i, \
  input logic [3:0]        dmem_be_i, \
  input logic [31:0]       dmem_wdata_i, \
  input logic              dmem_rvalid_i, \
  input logic [31:0]       dmem_rdata_i, \
  input logic              dmem_error_i, \
  input logic              dmem_waiting_i, \
  input logic [31:0]       dmem_for_i, \
  input core_pkg::mem_op_e dmem_for_op_i, \
  input logic              sleep_i, \
  `RVFI_INPUTS

`define PROVE(name, when, expr) \
  logic name; \
  assign name = !rst_ni || !(when) || (expr); \
  always_comb assert (name);
`define ASSUME(name, when, expr) \
  logic name; \
  assign name = !rst_ni || !(when) || (expr); \
  always_comb assume (name);

`endif
