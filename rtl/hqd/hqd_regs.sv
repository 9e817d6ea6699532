// Register side of the HQD bank: one window a slot, and the events that interrupt the firmware
// core.
//
// Firmware alone writes; the host may look. A command that the slot cannot obey now, or more than
// one command in a write, answers error and changes nothing. Halves of 64-bit values are read at
// different times: read high, low, high when the value may be moving.
`include "rtl/common/assert.svh"

module hqd_regs
  import hqd_pkg::*;
  import hqd_regs_pkg::*;
(
  input  logic               clk_i,
  input  logic               rst_ni,

  // The bank asks for the edge that ends this cycle.
  input  logic               awake_i,

  // Register bus.
  input  regbus_pkg::req_t   reg_req_i,
  output regbus_pkg::rsp_t   reg_rsp_o,

  // Commands to the slots, only such as are legal.
  input  slot_cmd_t [NumSlots-1:0] legal_i,
  output slot_cmd_t [NumSlots-1:0] cmd_o,
  output logic [NumSlots-1:0]      mqd_addr_valid_o,
  output logic [31:0]              mqd_addr_o,

  // State of the slots.
  input  slot_state_e [NumSlots-1:0] state_i,
  input  logic [NumSlots-1:0]        held_i,
  input  logic [NumSlots-1:0]        has_work_i,
  input  logic [NumSlots-1:0]        polling_i,
  input  logic [NumSlots-1:0]        bus_error_i,
  input  logic [NumSlots-1:0][31:0]  mqd_addr_i,
  // As stored, and the engine's, which counts while it holds the slot.
  input  ring_ptr_t [NumSlots-1:0]   rptr_i,
  input  ring_ptr_t                  hold_rptr_i,
  input  ring_ptr_t [NumSlots-1:0]   wptr_i,
  input  hqd_fault_t [NumSlots-1:0]  fault_i,
  input  logic [NumSlots-1:0][3:0]   vmid_i,
  input  logic [NumSlots-1:0][12:0]  doorbell_i,
  input  logic [NumSlots-1:0][31:0]  active_cycles_i,
  input  slot_event_t [NumSlots-1:0] event_i,

  // To the firmware core: an enabled event is pending.
  output logic               irq_o
);
  event_t      event_q, event_new, event_clear;
  event_t      enable_q, event_active;
  logic        event_write, enable_write;
  // Bits that mean an event.
  localparam logic [31:0] EnableMask = 32'((1 << ($bits(slot_event_t) * NumSlots)) - 1);

  logic        slot_hit;
  slot_id_t    slot;
  // Offset of the register in slot 0.
  logic [11:0] slot_reg;
  slot_cmd_t   cmd;
  slot_status_t       status;
  slot_fault_reason_t fault_reason;
  ring_ptr_t   rptr;
  logic        read_known, write_known;

  assign slot_hit = 13'(reg_req_i.addr) < 13'(SlotCount) * SlotStride;
  assign slot     = reg_req_i.addr[$clog2(SlotStride) +: SlotIdWidth];
  assign slot_reg = 12'(reg_req_i.addr[$clog2(SlotStride)-1:0]);
  assign cmd      = slot_cmd_t'(reg_req_i.wdata[$bits(slot_cmd_t)-1:0]);

  // Reads: no side effects.
  always_comb begin
    reg_rsp_o    = '0;
    read_known   = 1'b1;
    status       = '0;
    fault_reason = '0;
    rptr         = '0;
    if (reg_req_i.valid && !reg_req_i.write && slot_hit) begin
      status.state        = state_i[slot];
      status.running      = held_i[slot];
      status.has_work     = has_work_i[slot];
      status.polling      = polling_i[slot];
      status.bus_error    = bus_error_i[slot];
      rptr                = held_i[slot] ? hold_rptr_i : rptr_i[slot];
      fault_reason.reason = fault_i[slot].reason;
      fault_reason.write  = fault_i[slot].write;
      fault_reason.vmid   = vmid_i[slot];
      unique case (slot_reg)
        SlotCmdOffset:          reg_rsp_o.rdata = '0;
        SlotStatusOffset:       reg_rsp_o.rdata = status;
        SlotMqdAddrOffset:      reg_rsp_o.rdata = mqd_addr_i[slot];
        SlotRptrLoOffset:       reg_rsp_o.rdata = rptr[31:0];
        SlotRptrHiOffset:       reg_rsp_o.rdata = rptr[63:32];
        SlotWptrLoOffset:       reg_rsp_o.rdata = wptr_i[slot][31:0];
        SlotWptrHiOffset:       reg_rsp_o.rdata = wptr_i[slot][63:32];
        SlotFaultReasonOffset:  reg_rsp_o.rdata = fault_reason;
        SlotFaultAddrLoOffset:  reg_rsp_o.rdata = fault_i[slot].addr[31:0];
        SlotFaultAddrHiOffset:  reg_rsp_o.rdata = 32'(fault_i[slot].addr[47:32]);
        SlotFaultHeaderOffset:  reg_rsp_o.rdata = fault_i[slot].header;
        SlotDoorbellOffset:     reg_rsp_o.rdata = 32'(doorbell_i[slot]);
        SlotActiveCyclesOffset: reg_rsp_o.rdata = active_cycles_i[slot];
        default:                read_known = 1'b0;
      endcase
    end else if (reg_req_i.valid && !reg_req_i.write) begin
      unique case (reg_req_i.addr)
        EventOffset:       reg_rsp_o.rdata = event_q;
        EventEnableOffset: reg_rsp_o.rdata = enable_q;
        EventActiveOffset: reg_rsp_o.rdata = event_active;
        default:           read_known = 1'b0;
      endcase
    end
    reg_rsp_o.error = reg_req_i.valid && (reg_req_i.write ? !write_known : !read_known);
  end

  // Writes.
  always_comb begin
    for (int unsigned n = 0; n < NumSlots; n++) cmd_o[n] = '0;
    mqd_addr_valid_o = '0;
    event_write      = 1'b0;
    enable_write     = 1'b0;
    write_known      = 1'b0;
    if (reg_req_i.valid && reg_req_i.write && !reg_req_i.from_host) begin
      if (slot_hit && slot_reg == SlotCmdOffset) begin
        write_known = $onehot(reg_req_i.wdata) && (cmd & legal_i[slot]) != '0;
        if (write_known) cmd_o[slot] = cmd;
      end else if (slot_hit && slot_reg == SlotMqdAddrOffset) begin
        // 512-byte aligned, and only while it means nothing yet.
        write_known = state_i[slot] == SlotFree && !reg_req_i.wdata[0];
        mqd_addr_valid_o[slot] = write_known;
      end else if (reg_req_i.addr == EventOffset) begin
        write_known = 1'b1;
        event_write = 1'b1;
      end else if (reg_req_i.addr == EventEnableOffset) begin
        write_known  = 1'b1;
        enable_write = 1'b1;
      end
    end
  end

  assign mqd_addr_o  = reg_req_i.wdata;
  assign event_clear = event_write ? event_t'(reg_req_i.wdata) : '0;

  // From slots of events to events of slots.
  always_comb begin
    event_new = '0;
    if (awake_i) begin
      for (int unsigned n = 0; n < NumSlots; n++) begin
        event_new.load_done[n] = event_i[n].load_done;
        event_new.save_done[n] = event_i[n].save_done;
        event_new.idle[n]      = event_i[n].idle;
        event_new.fault[n]     = event_i[n].fault;
        event_new.poll_done[n] = event_i[n].poll_done;
        event_new.bus_error[n] = event_i[n].bus_error;
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      event_q  <= '0;
      enable_q <= '0;
    end else begin
      // An event in the cycle of its clearing stays.
      event_q <= (event_q & ~event_clear) | event_new;
      if (enable_write) enable_q <= event_t'(reg_req_i.wdata & EnableMask);
    end
  end

  assign event_active = event_q & enable_q;
  assign irq_o        = event_active != '0;

  logic unused_fault_valid;
  always_comb begin
    unused_fault_valid = 1'b0;
    for (int unsigned n = 0; n < NumSlots; n++) unused_fault_valid ^= fault_i[n].valid;
  end

  // One bit an event and slot: the layout of EVENT leaves room for no other number.
  `ASSERT_INIT(SlotCountFits, SlotCount == NumSlots && NumSlots == 4)
  // What happens is remembered, even in the cycle in which firmware clears it.
  `ASSERT_WAS(EventIsKept, event_new != '0, event_new, (EventIsKept_was_q & ~event_q) == '0)
  // A refused access changes nothing.
  `ASSERT_IF(RefusedDoesNothing,
             reg_rsp_o.error, !event_write && !enable_write && mqd_addr_valid_o == '0)
endmodule
