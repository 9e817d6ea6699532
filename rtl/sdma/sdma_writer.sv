// Writing half of the mover: writes the destination in bursts whose bytes are all in the buffer.
//
// So a burst on the bus never waits for its data. Counts as moved only what memory has answered
// for; after a fault or `stop_i` that is a whole number of bursts from the first, and all before it
// is written.
`include "rtl/common/assert.svh"

module sdma_writer
  import sdma_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,

  // The move; `run_i` is high from the cycle after `start_i` until `done_o`.
  input  logic        start_i,
  input  logic        run_i,
  input  move_t       move_i,
  // Begin no burst from now on.
  input  logic        stop_i,
  // Bytes that can be written, and whether that is all there will be.
  input  logic [30:0] avail_i,
  input  logic        ended_i,
  // Nothing is under way and nothing will be.
  output logic        done_o,
  output logic [30:0] moved_o,
  output fault_t      fault_o,

  // Beats to send.
  output logic        beat_valid_o,
  input  logic        beat_ready_i,
  output logic [4:0]  beat_first_o,
  output logic [5:0]  beat_end_o,
  output logic        beat_last_o,

  // To sdma_mem. `w_idle_i`: all beats have gone.
  output logic        req_valid_o,
  output mem_req_t    req_o,
  input  logic        req_done_i,
  input  mem_rsp_t    req_rsp_i,
  input  logic        w_idle_i,
  input  logic        b_valid_i,
  input  logic        b_error_i
);
  // Bursts that may be without an answer: latency of memory over the time a burst takes, and some.
  localparam int unsigned MaxBursts = 15;

  // Positions count bytes from the 512-byte line the destination begins in: their low bits are the
  // address's.
  typedef logic [31:0] line_pos_t;

  logic [38:0] line_q;
  line_pos_t   begin_q;
  // Asked for, sent, answered: each up to here.
  line_pos_t   ask_q, send_q, done_q;
  logic        stopped_q;
  logic        req_valid_q;
  mem_req_t    req_q;
  line_pos_t   req_end_q;
  logic [3:0]  bursts_q;
  fault_t      fault_q;

  // End of the 512-byte line or beat in which byte `pos` lies.
  function automatic line_pos_t line_end(line_pos_t pos);
    return (pos | 32'd511) + 32'd1;
  endfunction
  function automatic line_pos_t beat_end(line_pos_t pos);
    return (pos | 32'd31) + 32'd1;
  endfunction
  function automatic line_pos_t lesser(line_pos_t a, line_pos_t b);
    return a < b ? a : b;
  endfunction

  line_pos_t avail, all, chunk_end;
  logic      issue;
  logic [4:0] beats;
  assign avail     = begin_q + line_pos_t'(avail_i);
  assign all       = begin_q + line_pos_t'(move_i.bytes);
  assign chunk_end = lesser(line_end(ask_q), ended_i ? avail : all);
  assign beats     = 5'(beat_end(chunk_end - 32'd1) >> 5) - 5'(ask_q >> 5);
  assign issue = run_i && !stopped_q && !stop_i && !fault_q.valid && !req_valid_q &&
                 bursts_q < 4'(MaxBursts) && ask_q < chunk_end && chunk_end <= avail;

  line_pos_t send_end;
  assign send_end     = lesser(beat_end(send_q), ask_q);
  assign beat_valid_o = send_q != ask_q;
  assign beat_first_o = send_q[4:0];
  assign beat_end_o   = send_end[4:0] == '0 ? 6'd32 : {1'b0, send_end[4:0]};
  // A burst ends at its line's end, the last one where all ends.
  assign beat_last_o  = send_end[8:0] == '0 || send_end == ask_q;

  assign req_valid_o = req_valid_q;
  assign req_o       = req_q;
  assign moved_o     = 31'(done_q - begin_q);
  assign fault_o     = fault_q;
  assign done_o      = !req_valid_q && bursts_q == '0 && send_q == ask_q && w_idle_i &&
                       (stopped_q || fault_q.valid || (ended_i && ask_q == avail));

  // Where the data comes from is no matter here.
  logic unused_move;
  assign unused_move = ^{move_i.fill, move_i.src, move_i.data};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      line_q      <= '0;
      begin_q     <= '0;
      ask_q       <= '0;
      send_q      <= '0;
      done_q      <= '0;
      stopped_q   <= 1'b0;
      req_valid_q <= 1'b0;
      req_q       <= '0;
      req_end_q   <= '0;
      bursts_q    <= '0;
      fault_q     <= '0;
    end else begin
      if (stop_i) stopped_q <= 1'b1;
      if (issue) begin
        req_valid_q <= 1'b1;
        req_q       <= '{vmid: move_i.vmid, va: {line_q, 9'd0} + 48'(ask_q),
                         len: 4'(beats - 5'd1)};
        req_end_q   <= chunk_end;
      end
      if (req_done_i) begin
        req_valid_q <= 1'b0;
        if (req_rsp_i.ok) ask_q <= req_end_q;
        else if (!fault_q.valid)
          fault_q <= '{valid: 1'b1, reason: req_rsp_i.reason, write: 1'b1, addr: req_q.va};
      end
      bursts_q <= bursts_q + 4'(req_done_i && req_rsp_i.ok) - 4'(b_valid_i);
      if (beat_valid_o && beat_ready_i) send_q <= send_end;
      // Answers come in order; after a bad one nothing counts, and it lies before what may have
      // been refused.
      if (b_valid_i && !(fault_q.valid && fault_q.reason == abi_pkg::FaultBusError)) begin
        if (!b_error_i) done_q <= lesser(line_end(done_q), ask_q);
        else fault_q <= '{valid: 1'b1, reason: abi_pkg::FaultBusError, write: 1'b1,
                          addr: {line_q, 9'd0} + 48'(done_q)};
      end
      if (start_i) begin
        line_q    <= move_i.dst[47:9];
        begin_q   <= line_pos_t'(move_i.dst[8:0]);
        ask_q     <= line_pos_t'(move_i.dst[8:0]);
        send_q    <= line_pos_t'(move_i.dst[8:0]);
        done_q    <= line_pos_t'(move_i.dst[8:0]);
        stopped_q <= 1'b0;
        fault_q   <= '0;
      end
    end
  end

  `ASSERT_IF(StartsWhenIdle, start_i, !req_valid_q && bursts_q == '0)
  `ASSERT_IF(AnswerWasAsked, b_valid_i, bursts_q != '0)
  `ASSERT_IF(RunsOnlyWhenTold, req_valid_o || beat_valid_o, run_i)
  `ASSERT_NOW(InOrder, done_q <= send_q && send_q <= ask_q)
endmodule
