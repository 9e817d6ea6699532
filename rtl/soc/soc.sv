// The whole machine on one clock: instances and wires, nothing else.
//
// A submission runs from the doorbell port through `doorbell`, `hqd` and `sdma` (translated by `mmu`)
// to the memory port, and back to the host through `ih`. The firmware core (`cpu`) is beside that
// path, not on it.
`include "rtl/core/rvfi.svh"

module soc (
  input  logic clk_i,
  input  logic rst_ni,

  // The host's register BAR.
  input  logic        host_reg_valid_i,
  output logic        host_reg_ready_o,
  input  logic        host_reg_write_i,
  input  logic [21:0] host_reg_addr_i,
  input  logic [31:0] host_reg_wdata_i,
  output logic [31:0] host_reg_rdata_o,
  output logic        host_reg_error_o,

  // The host's doorbell BAR.
  input  logic        ring_valid_i,
  output logic        ring_ready_o,
  input  logic [15:0] ring_offset_i,
  input  logic [63:0] ring_value_i,

  // To memory: AXI4 (axi_pkg), as plain signals.
  output logic           mem_ar_valid_o,
  input  logic           mem_ar_ready_i,
  output axi_pkg::id_t   mem_ar_id_o,
  output axi_pkg::addr_t mem_ar_addr_o,
  output logic [7:0]     mem_ar_len_o,
  input  logic           mem_r_valid_i,
  output logic           mem_r_ready_o,
  input  axi_pkg::id_t   mem_r_id_i,
  input  axi_pkg::data_t mem_r_data_i,
  input  logic [1:0]     mem_r_resp_i,
  input  logic           mem_r_last_i,
  output logic           mem_aw_valid_o,
  input  logic           mem_aw_ready_i,
  output axi_pkg::id_t   mem_aw_id_o,
  output axi_pkg::addr_t mem_aw_addr_o,
  output logic [7:0]     mem_aw_len_o,
  output logic           mem_w_valid_o,
  input  logic           mem_w_ready_i,
  output axi_pkg::data_t mem_w_data_o,
  output axi_pkg::strb_t mem_w_strb_o,
  output logic           mem_w_last_o,
  input  logic           mem_b_valid_i,
  output logic           mem_b_ready_o,
  input  axi_pkg::id_t   mem_b_id_i,
  input  logic [1:0]     mem_b_resp_i,

  // To the host: interrupt entries wait in the ring.
  output logic irq_o,

  // A debugger's JTAG; TCK at most an eighth of clk_i. Whether it has halted the core.
  input  logic jtag_tck_i,
  input  logic jtag_tms_i,
  input  logic jtag_tdi_i,
  input  logic jtag_trst_ni,
  output logic jtag_tdo_o,
  output logic debug_halted_o,

  // The clock may stop until an input moves or mtime is the alarm (standby).
  output logic        quiescent_o,
  output logic [63:0] alarm_o,
  // Cycles that passed while it stood, and units of mtime that end in them or in the coming cycle; 0
  // while it runs.
  input  logic [31:0] stood_cycles_i,
  input  logic [31:0] stood_units_i,

  // The firmware core sleeps; what firmware says of itself.
  output logic        sleep_o,
  output logic [31:0] fw_status_o,
  output logic [31:0] fw_heartbeat_o
);
  import abi_pkg::*;

  // Managers of the memory bus, by their number in the interconnect.
  localparam int unsigned MgrCpu = 0;
  localparam int unsigned MgrHqd = 1;
  localparam int unsigned MgrMmu = 2;
  localparam int unsigned MgrSdma = 3;
  localparam int unsigned MgrIh = 4;
  localparam int unsigned NumManagers = 5;
  localparam int unsigned NumBlocks = 7;

  axi_pkg::req_t mgr_req [NumManagers];
  axi_pkg::rsp_t mgr_rsp [NumManagers];
  axi_pkg::req_t mem_req;
  axi_pkg::rsp_t mem_rsp;
  regbus_pkg::req_t blk_req [NumBlocks];
  regbus_pkg::rsp_t blk_rsp [NumBlocks];

  // Clocks that stand while those who hang on them have nothing to do. The blocks that wait for
  // events most of the time share one: a gate of its own for each would cost a simulator more than
  // it saves.
  logic        event_clk, sdma_clk, cpu_clk;
  logic        doorbell_clk_req, hqd_clk_req, sdma_clk_req, mmu_clk_req, ih_clk_req, debug_clk_req;
  logic        cpu_clk_req;
  logic [31:0] event_stood_cycles, event_missed_cycles, cpu_stood_cycles;

  clock_gate u_event_clock (
    .clk_i, .rst_ni,
    .enable_i(doorbell_clk_req || hqd_clk_req || mmu_clk_req || ih_clk_req || debug_clk_req),
    .clk_o(event_clk), .stood_cycles_i, .stood_cycles_o(event_stood_cycles),
    .missed_cycles_o(event_missed_cycles)
  );
  clock_gate u_sdma_clock (
    .clk_i, .rst_ni,
    .enable_i(sdma_clk_req),
    .clk_o(sdma_clk), .stood_cycles_i, .stood_cycles_o(), .missed_cycles_o()
  );
  // The core's fetch stage and retire port move on for two cycles after it has fallen asleep.
  clock_gate #(.Trail(3)) u_cpu_clock (
    .clk_i, .rst_ni,
    .enable_i(cpu_clk_req),
    .clk_o(cpu_clk), .stood_cycles_i, .stood_cycles_o(cpu_stood_cycles),
    .missed_cycles_o()
  );

  // Memory.
  axi_mux #(.NumManagers(NumManagers)) u_axi_mux (
    .clk_i, .rst_ni,
    .mgr_req_i(mgr_req), .mgr_rsp_o(mgr_rsp),
    .mem_req_o(mem_req), .mem_rsp_i(mem_rsp)
  );

  assign mem_ar_valid_o = mem_req.ar_valid;
  assign mem_ar_id_o    = mem_req.ar.id;
  assign mem_ar_addr_o  = mem_req.ar.addr;
  assign mem_ar_len_o   = mem_req.ar.len;
  assign mem_r_ready_o  = mem_req.r_ready;
  assign mem_aw_valid_o = mem_req.aw_valid;
  assign mem_aw_id_o    = mem_req.aw.id;
  assign mem_aw_addr_o  = mem_req.aw.addr;
  assign mem_aw_len_o   = mem_req.aw.len;
  assign mem_w_valid_o  = mem_req.w_valid;
  assign mem_w_data_o   = mem_req.w.data;
  assign mem_w_strb_o   = mem_req.w.strb;
  assign mem_w_last_o   = mem_req.w.last;
  assign mem_b_ready_o  = mem_req.b_ready;

  assign mem_rsp.ar_ready = mem_ar_ready_i;
  assign mem_rsp.r_valid  = mem_r_valid_i;
  assign mem_rsp.r.id     = mem_r_id_i;
  assign mem_rsp.r.data   = mem_r_data_i;
  assign mem_rsp.r.resp   = mem_r_resp_i;
  assign mem_rsp.r.last   = mem_r_last_i;
  assign mem_rsp.aw_ready = mem_aw_ready_i;
  assign mem_rsp.w_ready  = mem_w_ready_i;
  assign mem_rsp.b_valid  = mem_b_valid_i;
  assign mem_rsp.b.id     = mem_b_id_i;
  assign mem_rsp.b.resp   = mem_b_resp_i;

  // Registers: host and core meet here.
  logic        host_valid, host_ready, host_write, host_error;
  logic [15:0] host_addr;
  logic [31:0] host_wdata, host_rdata;
  logic        cpu_valid, cpu_ready, cpu_write, cpu_error;
  logic [15:0] cpu_addr;
  logic [31:0] cpu_wdata, cpu_rdata;
  logic        tcm_valid, tcm_write, tcm_dtcm, core_run;
  logic [15:0] tcm_addr;
  logic [31:0] tcm_wdata, tcm_rdata;

  host_port u_host_port (
    .clk_i, .rst_ni,
    .host_valid_i(host_reg_valid_i), .host_ready_o(host_reg_ready_o),
    .host_write_i(host_reg_write_i), .host_addr_i(host_reg_addr_i),
    .host_wdata_i(host_reg_wdata_i), .host_rdata_o(host_reg_rdata_o),
    .host_error_o(host_reg_error_o),
    .reg_valid_o(host_valid), .reg_ready_i(host_ready), .reg_write_o(host_write),
    .reg_addr_o(host_addr), .reg_wdata_o(host_wdata), .reg_rdata_i(host_rdata),
    .reg_error_i(host_error),
    .core_run_i(core_run),
    .tcm_valid_o(tcm_valid), .tcm_write_o(tcm_write), .tcm_dtcm_o(tcm_dtcm),
    .tcm_addr_o(tcm_addr), .tcm_wdata_o(tcm_wdata), .tcm_rdata_i(tcm_rdata)
  );

  regbus_demux #(.NumBlocks(NumBlocks)) u_regbus_demux (
    .clk_i, .rst_ni,
    .cpu_valid_i(cpu_valid), .cpu_ready_o(cpu_ready), .cpu_write_i(cpu_write),
    .cpu_addr_i(cpu_addr), .cpu_wdata_i(cpu_wdata), .cpu_rdata_o(cpu_rdata),
    .cpu_error_o(cpu_error),
    .host_valid_i(host_valid), .host_ready_o(host_ready), .host_write_i(host_write),
    .host_addr_i(host_addr), .host_wdata_i(host_wdata), .host_rdata_o(host_rdata),
    .host_error_o(host_error),
    .blk_req_o(blk_req), .blk_rsp_i(blk_rsp)
  );

  // Doorbells to slots.
  logic               hqd_ring_valid;
  hqd_pkg::slot_id_t  hqd_ring_slot;
  hqd_pkg::ring_ptr_t hqd_ring_wptr;
  logic               doorbell_irq, hqd_irq, host_irq, timer_irq, core_nmi;
  logic               doorbell_idle, hqd_idle, sdma_idle, mmu_idle, ih_idle, cpu_idle, debug_idle;

  doorbell u_doorbell (
    .clk_i(event_clk), .rst_ni,
    .ring_valid_i, .ring_ready_o, .ring_offset_i, .ring_value_i,
    .hqd_ring_valid_o(hqd_ring_valid), .hqd_ring_slot_o(hqd_ring_slot),
    .hqd_ring_wptr_o(hqd_ring_wptr),
    .reg_req_i(blk_req[BlockDoorbell]), .reg_rsp_o(blk_rsp[BlockDoorbell]),
    .irq_o(doorbell_irq), .idle_o(doorbell_idle), .clk_req_o(doorbell_clk_req),
    .watch_ring_valid_o(), .watch_ring_id_o(), .watch_ring_kind_o(), .watch_ring_slot_o()
  );

  // Slots to the engine.
  logic [hqd_pkg::NumSlots-1:0] runnable, kernel;
  hqd_pkg::slot_id_t   sel_slot, take_slot;
  hqd_pkg::hqd_ctx_t   sel_ctx, release_ctx;
  hqd_pkg::hqd_fault_t release_fault;
  hqd_pkg::ring_ptr_t  hold_wptr, hold_rptr;
  logic                take_valid, hold_stop, release_valid;

  hqd u_hqd (
    .clk_i(event_clk), .rst_ni,
    .ring_valid_i(hqd_ring_valid), .ring_slot_i(hqd_ring_slot), .ring_wptr_i(hqd_ring_wptr),
    .runnable_o(runnable), .kernel_o(kernel), .sel_slot_i(sel_slot), .sel_ctx_o(sel_ctx),
    .take_valid_i(take_valid), .take_slot_i(take_slot),
    .hold_stop_o(hold_stop), .hold_wptr_o(hold_wptr), .hold_rptr_i(hold_rptr),
    .release_valid_i(release_valid), .release_ctx_i(release_ctx),
    .release_fault_i(release_fault),
    .reg_req_i(blk_req[BlockHqd]), .reg_rsp_o(blk_rsp[BlockHqd]), .irq_o(hqd_irq),
    .axi_req_o(mgr_req[MgrHqd]), .axi_rsp_i(mgr_rsp[MgrHqd]),
    .idle_o(hqd_idle), .clk_req_o(hqd_clk_req), .stood_cycles_i(event_stood_cycles),
    .missed_cycles_i(event_missed_cycles),
    .watch_state_o(), .watch_held_o(), .watch_has_work_o(), .watch_doorbell_o(),
    .watch_wptr_o(), .watch_rptr_o()
  );

  // The engine, its translations and its interrupts.
  logic            mmu_req_valid, mmu_req_ready, mmu_rsp_valid;
  mmu_pkg::req_t   mmu_req;
  mmu_pkg::rsp_t   mmu_rsp;
  logic            ih_valid, ih_ready;
  ih_pkg::entry_t  ih_entry;
  mmu_pkg::vmid_t  pasid_vmid;
  mmu_pkg::pasid_t pasid;

  sdma u_sdma (
    .clk_i, .rst_ni, .control_clk_i(sdma_clk), .control_clk_req_o(sdma_clk_req),
    .runnable_i(runnable), .kernel_i(kernel), .sel_slot_o(sel_slot), .sel_ctx_i(sel_ctx),
    .take_valid_o(take_valid), .take_slot_o(take_slot),
    .hold_stop_i(hold_stop), .hold_wptr_i(hold_wptr), .hold_rptr_o(hold_rptr),
    .release_valid_o(release_valid), .release_ctx_o(release_ctx),
    .release_fault_o(release_fault),
    .mmu_req_valid_o(mmu_req_valid), .mmu_req_ready_i(mmu_req_ready), .mmu_req_o(mmu_req),
    .mmu_rsp_valid_i(mmu_rsp_valid), .mmu_rsp_i(mmu_rsp),
    .axi_req_o(mgr_req[MgrSdma]), .axi_rsp_i(mgr_rsp[MgrSdma]),
    .ih_valid_o(ih_valid), .ih_ready_i(ih_ready), .ih_entry_o(ih_entry),
    .reg_req_i(blk_req[BlockSdma]), .reg_rsp_o(blk_rsp[BlockSdma]), .idle_o(sdma_idle),
    .watch_busy_o(), .watch_slot_o(), .watch_packet_valid_o(), .watch_packet_header_o(),
    .watch_packet_rptr_o(), .watch_fetch_valid_o()
  );

  mmu u_mmu (
    .clk_i(event_clk), .rst_ni,
    .req_valid_i(mmu_req_valid), .req_ready_o(mmu_req_ready), .req_i(mmu_req),
    .rsp_valid_o(mmu_rsp_valid), .rsp_o(mmu_rsp),
    .pasid_vmid_i(pasid_vmid), .pasid_o(pasid),
    .reg_req_i(blk_req[BlockMmu]), .reg_rsp_o(blk_rsp[BlockMmu]),
    .axi_req_o(mgr_req[MgrMmu]), .axi_rsp_i(mgr_rsp[MgrMmu]), .idle_o(mmu_idle),
    .clk_req_o(mmu_clk_req),
    .watch_fault_valid_o(), .watch_fault_vmid_o(), .watch_fault_va_o(),
    .watch_fault_reason_o(), .watch_walk_valid_o()
  );

  logic [47:0] cycle;

  ih u_ih (
    .clk_i(event_clk), .rst_ni,
    .ih_valid_i(ih_valid), .ih_ready_o(ih_ready), .ih_entry_i(ih_entry),
    .pasid_vmid_o(pasid_vmid), .pasid_i(pasid),
    .reg_req_i(blk_req[BlockIh]), .reg_rsp_o(blk_rsp[BlockIh]),
    .axi_req_o(mgr_req[MgrIh]), .axi_rsp_i(mgr_rsp[MgrIh]),
    .cycle_i(cycle), .irq_o, .idle_o(ih_idle), .clk_req_o(ih_clk_req)
  );

  timer #(.CyclesPerUnit(CyclesPerTick)) u_timer (
    .clk_i, .rst_ni,
    .reg_req_i(blk_req[BlockTimer]), .reg_rsp_o(blk_rsp[BlockTimer]),
    .stood_cycles_i, .stood_units_i,
    .cycle_o(cycle), .irq_o(timer_irq), .alarm_o
  );

  sys #(
    .NumSlots(NumSlots), .NumDoorbellPages(NumDoorbellPages), .NumVmids(NumVmids)
  ) u_sys (
    .clk_i, .rst_ni,
    .reg_req_i(blk_req[BlockSys]), .reg_rsp_o(blk_rsp[BlockSys]),
    .core_run_o(core_run), .core_nmi_o(core_nmi), .host_irq_o(host_irq), .fw_status_o, .fw_heartbeat_o
  );

  standby u_standby (
    .clk_i, .rst_ni,
    .idle_i({doorbell_idle, hqd_idle, sdma_idle, mmu_idle, ih_idle, debug_idle, cpu_idle}),
    .input_i(host_reg_valid_i || ring_valid_i || mem_r_valid_i || mem_b_valid_i),
    .stood_cycles_i, .quiescent_o
  );

  // The firmware core and what it wakes for.
  logic [15:0] core_irq;
  assign core_irq = (16'(doorbell_irq) << CoreIrqDoorbell) | (16'(hqd_irq) << CoreIrqHqd) |
                    (16'(host_irq) << CoreIrqHost);

  // The debugger's way to it.
  debug_pkg::to_hart_t   debug_to_hart;
  debug_pkg::from_hart_t debug_from_hart;
  logic                  debug_reset, hart_reset;

  debug u_debug (
    .clk_i(event_clk), .rst_ni,
    .jtag_tck_i, .jtag_tms_i, .jtag_tdi_i, .jtag_trst_ni, .jtag_tdo_o,
    .hart_o(debug_to_hart), .hart_i(debug_from_hart),
    .hart_reset_i(hart_reset), .ndmreset_o(debug_reset), .idle_o(debug_idle),
    .clk_req_o(debug_clk_req)
  );
  assign debug_halted_o = debug_from_hart.halted;

  cpu u_cpu (
    .clk_i(cpu_clk), .rst_ni,
    .run_i(core_run && !debug_reset), .nmi_i(core_nmi), .irq_i(core_irq), .irq_timer_i(timer_irq),
    .tcm_req_valid_i(tcm_valid), .tcm_req_write_i(tcm_write), .tcm_req_dtcm_i(tcm_dtcm),
    .tcm_req_addr_i(tcm_addr), .tcm_req_wdata_i(tcm_wdata), .tcm_rsp_rdata_o(tcm_rdata),
    .reg_valid_o(cpu_valid), .reg_write_o(cpu_write), .reg_addr_o(cpu_addr),
    .reg_wdata_o(cpu_wdata), .reg_ready_i(cpu_ready), .reg_rdata_i(cpu_rdata),
    .reg_error_i(cpu_error),
    .axi_req_o(mgr_req[MgrCpu]), .axi_rsp_i(mgr_rsp[MgrCpu]),
    .debug_i(debug_to_hart), .debug_o(debug_from_hart), .debug_reset_o(hart_reset),
    .idle_o(cpu_idle), .clk_req_o(cpu_clk_req), .stood_cycles_i(cpu_stood_cycles),
    .sleep_o,
    `RVFI_OPEN
  );
endmodule
