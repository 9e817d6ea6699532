// What the execute stage asks of data memory: which access, byte lanes, alignment.
//
// Only naturally aligned accesses go out; a misaligned one traps before it reaches the bus.
module core_lsu (
  input  logic        clk_i,
  input  logic        rst_ni,

  // The instruction in the execute stage.
  input  core_pkg::decoded_t decoded_i,
  // rs1 + imm; of AMO*.W, which has no offset, what it writes.
  input  logic [31:0] sum_i,
  input  logic [31:0] rs1_i,
  input  logic [31:0] rs2_i,
  // Nothing older and no trap is in its way; it leaves.
  input  logic        go_i,
  input  logic        commit_i,
  // A trap, or the return from one.
  input  logic        forget_i,

  // Address and alignment of a load or store of any kind.
  output logic [31:0] addr_o,
  output logic        misaligned_o,
  // It leaves with a request that write-back has to see answered.
  output logic        memory_o,
  // Only AMO*.W has to do something before it may leave; see core_atomic.
  output logic        done_o,
  output logic        amo_reading_o,
  output logic        amo_fault_o,
  // It is SC.W or AMO*.W, and writes `result_o` to its register once it is in write-back.
  output logic        atomic_o,
  output logic [31:0] result_o,

  // The data port, but for its address; see core.
  output logic        dmem_valid_o,
  output core_pkg::mem_op_e dmem_op_o,
  output logic        dmem_atomic_o,
  output logic [3:0]  dmem_be_o,
  output logic [31:0] dmem_wdata_o,
  input  logic        dmem_rvalid_i,
  input  logic [31:0] dmem_rdata_i,
  input  logic        dmem_error_i
);
  logic is_amo, is_conditional, amo_read, reserved;
  assign is_amo         = decoded_i.kind == core_pkg::KindAmo;
  assign is_conditional = decoded_i.atomic && decoded_i.kind == core_pkg::KindStore;
  assign atomic_o       = is_amo || is_conditional;

  core_atomic u_atomic (
    .clk_i,
    .rst_ni,
    .reserve_i    (decoded_i.atomic && decoded_i.kind == core_pkg::KindLoad),
    .conditional_i(is_conditional),
    .amo_i        (is_amo),
    .addr_i       (addr_o[31:2]),
    .go_i,
    .commit_i,
    .forget_i,
    .read_o       (amo_read),
    .reading_o    (amo_reading_o),
    .done_o,
    .fault_o      (amo_fault_o),
    .dmem_rvalid_i,
    .dmem_rdata_i,
    .dmem_error_i,
    .reserved_o   (reserved),
    .result_o
  );

  always_comb begin
    memory_o  = 1'b1;
    dmem_op_o = core_pkg::MemLoad;
    unique case (decoded_i.kind)
      core_pkg::KindLoad: ;
      core_pkg::KindStore: begin
        dmem_op_o = core_pkg::MemStore;
        // SC.W that fails does not try.
        memory_o  = !is_conditional || reserved;
      end
      core_pkg::KindAmo:   dmem_op_o = amo_reading_o ? core_pkg::MemStore : core_pkg::MemLoad;
      core_pkg::KindFence: dmem_op_o = core_pkg::MemFence;
      default:   memory_o  = 1'b0;
    endcase
  end
  assign dmem_valid_o  = amo_read || (commit_i && memory_o);
  assign dmem_atomic_o = decoded_i.atomic;
  assign addr_o        = is_amo ? rs1_i : sum_i;

  logic [31:0] store_data;
  assign store_data = is_amo ? sum_i : rs2_i;
  always_comb begin
    unique case (decoded_i.funct3[1:0])
      2'b00: begin
        misaligned_o = 1'b0;
        dmem_be_o    = 4'b0001 << addr_o[1:0];
        dmem_wdata_o = {4{store_data[7:0]}};
      end
      2'b01: begin
        misaligned_o = addr_o[0];
        dmem_be_o    = addr_o[1] ? 4'b1100 : 4'b0011;
        dmem_wdata_o = {2{store_data[15:0]}};
      end
      default: begin
        misaligned_o = addr_o[1:0] != 2'b00;
        dmem_be_o    = 4'b1111;
        dmem_wdata_o = store_data;
      end
    endcase
  end

  logic unused_decoded;
  assign unused_decoded = ^{decoded_i.alu_op, decoded_i.op_a, decoded_i.use_imm,
                            decoded_i.funct3[2], decoded_i.rs1, decoded_i.rs2, decoded_i.rd};
endmodule
