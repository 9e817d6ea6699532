// The firmware processor: core, instruction and data memory, and the ways to registers and to the
// memory bus.
//
// The core is held in reset while `run_i` is 0; then the host may load both memories. It starts at
// address 0 of the instruction memory. Which address goes where is in cpu_pkg.
`include "rtl/common/assert.svh"
`include "rtl/core/rvfi.svh"

module cpu
  import core_pkg::*;
  import cpu_pkg::*;
(
  input  logic          clk_i,
  input  logic          rst_ni,

  // 0 stops the core at once and resets it; what it has posted on the bus still completes.
  input  logic          run_i,

  // Non-maskable interrupt, a rising edge. Local interrupts, level sensitive: mip bits 16-31, and the
  // timer's.
  input  logic          nmi_i,
  input  logic [15:0]   irq_i,
  input  logic          irq_timer_i,

  // From the host: both memories, a word an access, the answer to a read in the next cycle. Byte
  // addresses, word aligned. Reads at any time, writes only while `run_i` is 0.
  input  logic          tcm_req_valid_i,
  input  logic          tcm_req_write_i,
  input  logic          tcm_req_dtcm_i,
  input  logic [15:0]   tcm_req_addr_i,
  input  logic [31:0]   tcm_req_wdata_i,
  output logic [31:0]   tcm_rsp_rdata_o,

  // To the register blocks: valid until ready, answered in the cycle of ready.
  output logic          reg_valid_o,
  output logic          reg_write_o,
  output logic [15:0]   reg_addr_o,
  output logic [31:0]   reg_wdata_o,
  input  logic          reg_ready_i,
  input  logic [31:0]   reg_rdata_i,
  input  logic          reg_error_i,

  // To memory.
  output axi_pkg::req_t axi_req_o,
  input  axi_pkg::rsp_t axi_rsp_i,

  // The core waits for an interrupt.
  output logic          sleep_o,
  // The same or stopped, and nothing is under way; and the cycles that passed while the clock stood,
  // 0 while it runs.
  output logic          idle_o,
  input  logic [31:0]   stood_cycles_i,
  // The edge that ends this cycle is needed: else, once that is so for four cycles, it changes
  // nothing but mcycle.
  output logic          clk_req_o,

  // The debug module, and whether the core is held in reset.
  input  debug_pkg::to_hart_t   debug_i,
  output debug_pkg::from_hart_t debug_o,
  output logic                  debug_reset_o,

  // RISC-V Formal Interface of the core.
  `RVFI_OUTPUTS
);
  // ---- Reset of the core ----

  // The core starts only once nothing of its former life is under way on the buses.
  logic run_q, data_idle;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) run_q <= 1'b0;
    else run_q <= run_i && (run_q || data_idle);
  end

  assign idle_o = data_idle && (run_q ? sleep_o && run_i : !run_i);

  // The pin of the NMI counts by its edges: its fall is seen too.
  assign clk_req_o = !idle_o || tcm_req_valid_i || nmi_i;

  logic core_rst_n;
  assign core_rst_n    = rst_ni && run_q;
  assign debug_reset_o = !run_q;

  // ---- Core ----

  logic        imem_valid;
  logic [1:0]  imem_error_q;
  logic [31:0] imem_addr, imem_rdata;
  logic        dmem_valid, dmem_rvalid, dmem_error;
  mem_op_e     dmem_op;
  logic        dmem_atomic;
  logic [31:0] dmem_addr, dmem_wdata, dmem_rdata;
  logic [3:0]  dmem_be;
  logic        store_error, store_error_q, store_error_clear;

  // For who runs the core alone.
  logic [2:0]  unused_stall;

  core u_core (
    .clk_i,
    .rst_ni            (core_rst_n),
    .imem_valid_o      (imem_valid),
    .imem_addr_o       (imem_addr),
    .imem_rvalid_i     (1'b1),
    .imem_rdata_i      (imem_rdata),
    .imem_error_i      (imem_error_q),
    .dmem_valid_o      (dmem_valid),
    .dmem_op_o         (dmem_op),
    .dmem_atomic_o     (dmem_atomic),
    .dmem_addr_o       (dmem_addr),
    .dmem_be_o         (dmem_be),
    .dmem_wdata_o      (dmem_wdata),
    .dmem_rvalid_i     (dmem_rvalid),
    .dmem_rdata_i      (dmem_rdata),
    .dmem_error_i      (dmem_error),
    .nmi_i,
    .irq_software_i    (1'b0),
    .irq_timer_i,
    .irq_external_i    (1'b0),
    .irq_fast_i        ({irq_i[15] || store_error_q, irq_i[14:0]}),
    .irq_fast15_clear_o(store_error_clear),
    .debug_i,
    .debug_o,
    .stood_cycles_i,
    .sleep_o,
    .stall_o           (unused_stall),
    `RVFI_CONNECT
  );

  // ---- Instruction memory ----

  // Of the lower half and of the upper one, which may be behind the memory's end.
  logic imem_hit, imem_last;
  assign imem_hit  = imem_addr[31:TcmBytesLog2] == ItcmBase;
  assign imem_last = imem_addr[TcmBytesLog2-1:1] == '1;
  always_ff @(posedge clk_i) if (imem_valid) imem_error_q <= {!imem_hit || imem_last, !imem_hit};

  // In debug mode nothing is fetched here, and loads take the port.
  logic        itcm_load;
  logic [31:0] itcm_host_rdata;
  itcm u_itcm (
    .clk_i,
    .a_valid_i((imem_valid && imem_hit) || itcm_load),
    .a_addr_i (itcm_load ? {dmem_addr[TcmBytesLog2-1:2], 1'b0} : imem_addr[TcmBytesLog2-1:1]),
    .a_rdata_o(imem_rdata),
    .b_valid_i(tcm_req_valid_i && !tcm_req_dtcm_i),
    .b_write_i(tcm_req_write_i),
    .b_addr_i (tcm_req_addr_i[TcmBytesLog2-1:2]),
    .b_wdata_i(tcm_req_wdata_i),
    .b_rdata_o(itcm_host_rdata)
  );

  // ---- Data side ----

  logic [31:0] dtcm_host_rdata;
  cpu_data u_data (
    .clk_i,
    .rst_ni,
    .core_rst_ni  (core_rst_n),
    .dmem_valid_i (dmem_valid),
    .dmem_op_i    (dmem_op),
    .dmem_atomic_i(dmem_atomic),
    .dmem_addr_i  (dmem_addr),
    .dmem_be_i    (dmem_be),
    .dmem_wdata_i (dmem_wdata),
    .dmem_rvalid_o(dmem_rvalid),
    .dmem_rdata_o (dmem_rdata),
    .dmem_error_o (dmem_error),
    .debug_mode_i (debug_o.halted),
    .itcm_valid_o (itcm_load),
    .itcm_rdata_i (imem_rdata),
    .idle_o       (data_idle),
    .store_error_o(store_error),
    .host_valid_i (tcm_req_valid_i && tcm_req_dtcm_i),
    .host_write_i (tcm_req_write_i),
    .host_addr_i  (tcm_req_addr_i[TcmBytesLog2-1:2]),
    .host_wdata_i (tcm_req_wdata_i),
    .host_rdata_o (dtcm_host_rdata),
    .reg_valid_o,
    .reg_write_o,
    .reg_addr_o,
    .reg_wdata_o,
    .reg_ready_i,
    .reg_rdata_i,
    .reg_error_i,
    .axi_req_o,
    .axi_rsp_i
  );

  // A posted store that failed interrupts until software clears it in mip.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) store_error_q <= 1'b0;
    // The event wins over the clear: none is lost.
    else if (store_error) store_error_q <= 1'b1;
    else if (store_error_clear || !run_q) store_error_q <= 1'b0;
  end

  // ---- Host's read ----

  logic host_dtcm_q;
  always_ff @(posedge clk_i) if (tcm_req_valid_i) host_dtcm_q <= tcm_req_dtcm_i;
  assign tcm_rsp_rdata_o = host_dtcm_q ? dtcm_host_rdata : itcm_host_rdata;

  // The host must not change memory under a running core.
  `ASSERT_IF(HostWritesOnlyStoppedCore, tcm_req_valid_i && tcm_req_write_i, !run_q)
  // The core reads the instruction memory for one thing at a time.
  `ASSERT_NOW(FetchOrLoad, !(imem_valid && itcm_load))
  `ASSERT_IF(HostWordAligned, tcm_req_valid_i, tcm_req_addr_i[1:0] == 2'b00)

  logic unused_imem_addr;
  assign unused_imem_addr = imem_addr[0];
endmodule
