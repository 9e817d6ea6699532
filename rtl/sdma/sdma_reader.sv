// Reading half of the mover: asks for the source in bursts, as far ahead as the buffer has room.
//
// `avail_o` counts the good bytes that have come, in order from the first: a burst refused or
// answered with an error ends the stream there. After `stop_i` no more is asked for; `ended_o` says
// that no more will come.
`include "rtl/common/assert.svh"

module sdma_reader
  import sdma_pkg::*;
#(
  // Beats of the buffer behind.
  parameter int unsigned Depth = 256
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // The copy; held until it has ended.
  input  logic        start_i,
  input  move_t       move_i,
  input  logic        stop_i,
  output logic [30:0] avail_o,
  output logic        ended_o,
  output fault_t      fault_o,
  // Bytes asked for in this cycle.
  output logic [9:0]  asked_o,

  // The buffer.
  output logic        push_o,
  input  logic        pop_i,

  // To sdma_mem.
  output logic        req_valid_o,
  output mem_req_t    req_o,
  input  logic        req_done_i,
  input  mem_rsp_t    req_rsp_i,
  input  logic        r_valid_i,
  input  logic        r_last_i,
  input  logic        r_error_i
);
  localparam int unsigned CountWidth = $clog2(Depth) + 1;
  typedef logic [CountWidth-1:0] count_t;
  localparam int unsigned BurstBeats = BurstBytes / 32;

  logic [47:0] va_q;
  logic [30:0] left_q;
  logic        stopped_q;
  logic        req_valid_q;
  mem_req_t    req_q;
  // Bursts under way; at most the buffer's beats, one each.
  count_t      bursts_q;
  // Beats in the buffer or promised to it.
  count_t      reserved_q;
  // Good bytes so far. The first beat counts from the first byte wanted, the last to its end.
  logic [31:0] got_q;
  logic        broken_q;
  fault_t      fault_q;

  logic [9:0]  to_line, chunk;
  logic [4:0]  beats;
  logic        issue;
  assign to_line = 10'(BurstBytes) - {1'b0, va_q[8:0]};
  assign chunk   = left_q < 31'(to_line) ? left_q[9:0] : to_line;
  assign beats   = 5'((11'(va_q[4:0]) + 11'(chunk) + 11'd31) >> 5);
  // The output register of the buffer holds one beat more than its memory, which is always one
  // short of full.
  assign issue = left_q != '0 && !stopped_q && !stop_i && !fault_q.valid && !req_valid_q &&
                 reserved_q < count_t'(Depth - BurstBeats);

  assign req_valid_o = req_valid_q;
  assign req_o       = req_q;
  assign push_o      = r_valid_i && !r_error_i && !broken_q;
  assign avail_o     = got_q < 32'(move_i.bytes) ? got_q[30:0] : move_i.bytes;
  assign ended_o     = !req_valid_q && bursts_q == '0 &&
                       (left_q == '0 || stopped_q || fault_q.valid);
  assign fault_o     = fault_q;
  assign asked_o     = issue ? chunk : '0;

  // Where the data goes is no matter here.
  logic unused_move;
  assign unused_move = ^{move_i.dst, move_i.data};

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      va_q        <= '0;
      left_q      <= '0;
      stopped_q   <= 1'b0;
      req_valid_q <= 1'b0;
      req_q       <= '0;
      bursts_q    <= '0;
      reserved_q  <= '0;
      got_q       <= '0;
      broken_q    <= 1'b0;
      fault_q     <= '0;
    end else begin
      if (stop_i) stopped_q <= 1'b1;
      if (issue) begin
        req_valid_q <= 1'b1;
        req_q       <= '{vmid: move_i.vmid, va: va_q, len: 4'(beats - 5'd1)};
        va_q        <= va_q + 48'(chunk);
        left_q      <= left_q - 31'(chunk);
      end
      if (req_done_i) begin
        req_valid_q <= 1'b0;
        if (!req_rsp_i.ok && !fault_q.valid)
          fault_q <= '{valid: 1'b1, reason: req_rsp_i.reason, write: 1'b0, addr: req_q.va};
      end
      bursts_q   <= bursts_q + count_t'(req_done_i && req_rsp_i.ok) -
                    count_t'(r_valid_i && r_last_i);
      reserved_q <= reserved_q + (issue ? count_t'(beats) : '0) - count_t'(pop_i);
      if (push_o) got_q <= got_q + (got_q == '0 ? 32'd32 - 32'(move_i.src[4:0]) : 32'd32);
      // A bad beat lies before all that may have been refused meanwhile.
      if (r_valid_i && r_error_i && !broken_q) begin
        broken_q <= 1'b1;
        fault_q  <= '{valid: 1'b1, reason: abi_pkg::FaultBusError, write: 1'b0,
                      addr: move_i.src + 48'(got_q)};
      end
      if (start_i) begin
        va_q       <= move_i.src;
        left_q     <= move_i.fill ? '0 : move_i.bytes;
        stopped_q  <= 1'b0;
        reserved_q <= '0;
        got_q      <= '0;
        broken_q   <= 1'b0;
        fault_q    <= '0;
      end
    end
  end

  `ASSERT_IF(StartsWhenIdle, start_i, !req_valid_q && bursts_q == '0)
  `ASSERT_IF(BeatWasAsked, r_valid_i, bursts_q != '0)
  `ASSERT_NOW(KeepsToBuffer, reserved_q <= count_t'(Depth))
endmodule
