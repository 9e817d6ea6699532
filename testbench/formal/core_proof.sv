// What every proof of the core is about: the core between memories and pins that do whatever the
// ports' rules allow, without a debugger, and beside it one checker, the module that `CHECKER names.
//
// Nothing is assumed of programs: each fetch may bring any word. All that is free is an input of
// this module, so a counterexample is a list of its inputs. Reset lasts for the first cycle.
`include "rtl/core/rvfi.svh"
`include "testbench/formal/checker.svh"

module core_proof (
  input  logic        clk_i,

  // A request under way is answered in this cycle, and how.
  input  logic        imem_answer_i,
  input  logic [31:0] imem_word_i,
  input  logic [1:0]  imem_bad_i,
  input  logic        dmem_answer_i,
  input  logic [31:0] dmem_word_i,
  input  logic        dmem_bad_i,

  // Interrupt pins.
  input  logic        nmi_i,
  input  logic        irq_software_i,
  input  logic        irq_timer_i,
  input  logic        irq_external_i,
  input  logic [15:0] irq_fast_i,

  `RVFI_OUTPUTS
);
  logic rst_n = 1'b0;
  always_ff @(posedge clk_i) rst_n <= 1'b1;

  // ---- Instruction memory: an answer stands until the next request ----

  logic        imem_valid, imem_rvalid, imem_pending_q, imem_answered_q;
  logic [1:0]  imem_error, imem_error_q;
  logic [31:0] imem_addr, imem_rdata, imem_addr_q, imem_rdata_q;
  assign imem_rvalid = imem_answered_q || (imem_pending_q && imem_answer_i);
  assign imem_rdata  = imem_answered_q ? imem_rdata_q : imem_word_i;
  assign imem_error  = imem_answered_q ? imem_error_q : imem_bad_i;
  always_ff @(posedge clk_i or negedge rst_n) begin
    if (!rst_n) begin
      imem_pending_q  <= 1'b0;
      imem_answered_q <= 1'b0;
    end else begin
      imem_pending_q  <= imem_valid || (imem_pending_q && !imem_answer_i);
      imem_answered_q <= !imem_valid && imem_rvalid;
    end
  end
  always_ff @(posedge clk_i) begin
    imem_rdata_q <= imem_rdata;
    imem_error_q <= imem_error;
    if (imem_valid) imem_addr_q <= imem_addr;
  end

  // ---- Data memory: one answer a request ----

  logic              dmem_valid, dmem_rvalid, dmem_error, dmem_pending_q;
  core_pkg::mem_op_e dmem_op, dmem_op_q;
  logic [31:0]       dmem_addr, dmem_wdata, dmem_addr_q;
  logic [3:0]        dmem_be;
  assign dmem_rvalid = dmem_pending_q && dmem_answer_i;
  // A fence cannot fail.
  assign dmem_error  = dmem_bad_i && dmem_op_q != core_pkg::MemFence;
  always_ff @(posedge clk_i or negedge rst_n) begin
    if (!rst_n) dmem_pending_q <= 1'b0;
    else dmem_pending_q <= dmem_valid || (dmem_pending_q && !dmem_answer_i);
  end
  always_ff @(posedge clk_i) begin
    if (dmem_valid) begin
      dmem_op_q   <= dmem_op;
      dmem_addr_q <= dmem_addr;
    end
  end

  logic irq_fast15_clear, sleep, dmem_atomic;
  core u_core (
    .clk_i,
    .rst_ni            (rst_n),
    .imem_valid_o      (imem_valid),
    .imem_addr_o       (imem_addr),
    .imem_rvalid_i     (imem_rvalid),
    .imem_rdata_i      (imem_rdata),
    .imem_error_i      (imem_error),
    .dmem_valid_o      (dmem_valid),
    .dmem_op_o         (dmem_op),
    .dmem_atomic_o     (dmem_atomic),
    .dmem_addr_o       (dmem_addr),
    .dmem_be_o         (dmem_be),
    .dmem_wdata_o      (dmem_wdata),
    .dmem_rvalid_i     (dmem_rvalid),
    .dmem_rdata_i      (dmem_word_i),
    .dmem_error_i      (dmem_error),
    .nmi_i,
    .irq_software_i,
    .irq_timer_i,
    .irq_external_i,
    .irq_fast_i,
    .irq_fast15_clear_o(irq_fast15_clear),
    // No debugger.
    .debug_i           ('0),
    .debug_o           (),
    .debug_i           ('0),
    .debug_o           (),
    .stood_cycles_i    (32'd0),
    .sleep_o           (sleep),
    .stall_o           (),
    `RVFI_CONNECT
  );

  `CHECKER u_checker (
    .clk_i,
    .rst_ni        (rst_n),
    .imem_valid_i  (imem_valid),
    .imem_addr_i   (imem_addr),
    .imem_rvalid_i (imem_rvalid),
    .imem_rdata_i  (imem_rdata),
    .imem_error_i  (imem_error),
    .imem_waiting_i(imem_pending_q),
    .imem_for_i    (imem_addr_q),
    .dmem_valid_i  (dmem_valid),
    .dmem_op_i     (dmem_op),
    .dmem_addr_i   (dmem_addr),
    .dmem_be_i     (dmem_be),
    .dmem_wdata_i  (dmem_wdata),
    .dmem_rvalid_i (dmem_rvalid),
    .dmem_rdata_i  (dmem_word_i),
    .dmem_error_i  (dmem_error),
    .dmem_waiting_i(dmem_pending_q),
    .dmem_for_i    (dmem_addr_q),
    .dmem_for_op_i (dmem_op_q),
    .sleep_i       (sleep),
    `RVFI_CONNECT
  );
endmodule
