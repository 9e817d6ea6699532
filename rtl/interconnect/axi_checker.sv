// Watches one port of the memory bus and stops the simulation when either side breaks the protocol.
//
// Bind it or instantiate it on any port; it drives nothing. The rules are those of
// rtl/common/axi_pkg.sv, and one of our own: write data is not taken before its address.
`include "rtl/common/assert.svh"

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

  // What is offered stays, unchanged, until it is taken.
  `ASSERT(ArHolds, req_i.ar_valid && !rsp_i.ar_ready |=> req_i.ar_valid && $stable(req_i.ar))
  `ASSERT(AwHolds, req_i.aw_valid && !rsp_i.aw_ready |=> req_i.aw_valid && $stable(req_i.aw))
  `ASSERT(WHolds, req_i.w_valid && !rsp_i.w_ready |=> req_i.w_valid && $stable(req_i.w))
  `ASSERT(RHolds, rsp_i.r_valid && !req_i.r_ready |=> rsp_i.r_valid && $stable(rsp_i.r))
  `ASSERT(BHolds, rsp_i.b_valid && !req_i.b_ready |=> rsp_i.b_valid && $stable(rsp_i.b))

  // Bursts: at most 16 whole beats, inside one 4 KiB page.
  function automatic logic is_legal(logic [11:0] offset, logic [7:0] len);
    return len <= 8'(axi_pkg::MaxBeats - 1) && offset[4:0] == '0 &&
           13'(offset) + ((13'(len) + 1'b1) << 5) <= 13'd4096;
  endfunction
  `ASSERT(ArIsLegal, req_i.ar_valid |-> is_legal(req_i.ar.addr[11:0], req_i.ar.len))
  `ASSERT(AwIsLegal, req_i.aw_valid |-> is_legal(req_i.aw.addr[11:0], req_i.aw.len))

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
