// Reads ahead in a ring or an indirect buffer and hands out its dwords one by one.
//
// It reads up to `limit_i` and not a dword further; what it may not read (a page fault, a bus
// error) is a fault only once the dword is wanted. `start_i` drops all that was read ahead and
// begins elsewhere.
`include "rtl/common/assert.svh"

module sdma_fetch
  import sdma_pkg::*;
(
  input  logic           clk_i,
  input  logic           rst_ni,

  // This part needs the edge that ends this cycle.
  output logic           clk_req_o,

  // Where to read. `limit_i` may grow at any time.
  input  logic           start_i,
  input  source_t        source_i,
  input  pos_t           start_pos_i,
  input  pos_t           limit_i,
  // Stop reading; `idle_o` once nothing is under way.
  input  logic           flush_i,
  output logic           idle_o,

  // The next dword, or why there is none.
  output logic           dword_valid_o,
  output logic [31:0]    dword_o,
  input  logic           pop_i,
  output fault_t         fault_o,

  // To sdma_mem.
  output logic           req_valid_o,
  output mem_req_t       req_o,
  input  logic           req_done_i,
  input  mem_rsp_t       req_rsp_i,
  input  logic           r_valid_i,
  input  axi_pkg::data_t r_data_i,
  input  logic           r_last_i,
  input  logic           r_error_i
);
  // Two bursts of one aligned 256-byte line each: enough for one NOP in two cycles at 120 cycles of
  // latency.
  localparam int unsigned Depth = 16;
  localparam int unsigned LineBeats = 8;
  localparam int unsigned PtrWidth = $clog2(Depth);
  typedef logic [PtrWidth-1:0] ptr_t;

  source_t source_q;
  // Next dword to ask for, next to hand out.
  pos_t    pos_q, pop_pos_q;
  logic    running_q;
  fault_t  fault_q;
  // A bad beat came: what follows it is of no use.
  logic    broken_q;

  // The request held out to sdma_mem. A stale one belongs to before the last start.
  logic       req_valid_q, req_stale_q;
  mem_req_t   req_q;
  logic [2:0] req_end_q;

  // Bursts under way; stale ones come back first.
  logic [2:0] live_q, stale_q;
  // Last dword wanted of each live burst, and which of the two comes back next.
  logic [2:0] end_q [2];
  logic       end_wr_q, end_rd_q;

  // Beats read ahead, with the last dword wanted of each.
  axi_pkg::data_t data_q [Depth];
  logic [2:0]     last_q [Depth];
  ptr_t           wr_q, rd_q;
  logic [PtrWidth:0] count_q, reserved_q;
  // Dword of the oldest beat that is next.
  logic [2:0] index_q;

  // The next burst: to the end of the line or to the limit.
  logic [47:0] va;
  pos_t        left;
  logic [6:0]  room, dwords;
  logic [3:0]  beats;
  logic        issue;

  assign va     = source_q.base + {24'd0, pos_q, 2'd0};
  assign left   = (limit_i - pos_q) & source_q.mask;
  assign room   = 7'd64 - {1'b0, va[7:2]};
  assign dwords = left < pos_t'(room) ? left[6:0] : room;
  assign beats  = 4'((7'(va[4:2]) + dwords + 7'd7) >> 3);
  assign issue  = running_q && !start_i && !flush_i && !req_valid_q && !fault_q.valid &&
                  left != '0 && live_q < 3'd2 && reserved_q <= (PtrWidth + 1)'(Depth - LineBeats);

  assign clk_req_o = issue || req_done_i || r_valid_i;

  logic push, take_line, pop_beat, accepted;
  assign accepted  = req_done_i && req_rsp_i.ok;
  assign take_line = r_valid_i && r_last_i;
  assign push      = r_valid_i && stale_q == '0 && !r_error_i && !broken_q;
  assign pop_beat  = pop_i && index_q == last_q[rd_q];

  assign req_valid_o   = req_valid_q;
  assign req_o         = req_q;
  assign idle_o        = !req_valid_q && live_q == '0 && stale_q == '0;
  assign dword_valid_o = count_q != '0;
  assign dword_o       = data_q[rd_q][{index_q, 5'd0} +: 32];

  always_comb begin
    fault_o       = fault_q;
    fault_o.valid = fault_q.valid && count_q == '0 && live_q == '0 && !req_valid_q;
    fault_o.addr  = source_q.base + {24'd0, pop_pos_q, 2'd0};
  end

  always_ff @(posedge clk_i) begin
    if (push) begin
      data_q[wr_q] <= r_data_i;
      last_q[wr_q] <= r_last_i ? end_q[end_rd_q] : 3'd7;
    end
    if (accepted) end_q[end_wr_q] <= req_end_q;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      source_q    <= '0;
      pos_q       <= '0;
      pop_pos_q   <= '0;
      running_q   <= 1'b0;
      fault_q     <= '0;
      broken_q    <= 1'b0;
      req_valid_q <= 1'b0;
      req_stale_q <= 1'b0;
      req_q       <= '0;
      req_end_q   <= '0;
      live_q      <= '0;
      stale_q     <= '0;
      end_wr_q    <= 1'b0;
      end_rd_q    <= 1'b0;
      wr_q        <= '0;
      rd_q        <= '0;
      count_q     <= '0;
      reserved_q  <= '0;
      index_q     <= '0;
    end else begin
      if (issue) begin
        req_valid_q <= 1'b1;
        req_stale_q <= 1'b0;
        req_q       <= '{vmid: source_q.vmid, va: va, len: 4'(beats - 4'd1)};
        req_end_q   <= va[4:2] + dwords[2:0] - 3'd1;
        pos_q       <= (pos_q + pos_t'(dwords)) & source_q.mask;
      end
      if (req_done_i) req_valid_q <= 1'b0;
      if (req_done_i && !req_rsp_i.ok && !req_stale_q && !fault_q.valid)
        fault_q <= '{valid: 1'b1, reason: req_rsp_i.reason, write: 1'b0, addr: '0};
      if (r_valid_i && r_error_i && stale_q == '0) begin
        fault_q  <= '{valid: 1'b1, reason: abi_pkg::FaultBusError, write: 1'b0, addr: '0};
        broken_q <= 1'b1;
      end

      live_q  <= live_q + 3'(accepted && !req_stale_q) - 3'(take_line && stale_q == '0);
      stale_q <= stale_q + 3'(accepted && req_stale_q) - 3'(take_line && stale_q != '0);
      if (accepted) end_wr_q <= !end_wr_q;
      if (take_line) end_rd_q <= !end_rd_q;

      if (push) wr_q <= wr_q + ptr_t'(1);
      if (pop_beat) rd_q <= rd_q + ptr_t'(1);
      count_q    <= count_q + (PtrWidth + 1)'(push) - (PtrWidth + 1)'(pop_beat);
      reserved_q <= reserved_q + (issue ? (PtrWidth + 1)'(beats) : '0) - (PtrWidth + 1)'(pop_beat);
      if (pop_i) begin
        index_q   <= index_q + 3'd1;
        pop_pos_q <= (pop_pos_q + pos_t'(1)) & source_q.mask;
      end

      // Last: whatever came this cycle is stale too.
      if (start_i || flush_i) begin
        running_q   <= start_i;
        fault_q     <= '0;
        broken_q    <= 1'b0;
        req_stale_q <= 1'b1;
        live_q      <= '0;
        stale_q     <= stale_q + live_q + 3'(accepted) - 3'(take_line);
        wr_q        <= '0;
        rd_q        <= '0;
        count_q     <= '0;
        reserved_q  <= '0;
      end
      if (start_i) begin
        source_q  <= source_i;
        pos_q     <= start_pos_i & source_i.mask;
        pop_pos_q <= start_pos_i & source_i.mask;
        index_q   <= source_i.base[4:2] + start_pos_i[2:0];
      end
    end
  end

  `ASSERT_IF(PopIsOfSomething, pop_i, dword_valid_o)
  `ASSERT_IF(BeatWasAsked, r_valid_i, live_q != '0 || stale_q != '0)
  `ASSERT_IF(NeverOverflows, push, count_q < (PtrWidth + 1)'(Depth))
  `ASSERT_IF(BaseIsOfDwords, start_i, source_i.base[1:0] == '0)
endmodule
