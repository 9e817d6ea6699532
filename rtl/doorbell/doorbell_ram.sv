// A memory of small entries that all read zero after reset, without a sweep.
//
// Entries lie in rows of one 64-bit word. Reset closes every row; a closed row reads zero, and the
// first write to it opens it and clears the row's other entries. One access a cycle: the read
// answers combinationally.
`include "rtl/common/assert.svh"

module doorbell_ram #(
  // Bits of an entry. Requires: a power of two, at most 32.
  parameter int unsigned Width = 4,
  // Entries. Requires: a power of two, at least two rows of 64 / Width.
  parameter int unsigned Depth = 8192,
  localparam int unsigned AddrWidth = $clog2(Depth)
) (
  input  logic clk_i,
  input  logic rst_ni,

  input  logic [AddrWidth-1:0] addr_i,
  input  logic                 write_i,
  input  logic [Width-1:0]     wdata_i,
  output logic [Width-1:0]     rdata_o
);
  localparam int unsigned RowWidth = 64;
  localparam int unsigned RowEntries = RowWidth / Width;
  localparam int unsigned NumRows = Depth / RowEntries;
  localparam int unsigned ColumnWidth = $clog2(RowEntries);

  logic [RowWidth-1:0] rows_q [NumRows];
  logic [NumRows-1:0] open_q;

  logic [AddrWidth-ColumnWidth-1:0] row;
  logic [ColumnWidth-1:0] column;
  logic [RowWidth-1:0] content;
  assign row = addr_i[AddrWidth-1:ColumnWidth];
  assign column = addr_i[ColumnWidth-1:0];
  assign content = open_q[row] ? rows_q[row] : '0;
  assign rdata_o = content[32'(column) * Width +: Width];

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) open_q <= '0;
    else if (write_i) open_q[row] <= 1'b1;
  end

  logic [RowWidth-1:0] content_d;
  always_comb begin
    content_d = content;
    content_d[32'(column) * Width +: Width] = wdata_i;
  end

  always_ff @(posedge clk_i) begin
    if (write_i) rows_q[row] <= content_d;
  end

  // What was written is read back, when the next access is to the same entry.
  `ASSERT_WAS(WriteIsKept, write_i, {addr_i, wdata_i},
              {addr_i, rdata_o} == WriteIsKept_was_q ||
              addr_i != WriteIsKept_was_q[Width+:AddrWidth])
  `ASSERT_INIT(WidthIsPowerOfTwo, Width <= 32 && 2 ** $clog2(Width) == Width)
  `ASSERT_INIT(DepthIsPowerOfTwo, 2 ** AddrWidth == Depth && NumRows >= 2)
endmodule
