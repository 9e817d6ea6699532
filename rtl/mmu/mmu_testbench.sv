// The MMU with its packed structs spread into plain ports, for tests in C++. Wires only.
module mmu_testbench (
  input  logic         clk_i,
  input  logic         rst_ni,

  // Client.
  input  logic         req_valid_i,
  output logic         req_ready_o,
  input  logic [3:0]   req_vmid_i,
  input  logic [63:0]  req_va_i,
  input  logic         req_write_i,
  output logic         rsp_valid_o,
  output logic         rsp_ok_o,
  output logic [47:0]  rsp_pa_o,
  output logic [7:0]   rsp_reason_o,

  // Interrupt handler.
  input  logic [3:0]   pasid_vmid_i,
  output logic [15:0]  pasid_o,

  // Register bus.
  input  logic         reg_valid_i,
  input  logic         reg_write_i,
  input  logic         reg_from_host_i,
  input  logic [11:0]  reg_addr_i,
  input  logic [31:0]  reg_wdata_i,
  output logic [31:0]  reg_rdata_o,
  output logic         reg_error_o,

  // Memory bus, read channels.
  output logic         ar_valid_o,
  output logic [47:0]  ar_addr_o,
  output logic [7:0]   ar_len_o,
  input  logic         ar_ready_i,
  input  logic         r_valid_i,
  input  logic [255:0] r_data_i,
  input  logic [1:0]   r_resp_i,
  output logic         r_ready_o,
  // Rises when a channel that must stay idle does not.
  output logic         writes_o,
  output logic         idle_o,

  // Watcher.
  output logic         watch_fault_valid_o,
  output logic [3:0]   watch_fault_vmid_o,
  output logic [63:0]  watch_fault_va_o,
  output logic [7:0]   watch_fault_reason_o,
  output logic         watch_walk_valid_o
);
  mmu_pkg::rsp_t    rsp;
  regbus_pkg::rsp_t reg_rsp;
  axi_pkg::req_t    axi_req;
  axi_pkg::rsp_t    axi_rsp;

  assign rsp_ok_o     = rsp.ok;
  assign rsp_pa_o     = rsp.pa;
  assign rsp_reason_o = rsp.reason;
  assign reg_rdata_o  = reg_rsp.rdata;
  assign reg_error_o  = reg_rsp.error;
  assign ar_valid_o   = axi_req.ar_valid;
  assign ar_addr_o    = axi_req.ar.addr;
  assign ar_len_o     = axi_req.ar.len;
  assign r_ready_o    = axi_req.r_ready;
  assign writes_o     = axi_req.aw_valid || axi_req.w_valid || axi_req.b_ready
                        || (|axi_req.aw) || (|axi_req.w) || axi_req.ar.id != '0;

  always_comb begin
    axi_rsp          = '0;
    axi_rsp.ar_ready = ar_ready_i;
    axi_rsp.r_valid  = r_valid_i;
    axi_rsp.r        = '{id: '0, data: r_data_i, resp: r_resp_i, last: 1'b1};
  end

  // The clock stands whenever the block allows, as in the SoC.
  logic clk, clk_req;
  logic [31:0] unused_stood_cycles, unused_missed_cycles;
  clock_gate u_clock (
    .clk_i,
    .rst_ni,
    .enable_i(clk_req),
    .clk_o(clk),
    .stood_cycles_i('0),
    .stood_cycles_o(unused_stood_cycles),
    .missed_cycles_o(unused_missed_cycles)
  );

  mmu u_mmu (
    .clk_i(clk),
    .rst_ni,
    .req_valid_i,
    .req_ready_o,
    .req_i ('{vmid: req_vmid_i, va: req_va_i, write: req_write_i}),
    .rsp_valid_o,
    .rsp_o (rsp),
    .pasid_vmid_i,
    .pasid_o,
    .reg_req_i ('{
      valid:     reg_valid_i,
      write:     reg_write_i,
      from_host: reg_from_host_i,
      addr:      reg_addr_i,
      wdata:     reg_wdata_i
    }),
    .reg_rsp_o (reg_rsp),
    .axi_req_o (axi_req),
    .axi_rsp_i (axi_rsp),
    .idle_o,
    .clk_req_o(clk_req),
    .watch_fault_valid_o,
    .watch_fault_vmid_o,
    .watch_fault_va_o,
    .watch_fault_reason_o,
    .watch_walk_valid_o
  );
endmodule
