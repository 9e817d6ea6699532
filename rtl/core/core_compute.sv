// What the execute stage computes: operands chosen, ALU, multiplier and divider joined, one result out.
//
// `sum_o` is the ALU's result: the address of loads, stores and JALR, and what AMO*.W writes. `done_o` is 0 while a division runs.
module core_compute (
  input  logic        clk_i,
  input  logic        rst_ni,

  // The instruction, its registers, and what others computed for it.
  input  core_pkg::decoded_t decoded_i,
  input  logic [31:0] imm_i,
  input  logic [31:0] pc_i,
  input  logic [31:0] pc_behind_i,
  input  logic [31:0] rs1_i,
  input  logic [31:0] rs2_i,
  input  logic [31:0] csr_rdata_i,
  input  logic [31:0] dmem_rdata_i,

  // It may begin; held until it leaves. An interrupt takes its place.
  input  logic        valid_i,
  input  logic        flush_i,
  output logic        done_o,

  output logic [31:0] result_o,
  output logic [31:0] sum_o,
  output logic        equal_o,
  output logic        less_o,
  output logic        less_unsigned_o
);
  logic [31:0] alu_a;
  always_comb begin
    unique case (decoded_i.op_a)
      core_pkg::OpAPc:   alu_a = pc_i;
      core_pkg::OpAZero: alu_a = '0;
      core_pkg::OpAMem:  alu_a = dmem_rdata_i;
      default: alu_a = rs1_i;
    endcase
  end

  core_alu u_alu (
    .op_i    (decoded_i.alu_op),
    .a_i     (alu_a),
    .b_i     (decoded_i.use_imm ? imm_i : rs2_i),
    .result_o(sum_o),
    .equal_o,
    .less_o,
    .less_unsigned_o
  );

  logic        is_div, div_done;
  logic [31:0] product, div_result;
  assign is_div = decoded_i.kind == core_pkg::KindDiv;
`ifdef RISCV_FORMAL_ALTOPS
  core_altops u_altops (
    .clk_i,
    .rst_ni,
    .div_valid_i(valid_i && is_div),
    .flush_i,
    .op_i       (decoded_i.funct3),
    .a_i        (rs1_i),
    .b_i        (rs2_i),
    .div_done_o (div_done),
    .result_o   (product)
  );
  assign div_result = product;
`else
  core_multiply u_multiply (
    .valid_i (decoded_i.kind == core_pkg::KindMul),
    .op_i    (decoded_i.funct3[1:0]),
    .a_i     (rs1_i),
    .b_i     (rs2_i),
    .result_o(product)
  );

  core_divide u_divide (
    .clk_i,
    .rst_ni,
    .valid_i (valid_i && is_div),
    .flush_i,
    .op_i    (decoded_i.funct3[1:0]),
    .a_i     (rs1_i),
    .b_i     (rs2_i),
    .done_o  (div_done),
    .result_o(div_result)
  );
`endif
  assign done_o = !is_div || div_done;

  always_comb begin
    unique case (decoded_i.kind)
      core_pkg::KindMul:           result_o = product;
      core_pkg::KindDiv:           result_o = div_result;
      core_pkg::KindJal, core_pkg::KindJalr: result_o = pc_behind_i;
      core_pkg::KindCsr:           result_o = csr_rdata_i;
      // Its address, as of loads and stores.
      core_pkg::KindAmo:           result_o = rs1_i;
      default:           result_o = sum_o;
    endcase
  end

  logic unused_decoded;
  assign unused_decoded = ^{decoded_i.rs1, decoded_i.rs2, decoded_i.rd, decoded_i.funct3[2],
                            decoded_i.atomic};
endmodule
