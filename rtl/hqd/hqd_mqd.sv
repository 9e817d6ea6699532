// Loads and saves MQDs, one at a time; slots that ask wait their turn, round robin.
//
// A load is one read burst, a save one write burst whose strobes touch only the dwords that
// hardware owns. The slot that was served sees `done_valid_o` for one cycle, when memory has
// answered.
`include "rtl/common/assert.svh"

module hqd_mqd
  import hqd_pkg::*;
  import hqd_mqd_pkg::*;
(
  input  logic                clk_i,
  input  logic                rst_ni,

  // The edge that ends this cycle moves something, whatever memory says.
  output logic                clk_req_o,

  // From the slots.
  input  logic [NumSlots-1:0]       load_req_i,
  input  logic [NumSlots-1:0]       save_req_i,
  input  logic [NumSlots-1:0][31:0] mqd_addr_i,
  input  ring_ptr_t [NumSlots-1:0]  wptr_i,
  input  hqd_fault_t [NumSlots-1:0] fault_i,

  // From the context store: the slot that a save would begin with now.
  output slot_id_t            save_slot_o,
  input  hqd_ctx_t            save_ctx_i,

  // To the slot that was served. `image_o` is what a load has read, valid with done.
  output logic                done_valid_o,
  output slot_id_t            done_slot_o,
  output logic                done_error_o,
  output image_t              image_o,

  // Memory bus; only this block's read answers come in.
  output logic                ar_valid_o,
  output axi_pkg::ax_t        ar_o,
  input  logic                ar_ready_i,
  input  logic                r_valid_i,
  input  axi_pkg::r_t         r_i,
  output logic                aw_valid_o,
  output axi_pkg::ax_t        aw_o,
  input  logic                aw_ready_i,
  output logic                w_valid_o,
  output axi_pkg::w_t         w_o,
  input  logic                w_ready_i,
  input  logic                b_valid_i,
  input  logic [1:0]          b_resp_i
);
  localparam int unsigned BeatWidth = $clog2(MqdBeats + 1);
  typedef logic [BeatWidth-1:0] beat_t;
  localparam beat_t LastBeat = beat_t'(MqdBeats - 1);

  typedef enum logic [2:0] {StIdle, StReadAddr, StRead, StWrite, StWriteAnswer, StDone} state_e;

  state_e       state_q;
  // Beats received, or beats sent; MqdBeats when all are.
  beat_t        beat_q;
  logic         aw_done_q;
  logic         error_q;
  logic         load_q;
  slot_id_t     slot_q;
  logic [31:0]  addr_q;
  image_t       image_q;

  logic         pick_valid, begin_job, usable, all_sent;
  slot_id_t     pick_slot;
  logic [5:0]   ring_size;
  axi_pkg::ax_t burst;

  hqd_pick u_pick (
    .clk_i, .rst_ni,
    .want_i (load_req_i | save_req_i),
    .take_i (begin_job),
    .valid_o(pick_valid),
    .slot_o (pick_slot)
  );

  assign begin_job   = state_q == StIdle && pick_valid;
  assign save_slot_o = pick_slot;
  assign ring_size   = ring_log2(image_q[abi_pkg::MqdRbCntl][5:1]);
  // The last beat goes now, or has gone.
  assign all_sent    = beat_q == beat_t'(MqdBeats) || (beat_q == LastBeat && w_ready_i);
  assign usable      = ring_size >= 6'(MinRingLog2) && ring_size <= 6'(MaxRingLog2);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q   <= StIdle;
      beat_q    <= '0;
      aw_done_q <= 1'b0;
      error_q   <= 1'b0;
      load_q    <= 1'b0;
      slot_q    <= '0;
      addr_q    <= '0;
      image_q   <= '0;
    end else begin
      unique case (state_q)
        // Waits for a slot that asks.
        StIdle: if (pick_valid) begin
          state_q   <= load_req_i[pick_slot] ? StReadAddr : StWrite;
          beat_q    <= '0;
          aw_done_q <= 1'b0;
          error_q   <= 1'b0;
        end
        // Waits for the bus to take the read.
        StReadAddr: if (ar_ready_i) state_q <= StRead;
        // Collects beats.
        StRead: if (r_valid_i) begin
          beat_q  <= beat_q + beat_t'(1);
          error_q <= error_q || r_i.resp != axi_pkg::RespOkay;
          if (r_i.last) state_q <= StDone;
        end
        // Sends address and beats, each as soon as the bus takes it.
        StWrite: begin
          if (aw_ready_i) aw_done_q <= 1'b1;
          if (w_valid_o && w_ready_i) beat_q <= beat_q + beat_t'(1);
          if ((aw_done_q || aw_ready_i) && all_sent) state_q <= StWriteAnswer;
        end
        // Waits until memory has all of it.
        StWriteAnswer: if (b_valid_i) begin
          error_q <= b_resp_i != axi_pkg::RespOkay;
          state_q <= StDone;
        end
        // Tells the slot.
        StDone: state_q <= StIdle;
        default: state_q <= StIdle;
      endcase
      if (begin_job) begin
        slot_q <= pick_slot;
        load_q <= load_req_i[pick_slot];
        addr_q <= mqd_addr_i[pick_slot];
        // What is not owned keeps what it was: the strobes hide it.
        if (save_req_i[pick_slot]) begin
          image_q[abi_pkg::MqdRptrLo]     <= save_ctx_i.rptr[31:0];
          image_q[abi_pkg::MqdRptrHi]     <= save_ctx_i.rptr[63:32];
          image_q[abi_pkg::MqdWptrLo]     <= wptr_i[pick_slot][31:0];
          image_q[abi_pkg::MqdWptrHi]     <= wptr_i[pick_slot][63:32];
          image_q[abi_pkg::MqdIbCntl]     <= 32'(save_ctx_i.ib_active);
          image_q[abi_pkg::MqdIbRptr]     <= 32'(save_ctx_i.ib_offset);
          image_q[abi_pkg::MqdIbOffset]   <= '0;
          image_q[abi_pkg::MqdIbBaseLo]   <= save_ctx_i.ib_base[31:0];
          image_q[abi_pkg::MqdIbBaseHi]   <= 32'(save_ctx_i.ib_base[47:32]);
          image_q[abi_pkg::MqdIbSize]     <= 32'(save_ctx_i.ib_size);
          image_q[abi_pkg::MqdContextStatus] <=
              {16'b0, fault_i[pick_slot].reason, 6'b0, fault_i[pick_slot].valid, 1'b1};
          image_q[abi_pkg::MqdMidHeader]  <= save_ctx_i.mid_header;
          image_q[abi_pkg::MqdMidSrcLo]   <= save_ctx_i.mid_src[31:0];
          image_q[abi_pkg::MqdMidSrcHi]   <= 32'(save_ctx_i.mid_src[47:32]);
          image_q[abi_pkg::MqdMidDstLo]   <= save_ctx_i.mid_dst[31:0];
          image_q[abi_pkg::MqdMidDstHi]   <= 32'(save_ctx_i.mid_dst[47:32]);
          image_q[abi_pkg::MqdMidLeft]    <= save_ctx_i.mid_left;
          image_q[abi_pkg::MqdMidData]    <= save_ctx_i.mid_data;
          image_q[abi_pkg::MqdMidcmdCntl] <= 32'(save_ctx_i.mid_active);
        end
      end else if (state_q == StRead && r_valid_i) begin
        image_q[beat_q * BeatDwords +: BeatDwords] <= r_i.data;
      end
    end
  end

  assign burst.id   = '0;
  assign burst.addr = axi_pkg::addr_t'({addr_q, 8'b0});
  assign burst.len  = 8'(LastBeat);

  assign ar_valid_o = state_q == StReadAddr;
  assign ar_o       = burst;
  assign aw_valid_o = state_q == StWrite && !aw_done_q;
  assign aw_o       = burst;
  assign w_valid_o  = state_q == StWrite && beat_q != beat_t'(MqdBeats);

  always_comb begin
    w_o = '0;
    if (w_valid_o) begin
      w_o.data = image_q[beat_q * BeatDwords +: BeatDwords];
      w_o.strb = SaveStrobes[beat_q];
      w_o.last = beat_q == LastBeat;
    end
  end

  // Not while no slot asks, or memory owes an answer.
  assign clk_req_o = (state_q != StIdle || pick_valid) && state_q != StRead &&
                     state_q != StWriteAnswer;

  assign done_valid_o = state_q == StDone;
  assign done_slot_o  = slot_q;
  assign done_error_o = error_q || (load_q && !usable);
  assign image_o      = image_q;

  // What the host set up once is not written back.
  logic unused;
  assign unused = ^{r_i.id, save_ctx_i.vmid, save_ctx_i.priv, save_ctx_i.doorbell,
                    save_ctx_i.rb_base, save_ctx_i.rb_size_log2, save_ctx_i.rptr_addr,
                    save_ctx_i.fence_addr};

  // A slot is loaded or saved, never both.
  `ASSERT_NOW(OneJobASlot, (load_req_i & save_req_i) == '0)
  // A save writes only what hardware owns: host's and firmware's dwords keep their one writer.
  `ASSERT_IF(SaveWritesOwnedOnly, w_valid_o, w_o.strb == SaveStrobes[beat_q])
  `ASSERT_INIT(SetUpIsNotOwned,
               OwnedDwords[abi_pkg::MqdRptrLo - 1:0] == '0 &&
               !OwnedDwords[abi_pkg::MqdRptrAddrHi] &&
               !OwnedDwords[abi_pkg::MqdRptrAddrLo] && !OwnedDwords[abi_pkg::MqdDoorbellOffset] &&
               !OwnedDwords[abi_pkg::MqdWptrPollHi] && !OwnedDwords[abi_pkg::MqdWptrPollLo] &&
               !OwnedDwords[abi_pkg::MqdFenceAddrLo] && !OwnedDwords[abi_pkg::MqdFenceAddrHi])
  `ASSERT_IF(ReadHasItsBeats, state_q == StRead && r_valid_i, r_i.last == (beat_q == LastBeat))
  `ASSERT_IF(DataOnlyWhenAsked, r_valid_i, state_q == StRead)
  `ASSERT_IF(AnswerOnlyWhenAsked, b_valid_i, state_q == StWriteAnswer)
endmodule
