// The doorbell block: turns a host's write to the doorbell aperture into work for a slot or for
// firmware.
//
// Rings and firmware's accesses to the tables (bind, pop, query) take effect one a cycle, so they
// have one order: a ring is wholly before a bind or wholly after it. Firmware's access goes first;
// the ring waits, and is never lost.
`include "rtl/common/assert.svh"

module doorbell
  import doorbell_pkg::*;
(
  input  logic clk_i,
  input  logic rst_ni,

  // From the doorbell aperture: byte offset (8-byte aligned) and the queue's new wptr.
  input  logic        ring_valid_i,
  output logic        ring_ready_o,
  input  logic [15:0] ring_offset_i,
  input  logic [63:0] ring_value_i,

  // To the HQD bank: a mapped doorbell rang; one cycle each.
  output logic        hqd_ring_valid_o,
  output slot_t       hqd_ring_slot_o,
  output logic [63:0] hqd_ring_wptr_o,

  // Registers.
  input  regbus_pkg::req_t reg_req_i,
  output regbus_pkg::rsp_t reg_rsp_o,

  // To the firmware core: a doorbell is pending.
  output logic irq_o,

  // No ring is in hand.
  output logic idle_o,
  // The edge that ends this cycle is needed; else it changes nothing.
  output logic clk_req_o,

  // For tracing: what became of each ring, in the cycle in which it takes effect.
  output logic  watch_ring_valid_o,
  output id_t   watch_ring_id_o,
  output kind_e watch_ring_kind_o,
  output slot_t watch_ring_slot_o
);
  // The ring in hand: accepted, not yet in effect.
  logic ring_valid_q;
  id_t ring_id_q;
  logic [63:0] ring_wptr_q;

  logic accept, take_effect;
  assign ring_ready_o = !ring_valid_q || take_effect;
  assign accept = ring_valid_i && ring_ready_o;
  assign idle_o = !ring_valid_q;
  assign clk_req_o = ring_valid_i || ring_valid_q || reg_req_i.valid;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) ring_valid_q <= 1'b0;
    else if (ring_ready_o) ring_valid_q <= ring_valid_i;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      ring_id_q   <= '0;
      ring_wptr_q <= '0;
    end else if (accept) begin
      ring_id_q   <= ring_offset_i[15:3];
      ring_wptr_q <= ring_value_i;
    end
  end

  // Firmware's access of this cycle, if it needs the tables.
  logic bind_valid, query_valid, pop_valid;
  id_t bind_id, query_id;
  entry_t bind_entry;
  assign take_effect = ring_valid_q && !(bind_valid || query_valid || pop_valid);

  id_t table_id;
  entry_t table_entry;
  always_comb begin
    table_id = ring_id_q;
    if (query_valid) table_id = query_id;
    if (bind_valid) table_id = bind_id;
  end

  doorbell_table u_table (
    .clk_i,
    .rst_ni,
    .id_i        (table_id),
    .entry_o     (table_entry),
    .bind_i      (bind_valid),
    .bind_entry_i(bind_entry)
  );

  logic ring_none, ring_unmapped;
  assign ring_none = take_effect && table_entry.kind == KindNone;
  assign ring_unmapped = take_effect && table_entry.kind == KindUnmapped;

  logic pending, head_valid;
  id_t head_id;
  logic [IdWidth:0] pending_count;

  doorbell_pending u_pending (
    .clk_i,
    .rst_ni,
    .id_i        (table_id),
    .pending_o   (pending),
    .set_i       (ring_unmapped),
    .pop_i       (pop_valid),
    .head_valid_o(head_valid),
    .head_id_o   (head_id),
    .count_o     (pending_count)
  );

  doorbell_regs u_regs (
    .clk_i,
    .rst_ni,
    .reg_req_i,
    .reg_rsp_o,
    .bind_valid_o    (bind_valid),
    .bind_id_o       (bind_id),
    .bind_entry_o    (bind_entry),
    .query_valid_o   (query_valid),
    .query_id_o      (query_id),
    .query_entry_i   (table_entry),
    .query_pending_i (pending),
    .pop_valid_o     (pop_valid),
    .head_valid_i    (head_valid),
    .head_id_i       (head_id),
    .pending_count_i (pending_count),
    .ring_valid_i    (take_effect),
    .ring_none_i     (ring_none),
    .ring_unmapped_i (ring_unmapped),
    .ring_id_i       (ring_id_q)
  );

  assign hqd_ring_valid_o = take_effect && table_entry.kind == KindMapped;
  assign hqd_ring_slot_o = table_entry.slot;
  assign hqd_ring_wptr_o = ring_wptr_q;
  assign irq_o = head_valid;

  assign watch_ring_valid_o = take_effect;
  assign watch_ring_id_o = ring_id_q;
  assign watch_ring_kind_o = table_entry.kind;
  assign watch_ring_slot_o = table_entry.slot;

  logic unused_offset;
  assign unused_offset = ^ring_offset_i[2:0];

  // The aperture gives whole doorbells only.
  `ASSERT_IF(RingIsAligned, ring_valid_i, ring_offset_i[2:0] == '0)
  // An accepted ring is in hand in the next cycle, and stays until it takes effect.
  `ASSERT_TAKES(RingIsAccepted, accept, {ring_valid_q, ring_id_q, ring_wptr_q},
                {1'b1, ring_offset_i[15:3], ring_value_i})
  `ASSERT_KEEPS(RingIsKept, ring_valid_q && !take_effect, {ring_valid_q, ring_id_q, ring_wptr_q})
  // A ring in effect is dropped as stray, pending, or at its slot: one of them.
  `ASSERT_IF(RingHasOneOutcome, take_effect, $onehot({ring_none, ring_unmapped, hqd_ring_valid_o}))
  `ASSERT_NEXT(UnmappedRingIsPending, ring_unmapped, irq_o)
  // Firmware's access holds a ring for one cycle only if it comes one at a time.
  `ASSERT_NOW(OneTableAccess, $onehot0({bind_valid, query_valid, pop_valid}))
endmodule
