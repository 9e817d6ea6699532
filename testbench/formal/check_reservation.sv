// Proves that SC.W writes if and only if LR.W has reserved its word and nothing that ends a
// reservation (another SC.W, a trap, MRET) came between.
`include "rtl/core/rvfi.svh"
`include "testbench/formal/checker.svh"

module check_reservation (
  `CHECKER_PORTS
);
  logic is_atomic, is_lr, is_sc, is_mret;
  assign is_atomic = rvfi_insn[6:0] == 7'b0101111 && rvfi_insn[14:12] == 3'b010;
  assign is_lr     = is_atomic && rvfi_insn[31:27] == 5'b00010 && rvfi_insn[24:20] == 5'd0;
  assign is_sc     = is_atomic && rvfi_insn[31:27] == 5'b00011;
  assign is_mret   = rvfi_insn == 32'h3020_0073;

  logic        reserved_q, reserved;
  logic [31:0] word_q;
  // An interrupt is a trap too; it came before this instruction.
  assign reserved = reserved_q && !rvfi_intr;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) reserved_q <= 1'b0;
    else if (rvfi_valid) begin
      reserved_q <= (reserved || is_lr) && !is_sc && !is_mret && !rvfi_trap;
    end
  end
  always_ff @(posedge clk_i) if (rvfi_valid && is_lr) word_q <= rvfi_rs1_rdata;

  logic done, succeeds;
  assign done     = rvfi_valid && is_sc && !rvfi_trap;
  assign succeeds = reserved && word_q == rvfi_rs1_rdata;
  `PROVE(WritesIfReserved, done, rvfi_mem_wmask == {4{succeeds}} && rvfi_mem_rmask == '0)
  `PROVE(WritesWhatItShould, done && succeeds,
         rvfi_mem_addr == rvfi_rs1_rdata && rvfi_mem_wdata == rvfi_rs2_rdata)
  `PROVE(Tells, done, rvfi_rd_addr == rvfi_insn[11:7] &&
         rvfi_rd_wdata == {31'b0, !succeeds && rvfi_insn[11:7] != '0})
  `PROVE(TrapsIfMisaligned, rvfi_valid && is_sc && rvfi_rs1_rdata[1:0] != '0,
         rvfi_trap && !rvfi_mem_fault)
endmodule
