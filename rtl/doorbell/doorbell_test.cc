// The doorbell block against its reference: by hand, over every short sequence, and at random.

#include <cstdint>
#include <cstdio>
#include <optional>
#include <random>
#include <vector>

#include "Vdoorbell.h"
#include "Vdoorbell_pending.h"
#include "gtest/gtest.h"
#include "rtl/doorbell/doorbell_model.h"
#include "rtl/interconnect/regbus_bench.h"
#include "uapi/regs/doorbell_regs.h"

namespace ringside {
namespace {

namespace reg = regs::doorbell;

constexpr uint32_t kNumDoorbells = 8192;

uint32_t BindWord(uint32_t id, Kind kind, uint32_t slot = 0) {
  return reg::MakeBindId(id) | reg::MakeBindKind(static_cast<uint32_t>(kind)) |
         reg::MakeBindSlot(slot);
}

RegisterAccess FirmwareRead(uint32_t addr) {
  return {.write = false, .side = Side::kFirmware, .addr = addr};
}

RegisterAccess FirmwareWrite(uint32_t addr, uint32_t data) {
  return {.write = true, .side = Side::kFirmware, .addr = addr, .wdata = data};
}

class DoorbellTest : public testing::Test {
 protected:
  // One cycle; returns the block's outputs in it.
  DoorbellOutputs Cycle(const DoorbellInputs& in) {
    bench_->ring_valid_i = in.ring.has_value();
    if (in.ring) {
      bench_->ring_offset_i = static_cast<uint16_t>(in.ring->id * 8);
      bench_->ring_value_i = in.ring->wptr;
    }
    if (in.access) {
      bench_.Drive(*in.access);
    } else {
      bench_.DriveNoAccess();
    }
    bench_.Settle();
    DoorbellOutputs out{.ring_ready = bench_->ring_ready_o != 0,
                        .irq = bench_->irq_o != 0,
                        .answer = bench_.Answer(),
                        .outcome = {}};
    if (bench_->watch_ring_valid_o) {
      out.outcome = {.ring = {.id = bench_->watch_ring_id_o, .wptr = bench_->hqd_ring_wptr_o},
                     .kind = static_cast<Kind>(bench_->watch_ring_kind_o),
                     .slot = bench_->watch_ring_slot_o};
    }
    const bool to_slot = out.outcome && out.outcome->kind == Kind::kMapped;
    EXPECT_EQ(bench_->hqd_ring_valid_o, to_slot);
    if (to_slot) {
      EXPECT_EQ(bench_->hqd_ring_slot_o, out.outcome->slot);
    }
    bench_.Step();
    return out;
  }

  // One cycle of the block and of the reference, which must agree. Returns whether a ring was
  // taken.
  bool CompareCycle(const DoorbellInputs& in) {
    const DoorbellOutputs want = model_.Step(in);
    const DoorbellOutputs got = Cycle(in);
    EXPECT_EQ(got.ring_ready, want.ring_ready);
    EXPECT_EQ(got.irq, want.irq);
    if (in.access) {
      EXPECT_EQ(got.answer.error, want.answer.error);
    }
    if (in.access && !want.answer.error) {
      EXPECT_EQ(got.answer.rdata, want.answer.rdata);
    }
    EXPECT_EQ(got.outcome.has_value(), want.outcome.has_value());
    if (got.outcome && want.outcome) {
      EXPECT_EQ(got.outcome->ring.id, want.outcome->ring.id);
      EXPECT_EQ(got.outcome->ring.wptr, want.outcome->ring.wptr);
      EXPECT_EQ(got.outcome->kind, want.outcome->kind);
      if (want.outcome->kind == Kind::kMapped) {
        EXPECT_EQ(got.outcome->slot, want.outcome->slot);
      }
    }
    return in.ring && got.ring_ready;
  }

  // Compares counters and the whole pending queue, which it empties.
  void CompareTheRest() {
    CompareCycle({});
    for (uint32_t addr : {reg::kPeekCountOffset, reg::kRingCountOffset, reg::kStrayCountOffset,
                          reg::kStrayIdOffset, reg::kUnmappedCountOffset}) {
      CompareCycle({.ring = {}, .access = FirmwareRead(addr)});
    }
    while (model_.pending_count() != 0) {
      CompareCycle({.ring = {}, .access = FirmwareRead(reg::kPopOffset)});
    }
    CompareCycle({.ring = {}, .access = FirmwareRead(reg::kPopOffset)});
  }

