// Buffer of the mover: a first-in first-out memory of 32-byte beats, 8 KiB, with a registered
// output.
//
// A beat pushed is seen two cycles later. Whoever pushes must know that there is room: `pop_i`
// frees one place.
`include "rtl/common/assert.svh"

module sdma_beat_fifo #(
  // Beats. Power of two. Latency times bandwidth of memory, in beats, plus a burst gathering: 120 +
  // 16 at least.
  parameter int unsigned Depth = 256
) (
  input  logic           clk_i,
  input  logic           rst_ni,
  input  logic           flush_i,

  input  logic           push_i,
  input  axi_pkg::data_t data_i,

  output logic           valid_o,
  output axi_pkg::data_t data_o,
  input  logic           pop_i
);
  localparam int unsigned PtrWidth = $clog2(Depth);
  typedef logic [PtrWidth-1:0] ptr_t;

  axi_pkg::data_t ram_q [Depth];
  axi_pkg::data_t out_q;
  logic           valid_q;
  ptr_t           wr_q, rd_q;

  // The output register takes the next beat when it is or becomes free.
  logic refill;
  assign refill = wr_q != rd_q && (!valid_q || pop_i);

  assign valid_o = valid_q;
  assign data_o  = out_q;

  always_ff @(posedge clk_i) begin
    if (push_i) ram_q[wr_q] <= data_i;
    if (refill) out_q <= ram_q[rd_q];
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
      wr_q    <= '0;
      rd_q    <= '0;
    end else if (flush_i) begin
      valid_q <= 1'b0;
      wr_q    <= '0;
      rd_q    <= '0;
    end else begin
      if (push_i) wr_q <= wr_q + ptr_t'(1);
      if (refill) rd_q <= rd_q + ptr_t'(1);
      if (refill) valid_q <= 1'b1;
      else if (pop_i) valid_q <= 1'b0;
    end
  end

  `ASSERT_INIT(DepthIsPowerOfTwo, Depth == 1 << PtrWidth)
  `ASSERT_IF(NeverOverflows, push_i, ptr_t'(wr_q + ptr_t'(1)) != rd_q)
  `ASSERT_IF(PopIsOfSomething, pop_i, valid_q)
endmodule
