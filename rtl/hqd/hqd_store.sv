// The contexts of all slots: written whole by a load or a release, read whole by the engine and by
// a save.
//
// Contexts are wide, so nothing here copies one except when it changes. A load and a release never
// hit the same slot in one cycle: a slot being loaded is not held.
`include "rtl/common/assert.svh"

module hqd_store
  import hqd_pkg::*;
(
  input  logic                clk_i,
  input  logic                rst_ni,

  // A load has ended well.
  input  logic                load_valid_i,
  input  slot_id_t            load_slot_i,
  input  hqd_mqd_pkg::image_t load_image_i,

  // The engine gives a slot back.
  input  logic                release_valid_i,
  input  slot_id_t            release_slot_i,
  input  hqd_ctx_t            release_ctx_i,

  // Whole contexts: what the engine looks at, and what is saved next.
  input  slot_id_t            sel_slot_i,
  output hqd_ctx_t            sel_ctx_o,
  input  slot_id_t            save_slot_i,
  output hqd_ctx_t            save_ctx_o,

  // The few fields of every slot that control needs.
  output ring_ptr_t           rptr_o[NumSlots],
  output logic [4:0]          rb_size_log2_o[NumSlots],
  output logic [NumSlots-1:0] in_packet_o,
  output logic [3:0]          vmid_o[NumSlots],
  output logic [12:0]         doorbell_o[NumSlots]
);
  hqd_ctx_t ctx_q[NumSlots];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      for (int unsigned n = 0; n < NumSlots; n++) ctx_q[n] <= '0;
    end else begin
      if (load_valid_i)    ctx_q[load_slot_i]    <= hqd_mqd_pkg::unpack(load_image_i);
      if (release_valid_i) ctx_q[release_slot_i] <= release_ctx_i;
    end
  end

  assign sel_ctx_o  = ctx_q[sel_slot_i];
  assign save_ctx_o = ctx_q[save_slot_i];

  for (genvar n = 0; n < NumSlots; n++) begin : gen_fields
    assign rptr_o[n]         = ctx_q[n].rptr;
    assign rb_size_log2_o[n] = ctx_q[n].rb_size_log2;
    assign in_packet_o[n]    = ctx_q[n].ib_active || ctx_q[n].mid_active;
    assign vmid_o[n]         = ctx_q[n].vmid;
    assign doorbell_o[n]     = ctx_q[n].doorbell;
  end

  `ASSERT(OneWriterASlot, load_valid_i && release_valid_i |-> load_slot_i != release_slot_i)
endmodule
