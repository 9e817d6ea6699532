// Random packets on four queues at once, in an unkind world, against the reference interpreter.
//
// The seed is printed; `--gtest_filter=*/SdmaRandomTest.*/<n>` runs one again.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <vector>

#include "rtl/sdma/test/fixture.h"
#include "rtl/sdma/test/reference.h"
#include "uapi/interrupt.h"
#include "uapi/regs/sdma_regs.h"

namespace ringside {
namespace {

class SdmaRandomTest : public SdmaTest, public testing::WithParamInterface<uint32_t> {
 protected:
  SdmaRandomTest() : SdmaTest(GetParam()), random_(GetParam()), image_(bench_.memory().bytes()) {
    for (int i = 0; i < Bench::kSlots; ++i) {
      references_.push_back(
          std::make_unique<Reference>(&image_, &bench_.map(), bench_.slot(i).context));
    }
  }

  uint32_t Below(uint32_t n) { return random_() % n; }
  bool OneIn(uint32_t n) { return Below(n) == 0; }

  // Sizes small and large, with the corners of beats and bursts.
  uint32_t Size() {
    switch (Below(4)) {
      case 0:
        return 1 + Below(70);
      case 1:
        return 32 * (1 + Below(40)) + Below(3) - 1;
      default:
        return 1 + Below(OneIn(8) ? 20000 : 3000);
    }
  }

  // A packet that moves data or tells something; `may_fault` lets it run into unmapped pages.
  void AddPacket(Packets& packets, bool in_ib, bool may_fault) {
    uint64_t to = kAreaB, from = kAreaA;
    if (OneIn(2)) std::swap(to, from);
    const uint32_t size = Size();
    const uint32_t room = kAreaBytes - (may_fault ? 0 : size + 8);
    to += Below(room);
    from += Below(room);
    const uint64_t to_dword = to / 4 * 4;
    switch (Below(in_ib ? 7 : 8)) {
      case 0:
        packets.Nop(Below(20));
        return;
      case 1:
      case 2:
        packets.Copy(to, from, size);
        return;
      case 3:
        packets.Fill(to_dword, random_(), (size + 3) / 4 * 4);
        return;
      case 4: {
        std::vector<uint32_t> data(1 + Below(30));
        for (uint32_t& dword : data) dword = random_();
        packets.Write(to_dword, data);
        return;
      }
      case 5:
        packets.Fence(to_dword, random_());
        return;
      case 6:
        packets.Trap(random_());
        return;
      default:
        packets.ProtectedFence();
        return;
    }
  }

  // What ends a queue, sometimes.
  void AddBadPacket(Packets& packets) {
    switch (Below(4)) {
      case 0:
        packets.Raw(0xf2 + Below(8));
        return;
      case 1:
        packets.Raw(RS_SDMA_HEADER(2, 0)).Raw(0).Raw(0).Raw(127);
        return;
      case 2:
        packets.Copy(kAreaB + kAreaBytes - Below(9000), kAreaA, 9000);
        return;
      default:
        packets.Copy(kAreaB, kAreaA + kAreaBytes - Below(9000), 9000);
        return;
    }
  }

  // The next packets for a slot, both in the engine's memory and the reference's; what they mean is
  // known at once.
  void SubmitSome(int index) {
    Bench::Slot& slot = bench_.slot(index);
    Packets packets;
    if (OneIn(5)) {
      Packets ib;
      for (uint32_t n = 1 + Below(6); n > 0; --n) AddPacket(ib, true, false);
      if (OneIn(12)) AddBadPacket(ib);
      const uint64_t bytes = (ib.dwords().size() * 4 + 31) / 32 * 32;
      // Buffers in use are not written over: those of one slot follow each other until the queue is
      // dry.
      if (ib_used_[index] + bytes > kIbBytes) return;
      const uint64_t base = kIb + ib_used_[index];
      ib_used_[index] += bytes;
      Place(slot.context.vmid, base, ib);
      packets.Indirect(base, OneIn(10) ? 0 : ib.dwords().size());
    } else {
      AddPacket(packets, false, false);
    }
    if (OneIn(40)) AddBadPacket(packets);
    const uint64_t used = (slot.wptr - slot.context.rptr) % kRingBytes;
    if (used + packets.dwords().size() * 4 >= kRingBytes) return;
    for (uint32_t dword : packets.dwords()) {
      Place(slot.context.vmid, kRing + slot.wptr % kRingBytes, Packets().Raw(dword));
      slot.wptr += 4;
    }
    references_[index]->Run(slot.wptr);
  }

