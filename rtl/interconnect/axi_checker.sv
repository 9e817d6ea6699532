// Watches one port of the memory bus and stops the simulation when either side breaks the protocol.
//
// Bind it or instantiate it on any port; it drives nothing. The rules are those of
// rtl/common/axi_pkg.sv, and one of our own: write data is not taken before its address.
module axi_checker #(
  // Bursts of one id that may wait for their answers, a bound of the checker. Requires: a power of
  // two.
  parameter int unsigned MaxPerId = 16
) (
  input logic clk_i,
  input logic rst_ni,

  input axi_pkg::req_t req_i,
  input axi_pkg::rsp_t rsp_i
);
  logic ar_taken, r_taken, aw_taken, w_taken, b_taken;
  assign ar_taken = req_i.ar_valid && rsp_i.ar_ready;
  assign r_taken = rsp_i.r_valid && req_i.r_ready;
  assign aw_taken = req_i.aw_valid && rsp_i.aw_ready;
  assign w_taken = req_i.w_valid && rsp_i.w_ready;
  assign b_taken = rsp_i.b_valid && req_i.b_ready;

  // What is offered stays, unchanged, until it is taken. Payloads are wide, so they are kept and
  // compared only while something waits: on a busy port this costs the simulation next to nothing.
  logic ar_waits_q, aw_waits_q, w_waits_q, r_waits_q, b_waits_q;
  axi_pkg::ax_t ar_q, aw_q;
  axi_pkg::w_t w_q;
  axi_pkg::r_t r_q;
  axi_pkg::b_t b_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      {ar_waits_q, aw_waits_q, w_waits_q, r_waits_q, b_waits_q} <= '0;
    end else begin
      ar_waits_q <= req_i.ar_valid && !rsp_i.ar_ready;
      aw_waits_q <= req_i.aw_valid && !rsp_i.aw_ready;
      w_waits_q  <= req_i.w_valid && !rsp_i.w_ready;
      r_waits_q  <= rsp_i.r_valid && !req_i.r_ready;
      b_waits_q  <= rsp_i.b_valid && !req_i.b_ready;
    end
  end

  always_ff @(posedge clk_i) begin
    if (req_i.ar_valid && !rsp_i.ar_ready) ar_q <= req_i.ar;
    if (req_i.aw_valid && !rsp_i.aw_ready) aw_q <= req_i.aw;
    if (req_i.w_valid && !rsp_i.w_ready) w_q <= req_i.w;
    if (rsp_i.r_valid && !req_i.r_ready) r_q <= rsp_i.r;
    if (rsp_i.b_valid && !req_i.b_ready) b_q <= rsp_i.b;
  end

  // Bursts: at most 16 whole beats, inside one 4 KiB page.
  function automatic logic is_legal(logic [11:0] offset, logic [7:0] len);
    return len <= 8'(axi_pkg::MaxBeats - 1) && offset[4:0] == '0 &&
           13'(offset) + ((13'(len) + 1'b1) << 5) <= 13'd4096;
  endfunction

  always_ff @(posedge clk_i) begin
    if (rst_ni) begin
      if (ar_waits_q) ArHolds: assert (req_i.ar_valid && req_i.ar == ar_q) else $fatal(1, "%m");
      if (aw_waits_q) AwHolds: assert (req_i.aw_valid && req_i.aw == aw_q) else $fatal(1, "%m");
      if (w_waits_q) WHolds: assert (req_i.w_valid && req_i.w == w_q) else $fatal(1, "%m");
      if (r_waits_q) RHolds: assert (rsp_i.r_valid && rsp_i.r == r_q) else $fatal(1, "%m");
      if (b_waits_q) BHolds: assert (rsp_i.b_valid && rsp_i.b == b_q) else $fatal(1, "%m");
      if (req_i.ar_valid) begin
        ArIsLegal: assert (is_legal(req_i.ar.addr[11:0], req_i.ar.len)) else $fatal(1, "%m");
      end
      if (req_i.aw_valid) begin
        AwIsLegal: assert (is_legal(req_i.aw.addr[11:0], req_i.aw.len)) else $fatal(1, "%m");
      end
    end
  end

  axi_read_tracker #(.MaxPerId(MaxPerId)) u_reads (
    .clk_i,
    .rst_ni,
    .ar_taken_i(ar_taken),
    .ar_id_i   (req_i.ar.id),
    .ar_len_i  (req_i.ar.len[3:0]),
    .r_valid_i (rsp_i.r_valid),
    .r_taken_i (r_taken),
    .r_id_i    (rsp_i.r.id),
    .r_last_i  (rsp_i.r.last)
  );

  axi_write_tracker #(.MaxPerId(MaxPerId)) u_writes (
    .clk_i,
    .rst_ni,
    .aw_taken_i(aw_taken),
    .aw_id_i   (req_i.aw.id),
    .aw_len_i  (req_i.aw.len[3:0]),
    .w_valid_i (req_i.w_valid),
    .w_taken_i (w_taken),
    .w_last_i  (req_i.w.last),
    .b_valid_i (rsp_i.b_valid),
    .b_taken_i (b_taken),
    .b_id_i    (rsp_i.b.id)
  );
endmodule
