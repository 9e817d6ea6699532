// ih with a protocol checker on its memory port, and the fields that its test uses as plain ports.
module ih_testbench (
  input  logic clk_i,
  input  logic rst_ni,

  // The engine.
  input  logic        ih_valid_i,
  output logic        ih_ready_o,
  input  logic [7:0]  ih_client_i,
  input  logic [7:0]  ih_source_i,
  input  logic [7:0]  ih_ring_i,
  input  logic [3:0]  ih_vmid_i,
  input  logic [31:0] ih_data_i [4],

  // The MMU's context table.
  output logic [3:0]  pasid_vmid_o,
  input  logic [15:0] pasid_i,

  // Registers.
  input  regbus_pkg::req_t reg_req_i,
  output regbus_pkg::rsp_t reg_rsp_o,

  // The memory.
  output logic         aw_valid_o,
  input  logic         aw_ready_i,
  output logic [47:0]  aw_addr_o,
  output logic         w_valid_o,
  input  logic         w_ready_i,
  output logic [255:0] w_data_o,
  input  logic         b_valid_i,
  input  logic [1:0]   b_resp_i,

  input  logic [47:0] cycle_i,
  output logic        irq_o,
  output logic        idle_o
);
  axi_pkg::req_t axi_req;
  axi_pkg::rsp_t axi_rsp;
  ih_pkg::entry_t ih_entry;

  always_comb begin
    ih_entry        = '0;
    ih_entry.client = ih_client_i;
    ih_entry.source = ih_source_i;
    ih_entry.ring   = ih_ring_i;
    ih_entry.vmid   = ih_vmid_i;
    for (int i = 0; i < 4; i++) ih_entry.src_data[i] = ih_data_i[i];
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

  ih u_ih (
    .clk_i(clk),
    .rst_ni,
    .ih_valid_i,
    .ih_ready_o,
    .ih_entry_i(ih_entry),
    .pasid_vmid_o,
    .pasid_i,
    .reg_req_i,
    .reg_rsp_o,
    .axi_req_o (axi_req),
    .axi_rsp_i (axi_rsp),
    .cycle_i,
    .irq_o,
    .idle_o,
    .clk_req_o(clk_req)
  );

  axi_checker u_checker (
    .clk_i,
    .rst_ni,
    .req_i(axi_req),
    .rsp_i(axi_rsp)
  );

  assign aw_valid_o = axi_req.aw_valid;
  assign aw_addr_o = axi_req.aw.addr;
  assign w_valid_o = axi_req.w_valid;
  assign w_data_o = axi_req.w.data;

  always_comb begin
    axi_rsp          = '0;
    axi_rsp.aw_ready = aw_ready_i;
    axi_rsp.w_ready  = w_ready_i;
    axi_rsp.b_valid  = b_valid_i;
    axi_rsp.b.resp   = b_resp_i;
  end

  logic unused_req;
  assign unused_req = ^{axi_req.ar_valid, axi_req.ar, axi_req.r_ready, axi_req.aw.id,
                        axi_req.aw.len, axi_req.w.strb, axi_req.w.last, axi_req.b_ready};
endmodule