  void Restart() {
    Cycle({});
    bench_.Reset();
    model_ = DoorbellModel();
  }

  RegbusBench<Vdoorbell> bench_;
  DoorbellModel model_;
};

TEST_F(DoorbellTest, RingOnNothingIsCountedAndDropped) {
  EXPECT_TRUE(Cycle({.ring = Ring{.id = 0x123, .wptr = 64}, .access = {}}).ring_ready);
  const DoorbellOutputs out = Cycle({});
  ASSERT_TRUE(out.outcome);
  EXPECT_EQ(out.outcome->kind, Kind::kNone);
  EXPECT_EQ(bench_.Read(reg::kStrayCountOffset).rdata, 1u);
  EXPECT_EQ(bench_.Read(reg::kStrayIdOffset).rdata, 0x123u);
  EXPECT_EQ(bench_.Read(reg::kPeekCountOffset).rdata, 0u);
  EXPECT_FALSE(bench_->irq_o);
}

TEST_F(DoorbellTest, UnmappedRingsAreQueuedOnceAndInOrder) {
  for (uint32_t id : {7u, 0x1fffu}) {
    EXPECT_TRUE(bench_.Write(reg::kBindOffset, BindWord(id, Kind::kUnmapped)));
  }
  for (uint32_t id : {0x1fffu, 7u, 0x1fffu})
    Cycle({.ring = Ring{.id = id, .wptr = 1}, .access = {}});
  Cycle({});
  bench_.Settle();
  EXPECT_TRUE(bench_->irq_o);
  EXPECT_EQ(bench_.Read(reg::kPeekCountOffset).rdata, 2u);
  EXPECT_EQ(bench_.Read(reg::kUnmappedCountOffset).rdata, 3u);
  EXPECT_EQ(bench_.Read(reg::kPopOffset).rdata, 0x80001fffu);
  EXPECT_EQ(bench_.Read(reg::kPopOffset).rdata, 0x80000007u);
  EXPECT_EQ(bench_.Read(reg::kPopOffset).rdata, 0u);
  bench_.Settle();
  EXPECT_FALSE(bench_->irq_o);
}

TEST_F(DoorbellTest, MappedRingReachesItsSlotInTheNextCycle) {
  EXPECT_TRUE(bench_.Write(reg::kBindOffset, BindWord(0x100, Kind::kMapped, 3)));
  Cycle({.ring = Ring{.id = 0x100, .wptr = 0x123456789abcdef0}, .access = {}});
  const DoorbellOutputs out = Cycle({});
  ASSERT_TRUE(out.outcome);
  EXPECT_EQ(out.outcome->slot, 3u);
  EXPECT_EQ(out.outcome->ring.wptr, 0x123456789abcdef0u);
}

// The unmap race: the ring waits while the bind is made and then sees it, so it becomes pending
// instead of reaching a slot that is being saved.
TEST_F(DoorbellTest, RingThatMeetsItsUnmapBecomesPending) {
  EXPECT_TRUE(bench_.Write(reg::kBindOffset, BindWord(5, Kind::kMapped, 1)));
  Cycle({.ring = Ring{.id = 5, .wptr = 8}, .access = {}});
  const DoorbellOutputs meeting =
      Cycle({.ring = {}, .access = FirmwareWrite(reg::kBindOffset, BindWord(5, Kind::kUnmapped))});
  EXPECT_FALSE(meeting.outcome);
  const DoorbellOutputs after = Cycle({});
  ASSERT_TRUE(after.outcome);
  EXPECT_EQ(after.outcome->kind, Kind::kUnmapped);
  EXPECT_EQ(bench_.Read(reg::kPopOffset).rdata, 0x80000005u);
}

TEST_F(DoorbellTest, RingThatMeetsItsPopIsPendingAgain) {
  EXPECT_TRUE(bench_.Write(reg::kBindOffset, BindWord(5, Kind::kUnmapped)));
  Cycle({.ring = Ring{.id = 5, .wptr = 8}, .access = {}});
  Cycle({.ring = Ring{.id = 5, .wptr = 16}, .access = {}});
  EXPECT_EQ(Cycle({.ring = {}, .access = FirmwareRead(reg::kPopOffset)}).answer.rdata, 0x80000005u);
  Cycle({});
  EXPECT_EQ(bench_.Read(reg::kPopOffset).rdata, 0x80000005u);
}

TEST_F(DoorbellTest, HostMayLookAndNotTouch) {
  EXPECT_TRUE(bench_.Write(reg::kBindOffset, BindWord(5, Kind::kUnmapped)));
  Cycle({.ring = Ring{.id = 5, .wptr = 8}, .access = {}});
  Cycle({});
  EXPECT_FALSE(bench_.Write(reg::kBindOffset, BindWord(5, Kind::kNone), Side::kHost));
  EXPECT_FALSE(bench_.Write(reg::kQueryOffset, 5, Side::kHost));
  EXPECT_TRUE(bench_.Read(reg::kPopOffset, Side::kHost).error);
  EXPECT_EQ(bench_.Read(reg::kPeekCountOffset, Side::kHost).rdata, 1u);
  EXPECT_TRUE(bench_.Write(reg::kQueryOffset, 5));
  EXPECT_EQ(bench_.Read(reg::kQueryResultOffset, Side::kHost).rdata, 0x80010005u);
}

TEST_F(DoorbellTest, BadAccessesAreRefused) {
  EXPECT_FALSE(bench_.Write(reg::kBindOffset, 3u << 16));
  EXPECT_FALSE(bench_.Write(reg::kRingCountOffset, 0));
  EXPECT_TRUE(bench_.Read(reg::kBindOffset).error);
  EXPECT_TRUE(bench_.Read(0x24).error);
  EXPECT_TRUE(bench_.Read(0xffc).error);
}

// The pending queue has a place for every doorbell.
TEST_F(DoorbellTest, AllDoorbellsPendingAtOnce) {
  for (uint32_t id = 0; id < kNumDoorbells; ++id) {
    CompareCycle(
        {.ring = {}, .access = FirmwareWrite(reg::kBindOffset, BindWord(id, Kind::kUnmapped))});
  }
  for (uint32_t i = 0; i < 2 * kNumDoorbells; ++i) {
    CompareCycle({.ring = Ring{.id = (i * 37) % kNumDoorbells, .wptr = i}, .access = {}});
  }
  CompareCycle({});
  EXPECT_EQ(bench_.Read(reg::kPeekCountOffset).rdata, kNumDoorbells);
  CompareTheRest();
}

// Reset empties the tables although their memories keep their content.
TEST_F(DoorbellTest, ResetUnbindsEverything) {
  for (uint32_t id = 0; id < kNumDoorbells; id += 3) {
    bench_.Write(reg::kBindOffset, BindWord(id, Kind::kUnmapped));
    Cycle({.ring = Ring{.id = id, .wptr = 1}, .access = {}});
  }
  Restart();
  // Opens one row; its other doorbells must still be unbound and not pending.
  CompareCycle(
      {.ring = {}, .access = FirmwareWrite(reg::kBindOffset, BindWord(1, Kind::kUnmapped))});
  for (uint32_t id = 0; id < kNumDoorbells; ++id) {
    CompareCycle({.ring = {}, .access = FirmwareWrite(reg::kQueryOffset, id)});
    CompareCycle({.ring = {}, .access = FirmwareRead(reg::kQueryResultOffset)});
  }
}

// Every sequence of four cycles over two doorbells and all that firmware can do to one of them: any
// ring in any cycle of any bind, pop or query, from each binding. None is lost.
TEST_F(DoorbellTest, EveryShortSequence) {
  constexpr uint32_t kA = 0x20, kB = 0x21;
  constexpr int kCycles = 4;
  const std::vector<std::optional<RegisterAccess>> accesses = {
      std::nullopt,
      FirmwareWrite(reg::kBindOffset, BindWord(kA, Kind::kNone)),
      FirmwareWrite(reg::kBindOffset, BindWord(kA, Kind::kUnmapped)),
      FirmwareWrite(reg::kBindOffset, BindWord(kA, Kind::kMapped, 2)),
      FirmwareRead(reg::kPopOffset),
      FirmwareRead(reg::kQueryResultOffset),
  };
  const std::vector<std::optional<uint32_t>> rings = {std::nullopt, kA, kB};
  const int choices = static_cast<int>(accesses.size() * rings.size());
  int sequences = 1;
  for (int i = 0; i < kCycles; ++i) sequences *= choices;

  for (Kind start : {Kind::kNone, Kind::kUnmapped, Kind::kMapped}) {
    for (int sequence = 0; sequence < sequences; ++sequence) {
      Restart();
      CompareCycle({.ring = {}, .access = FirmwareWrite(reg::kBindOffset, BindWord(kA, start, 1))});
      CompareCycle(
          {.ring = {}, .access = FirmwareWrite(reg::kBindOffset, BindWord(kB, Kind::kUnmapped))});
      std::optional<Ring> waiting;
      int rest = sequence;
      for (int cycle = 0; cycle < kCycles; ++cycle) {
        const int choice = rest % choices;
        rest /= choices;
        const auto& ring = rings[choice % rings.size()];
        // A ring that was not taken stays on the port.
        if (!waiting && ring) waiting = Ring{.id = *ring, .wptr = static_cast<uint64_t>(cycle)};
        if (CompareCycle({.ring = waiting, .access = accesses[choice / rings.size()]})) {
          waiting.reset();
        }
      }
      if (waiting) CompareCycle({.ring = waiting, .access = {}});
      CompareTheRest();
      ASSERT_FALSE(HasFailure()) << "start " << static_cast<int>(start) << " sequence " << sequence;
    }
  }
}

class DoorbellRandomTest : public DoorbellTest, public testing::WithParamInterface<uint32_t> {};

TEST_P(DoorbellRandomTest, AgreesWithTheReference) {
  const uint32_t seed = GetParam();
  std::fprintf(stderr, "seed %u\n", seed);
  std::mt19937 random(seed);
  const auto below = [&random](uint32_t n) { return static_cast<uint32_t>(random() % n); };
  // Few doorbells, so that rings, binds and pops meet; some share a row of the memories.
  std::vector<uint32_t> ids = {0, 1, 15, 16, kNumDoorbells - 1};
  for (int i = 0; i < 5; ++i) ids.push_back(below(kNumDoorbells));

  std::optional<Ring> waiting;
  for (int cycle = 0; cycle < 200000; ++cycle) {
    const auto any_id = [&] { return ids[below(static_cast<uint32_t>(ids.size()))]; };
    if (!waiting && below(4) != 0) {
      waiting = Ring{.id = any_id(), .wptr = uint64_t{random()} << 32 | random()};
    }
    std::optional<RegisterAccess> access;
    switch (below(8)) {
      case 0:
        access = FirmwareWrite(reg::kBindOffset,
                               BindWord(any_id(), static_cast<Kind>(below(3)), below(4)));
        break;
      case 1:
      case 2:
        access = FirmwareRead(reg::kPopOffset);
        break;
      case 3:
        access = FirmwareWrite(reg::kQueryOffset, any_id());
        break;
      case 4:
        access = FirmwareRead(reg::kQueryResultOffset);
        break;
      case 5:
        access = {.write = below(2) != 0,
                  .side = below(2) != 0 ? Side::kHost : Side::kFirmware,
                  .addr = 4 * below(10),
                  .wdata = BindWord(any_id(), static_cast<Kind>(below(4)), below(4))};
        break;
      default:
        break;
    }
    if (CompareCycle({.ring = waiting, .access = access})) waiting.reset();
    ASSERT_FALSE(HasFailure()) << "cycle " << cycle;
  }
  if (waiting) CompareCycle({.ring = waiting, .access = {}});
  CompareTheRest();
}

INSTANTIATE_TEST_SUITE_P(Seeds, DoorbellRandomTest, testing::Values(1, 2, 3, 4));

using DoorbellDeathTest = DoorbellTest;

TEST_F(DoorbellDeathTest, RingOffADoorbellIsCaught) {
  bench_->ring_valid_i = 1;
  bench_->ring_offset_i = 0x14;
  EXPECT_DEATH(bench_.Steps(2), "");
}

TEST(DoorbellPendingDeathTest, TakingWhatDidNotRingIsCaught) {
  SerialContext context;
  Vdoorbell_pending pending(&context);
  const auto step = [&pending] {
    pending.clk_i = 0;
    pending.eval();
    pending.clk_i = 1;
    pending.eval();
  };
  step();
  pending.rst_ni = 1;
  step();
  pending.pop_i = 1;
  EXPECT_DEATH(
      {
        step();
        step();
      },
      "");
}

}  // namespace
}  // namespace ringside
