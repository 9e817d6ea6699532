// Remembers which unmapped doorbells have rung, oldest first, until firmware takes them.
//
// A ring sets the doorbell's pending bit and, if the bit was clear, queues its id; so an id is
// queued at most once and the queue, one place a doorbell, cannot overflow. A cycle sets or pops,
// never both.
`include "rtl/common/assert.svh"

module doorbell_pending
  import doorbell_pkg::*;
(
  input  logic clk_i,
  input  logic rst_ni,

  // The doorbell asked about or set; its pending bit (not meaningful in the cycle of a pop).
  input  id_t  id_i,
  output logic pending_o,

  // A ring: `id_i` becomes pending.
  input  logic set_i,

  // Firmware: takes the oldest id, whose bit is cleared. Only when there is one.
  input  logic pop_i,
  output logic head_valid_o,
  output id_t  head_id_o,

  // Ids queued: 0 to NumDoorbells.
  output logic [IdWidth:0] count_o
);
  logic bit_value;
  id_t bit_id;
  assign bit_id = pop_i ? head_id_o : id_i;

  doorbell_ram #(
    .Width(1),
    .Depth(NumDoorbells)
  ) u_bits (
    .clk_i,
    .rst_ni,
    .addr_i (bit_id),
    .write_i(set_i || pop_i),
    .wdata_i(set_i),
    .rdata_o(bit_value)
  );

  id_t ids_q [NumDoorbells];
  id_t head_q, tail_q;
  logic [IdWidth:0] count_q;
  logic push;
  assign push = set_i && !bit_value;

  always_ff @(posedge clk_i) begin
    if (push) ids_q[tail_q] <= id_i;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      head_q  <= '0;
      tail_q  <= '0;
      count_q <= '0;
    end else if (push) begin
      tail_q  <= tail_q + 1'b1;
      count_q <= count_q + 1'b1;
    end else if (pop_i) begin
      head_q  <= head_q + 1'b1;
      count_q <= count_q - 1'b1;
    end
  end

  assign pending_o = bit_value;
  assign head_valid_o = count_q != '0;
  assign head_id_o = ids_q[head_q];
  assign count_o = count_q;

  `ASSERT_NOW(SetsOrPops, !(set_i && pop_i))
  `ASSERT_IF(NeverOverflows, push, count_q < (IdWidth + 1)'(NumDoorbells))
  `ASSERT_IF(PopsOnlyPending, pop_i, head_valid_o && bit_value)
  // Together with WriteIsKept of the bits: a ring on an unmapped doorbell is pending in the next
  // cycle.
  `ASSERT_NEXT(SetIsQueued, set_i, head_valid_o)
endmodule
