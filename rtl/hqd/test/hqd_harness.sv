// The HQD bank with its structs taken apart, so that a C++ test can name every field.
//
// Only instances and wires; a context's fields have the names they have in hqd_ctx_t.
module hqd_harness
  import hqd_pkg::*;
(
  input  logic                clk_i,
  input  logic                rst_ni,

  // Doorbell.
  input  logic                ring_valid_i,
  input  slot_id_t            ring_slot_i,
  input  ring_ptr_t           ring_wptr_i,

  // Engine.
  output logic [NumSlots-1:0] runnable_o,
  output logic [NumSlots-1:0] kernel_o,
  input  slot_id_t            sel_slot_i,
  input  logic                take_valid_i,
  input  slot_id_t            take_slot_i,
  output logic                hold_stop_o,
  output ring_ptr_t           hold_wptr_o,
  input  ring_ptr_t           hold_rptr_i,
  input  logic                release_valid_i,
  input  logic                fault_valid_i,
  input  logic [7:0]          fault_reason_i,
  input  logic                fault_write_i,
  input  logic [47:0]         fault_addr_i,
  input  logic [31:0]         fault_header_i,

  // Context of the selected slot.
  output logic [3:0]          vmid_o,
  output logic                priv_o,
  output logic [12:0]         doorbell_o,
  output logic [47:0]         rb_base_o,
  output logic [4:0]          rb_size_log2_o,
  output ring_ptr_t           rptr_o,
  output logic [47:0]         rptr_addr_o,
  output logic [47:0]         fence_addr_o,
  output logic                ib_active_o,
  output logic [47:0]         ib_base_o,
  output logic [19:0]         ib_offset_o,
  output logic [19:0]         ib_size_o,
  output logic                mid_active_o,
  output logic [31:0]         mid_header_o,
  output logic [47:0]         mid_src_o,
  output logic [47:0]         mid_dst_o,
  output logic [31:0]         mid_left_o,
  output logic [31:0]         mid_data_o,

  // What the engine changes in the context that it gives back; all else returns as selected.
  input  ring_ptr_t           rptr_i,
  input  logic                ib_active_i,
  input  logic [47:0]         ib_base_i,
  input  logic [19:0]         ib_offset_i,
  input  logic [19:0]         ib_size_i,
  input  logic                mid_active_i,
  input  logic [31:0]         mid_header_i,
  input  logic [47:0]         mid_src_i,
  input  logic [47:0]         mid_dst_i,
  input  logic [31:0]         mid_left_i,
  input  logic [31:0]         mid_data_i,

  // Registers.
  input  logic                reg_valid_i,
  input  logic                reg_write_i,
  input  logic                reg_from_host_i,
  input  logic [11:0]         reg_addr_i,
  input  logic [31:0]         reg_wdata_i,
  output logic [31:0]         reg_rdata_o,
  output logic                reg_error_o,
  output logic                irq_o,

  // Memory bus.
  output logic                ar_valid_o,
  output logic [7:0]          ar_id_o,
  output logic [47:0]         ar_addr_o,
  output logic [7:0]          ar_len_o,
  input  logic                ar_ready_i,
  input  logic                r_valid_i,
  input  logic [7:0]          r_id_i,
  input  logic [255:0]        r_data_i,
  input  logic [1:0]          r_resp_i,
  input  logic                r_last_i,
  output logic                aw_valid_o,
  output logic [47:0]         aw_addr_o,
  output logic [7:0]          aw_len_o,
  input  logic                aw_ready_i,
  output logic                w_valid_o,
  output logic [255:0]        w_data_o,
  output logic [31:0]         w_strb_o,
  output logic                w_last_o,
  input  logic                w_ready_i,
  input  logic                b_valid_i,
  input  logic [1:0]          b_resp_i,

  // Idle, and time that passed while the clock stood.
  output logic                idle_o,
  input  logic [31:0]         stood_cycles_i,

  // Watch.
  output logic [2:0]          watch_state_o[NumSlots],
  output logic [NumSlots-1:0] watch_held_o,
  output logic [NumSlots-1:0] watch_has_work_o,
  output logic [12:0]         watch_doorbell_o[NumSlots],
  output ring_ptr_t           watch_wptr_o[NumSlots],
  output ring_ptr_t           watch_rptr_o[NumSlots]
);
  hqd_ctx_t       sel_ctx, release_ctx;
  axi_pkg::req_t  axi_req;
  axi_pkg::rsp_t  axi_rsp;
  regbus_pkg::rsp_t reg_rsp;
  slot_state_e [NumSlots-1:0]       watch_state;
  logic        [NumSlots-1:0][12:0] watch_doorbell;
  ring_ptr_t   [NumSlots-1:0]       watch_wptr, watch_rptr;

  // The bank's clock stands whenever the bank allows, as in the SoC.
  logic        hqd_clk, hqd_clk_req;
  logic [31:0] hqd_stood_cycles, hqd_missed_cycles;

  clock_gate u_clock (
    .clk_i, .rst_ni,
    .enable_i(hqd_clk_req), .clk_o(hqd_clk),
    .stood_cycles_i, .stood_cycles_o(hqd_stood_cycles),
    .missed_cycles_o(hqd_missed_cycles)
  );

  hqd u_hqd (
    .clk_i(hqd_clk), .rst_ni,
    .ring_valid_i, .ring_slot_i, .ring_wptr_i,
    .runnable_o, .kernel_o, .sel_slot_i,
    .sel_ctx_o      (sel_ctx),
    .take_valid_i, .take_slot_i,
    .hold_stop_o, .hold_wptr_o, .hold_rptr_i,
    .release_valid_i,
    .release_ctx_i  (release_ctx),
    .release_fault_i('{valid: fault_valid_i, reason: fault_reason_i, write: fault_write_i,
                       addr: fault_addr_i, header: fault_header_i}),
    .reg_req_i      ('{valid: reg_valid_i, write: reg_write_i, from_host: reg_from_host_i,
                       addr: reg_addr_i, wdata: reg_wdata_i}),
    .reg_rsp_o      (reg_rsp),
    .irq_o,
    .axi_req_o      (axi_req),
    .axi_rsp_i      (axi_rsp),
    .idle_o,
    .clk_req_o      (hqd_clk_req),
    .stood_cycles_i (hqd_stood_cycles),
    .missed_cycles_i(hqd_missed_cycles),
    .watch_state_o  (watch_state),
    .watch_held_o, .watch_has_work_o,
    .watch_doorbell_o(watch_doorbell),
    .watch_wptr_o   (watch_wptr),
    .watch_rptr_o   (watch_rptr)
  );

  for (genvar n = 0; n < NumSlots; n++) begin : gen_watch
    assign watch_state_o[n]    = watch_state[n];
    assign watch_doorbell_o[n] = watch_doorbell[n];
    assign watch_wptr_o[n]     = watch_wptr[n];
    assign watch_rptr_o[n]     = watch_rptr[n];
  end

  assign {vmid_o, priv_o, doorbell_o, rb_base_o, rb_size_log2_o, rptr_o, rptr_addr_o, fence_addr_o,
          ib_active_o, ib_base_o, ib_offset_o, ib_size_o, mid_active_o, mid_header_o, mid_src_o,
          mid_dst_o, mid_left_o, mid_data_o} = sel_ctx;

  always_comb begin
    release_ctx            = sel_ctx;
    release_ctx.rptr       = rptr_i;
    release_ctx.ib_active  = ib_active_i;
    release_ctx.ib_base    = ib_base_i;
    release_ctx.ib_offset  = ib_offset_i;
    release_ctx.ib_size    = ib_size_i;
    release_ctx.mid_active = mid_active_i;
    release_ctx.mid_header = mid_header_i;
    release_ctx.mid_src    = mid_src_i;
    release_ctx.mid_dst    = mid_dst_i;
    release_ctx.mid_left   = mid_left_i;
    release_ctx.mid_data   = mid_data_i;
  end

  assign reg_rdata_o = reg_rsp.rdata;
  assign reg_error_o = reg_rsp.error;

  assign ar_valid_o = axi_req.ar_valid;
  assign ar_id_o    = axi_req.ar.id;
  assign ar_addr_o  = axi_req.ar.addr;
  assign ar_len_o   = axi_req.ar.len;
  assign aw_valid_o = axi_req.aw_valid;
  assign aw_addr_o  = axi_req.aw.addr;
  assign aw_len_o   = axi_req.aw.len;
  assign w_valid_o  = axi_req.w_valid;
  assign w_data_o   = axi_req.w.data;
  assign w_strb_o   = axi_req.w.strb;
  assign w_last_o   = axi_req.w.last;

  assign axi_rsp.ar_ready = ar_ready_i;
  assign axi_rsp.r_valid  = r_valid_i;
  assign axi_rsp.r        = '{id: r_id_i, data: r_data_i, resp: r_resp_i, last: r_last_i};
  assign axi_rsp.aw_ready = aw_ready_i;
  assign axi_rsp.w_ready  = w_ready_i;
  assign axi_rsp.b_valid  = b_valid_i;
  assign axi_rsp.b        = '{id: '0, resp: b_resp_i};

  // The bank takes every answer at once and writes with one id.
  logic unused_axi;
  assign unused_axi = ^{axi_req.r_ready, axi_req.b_ready, axi_req.aw.id};
endmodule
