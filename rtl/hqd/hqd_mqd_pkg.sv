// Where the HQD finds and leaves a queue's state in its MQD: dwords <-> hqd_ctx_t.
//
// Dwords in OwnedDwords are written by hardware alone; every other dword belongs to the host or to
// firmware and is never written here (uapi/mqd.h). All that is used lies in the first MqdBeats bus
// beats of the MQD.
package hqd_mqd_pkg;
  import abi_pkg::*;
  import hqd_pkg::hqd_ctx_t, hqd_pkg::ring_ptr_t;

  localparam int unsigned BeatDwords = axi_pkg::DataWidth / 32;
  localparam int unsigned MqdBeats   = MqdFenceAddrHi / BeatDwords + 1;
  localparam int unsigned ImageDwords  = MqdBeats * BeatDwords;

  typedef logic [MqdBeats-1:0][axi_pkg::DataWidth-1:0] image_t;

  // Bit n: hardware owns dword n.
  localparam logic [ImageDwords-1:0] OwnedDwords = owned_dwords();

  function automatic logic [ImageDwords-1:0] owned_dwords();
    logic [ImageDwords-1:0] owned = '0;
    for (int unsigned n = MqdRptrLo; n <= MqdWptrHi; n++) owned[n] = 1'b1;
    for (int unsigned n = MqdIbCntl; n <= MqdIbSize; n++) owned[n] = 1'b1;
    owned[MqdContextStatus] = 1'b1;
    for (int unsigned n = MqdMidHeader; n <= MqdMidData; n++) owned[n] = 1'b1;
    owned[MqdMidcmdCntl] = 1'b1;
    return owned;
  endfunction

  // Byte strobes of one beat of a save.
  function automatic axi_pkg::strb_t save_strobes(logic [$clog2(MqdBeats)-1:0] beat);
    axi_pkg::strb_t strobes;
    for (int unsigned n = 0; n < BeatDwords; n++) begin
      strobes[4*n +: 4] = {4{OwnedDwords[int'(beat) * BeatDwords + n]}};
    end
    return strobes;
  endfunction

  // An MQD as a save writes it; dwords that are not owned are zero and masked by the strobes.
  function automatic image_t pack(hqd_ctx_t ctx, ring_ptr_t wptr, logic faulted,
                                  logic [7:0] reason);
    logic [ImageDwords-1:0][31:0] dw = '0;
    // What the host set up once is not written back.
    logic unused_ctx = ^ctx;
    {dw[MqdRptrHi], dw[MqdRptrLo]} = ctx.rptr;
    {dw[MqdWptrHi], dw[MqdWptrLo]} = wptr;
    dw[MqdIbCntl][0]     = ctx.ib_active;
    dw[MqdIbRptr]        = 32'(ctx.ib_offset);
    {dw[MqdIbBaseHi], dw[MqdIbBaseLo]} = 64'(ctx.ib_base);
    dw[MqdIbSize]        = 32'(ctx.ib_size);
    dw[MqdContextStatus] = {16'b0, reason, 6'b0, faulted, 1'b1};
    dw[MqdMidHeader]     = ctx.mid_header;
    {dw[MqdMidSrcHi], dw[MqdMidSrcLo]} = 64'(ctx.mid_src);
    {dw[MqdMidDstHi], dw[MqdMidDstLo]} = 64'(ctx.mid_dst);
    dw[MqdMidLeft]       = ctx.mid_left;
    dw[MqdMidData]       = ctx.mid_data;
    dw[MqdMidcmdCntl][0] = ctx.mid_active;
    return dw;
  endfunction

  function automatic hqd_ctx_t unpack(image_t image);
    logic [ImageDwords-1:0][31:0] dw = image;
    hqd_ctx_t ctx;
    ctx.vmid         = dw[MqdRbCntl][27:24];
    ctx.priv         = dw[MqdRbCntl][27:24] == 4'd0;
    ctx.doorbell     = dw[MqdDoorbellOffset][12:0];
    ctx.rb_base      = {dw[MqdRbBaseHi][7:0], dw[MqdRbBaseLo], 8'b0};
    ctx.rb_size_log2 = 5'(ring_log2(dw[MqdRbCntl][5:1]));
    ctx.rptr         = {dw[MqdRptrHi], dw[MqdRptrLo]};
    ctx.rptr_addr    = {dw[MqdRptrAddrHi][15:0], dw[MqdRptrAddrLo]};
    ctx.fence_addr   = {dw[MqdFenceAddrHi][15:0], dw[MqdFenceAddrLo]};
    ctx.ib_active    = dw[MqdIbCntl][0];
    ctx.ib_base      = {dw[MqdIbBaseHi][15:0], dw[MqdIbBaseLo]};
    ctx.ib_offset    = dw[MqdIbRptr][19:0];
    ctx.ib_size      = dw[MqdIbSize][19:0];
    ctx.mid_active   = dw[MqdMidcmdCntl][0];
    ctx.mid_header   = dw[MqdMidHeader];
    ctx.mid_src      = {dw[MqdMidSrcHi][15:0], dw[MqdMidSrcLo]};
    ctx.mid_dst      = {dw[MqdMidDstHi][15:0], dw[MqdMidDstLo]};
    ctx.mid_left     = dw[MqdMidLeft];
    ctx.mid_data     = dw[MqdMidData];
    return ctx;
  endfunction

  // log2 of the ring's bytes, from rb_cntl (2..33); only MinRingLog2..MaxRingLog2 is usable.
  function automatic logic [5:0] ring_log2(logic [4:0] dwords_log2);
    return 6'(dwords_log2) + 6'd2;
  endfunction

  // One dword of an MQD.
  function automatic logic [31:0] dword(image_t image, int unsigned index);
    return image[index / BeatDwords][(index % BeatDwords) * 32 +: 32];
  endfunction
endpackage
