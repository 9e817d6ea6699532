// Byte aligner of the mover: turns beats as the source has them into beats as the destination wants
// them.
//
// A destination beat takes its upper bytes from the source beat in hand and its lower ones from the
// one before. For a fill no source is used. `start_i` must come before the first beat of each move,
// with `fill_i`, `src_offset_i` and `dst_offset_i` held until the last.
`include "rtl/common/assert.svh"

module sdma_rotate (
  input  logic           clk_i,
  input  logic           rst_ni,

  // The move: where in their 32-byte beats source and destination begin.
  input  logic           start_i,
  input  logic           fill_i,
  input  logic [31:0]    fill_data_i,
  input  logic [4:0]     src_offset_i,
  input  logic [4:0]     dst_offset_i,

  // Source beats.
  input  logic           src_valid_i,
  input  axi_pkg::data_t src_data_i,
  output logic           src_pop_o,

  // Destination beats wanted: bytes first .. end - 1 (end 1..32), `last` of its burst.
  input  logic           beat_valid_i,
  output logic           beat_ready_o,
  input  logic [4:0]     beat_first_i,
  input  logic [5:0]     beat_end_i,
  input  logic           beat_last_i,

  // Write data.
  output logic           w_valid_o,
  input  logic           w_ready_i,
  output axi_pkg::w_t    w_o
);
  logic           prime_q;
  axi_pkg::data_t prev_q;
  logic           w_valid_q;
  axi_pkg::w_t    w_q;

  logic [4:0] shift;
  logic       uses_src, room, prime, fire;

  assign shift = dst_offset_i - src_offset_i;
  // The last beat may need only bytes that are in hand.
  assign uses_src = !fill_i && beat_end_i > {1'b0, shift};
  assign room     = !w_valid_q || w_ready_i;
  // Offsets that fall: the first destination beat already needs two source beats.
  assign prime = prime_q && src_valid_i;
  assign fire  = beat_valid_i && !prime_q && room && (!uses_src || src_valid_i);

  assign beat_ready_o = fire;
  assign src_pop_o    = prime || (fire && uses_src);
  assign w_valid_o    = w_valid_q;
  assign w_o          = w_q;

  always_ff @(posedge clk_i) begin
    if (src_pop_o) prev_q <= src_data_i;
    if (fire) begin
      w_q.last <= beat_last_i;
      w_q.strb <= ('1 << beat_first_i) & ~axi_pkg::strb_t'(33'h1_ffff_ffff << beat_end_i);
      if (fill_i) w_q.data <= {8{fill_data_i}};
      else if (shift == '0) w_q.data <= src_data_i;
      else w_q.data <= (src_data_i << {shift, 3'd0}) | (prev_q >> (9'd256 - {1'b0, shift, 3'd0}));
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      prime_q   <= 1'b0;
      w_valid_q <= 1'b0;
    end else begin
      if (prime) prime_q <= 1'b0;
      if (fire) w_valid_q <= 1'b1;
      else if (w_ready_i) w_valid_q <= 1'b0;
      if (start_i) prime_q <= !fill_i && dst_offset_i < src_offset_i;
    end
  end

  `ASSERT_IF(BeatIsNotEmpty, beat_valid_i, beat_end_i > {1'b0, beat_first_i} && beat_end_i <= 6'd32)
  `ASSERT_IF(StartsWhenEmpty, start_i, !w_valid_q && !beat_valid_i)
endmodule
