// Puts the watchers into the machine. The design's files know nothing of them.
`include "rtl/core/rvfi.svh"

bind doorbell doorbell_watch u_watch (
  .clk_i, .rst_ni,
  .valid_i(watch_ring_valid_o), .id_i(watch_ring_id_o), .kind_i(watch_ring_kind_o),
  .slot_i(watch_ring_slot_o)
);

bind hqd hqd_watch u_watch (
  .clk_i, .rst_ni, .state_i(watch_state_o), .doorbell_i(watch_doorbell_o)
);

bind sdma sdma_watch u_watch (
  .clk_i, .rst_ni,
  .busy_i(watch_busy_o), .slot_i(watch_slot_o), .packet_valid_i(watch_packet_valid_o),
  .packet_header_i(watch_packet_header_o), .packet_rptr_i(watch_packet_rptr_o),
  .take_i(take_valid_o),
  .mid_active_i(release_ctx_o.mid_active), .mid_header_i(release_ctx_o.mid_header),
  .fetch_valid_i(watch_fetch_valid_o)
);

bind cpu firmware_watch u_watch (
  .clk_i, .rst_ni,
  .rvfi_valid_i(rvfi_valid), .rvfi_insn_i(rvfi_insn), .rvfi_trap_i(rvfi_trap),
  .rvfi_intr_i(rvfi_intr), .rvfi_pc_rdata_i(rvfi_pc_rdata), .rvfi_pc_wdata_i(rvfi_pc_wdata),
  .sleep_i(sleep_o)
);

bind cpu lockstep_watch u_lockstep_watch (
  .clk_i, .rst_ni, .core_rst_ni(core_rst_n),
  .tcm_valid_i(tcm_req_valid_i), .tcm_write_i(tcm_req_write_i), .tcm_dtcm_i(tcm_req_dtcm_i),
  .tcm_addr_i(tcm_req_addr_i), .tcm_wdata_i(tcm_req_wdata_i),
  `RVFI_BASE_CONNECT
);
