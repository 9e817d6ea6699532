// Follows the read bursts of one port for axi_checker: no stray beat, and `last` on the last beat
// alone.
//
// For each id it keeps the lengths of the bursts that wait for data, oldest first; beats of
// different ids may mix.
`include "rtl/common/assert.svh"

module axi_read_tracker #(
  // Bursts of one id that may wait. Requires: a power of two.
  parameter int unsigned MaxPerId = 16
) (
  input logic clk_i,
  input logic rst_ni,

  // A read address was taken.
  input logic         ar_taken_i,
  input axi_pkg::id_t ar_id_i,
  input logic [3:0]   ar_len_i,

  // A beat is offered, and taken.
  input logic         r_valid_i,
  input logic         r_taken_i,
  input axi_pkg::id_t r_id_i,
  input logic         r_last_i
);
  localparam int unsigned NumIds = 2 ** axi_pkg::IdWidth;
  localparam int unsigned PlaceWidth = $clog2(MaxPerId);
  typedef logic [PlaceWidth:0] place_t;

  // By id: the ends of its queue, and the beats seen of its oldest burst. Only read for an id that
  // was used since reset, so that the tables themselves need none.
  logic [NumIds-1:0] used_q;
  logic [3:0] len_q [NumIds * MaxPerId];
  place_t head_q [NumIds];
  place_t tail_q [NumIds];
  logic [3:0] beat_q [NumIds];

  place_t tail, head;
  logic ends;
  assign tail = used_q[ar_id_i] ? tail_q[ar_id_i] : '0;
  assign head = head_q[r_id_i];
  assign ends = beat_q[r_id_i] == len_q[{r_id_i, head[PlaceWidth-1:0]}];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) used_q <= '0;
    else if (ar_taken_i) used_q[ar_id_i] <= 1'b1;
  end

  always_ff @(posedge clk_i) begin
    if (ar_taken_i) begin
      len_q[{ar_id_i, tail[PlaceWidth-1:0]}] <= ar_len_i;
      tail_q[ar_id_i] <= tail + 1'b1;
    end
  end

  always_ff @(posedge clk_i) begin
    if (r_taken_i) begin
      beat_q[r_id_i] <= ends ? '0 : beat_q[r_id_i] + 1'b1;
      if (ends) head_q[r_id_i] <= head + 1'b1;
    end
    // The first burst of an id; the beat of this cycle is another id's.
    if (ar_taken_i && !used_q[ar_id_i]) begin
      head_q[ar_id_i] <= '0;
      beat_q[ar_id_i] <= '0;
    end
  end

  `ASSERT_INIT(PlacesArePowerOfTwo, 2 ** PlaceWidth == MaxPerId)
  // Checked only when something happens on the port, which keeps an idle port cheap to simulate.
  always_ff @(posedge clk_i) begin
    if (rst_ni && ar_taken_i && used_q[ar_id_i]) begin
      NotTooMany: assert (tail - head_q[ar_id_i] < (PlaceWidth + 1)'(MaxPerId))
        else $fatal(1, "%m");
    end
    if (rst_ni && r_valid_i) begin
      NoStrayRead: assert (used_q[r_id_i] && head != tail_q[r_id_i]) else $fatal(1, "%m");
      LastIsLast: assert (r_last_i == ends) else $fatal(1, "%m");
    end
  end
endmodule
