// Write-back stage: waits for memory, shapes what a load brought, and writes the register.
//
// An instruction is here for one cycle, a load, store or fence until it is answered. An answer with an
// error is the only trap left to find; `fault_o` then keeps everything younger from happening.
`include "rtl/common/assert.svh"

module core_writeback (
  input  logic        clk_i,
  input  logic        rst_ni,

  // From the execute stage, taken whenever `ready_o`.
  input  logic        ex_valid_i,
  // It trapped there: it retires but does nothing.
  input  logic        ex_trap_i,
  input  core_pkg::kind_e ex_kind_i,
  // It accesses memory, or is a fence. It is SC.W or AMO*.W.
  input  logic        ex_memory_i,
  input  logic        ex_atomic_i,
  input  logic [2:0]  ex_funct3_i,
  input  logic [4:0]  ex_rd_i,
  input  logic [31:0] ex_pc_i,
  // Of what accesses memory: its address.
  input  logic [31:0] ex_result_i,
  output logic        ready_o,

  // Data memory's answer.
  input  logic        dmem_rvalid_i,
  input  logic [31:0] dmem_rdata_i,
  input  logic        dmem_error_i,

  // What SC.W or AMO*.W writes, while it is here.
  input  logic [31:0] atomic_result_i,

  // The instruction here.
  output logic        retire_o,
  output logic        trapped_o,
  output logic        fault_o,
  output logic        is_store_o,
  output logic [31:0] pc_o,
  output logic [31:0] addr_o,
  // Waits for memory: sleep and the data port's rule ask.
  output logic        valid_o,
  output logic        memory_o,

  // To the register file.
  output logic        write_o,
  output logic [4:0]  rd_o,
  output logic [31:0] wdata_o,
  // A load's data moved to bit 0 but not extended; the bits above its size are undefined.
  output logic [31:0] load_raw_o
);
  logic        valid_q, memory_q, store_q, atomic_q, trap_q;
  logic [2:0]  funct3_q;
  logic [4:0]  rd_q;
  logic [31:0] pc_q, result_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) valid_q <= 1'b0;
    else if (ready_o) valid_q <= ex_valid_i;
  end

  always_ff @(posedge clk_i) begin
    if (ex_valid_i) begin
      memory_q <= !ex_trap_i && ex_memory_i;
      store_q  <= ex_kind_i == core_pkg::KindStore || ex_kind_i == core_pkg::KindAmo;
      atomic_q <= ex_atomic_i;
      trap_q   <= ex_trap_i;
      funct3_q <= ex_funct3_i;
      rd_q     <= ex_trap_i ? 5'd0 : ex_rd_i;
      pc_q     <= ex_pc_i;
      result_q <= ex_result_i;
    end
  end

  assign memory_o = valid_q && memory_q;
  assign ready_o  = !memory_o || dmem_rvalid_i;
  assign fault_o  = memory_o && dmem_rvalid_i && dmem_error_i;
  assign retire_o = valid_q && ready_o;

  assign valid_o    = valid_q;
  assign trapped_o  = trap_q;
  assign is_store_o = store_q;
  assign pc_o       = pc_q;
  assign addr_o     = result_q;

  logic [31:0] load_data;
  assign load_raw_o = dmem_rdata_i >> {result_q[1:0], 3'b000};
  always_comb begin
    unique case (funct3_q)
      3'b000:  load_data = {{24{load_raw_o[7]}}, load_raw_o[7:0]};
      3'b001:  load_data = {{16{load_raw_o[15]}}, load_raw_o[15:0]};
      3'b100:  load_data = {24'b0, load_raw_o[7:0]};
      3'b101:  load_data = {16'b0, load_raw_o[15:0]};
      default: load_data = load_raw_o;
    endcase
  end

  assign write_o = retire_o && !fault_o && rd_q != 5'd0;
  assign rd_o    = rd_q;
  always_comb begin
    wdata_o = memory_q ? load_data : result_q;
    if (atomic_q) wdata_o = atomic_result_i;
  end

  `ASSERT_IF(NothingPushedIn, ex_valid_i, ready_o)
endmodule
