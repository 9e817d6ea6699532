// Control of one slot: is a queue here, may it run, and how far did its owner write (wptr).
//
// A ring always wins: whatever else happens in its cycle, wptr is the ring's in the next. A slot
// that is asked to leave waits in SlotStopping until the engine has given it back and no poll is
// under way, so what is saved is exact. Commands must be ones that `legal_o` shows; the registers
// see to that.
`include "rtl/common/assert.svh"

module hqd_slot
  import hqd_pkg::*;
  import hqd_mqd_pkg::*;
(
  input  logic             clk_i,
  input  logic             rst_ni,

  // The edge that ends this cycle moves something by itself; the bank asks for that edge.
  output logic             clk_req_o,
  input  logic             awake_i,

  // From the doorbell block.
  input  logic             ring_valid_i,
  input  ring_ptr_t        ring_wptr_i,

  // From the registers: commands, at most one a cycle, and the MQD's bus address >> 8.
  input  slot_cmd_t        cmd_i,
  output slot_cmd_t        legal_o,
  input  logic             mqd_addr_valid_i,
  input  logic [31:0]      mqd_addr_i,

  // MQD load and save: asked for while `*_req_o` is high, ended by one pulse.
  output logic             load_req_o,
  output logic             save_req_o,
  input  logic             job_done_i,
  input  logic             job_error_i,
  input  ring_ptr_t        load_wptr_i,
  input  axi_pkg::addr_t   load_poll_addr_i,

  // Poll of the wptr word: asked for while `poll_req_o` is high, ended by one pulse.
  output logic             poll_req_o,
  output axi_pkg::addr_t   poll_addr_o,
  input  logic             poll_done_i,
  input  logic             poll_error_i,
  input  ring_ptr_t        poll_wptr_i,

  // The part of the stored context that decides whether there is work.
  input  logic [MaxRingLog2-1:0] rptr_i,
  input  logic [4:0]       rb_size_log2_i,
  input  logic             in_packet_i,

  // To and from the engine.
  output logic             runnable_o,
  input  logic             take_i,
  input  logic             release_i,
  input  hqd_fault_t       release_fault_i,

  // Cycles that passed while the clock stood; 0 while it runs.
  input  logic [31:0]      stood_cycles_i,
  // Those of them before this cycle.
  input  logic [31:0]      missed_cycles_i,

  // State, for the registers and for those who watch.
  output slot_state_e      state_o,
  output logic             held_o,
  output logic             has_work_o,
  output logic             polling_o,
  // Nothing is under way: only a command, a ring or the engine moves the slot.
  output logic             settled_o,
  output logic             bus_error_o,
  output logic [31:0]      mqd_addr_o,
  output ring_ptr_t        wptr_o,
  output hqd_fault_t       fault_o,
  output logic [31:0]      active_cycles_o,
  output slot_event_t      event_o
);
  slot_state_e    state_q;
  // STOPPING ends in FREE without a save.
  logic           drop_q;
  // wptr is known to be fresh: a ring came or a poll ended since the load.
  logic           armed_q;
  logic           held_q;
  logic           polling_q;
  // A ring came after the poll began: the poll's answer may be older than it.
  logic           poll_stale_q;
  logic           bus_error_q;
  logic           idle, idle_q;
  ring_ptr_t      wptr_q;
  axi_pkg::addr_t poll_addr_q;
  logic [31:0]    mqd_addr_q;
  hqd_fault_t     fault_q;
  logic [31:0]    active_cycles_q;

  logic           mapped, loaded, faulted;
  logic           poll_end, poll_failed, poll_applies;

  assign mapped       = state_q == SlotActive || state_q == SlotStopping;
  assign loaded       = state_q == SlotLoading && job_done_i && !job_error_i;
  // Without a wptr word there is nothing to read: the poll only arms.
  assign poll_end     = polling_q && (poll_done_i || poll_addr_q == '0);
  assign poll_failed  = poll_done_i && poll_error_i;
  assign poll_applies = poll_done_i && !poll_error_i && !poll_stale_q;
  // A queue that is dropped leaves no fault.
  assign faulted      = release_i && release_fault_i.valid && !drop_q && !cmd_i.reset;

  // State: what must win is written last.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q      <= SlotFree;
      drop_q       <= 1'b0;
      armed_q      <= 1'b0;
      held_q       <= 1'b0;
      polling_q    <= 1'b0;
      poll_stale_q <= 1'b0;
      bus_error_q  <= 1'b0;
      idle_q       <= 1'b0;
    end else begin
      idle_q <= idle;
      unique case (state_q)
        SlotFree: if (cmd_i.load) begin
          state_q <= SlotLoading;
          drop_q  <= 1'b0;
        end
        // Waits for the MQD; one that cannot be read or used is not mapped.
        SlotLoading: if (job_done_i) state_q <= job_error_i ? SlotFree : SlotActive;
        // Runs; waits for firmware or a fault to end it.
        SlotActive: begin
          if (release_i && release_fault_i.valid) state_q <= SlotFaulted;
          if (cmd_i.save || cmd_i.reset) begin
            state_q <= SlotStopping;
            drop_q  <= cmd_i.reset;
          end
        end
        // Waits for the engine and the poll. A reset may still turn a save into a drop.
        SlotStopping: begin
          if (cmd_i.reset) drop_q <= 1'b1;
          if (!held_q && !polling_q) begin
            state_q <= drop_q || cmd_i.reset ? SlotFree : SlotSaving;
          end
        end
        // Waits for the MQD to be written.
        SlotSaving: if (job_done_i) state_q <= SlotFree;
        // Waits for firmware.
        SlotFaulted: if (cmd_i.save || cmd_i.reset) begin
          state_q <= SlotStopping;
          drop_q  <= cmd_i.reset;
        end
        default: state_q <= SlotFree;
      endcase

      if (release_i) held_q <= 1'b0;
      if (take_i) held_q <= 1'b1;
      if (poll_end) polling_q <= 1'b0;
      if (cmd_i.load) begin
        armed_q     <= 1'b0;
        bus_error_q <= 1'b0;
      end
      if (cmd_i.poll) begin
        polling_q    <= 1'b1;
        poll_stale_q <= 1'b0;
      end
      if (poll_end && !poll_failed) armed_q <= 1'b1;
      if (event_o.bus_error) bus_error_q <= 1'b1;
      // Last, so that a ring in the cycle of a poll command or a poll's end counts.
      if (ring_valid_i) begin
        armed_q      <= 1'b1;
        poll_stale_q <= 1'b1;
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      wptr_q          <= '0;
      poll_addr_q     <= '0;
      mqd_addr_q      <= '0;
      fault_q         <= '0;
      active_cycles_q <= '0;
    end else begin
      if (ring_valid_i)      wptr_q <= ring_wptr_i;
      else if (loaded)       wptr_q <= load_wptr_i;
      else if (poll_applies) wptr_q <= poll_wptr_i;
      if (loaded) poll_addr_q <= load_poll_addr_i;
      if (mqd_addr_valid_i) mqd_addr_q <= mqd_addr_i;
      if (faulted)         fault_q <= release_fault_i;
      else if (cmd_i.load) fault_q <= '0;
      if (cmd_i.load)  active_cycles_q <= '0;
      else if (mapped) active_cycles_q <= active_cycles_q + stood_cycles_i + 32'd1;
    end
  end

  // While the engine holds the slot, the stored rptr is old and cannot tell.
  assign has_work_o = held_q || in_packet_i ||
                      ring_bytes_left(wptr_q[MaxRingLog2-1:0], rptr_i, rb_size_log2_i) != '0;
  assign runnable_o = state_q == SlotActive && armed_q && !held_q && has_work_o;
  assign idle       = state_q == SlotActive && armed_q && !has_work_o;

  assign legal_o.load  = state_q == SlotFree;
  assign legal_o.save  = state_q == SlotActive || state_q == SlotFaulted;
  assign legal_o.poll  = state_q == SlotActive && !polling_q;
  assign legal_o.reset = state_q == SlotActive || state_q == SlotFaulted ||
                         (state_q == SlotStopping && !drop_q);

  assign load_req_o  = state_q == SlotLoading;
  assign save_req_o  = state_q == SlotSaving;
  assign poll_req_o  = polling_q && poll_addr_q != '0;
  assign poll_addr_o = poll_addr_q;

  // Only what wakes the bank can be an event.
  always_comb begin
    event_o = '0;
    if (awake_i) begin
      event_o.load_done = loaded;
      event_o.save_done = state_q == SlotSaving && job_done_i && !job_error_i;
      event_o.idle      = idle && !idle_q;
      event_o.fault     = faulted;
      event_o.poll_done = poll_end && !poll_failed;
      event_o.bus_error = (job_done_i && job_error_i) || poll_failed;
    end
  end

  assign clk_req_o = idle != idle_q || (polling_q && poll_addr_q == '0) ||
                     (state_q == SlotStopping && !held_q && !polling_q);

  assign state_o         = state_q;
  assign held_o          = held_q;
  assign polling_o       = polling_q;
  assign settled_o       = state_q inside {SlotFree, SlotActive, SlotFaulted} && !held_q &&
                           !polling_q && idle == idle_q;
  assign bus_error_o     = bus_error_q;
  assign mqd_addr_o      = mqd_addr_q;
  assign wptr_o          = wptr_q;
  assign fault_o         = fault_q;
  assign active_cycles_o = mapped ? active_cycles_q + missed_cycles_i : active_cycles_q;

  // A ring finds a queue, and is never lost.
  `ASSERT_IF(RingNeedsQueue, ring_valid_i, state_q inside {SlotActive, SlotStopping, SlotFaulted})
  `ASSERT_TAKES(RingIsTaken, ring_valid_i, wptr_q, ring_wptr_i)
  // Registers give only commands that can be obeyed, one at a time.
  `ASSERT_NOW(CommandIsLegal, (cmd_i & ~legal_o) == '0 && $onehot0(cmd_i))
  `ASSERT_IF(MqdAddrWhileFree, mqd_addr_valid_i, state_q == SlotFree)
  // The engine takes what may run and gives back what it has.
  `ASSERT_IF(TakeRunnable, take_i, runnable_o)
  `ASSERT_IF(ReleaseHeld, release_i, held_q)
  `ASSERT_IF(HeldOnlyMapped, held_q, state_q inside {SlotActive, SlotStopping})
  // Nothing ends that was not begun.
  `ASSERT_IF(JobWasAsked, job_done_i, load_req_o || save_req_o)
  `ASSERT_IF(PollWasAsked, poll_done_i, poll_req_o)
  // A queue comes only through a load and leaves only through STOPPING.
  `ASSERT_NEXT(BecomesActiveByLoad, state_q != SlotActive && state_q != SlotLoading,
               state_q != SlotActive)
  `ASSERT_NEXT(SavesOnlyStopped, state_q != SlotSaving && state_q != SlotStopping,
               state_q != SlotSaving)
  `ASSERT_IF(NoPollLeftBehind, state_q inside {SlotFree, SlotLoading, SlotSaving}, !polling_q)
endmodule
