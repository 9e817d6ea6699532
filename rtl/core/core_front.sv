// The front of the pipeline: fetch, decode and the register of the execute stage. In debug mode the
// debug module stands in for instruction memory.
//
// `ex_*_o` is the instruction in the execute stage. It stays until `ex_ready_i`; a redirect makes
// it invalid.
module core_front #(
  parameter logic [31:0] ResetPc = 32'h0
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // Instruction memory; the rules stand at the ports of core.
  output logic        imem_valid_o,
  output logic [31:0] imem_addr_o,
  input  logic        imem_rvalid_i,
  input  logic [31:0] imem_rdata_i,
  input  logic [1:0]  imem_error_i,

  // Debug mode: its instructions come from the debug module, but for what DRET leads to. A request
  // for one of them.
  input  logic        debug_mode_i,
  input  logic        dret_i,
  input  logic        debug_insn_valid_i,
  input  logic [31:0] debug_insn_i,
  output logic        request_o,

  // Memory protection of the word in hand, as in core_fetch; it knows no debug mode.
  output logic [31:2] protect_addr_o,
  input  logic        protect_active_i,
  input  logic        protect_waits_i,
  input  logic        protect_denied_i,

  // Register x1 as the next instruction will read it, if that can be told already.
  input  logic        ra_known_i,
  input  logic [31:1] ra_i,

  // The execute stage.
  output logic        ex_valid_o,
  output core_pkg::decoded_t ex_o,
  output logic [31:0] ex_imm_o,
  // As it stands in memory, 16 bits extended with zeroes; where; and where the next one stands.
  output logic [31:0] ex_insn_o,
  output logic [31:0] ex_pc_o,
  output logic [31:0] ex_pc_behind_o,
  // Fetch went where it leads.
  output logic        ex_taken_o,
  // Where fetch stands.
  output logic [31:0] fetch_pc_o,
  input  logic        ex_ready_i,
  // It is done, and leads somewhere else than to the next one.
  input  logic        ex_commit_i,
  input  logic        ex_jumps_i,

  // Go on at another address.
  input  logic        redirect_valid_i,
  input  logic [31:0] redirect_pc_i
);
  logic        fetch_valid, fetch_error, fetch_error_second, fetch_taken;
  logic [31:0] fetch_raw, fetch_insn, fetch_imm;
  logic [1:0]  fetch_counter, ex_counter_q;
  core_pkg::decoded_t fetch_decoded;

  core_fetch #(
    .ResetPc(ResetPc)
  ) u_fetch (
    .clk_i,
    .rst_ni,
    .imem_valid_o       (request_o),
    .imem_addr_o,
    .imem_rvalid_i      (debug_mode_i ? debug_insn_valid_i : imem_rvalid_i),
    .imem_rdata_i       (debug_mode_i ? debug_insn_i : imem_rdata_i),
    .imem_error_i       (debug_mode_i ? 2'b00 : imem_error_i),
    .protect_addr_o,
    .protect_active_i   (protect_active_i && !debug_mode_i),
    .protect_waits_i    (protect_waits_i && !debug_mode_i),
    .protect_denied_i   (protect_denied_i && !debug_mode_i),
    .ra_known_i,
    .ra_i,
    .insn_valid_o       (fetch_valid),
    .insn_ready_i       (ex_ready_i),
    .insn_raw_o         (fetch_raw),
    .insn_o             (fetch_insn),
    .insn_pc_o          (fetch_pc_o),
    .insn_error_o       (fetch_error),
    .insn_error_second_o(fetch_error_second),
    .insn_taken_o       (fetch_taken),
    .insn_counter_o     (fetch_counter),
    .redirect_valid_i,
    .redirect_pc_i,
    .update_i           (ex_commit_i && ex_o.kind == core_pkg::KindBranch),
    .update_place_i     (ex_pc_o[7:2]),
    .update_counter_i   (ex_counter_q),
    .update_broke_rule_i(ex_jumps_i != ex_imm_o[31])
  );
  assign imem_valid_o = request_o && (!debug_mode_i || dret_i);

  core_decode u_decode (
    .insn_i        (fetch_insn),
    .error_i       (fetch_error),
    .error_second_i(fetch_error_second),
    .decoded_o     (fetch_decoded),
    .imm_o         (fetch_imm)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) ex_valid_o <= 1'b0;
    else if (redirect_valid_i) ex_valid_o <= 1'b0;
    else if (ex_ready_i) ex_valid_o <= fetch_valid;
  end

  always_ff @(posedge clk_i) begin
    if (ex_ready_i && fetch_valid) begin
      ex_o         <= fetch_decoded;
      ex_imm_o     <= fetch_imm;
      ex_insn_o    <= fetch_raw;
      ex_pc_o      <= fetch_pc_o;
      ex_taken_o   <= fetch_taken;
      ex_counter_q <= fetch_counter;
    end
  end

  assign ex_pc_behind_o = ex_pc_o + (ex_insn_o[1:0] == 2'b11 ? 32'd4 : 32'd2);
endmodule
