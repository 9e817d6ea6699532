// Runs the firmware core in lock-step with the instruction-set simulator: tells it what the host
// writes to the core's memories, when the core is reset and every instruction that retires. Bound to
// `cpu`.
//
// A difference stops the run, as a false assertion does. Silent when the machine runs with
// +no_lockstep.
`include "rtl/core/rvfi.svh"

module lockstep_watch (
  input logic        clk_i,
  input logic        rst_ni,
  // The core alone; low while the host has stopped it.
  input logic        core_rst_ni,

  // The host's accesses to the core's memories, byte addresses.
  input logic        tcm_valid_i,
  input logic        tcm_write_i,
  input logic        tcm_dtcm_i,
  input logic [15:0] tcm_addr_i,
  input logic [31:0] tcm_wdata_i,

  `RVFI_BASE_INPUTS
);
  import "DPI-C" function void rs_lockstep_write(int unsigned dtcm, int unsigned addr,
                                                 int unsigned value);
  import "DPI-C" function void rs_lockstep_reset();
  // 1 if the simulator did the same. `flags`: debug, mode, intr, trap. Small fields come as one word each.
  import "DPI-C" function int rs_lockstep_retire(
      longint unsigned order, int unsigned insn, int unsigned flags,
      int unsigned pc_rdata, int unsigned pc_wdata,
      int unsigned rs1_addr, int unsigned rs2_addr,
      int unsigned rs1_rdata, int unsigned rs2_rdata,
      int unsigned rd_addr, int unsigned rd_wdata,
      int unsigned mem_addr, int unsigned mem_rmask, int unsigned mem_wmask,
      int unsigned mem_rdata, int unsigned mem_wdata, int unsigned mip);

  logic enabled;
  initial enabled = $test$plusargs("no_lockstep") == 0;

  logic core_rst_nq;
  always_ff @(posedge clk_i) begin
    core_rst_nq <= core_rst_ni;
    if (enabled && core_rst_nq && !core_rst_ni) rs_lockstep_reset();
    if (enabled && tcm_valid_i && tcm_write_i) begin
      rs_lockstep_write(32'(tcm_dtcm_i), 32'(tcm_addr_i), tcm_wdata_i);
    end
    if (rst_ni && enabled && (rvfi_valid || rvfi_ext_debug)) begin
      if (rs_lockstep_retire(
          rvfi_order, rvfi_insn, {27'd0, rvfi_ext_debug, rvfi_mode, rvfi_intr, rvfi_trap},
          rvfi_pc_rdata, rvfi_pc_wdata, 32'(rvfi_rs1_addr), 32'(rvfi_rs2_addr),
          rvfi_rs1_rdata, rvfi_rs2_rdata, 32'(rvfi_rd_addr), rvfi_rd_wdata,
          rvfi_mem_addr, 32'(rvfi_mem_rmask), 32'(rvfi_mem_wmask), rvfi_mem_rdata,
          rvfi_mem_wdata, rvfi_ext_mip) == 0) begin
        $fatal(1, "%m: the core and the instruction-set simulator differ");
      end
    end
  end

  // The simulator has one width and never halts; a fault is a trap to it.
  logic unused_rvfi;
  assign unused_rvfi = ^{rvfi_halt, rvfi_ixl, rvfi_mem_fault, rvfi_mem_fault_rmask,
                         rvfi_mem_fault_wmask};
endmodule
