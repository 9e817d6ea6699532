// The data side of the processor: where the core's accesses go, and who answers them.
//
// The address decides (cpu_pkg): data memory, register bus, memory window, or nothing, which is an
// access fault. Atomics are for data memory alone, which nobody else writes while the core runs.
// Fences go to the window, the only place that holds anything back.
module cpu_data
  import core_pkg::*;
  import cpu_pkg::*;
(
  input  logic          clk_i,
  input  logic          rst_ni,
  // The core's reset: the bridges finish what it had begun.
  input  logic          core_rst_ni,

  // The core's data port; its rules are in core.
  input  logic          dmem_valid_i,
  input  mem_op_e       dmem_op_i,
  input  logic          dmem_atomic_i,
  input  logic [31:0]   dmem_addr_i,
  input  logic [3:0]    dmem_be_i,
  input  logic [31:0]   dmem_wdata_i,
  output logic          dmem_rvalid_o,
  output logic [31:0]   dmem_rdata_o,
  output logic          dmem_error_o,

  // In debug mode, loads from the instruction memory: answered in the next cycle.
  input  logic          debug_mode_i,
  output logic          itcm_valid_o,
  input  logic [31:0]   itcm_rdata_i,

  // Nothing is under way on either bus.
  output logic          idle_o,
  // Pulse: a posted store failed.
  output logic          store_error_o,

  // The host's port of the data memory.
  input  logic          host_valid_i,
  input  logic          host_write_i,
  input  logic [TcmBytesLog2-1:2] host_addr_i,
  input  logic [31:0]   host_wdata_i,
  output logic [31:0]   host_rdata_o,

  // To the register blocks.
  output logic          reg_valid_o,
  output logic          reg_write_o,
  output logic [15:0]   reg_addr_o,
  output logic [31:0]   reg_wdata_o,
  input  logic          reg_ready_i,
  input  logic [31:0]   reg_rdata_i,
  input  logic          reg_error_i,

  // To memory.
  output axi_pkg::req_t axi_req_o,
  input  axi_pkg::rsp_t axi_rsp_i
);
  region_e region, region_q;
  always_comb begin
    region = RegionNone;
    if (dmem_op_i == MemFence || (dmem_addr_i[31] && !dmem_atomic_i)) region = RegionWindow;
    else if (dmem_addr_i[31:16] == DtcmBase) region = RegionDtcm;
    else if (dmem_addr_i[31:16] == ItcmBase && debug_mode_i && dmem_op_i == MemLoad) begin
      region = RegionItcm;
    end
    // Registers are only ever whole words.
    else if (dmem_addr_i[31:16] == RegBase && dmem_be_i == 4'b1111 && !dmem_atomic_i) begin
      region = RegionRegs;
    end
  end

  logic [31:0] dtcm_rdata;
  tcm u_dtcm (
    .clk_i,
    .rst_ni,
    .a_valid_i(dmem_valid_i && region == RegionDtcm),
    .a_write_i(dmem_op_i == MemStore),
    .a_addr_i (dmem_addr_i[TcmBytesLog2-1:2]),
    .a_be_i   (dmem_be_i),
    .a_wdata_i(dmem_wdata_i),
    .a_rdata_o(dtcm_rdata),
    .b_valid_i(host_valid_i),
    .b_write_i(host_write_i),
    .b_addr_i (host_addr_i),
    .b_wdata_i(host_wdata_i),
    .b_rdata_o(host_rdata_o)
  );

  assign itcm_valid_o = dmem_valid_i && region == RegionItcm;

  logic        reg_rvalid, reg_error, reg_idle;
  logic [31:0] reg_rdata;
  reg_bridge u_reg_bridge (
    .clk_i,
    .rst_ni,
    .valid_i (dmem_valid_i && region == RegionRegs),
    .write_i (dmem_op_i == MemStore),
    .addr_i  (dmem_addr_i[15:0]),
    .wdata_i (dmem_wdata_i),
    .rvalid_o(reg_rvalid),
    .rdata_o (reg_rdata),
    .error_o (reg_error),
    .idle_o  (reg_idle),
    .reg_valid_o,
    .reg_write_o,
    .reg_addr_o,
    .reg_wdata_o,
    .reg_ready_i,
    .reg_rdata_i,
    .reg_error_i
  );

  logic        window_rvalid, window_error, window_idle;
  logic [31:0] window_rdata;
  window_bridge u_window_bridge (
    .clk_i,
    .rst_ni,
    .valid_i      (dmem_valid_i && region == RegionWindow),
    .op_i         (dmem_op_i),
    .addr_i       (dmem_addr_i[30:0]),
    .be_i         (dmem_be_i),
    .wdata_i      (dmem_wdata_i),
    .rvalid_o     (window_rvalid),
    .rdata_o      (window_rdata),
    .error_o      (window_error),
    .idle_o       (window_idle),
    .store_error_o,
    .axi_req_o,
    .axi_rsp_i
  );

  // The memories and the places where nothing is answer in the next cycle, always.
  logic next_cycle_q;
  always_ff @(posedge clk_i or negedge core_rst_ni) begin
    if (!core_rst_ni) next_cycle_q <= 1'b0;
    else next_cycle_q <= dmem_valid_i && region != RegionRegs && region != RegionWindow;
  end
  always_ff @(posedge clk_i) if (dmem_valid_i) region_q <= region;

  always_comb begin
    unique case (region_q)
      RegionDtcm: begin
        dmem_rvalid_o = next_cycle_q;
        dmem_rdata_o  = dtcm_rdata;
        dmem_error_o  = 1'b0;
      end
      RegionItcm: begin
        dmem_rvalid_o = next_cycle_q;
        dmem_rdata_o  = itcm_rdata_i;
        dmem_error_o  = 1'b0;
      end
      RegionRegs: begin
        dmem_rvalid_o = reg_rvalid;
        dmem_rdata_o  = reg_rdata;
        dmem_error_o  = reg_error;
      end
      RegionWindow: begin
        dmem_rvalid_o = window_rvalid;
        dmem_rdata_o  = window_rdata;
        dmem_error_o  = window_error;
      end
      default: begin
        dmem_rvalid_o = next_cycle_q;
        dmem_rdata_o  = '0;
        dmem_error_o  = 1'b1;
      end
    endcase
  end

  assign idle_o = window_idle && reg_idle;
endmodule
