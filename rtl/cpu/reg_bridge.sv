// Turns one access of the core into one on the register bus, and holds it until it is taken.
//
// The bus answers in the cycle in which it is ready; the core gets the answer one cycle later.
`include "rtl/common/assert.svh"

module reg_bridge (
  input  logic        clk_i,
  input  logic        rst_ni,

  // From the core: one request at a time.
  input  logic        valid_i,
  input  logic        write_i,
  input  logic [15:0] addr_i,
  input  logic [31:0] wdata_i,
  output logic        rvalid_o,
  output logic [31:0] rdata_o,
  output logic        error_o,

  // Nothing asked or waiting.
  output logic        idle_o,

  // To the register bus.
  output logic        reg_valid_o,
  output logic        reg_write_o,
  output logic [15:0] reg_addr_o,
  output logic [31:0] reg_wdata_o,
  input  logic        reg_ready_i,
  input  logic [31:0] reg_rdata_i,
  input  logic        reg_error_i
);
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      reg_valid_o <= 1'b0;
      rvalid_o    <= 1'b0;
      error_o     <= 1'b0;
    end else begin
      if (valid_i) reg_valid_o <= 1'b1;
      else if (reg_ready_i) reg_valid_o <= 1'b0;
      rvalid_o <= reg_valid_o && reg_ready_i;
      error_o  <= reg_valid_o && reg_ready_i && reg_error_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (valid_i) begin
      reg_write_o <= write_i;
      reg_addr_o  <= addr_i;
      reg_wdata_o <= wdata_i;
    end
    if (reg_valid_o && reg_ready_i) rdata_o <= reg_rdata_i;
  end

  assign idle_o = !valid_i && !reg_valid_o;

  `ASSERT_IF(OneRequest, valid_i, !reg_valid_o)
  `ASSERT_KEEPS(HoldsRequest, reg_valid_o && !reg_ready_i, {reg_valid_o, reg_addr_o})
endmodule
