// Picks one of several requests, the one served longest ago first, and keeps to its choice until it
// is taken.
//
// `index_o` is the first request after the one served last; while the choice waits for `ready_i` it
// does not move, even when others ask.
`include "rtl/common/assert.svh"

module round_robin #(
  // Requires: at least 2.
  parameter int unsigned NumInputs = 5,
  localparam int unsigned IndexWidth = $clog2(NumInputs)
) (
  input  logic clk_i,
  input  logic rst_ni,

  // Requests; one stays until it is taken.
  input  logic [NumInputs-1:0] valid_i,

  // The choice.
  output logic                  valid_o,
  output logic [IndexWidth-1:0] index_o,
  input  logic                  ready_i
);
  // Bit n: input n comes after the input served last in this round.
  logic [NumInputs-1:0] later_q;
  logic waiting_q;
  logic [IndexWidth-1:0] waiting_index_q;

  logic [NumInputs-1:0] first_choice, candidates;
  assign first_choice = valid_i & later_q;
  assign candidates = first_choice != '0 ? first_choice : valid_i;

  logic [IndexWidth-1:0] lowest;
  always_comb begin
    lowest = '0;
    for (int i = int'(NumInputs) - 1; i >= 0; i--) begin
      if (candidates[i]) lowest = IndexWidth'(i);
    end
  end

  assign valid_o = valid_i != '0;
  assign index_o = waiting_q ? waiting_index_q : lowest;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      later_q         <= '0;
      waiting_q       <= 1'b0;
      waiting_index_q <= '0;
    end else if (valid_o) begin
      waiting_q       <= !ready_i;
      waiting_index_q <= index_o;
      if (ready_i) later_q <= ~((NumInputs'(2) << index_o) - 1'b1);
    end
  end

  `ASSERT_INIT(SomethingToChoose, NumInputs >= 2)
  `ASSERT_IF(ChoiceIsValid, valid_o, valid_i[index_o])
  `ASSERT_KEEPS(ChoiceStays, valid_o && !ready_i, {valid_o, index_o})
endmodule
