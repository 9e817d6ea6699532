// Reports every retired instruction whole, for lock-step with the instruction-set simulator. Bound
// to `cpu`.
//
// Silent unless the machine runs with +watch_retire: a report an instruction would slow every run.
module retire_watch (
  input logic        clk_i,
  input logic        rst_ni,
  input logic        rvfi_valid_i,
  input logic [63:0] rvfi_order_i,
  input logic [31:0] rvfi_insn_i,
  input logic        rvfi_trap_i,
  input logic        rvfi_intr_i,
  input logic [31:0] rvfi_pc_rdata_i,
  input logic [31:0] rvfi_pc_wdata_i,
  input logic [4:0]  rvfi_rs1_addr_i,
  input logic [4:0]  rvfi_rs2_addr_i,
  input logic [31:0] rvfi_rs1_rdata_i,
  input logic [31:0] rvfi_rs2_rdata_i,
  input logic [4:0]  rvfi_rd_addr_i,
  input logic [31:0] rvfi_rd_wdata_i,
  input logic [31:0] rvfi_mem_addr_i,
  input logic [3:0]  rvfi_mem_rmask_i,
  input logic [3:0]  rvfi_mem_wmask_i,
  input logic [31:0] rvfi_mem_rdata_i,
  input logic [31:0] rvfi_mem_wdata_i,
  input logic [31:0] rvfi_ext_mip_i
);
  // `flags`: trap, intr. Small fields come as one word each.
  import "DPI-C" function void rs_watch_retire(
      longint unsigned order, int unsigned insn, int unsigned flags,
      int unsigned pc_rdata, int unsigned pc_wdata,
      int unsigned rs1_addr, int unsigned rs2_addr,
      int unsigned rs1_rdata, int unsigned rs2_rdata,
      int unsigned rd_addr, int unsigned rd_wdata,
      int unsigned mem_addr, int unsigned mem_rmask, int unsigned mem_wmask,
      int unsigned mem_rdata, int unsigned mem_wdata, int unsigned mip);

  logic enabled;
  initial enabled = $test$plusargs("watch_retire") != 0;

  always_ff @(posedge clk_i) begin
    if (rst_ni && enabled && rvfi_valid_i) begin
      rs_watch_retire(rvfi_order_i, rvfi_insn_i, {30'd0, rvfi_intr_i, rvfi_trap_i},
                      rvfi_pc_rdata_i, rvfi_pc_wdata_i,
                      32'(rvfi_rs1_addr_i), 32'(rvfi_rs2_addr_i),
                      rvfi_rs1_rdata_i, rvfi_rs2_rdata_i,
                      32'(rvfi_rd_addr_i), rvfi_rd_wdata_i,
                      rvfi_mem_addr_i, 32'(rvfi_mem_rmask_i), 32'(rvfi_mem_wmask_i),
                      rvfi_mem_rdata_i, rvfi_mem_wdata_i, rvfi_ext_mip_i);
    end
  end
endmodule
