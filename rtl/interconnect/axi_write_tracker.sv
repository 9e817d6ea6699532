// Follows the write bursts of one port for axi_checker: data after its address, `last` on the last
// beat alone, and one answer for each burst, after its last beat.
`include "rtl/common/assert.svh"

module axi_write_tracker #(
  // Bursts that may wait for their data, and of one id for their answer. Requires: a power of two.
  parameter int unsigned MaxPerId = 16
) (
  input logic clk_i,
  input logic rst_ni,

  // A write address was taken.
  input logic         aw_taken_i,
  input axi_pkg::id_t aw_id_i,
  input logic [3:0]   aw_len_i,

  // A beat is offered, and taken.
  input logic w_valid_i,
  input logic w_taken_i,
  input logic w_last_i,

  // An answer is offered, and taken.
  input logic         b_valid_i,
  input logic         b_taken_i,
  input axi_pkg::id_t b_id_i
);
  localparam int unsigned NumIds = 2 ** axi_pkg::IdWidth;
  localparam int unsigned PlaceWidth = $clog2(MaxPerId);
  typedef logic [PlaceWidth:0] place_t;

  // Bursts whose data is to come, oldest first.
  axi_pkg::id_t id_q [MaxPerId];
  logic [3:0] len_q [MaxPerId];
  place_t head_q, tail_q;
  logic [3:0] beat_q;

  // The burst that the beat belongs to: its address may be taken in this very cycle.
  logic waiting, ends, burst_done;
  axi_pkg::id_t w_id;
  logic [3:0] w_len;
  assign waiting = head_q != tail_q;
  assign w_id = waiting ? id_q[head_q[PlaceWidth-1:0]] : aw_id_i;
  assign w_len = waiting ? len_q[head_q[PlaceWidth-1:0]] : aw_len_i;
  assign ends = beat_q == w_len;
  assign burst_done = w_taken_i && ends;

  always_ff @(posedge clk_i) begin
    if (aw_taken_i) begin
      id_q[tail_q[PlaceWidth-1:0]]  <= aw_id_i;
      len_q[tail_q[PlaceWidth-1:0]] <= aw_len_i;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      head_q <= '0;
      tail_q <= '0;
      beat_q <= '0;
    end else begin
      if (aw_taken_i) tail_q <= tail_q + 1'b1;
      if (burst_done) head_q <= head_q + 1'b1;
      if (w_taken_i) beat_q <= ends ? '0 : beat_q + 1'b1;
    end
  end

  // By id: bursts written in full and answers taken. Only read for an id that was used since reset.
  logic [NumIds-1:0] used_q;
  place_t written_q [NumIds];
  place_t answered_q [NumIds];
  place_t written;
  assign written = used_q[w_id] ? written_q[w_id] : '0;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) used_q <= '0;
    else if (burst_done) used_q[w_id] <= 1'b1;
  end

  always_ff @(posedge clk_i) begin
    if (burst_done) written_q[w_id] <= written + 1'b1;
  end

  always_ff @(posedge clk_i) begin
    if (b_taken_i) answered_q[b_id_i] <= answered_q[b_id_i] + 1'b1;
    // The first burst of an id; no answer of that id is due in its cycle.
    if (burst_done && !used_q[w_id]) answered_q[w_id] <= '0;
  end

  `ASSERT_INIT(PlacesArePowerOfTwo, 2 ** PlaceWidth == MaxPerId)
  // Checked only when something happens on the port, which keeps an idle port cheap to simulate.
  always_ff @(posedge clk_i) begin
    if (rst_ni && aw_taken_i) begin
      NotTooMany: assert (tail_q - head_q < (PlaceWidth + 1)'(MaxPerId)) else $fatal(1, "%m");
    end
    if (rst_ni && w_taken_i) begin
      AddressBeforeData: assert (waiting || aw_taken_i) else $fatal(1, "%m");
    end
    if (rst_ni && w_valid_i && (waiting || aw_taken_i)) begin
      LastIsLast: assert (w_last_i == ends) else $fatal(1, "%m");
    end
    if (rst_ni && burst_done && used_q[w_id]) begin
      NotTooManyUnanswered: assert (written - answered_q[w_id] < (PlaceWidth + 1)'(MaxPerId))
        else $fatal(1, "%m");
    end
    if (rst_ni && b_valid_i) begin
      NoStrayAnswer: assert (used_q[b_id_i] && written_q[b_id_i] != answered_q[b_id_i])
        else $fatal(1, "%m");
    end
  end
endmodule
