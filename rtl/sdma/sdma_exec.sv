// Runs one queue's packets, from the take of its slot to the release.
//
// The context is true at every packet boundary and, for packets that move data, whenever their unit
// is done: rptr (and the offset in an indirect buffer) stays at a packet until all its effects are
// in memory, and `mid_*` says how far it is. So a release needs no more than to hand the context
// back.
`include "rtl/common/assert.svh"

module sdma_exec
  import sdma_pkg::*;
  import hqd_pkg::*;
  import abi_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,

  // This part needs the edge that ends this cycle.
  output logic        clk_req_o,

  // From the take: the context, and while held the live wptr and the wishes of others.
  input  logic        start_i,
  input  hqd_ctx_t    ctx_i,
  input  ring_ptr_t   wptr_i,
  input  logic        pause_i,
  input  logic        stop_i,
  output logic        release_o,
  output hqd_ctx_t    ctx_o,
  output hqd_fault_t  fault_o,

  // Fetcher.
  output logic        fetch_start_o,
  output source_t     fetch_source_o,
  output pos_t        fetch_pos_o,
  output pos_t        fetch_limit_o,
  output logic        fetch_flush_o,
  input  logic        fetch_idle_i,
  input  logic        dword_valid_i,
  input  logic [31:0] dword_i,
  output logic        pop_o,
  input  fault_t      fetch_fault_i,

  // Units that move data: one is started at a time; `inline` is for a packet's own data.
  output logic        mover_start_o,
  output logic        inline_start_o,
  output move_t       move_o,
  input  logic        unit_done_i,
  input  logic [30:0] unit_moved_i,
  input  fault_t      unit_fault_i,

  // Notices; `store_clear_o` forgets the store's last fault.
  output logic        notify_start_o,
  output notice_t     notice_o,
  input  logic        notify_done_i,
  input  fault_t      notify_fault_i,
  output logic        store_clear_o,

  // A packet begins.
  output logic        packet_valid_o,
  output logic [31:0] packet_header_o
);
  typedef enum logic [3:0] {
    StIdle, StResume, StPacket, StDecode, StBody, StRun, StSkip, StMoveStart, StMove, StTell,
    StTelling, StEnd, StEnding, StRelease
  } state_e;

  state_e      state_q, state_d;
  hqd_ctx_t    ctx_q;
  // What becomes of it at this edge: an indirect buffer or a move begins or ends.
  logic        begin_ib, end_ib, begin_move, moved;
  logic [31:0] header_q, header_d;
  body_t       body_q;
  // The packet is done: go past it. `told`: the world knows rptr already.
  logic        advance, told;
  logic [20:0] advance_dwords;
  // Dwords taken of the packet, its header included.
  logic [14:0] taken_q, taken_d;
  // wptr as it was at the packet's start: a packet is judged by one value.
  pos_t        limit_q, limit;
  hqd_fault_t  fault_q, fault_d;
  // rptr has moved since it was last told.
  logic        untold_q, untold_d;

  packet_t packet;
  sdma_decode u_decode (.header_i(header_q), .body_i(body_q), .packet_o(packet));

  // Where the next packet is, and how many dwords are there.
  pos_t        ring_mask, ring_pos, left;
  logic [47:0] packet_va;
  // Dwords of the packet in hand with its data; a write's resumed packet has them in the context.
  logic [20:0] length;
  logic [20:0] write_dwords;
  assign ring_mask = (pos_t'(1) << (ctx_q.rb_size_log2 - 5'd2)) - pos_t'(1);
  assign ring_pos  = ctx_q.rptr[23:2] & ring_mask;
  assign limit     = state_q inside {StResume, StPacket} ? wptr_i[23:2] : limit_q;
  assign left      = ctx_q.ib_active ? pos_t'(ctx_q.ib_size) - pos_t'(ctx_q.ib_offset)
                                     : (limit - ring_pos) & ring_mask;
  assign packet_va = ctx_q.ib_active ? ctx_q.ib_base + {26'd0, ctx_q.ib_offset, 2'd0}
                                     : ctx_q.rb_base + {24'd0, ring_pos, 2'd0};
  assign write_dwords = ctx_q.mid_active ? ctx_q.mid_data[20:0] : packet.bytes[22:2];
  assign length       = 21'(packet.dwords) + (packet.kind == KindWrite ? write_dwords : '0);

  function automatic hqd_fault_t blame(fault_t cause, logic [31:0] header);
    return '{valid: cause.valid, reason: cause.reason, write: cause.write, addr: cause.addr,
             header: header};
  endfunction

  hqd_fault_t packet_fault;
  assign packet_fault =
      '{valid: 1'b1, reason: FaultNone, write: 1'b0, addr: packet_va, header: header_q};

  assign ctx_o           = ctx_q;
  assign fault_o         = fault_q;
  assign packet_header_o = dword_i;
  assign move_o = '{
    vmid:  ctx_q.vmid,
    fill:  packet.kind == KindFill,
    src:   ctx_q.mid_src,
    dst:   ctx_q.mid_dst,
    bytes: ctx_q.mid_left[30:0],
    data:  ctx_q.mid_data
  };

  // Fetching begins at the next packet unless a state below says otherwise.
  assign fetch_limit_o = ctx_q.ib_active ? pos_t'(ctx_q.ib_size) : limit;

  always_comb begin
    state_d        = state_q;
    begin_ib       = 1'b0;
    end_ib         = 1'b0;
    begin_move     = 1'b0;
    moved          = 1'b0;
    header_d       = header_q;
    taken_d        = taken_q;
    fault_d        = fault_q;
    untold_d       = untold_q;
    release_o      = 1'b0;
    fetch_start_o  = 1'b0;
    fetch_flush_o  = 1'b0;
    pop_o          = 1'b0;
    mover_start_o  = 1'b0;
    inline_start_o = 1'b0;
    notify_start_o = 1'b0;
    store_clear_o  = 1'b0;
    packet_valid_o = 1'b0;
    advance        = 1'b0;
    advance_dwords = length;
    told           = 1'b0;
    unique case (state_q)
      // Holds no slot.
      StIdle: if (start_i) begin
        header_d = ctx_i.mid_header;
        fault_d  = '0;
        untold_d = 1'b0;
        state_d  = StResume;
      end
      // Goes on where the context says: at a packet, or within one. A write needs its data to be
      // there still.
      StResume: begin
        fetch_start_o = 1'b1;
        store_clear_o = 1'b1;
        state_d       = ctx_q.mid_active ? StMoveStart : StPacket;
        if (ctx_q.mid_active && packet.kind == KindWrite && length > 21'(left)) begin
          fault_d        = packet_fault;
          fault_d.reason = FaultTruncated;
          state_d        = StEnd;
        end
      end
      // Between packets.
      StPacket: begin
        taken_d       = 15'd1;
        store_clear_o = 1'b1;
        if (ctx_q.ib_active && ctx_q.ib_offset == ctx_q.ib_size) begin
          end_ib   = 1'b1;
          untold_d = 1'b1;
          state_d  = StResume;
        end else if (stop_i || pause_i) begin
          state_d = StEnd;
        end else if (!ctx_q.ib_active && wptr_i[1:0] != '0) begin
          // Never equal to rptr: would run for ever.
          fault_d = '{valid: 1'b1, reason: FaultBadField, write: 1'b0, addr: packet_va, header: '0};
          state_d = StEnd;
        end else if (!ctx_q.ib_active && left == '0) begin
          state_d = StEnd;
        end else if (dword_valid_i) begin
          pop_o          = 1'b1;
          packet_valid_o = 1'b1;
          header_d       = dword_i;
          // The commonest padding, in one cycle.
          if (dword_i == '0) begin
            advance        = 1'b1;
            advance_dwords = 21'd1;
          end else begin
            state_d = StDecode;
          end
        end else if (fetch_fault_i.valid) begin
          fault_d = blame(fetch_fault_i, '0);
          state_d = StEnd;
        end
      end
      // Only the header counts yet.
      StDecode: begin
        if (!packet.known || (packet.ring_only && ctx_q.ib_active)) begin
          fault_d        = packet_fault;
          fault_d.reason = FaultBadOpcode;
          state_d        = StEnd;
        end else if (pos_t'(packet.dwords) > left) begin
          fault_d        = packet_fault;
          fault_d.reason = FaultTruncated;
          state_d        = StEnd;
        end else begin
          state_d = packet.kind == KindNop ? StSkip : packet.dwords == 15'd1 ? StRun : StBody;
        end
      end
      // Waits for the rest of the packet.
      StBody: begin
        pop_o = dword_valid_i;
        if (pop_o) begin
          taken_d = taken_q + 15'd1;
          if (taken_d == packet.dwords) state_d = StRun;
        end else if (fetch_fault_i.valid) begin
          fault_d = blame(fetch_fault_i, header_q);
          state_d = StEnd;
        end
      end
      // A long NOP is over when all its dwords went by, or at once when others want the engine.
      StSkip: begin
        if (taken_q == packet.dwords || stop_i || pause_i) begin
          advance = 1'b1;
          state_d = taken_q == packet.dwords ? StPacket : StEnd;
        end else if (dword_valid_i) begin
          pop_o   = 1'b1;
          taken_d = taken_q + 15'd1;
        end else if (fetch_fault_i.valid) begin
          fault_d = blame(fetch_fault_i, header_q);
          state_d = StEnd;
        end
      end
      // The whole packet is here.
      StRun: begin
        if (packet.bad) begin
          fault_d = '{valid: 1'b1, reason: packet.bad_reason, write: packet.bad_write,
                      addr: packet.bad_reason == FaultNonCanonical ? packet.bad_addr : packet_va,
                      header: header_q};
          state_d = StEnd;
        end else if (packet.kind == KindWrite && length > 21'(left)) begin
          fault_d        = packet_fault;
          fault_d.reason = FaultTruncated;
          state_d        = StEnd;
        end else if (packet.kind inside {KindCopy, KindFill, KindWrite}) begin
          begin_move = 1'b1;
          state_d    = StMoveStart;
        end else if (packet.kind == KindIndirect) begin
          if (packet.data[19:0] == '0) begin
            advance = 1'b1;
            state_d = StPacket;
          end else begin
            begin_ib = 1'b1;
            state_d  = StResume;
          end
        end else if (packet.kind == KindProtectedFence && ctx_q.fence_addr == '0) begin
          fault_d        = packet_fault;
          fault_d.reason = FaultBadField;
          state_d        = StEnd;
        end else begin
          state_d = StTell;
        end
      end
      StMoveStart: begin
        mover_start_o  = packet.kind != KindWrite;
        inline_start_o = packet.kind == KindWrite;
        state_d        = StMove;
      end
      // Waits for the data to be in memory, or as much as is to be now.
      StMove: if (unit_done_i) begin
        moved   = 1'b1;
        state_d = StEnd;
        if (unit_fault_i.valid) begin
          fault_d = blame(unit_fault_i, header_q);
        end else if (ctx_q.mid_left == 32'(unit_moved_i)) begin
          advance = 1'b1;
          state_d = StPacket;
        end
      end
      StTell: begin
        notify_start_o = 1'b1;
        state_d        = StTelling;
      end
      // Waits for a fence, a protected fence or a trap.
      StTelling: if (notify_done_i) begin
        state_d = StEnd;
        if (notify_fault_i.valid) begin
          fault_d = blame(notify_fault_i, header_q);
        end else begin
          advance = 1'b1;
          told    = packet.kind != KindFence;
          state_d = StPacket;
        end
      end
      // The slot is to be released: tell rptr and, if so, the fault.
      StEnd: begin
        fetch_flush_o  = 1'b1;
        store_clear_o  = 1'b1;
        notify_start_o = 1'b1;
        state_d        = StEnding;
      end
      // When rptr cannot be written that is a fault, which is told in turn.
      StEnding: if (notify_done_i) begin
        untold_d = 1'b0;
        state_d  = StRelease;
        if (notify_fault_i.valid) begin
          if (!fault_q.valid) fault_d = blame(notify_fault_i, '0);
          state_d = StEnd;
        end
      end
      // Waits for reads ahead to come back.
      StRelease: if (fetch_idle_i) begin
        release_o = 1'b1;
        state_d   = StIdle;
      end
      default: state_d = StIdle;
    endcase
    if (advance && !ctx_q.ib_active) untold_d = 1'b1;
    // Last: telling counts for the packet that tells.
    if (told) untold_d = 1'b0;
  end

  // Long waits, and what ends them. The others of its clock have requests of their own.
  always_comb begin
    unique case (state_q)
      StIdle:              clk_req_o = start_i;
      StMove:              clk_req_o = unit_done_i;
      StTelling, StEnding: clk_req_o = notify_done_i;
      StRelease:           clk_req_o = fetch_idle_i;
      default:             clk_req_o = 1'b1;
    endcase
  end

  // Where to fetch from: a resumed packet's data or end, or the next packet.
  always_comb begin
    fetch_source_o = '{vmid: ctx_q.vmid, base: ctx_q.rb_base, mask: ring_mask};
    fetch_pos_o    = ring_pos;
    if (ctx_q.ib_active) begin
      fetch_source_o.base = ctx_q.ib_base;
      fetch_source_o.mask = '1;
      fetch_pos_o         = pos_t'(ctx_q.ib_offset);
    end
    if (ctx_q.mid_active) begin
      fetch_pos_o = fetch_pos_o + pos_t'(length);
      if (packet.kind == KindWrite) fetch_pos_o = fetch_pos_o - ctx_q.mid_left[23:2];
    end
  end

  sdma_notice u_notice (
    .ctx_i    (ctx_q),
    .packet_i (packet),
    .length_i (length),
    .ending_i (state_q inside {StEnd, StEnding}),
    .untold_i (untold_q),
    .fault_i  (fault_q),
    .notice_o
  );

  // A ring has at most 2^24 bytes.
  logic unused_wptr;
  assign unused_wptr = ^wptr_i[63:24];

  always_ff @(posedge clk_i) begin
    if (state_q == StBody && pop_o) body_q[3'(taken_q - 15'd1)] <= dword_i;
  end

  // The context is wide: only what changes is written.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      ctx_q <= '0;
    end else begin
      if (start_i && state_q == StIdle) ctx_q <= ctx_i;
      if (begin_ib) begin
        ctx_q.ib_active <= 1'b1;
        ctx_q.ib_base   <= packet.dst;
        ctx_q.ib_offset <= '0;
        ctx_q.ib_size   <= packet.data[19:0];
      end
      if (end_ib) begin
        ctx_q.ib_active <= 1'b0;
        ctx_q.rptr      <= ctx_q.rptr + 64'(SdmaDwordsIndirect * 4);
      end
      if (begin_move) begin
        ctx_q.mid_active <= 1'b1;
        ctx_q.mid_header <= header_q;
        ctx_q.mid_src    <= packet.src;
        ctx_q.mid_dst    <= packet.dst;
        ctx_q.mid_left   <= 32'(packet.bytes);
        // A write remembers how many dwords it had.
        ctx_q.mid_data   <= packet.kind == KindWrite ? 32'(packet.bytes[30:2]) : packet.data;
      end
      if (moved) begin
        ctx_q.mid_active <= !advance;
        ctx_q.mid_src    <= ctx_q.mid_src + 48'(unit_moved_i);
        ctx_q.mid_dst    <= ctx_q.mid_dst + 48'(unit_moved_i);
        ctx_q.mid_left   <= ctx_q.mid_left - 32'(unit_moved_i);
      end
      if (advance && ctx_q.ib_active) ctx_q.ib_offset <= ctx_q.ib_offset + advance_dwords[19:0];
      if (advance && !ctx_q.ib_active) ctx_q.rptr <= ctx_q.rptr + 64'({advance_dwords, 2'd0});
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q  <= StIdle;
      header_q <= '0;
      taken_q  <= '0;
      limit_q  <= '0;
      fault_q  <= '0;
      untold_q <= 1'b0;
    end else begin
      state_q  <= state_d;
      header_q <= header_d;
      taken_q  <= taken_d;
      limit_q  <= limit;
      fault_q  <= fault_d;
      untold_q <= untold_d;
    end
  end

  `ASSERT_IF(UnitIsExpected, unit_done_i, state_q == StMove)
  `ASSERT_IF(MovesNoMoreThanLeft, unit_done_i, 32'(unit_moved_i) <= ctx_q.mid_left)
  `ASSERT_IF(RingSizeIsLegal,
             state_q == StResume,
             ctx_q.rb_size_log2 >= 5'(MinRingLog2) && ctx_q.rb_size_log2 <= 5'(MaxRingLog2))
endmodule
