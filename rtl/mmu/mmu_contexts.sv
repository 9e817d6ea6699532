// The VMID table: which process a VMID belongs to and where its root table lies.
//
// Written by firmware before a queue of the process runs. VMID 0 is never translated; its PASID is
// kept for interrupts alone.
module mmu_contexts
  import mmu_pkg::*;
  import mmu_internal_pkg::*;
(
  input  logic                clk_i,
  input  logic                rst_ni,

  // From registers: one part of one context a write.
  input  logic                write_root_lo_i,
  input  logic                write_root_hi_i,
  input  logic                write_context_i,
  input  vmid_t               write_vmid_i,
  input  logic [31:0]         write_data_i,

  // To registers.
  input  vmid_t               read_vmid_i,
  output context_t            read_context_o,

  // To the walker.
  input  vmid_t               walk_vmid_i,
  output context_t            walk_context_o,

  // To the interrupt handler.
  input  vmid_t               pasid_vmid_i,
  output pasid_t              pasid_o,

  // To invalidations: the valid VMIDs of a process. Looked up only with `match_valid_i`.
  input  logic                match_valid_i,
  input  pasid_t              match_pasid_i,
  output logic [NumVmids-1:0] match_vmids_o
);
  // Root bits held by ROOT_LO (bus address bits 31:12) and ROOT_HI (47:32).
  localparam int unsigned RootLoBits = 32 - PageBits;
  localparam int unsigned RootHiBits = VaWidth - 32;

  context_t context_q [NumVmids];

  assign read_context_o = context_q[read_vmid_i];
  assign walk_context_o = context_q[walk_vmid_i];
  assign pasid_o        = context_q[pasid_vmid_i].pasid;

  always_comb begin
    match_vmids_o = '0;
    if (match_valid_i) begin
      for (int unsigned i = 0; i < NumVmids; i++) begin
        match_vmids_o[i] = context_q[i].valid && context_q[i].pasid == match_pasid_i;
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      for (int unsigned i = 0; i < NumVmids; i++) context_q[i] <= '0;
    end else begin
      if (write_root_lo_i) begin
        context_q[write_vmid_i].root[RootLoBits-1:0] <= write_data_i[31:PageBits];
      end
      if (write_root_hi_i) begin
        context_q[write_vmid_i].root[VpnWidth-1:RootLoBits] <= write_data_i[RootHiBits-1:0];
      end
      if (write_context_i) begin
        context_q[write_vmid_i].valid <= write_data_i[31];
        context_q[write_vmid_i].pasid <= write_data_i[PasidWidth-1:0];
      end
    end
  end
endmodule
