// Joins the reads of hqd_mqd and hqd_poll to the bank's one bus manager, so that a poll need not
// wait for a load.
//
// MQD reads have id 0, polls id 1. Once offered, a read stays until the bus takes it.
`include "rtl/common/assert.svh"

module hqd_read_mux (
  input  logic         clk_i,
  input  logic         rst_ni,

  // From hqd_mqd; goes first.
  input  logic         mqd_ar_valid_i,
  input  axi_pkg::ax_t mqd_ar_i,
  output logic         mqd_ar_ready_o,
  output logic         mqd_r_valid_o,

  // From hqd_poll.
  input  logic         poll_ar_valid_i,
  input  axi_pkg::ax_t poll_ar_i,
  output logic         poll_ar_ready_o,
  output logic         poll_r_valid_o,

  // To the memory bus. Both readers take every answer at once.
  output logic         ar_valid_o,
  output axi_pkg::ax_t ar_o,
  input  logic         ar_ready_i,
  input  logic         r_valid_i,
  input  axi_pkg::id_t r_id_i
);
  localparam axi_pkg::id_t MqdId  = 8'd0;
  localparam axi_pkg::id_t PollId = 8'd1;

  // A poll was offered and not taken: it keeps its place.
  logic poll_waits_q;
  logic poll_turn;

  assign poll_turn = poll_ar_valid_i && (poll_waits_q || !mqd_ar_valid_i);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) poll_waits_q <= 1'b0;
    else         poll_waits_q <= poll_turn && !ar_ready_i;
  end

  always_comb begin
    ar_valid_o = mqd_ar_valid_i || poll_ar_valid_i;
    ar_o       = poll_turn ? poll_ar_i : mqd_ar_i;
    ar_o.id    = poll_turn ? PollId : MqdId;
  end

  assign mqd_ar_ready_o  = ar_ready_i && !poll_turn;
  assign poll_ar_ready_o = ar_ready_i && poll_turn;
  assign mqd_r_valid_o   = r_valid_i && r_id_i == MqdId;
  assign poll_r_valid_o  = r_valid_i && r_id_i == PollId;

  logic unused_ids;
  assign unused_ids = ^{mqd_ar_i.id, poll_ar_i.id};

  `ASSERT_KEEPS(HoldsRead, ar_valid_o && !ar_ready_i, {ar_valid_o, ar_o})
endmodule
