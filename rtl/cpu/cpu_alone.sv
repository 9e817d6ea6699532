// The firmware processor with nothing around it, to measure what the core costs alone: cycles an
// instruction, and host time a simulated cycle.
//
// No interrupts come, register blocks answer with errors, the memory bus never answers. Of the retire
// port only what tells retirements apart is looked at, so that the rest of it vanishes.
`include "rtl/core/rvfi.svh"

module cpu_alone (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        run_i,

  // Loads a word of either memory while `run_i` is 0.
  input  logic        load_valid_i,
  input  logic        load_dtcm_i,
  input  logic [15:0] load_addr_i,
  input  logic [31:0] load_wdata_i,

  output logic        sleep_o,
  output logic        retire_o,
  output logic [31:0] retire_insn_o
);
  cpu u_cpu (
    .clk_i,
    .rst_ni,
    .run_i,
    .irq_i          ('0),
    .irq_timer_i    (1'b0),
    .nmi_i          (1'b0),
    .tcm_req_valid_i(load_valid_i),
    .tcm_req_write_i(1'b1),
    .tcm_req_dtcm_i (load_dtcm_i),
    .tcm_req_addr_i (load_addr_i),
    .tcm_req_wdata_i(load_wdata_i),
    .tcm_rsp_rdata_o(),
    .reg_valid_o    (),
    .reg_write_o    (),
    .reg_addr_o     (),
    .reg_wdata_o    (),
    .reg_ready_i    (1'b1),
    .reg_rdata_i    ('0),
    .reg_error_i    (1'b1),
    .axi_req_o      (),
    .axi_rsp_i      ('0),
    .sleep_o,
    .idle_o         (),
    .clk_req_o      (),
    .debug_i        ('0),
    .debug_o        (),
    .debug_reset_o  (),
    .stood_cycles_i ('0),
    `RVFI_OPEN
  );

  assign retire_o      = u_cpu.rvfi_valid;
  assign retire_insn_o = u_cpu.rvfi_insn;
endmodule
