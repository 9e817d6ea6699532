// Tightly coupled instruction memory: 64 KiB, from which the core reads 32 bits at any even address
// in one cycle.
//
// Two banks of 16 bits hold the lower and the upper halves of words; 32 bits that begin with an
// upper half end with the next word's lower one. An answer stays until that port's next read. A
// core's read of a word that the host writes in that cycle gives the old word.
module itcm #(
  // log2 of the number of words.
  parameter int unsigned AddrWidth = 14
) (
  input  logic                 clk_i,

  // The core's port; addresses count halves of words. Behind the last word lies the first.
  input  logic                 a_valid_i,
  input  logic [AddrWidth:0]   a_addr_i,
  output logic [31:0]          a_rdata_o,

  // The host's port, whole words.
  input  logic                 b_valid_i,
  input  logic                 b_write_i,
  input  logic [AddrWidth-1:0] b_addr_i,
  input  logic [31:0]          b_wdata_i,
  output logic [31:0]          b_rdata_o
);
  logic [15:0] lower_q[2**AddrWidth];
  logic [15:0] upper_q[2**AddrWidth];

  logic                 a_odd, a_odd_q;
  logic [AddrWidth-1:0] a_upper, a_lower;
  logic [15:0]          a_lower_q, a_upper_q;
  assign a_odd     = a_addr_i[0];
  assign a_upper   = a_addr_i[AddrWidth:1];
  assign a_lower   = a_addr_i[AddrWidth:1] + {{AddrWidth-1{1'b0}}, a_odd};
  assign a_rdata_o = a_odd_q ? {a_lower_q, a_upper_q} : {a_upper_q, a_lower_q};

  always_ff @(posedge clk_i) begin
    if (a_valid_i) begin
      a_odd_q   <= a_odd;
      a_lower_q <= lower_q[a_lower];
      a_upper_q <= upper_q[a_upper];
    end
    if (b_valid_i) begin
      if (b_write_i) begin
        lower_q[b_addr_i] <= b_wdata_i[15:0];
        upper_q[b_addr_i] <= b_wdata_i[31:16];
      end else begin
        b_rdata_o <= {upper_q[b_addr_i], lower_q[b_addr_i]};
      end
    end
  end
endmodule
