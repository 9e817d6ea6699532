// Proves that loads and stores reach memory as they retire: once, in order, and not if they trap; for
// one byte, at an address chosen freely.
`include "rtl/core/rvfi.svh"
`include "testbench/formal/checker.svh"

module check_data (
  `CHECKER_PORTS
);
  // Without a reset: any values, and always the same.
  logic [31:0] place_q;
  logic [7:0]  start_q;
  always_ff @(posedge clk_i) begin
    place_q <= place_q;
    start_q <= start_q;
  end
  logic [4:0] lane;
  assign lane = {place_q[1:0], 3'b000};

  // ---- The byte in memory: what is stored counts from its answer on, if that is no error ----

  logic        be_q, stored_q;
  logic [7:0]  wdata_q, memory_q, memory;
  logic        answers;
  assign answers = dmem_rvalid_i && dmem_for_i[31:2] == place_q[31:2] && !dmem_error_i;
  assign memory  = stored_q ? memory_q : start_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      be_q     <= 1'b0;
      wdata_q  <= '0;
      stored_q <= 1'b0;
      memory_q <= '0;
    end else begin
      if (dmem_valid_i) begin
        be_q    <= dmem_be_i[place_q[1:0]];
        wdata_q <= dmem_wdata_i[lane+:8];
      end
      if (answers && dmem_for_op_i == core_pkg::MemStore && be_q) begin
        stored_q <= 1'b1;
        memory_q <= wdata_q;
      end
    end
  end
  `ASSUME(LoadsBringTheByte, answers && dmem_for_op_i == core_pkg::MemLoad,
          dmem_rdata_i[lane+:8] == memory)

  // ---- The byte as instructions see it ----

  logic [31:0] distance;
  logic [1:0]  index;
  logic        inside_access, written_q;
  logic [7:0]  value_q, value;
  assign distance      = place_q - rvfi_mem_addr;
  assign index         = distance[1:0];
  assign inside_access = rvfi_valid && distance < 32'd4;
  assign value         = written_q ? value_q : start_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      written_q <= 1'b0;
      value_q   <= '0;
    end else if (inside_access && rvfi_mem_wmask[index]) begin
      written_q <= 1'b1;
      value_q   <= rvfi_mem_wdata[8*index+:8];
    end
  end

  `PROVE(LoadsSeeTheLatest, inside_access && rvfi_mem_rmask[index],
         rvfi_mem_rdata[8*index+:8] == value)
  `PROVE(MemoryIsWhatRetired, 1'b1, memory == value)
  `PROVE(OneAtATime, dmem_valid_i, !dmem_waiting_i || dmem_rvalid_i)
endmodule
