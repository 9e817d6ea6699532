// Proves that what retires is what stands in memory: for one half word that never changes, at an
// address chosen freely.
`include "rtl/core/rvfi.svh"
`include "testbench/formal/checker.svh"

module check_fetch (
  `CHECKER_PORTS
);
  // Without a reset: any values, and always the same.
  logic [31:1] place_q;
  logic [15:0] half_q;
  always_ff @(posedge clk_i) begin
    place_q <= place_q;
    half_q  <= half_q;
  end

  logic [31:1] behind;
  assign behind = imem_for_i[31:1] + 31'd1;
  `ASSUME(LowerHalfIsFixed, imem_rvalid_i && imem_for_i[31:1] == place_q,
          imem_rdata_i[15:0] == half_q && !imem_error_i[0])
  `ASSUME(UpperHalfIsFixed, imem_rvalid_i && behind == place_q,
          imem_rdata_i[31:16] == half_q && !imem_error_i[1])

  logic        fetched;
  logic [31:1] second;
  assign fetched = rvfi_valid && !(rvfi_mem_fault && rvfi_insn == '0);
  assign second  = rvfi_pc_rdata[31:1] + 31'd1;
  `PROVE(LowerHalf, fetched && rvfi_pc_rdata[31:1] == place_q, rvfi_insn[15:0] == half_q)
  `PROVE(UpperHalf, fetched && rvfi_insn[1:0] == 2'b11 && second == place_q,
         rvfi_insn[31:16] == half_q)
endmodule
