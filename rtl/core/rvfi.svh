// The retire port's signals as lists for module headers and instances, so that a module which only
// hands them on need not name them.
//
// Ports keep riscv-formal's names; core_rvfi and core_rvfi_csr say what they mean. A list has no
// comma at its end. RVFI_* is the whole port; RVFI_BASE_* leaves out the CSRs, RVFI_CSR_* is them.
`ifndef RINGSIDE_RVFI_SVH
`define RINGSIDE_RVFI_SVH

// ---- Ports, for a module header ----

`define RVFI_BASE_PORTS(direction) \
  direction logic        rvfi_valid, \
  direction logic [63:0] rvfi_order, \
  direction logic [31:0] rvfi_insn, \
  direction logic        rvfi_trap, \
  direction logic        rvfi_halt, \
  direction logic        rvfi_intr, \
  direction logic [1:0]  rvfi_mode, \
  direction logic [1:0]  rvfi_ixl, \
  direction logic [4:0]  rvfi_rs1_addr, \
  direction logic [4:0]  rvfi_rs2_addr, \
  direction logic [31:0] rvfi_rs1_rdata, \
  direction logic [31:0] rvfi_rs2_rdata, \
  direction logic [4:0]  rvfi_rd_addr, \
  direction logic [31:0] rvfi_rd_wdata, \
  direction logic [31:0] rvfi_pc_rdata, \
  direction logic [31:0] rvfi_pc_wdata, \
  direction logic [31:0] rvfi_mem_addr, \
  direction logic [3:0]  rvfi_mem_rmask, \
  direction logic [3:0]  rvfi_mem_wmask, \
  direction logic [31:0] rvfi_mem_rdata, \
  direction logic [31:0] rvfi_mem_wdata, \
  direction logic        rvfi_mem_fault, \
  direction logic [3:0]  rvfi_mem_fault_rmask, \
  direction logic [3:0]  rvfi_mem_fault_wmask, \
  direction logic [31:0] rvfi_ext_mip, \
  direction logic        rvfi_ext_debug

`define RVFI_CSR_PORT(direction, name, bits) \
  direction logic [bits-1:0] rvfi_csr_``name``_rmask, \
  direction logic [bits-1:0] rvfi_csr_``name``_wmask, \
  direction logic [bits-1:0] rvfi_csr_``name``_rdata, \
  direction logic [bits-1:0] rvfi_csr_``name``_wdata

`define RVFI_CSR_PORTS(direction) \
  `RVFI_CSR_PORT(direction, mvendorid, 32), \
  `RVFI_CSR_PORT(direction, marchid, 32), \
  `RVFI_CSR_PORT(direction, mimpid, 32), \
  `RVFI_CSR_PORT(direction, mhartid, 32), \
  `RVFI_CSR_PORT(direction, mconfigptr, 32), \
  `RVFI_CSR_PORT(direction, mstatus, 32), \
  `RVFI_CSR_PORT(direction, mstatush, 32), \
  `RVFI_CSR_PORT(direction, misa, 32), \
  `RVFI_CSR_PORT(direction, mie, 32), \
  `RVFI_CSR_PORT(direction, mtvec, 32), \
  `RVFI_CSR_PORT(direction, mcounteren, 32), \
  `RVFI_CSR_PORT(direction, menvcfg, 32), \
  `RVFI_CSR_PORT(direction, menvcfgh, 32), \
  `RVFI_CSR_PORT(direction, mcountinhibit, 32), \
  `RVFI_CSR_PORT(direction, mscratch, 32), \
  `RVFI_CSR_PORT(direction, mepc, 32), \
  `RVFI_CSR_PORT(direction, mcause, 32), \
  `RVFI_CSR_PORT(direction, mtval, 32), \
  `RVFI_CSR_PORT(direction, mip, 32), \
  `RVFI_CSR_PORT(direction, mcycle, 64), \
  `RVFI_CSR_PORT(direction, minstret, 64), \
  `RVFI_CSR_PORT(direction, pmpcfg0, 32), \
  `RVFI_CSR_PORT(direction, pmpcfg1, 32), \
  `RVFI_CSR_PORT(direction, pmpcfg2, 32), \
  `RVFI_CSR_PORT(direction, pmpcfg3, 32), \
  `RVFI_CSR_PORT(direction, pmpaddr0, 32), \
  `RVFI_CSR_PORT(direction, pmpaddr1, 32), \
  `RVFI_CSR_PORT(direction, pmpaddr2, 32), \
  `RVFI_CSR_PORT(direction, pmpaddr3, 32), \
  `RVFI_CSR_PORT(direction, pmpaddr4, 32), \
  `RVFI_CSR_PORT(direction, pmpaddr5, 32), \
  `RVFI_CSR_PORT(direction, pmpaddr6, 32), \
  `RVFI_CSR_PORT(direction, pmpaddr7, 32), \
  `RVFI_CSR_PORT(direction, pmpaddr8, 32), \
  `RVFI_CSR_PORT(direction, pmpaddr9, 32), \
  `RVFI_CSR_PORT(direction, pmpaddr10, 32), \
  `RVFI_CSR_PORT(direction, pmpaddr11, 32), \
  `RVFI_CSR_PORT(direction, pmpaddr12, 32), \
  `RVFI_CSR_PORT(direction, pmpaddr13, 32), \
  `RVFI_CSR_PORT(direction, pmpaddr14, 32), \
  `RVFI_CSR_PORT(direction, pmpaddr15, 32)

