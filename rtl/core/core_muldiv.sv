// Multiplier of one cycle and divider of three to eighteen: two bits a cycle, leading zeroes
// skipped.
//
// For a division hold `div_valid_i`, operands and `op_i` until `div_done_o`; `flush_i` gives one up
// midway.
`include "rtl/common/assert.svh"

module core_muldiv (
  input  logic        clk_i,
  input  logic        rst_ni,

  // funct3[1:0] of the instruction.
  input  logic [1:0]  op_i,
  input  logic [31:0] a_i,
  input  logic [31:0] b_i,

  input  logic        mul_valid_i,
  input  logic        div_valid_i,
  input  logic        flush_i,
  output logic        div_done_o,
  output logic [31:0] result_o
);
  typedef enum logic [1:0] {StIdle, StRun, StDone} state_e;

  state_e      state_q;
  logic [3:0]  step_q;
  logic [31:0] quotient_q, remainder_q, divisor_q;
  logic        negate_quotient_q, negate_remainder_q;

  // Product: MULH (1) is signed by signed, MULHSU (2) signed by unsigned, MULHU (3) unsigned.
  logic [63:0] a_wide, b_wide, product;
  always_comb begin
    a_wide  = '0;
    b_wide  = '0;
    product = '0;
    if (mul_valid_i) begin
      a_wide  = {{32{a_i[31] && op_i != 2'b11}}, a_i};
      b_wide  = {{32{b_i[31] && !op_i[1]}}, b_i};
      product = a_wide * b_wide;
    end
  end

  // One bit of restoring division: returns {remainder, quotient} with the next dividend bit shifted
  // in.
  function automatic logic [63:0] divide_step(logic [63:0] state, logic [31:0] divisor);
    logic [32:0] partial, difference;
    partial    = state[63:31];
    difference = partial - {1'b0, divisor};
    if (difference[32]) return {partial[31:0], state[30:0], 1'b0};
    return {difference[31:0], state[30:0], 1'b1};
  endfunction

  // Pairs of zeroes that the dividend begins with; at least one step is always done.
  function automatic logic [3:0] leading_pairs(logic [31:0] dividend);
    for (int i = 0; i < 15; i++) if (dividend[31-2*i-:2] != 2'b00) return 4'(i);
    return 4'd15;
  endfunction

  logic        is_signed;
  logic [3:0]  skipped;
  logic [31:0] dividend;
  assign is_signed  = !op_i[0];
  always_comb begin
    dividend = '0;
    skipped  = '0;
    if (div_valid_i && state_q == StIdle) begin
      dividend = (is_signed && a_i[31]) ? -a_i : a_i;
      // By zero every bit of the quotient must become 1: all steps.
      if (b_i != '0) skipped = leading_pairs(dividend);
    end
  end
  assign div_done_o = state_q == StDone;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q            <= StIdle;
      step_q             <= '0;
      quotient_q         <= '0;
      remainder_q        <= '0;
      divisor_q          <= '0;
      negate_quotient_q  <= 1'b0;
      negate_remainder_q <= 1'b0;
    end else if (flush_i) begin
      state_q <= StIdle;
    end else begin
      unique case (state_q)
        StIdle: if (div_valid_i) begin
          state_q            <= StRun;
          step_q             <= skipped;
          remainder_q        <= '0;
          quotient_q         <= dividend << {skipped, 1'b0};
          divisor_q          <= (is_signed && b_i[31]) ? -b_i : b_i;
          // By zero the quotient is all ones whatever the signs.
          negate_quotient_q  <= is_signed && (a_i[31] != b_i[31]) && b_i != '0;
          negate_remainder_q <= is_signed && a_i[31];
        end
        // Two bits a cycle.
        StRun: begin
          {remainder_q, quotient_q} <=
              divide_step(divide_step({remainder_q, quotient_q}, divisor_q), divisor_q);
          step_q <= step_q + 4'd1;
          if (step_q == 4'd15) state_q <= StDone;
        end
        // The result stands until the pipeline takes it.
        StDone: if (div_valid_i) state_q <= StIdle;
        default: state_q <= StIdle;
      endcase
    end
  end

  always_comb begin
    if (mul_valid_i) result_o = op_i == 2'b00 ? product[31:0] : product[63:32];
    else if (op_i[1]) result_o = negate_remainder_q ? -remainder_q : remainder_q;
    else result_o = negate_quotient_q ? -quotient_q : quotient_q;
  end

  // A division once begun is asked for until it is done, or given up.
  `ASSERT_IF(DivisionIsHeld, state_q != StIdle, div_valid_i || flush_i)
endmodule
