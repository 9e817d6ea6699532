// Copies and fills: reader, buffer, byte aligner and writer in a row.
//
// One move at a time, any alignment and size. `pause_i` stops reading and writes out what was read;
// `stop_i` stops at the next burst. Either way `moved_o` bytes from the first are in memory when
// `done_o` comes, and the move can go on from there. Source and destination that overlap give no
// defined result.
`include "rtl/common/assert.svh"

module sdma_mover
  import sdma_pkg::*;
(
  input  logic           clk_i,
  input  logic           rst_ni,

  // The move; held until `done_o`, a pulse.
  input  logic           start_i,
  input  move_t          move_i,
  input  logic           pause_i,
  input  logic           stop_i,
  output logic           done_o,
  output logic [30:0]    moved_o,
  output fault_t         fault_o,
  // Bytes begun in this cycle, for the time slice.
  output logic [9:0]     begun_o,

  // To sdma_mem.
  output logic           rd_req_valid_o,
  output mem_req_t       rd_req_o,
  input  logic           rd_req_done_i,
  output logic           wr_req_valid_o,
  output mem_req_t       wr_req_o,
  input  logic           wr_req_done_i,
  input  mem_rsp_t       req_rsp_i,
  input  logic           r_valid_i,
  input  axi_pkg::data_t r_data_i,
  input  logic           r_last_i,
  input  logic           r_error_i,
  output logic           w_valid_o,
  input  logic           w_ready_i,
  output axi_pkg::w_t    w_o,
  input  logic           b_valid_i,
  input  logic           b_error_i
);
  localparam int unsigned Depth = 256;

  logic        busy_q;
  logic [30:0] read_avail, avail;
  logic        read_ended;
  fault_t      read_fault, write_fault;
  logic        write_done;
  logic [9:0]  read_begun;
  logic        push, pop, src_valid;
  axi_pkg::data_t src_data;
  logic        beat_valid, beat_ready, beat_last;
  logic [4:0]  beat_first;
  logic [5:0]  beat_end;

  assign avail = move_i.fill ? move_i.bytes : read_avail;

  sdma_reader #(.Depth) u_reader (
    .clk_i,
    .rst_ni,
    .start_i,
    .move_i,
    .stop_i       (pause_i || stop_i || write_fault.valid),
    .avail_o      (read_avail),
    .ended_o      (read_ended),
    .fault_o      (read_fault),
    .asked_o      (read_begun),
    .push_o       (push),
    .pop_i        (pop),
    .req_valid_o  (rd_req_valid_o),
    .req_o        (rd_req_o),
    .req_done_i   (rd_req_done_i),
    .req_rsp_i,
    .r_valid_i,
    .r_last_i,
    .r_error_i
  );

  sdma_beat_fifo #(.Depth) u_buffer (
    .clk_i,
    .rst_ni,
    .flush_i (start_i),
    .push_i  (push),
    .data_i  (r_data_i),
    .valid_o (src_valid),
    .data_o  (src_data),
    .pop_i   (pop)
  );

  sdma_rotate u_rotate (
    .clk_i,
    .rst_ni,
    .start_i,
    .fill_i       (move_i.fill),
    .fill_data_i  (move_i.data),
    .src_offset_i (move_i.src[4:0]),
    .dst_offset_i (move_i.dst[4:0]),
    .src_valid_i  (src_valid),
    .src_data_i   (src_data),
    .src_pop_o    (pop),
    .beat_valid_i (beat_valid),
    .beat_ready_o (beat_ready),
    .beat_first_i (beat_first),
    .beat_end_i   (beat_end),
    .beat_last_i  (beat_last),
    .w_valid_o,
    .w_ready_i,
    .w_o
  );

  sdma_writer u_writer (
    .clk_i,
    .rst_ni,
    .start_i,
    .run_i        (busy_q),
    .move_i,
    // A fill has nothing in flight that a pause could write out.
    .stop_i       (stop_i || (pause_i && move_i.fill)),
    .avail_i      (avail),
    .ended_i      (read_ended),
    .done_o       (write_done),
    .moved_o,
    .fault_o      (write_fault),
    .beat_valid_o (beat_valid),
    .beat_ready_i (beat_ready),
    .beat_first_o (beat_first),
    .beat_end_o   (beat_end),
    .beat_last_o  (beat_last),
    .req_valid_o  (wr_req_valid_o),
    .req_o        (wr_req_o),
    .req_done_i   (wr_req_done_i),
    .req_rsp_i,
    .w_idle_i     (!w_valid_o),
    .b_valid_i,
    .b_error_i
  );

  assign done_o = busy_q && read_ended && write_done;

  // A write's fault lies before a read's, which counts only once all before it is written.
  always_comb begin
    fault_o = write_fault;
    if (!write_fault.valid && moved_o == avail) fault_o = read_fault;
  end

  // For a fill the writer's requests are what begins.
  assign begun_o = !move_i.fill ? read_begun :
                   wr_req_done_i ? {1'b0, wr_req_o.len, 5'd0} + 10'd32 : '0;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) busy_q <= 1'b0;
    else if (start_i) busy_q <= 1'b1;
    else if (done_o) busy_q <= 1'b0;
  end

  `ASSERT_IF(OneMoveAtATime, start_i, !busy_q)
endmodule
