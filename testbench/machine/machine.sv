// The SoC as a program drives it: every input passes one register.
//
// So nothing inside hangs on an input combinationally, and one evaluation at the rising edge settles
// all of a cycle; this halves what a cycle costs. What is put on the ports before an edge is what the
// SoC sees in the cycle after it, and outputs hold from edge to edge. Only clk_i, rst_ni
// and the two counts of time that passed while the clock stood go straight through.
module machine (
  input  logic clk_i,
  input  logic rst_ni,

  // The host's register BAR.
  input  logic        host_reg_valid_i,
  output logic        host_reg_ready_o,
  input  logic        host_reg_write_i,
  input  logic [21:0] host_reg_addr_i,
  input  logic [31:0] host_reg_wdata_i,
  output logic [31:0] host_reg_rdata_o,
  output logic        host_reg_error_o,

  // The host's doorbell BAR.
  input  logic        ring_valid_i,
  output logic        ring_ready_o,
  input  logic [15:0] ring_offset_i,
  input  logic [63:0] ring_value_i,

  // To memory: AXI4 (axi_pkg), as plain signals.
  output logic           mem_ar_valid_o,
  input  logic           mem_ar_ready_i,
  output axi_pkg::id_t   mem_ar_id_o,
  output axi_pkg::addr_t mem_ar_addr_o,
  output logic [7:0]     mem_ar_len_o,
  input  logic           mem_r_valid_i,
  output logic           mem_r_ready_o,
  input  axi_pkg::id_t   mem_r_id_i,
  input  axi_pkg::data_t mem_r_data_i,
  input  logic [1:0]     mem_r_resp_i,
  input  logic           mem_r_last_i,
  output logic           mem_aw_valid_o,
  input  logic           mem_aw_ready_i,
  output axi_pkg::id_t   mem_aw_id_o,
  output axi_pkg::addr_t mem_aw_addr_o,
  output logic [7:0]     mem_aw_len_o,
  output logic           mem_w_valid_o,
  input  logic           mem_w_ready_i,
  output axi_pkg::data_t mem_w_data_o,
  output axi_pkg::strb_t mem_w_strb_o,
  output logic           mem_w_last_o,
  input  logic           mem_b_valid_i,
  output logic           mem_b_ready_o,
  input  axi_pkg::id_t   mem_b_id_i,
  input  logic [1:0]     mem_b_resp_i,

  // A debugger's JTAG pins, and whether it has halted the core.
  input  logic        jtag_tck_i,
  input  logic        jtag_tms_i,
  input  logic        jtag_tdi_i,
  input  logic        jtag_trst_ni,
  output logic        jtag_tdo_o,
  output logic        debug_halted_o,

  // Standing still; see soc.
  output logic        quiescent_o,
  output logic [63:0] alarm_o,
  input  logic [31:0] stood_cycles_i,
  input  logic [31:0] stood_units_i,

  // The interrupt line, and what firmware says of itself.
  output logic        irq_o,
  output logic        sleep_o,
  output logic [31:0] fw_status_o,
  output logic [31:0] fw_heartbeat_o
);
  logic           host_reg_valid_q, host_reg_write_q, ring_valid_q;
  logic [21:0]    host_reg_addr_q;
  logic [31:0]    host_reg_wdata_q;
  logic [15:0]    ring_offset_q;
  logic [63:0]    ring_value_q;
  logic           mem_ar_ready_q, mem_r_valid_q, mem_r_last_q, mem_aw_ready_q, mem_w_ready_q;
  logic           mem_b_valid_q;
  axi_pkg::id_t   mem_r_id_q, mem_b_id_q;
  axi_pkg::data_t mem_r_data_q;
  logic [1:0]     mem_r_resp_q, mem_b_resp_q;
  logic           jtag_tck_q, jtag_tms_q, jtag_tdi_q, jtag_trst_nq;

  always_ff @(posedge clk_i) begin
    host_reg_valid_q <= host_reg_valid_i;
    ring_valid_q     <= ring_valid_i;
    mem_ar_ready_q   <= mem_ar_ready_i;
    mem_r_valid_q    <= mem_r_valid_i;
    mem_aw_ready_q   <= mem_aw_ready_i;
    mem_w_ready_q    <= mem_w_ready_i;
    mem_b_valid_q    <= mem_b_valid_i;
    mem_b_id_q       <= mem_b_id_i;
    mem_b_resp_q     <= mem_b_resp_i;
    jtag_tck_q       <= jtag_tck_i;
    jtag_tms_q       <= jtag_tms_i;
    jtag_tdi_q       <= jtag_tdi_i;
    jtag_trst_nq     <= jtag_trst_ni;
    if (host_reg_valid_i) begin
      host_reg_write_q <= host_reg_write_i;
      host_reg_addr_q  <= host_reg_addr_i;
      host_reg_wdata_q <= host_reg_wdata_i;
    end
    if (ring_valid_i) begin
      ring_offset_q <= ring_offset_i;
      ring_value_q  <= ring_value_i;
    end
    if (mem_r_valid_i) begin
      mem_r_id_q   <= mem_r_id_i;
      mem_r_data_q <= mem_r_data_i;
      mem_r_resp_q <= mem_r_resp_i;
      mem_r_last_q <= mem_r_last_i;
    end
  end

  soc u_soc (
    .clk_i, .rst_ni,
    .host_reg_valid_i(host_reg_valid_q), .host_reg_ready_o,
    .host_reg_write_i(host_reg_write_q), .host_reg_addr_i(host_reg_addr_q),
    .host_reg_wdata_i(host_reg_wdata_q), .host_reg_rdata_o, .host_reg_error_o,
    .ring_valid_i(ring_valid_q), .ring_ready_o, .ring_offset_i(ring_offset_q),
    .ring_value_i(ring_value_q),
    .mem_ar_valid_o, .mem_ar_ready_i(mem_ar_ready_q), .mem_ar_id_o, .mem_ar_addr_o, .mem_ar_len_o,
    .mem_r_valid_i(mem_r_valid_q), .mem_r_ready_o, .mem_r_id_i(mem_r_id_q),
    .mem_r_data_i(mem_r_data_q), .mem_r_resp_i(mem_r_resp_q), .mem_r_last_i(mem_r_last_q),
    .mem_aw_valid_o, .mem_aw_ready_i(mem_aw_ready_q), .mem_aw_id_o, .mem_aw_addr_o, .mem_aw_len_o,
    .mem_w_valid_o, .mem_w_ready_i(mem_w_ready_q), .mem_w_data_o, .mem_w_strb_o, .mem_w_last_o,
    .mem_b_valid_i(mem_b_valid_q), .mem_b_ready_o, .mem_b_id_i(mem_b_id_q),
    .mem_b_resp_i(mem_b_resp_q),
    .jtag_tck_i(jtag_tck_q), .jtag_tms_i(jtag_tms_q), .jtag_tdi_i(jtag_tdi_q),
    .jtag_trst_ni(jtag_trst_nq), .jtag_tdo_o, .debug_halted_o,
    .quiescent_o, .alarm_o, .stood_cycles_i, .stood_units_i,
    .irq_o, .sleep_o, .fw_status_o, .fw_heartbeat_o
  );
endmodule
