// The retire port's signals as lists for module headers and instances, so that a module which only
// hands them on need not name them.
//
// Ports keep riscv-formal's names. A list has no comma at its end. RVFI_* is the whole port;
// RVFI_BASE_* leaves out what only a checker of CSRs asks for.
`ifndef RINGSIDE_RVFI_SVH
`define RINGSIDE_RVFI_SVH

// Output ports, for a module header.
`define RVFI_BASE_OUTPUTS \
  output logic        rvfi_valid, \
  output logic [63:0] rvfi_order, \
  output logic [31:0] rvfi_insn, \
  output logic        rvfi_trap, \
  output logic        rvfi_halt, \
  output logic        rvfi_intr, \
  output logic [1:0]  rvfi_mode, \
  output logic [1:0]  rvfi_ixl, \
  output logic [4:0]  rvfi_rs1_addr, \
  output logic [4:0]  rvfi_rs2_addr, \
  output logic [31:0] rvfi_rs1_rdata, \
  output logic [31:0] rvfi_rs2_rdata, \
  output logic [4:0]  rvfi_rd_addr, \
  output logic [31:0] rvfi_rd_wdata, \
  output logic [31:0] rvfi_pc_rdata, \
  output logic [31:0] rvfi_pc_wdata, \
  output logic [31:0] rvfi_mem_addr, \
  output logic [3:0]  rvfi_mem_rmask, \
  output logic [3:0]  rvfi_mem_wmask, \
  output logic [31:0] rvfi_mem_rdata, \
  output logic [31:0] rvfi_mem_wdata, \
  /* Ours: mip when the interrupt before this instruction was taken; 0 if none was. */ \
  output logic [31:0] rvfi_ext_mip

// Connections to signals of the same names, for an instance.
`define RVFI_BASE_CONNECT \
  .rvfi_valid, \
  .rvfi_order, \
  .rvfi_insn, \
  .rvfi_trap, \
  .rvfi_halt, \
  .rvfi_intr, \
  .rvfi_mode, \
  .rvfi_ixl, \
  .rvfi_rs1_addr, \
  .rvfi_rs2_addr, \
  .rvfi_rs1_rdata, \
  .rvfi_rs2_rdata, \
  .rvfi_rd_addr, \
  .rvfi_rd_wdata, \
  .rvfi_pc_rdata, \
  .rvfi_pc_wdata, \
  .rvfi_mem_addr, \
  .rvfi_mem_rmask, \
  .rvfi_mem_wmask, \
  .rvfi_mem_rdata, \
  .rvfi_mem_wdata, \
  .rvfi_ext_mip

// Connections to nothing, for an instance whose retire port nobody reads.
`define RVFI_BASE_OPEN \
  .rvfi_valid(), \
  .rvfi_order(), \
  .rvfi_insn(), \
  .rvfi_trap(), \
  .rvfi_halt(), \
  .rvfi_intr(), \
  .rvfi_mode(), \
  .rvfi_ixl(), \
  .rvfi_rs1_addr(), \
  .rvfi_rs2_addr(), \
  .rvfi_rs1_rdata(), \
  .rvfi_rs2_rdata(), \
  .rvfi_rd_addr(), \
  .rvfi_rd_wdata(), \
  .rvfi_pc_rdata(), \
  .rvfi_pc_wdata(), \
  .rvfi_mem_addr(), \
  .rvfi_mem_rmask(), \
  .rvfi_mem_wmask(), \
  .rvfi_mem_rdata(), \
  .rvfi_mem_wdata(), \
  .rvfi_ext_mip()

`define RVFI_OUTPUTS `RVFI_BASE_OUTPUTS
`define RVFI_CONNECT `RVFI_BASE_CONNECT
`define RVFI_OPEN `RVFI_BASE_OPEN

`endif
