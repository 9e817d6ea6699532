// The contexts of all slots: written whole by a load or a release, read whole by the engine and by
// a save.
//
// Contexts are wide, so nothing here moves one except when it changes, and no function takes one: a
// simulator would copy it every cycle. A load and a release never hit the same slot in one cycle: a
// slot being loaded is not held.
`include "rtl/common/assert.svh"

module hqd_store
  import hqd_pkg::*;
(
  input  logic                clk_i,
  input  logic                rst_ni,

  // A load has ended well.
  input  logic                load_valid_i,
  input  slot_id_t            load_slot_i,
  input  hqd_mqd_pkg::image_t load_mqd_i,

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
  output ring_ptr_t [NumSlots-1:0]  rptr_o,
  output logic [NumSlots-1:0][4:0]  rb_size_log2_o,
  output logic [NumSlots-1:0]       in_packet_o,
  output logic [NumSlots-1:0][3:0]  vmid_o,
  output logic [NumSlots-1:0][12:0] doorbell_o
);
  hqd_ctx_t ctx_q[NumSlots];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      for (int unsigned n = 0; n < NumSlots; n++) ctx_q[n] <= '0;
    end else begin
      if (load_valid_i) begin
        ctx_q[load_slot_i] <= '{
          vmid:         load_mqd_i[abi_pkg::MqdRbCntl][27:24],
          priv:         load_mqd_i[abi_pkg::MqdRbCntl][27:24] == 4'd0,
          doorbell:     load_mqd_i[abi_pkg::MqdDoorbellOffset][12:0],
          rb_base:      {load_mqd_i[abi_pkg::MqdRbBaseHi][7:0],
                         load_mqd_i[abi_pkg::MqdRbBaseLo], 8'b0},
          rb_size_log2: 5'(hqd_mqd_pkg::ring_log2(load_mqd_i[abi_pkg::MqdRbCntl][5:1])),
          rptr:         {load_mqd_i[abi_pkg::MqdRptrHi], load_mqd_i[abi_pkg::MqdRptrLo]},
          rptr_addr:    {load_mqd_i[abi_pkg::MqdRptrAddrHi][15:0],
                         load_mqd_i[abi_pkg::MqdRptrAddrLo]},
          fence_addr:   {load_mqd_i[abi_pkg::MqdFenceAddrHi][15:0],
                         load_mqd_i[abi_pkg::MqdFenceAddrLo]},
          ib_active:    load_mqd_i[abi_pkg::MqdIbCntl][0],
          ib_base:      {load_mqd_i[abi_pkg::MqdIbBaseHi][15:0], load_mqd_i[abi_pkg::MqdIbBaseLo]},
          ib_offset:    load_mqd_i[abi_pkg::MqdIbRptr][19:0],
          ib_size:      load_mqd_i[abi_pkg::MqdIbSize][19:0],
          mid_active:   load_mqd_i[abi_pkg::MqdMidcmdCntl][0],
          mid_header:   load_mqd_i[abi_pkg::MqdMidHeader],
          mid_src:      {load_mqd_i[abi_pkg::MqdMidSrcHi][15:0], load_mqd_i[abi_pkg::MqdMidSrcLo]},
          mid_dst:      {load_mqd_i[abi_pkg::MqdMidDstHi][15:0], load_mqd_i[abi_pkg::MqdMidDstLo]},
          mid_left:     load_mqd_i[abi_pkg::MqdMidLeft],
          mid_data:     load_mqd_i[abi_pkg::MqdMidData]
        };
      end
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

  `ASSERT_IF(OneWriterASlot, load_valid_i && release_valid_i, load_slot_i != release_slot_i)
endmodule