  void Place(uint8_t vmid, uint64_t va, const Packets& packets) {
    const uint64_t bytes = packets.dwords().size() * 4;
    bench_.Poke(vmid, va, packets.dwords().data(), bytes);
    for (uint64_t i = 0; i < packets.dwords().size(); ++i) {
      const uint64_t pa = bench_.map().Translate(vmid, va + 4 * i, false).pa;
      std::copy_n(reinterpret_cast<const uint8_t*>(&packets.dwords()[i]), 4, &image_[pa]);
    }
  }

  void Compare(int index) {
    SCOPED_TRACE("slot " + std::to_string(index));
    const Bench::Slot& slot = bench_.slot(index);
    const Reference& want = *references_[index];
    EXPECT_EQ(slot.fault, want.fault());
    EXPECT_EQ(slot.context.rptr, want.context().rptr);
    EXPECT_EQ(slot.context.ib_active, want.context().ib_active);
    EXPECT_EQ(slot.context.mid_active, want.context().mid_active);
    if (want.context().ib_active) {
      EXPECT_EQ(slot.context.ib_offset, want.context().ib_offset);
    }
    if (want.context().mid_active) {
      EXPECT_EQ(slot.context.mid_header, want.context().mid_header);
      EXPECT_EQ(slot.context.mid_dst, want.context().mid_dst);
      EXPECT_EQ(slot.context.mid_left, want.context().mid_left);
      EXPECT_EQ(slot.context.mid_data, want.context().mid_data);
    }
    std::vector<Interrupt> got;
    for (const Interrupt& interrupt : bench_.interrupts()) {
      if (interrupt.vmid == slot.context.vmid) got.push_back(interrupt);
    }
    EXPECT_EQ(got, want.interrupts());
  }

  std::mt19937 random_;
  std::vector<uint8_t> image_;
  std::vector<std::unique_ptr<Reference>> references_;
  uint64_t ib_used_[Bench::kSlots] = {};
};

TEST_P(SdmaRandomTest, AgreesWithTheReference) {
  std::printf("seed %u\n", GetParam());
  if (!OneIn(4)) {
    bench_.memory().set_behaviour(
        {.latency_min = 1, .latency_max = 1 + Below(300), .stall = Below(50) / 100.0});
    bench_.set_stall(Below(50) / 100.0);
    bench_.set_translation_cycles(1 + Below(200));
  }
  ASSERT_TRUE(bench_.WriteRegister(regs::sdma::kSliceOffset, 1u << Below(15)));
  for (int step = 0; step < 600; ++step) {
    const int index = Below(Bench::kSlots);
    Bench::Slot& slot = bench_.slot(index);
    if (OneIn(3)) slot.stop = true;
    for (uint32_t i = Below(400); i > 0; --i) bench_.Cycle();
    if (slot.stop) {
      ASSERT_TRUE(bench_.RunUntilHeld(index, false));
      slot.stop = false;
    }
    if (slot.fault.valid || references_[index]->fault().valid) continue;
    const uint64_t rptr = slot.context.rptr;
    if (rptr == slot.wptr && !slot.held) ib_used_[index] = 0;
    SubmitSome(index);
  }
  ASSERT_TRUE(bench_.RunUntilIdle(3'000'000));
  for (int i = 0; i < Bench::kSlots; ++i) Compare(i);
  const std::vector<uint8_t>& memory = bench_.memory().bytes();
  const auto differ = std::mismatch(memory.begin(), memory.end(), image_.begin());
  EXPECT_EQ(differ.first - memory.begin(), memory.end() - memory.begin()) << "first wrong byte";
  std::printf("%lu packets, %lu cycles\n", bench_.packets_seen(), bench_.cycle());
}

INSTANTIATE_TEST_SUITE_P(Seeds, SdmaRandomTest, testing::Range(1u, 25u));

}  // namespace
}  // namespace ringside
