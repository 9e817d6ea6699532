// The bank of hardware queue slots: holds the mapped queues' state and offers those with work to
// the engine.
//
// Firmware maps a queue with LOAD, then POLL_WPTR (a loaded slot runs only once its wptr is known
// to be fresh), and takes it off with SAVE. The engine holds one slot at a time and gives it back
// with all that is needed to resume.
`include "rtl/common/assert.svh"

module hqd
  import hqd_pkg::*;
(
  input  logic                clk_i,
  input  logic                rst_ni,

  // From the doorbell block: a mapped queue rang.
  input  logic                ring_valid_i,
  input  slot_id_t            ring_slot_i,
  input  ring_ptr_t           ring_wptr_i,

  // To the engine: who may run, whose queue is the kernel's, and any slot's context. A take is legal
  // in a cycle in which its slot is runnable.
  output logic [NumSlots-1:0] runnable_o,
  output logic [NumSlots-1:0] kernel_o,
  input  slot_id_t            sel_slot_i,
  output hqd_ctx_t            sel_ctx_o,
  input  logic                take_valid_i,
  input  slot_id_t            take_slot_i,

  // Slot held by the engine, from the cycle after the take: leave soon (stop), live wptr, and the
  // engine's rptr.
  output logic                hold_stop_o,
  output ring_ptr_t           hold_wptr_o,
  input  ring_ptr_t           hold_rptr_i,

  // From the engine: the held slot comes back.
  input  logic                release_valid_i,
  input  hqd_ctx_t            release_ctx_i,
  input  hqd_fault_t          release_fault_i,

  // Register bus, and the firmware core's interrupt.
  input  regbus_pkg::req_t    reg_req_i,
  output regbus_pkg::rsp_t    reg_rsp_o,
  output logic                irq_o,

  // Memory bus.
  output axi_pkg::req_t       axi_req_o,
  input  axi_pkg::rsp_t       axi_rsp_i,

  // Nothing is under way; and the cycles that passed while the clock stood, 0 while it runs.
  output logic                idle_o,
  // The edge that ends this cycle is needed: else it changes nothing but the slots' cycle counts.
  output logic                clk_req_o,
  input  logic [31:0]         stood_cycles_i,
  // Those of them before this cycle, which a read of this cycle counts.
  input  logic [31:0]         missed_cycles_i,

  // For those who watch: what each slot does now.
  output slot_state_e [NumSlots-1:0] watch_state_o,
  output logic [NumSlots-1:0]        watch_held_o,
  output logic [NumSlots-1:0]        watch_has_work_o,
  output logic [NumSlots-1:0][12:0]  watch_doorbell_o,
  output ring_ptr_t [NumSlots-1:0]   watch_wptr_o,
  output ring_ptr_t [NumSlots-1:0]   watch_rptr_o
);
  logic [NumSlots-1:0]       slot_clk_req;
  logic                      mqd_clk_req, poll_clk_req;
  assign clk_req_o = (slot_clk_req != '0) || mqd_clk_req || poll_clk_req || ring_valid_i ||
                     take_valid_i || release_valid_i || reg_req_i.valid || axi_rsp_i.r_valid ||
                     axi_rsp_i.b_valid;

  slot_cmd_t [NumSlots-1:0]  legal, cmd;
  logic [NumSlots-1:0]       mqd_addr_valid;
  logic [31:0]               mqd_addr_wdata;
  logic [NumSlots-1:0][31:0] mqd_addr;

  slot_state_e [NumSlots-1:0] state;
  logic [NumSlots-1:0]        held, has_work, polling, settled, bus_error, in_packet;
  ring_ptr_t [NumSlots-1:0]   wptr, stored_rptr;
  logic [NumSlots-1:0][4:0]   rb_size_log2;
  hqd_fault_t [NumSlots-1:0]  fault;
  logic [NumSlots-1:0][3:0]   vmid;
  logic [NumSlots-1:0][12:0]  doorbell;
  logic [NumSlots-1:0][31:0]  active_cycles;
  slot_event_t [NumSlots-1:0] slot_event;

  logic [NumSlots-1:0] load_req, save_req;
  logic                job_done, job_error;
  slot_id_t            job_slot, save_slot;
  hqd_ctx_t            save_ctx;
  hqd_mqd_pkg::image_t image;
  ring_ptr_t           load_wptr;
  axi_pkg::addr_t      load_poll_addr;

  logic [NumSlots-1:0]           poll_req;
  axi_pkg::addr_t [NumSlots-1:0] poll_addr;
  logic                          poll_done, poll_error;
  slot_id_t                      poll_slot;
  ring_ptr_t                     poll_wptr;

  logic                mqd_ar_valid, mqd_ar_ready, mqd_r_valid;
  logic                poll_ar_valid, poll_ar_ready, poll_r_valid;
  axi_pkg::ax_t        mqd_ar, poll_ar;

  // The slot that the engine holds, meaningful while any is held.
  slot_id_t            hold_slot_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) hold_slot_q <= '0;
    else if (take_valid_i) hold_slot_q <= take_slot_i;
  end

  assign hold_stop_o = held != '0 && state[hold_slot_q] == SlotStopping;
  assign hold_wptr_o = wptr[hold_slot_q];

  assign load_wptr      = {image[abi_pkg::MqdWptrHi], image[abi_pkg::MqdWptrLo]};
  assign load_poll_addr = {image[abi_pkg::MqdWptrPollHi][15:0], image[abi_pkg::MqdWptrPollLo]};

  // What comes in, by slot.
  logic [NumSlots-1:0] ring, take;
  always_comb begin
    ring = '0;
    take = '0;
    if (ring_valid_i) ring[ring_slot_i] = 1'b1;
    if (take_valid_i) take[take_slot_i] = 1'b1;
  end

  for (genvar n = 0; n < NumSlots; n++) begin : gen_slots
    hqd_slot u_slot (
      .clk_i, .rst_ni,
      .clk_req_o       (slot_clk_req[n]),
      .awake_i         (clk_req_o),
      .ring_valid_i    (ring[n]),
      .ring_wptr_i,
      .cmd_i           (cmd[n]),
      .legal_o         (legal[n]),
      .mqd_addr_valid_i(mqd_addr_valid[n]),
      .mqd_addr_i      (mqd_addr_wdata),
      .load_req_o      (load_req[n]),
      .save_req_o      (save_req[n]),
      .job_done_i      (job_done && job_slot == slot_id_t'(n)),
      .job_error_i     (job_error),
      .load_wptr_i     (load_wptr),
      .load_poll_addr_i(load_poll_addr),
      .poll_req_o      (poll_req[n]),
      .poll_addr_o     (poll_addr[n]),
      .poll_done_i     (poll_done && poll_slot == slot_id_t'(n)),
      .poll_error_i    (poll_error),
      .poll_wptr_i     (poll_wptr),
      .rptr_i          (stored_rptr[n][MaxRingLog2-1:0]),
      .rb_size_log2_i  (rb_size_log2[n]),
      .in_packet_i     (in_packet[n]),
      .runnable_o      (runnable_o[n]),
      .take_i          (take[n]),
      .release_i       (held[n] && release_valid_i),
      .release_fault_i,
      .stood_cycles_i,
      .missed_cycles_i,
      .state_o         (state[n]),
      .held_o          (held[n]),
      .has_work_o      (has_work[n]),
      .polling_o       (polling[n]),
      .settled_o       (settled[n]),
      .bus_error_o     (bus_error[n]),
      .mqd_addr_o      (mqd_addr[n]),
      .wptr_o          (wptr[n]),
      .fault_o         (fault[n]),
      .active_cycles_o (active_cycles[n]),
      .event_o         (slot_event[n])
    );
    assign kernel_o[n] = vmid[n] == '0;
    assign watch_rptr_o[n] = held[n] ? hold_rptr_i : stored_rptr[n];
  end

  hqd_store u_store (
    .clk_i, .rst_ni,
    .load_valid_i   (job_done && !job_error && state[job_slot] == SlotLoading),
    .load_slot_i    (job_slot),
    .load_mqd_i     (image),
    .release_valid_i,
    .release_slot_i (hold_slot_q),
    .release_ctx_i,
    .sel_slot_i,
    .sel_ctx_o,
    .save_slot_i    (save_slot),
    .save_ctx_o     (save_ctx),
    .rptr_o         (stored_rptr),
    .rb_size_log2_o (rb_size_log2),
    .in_packet_o    (in_packet),
    .vmid_o         (vmid),
    .doorbell_o     (doorbell)
  );

  hqd_mqd u_mqd (
    .clk_i, .rst_ni,
    .clk_req_o   (mqd_clk_req),
    .load_req_i  (load_req),
    .save_req_i  (save_req),
    .mqd_addr_i  (mqd_addr),
    .wptr_i      (wptr),
    .fault_i     (fault),
    .save_slot_o (save_slot),
    .save_ctx_i  (save_ctx),
    .done_valid_o(job_done),
    .done_slot_o (job_slot),
    .done_error_o(job_error),
    .image_o     (image),
    .ar_valid_o  (mqd_ar_valid),
    .ar_o        (mqd_ar),
    .ar_ready_i  (mqd_ar_ready),
    .r_valid_i   (mqd_r_valid),
    .r_i         (axi_rsp_i.r),
    .aw_valid_o  (axi_req_o.aw_valid),
    .aw_o        (axi_req_o.aw),
    .aw_ready_i  (axi_rsp_i.aw_ready),
    .w_valid_o   (axi_req_o.w_valid),
    .w_o         (axi_req_o.w),
    .w_ready_i   (axi_rsp_i.w_ready),
    .b_valid_i   (axi_rsp_i.b_valid),
    .b_resp_i    (axi_rsp_i.b.resp)
  );

  hqd_poll u_poll (
    .clk_i, .rst_ni,
    .clk_req_o   (poll_clk_req),
    .req_i       (poll_req),
    .addr_i      (poll_addr),
    .done_valid_o(poll_done),
    .done_slot_o (poll_slot),
    .done_error_o(poll_error),
    .done_wptr_o (poll_wptr),
    .ar_valid_o  (poll_ar_valid),
    .ar_o        (poll_ar),
    .ar_ready_i  (poll_ar_ready),
    .r_valid_i   (poll_r_valid),
    .r_i         (axi_rsp_i.r)
  );

  hqd_read_mux u_read_mux (
    .clk_i, .rst_ni,
    .mqd_ar_valid_i (mqd_ar_valid),
    .mqd_ar_i       (mqd_ar),
    .mqd_ar_ready_o (mqd_ar_ready),
    .mqd_r_valid_o  (mqd_r_valid),
    .poll_ar_valid_i(poll_ar_valid),
    .poll_ar_i      (poll_ar),
    .poll_ar_ready_o(poll_ar_ready),
    .poll_r_valid_o (poll_r_valid),
    .ar_valid_o     (axi_req_o.ar_valid),
    .ar_o           (axi_req_o.ar),
    .ar_ready_i     (axi_rsp_i.ar_ready),
    .r_valid_i      (axi_rsp_i.r_valid),
    .r_id_i         (axi_rsp_i.r.id)
  );
  assign axi_req_o.r_ready = 1'b1;
  assign axi_req_o.b_ready = 1'b1;

  hqd_regs u_regs (
    .clk_i, .rst_ni,
    .awake_i         (clk_req_o),
    .reg_req_i,
    .reg_rsp_o,
    .legal_i         (legal),
    .cmd_o           (cmd),
    .mqd_addr_valid_o(mqd_addr_valid),
    .mqd_addr_o      (mqd_addr_wdata),
    .state_i         (state),
    .held_i          (held),
    .has_work_i      (has_work),
    .polling_i       (polling),
    .bus_error_i     (bus_error),
    .mqd_addr_i      (mqd_addr),
    .rptr_i          (stored_rptr),
    .hold_rptr_i,
    .wptr_i          (wptr),
    .fault_i         (fault),
    .vmid_i          (vmid),
    .doorbell_i      (doorbell),
    .active_cycles_i (active_cycles),
    .event_i         (slot_event),
    .irq_o
  );

  assign idle_o = &settled;

  assign watch_state_o    = state;
  assign watch_held_o     = held;
  assign watch_has_work_o = has_work;
  assign watch_doorbell_o = doorbell;
  assign watch_wptr_o     = wptr;

  logic unused_b_id;
  assign unused_b_id = ^axi_rsp_i.b.id;

  // One engine, one slot held.
  `ASSERT_NOW(OneHolder, $onehot0(held))
  `ASSERT_IF(TakeWhenNoneHeld, take_valid_i, held == '0 || release_valid_i)
  `ASSERT_IF(ReleaseWhenHeld, release_valid_i, held[hold_slot_q])
endmodule
