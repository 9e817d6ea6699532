// axi_checker on a port whose fields are plain inputs, so that a test can break each rule.
module axi_checker_testbench (
  input logic clk_i,
  input logic rst_ni,

  input logic        ar_valid_i,
  input logic        ar_ready_i,
  input logic [7:0]  ar_id_i,
  input logic [47:0] ar_addr_i,
  input logic [7:0]  ar_len_i,
  input logic        r_valid_i,
  input logic        r_ready_i,
  input logic [7:0]  r_id_i,
  input logic [31:0] r_tag_i,
  input logic        r_last_i,
  input logic        aw_valid_i,
  input logic        aw_ready_i,
  input logic [7:0]  aw_id_i,
  input logic [47:0] aw_addr_i,
  input logic [7:0]  aw_len_i,
  input logic        w_valid_i,
  input logic        w_ready_i,
  input logic [31:0] w_tag_i,
  input logic        w_last_i,
  input logic        b_valid_i,
  input logic        b_ready_i,
  input logic [7:0]  b_id_i
);
  axi_pkg::req_t req;
  axi_pkg::rsp_t rsp;

  always_comb begin
    req          = '0;
    req.ar_valid = ar_valid_i;
    req.ar       = '{id: ar_id_i, addr: ar_addr_i, len: ar_len_i};
    req.r_ready  = r_ready_i;
    req.aw_valid = aw_valid_i;
    req.aw       = '{id: aw_id_i, addr: aw_addr_i, len: aw_len_i};
    req.w_valid  = w_valid_i;
    req.w.data   = 256'(w_tag_i);
    req.w.last   = w_last_i;
    req.b_ready  = b_ready_i;

    rsp          = '0;
    rsp.ar_ready = ar_ready_i;
    rsp.r_valid  = r_valid_i;
    rsp.r.id     = r_id_i;
    rsp.r.data   = 256'(r_tag_i);
    rsp.r.last   = r_last_i;
    rsp.aw_ready = aw_ready_i;
    rsp.w_ready  = w_ready_i;
    rsp.b_valid  = b_valid_i;
    rsp.b.id     = b_id_i;
  end

  axi_checker u_checker (
    .clk_i,
    .rst_ni,
    .req_i(req),
    .rsp_i(rsp)
  );
endmodule
