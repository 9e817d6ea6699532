// Takes a packet apart and checks its fields. Combinational.
//
// Header bits that only steer caches, ordering or protection on real hardware (cache policy, TMZ,
// VMID of an indirect buffer) are ignored; bits that would change what a packet does are refused.
module sdma_decode
  import sdma_pkg::*;
  import abi_pkg::*;
(
  input  logic [31:0] header_i,
  input  body_t       body_i,
  output packet_t     packet_o
);
  // Header bits of a copy that make it another packet: broadcast to two places, backwards.
  localparam logic [31:0] CopyVariants = 32'h0a00_0000;
  localparam logic [1:0] FillDwords = 2'd2;

  logic [7:0] op, subop;
  assign op    = header_i[7:0];
  assign subop = header_i[15:8];

  // The range [start, start + bytes) must lie below 2^48.
  function automatic logic beyond(logic [31:0] hi, logic [31:0] lo, logic [30:0] bytes);
    return hi[31:16] != '0 || 49'({hi[15:0], lo}) + 49'(bytes) > 49'h1_0000_0000_0000;
  endfunction

  always_comb begin
    packet_o           = '0;
    packet_o.known     = 1'b1;
    packet_o.bad_reason = FaultBadField;
    // Most packets name one place to write, first.
    packet_o.dst       = {body_i[1][15:0], body_i[0]};
    packet_o.data      = body_i[2];
    unique case (op)
      // Any sub-op: a NOP does nothing whatever it says.
      SdmaOpNop: begin
        packet_o.kind   = KindNop;
        packet_o.dwords = 15'd1 + 15'(header_i[29:16]);
      end
      SdmaOpCopyLinear: begin
        packet_o.known  = subop == SdmaSubopCopyLinear;
        packet_o.kind   = KindCopy;
        packet_o.dwords = 15'(SdmaDwordsCopyLinear);
        packet_o.src    = {body_i[3][15:0], body_i[2]};
        packet_o.dst    = {body_i[5][15:0], body_i[4]};
        packet_o.bytes  = 31'(body_i[0][29:0]) + 31'd1;
        packet_o.data   = '0;
        if (beyond(body_i[3], body_i[2], packet_o.bytes)) begin
          packet_o.bad        = 1'b1;
          packet_o.bad_reason = FaultNonCanonical;
          packet_o.bad_addr   = packet_o.src;
        end else if (beyond(body_i[5], body_i[4], packet_o.bytes)) begin
          packet_o.bad        = 1'b1;
          packet_o.bad_reason = FaultNonCanonical;
          packet_o.bad_addr   = packet_o.dst;
          packet_o.bad_write  = 1'b1;
        end
        if ((header_i & CopyVariants) != '0 || body_i[0][31:30] != '0 || body_i[1] != '0) begin
          packet_o.bad        = 1'b1;
          packet_o.bad_reason = FaultBadField;
        end
      end
      SdmaOpConstFill: begin
        packet_o.known  = subop == SdmaSubopConstFill;
        packet_o.kind   = KindFill;
        packet_o.dwords = 15'(SdmaDwordsConstFill);
        packet_o.bytes  = 31'(body_i[3][29:0]) + 31'd1;
        packet_o.bad    = header_i[31:30] != FillDwords || body_i[3][31:30] != '0 ||
                          body_i[3][1:0] != 2'd3;
      end
      SdmaOpWriteLinear: begin
        packet_o.known  = subop == SdmaSubopWriteLinear;
        packet_o.kind   = KindWrite;
        packet_o.dwords = 15'(SdmaDwordsWriteLinear);
        packet_o.bytes  = (31'(body_i[2][19:0]) + 31'd1) << 2;
        packet_o.bad    = body_i[2][31:20] != '0;
      end
      SdmaOpFence: begin
        packet_o.known  = subop == SdmaSubopFence || subop == SdmaSubopProtectedFence;
        packet_o.kind   = KindFence;
        packet_o.dwords = 15'(SdmaDwordsFence);
        packet_o.bytes  = 31'd4;
        if (subop == SdmaSubopProtectedFence) begin
          packet_o.kind      = KindProtectedFence;
          packet_o.ring_only = 1'b1;
          packet_o.dwords    = 15'(SdmaDwordsProtectedFence);
        end
      end
      SdmaOpTrap: begin
        packet_o.known  = subop == SdmaSubopTrap;
        packet_o.kind   = KindTrap;
        packet_o.dwords = 15'(SdmaDwordsTrap);
        packet_o.data   = {4'd0, body_i[0][27:0]};
      end
      SdmaOpIndirect: begin
        packet_o.known     = subop == SdmaSubopIndirect;
        packet_o.kind      = KindIndirect;
        packet_o.ring_only = 1'b1;
        packet_o.dwords    = 15'(SdmaDwordsIndirect);
        packet_o.bytes     = 31'(body_i[2][19:0]) << 2;
        packet_o.bad       = body_i[2][31:20] != '0 || body_i[0][4:0] != '0;
      end
      default: packet_o.known = 1'b0;
    endcase
    // Whatever names one place in its first dwords: within 48 bits, dword aligned.
    if (packet_o.kind inside {KindFill, KindWrite, KindFence, KindIndirect}) begin
      if (body_i[0][1:0] != '0) packet_o.bad = 1'b1;
      if (!packet_o.bad && beyond(body_i[1], body_i[0], packet_o.bytes)) begin
        packet_o.bad        = 1'b1;
        packet_o.bad_reason = FaultNonCanonical;
        packet_o.bad_addr   = packet_o.dst;
        packet_o.bad_write  = packet_o.kind != KindIndirect;
      end
    end
  end
endmodule
