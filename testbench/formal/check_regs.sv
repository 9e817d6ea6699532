// Proves that an instruction reads from a register what the last one to write it has written; of one
// register, chosen freely.
`include "rtl/core/rvfi.svh"
`include "testbench/formal/checker.svh"

module check_regs (
  `CHECKER_PORTS
);
  // Without a reset: any number, and always the same.
  logic [4:0]  register_q;
  logic        known_q;
  logic [31:0] value_q;
  always_ff @(posedge clk_i) register_q <= register_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      known_q <= 1'b0;
      value_q <= '0;
    end else if (rvfi_valid && rvfi_rd_addr == register_q) begin
      known_q <= 1'b1;
      value_q <= rvfi_rd_wdata;
    end
  end

  `PROVE(Rs1IsLatest, rvfi_valid && known_q && rvfi_rs1_addr == register_q,
         rvfi_rs1_rdata == value_q)
  `PROVE(Rs2IsLatest, rvfi_valid && known_q && rvfi_rs2_addr == register_q,
         rvfi_rs2_rdata == value_q)
endmodule
