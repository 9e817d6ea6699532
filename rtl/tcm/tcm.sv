// Tightly coupled memory: 64 KiB of 32-bit words with two ports, each answering in the next cycle.
//
// Port A is the core's, port B the host's. An answer stays until that port's next read. Both ports
// writing one word in one cycle is not allowed; a read of a word that the other port writes in that
// cycle gives the old word.
`include "rtl/common/assert.svh"

module tcm #(
  // log2 of the number of words.
  parameter int unsigned AddrWidth = 14
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,

  // The core's port, with byte enables for writes.
  input  logic                 a_valid_i,
  input  logic                 a_write_i,
  input  logic [AddrWidth-1:0] a_addr_i,
  input  logic [3:0]           a_be_i,
  input  logic [31:0]          a_wdata_i,
  output logic [31:0]          a_rdata_o,

  // The host's port, whole words.
  input  logic                 b_valid_i,
  input  logic                 b_write_i,
  input  logic [AddrWidth-1:0] b_addr_i,
  input  logic [31:0]          b_wdata_i,
  output logic [31:0]          b_rdata_o
);
  logic [31:0] words_q[2**AddrWidth];

  // What the word becomes; whole words need no look at the old one.
  logic [31:0] a_merged;
  always_comb begin
    a_merged = a_wdata_i;
    if (a_valid_i && a_write_i && a_be_i != 4'b1111) begin
      a_merged = words_q[a_addr_i];
      for (int i = 0; i < 4; i++) if (a_be_i[i]) a_merged[8*i+:8] = a_wdata_i[8*i+:8];
    end
  end

  always_ff @(posedge clk_i) begin
    if (a_valid_i) begin
      if (a_write_i) words_q[a_addr_i] <= a_merged;
      else a_rdata_o <= words_q[a_addr_i];
    end
    if (b_valid_i) begin
      if (b_write_i) words_q[b_addr_i] <= b_wdata_i;
      else b_rdata_o <= words_q[b_addr_i];
    end
  end

  `ASSERT_IF(OneWriter, b_valid_i && b_write_i,
             !(a_valid_i && a_write_i && a_addr_i == b_addr_i))
endmodule
