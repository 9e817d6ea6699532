// The retire port: what each instruction did, by the names and meaning of the RISC-V Formal
// Interface.
//
// Watches the pipeline and drives nothing in it, so it vanishes when its outputs are not used.
// Memory addresses are byte addresses and masks count from bit 0, as riscv-formal has them without
// RISCV_FORMAL_ALIGNED_MEM.
`include "rtl/core/rvfi.svh"

module core_rvfi
  import core_pkg::*;
(
  input  logic        clk_i,
  input  logic        rst_ni,

  // An instruction moves from the execute stage to write-back.
  input  logic        execute_i,
  input  decoded_t    decoded_i,
  input  logic [31:0] insn_i,
  input  logic [31:0] pc_i,
  input  logic [31:0] next_pc_i,
  input  logic [31:0] rs1_rdata_i,
  input  logic [31:0] rs2_rdata_i,
  input  logic [31:0] addr_i,
  // What AMO*.W writes to memory.
  input  logic [31:0] amo_wdata_i,

  // It has an exception of its own.
  input  logic        execute_trap_i,

  // The next instruction to move is the first of a trap's handler.
  input  logic        trap_valid_i,
  input  logic [31:0] trap_vector_i,
  input  logic [31:0] mip_i,
  input  logic        machine_i,

  // The instruction in write-back leaves it.
  input  logic        retire_i,
  input  logic        retire_trap_i,
  input  logic        retire_fault_i,
  input  logic        rd_write_i,
  input  logic [31:0] rd_wdata_i,
  input  logic [31:0] load_raw_i,
  // What AMO*.W has read. Memory was accessed.
  input  logic [31:0] amo_result_i,
  input  logic        memory_i,

  `RVFI_OUTPUTS
);
  decoded_t    decoded_q;
  logic [31:0] insn_q, pc_q, next_pc_q, rs1_q, rs2_q, addr_q, amo_wdata_q, mip_q, taken_mip_q;
  logic        intr_q, handler_q, machine_q;
  logic [63:0] order_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      handler_q   <= 1'b0;
      taken_mip_q <= '0;
      order_q     <= '0;
    end else begin
      if (retire_i) order_q <= order_q + 64'd1;
      if (execute_i) begin
        handler_q   <= 1'b0;
        taken_mip_q <= '0;
      end
      // Last: an instruction that traps as it moves on is itself not the handler's.
      if (trap_valid_i) begin
        handler_q   <= 1'b1;
        taken_mip_q <= mip_i;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (execute_i) begin
      decoded_q <= decoded_i;
      insn_q    <= insn_i;
      pc_q      <= pc_i;
      next_pc_q <= execute_trap_i ? trap_vector_i : next_pc_i;
      rs1_q     <= rs1_rdata_i;
      rs2_q     <= rs2_rdata_i;
      addr_q    <= addr_i;
      if (decoded_i.kind == KindAmo) amo_wdata_q <= amo_wdata_i;
      intr_q    <= handler_q;
      machine_q <= machine_i;
      mip_q     <= taken_mip_q;
    end
  end

  logic [3:0] mask;
  logic [31:0] bit_mask;
  always_comb begin
    unique case (decoded_q.funct3[1:0])
      2'b00:   mask = 4'b0001;
      2'b01:   mask = 4'b0011;
      default: mask = 4'b1111;
    endcase
  end
  assign bit_mask = {{8{mask[3]}}, {8{mask[2]}}, {8{mask[1]}}, {8{mask[0]}}};

  logic is_amo, is_load, is_store;
  assign is_amo   = decoded_q.kind == KindAmo;
  assign is_load  = (decoded_q.kind == KindLoad || is_amo) && !rvfi_trap;
  // Not so SC.W that failed.
  assign is_store = (decoded_q.kind == KindStore || is_amo) && memory_i && !rvfi_trap;

  assign rvfi_valid     = retire_i;
  assign rvfi_order     = order_q;
  assign rvfi_insn      = decoded_q.kind == KindFetchFault ? '0 : insn_q;
  assign rvfi_trap      = retire_trap_i || retire_fault_i;
  assign rvfi_halt      = 1'b0;
  assign rvfi_intr      = intr_q;
  assign rvfi_mode      = {2{machine_q}};
  assign rvfi_ixl       = 2'd1;
  assign rvfi_rs1_addr  = decoded_q.rs1;
  assign rvfi_rs2_addr  = decoded_q.rs2;
  assign rvfi_rs1_rdata = rs1_q;
  assign rvfi_rs2_rdata = rs2_q;
  assign rvfi_rd_addr   = rd_write_i ? decoded_q.rd : '0;
  assign rvfi_rd_wdata  = rd_write_i ? rd_wdata_i : '0;
  assign rvfi_pc_rdata  = pc_q;
  assign rvfi_pc_wdata  = retire_fault_i ? trap_vector_i : next_pc_q;
  assign rvfi_mem_addr  = is_load || is_store ? addr_q : '0;
  assign rvfi_mem_rmask = is_load ? mask : '0;
  assign rvfi_mem_wmask = is_store ? mask : '0;
  assign rvfi_mem_rdata = is_load ? (is_amo ? amo_result_i : load_raw_i) & bit_mask : '0;
  assign rvfi_mem_wdata = is_store ? (is_amo ? amo_wdata_q : rs2_q) & bit_mask : '0;
  assign rvfi_ext_mip   = intr_q ? mip_q : '0;

  logic unused_decoded;
  assign unused_decoded = ^{decoded_q.alu_op, decoded_q.op_a, decoded_q.use_imm, decoded_q.imm,
                            decoded_q.atomic, decoded_q.funct3[2]};
endmodule
