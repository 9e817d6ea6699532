// The retire port: what each instruction did, by the names and meaning of the RISC-V Formal
// Interface.
//
// Watches the pipeline and drives nothing in it, so it vanishes when its outputs are not used.
// Memory addresses are of bytes and masks count from there; with RISCV_FORMAL_ALIGNED_MEM defined
// addresses are of words, and masks and data are lanes.
`include "rtl/core/rvfi.svh"

module core_rvfi #(
  parameter logic [31:0] HartId = 32'h0
) (
  input  logic               clk_i,
  input  logic               rst_ni,

  // An instruction moves from the execute stage to write-back, with a trap of its own or without.
  input  logic               execute_i,
  input  logic               exception_i,
  input  core_pkg::decoded_t decoded_i,
  input  logic [31:0]        insn_i,
  input  logic [31:0]        pc_i,
  input  logic [31:0]        next_pc_i,
  input  logic [31:0]        rs1_rdata_i,
  input  logic [31:0]        rs2_rdata_i,
  input  logic [31:0]        addr_i,
  // What AMO*.W writes to memory.
  input  logic [31:0]        amo_wdata_i,

  // It is not the program's but the debugger's.
  input  logic               execute_debug_i,

  // The next instruction to move is the first of a trap's handler.
  input  logic               trap_valid_i,
  input  core_pkg::trap_t    trap_i,
  input  logic [31:0]        trap_vector_i,
  input  logic [31:0]        mip_i,
  input  logic               machine_i,

  // CSRs as they read now, and what the instruction in the execute stage does to one; see core_csr.
  input  core_pkg::csrs_t    csr_state_i,
  input  logic               csr_write_i,
  input  logic [31:0]        csr_rdata_i,
  input  logic [31:0]        csr_stored_i,

  // The instruction in write-back leaves it; it was the debugger's.
  input  logic               retire_i,
  input  logic               retire_debug_i,
  input  logic               retire_trap_i,
  input  logic               retire_fault_i,
  input  logic               rd_write_i,
  input  logic [31:0]        rd_wdata_i,
  input  logic [31:0]        load_raw_i,
  // What AMO*.W has read; whether SC.W wrote.
  input  logic [31:0]        amo_result_i,
  input  logic               memory_i,

  `RVFI_OUTPUTS
);
  core_pkg::decoded_t decoded_q;
  logic [31:0]        insn_q, pc_q, next_pc_q, rs1_q, rs2_q, addr_q, amo_wdata_q, mip_q, taken_mip_q;
  logic               intr_q, handler_q, machine_q, denied_q;
  logic [63:0]        order_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      handler_q   <= 1'b0;
      taken_mip_q <= '0;
      order_q     <= '0;
    end else begin
      if (rvfi_valid) order_q <= order_q + 64'd1;
      // A handler's first instruction may have to wait for the debugger.
      if (execute_i && !execute_debug_i) begin
        handler_q   <= 1'b0;
        taken_mip_q <= '0;
      end
      // Last: an instruction that traps as it moves on is itself not the handler's.
      if (trap_valid_i) begin
        handler_q   <= 1'b1;
        taken_mip_q <= '0;
        if (trap_i.is_irq) taken_mip_q <= {mip_i[31:1], trap_i.cause == core_pkg::CauseNmi};
      end
    end
  end

  // It traps already in the execute stage, with an access fault: memory protection, or what AMO*.W
  // reads.
  logic denied;
  assign denied = exception_i && (trap_i.cause == core_pkg::CauseLoadAccess ||
                                  trap_i.cause == core_pkg::CauseStoreAccess);

  always_ff @(posedge clk_i) begin
    if (execute_i) begin
      decoded_q <= decoded_i;
      insn_q    <= insn_i;
      pc_q      <= pc_i;
      next_pc_q <= exception_i ? trap_vector_i : next_pc_i;
      rs1_q     <= rs1_rdata_i;
      rs2_q     <= rs2_rdata_i;
      addr_q    <= addr_i;
      intr_q    <= handler_q;
      machine_q <= machine_i;
      mip_q     <= taken_mip_q;
      denied_q  <= denied;
      if (decoded_i.kind == core_pkg::KindAmo) amo_wdata_q <= amo_wdata_i;
    end
  end

  // ---- Memory ----

  logic [3:0]  mask;
  logic [31:0] bit_mask;
  always_comb begin
    unique case (decoded_q.funct3[1:0])
      2'b00:   mask = 4'b0001;
      2'b01:   mask = 4'b0011;
      default: mask = 4'b1111;
    endcase
  end
  assign bit_mask = {{8{mask[3]}}, {8{mask[2]}}, {8{mask[1]}}, {8{mask[0]}}};

  // Of what accesses memory or was refused: masks and data from the address on.
  logic        is_amo, is_load, is_store, fault;
  logic [31:0] rdata, wdata;
  assign is_amo   = decoded_q.kind == core_pkg::KindAmo;
  assign is_load  = decoded_q.kind == core_pkg::KindLoad || is_amo;
  // SC.W that fails is no access; one that memory protection forbids was refused.
  assign is_store = (decoded_q.kind == core_pkg::KindStore && (memory_i || denied_q)) || is_amo;
  assign fault    = retire_fault_i || denied_q;
  assign rdata    = is_load && !rvfi_trap ? (is_amo ? amo_result_i : load_raw_i) & bit_mask : '0;
  assign wdata    = is_store && !rvfi_trap ? (is_amo ? amo_wdata_q : rs2_q) & bit_mask : '0;

  logic [1:0] lane;
  logic       accesses;
  assign accesses = (is_load || is_store) && (!rvfi_trap || fault);
