// Reads the retire port of any Verilated module that has one, in the simulator's own terms.
#ifndef RINGSIDE_TESTBENCH_ISS_RVFI_H_
#define RINGSIDE_TESTBENCH_ISS_RVFI_H_

#include "testbench/iss/iss.h"

namespace ringside {

// `top` has settled and its rvfi_valid or rvfi_ext_debug is 1.
template <typename Top>
Retired ReadRvfi(const Top& top) {
  Retired r;
  r.order = top.rvfi_order;
  r.insn = top.rvfi_insn;
  r.mode = top.rvfi_mode;
  r.pc_rdata = top.rvfi_pc_rdata;
  r.pc_wdata = top.rvfi_pc_wdata;
  r.debug = top.rvfi_ext_debug;
  r.trap = top.rvfi_trap;
  r.intr = top.rvfi_intr;
  r.rs1_addr = top.rvfi_rs1_addr;
  r.rs2_addr = top.rvfi_rs2_addr;
  r.rs1_rdata = top.rvfi_rs1_rdata;
  r.rs2_rdata = top.rvfi_rs2_rdata;
  r.rd_addr = top.rvfi_rd_addr;
  r.rd_wdata = top.rvfi_rd_wdata;
  r.mem_addr = top.rvfi_mem_addr;
  r.mem_rmask = top.rvfi_mem_rmask;
  r.mem_wmask = top.rvfi_mem_wmask;
  r.mem_rdata = top.rvfi_mem_rdata;
  r.mem_wdata = top.rvfi_mem_wdata;
  return r;
}

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_ISS_RVFI_H_
