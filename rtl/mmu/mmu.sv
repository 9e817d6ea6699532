// The GPU's MMU: one client port, TLB, page-table walker, VMID table and registers. Instances and
// wires only.
//
// A client asks with VMID and address and gets a bus address or a fault reason, in order, in the
// next cycle when the TLB hits. The rule for software: change tables, write INV_REQ, wait until
// INV_STATUS counts it done.
module mmu
  import mmu_pkg::*;
  import mmu_internal_pkg::*;
(
  input  logic             clk_i,
  input  logic             rst_ni,

  // Client. A request waits unchanged until it is taken; an answer cannot be held back.
  input  logic             req_valid_i,
  output logic             req_ready_o,
  input  req_t             req_i,
  output logic             rsp_valid_o,
  output rsp_t             rsp_o,

  // Interrupt handler: the PASID of a VMID, in the same cycle.
  input  vmid_t            pasid_vmid_i,
  output pasid_t           pasid_o,

  // Register bus.
  input  regbus_pkg::req_t reg_req_i,
  output regbus_pkg::rsp_t reg_rsp_o,

  // Memory bus; only reads, id 0.
  output axi_pkg::req_t    axi_req_o,
  input  axi_pkg::rsp_t    axi_rsp_i,

  // No translation, walk or invalidation is under way.
  output logic             idle_o,
  // The edge that ends this cycle is needed; else it changes nothing.
  output logic             clk_req_o,

  // Watcher: a refused request with its answer; a walk that starts, or starts over after an
  // invalidation.
  output logic             watch_fault_valid_o,
  output vmid_t            watch_fault_vmid_o,
  output logic [63:0]      watch_fault_va_o,
  output reason_t          watch_fault_reason_o,
  output logic             watch_walk_valid_o
);
  logic    lookup_valid, hit, fill_valid, count_hit, count_miss;
  vmid_t   lookup_vmid;
  vpn_t    lookup_vpn;
  page_t   page;
  line_t   fill;

  logic    walk_clk_req, walk_valid, walk_start, walk_done, walk_stale;
  vmid_t   walk_vmid;
  vpn_t    walk_vpn;
  reason_t walk_reason;
  line_t   walk_line;
  logic    leaf_known, leaf_found;
  vpn_t    known_leaf_table, found_leaf_table;

  logic        invalidate_valid;
  invalidate_t invalidate;

  logic     write_root_lo, write_root_hi, write_context, context_write;
  vmid_t    reg_context_vmid;
  logic [31:0] write_data;
  context_t reg_context, walk_context;

  logic                request_valid;
  invalidate_request_t request;
  logic [31:0]         invalidate_count;
  logic [15:0]         invalidate_done_count;
  logic                invalidate_busy, translate_idle;
  logic                match_valid;
  pasid_t              match_pasid;
  logic [NumVmids-1:0] match_vmids;

  assign context_write        = write_root_lo || write_root_hi || write_context;
  assign idle_o               = translate_idle && !invalidate_valid && !invalidate_busy;
  assign clk_req_o            = req_valid_i || rsp_valid_o || reg_req_i.valid ||
                                invalidate_valid || invalidate_busy || walk_clk_req ||
                                axi_rsp_i.r_valid;
  assign watch_fault_valid_o  = rsp_valid_o && !rsp_o.ok;
  assign watch_fault_reason_o = rsp_o.reason;
  assign watch_walk_valid_o   = walk_start;

  mmu_translate u_translate (
    .clk_i,
    .rst_ni,
    .req_valid_i,
    .req_ready_o,
    .req_i,
    .rsp_valid_o,
    .rsp_o,
    .lookup_valid_o     (lookup_valid),
    .lookup_vmid_o      (lookup_vmid),
    .lookup_vpn_o       (lookup_vpn),
    .hit_i              (hit),
    .page_i             (page),
    .fill_valid_o       (fill_valid),
    .fill_o             (fill),
    .walk_valid_o       (walk_valid),
    .walk_vmid_o        (walk_vmid),
    .walk_vpn_o         (walk_vpn),
    .walk_done_i        (walk_done),
    .walk_reason_i      (walk_reason),
    .walk_line_i        (walk_line),
    .invalidate_valid_i (invalidate_valid),
    .idle_o             (translate_idle),
    .count_hit_o        (count_hit),
    .count_miss_o       (count_miss),
    .rsp_vmid_o         (watch_fault_vmid_o),
    .rsp_va_o           (watch_fault_va_o)
  );

  mmu_tlb u_tlb (
    .clk_i,
    .rst_ni,
    .lookup_valid_i     (lookup_valid),
    .lookup_vmid_i      (lookup_vmid),
    .lookup_vpn_i       (lookup_vpn),
    .hit_o              (hit),
    .page_o             (page),
    .fill_valid_i       (fill_valid),
    .fill_i             (fill),
    .invalidate_valid_i (invalidate_valid),
    .invalidate_i       (invalidate)
  );

  mmu_walker u_walker (
    .clk_i,
    .rst_ni,
    .walk_valid_i       (walk_valid),
    .walk_vmid_i        (walk_vmid),
    .walk_vpn_i         (walk_vpn),
    .done_o             (walk_done),
    .reason_o           (walk_reason),
    .line_o             (walk_line),
    .context_i          (walk_context),
    .invalidate_valid_i (invalidate_valid),
    .invalidate_i       (invalidate),
    .stale_o            (walk_stale),
    .leaf_known_i       (leaf_known),
    .leaf_table_i       (known_leaf_table),
    .leaf_found_o       (leaf_found),
    .leaf_table_o       (found_leaf_table),
    .start_o            (walk_start),
    .clk_req_o          (walk_clk_req),
    .axi_req_o,
    .axi_rsp_i
  );

  mmu_walk_cache u_walk_cache (
    .clk_i,
    .rst_ni,
    .lookup_valid_i     (walk_start),
    .vmid_i             (walk_vmid),
    .vpn_i              (walk_vpn),
    .hit_o              (leaf_known),
    .table_o            (known_leaf_table),
    .fill_valid_i       (leaf_found),
    .fill_table_i       (found_leaf_table),
    .invalidate_valid_i (invalidate_valid),
    .invalidate_i       (invalidate)
  );

  mmu_contexts u_contexts (
    .clk_i,
    .rst_ni,
    .write_root_lo_i (write_root_lo),
    .write_root_hi_i (write_root_hi),
    .write_context_i (write_context),
    .write_vmid_i    (reg_context_vmid),
    .write_data_i    (write_data),
    .read_vmid_i     (reg_context_vmid),
    .read_context_o  (reg_context),
    .walk_vmid_i     (walk_vmid),
    .walk_context_o  (walk_context),
    .pasid_vmid_i,
    .pasid_o,
    .match_valid_i   (match_valid),
    .match_pasid_i   (match_pasid),
    .match_vmids_o   (match_vmids)
  );

  mmu_invalidate u_invalidate (
    .clk_i,
    .rst_ni,
    .request_valid_i    (request_valid),
    .request_i          (request),
    .context_write_i    (context_write),
    .context_vmid_i     (reg_context_vmid),
    .count_o            (invalidate_count),
    .done_count_o       (invalidate_done_count),
    .busy_o             (invalidate_busy),
    .match_valid_o      (match_valid),
    .match_pasid_o      (match_pasid),
    .match_vmids_i      (match_vmids),
    .invalidate_valid_o (invalidate_valid),
    .invalidate_o       (invalidate),
    .stale_i            (walk_stale)
  );

  mmu_regs u_regs (
    .clk_i,
    .rst_ni,
    .reg_req_i,
    .reg_rsp_o,
    .write_root_lo_o         (write_root_lo),
    .write_root_hi_o         (write_root_hi),
    .write_context_o         (write_context),
    .context_vmid_o          (reg_context_vmid),
    .write_data_o            (write_data),
    .context_i               (reg_context),
    .request_valid_o         (request_valid),
    .request_o               (request),
    .invalidate_count_i      (invalidate_count),
    .invalidate_done_count_i (invalidate_done_count),
    .invalidate_busy_i       (invalidate_busy),
    .count_hit_i             (count_hit),
    .count_miss_i            (count_miss),
    .count_walk_i            (walk_start),
    .count_fault_i           (watch_fault_valid_o)
  );
endmodule
