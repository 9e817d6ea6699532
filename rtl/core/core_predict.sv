// Branch predictor: 64 counters of two bits, one for all branches whose addresses share bits 7:2.
//
// A counter does not say whether its branch is taken but whether it keeps to the rule "backward
// taken, forward not taken"; so branches that share one mostly agree, and after reset the rule
// alone predicts. What is read here travels with the branch and comes back with the update.
module core_predict (
  input  logic       clk_i,
  input  logic       rst_ni,

  // The instruction in fetch, as if it were a branch: pc[7:2].
  input  logic [7:2] place_i,
  output logic [1:0] counter_o,
  // Predict against the rule.
  output logic       breaks_rule_o,

  // A branch has been decided: its place, its counter as read, and whether it broke the rule.
  input  logic       update_i,
  input  logic [7:2] update_place_i,
  input  logic [1:0] update_counter_i,
  input  logic       update_broke_rule_i
);
  // Bit 1 of all counters, which predicts, and bit 0, which is how sure that is: 0 sure to keep to
  // the rule, 1 rather so, 2 rather not, 3 surely not.
  logic [63:0] high_q, low_q;
  assign counter_o     = {high_q[place_i], low_q[place_i]};
  assign breaks_rule_o = counter_o[1];

  logic [1:0] counter;
  always_comb begin
    if (update_broke_rule_i) begin
      counter = update_counter_i == 2'd3 ? 2'd3 : update_counter_i + 2'd1;
    end else begin
      counter = update_counter_i == 2'd0 ? 2'd0 : update_counter_i - 2'd1;
    end
  end

  // Whole vectors, because a simulator is slow at writing single bits.
  logic [63:0] place, high_d, low_d;
  always_comb begin
    place  = '0;
    high_d = '0;
    low_d  = '0;
    if (update_i) begin
      place  = 64'd1 << update_place_i;
      high_d = counter[1] ? high_q | place : high_q & ~place;
      low_d  = counter[0] ? low_q | place : low_q & ~place;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      high_q <= '0;
      low_q  <= '0;
    end else if (update_i) begin
      high_q <= high_d;
      low_q  <= low_d;
    end
  end
endmodule
