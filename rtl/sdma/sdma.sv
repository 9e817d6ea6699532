// The SDMA engine: runs the packets of whichever HQD slot's turn it is. Instances and wires only.
//
// One slot is held from `take_valid_o` to `release_valid_o`; its context then goes back, with a
// fault or without.
module sdma
  import sdma_pkg::*;
(
  input  logic                         clk_i,
  input  logic                         rst_ni,

  // The clock of what controls the engine and fetches its packets, in step with `clk_i`; it may stand
  // in cycles in which `control_clk_req_o` is low.
  input  logic                         control_clk_i,
  output logic                         control_clk_req_o,

  // HQD bank: choose a slot, take it, give it back.
  input  logic [hqd_pkg::NumSlots-1:0] runnable_i,
  input  logic [hqd_pkg::NumSlots-1:0] kernel_i,
  output hqd_pkg::slot_id_t            sel_slot_o,
  input  hqd_pkg::hqd_ctx_t            sel_ctx_i,
  output logic                         take_valid_o,
  output hqd_pkg::slot_id_t            take_slot_o,
  input  logic                         hold_stop_i,
  input  logic [63:0]                  hold_wptr_i,
  output logic [63:0]                  hold_rptr_o,
  output logic                         release_valid_o,
  output hqd_pkg::hqd_ctx_t            release_ctx_o,
  output hqd_pkg::hqd_fault_t          release_fault_o,

  // MMU.
  output logic                         mmu_req_valid_o,
  input  logic                         mmu_req_ready_i,
  output mmu_pkg::req_t                mmu_req_o,
  input  logic                         mmu_rsp_valid_i,
  input  mmu_pkg::rsp_t                mmu_rsp_i,

  // Memory bus.
  output axi_pkg::req_t                axi_req_o,
  input  axi_pkg::rsp_t                axi_rsp_i,

  // Interrupt ring to the host.
  output logic                         ih_valid_o,
  input  logic                         ih_ready_i,
  output ih_pkg::entry_t               ih_entry_o,

  // Registers.
  input  regbus_pkg::req_t             reg_req_i,
  output regbus_pkg::rsp_t             reg_rsp_o,

  // No slot is held or may be taken.
  output logic                         idle_o,

  // For who watches: a slot is held; a packet begins; a fetch of packets is on the bus.
  output logic                         watch_busy_o,
  output hqd_pkg::slot_id_t            watch_slot_o,
  output logic                         watch_packet_valid_o,
  output logic [31:0]                  watch_packet_header_o,
  output logic [63:0]                  watch_packet_rptr_o,
  output logic                         watch_fetch_valid_o
);
  // Requests to memory, by client.
  logic     [NumMemClients-1:0] req_valid, req_done;
  mem_req_t [NumMemClients-1:0] req;
  mem_rsp_t                     req_rsp;

  logic           store_w_valid, store_w_ready, store_b_valid;
  logic           mover_w_valid, mover_w_ready, mover_b_valid;
  axi_pkg::w_t    store_w, mover_w;
  logic           b_error;
  logic           fetch_r_valid, mover_r_valid, r_last, r_error;
  axi_pkg::data_t r_data;

  logic           start, pause, busy;
  logic [31:0]    slice;
  logic [9:0]     used, begun;

  logic           fetch_start, fetch_flush, fetch_idle, dword_valid, pop, exec_pop, inline_pop;
  source_t        fetch_source;
  pos_t           fetch_pos, fetch_limit;
  logic [31:0]    dword;
  fault_t         fetch_fault;

  logic           mover_start, inline_start, mover_done, inline_done;
  move_t          move;
  logic [30:0]    mover_moved, inline_moved, unit_moved;
  fault_t         mover_fault, inline_fault;

  logic           notify_start, notify_done, store_clear, store_busy;
  notice_t        notice;
  fault_t         notify_fault, store_fault;
  logic           put_valid, put_ready, notify_put_valid, inline_put_valid;
  put_t           put, notify_put, inline_put;

  logic exec_clk_req, fetch_clk_req, inline_clk_req, notify_clk_req, store_clk_req;
  assign control_clk_req_o = exec_clk_req || fetch_clk_req || inline_clk_req || notify_clk_req ||
                             store_clk_req;

  sdma_arb u_arb (
    .clk_i,
    .rst_ni,
    .runnable_i,
    .kernel_i,
    .sel_slot_o,
    .take_valid_o,
    .slice_i   (slice),
    .used_i    (used),
    .start_o   (start),
    .pause_o   (pause),
    .release_i (release_valid_o),
    .busy_o    (busy)
  );
  assign take_slot_o = sel_slot_o;
  assign used        = begun + (pop ? 10'd4 : 10'd0);

  sdma_exec u_exec (
    .clk_i(control_clk_i),
    .rst_ni,
    .clk_req_o(exec_clk_req),
    .start_i         (start),
    .ctx_i           (sel_ctx_i),
    .wptr_i          (hold_wptr_i),
    .pause_i         (pause),
    .stop_i          (hold_stop_i),
    .release_o       (release_valid_o),
    .ctx_o           (release_ctx_o),
    .fault_o         (release_fault_o),
    .fetch_start_o   (fetch_start),
    .fetch_source_o  (fetch_source),
    .fetch_pos_o     (fetch_pos),
    .fetch_limit_o   (fetch_limit),
    .fetch_flush_o   (fetch_flush),
    .fetch_idle_i    (fetch_idle),
    .dword_valid_i   (dword_valid),
    .dword_i         (dword),
    .pop_o           (exec_pop),
    .fetch_fault_i   (fetch_fault),
    .mover_start_o   (mover_start),
    .inline_start_o  (inline_start),
    .move_o          (move),
    .unit_done_i     (mover_done || inline_done),
    .unit_moved_i    (unit_moved),
    .unit_fault_i    (inline_done ? inline_fault : mover_fault),
    .notify_start_o  (notify_start),
    .notice_o        (notice),
    .notify_done_i   (notify_done),
    .notify_fault_i  (notify_fault),
    .store_clear_o   (store_clear),
    .packet_valid_o  (watch_packet_valid_o),
    .packet_header_o (watch_packet_header_o)
  );
  assign unit_moved  = inline_done ? inline_moved : mover_moved;
  assign hold_rptr_o = release_ctx_o.rptr;
  assign pop         = exec_pop || inline_pop;

  sdma_fetch u_fetch (
    .clk_i(control_clk_i),
    .rst_ni,
    .clk_req_o(fetch_clk_req),
    .start_i       (fetch_start),
    .source_i      (fetch_source),
    .start_pos_i   (fetch_pos),
    .limit_i       (fetch_limit),
    .flush_i       (fetch_flush),
    .idle_o        (fetch_idle),
    .dword_valid_o (dword_valid),
    .dword_o       (dword),
    .pop_i         (pop),
    .fault_o       (fetch_fault),
    .req_valid_o   (req_valid[MemFetch]),
    .req_o         (req[MemFetch]),
    .req_done_i    (req_done[MemFetch]),
    .req_rsp_i     (req_rsp),
    .r_valid_i     (fetch_r_valid),
    .r_data_i      (r_data),
    .r_last_i      (r_last),
    .r_error_i     (r_error)
  );

  sdma_mover u_mover (
    .clk_i,
    .rst_ni,
    .start_i        (mover_start),
    .move_i         (move),
    .pause_i        (pause),
    .stop_i         (hold_stop_i),
    .done_o         (mover_done),
    .moved_o        (mover_moved),
    .fault_o        (mover_fault),
    .begun_o        (begun),
    .rd_req_valid_o (req_valid[MemMoverRead]),
    .rd_req_o       (req[MemMoverRead]),
    .rd_req_done_i  (req_done[MemMoverRead]),
    .wr_req_valid_o (req_valid[MemMoverWrite]),
    .wr_req_o       (req[MemMoverWrite]),
    .wr_req_done_i  (req_done[MemMoverWrite]),
    .req_rsp_i      (req_rsp),
    .r_valid_i      (mover_r_valid),
    .r_data_i       (r_data),
    .r_last_i       (r_last),
    .r_error_i      (r_error),
    .w_valid_o      (mover_w_valid),
    .w_ready_i      (mover_w_ready),
    .w_o            (mover_w),
    .b_valid_i      (mover_b_valid),
    .b_error_i      (b_error)
  );

  sdma_inline u_inline (
    .clk_i(control_clk_i),
    .rst_ni,
    .clk_req_o(inline_clk_req),
    .start_i       (inline_start),
    .move_i        (move),
    .stop_i        (pause || hold_stop_i),
    .done_o        (inline_done),
    .moved_o       (inline_moved),
    .fault_o       (inline_fault),
    .dword_valid_i (dword_valid),
    .dword_i       (dword),
    .pop_o         (inline_pop),
    .fetch_fault_i (fetch_fault),
    .put_valid_o   (inline_put_valid),
    .put_ready_i   (put_ready),
    .put_o         (inline_put),
    .store_busy_i  (store_busy),
    .store_fault_i (store_fault)
  );

  sdma_notify u_notify (
    .clk_i(control_clk_i),
    .rst_ni,
    .clk_req_o(notify_clk_req),
    .start_i       (notify_start),
    .notice_i      (notice),
    .done_o        (notify_done),
    .fault_o       (notify_fault),
    .put_valid_o   (notify_put_valid),
    .put_ready_i   (put_ready),
    .put_o         (notify_put),
    .store_busy_i  (store_busy),
    .store_fault_i (store_fault),
    .ih_valid_o,
    .ih_ready_i,
    .ih_entry_o
  );

  // The two never put at once: a packet's data goes before what is told of it.
  assign put_valid = inline_put_valid || notify_put_valid;
  assign put       = inline_put_valid ? inline_put : notify_put;

  sdma_store u_store (
    .clk_i(control_clk_i),
    .rst_ni,
    .clk_req_o(store_clk_req),
    .put_valid_i (put_valid),
    .put_ready_o (put_ready),
    .put_i       (put),
    .busy_o      (store_busy),
    .fault_o     (store_fault),
    .clear_i     (store_clear),
    .req_valid_o (req_valid[MemStore]),
    .req_o       (req[MemStore]),
    .req_done_i  (req_done[MemStore]),
    .req_rsp_i   (req_rsp),
    .w_valid_o   (store_w_valid),
    .w_ready_i   (store_w_ready),
    .w_o         (store_w),
    .b_valid_i   (store_b_valid),
    .b_error_i   (b_error)
  );

  sdma_mem u_mem (
    .clk_i,
    .rst_ni,
    .req_valid_i     (req_valid),
    .req_i           (req),
    .done_o          (req_done),
    .rsp_o           (req_rsp),
    .store_w_valid_i (store_w_valid),
    .store_w_ready_o (store_w_ready),
    .store_w_i       (store_w),
    .store_b_valid_o (store_b_valid),
    .mover_w_valid_i (mover_w_valid),
    .mover_w_ready_o (mover_w_ready),
    .mover_w_i       (mover_w),
    .mover_b_valid_o (mover_b_valid),
    .b_error_o       (b_error),
    .fetch_r_valid_o (fetch_r_valid),
    .mover_r_valid_o (mover_r_valid),
    .r_data_o        (r_data),
    .r_last_o        (r_last),
    .r_error_o       (r_error),
    .mmu_req_valid_o,
    .mmu_req_ready_i,
    .mmu_req_o,
    .mmu_rsp_valid_i,
    .mmu_rsp_i,
    .axi_req_o,
    .axi_rsp_i
  );

  sdma_regs u_regs (
    .clk_i,
    .rst_ni,
    .reg_req_i,
    .reg_rsp_o,
    .busy_i        (busy),
    .slot_i        (sel_slot_o),
    .packet_i      (watch_packet_valid_o),
    .take_i        (take_valid_o),
    .fault_i       (release_valid_o && release_fault_o.valid),
    .moved_valid_i (mover_done || inline_done),
    .moved_i       (unit_moved),
    .slice_o       (slice)
  );

  // A slot is given back only when all that was begun for it has ended.
  assign idle_o = !busy && runnable_i == '0;

  assign watch_busy_o        = busy;
  assign watch_slot_o        = sel_slot_o;
  assign watch_packet_rptr_o = release_ctx_o.rptr;
  assign watch_fetch_valid_o = req_done[MemFetch] && req_rsp.ok;
endmodule
