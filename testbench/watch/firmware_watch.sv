// Reports the core's calls, returns, traps and sleep, from the retire port, for the firmware trace. Bound to `cpu`.
//
// Silent unless the machine runs with +watch_firmware: a report an instruction would slow every run.
module firmware_watch (
  input logic        clk_i,
  input logic        rst_ni,
  input logic        rvfi_valid_i,
  input logic [31:0] rvfi_insn_i,
  input logic        rvfi_trap_i,
  input logic        rvfi_intr_i,
  input logic [31:0] rvfi_pc_rdata_i,
  input logic [31:0] rvfi_pc_wdata_i,
  input logic        sleep_i
);
  import "DPI-C" function void rs_watch_firmware(int unsigned kind, int unsigned pc,
                                                 int unsigned next_pc);
  import "DPI-C" function void rs_watch_sleep(int unsigned asleep);

  // Numbers of FirmwareStep in testbench/machine/machine_listener.h.
  localparam int unsigned Call = 0;
  localparam int unsigned Return = 1;
  localparam int unsigned TrapEntry = 2;
  localparam int unsigned TrapReturn = 3;

  // Link registers of the calling convention: ra and t0.
  function automatic logic is_link(logic [4:0] register);
    return register == 5'd1 || register == 5'd5;
  endfunction

  logic enabled;
  initial enabled = $test$plusargs("watch_firmware") != 0;

  logic jal, jalr, call, ret;
  assign jal  = rvfi_insn_i[6:0] == 7'b1101111;
  assign jalr = rvfi_insn_i[6:0] == 7'b1100111;
  assign call = (jal || jalr) && is_link(rvfi_insn_i[11:7]);
  assign ret  = jalr && !is_link(rvfi_insn_i[11:7]) && is_link(rvfi_insn_i[19:15]);

  logic sleep_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) sleep_q <= 1'b0;
    else begin
      if (enabled && rvfi_valid_i) begin
        if (rvfi_intr_i) rs_watch_firmware(TrapEntry, rvfi_pc_rdata_i, rvfi_pc_rdata_i);
        if (rvfi_trap_i) rs_watch_firmware(TrapEntry, rvfi_pc_rdata_i, rvfi_pc_wdata_i);
        else if (call) rs_watch_firmware(Call, rvfi_pc_rdata_i, rvfi_pc_wdata_i);
        else if (ret) rs_watch_firmware(Return, rvfi_pc_rdata_i, rvfi_pc_wdata_i);
        // mret (privileged specification 3.3.2).
        else if (rvfi_insn_i == 32'h30200073) begin
          rs_watch_firmware(TrapReturn, rvfi_pc_rdata_i, rvfi_pc_wdata_i);
        end
      end
      sleep_q <= sleep_i;
      if (sleep_q != sleep_i) rs_watch_sleep(32'(sleep_i));
    end
  end
endmodule
