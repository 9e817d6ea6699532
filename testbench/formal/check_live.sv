// Proves that the core never hangs: with memories that answer in two cycles at most, something
// retires at least every so many cycles, unless WFI waits.
//
// Divisions are as short as their stand-in (core_altops).
`include "rtl/core/rvfi.svh"
`include "testbench/formal/checker.svh"

module check_live (
  `CHECKER_PORTS
);
  localparam logic [4:0] Patience = 5'd12;

  logic       imem_late_q, dmem_late_q;
  logic [4:0] quiet_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      imem_late_q <= 1'b0;
      dmem_late_q <= 1'b0;
      quiet_q     <= '0;
    end else begin
      imem_late_q <= imem_waiting_i && !imem_rvalid_i && !imem_valid_i;
      dmem_late_q <= dmem_waiting_i && !dmem_rvalid_i && !dmem_valid_i;
      quiet_q     <= rvfi_valid || sleep_i ? 5'd0 : quiet_q + 5'd1;
    end
  end
  `ASSUME(FetchIsPrompt, imem_late_q, imem_rvalid_i)
  `ASSUME(DataIsPrompt, dmem_late_q, dmem_rvalid_i)

  `PROVE(Retires, 1'b1, quiet_q < Patience)
endmodule
