// The SDMA engine with its packed structs laid open, so that C++ sees one port a field.
module sdma_testbench (
  input  logic         clk_i,
  input  logic         rst_ni,

  // HQD bank: the selected slot's context in, the released one out.
  input  logic [3:0]   runnable_i,
  input  logic [3:0]   kernel_i,
  output logic [1:0]   sel_slot_o,
  output logic         take_valid_o,
  output logic [1:0]   take_slot_o,
  input  logic         hold_stop_i,
  input  logic [63:0]  hold_wptr_i,
  output logic [63:0]  hold_rptr_o,
  output logic         release_valid_o,
  input  logic [3:0]   sel_vmid_i,
  input  logic         sel_priv_i,
  input  logic [12:0]  sel_doorbell_i,
  input  logic [47:0]  sel_rb_base_i,
  input  logic [4:0]   sel_rb_size_log2_i,
  input  logic [63:0]  sel_rptr_i,
  input  logic [47:0]  sel_rptr_addr_i,
  input  logic [47:0]  sel_fence_addr_i,
  input  logic         sel_ib_active_i,
  input  logic [47:0]  sel_ib_base_i,
  input  logic [19:0]  sel_ib_offset_i,
  input  logic [19:0]  sel_ib_size_i,
  input  logic         sel_mid_active_i,
  input  logic [31:0]  sel_mid_header_i,
  input  logic [47:0]  sel_mid_src_i,
  input  logic [47:0]  sel_mid_dst_i,
  input  logic [31:0]  sel_mid_left_i,
  input  logic [31:0]  sel_mid_data_i,
  output logic [3:0]   release_vmid_o,
  output logic         release_priv_o,
  output logic [12:0]  release_doorbell_o,
  output logic [47:0]  release_rb_base_o,
  output logic [4:0]   release_rb_size_log2_o,
  output logic [63:0]  release_rptr_o,
  output logic [47:0]  release_rptr_addr_o,
  output logic [47:0]  release_fence_addr_o,
  output logic         release_ib_active_o,
  output logic [47:0]  release_ib_base_o,
  output logic [19:0]  release_ib_offset_o,
  output logic [19:0]  release_ib_size_o,
  output logic         release_mid_active_o,
  output logic [31:0]  release_mid_header_o,
  output logic [47:0]  release_mid_src_o,
  output logic [47:0]  release_mid_dst_o,
  output logic [31:0]  release_mid_left_o,
  output logic [31:0]  release_mid_data_o,
  output logic         fault_valid_o,
  output logic [7:0]   fault_reason_o,
  output logic         fault_write_o,
  output logic [47:0]  fault_addr_o,
  output logic [31:0]  fault_header_o,

  // MMU.
  output logic         mmu_req_valid_o,
  input  logic         mmu_req_ready_i,
  output logic [3:0]   mmu_req_vmid_o,
  output logic [63:0]  mmu_req_va_o,
  output logic         mmu_req_write_o,
  input  logic         mmu_rsp_valid_i,
  input  logic         mmu_rsp_ok_i,
  input  logic [47:0]  mmu_rsp_pa_i,
  input  logic [7:0]   mmu_rsp_reason_i,

  // Memory bus.
  output logic         ar_valid_o,
  output logic [7:0]   ar_id_o,
  output logic [47:0]  ar_addr_o,
  output logic [7:0]   ar_len_o,
  input  logic         ar_ready_i,
  input  logic         r_valid_i,
  input  logic [7:0]   r_id_i,
  input  logic [255:0] r_data_i,
  input  logic [1:0]   r_resp_i,
  input  logic         r_last_i,
  output logic         r_ready_o,
  output logic         aw_valid_o,
  output logic [7:0]   aw_id_o,
  output logic [47:0]  aw_addr_o,
  output logic [7:0]   aw_len_o,
  input  logic         aw_ready_i,
  output logic         w_valid_o,
  output logic [255:0] w_data_o,
  output logic [31:0]  w_strb_o,
  output logic         w_last_o,
  input  logic         w_ready_i,
  input  logic         b_valid_i,
  input  logic [7:0]   b_id_i,
  input  logic [1:0]   b_resp_i,
  output logic         b_ready_o,

  // Interrupt ring.
  output logic         ih_valid_o,
  input  logic         ih_ready_i,
  output logic [7:0]   ih_source_o,
  output logic [3:0]   ih_vmid_o,
  output logic [127:0] ih_data_o,

  // Registers.
  input  logic         reg_valid_i,
  input  logic         reg_write_i,
  input  logic [11:0]  reg_addr_i,
  input  logic [31:0]  reg_wdata_i,
  output logic [31:0]  reg_rdata_o,
  output logic         reg_error_o,

  // Watch.
  output logic         idle_o,
  output logic         watch_busy_o,
  output logic [1:0]   watch_slot_o,
  output logic         watch_packet_valid_o,
  output logic [31:0]  watch_packet_header_o,
  output logic [63:0]  watch_packet_rptr_o,
  output logic         watch_fetch_valid_o
);
  hqd_pkg::hqd_ctx_t   sel_ctx, release_ctx;
  hqd_pkg::hqd_fault_t fault;
  mmu_pkg::req_t       mmu_req;
  axi_pkg::req_t       axi_req;
  axi_pkg::rsp_t       axi_rsp;
  ih_pkg::entry_t      ih_entry;
  regbus_pkg::rsp_t    reg_rsp;

  // The clock of the engine's control stands whenever that allows, as in the SoC.
  logic        control_clk, control_clk_req;
  logic [31:0] unused_stood_cycles, unused_missed_cycles;
  clock_gate u_control_clock (
    .clk_i,
    .rst_ni,
    .enable_i(control_clk_req),
    .clk_o(control_clk),
    .stood_cycles_i('0),
    .stood_cycles_o(unused_stood_cycles),
    .missed_cycles_o(unused_missed_cycles)
  );

  sdma u_sdma (
    .clk_i,
    .rst_ni,
    .control_clk_i(control_clk),
    .control_clk_req_o(control_clk_req),
    .runnable_i,
    .kernel_i,
    .sel_slot_o,
    .sel_ctx_i       (sel_ctx),
    .take_valid_o,
    .take_slot_o,
    .hold_stop_i,
    .hold_wptr_i,
    .hold_rptr_o,
    .release_valid_o,
    .release_ctx_o   (release_ctx),
    .release_fault_o (fault),
    .mmu_req_valid_o,
    .mmu_req_ready_i,
    .mmu_req_o       (mmu_req),
    .mmu_rsp_valid_i,
    .mmu_rsp_i       ('{ok: mmu_rsp_ok_i, pa: mmu_rsp_pa_i, reason: mmu_rsp_reason_i}),
    .axi_req_o       (axi_req),
    .axi_rsp_i       (axi_rsp),
    .ih_valid_o,
    .ih_ready_i,
    .ih_entry_o      (ih_entry),
    .reg_req_i       ('{valid: reg_valid_i, write: reg_write_i, from_host: 1'b1, addr: reg_addr_i,
                        wdata: reg_wdata_i}),
    .reg_rsp_o       (reg_rsp),
    .idle_o,
    .watch_busy_o,
    .watch_slot_o,
    .watch_packet_valid_o,
    .watch_packet_header_o,
    .watch_packet_rptr_o,
    .watch_fetch_valid_o
  );

  assign sel_ctx = '{
    vmid: sel_vmid_i,
    priv: sel_priv_i,
    doorbell: sel_doorbell_i,
    rb_base: sel_rb_base_i,
    rb_size_log2: sel_rb_size_log2_i,
    rptr: sel_rptr_i,
    rptr_addr: sel_rptr_addr_i,
    fence_addr: sel_fence_addr_i,
    ib_active: sel_ib_active_i,
    ib_base: sel_ib_base_i,
    ib_offset: sel_ib_offset_i,
    ib_size: sel_ib_size_i,
    mid_active: sel_mid_active_i,
    mid_header: sel_mid_header_i,
    mid_src: sel_mid_src_i,
    mid_dst: sel_mid_dst_i,
    mid_left: sel_mid_left_i,
    mid_data: sel_mid_data_i
  };
  assign release_vmid_o = release_ctx.vmid;
  assign release_priv_o = release_ctx.priv;
  assign release_doorbell_o = release_ctx.doorbell;
  assign release_rb_base_o = release_ctx.rb_base;
  assign release_rb_size_log2_o = release_ctx.rb_size_log2;
  assign release_rptr_o = release_ctx.rptr;
  assign release_rptr_addr_o = release_ctx.rptr_addr;
  assign release_fence_addr_o = release_ctx.fence_addr;
  assign release_ib_active_o = release_ctx.ib_active;
  assign release_ib_base_o = release_ctx.ib_base;
  assign release_ib_offset_o = release_ctx.ib_offset;
  assign release_ib_size_o = release_ctx.ib_size;
  assign release_mid_active_o = release_ctx.mid_active;
  assign release_mid_header_o = release_ctx.mid_header;
  assign release_mid_src_o = release_ctx.mid_src;
  assign release_mid_dst_o = release_ctx.mid_dst;
  assign release_mid_left_o = release_ctx.mid_left;
  assign release_mid_data_o = release_ctx.mid_data;

  assign fault_valid_o  = fault.valid;
  assign fault_reason_o = fault.reason;
  assign fault_write_o  = fault.write;
  assign fault_addr_o   = fault.addr;
  assign fault_header_o = fault.header;

  assign mmu_req_vmid_o  = mmu_req.vmid;
  assign mmu_req_va_o    = mmu_req.va;
  assign mmu_req_write_o = mmu_req.write;

  assign ar_valid_o = axi_req.ar_valid;
  assign ar_id_o    = axi_req.ar.id;
  assign ar_addr_o  = axi_req.ar.addr;
  assign ar_len_o   = axi_req.ar.len;
  assign r_ready_o  = axi_req.r_ready;
  assign aw_valid_o = axi_req.aw_valid;
  assign aw_id_o    = axi_req.aw.id;
  assign aw_addr_o  = axi_req.aw.addr;
  assign aw_len_o   = axi_req.aw.len;
  assign w_valid_o  = axi_req.w_valid;
  assign w_data_o   = axi_req.w.data;
  assign w_strb_o   = axi_req.w.strb;
  assign w_last_o   = axi_req.w.last;
  assign b_ready_o  = axi_req.b_ready;
  assign axi_rsp = '{
    ar_ready: ar_ready_i,
    r_valid:  r_valid_i,
    r:        '{id: r_id_i, data: r_data_i, resp: r_resp_i, last: r_last_i},
    aw_ready: aw_ready_i,
    w_ready:  w_ready_i,
    b_valid:  b_valid_i,
    b:        '{id: b_id_i, resp: b_resp_i}
  };

  assign ih_source_o = ih_entry.source;
  assign ih_vmid_o   = ih_entry.vmid;
  assign ih_data_o   = ih_entry.src_data;
  assign reg_rdata_o = reg_rsp.rdata;
  assign reg_error_o = reg_rsp.error;

  // What the engine leaves zero.
  logic unused_ih;
  assign unused_ih = ^{ih_entry.ring, ih_entry.client};
endmodule
