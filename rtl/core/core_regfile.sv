// The 31 integer registers: two reads, one write a cycle. Register 0 reads as zero.
//
// A write is seen by reads of the same cycle: this is the pipeline's only forwarding path, for
// loads as for the rest.
module core_regfile (
  input  logic        clk_i,

  input  logic [4:0]  raddr_a_i,
  output logic [31:0] rdata_a_o,
  input  logic [4:0]  raddr_b_i,
  output logic [31:0] rdata_b_o,
  // Always register 1, the return address.
  output logic [31:1] ra_o,

  // A write to register 0 must not be asked for.
  input  logic        write_i,
  input  logic [4:0]  waddr_i,
  input  logic [31:0] wdata_i
);
  // Entry 0 is never written after start and stays zero. Firmware sets the others before use; there
  // is no reset.
  logic [31:0] regs_q[32];
  initial for (int i = 0; i < 32; i++) regs_q[i] = '0;

  always_ff @(posedge clk_i) if (write_i) regs_q[waddr_i] <= wdata_i;

  assign rdata_a_o = write_i && waddr_i == raddr_a_i ? wdata_i : regs_q[raddr_a_i];
  assign rdata_b_o = write_i && waddr_i == raddr_b_i ? wdata_i : regs_q[raddr_b_i];
  assign ra_o      = write_i && waddr_i == 5'd1 ? wdata_i[31:1] : regs_q[1][31:1];
endmodule
