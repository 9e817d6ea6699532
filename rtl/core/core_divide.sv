// Divider of two to ten cycles: a digit of four bits a cycle, and no cycle for digits of the quotient
// that the operands' leading zeroes show to be 0.
//
// Hold `valid_i`, operands and `op_i` until `done_o`; `flush_i` gives a division up midway.
`include "rtl/common/assert.svh"

module core_divide (
  input  logic        clk_i,
  input  logic        rst_ni,

  input  logic        valid_i,
  input  logic        flush_i,
  // funct3[1:0] of the instruction: bit 1 remainder, bit 0 unsigned.
  input  logic [1:0]  op_i,
  input  logic [31:0] a_i,
  input  logic [31:0] b_i,
  output logic        done_o,
  output logic [31:0] result_o
);
  typedef enum logic [1:0] {StIdle, StRun, StDone} state_e;

  state_e      state_q;
  // Digits of the quotient still to be found.
  logic [3:0]  left_q;
  // One shift register: the dividend's digits leave `quotient_q` for the remainder while the
  // quotient's come in.
  logic [31:0] remainder_q, quotient_q;
  logic [31:0] divisor_q;
  logic        negate_quotient_q, negate_remainder_q;

  // ---- Begin ----

  // Digits that are 0 before the first that is not.
  function automatic logic [3:0] leading_zeroes(logic [31:0] value);
    leading_zeroes = 4'd8;
    // The last to be written wins: the highest digit.
    for (int i = 7; i >= 0; i--) if (value[31-4*i-:4] != 4'd0) leading_zeroes = 4'(i);
  endfunction

  logic        begins;
  logic [31:0] dividend, divisor;
  logic [4:0]  skipped;
  logic [63:0] shifted;
  assign begins = valid_i && state_q == StIdle;
  always_comb begin
    dividend = '0;
    divisor  = '0;
    skipped  = '0;
    shifted  = '0;
    if (begins) begin
      dividend = (!op_i[0] && a_i[31]) ? -a_i : a_i;
      divisor  = (!op_i[0] && b_i[31]) ? -b_i : b_i;
      // As many digits as the divisor has, less one, are below it: the remainder begins with them.
      // By zero every digit of the quotient must become 15: none is skipped.
      if (divisor != '0) begin
        skipped = {1'b0, leading_zeroes(dividend)} + 5'd7 - {1'b0, leading_zeroes(divisor)};
      end
      if (skipped > 5'd8) skipped = 5'd8;
      shifted = {32'b0, dividend} << {skipped, 2'b00};
    end
  end

  // ---- Four steps of restoring division ----

  logic [63:0] next;
  logic [32:0] difference;
  always_comb begin
    next       = {remainder_q, quotient_q};
    difference = '0;
    if (state_q == StRun) begin
      for (int i = 0; i < 4; i++) begin
        difference = next[63:31] - {1'b0, divisor_q};
        next = difference[32] ? {next[62:0], 1'b0} : {difference[31:0], next[30:0], 1'b1};
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q            <= StIdle;
      left_q             <= '0;
      remainder_q        <= '0;
      quotient_q         <= '0;
      divisor_q          <= '0;
      negate_quotient_q  <= 1'b0;
      negate_remainder_q <= 1'b0;
    end else if (flush_i) begin
      state_q <= StIdle;
    end else begin
      unique case (state_q)
        StIdle: if (valid_i) begin
          state_q     <= skipped == 5'd8 ? StDone : StRun;
          left_q      <= 4'd8 - skipped[3:0];
          remainder_q <= shifted[63:32];
          quotient_q  <= shifted[31:0];
          divisor_q   <= divisor;
          // By zero the quotient is all ones whatever the signs.
          negate_quotient_q  <= !op_i[0] && (a_i[31] != b_i[31]) && b_i != '0;
          negate_remainder_q <= !op_i[0] && a_i[31];
        end
        StRun: begin
          remainder_q <= next[63:32];
          quotient_q  <= next[31:0];
          left_q      <= left_q - 4'd1;
          if (left_q == 4'd1) state_q <= StDone;
        end
        // The result stands until the pipeline takes it.
        StDone: if (valid_i) state_q <= StIdle;
        default: state_q <= StIdle;
      endcase
    end
  end

  assign done_o = state_q == StDone;
  always_comb begin
    result_o = op_i[1] ? remainder_q : quotient_q;
    if (op_i[1] ? negate_remainder_q : negate_quotient_q) result_o = -result_o;
  end

  // A division once begun is asked for until it is done, or given up.
  `ASSERT_IF(DivisionIsHeld, state_q != StIdle, valid_i || flush_i)
endmodule
