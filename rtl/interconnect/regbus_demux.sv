// Joins the core's and the host's register ports and routes each access to its block.
//
// One access a cycle, answered in that cycle. The core goes first and never waits; the host waits,
// holding its request, while the core uses the bus. addr[15:12] is the block; a block that is not
// there answers an error.
`include "rtl/common/assert.svh"

module regbus_demux #(
  // Blocks on the bus. Requires: 1 to 16.
  parameter int unsigned NumBlocks = 7
) (
  input  logic clk_i,
  input  logic rst_ni,

  // The firmware core.
  input  logic        cpu_valid_i,
  output logic        cpu_ready_o,
  input  logic        cpu_write_i,
  input  logic [15:0] cpu_addr_i,
  input  logic [31:0] cpu_wdata_i,
  output logic [31:0] cpu_rdata_o,
  output logic        cpu_error_o,

  // The host.
  input  logic        host_valid_i,
  output logic        host_ready_o,
  input  logic        host_write_i,
  input  logic [15:0] host_addr_i,
  input  logic [31:0] host_wdata_i,
  output logic [31:0] host_rdata_o,
  output logic        host_error_o,

  // The blocks, by block number.
  output regbus_pkg::req_t blk_req_o [NumBlocks],
  input  regbus_pkg::rsp_t blk_rsp_i [NumBlocks]
);
  localparam int unsigned IndexWidth = NumBlocks > 1 ? $clog2(NumBlocks) : 1;

  logic valid;
  logic [15:0] addr;
  regbus_pkg::req_t request;
  assign valid = cpu_valid_i || host_valid_i;
  assign addr = cpu_valid_i ? cpu_addr_i : host_addr_i;

  always_comb begin
    request           = '0;
    request.from_host = !cpu_valid_i;
    request.write     = cpu_valid_i ? cpu_write_i : host_write_i;
    request.addr      = addr[regbus_pkg::BlockAddrWidth-1:0];
    request.wdata     = cpu_valid_i ? cpu_wdata_i : host_wdata_i;
  end

  logic [3:0] block;
  logic known;
  assign block = addr[15:12];
  assign known = 32'(block) < NumBlocks;

  for (genvar i = 0; i < NumBlocks; i++) begin : gen_block
    always_comb begin
      blk_req_o[i]       = request;
      blk_req_o[i].valid = valid && block == 4'(i);
    end
  end

  regbus_pkg::rsp_t answer;
  always_comb begin
    answer = '{rdata: '0, error: 1'b1};
    if (known) answer = blk_rsp_i[block[IndexWidth-1:0]];
  end

  assign cpu_ready_o = cpu_valid_i;
  assign cpu_rdata_o = answer.rdata;
  assign cpu_error_o = answer.error;
  assign host_ready_o = host_valid_i && !cpu_valid_i;
  assign host_rdata_o = answer.rdata;
  assign host_error_o = answer.error;

  `ASSERT_INIT(BlocksFit, NumBlocks >= 1 && NumBlocks <= 16)
  // A waiting access is held as it was.
  `ASSERT_KEEPS(HostHolds, host_valid_i && !host_ready_o,
                {host_valid_i, host_addr_i, host_write_i, host_wdata_i})
  // Registers are words.
  `ASSERT_IF(WordAligned, valid, addr[1:0] == '0)
endmodule
