// Machine-mode CSRs: reads, writes, trap entry and return, counters.
//
// A write happens in the cycle of `commit_i` only; `illegal_o` answers at once, so that the
// pipeline can trap instead. Legal values and reset values are listed in this folder's README.
`include "rtl/common/assert.svh"

module core_csr
  import core_pkg::*;
#(
  parameter logic [31:0] HartId = 32'h0
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // The CSR instruction in the execute stage, if there is one, and its rs1.
  input  logic        access_i,
  input  logic [31:0] insn_i,
  input  logic [31:0] rs1_i,
  output logic        illegal_o,
  output logic [31:0] rdata_o,
  // The instruction in the execute stage, CSR or not, leaves it without a trap.
  input  logic        commit_i,

  // Traps.
  input  logic        trap_valid_i,
  input  trap_t       trap_i,
  output logic [31:0] trap_vector_o,
  input  logic        mret_i,
  output logic [31:0] mepc_o,

  // Interrupts; see core and core_irq.
  input  logic        irq_software_i,
  input  logic        irq_timer_i,
  input  logic        irq_external_i,
  input  logic [15:0] irq_fast_i,
  output logic        irq_fast15_clear_o,
  output logic        irq_wake_o,
  output logic        irq_take_o,
  output logic [4:0]  irq_cause_o,
  output logic [31:0] mip_o,

  // An older instruction retires in this cycle.
  input  logic        retire_i
);
  logic        mie_bit_q, mpie_q;
  logic [31:0] mie_q, mscratch_q, mtval_q;
  logic [31:1] mepc_q;
  logic        mcause_interrupt_q;
  logic [4:0]  mcause_q;
  logic [31:2] mtvec_base_q;
  logic        mtvec_vectored_q;
  logic [63:0] mcycle_q, minstret_q;
  // The instruction now retiring wrote minstret itself: it is not counted.
  logic        skip_count_q;

  // Bits 1:0 of funct3: 1 write, 2 set, 3 clear. Setting or clearing nothing is not a write.
  logic [11:0] addr;
  logic [1:0]  op;
  logic        writes, write, known;
  logic [31:0] operand, wdata;
  assign addr    = insn_i[31:20];
  assign op      = insn_i[13:12];
  assign operand = insn_i[14] ? {27'b0, insn_i[19:15]} : rs1_i;
  assign writes  = op == 2'b01 || insn_i[19:15] != 5'd0;
  assign write   = access_i && commit_i && writes;

  // minstret as the instruction in the execute stage must see it, with the one before it counted.
  logic [63:0] minstret_next;
  assign minstret_next = minstret_q + {63'b0, retire_i && !skip_count_q};

  always_comb begin
    rdata_o = '0;
    known   = 1'b1;
    if (access_i) begin
      unique case (addr)
        CsrMstatus: rdata_o = {19'b0, 2'b11, 3'b0, mpie_q, 3'b0, mie_bit_q, 3'b0};
        CsrMisa: rdata_o = MisaValue;
        CsrMie: rdata_o = mie_q;
        CsrMtvec: rdata_o = {mtvec_base_q, 1'b0, mtvec_vectored_q};
        CsrMscratch: rdata_o = mscratch_q;
        CsrMepc: rdata_o = mepc_o;
        CsrMcause: rdata_o = {mcause_interrupt_q, 26'b0, mcause_q};
        CsrMtval: rdata_o = mtval_q;
        CsrMip: rdata_o = mip_o;
        CsrMcycle: rdata_o = mcycle_q[31:0];
        CsrMcycleh: rdata_o = mcycle_q[63:32];
        CsrMinstret: rdata_o = minstret_next[31:0];
        CsrMinstreth: rdata_o = minstret_next[63:32];
        CsrMhartid: rdata_o = HartId;
        CsrMstatush, CsrMcountinhibit, CsrMvendorid, CsrMarchid, CsrMimpid, CsrMconfigptr: ;
        default: begin
          // mhpmcounter3-31, their upper halves and mhpmevent3-31 exist and are zero.
          known = (addr[11:5] == 7'b1011000 || addr[11:5] == 7'b1011100 ||
                   addr[11:5] == 7'b0011001) && addr[4:0] >= 5'd3;
        end
      endcase
    end
  end
  assign illegal_o = !known || (writes && addr[11:10] == 2'b11);

  always_comb begin
    unique case (op)
      2'b10:   wdata = rdata_o | operand;
      2'b11:   wdata = rdata_o & ~operand;
      default: wdata = operand;
    endcase
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      mie_bit_q          <= 1'b0;
      mpie_q             <= 1'b0;
      mie_q              <= '0;
      mscratch_q         <= '0;
      mtval_q            <= '0;
      mepc_q             <= '0;
      mcause_interrupt_q <= 1'b0;
      mcause_q           <= '0;
      mtvec_base_q       <= '0;
      mtvec_vectored_q   <= 1'b0;
      mcycle_q           <= '0;
      minstret_q         <= '0;
      skip_count_q       <= 1'b0;
    end else begin
      mcycle_q     <= mcycle_q + 64'd1;
      minstret_q   <= minstret_next;
      skip_count_q <= 1'b0;
      if (write) begin
        unique case (addr)
          CsrMstatus: begin
            mie_bit_q <= wdata[3];
            mpie_q    <= wdata[7];
          end
          CsrMie: mie_q <= wdata & IrqMask;
          CsrMtvec: begin
            mtvec_base_q     <= wdata[31:2];
            mtvec_vectored_q <= wdata[0];
          end
          CsrMscratch: mscratch_q <= wdata;
          CsrMepc: mepc_q <= wdata[31:1];
          CsrMcause: begin
            mcause_interrupt_q <= wdata[31];
            mcause_q           <= wdata[4:0];
          end
          CsrMtval: mtval_q <= wdata;
          CsrMcycle: mcycle_q[31:0] <= wdata;
          CsrMcycleh: mcycle_q[63:32] <= wdata;
          CsrMinstret: begin
            minstret_q[31:0] <= wdata;
            skip_count_q     <= 1'b1;
          end
          CsrMinstreth: begin
            minstret_q[63:32] <= wdata;
            skip_count_q      <= 1'b1;
          end
          default: ;
        endcase
      end
      if (mret_i) begin
        mie_bit_q <= mpie_q;
        mpie_q    <= 1'b1;
      end
      if (trap_valid_i) begin
        mpie_q             <= mie_bit_q;
        mie_bit_q          <= 1'b0;
        mepc_q             <= trap_i.epc[31:1];
        mcause_interrupt_q <= trap_i.is_irq;
        mcause_q           <= trap_i.cause;
        mtval_q            <= trap_i.tval;
      end
    end
  end

  core_irq u_irq (
    .software_i(irq_software_i),
    .timer_i   (irq_timer_i),
    .external_i(irq_external_i),
    .fast_i    (irq_fast_i),
    .mie_i     (mie_q),
    .enabled_i (mie_bit_q),
    .mip_o,
    .wake_o    (irq_wake_o),
    .take_o    (irq_take_o),
    .cause_o   (irq_cause_o)
  );

  assign mepc_o        = {mepc_q, 1'b0};
  assign trap_vector_o = {mtvec_base_q, 2'b00} +
      (mtvec_vectored_q && trap_i.is_irq ? {25'b0, trap_i.cause, 2'b00} : 32'd0);
  // Fast interrupt 15 is a remembered event, not a level: writing 0 to its bit of mip forgets it.
  assign irq_fast15_clear_o = write && addr == CsrMip && !wdata[31];

  // One instruction cannot do two of these at once.
  `ASSERT_NOW(OneChange, $onehot0({write, mret_i, trap_valid_i}))
  `ASSERT_IF(OnlyLegalWrites, write, access_i && writes && !illegal_o)

  logic unused_bits;
  assign unused_bits = ^{trap_i.epc[0], insn_i[11:0]};
endmodule
