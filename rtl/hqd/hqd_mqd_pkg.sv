// Which part of an MQD the HQD bank reads, and which it may write.
//
// Dwords in OwnedDwords are written by hardware alone; every other dword belongs to the host or to
// firmware and is never written here (uapi/mqd.h). All that is used lies in the first MqdBeats bus
// beats of the MQD.
package hqd_mqd_pkg;
  import abi_pkg::*;

  localparam int unsigned BeatDwords  = axi_pkg::DataWidth / 32;
  localparam int unsigned MqdBeats    = MqdFenceAddrHi / BeatDwords + 1;
  localparam int unsigned ImageDwords = MqdBeats * BeatDwords;

  // The first dwords of an MQD, indexed by Mqd* of abi_pkg.
  typedef logic [ImageDwords-1:0][31:0] image_t;

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

  // Byte strobes of a save, by beat.
  localparam axi_pkg::strb_t [MqdBeats-1:0] SaveStrobes = save_strobes();

  function automatic logic [4*ImageDwords-1:0] save_strobes();
    logic [4*ImageDwords-1:0] strobes;
    for (int unsigned n = 0; n < ImageDwords; n++) strobes[4*n +: 4] = {4{OwnedDwords[n]}};
    return strobes;
  endfunction

  // log2 of the ring's bytes, from rb_cntl (2..33); only MinRingLog2..MaxRingLog2 is usable.
  function automatic logic [5:0] ring_log2(logic [4:0] dwords_log2);
    return 6'(dwords_log2) + 6'd2;
  endfunction
endpackage
