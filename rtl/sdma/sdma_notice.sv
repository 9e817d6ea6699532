// What there is to tell of a packet, or when a slot is given back. Combinational.
//
// A fence tells nothing else. What interrupts tells rptr first, as it is after the packet. A
// release tells rptr if it moved, and a fault.
module sdma_notice
  import sdma_pkg::*;
  import hqd_pkg::*;
  import abi_pkg::*;
(
  input  hqd_ctx_t    ctx_i,
  input  packet_t     packet_i,
  input  logic [20:0] length_i,

  // The slot is being given back; `untold_i`: rptr moved since it was last told.
  input  logic        ending_i,
  input  logic        untold_i,
  input  hqd_fault_t  fault_i,

  output notice_t     notice_o
);
  // In an indirect buffer rptr stays at the packet that called it.
  ring_ptr_t rptr_after;
  assign rptr_after = ctx_i.ib_active ? ctx_i.rptr : ctx_i.rptr + 64'({length_i, 2'd0});

  logic [31:0] doorbell;
  assign doorbell = 32'(ctx_i.doorbell);

  always_comb begin
    notice_o            = '0;
    notice_o.rptr_vmid  = ctx_i.vmid;
    notice_o.rptr_valid = ctx_i.rptr_addr != '0;
    notice_o.rptr_addr  = {ctx_i.rptr_addr[47:3], 3'd0};
    notice_o.rptr_value = rptr_after;
    if (ending_i) begin
      notice_o.rptr_valid = untold_i && ctx_i.rptr_addr != '0;
      notice_o.rptr_value = ctx_i.rptr;
      notice_o.irq_valid  = fault_i.valid;
      notice_o.irq_source = IhSourceQueueFault;
      notice_o.irq_data   = {fault_i.header, {16'd0, fault_i.addr},
                             doorbell | {7'd0, fault_i.write, fault_i.reason, 16'd0}};
    end else if (packet_i.kind == KindFence) begin
      notice_o.fence_valid = 1'b1;
      notice_o.fence_vmid  = ctx_i.vmid;
      notice_o.fence_addr  = packet_i.dst;
      notice_o.fence_value = 64'(packet_i.data);
      notice_o.rptr_valid  = 1'b0;
    end else if (packet_i.kind == KindProtectedFence) begin
      // A bus address: VMID 0.
      notice_o.fence_valid = 1'b1;
      notice_o.fence_wide  = 1'b1;
      notice_o.fence_addr  = {ctx_i.fence_addr[47:3], 3'd0};
      notice_o.fence_value = rptr_after;
      notice_o.irq_valid   = 1'b1;
      notice_o.irq_source  = IhSourceProtectedFence;
      notice_o.irq_data    = {32'd0, rptr_after, doorbell};
    end else begin
      notice_o.irq_valid  = 1'b1;
      notice_o.irq_source = IhSourceSdmaTrap;
      notice_o.irq_data   = {64'd0, doorbell, packet_i.data};
    end
  end

  // What a packet moves and where the queue is are no matter here.
  logic unused_fields;
  assign unused_fields = ^{ctx_i, packet_i, fault_i.valid};
endmodule