`ifdef RISCV_FORMAL_ALIGNED_MEM
  assign lane          = addr_q[1:0];
  assign rvfi_mem_addr = accesses ? {addr_q[31:2], 2'b00} : '0;
`else
  assign lane          = 2'd0;
  assign rvfi_mem_addr = accesses ? addr_q : '0;
`endif
  logic [3:0] lanes;
  assign lanes = mask << lane;
  assign rvfi_mem_rmask       = is_load && !rvfi_trap ? lanes : '0;
  assign rvfi_mem_wmask       = is_store && !rvfi_trap ? lanes : '0;
  assign rvfi_mem_rdata       = rdata << {lane, 3'b000};
  assign rvfi_mem_wdata       = wdata << {lane, 3'b000};
  assign rvfi_mem_fault       = fault || decoded_q.kind == core_pkg::KindFetchFault;
  assign rvfi_mem_fault_rmask = is_load && fault ? lanes : '0;
  assign rvfi_mem_fault_wmask = is_store && fault ? lanes : '0;

  // ---- The rest ----

  assign rvfi_valid     = retire_i && !retire_debug_i;
  assign rvfi_ext_debug = retire_i && retire_debug_i;
  assign rvfi_order     = order_q;
  assign rvfi_insn      = decoded_q.kind == core_pkg::KindFetchFault ? '0 : insn_q;
  assign rvfi_trap      = retire_trap_i || retire_fault_i;
  // The core never stops for good.
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
  assign rvfi_ext_mip   = intr_q ? mip_q : '0;

  core_rvfi_csr #(
    .HartId(HartId)
  ) u_csr (
    .clk_i,
    .execute_i,
    .exception_i,
    .access_i   (decoded_i.kind == core_pkg::KindCsr),
    .mret_i     (decoded_i.kind == core_pkg::KindMret),
    .addr_i     (insn_i[31:20]),
    .write_i    (csr_write_i),
    .rdata_i    (csr_rdata_i),
    .stored_i   (csr_stored_i),
    .state_i    (csr_state_i),
    .mip_i,
    .machine_i,
    .fault_i    (retire_fault_i),
    .trap_i,
    `RVFI_CSR_CONNECT
  );

  logic unused_decoded;
  assign unused_decoded = ^{decoded_q.alu_op, decoded_q.op_a, decoded_q.use_imm,
                            decoded_q.atomic, decoded_q.funct3[2]};
endmodule
