// axi_mux with a checker on every port, and the fields that its test drives as plain ports.
//
// A data beat carries a 32-bit tag in its lowest word; every strobe is on and every answer is OKAY.
module axi_mux_testbench #(
  parameter int unsigned NumManagers = 5
) (
  input logic clk_i,
  input logic rst_ni,

  // The managers.
  input  logic        ar_valid_i [NumManagers],
  output logic        ar_ready_o [NumManagers],
  input  logic [7:0]  ar_id_i    [NumManagers],
  input  logic [47:0] ar_addr_i  [NumManagers],
  input  logic [7:0]  ar_len_i   [NumManagers],
  output logic        r_valid_o  [NumManagers],
  input  logic        r_ready_i  [NumManagers],
  output logic [7:0]  r_id_o     [NumManagers],
  output logic [31:0] r_tag_o    [NumManagers],
  output logic        r_last_o   [NumManagers],
  input  logic        aw_valid_i [NumManagers],
  output logic        aw_ready_o [NumManagers],
  input  logic [7:0]  aw_id_i    [NumManagers],
  input  logic [47:0] aw_addr_i  [NumManagers],
  input  logic [7:0]  aw_len_i   [NumManagers],
  input  logic        w_valid_i  [NumManagers],
  output logic        w_ready_o  [NumManagers],
  input  logic [31:0] w_tag_i    [NumManagers],
  input  logic        w_last_i   [NumManagers],
  output logic        b_valid_o  [NumManagers],
  input  logic        b_ready_i  [NumManagers],
  output logic [7:0]  b_id_o     [NumManagers],

  // The memory.
  output logic        mem_ar_valid_o,
  input  logic        mem_ar_ready_i,
  output logic [7:0]  mem_ar_id_o,
  output logic [47:0] mem_ar_addr_o,
  output logic [7:0]  mem_ar_len_o,
  input  logic        mem_r_valid_i,
  output logic        mem_r_ready_o,
  input  logic [7:0]  mem_r_id_i,
  input  logic [31:0] mem_r_tag_i,
  input  logic        mem_r_last_i,
  output logic        mem_aw_valid_o,
  input  logic        mem_aw_ready_i,
  output logic [7:0]  mem_aw_id_o,
  output logic [47:0] mem_aw_addr_o,
  output logic [7:0]  mem_aw_len_o,
  output logic        mem_w_valid_o,
  input  logic        mem_w_ready_i,
  output logic [31:0] mem_w_tag_o,
  output logic        mem_w_last_o,
  input  logic        mem_b_valid_i,
  output logic        mem_b_ready_o,
  input  logic [7:0]  mem_b_id_i
);
  axi_pkg::req_t mgr_req [NumManagers];
  axi_pkg::rsp_t mgr_rsp [NumManagers];
  axi_pkg::req_t mem_req;
  axi_pkg::rsp_t mem_rsp;

  axi_mux #(
    .NumManagers(NumManagers)
  ) u_mux (
    .clk_i,
    .rst_ni,
    .mgr_req_i(mgr_req),
    .mgr_rsp_o(mgr_rsp),
    .mem_req_o(mem_req),
    .mem_rsp_i(mem_rsp)
  );

  axi_checker u_memory_checker (
    .clk_i,
    .rst_ni,
    .req_i(mem_req),
    .rsp_i(mem_rsp)
  );

  for (genvar i = 0; i < NumManagers; i++) begin : gen_manager
    axi_checker u_checker (
      .clk_i,
      .rst_ni,
      .req_i(mgr_req[i]),
      .rsp_i(mgr_rsp[i])
    );

    always_comb begin
      mgr_req[i]             = '0;
      mgr_req[i].ar_valid    = ar_valid_i[i];
      mgr_req[i].ar          = '{id: ar_id_i[i], addr: ar_addr_i[i], len: ar_len_i[i]};
      mgr_req[i].r_ready     = r_ready_i[i];
      mgr_req[i].aw_valid    = aw_valid_i[i];
      mgr_req[i].aw          = '{id: aw_id_i[i], addr: aw_addr_i[i], len: aw_len_i[i]};
      mgr_req[i].w_valid     = w_valid_i[i];
      mgr_req[i].w.data      = 256'(w_tag_i[i]);
      mgr_req[i].w.strb      = '1;
      mgr_req[i].w.last      = w_last_i[i];
      mgr_req[i].b_ready     = b_ready_i[i];
    end

    assign ar_ready_o[i] = mgr_rsp[i].ar_ready;
    assign r_valid_o[i] = mgr_rsp[i].r_valid;
    assign r_id_o[i] = mgr_rsp[i].r.id;
    assign r_tag_o[i] = mgr_rsp[i].r.data[31:0];
    assign r_last_o[i] = mgr_rsp[i].r.last;
    assign aw_ready_o[i] = mgr_rsp[i].aw_ready;
    assign w_ready_o[i] = mgr_rsp[i].w_ready;
    assign b_valid_o[i] = mgr_rsp[i].b_valid;
    assign b_id_o[i] = mgr_rsp[i].b.id;

    logic unused_rsp;
    assign unused_rsp = ^{mgr_rsp[i].r.data[255:32], mgr_rsp[i].r.resp, mgr_rsp[i].b.resp};
  end

  assign mem_ar_valid_o = mem_req.ar_valid;
  assign mem_ar_id_o = mem_req.ar.id;
  assign mem_ar_addr_o = mem_req.ar.addr;
  assign mem_ar_len_o = mem_req.ar.len;
  assign mem_r_ready_o = mem_req.r_ready;
  assign mem_aw_valid_o = mem_req.aw_valid;
  assign mem_aw_id_o = mem_req.aw.id;
  assign mem_aw_addr_o = mem_req.aw.addr;
  assign mem_aw_len_o = mem_req.aw.len;
  assign mem_w_valid_o = mem_req.w_valid;
  assign mem_w_tag_o = mem_req.w.data[31:0];
  assign mem_w_last_o = mem_req.w.last;
  assign mem_b_ready_o = mem_req.b_ready;

  always_comb begin
    mem_rsp          = '0;
    mem_rsp.ar_ready = mem_ar_ready_i;
    mem_rsp.r_valid  = mem_r_valid_i;
    mem_rsp.r.id     = mem_r_id_i;
    mem_rsp.r.data   = 256'(mem_r_tag_i);
    mem_rsp.r.last   = mem_r_last_i;
    mem_rsp.aw_ready = mem_aw_ready_i;
    mem_rsp.w_ready  = mem_w_ready_i;
    mem_rsp.b_valid  = mem_b_valid_i;
    mem_rsp.b.id     = mem_b_id_i;
  end

  logic unused_req;
  assign unused_req = ^{mem_req.w.data[255:32], mem_req.w.strb};
endmodule
