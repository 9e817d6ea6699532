// The firmware processor with its packed structs spread into plain ports, for tests in C++. Wires
// only.
`include "rtl/core/rvfi.svh"

module cpu_testbench (
  input  logic         clk_i,
  input  logic         rst_ni,
  input  logic         run_i,
  input  logic         nmi_i,
  input  logic [15:0]  irq_i,
  input  logic         irq_timer_i,

  // Host's way to both memories.
  input  logic         tcm_req_valid_i,
  input  logic         tcm_req_write_i,
  input  logic         tcm_req_dtcm_i,
  input  logic [15:0]  tcm_req_addr_i,
  input  logic [31:0]  tcm_req_wdata_i,
  output logic [31:0]  tcm_rsp_rdata_o,

  // Register bus.
  output logic         reg_valid_o,
  output logic         reg_write_o,
  output logic [15:0]  reg_addr_o,
  output logic [31:0]  reg_wdata_o,
  input  logic         reg_ready_i,
  input  logic [31:0]  reg_rdata_i,
  input  logic         reg_error_i,

  // Memory bus.
  output logic         ar_valid_o,
  output logic [47:0]  ar_addr_o,
  output logic [7:0]   ar_len_o,
  input  logic         ar_ready_i,
  input  logic         r_valid_i,
  input  logic [255:0] r_data_i,
  input  logic [1:0]   r_resp_i,
  input  logic         r_last_i,
  output logic         r_ready_o,
  output logic         aw_valid_o,
  output logic [47:0]  aw_addr_o,
  output logic [7:0]   aw_len_o,
  input  logic         aw_ready_i,
  output logic         w_valid_o,
  output logic [255:0] w_data_o,
  output logic [31:0]  w_strb_o,
  output logic         w_last_o,
  input  logic         w_ready_i,
  input  logic         b_valid_i,
  input  logic [1:0]   b_resp_i,
  output logic         b_ready_o,

  output logic         sleep_o,
  output logic         idle_o,
  output logic         clk_req_o,

  // RISC-V Formal Interface.
  `RVFI_BASE_OUTPUTS
);
  axi_pkg::req_t axi_req;
  axi_pkg::rsp_t axi_rsp;

  assign ar_valid_o = axi_req.ar_valid;
  assign ar_addr_o  = axi_req.ar.addr;
  assign ar_len_o   = axi_req.ar.len;
  assign r_ready_o  = axi_req.r_ready;
  assign aw_valid_o = axi_req.aw_valid;
  assign aw_addr_o  = axi_req.aw.addr;
  assign aw_len_o   = axi_req.aw.len;
  assign w_valid_o  = axi_req.w_valid;
  assign w_data_o   = axi_req.w.data;
  assign w_strb_o   = axi_req.w.strb;
  assign w_last_o   = axi_req.w.last;
  assign b_ready_o  = axi_req.b_ready;

  assign axi_rsp = '{
    ar_ready: ar_ready_i,
    r_valid: r_valid_i,
    r: '{id: axi_req.ar.id, data: r_data_i, resp: r_resp_i, last: r_last_i},
    aw_ready: aw_ready_i,
    w_ready: w_ready_i,
    b_valid: b_valid_i,
    b: '{id: axi_req.aw.id, resp: b_resp_i}
  };

  cpu u_cpu (
    .clk_i,
    .rst_ni,
    .run_i,
    .nmi_i,
    .irq_i,
    .irq_timer_i,
    .tcm_req_valid_i,
    .tcm_req_write_i,
    .tcm_req_dtcm_i,
    .tcm_req_addr_i,
    .tcm_req_wdata_i,
    .tcm_rsp_rdata_o,
    .reg_valid_o,
    .reg_write_o,
    .reg_addr_o,
    .reg_wdata_o,
    .reg_ready_i,
    .reg_rdata_i,
    .reg_error_i,
    .axi_req_o(axi_req),
    .axi_rsp_i(axi_rsp),
    .sleep_o,
    .idle_o,
    .clk_req_o,
    .debug_i('0),
    .debug_o(),
    .debug_reset_o(),
    .stood_cycles_i('0),
    `RVFI_BASE_CONNECT,
    `RVFI_CSR_OPEN
  );

  axi_checker u_axi_checker (
    .clk_i,
    .rst_ni,
    .req_i(axi_req),
    .rsp_i(axi_rsp)
  );
endmodule
