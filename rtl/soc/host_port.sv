// The host's register BAR: routes an access to the register blocks or to the core's memories.
//
// BAR offsets are those of uapi/memory_map.h. The core's memories can be read at any time and written
// only while the core is stopped; everything that is not there answers an error.
`include "rtl/common/assert.svh"

module host_port (
  input  logic clk_i,
  input  logic rst_ni,

  // From the host: held until ready, answered in the cycle of ready.
  input  logic        host_valid_i,
  output logic        host_ready_o,
  input  logic        host_write_i,
  input  logic [21:0] host_addr_i,
  input  logic [31:0] host_wdata_i,
  output logic [31:0] host_rdata_o,
  output logic        host_error_o,

  // To the register blocks.
  output logic        reg_valid_o,
  input  logic        reg_ready_i,
  output logic        reg_write_o,
  output logic [15:0] reg_addr_o,
  output logic [31:0] reg_wdata_o,
  input  logic [31:0] reg_rdata_i,
  input  logic        reg_error_i,

  // To the core's memories: a read is answered in the next cycle.
  input  logic        core_run_i,
  output logic        tcm_valid_o,
  output logic        tcm_write_o,
  output logic        tcm_dtcm_o,
  output logic [15:0] tcm_addr_o,
  output logic [31:0] tcm_wdata_o,
  input  logic [31:0] tcm_rdata_i
);
  // 1 MiB each: registers, ITCM, DTCM; only the first 64 KiB of each are there.
  logic inside_block, is_reg, is_tcm;
  assign inside_block = host_addr_i[19:16] == '0 && host_addr_i[1:0] == '0;
  assign is_reg = inside_block && host_addr_i[21:20] == 2'd0;
  assign is_tcm = inside_block && (host_addr_i[21:20] == 2'd1 || host_addr_i[21:20] == 2'd2);

  assign reg_valid_o = host_valid_i && is_reg;
  assign reg_write_o = host_write_i;
  assign reg_addr_o  = host_addr_i[15:0];
  assign reg_wdata_o = host_wdata_i;

  // A memory read takes a second cycle.
  logic read_q;

  assign tcm_valid_o = host_valid_i && is_tcm && !read_q && !(host_write_i && core_run_i);
  assign tcm_write_o = host_write_i;
  assign tcm_dtcm_o  = host_addr_i[21];
  assign tcm_addr_o  = host_addr_i[15:0];
  assign tcm_wdata_o = host_wdata_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) read_q <= 1'b0;
    else read_q <= tcm_valid_o && !host_write_i;
  end

  always_comb begin
    host_ready_o = 1'b1;
    host_rdata_o = '0;
    host_error_o = 1'b1;
    if (is_reg) begin
      host_ready_o = reg_ready_i;
      host_rdata_o = reg_rdata_i;
      host_error_o = reg_error_i;
    end else if (is_tcm) begin
      host_ready_o = host_write_i || read_q;
      host_rdata_o = tcm_rdata_i;
      host_error_o = host_write_i && core_run_i;
    end
  end

  `ASSERT_KEEPS(HoldsUntilReady, host_valid_i && !host_ready_o, {host_valid_i, host_addr_i})
endmodule