`define RVFI_BASE_OUTPUTS `RVFI_BASE_PORTS(output)
`define RVFI_CSR_OUTPUTS `RVFI_CSR_PORTS(output)
`define RVFI_OUTPUTS `RVFI_BASE_OUTPUTS, `RVFI_CSR_OUTPUTS
`define RVFI_BASE_INPUTS `RVFI_BASE_PORTS(input)
`define RVFI_INPUTS `RVFI_BASE_INPUTS, `RVFI_CSR_PORTS(input)

// ---- Connections to signals of the same names, for an instance ----

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
  .rvfi_mem_fault, \
  .rvfi_mem_fault_rmask, \
  .rvfi_mem_fault_wmask, \
  .rvfi_ext_mip, \
  .rvfi_ext_debug

`define RVFI_CSR_CONNECT_ONE(name) \
  .rvfi_csr_``name``_rmask, \
  .rvfi_csr_``name``_wmask, \
  .rvfi_csr_``name``_rdata, \
  .rvfi_csr_``name``_wdata

`define RVFI_CSR_CONNECT \
  `RVFI_CSR_CONNECT_ONE(mvendorid), \
  `RVFI_CSR_CONNECT_ONE(marchid), \
  `RVFI_CSR_CONNECT_ONE(mimpid), \
  `RVFI_CSR_CONNECT_ONE(mhartid), \
  `RVFI_CSR_CONNECT_ONE(mconfigptr), \
  `RVFI_CSR_CONNECT_ONE(mstatus), \
  `RVFI_CSR_CONNECT_ONE(mstatush), \
  `RVFI_CSR_CONNECT_ONE(misa), \
  `RVFI_CSR_CONNECT_ONE(mie), \
  `RVFI_CSR_CONNECT_ONE(mtvec), \
  `RVFI_CSR_CONNECT_ONE(mcounteren), \
  `RVFI_CSR_CONNECT_ONE(menvcfg), \
  `RVFI_CSR_CONNECT_ONE(menvcfgh), \
  `RVFI_CSR_CONNECT_ONE(mcountinhibit), \
  `RVFI_CSR_CONNECT_ONE(mscratch), \
  `RVFI_CSR_CONNECT_ONE(mepc), \
  `RVFI_CSR_CONNECT_ONE(mcause), \
  `RVFI_CSR_CONNECT_ONE(mtval), \
  `RVFI_CSR_CONNECT_ONE(mip), \
  `RVFI_CSR_CONNECT_ONE(mcycle), \
  `RVFI_CSR_CONNECT_ONE(minstret), \
  `RVFI_CSR_CONNECT_ONE(pmpcfg0), \
  `RVFI_CSR_CONNECT_ONE(pmpcfg1), \
  `RVFI_CSR_CONNECT_ONE(pmpcfg2), \
  `RVFI_CSR_CONNECT_ONE(pmpcfg3), \
  `RVFI_CSR_CONNECT_ONE(pmpaddr0), \
  `RVFI_CSR_CONNECT_ONE(pmpaddr1), \
  `RVFI_CSR_CONNECT_ONE(pmpaddr2), \
  `RVFI_CSR_CONNECT_ONE(pmpaddr3), \
  `RVFI_CSR_CONNECT_ONE(pmpaddr4), \
  `RVFI_CSR_CONNECT_ONE(pmpaddr5), \
  `RVFI_CSR_CONNECT_ONE(pmpaddr6), \
  `RVFI_CSR_CONNECT_ONE(pmpaddr7), \
  `RVFI_CSR_CONNECT_ONE(pmpaddr8), \
  `RVFI_CSR_CONNECT_ONE(pmpaddr9), \
  `RVFI_CSR_CONNECT_ONE(pmpaddr10), \
  `RVFI_CSR_CONNECT_ONE(pmpaddr11), \
  `RVFI_CSR_CONNECT_ONE(pmpaddr12), \
  `RVFI_CSR_CONNECT_ONE(pmpaddr13), \
  `RVFI_CSR_CONNECT_ONE(pmpaddr14), \
  `RVFI_CSR_CONNECT_ONE(pmpaddr15)

`define RVFI_CONNECT `RVFI_BASE_CONNECT, `RVFI_CSR_CONNECT

// ---- Connections to nothing, for an instance whose port, or its CSRs, nobody reads ----

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
  .rvfi_mem_fault(), \
  .rvfi_mem_fault_rmask(), \
  .rvfi_mem_fault_wmask(), \
  .rvfi_ext_mip(), \
  .rvfi_ext_debug()

`define RVFI_CSR_OPEN_ONE(name) \
  .rvfi_csr_``name``_rmask(), \
  .rvfi_csr_``name``_wmask(), \
  .rvfi_csr_``name``_rdata(), \
  .rvfi_csr_``name``_wdata()

`define RVFI_CSR_OPEN \
  `RVFI_CSR_OPEN_ONE(mvendorid), \
  `RVFI_CSR_OPEN_ONE(marchid), \
  `RVFI_CSR_OPEN_ONE(mimpid), \
  `RVFI_CSR_OPEN_ONE(mhartid), \
  `RVFI_CSR_OPEN_ONE(mconfigptr), \
  `RVFI_CSR_OPEN_ONE(mstatus), \
  `RVFI_CSR_OPEN_ONE(mstatush), \
  `RVFI_CSR_OPEN_ONE(misa), \
  `RVFI_CSR_OPEN_ONE(mie), \
  `RVFI_CSR_OPEN_ONE(mtvec), \
  `RVFI_CSR_OPEN_ONE(mcounteren), \
  `RVFI_CSR_OPEN_ONE(menvcfg), \
  `RVFI_CSR_OPEN_ONE(menvcfgh), \
  `RVFI_CSR_OPEN_ONE(mcountinhibit), \
  `RVFI_CSR_OPEN_ONE(mscratch), \
  `RVFI_CSR_OPEN_ONE(mepc), \
  `RVFI_CSR_OPEN_ONE(mcause), \
  `RVFI_CSR_OPEN_ONE(mtval), \
  `RVFI_CSR_OPEN_ONE(mip), \
  `RVFI_CSR_OPEN_ONE(mcycle), \
  `RVFI_CSR_OPEN_ONE(minstret), \
  `RVFI_CSR_OPEN_ONE(pmpcfg0), \
  `RVFI_CSR_OPEN_ONE(pmpcfg1), \
  `RVFI_CSR_OPEN_ONE(pmpcfg2), \
  `RVFI_CSR_OPEN_ONE(pmpcfg3), \
  `RVFI_CSR_OPEN_ONE(pmpaddr0), \
  `RVFI_CSR_OPEN_ONE(pmpaddr1), \
  `RVFI_CSR_OPEN_ONE(pmpaddr2), \
  `RVFI_CSR_OPEN_ONE(pmpaddr3), \
  `RVFI_CSR_OPEN_ONE(pmpaddr4), \
  `RVFI_CSR_OPEN_ONE(pmpaddr5), \
  `RVFI_CSR_OPEN_ONE(pmpaddr6), \
  `RVFI_CSR_OPEN_ONE(pmpaddr7), \
  `RVFI_CSR_OPEN_ONE(pmpaddr8), \
  `RVFI_CSR_OPEN_ONE(pmpaddr9), \
  `RVFI_CSR_OPEN_ONE(pmpaddr10), \
  `RVFI_CSR_OPEN_ONE(pmpaddr11), \
  `RVFI_CSR_OPEN_ONE(pmpaddr12), \
  `RVFI_CSR_OPEN_ONE(pmpaddr13), \
  `RVFI_CSR_OPEN_ONE(pmpaddr14), \
  `RVFI_CSR_OPEN_ONE(pmpaddr15)

`define RVFI_OPEN `RVFI_BASE_OPEN, `RVFI_CSR_OPEN

`endif
