// The interrupt block: layout of entries, the ring's rules, and that nothing is lost between two
// producers, a slow memory and a slow host.

#include <array>
#include <cstdint>
#include <cstdio>
#include <map>
#include <optional>
#include <random>
#include <vector>

#include "Vih_testbench.h"
#include "gtest/gtest.h"
#include "rtl/interconnect/regbus_bench.h"
#include "uapi/interrupt.h"
#include "uapi/regs/ih_regs.h"

namespace ringside {
namespace {

namespace reg = regs::ih;

constexpr uint32_t kBase = 0x40001000;
constexpr uint32_t kSizeLog2 = 8;
constexpr uint32_t kSize = 1u << kSizeLog2;
constexpr uint32_t kEntryBytes = sizeof(rs_ih_entry);
constexpr uint32_t kEntries = kSize / kEntryBytes;

using Words = std::array<uint32_t, 8>;

struct Entry {
  uint32_t client = 0;
  uint32_t source = RS_IH_SOURCE_SDMA_TRAP;
  uint32_t ring = 0;
  uint32_t vmid = 0;
  std::array<uint32_t, 4> data = {};
};

// The context table of the test.
uint16_t PasidOf(uint32_t vmid) { return static_cast<uint16_t>(vmid == 0 ? 0 : 0x8000 + 3 * vmid); }

class IhTest : public testing::Test {
 protected:
  void SetUpRing() {
    EXPECT_TRUE(Write(reg::kRingBaseLoOffset, kBase, Side::kHost));
    EXPECT_TRUE(Write(reg::kRingSizeOffset, kSizeLog2, Side::kHost));
  }

  void Offer(const Entry& entry) {
    bench_->ih_valid_i = 1;
    bench_->ih_client_i = static_cast<uint8_t>(entry.client);
    bench_->ih_source_i = static_cast<uint8_t>(entry.source);
    bench_->ih_ring_i = static_cast<uint8_t>(entry.ring);
    bench_->ih_vmid_i = static_cast<uint8_t>(entry.vmid);
    for (int i = 0; i < 4; ++i) bench_->ih_data_i[i] = entry.data[i];
  }

  // One cycle with memory and MMU, and a register access if any. Returns whether the engine's entry
  // was taken.
  bool Cycle(const std::optional<RegisterAccess>& access = std::nullopt,
             RegisterAnswer* answer = nullptr) {
    bench_->cycle_i = cycle_;
    bench_->aw_ready_i = address_ready_ && !address_;
    bench_->w_ready_i = data_ready_ && address_ && !data_;
    bench_->b_valid_i = data_ && latency_left_ == 0;
    bench_->b_resp_i = resp_;
    access ? bench_.Drive(*access) : bench_.DriveNoAccess();
    bench_.Settle();
    bench_->pasid_i = PasidOf(bench_->pasid_vmid_o);
    bench_.Settle();
    if (answer) *answer = bench_.Answer();
    const bool taken = bench_->ih_valid_i && bench_->ih_ready_o;
    StepMemory();
    bench_.Step();
    bench_.DriveNoAccess();
    ++cycle_;
    return taken;
  }

  void StepMemory() {
    if (bench_->b_valid_i) {
      if (resp_ == 0) memory_[*address_] = *data_;
      address_.reset();
      data_.reset();
      return;
    }
    if (data_) --latency_left_;
    if (bench_->aw_valid_o && bench_->aw_ready_i) address_ = bench_->aw_addr_o;
    if (bench_->w_valid_o && bench_->w_ready_i) {
      data_.emplace();
      for (int i = 0; i < 8; ++i) (*data_)[i] = bench_->w_data_o[i];
      latency_left_ = latency_;
    }
  }

  void Cycles(int cycles) {
    for (int i = 0; i < cycles; ++i) Cycle();
  }

  // Steps until the engine's entry is taken.
  void Send(const Entry& entry) {
    Offer(entry);
    while (!Cycle()) {
    }
    bench_->ih_valid_i = 0;
  }

  // Register accesses in a cycle of their own, in which memory goes on.
  bool Write(uint32_t addr, uint32_t data, Side side = Side::kFirmware) {
    RegisterAnswer answer{};
    Cycle(RegisterAccess{.write = true, .side = side, .addr = addr, .wdata = data}, &answer);
    return !answer.error;
  }
  RegisterAnswer ReadAnswer(uint32_t addr) {
    RegisterAnswer answer{};
    Cycle(RegisterAccess{.write = false, .side = Side::kHost, .addr = addr}, &answer);
    return answer;
  }
  uint32_t Read(uint32_t addr) { return ReadAnswer(addr).rdata; }

  RegbusBench<Vih_testbench> bench_;
  uint64_t cycle_ = 0x123456789a00;
  std::map<uint64_t, Words> memory_;
  // The write in hand.
  std::optional<uint64_t> address_;
  std::optional<Words> data_;
  int latency_left_ = 0;
  // How the memory behaves.
  int latency_ = 3;
  bool address_ready_ = true;
  bool data_ready_ = true;
  uint8_t resp_ = 0;
};

TEST_F(IhTest, EntryHasItsLayout) {
  SetUpRing();
  const uint64_t taken_at = cycle_;
  Send({.client = 0x12, .source = 0x34, .ring = 0x56, .vmid = 7, .data = {1, 2, 3, 4}});
  Cycles(20);
  const Words& words = memory_.at(kBase);
  EXPECT_EQ(words[0], 0x07563412u);
  EXPECT_EQ(words[1], static_cast<uint32_t>(taken_at));
  EXPECT_EQ(words[2], static_cast<uint32_t>(taken_at >> 32));
  EXPECT_EQ(words[3], PasidOf(7));
  for (uint32_t i = 0; i < 4; ++i) EXPECT_EQ(words[4 + i], i + 1);
  EXPECT_EQ(Read(reg::kWptrOffset), kEntryBytes);
  EXPECT_EQ(Read(reg::kCountOffset), 1u);
}

TEST_F(IhTest, FirmwareSendsWithItsOwnPasid) {
  SetUpRing();
  for (uint32_t i = 0; i < 4; ++i) {
    EXPECT_TRUE(Write(reg::kFwData0Offset + 4 * i, 10 + i));
  }
  EXPECT_TRUE(Write(reg::kFwSendOffset,
                    reg::MakeFwSendSource(RS_IH_SOURCE_FIRMWARE) | reg::MakeFwSendPasid(0xabcd)));
  Cycles(20);
  const Words& words = memory_.at(kBase);
  EXPECT_EQ(words[0], static_cast<uint32_t>(RS_IH_SOURCE_FIRMWARE) << 8);
  EXPECT_EQ(words[3], 0xabcdu);
  for (uint32_t i = 0; i < 4; ++i) EXPECT_EQ(words[4 + i], 10 + i);
}

TEST_F(IhTest, FirmwareMayNotTouchAnEntryOnItsWay) {
  // The ring is full, so the entry stays in the registers.
  SetUpRing();
  for (uint32_t i = 0; i < kEntries - 1; ++i) Send({});
  Cycles(20);
  EXPECT_EQ(Read(reg::kStatusOffset), reg::kStatusFullMask);
  EXPECT_TRUE(Write(reg::kFwSendOffset, 1));
  EXPECT_EQ(Read(reg::kStatusOffset), reg::kStatusFullMask | reg::kStatusFwBusyMask);
  EXPECT_FALSE(Write(reg::kFwSendOffset, 2));
  EXPECT_FALSE(Write(reg::kFwData0Offset, 2));
  EXPECT_TRUE(Write(reg::kRptrOffset, kEntryBytes, Side::kHost));
  Cycles(20);
  EXPECT_TRUE(Write(reg::kFwData0Offset, 2));
  EXPECT_EQ(memory_.at(kBase + kSize - kEntryBytes)[0], 1u << 8);
}

TEST_F(IhTest, HostSeesAnEntryOnlyWhenMemoryHasAnswered) {
  SetUpRing();
  latency_ = 50;
  Send({});
  for (int i = 0; i < 40; ++i) {
    Cycle();
    EXPECT_FALSE(bench_->irq_o);
  }
  Cycles(20);
  EXPECT_TRUE(bench_->irq_o);
  EXPECT_TRUE(Write(reg::kRptrOffset, kEntryBytes, Side::kHost));
  Cycle();
  EXPECT_FALSE(bench_->irq_o);
}

TEST_F(IhTest, FullRingMakesTheEngineWait) {
  SetUpRing();
  for (uint32_t i = 0; i < kEntries - 1; ++i) Send({.data = {i, 0, 0, 0}});
  Offer({.data = {99, 0, 0, 0}});
  for (int i = 0; i < 50; ++i) EXPECT_FALSE(Cycle());
  EXPECT_TRUE(Write(reg::kRptrOffset, kEntryBytes, Side::kHost));
  EXPECT_TRUE(Cycle());
  bench_->ih_valid_i = 0;
  Cycles(20);
  EXPECT_EQ(memory_.at(kBase + kSize - kEntryBytes)[4], 99u);
  EXPECT_EQ(Read(reg::kWptrOffset), 0u);
  EXPECT_EQ(Read(reg::kDroppedOffset), 0u);
}

TEST_F(IhTest, WithoutARingEntriesAreDroppedAndCounted) {
  Send({});
  Send({});
  EXPECT_TRUE(Write(reg::kFwSendOffset, 1));
  Cycles(10);
  EXPECT_EQ(Read(reg::kDroppedOffset), 3u);
  EXPECT_EQ(Read(reg::kStatusOffset), 0u);
  EXPECT_TRUE(memory_.empty());
  EXPECT_FALSE(bench_->irq_o);
}

TEST_F(IhTest, RefusedEntryIsDroppedAndTold) {
  SetUpRing();
  resp_ = 3;
  Send({});
  Cycles(20);
  EXPECT_EQ(Read(reg::kStatusOffset), reg::kStatusBusErrorMask);
  EXPECT_EQ(Read(reg::kDroppedOffset), 1u);
  EXPECT_EQ(Read(reg::kWptrOffset), 0u);
  EXPECT_FALSE(bench_->irq_o);
  SetUpRing();
  EXPECT_EQ(Read(reg::kStatusOffset), 0u);
}

// An entry on its way to the old ring must not move the pointer of the new one.
TEST_F(IhTest, NewRingStartsEmptyWhateverIsOnItsWay) {
  SetUpRing();
  latency_ = 30;
  Send({});
  Cycles(10);
  EXPECT_TRUE(Write(reg::kRingSizeOffset, 12, Side::kHost));
  Cycles(50);
  EXPECT_EQ(Read(reg::kWptrOffset), 0u);
  EXPECT_FALSE(bench_->irq_o);
  Send({});
  Cycles(50);
  EXPECT_EQ(Read(reg::kWptrOffset), kEntryBytes);
}

TEST_F(IhTest, BadValuesAndWrongWritersAreRefused) {
  SetUpRing();
  Send({});
  Cycles(20);
  for (uint32_t size : {1u, 7u, 21u, 0x100u}) {
    EXPECT_FALSE(Write(reg::kRingSizeOffset, size, Side::kHost)) << size;
  }
  EXPECT_FALSE(Write(reg::kRptrOffset, 4, Side::kHost));
  EXPECT_FALSE(Write(reg::kRptrOffset, 2 * kEntryBytes, Side::kHost));
  EXPECT_FALSE(Write(reg::kRptrOffset, kSize, Side::kHost));
  EXPECT_FALSE(Write(reg::kWptrOffset, 0, Side::kHost));
  for (uint32_t addr : {reg::kRingBaseLoOffset, reg::kRingSizeOffset, reg::kRptrOffset}) {
    EXPECT_FALSE(Write(addr, 0, Side::kFirmware)) << addr;
  }
  for (uint32_t addr : {reg::kFwSendOffset, reg::kFwData0Offset, reg::kFwData3Offset}) {
    EXPECT_FALSE(Write(addr, 0, Side::kHost)) << addr;
  }
  EXPECT_TRUE(ReadAnswer(0x30).error);
  EXPECT_TRUE(ReadAnswer(reg::kFwSendOffset).error);
  EXPECT_EQ(Read(reg::kRingBaseLoOffset), kBase);
  EXPECT_EQ(Read(reg::kRingSizeOffset), kSizeLog2);
  EXPECT_EQ(Read(reg::kRptrOffset), 0u);
}

class IhRandomTest : public IhTest, public testing::WithParamInterface<uint32_t> {};

// Each producer numbers its entries; the host must see both rows of numbers without a gap.
TEST_P(IhRandomTest, NothingIsLost) {
  constexpr uint32_t kSends = 3000;
  std::fprintf(stderr, "seed %u\n", GetParam());
  std::mt19937 random(GetParam());
  const auto chance = [&random](uint32_t percent) { return random() % 100 < percent; };
  SetUpRing();
  uint32_t engine_sent = 0, firmware_sent = 0, rptr = 0;
  uint32_t engine_seen = 0, firmware_seen = 0;
  for (int cycle = 0; cycle < 2000000 && engine_seen + firmware_seen < 2 * kSends; ++cycle) {
    address_ready_ = chance(50);
    data_ready_ = chance(50);
    if (!data_) latency_ = static_cast<int>(random() % 8);
    if (!bench_->ih_valid_i && engine_sent < kSends && chance(20)) {
      Offer({.source = RS_IH_SOURCE_SDMA_TRAP,
             .vmid = engine_sent % 16,
             .data = {engine_sent, ~engine_sent, 0, 0}});
    }
    std::optional<RegisterAccess> access;
    RegisterAnswer answer{};
    if (firmware_sent < kSends && chance(20)) {
      access = {.write = true,
                .side = Side::kFirmware,
                .addr = reg::kFwSendOffset,
                .wdata = reg::MakeFwSendSource(RS_IH_SOURCE_FIRMWARE) |
                         reg::MakeFwSendPasid(firmware_sent)};
    } else if (chance(5)) {
      access = {.write = false, .side = Side::kHost, .addr = reg::kWptrOffset};
    }
    if (Cycle(access, &answer)) {
      bench_->ih_valid_i = 0;
      ++engine_sent;
    }
    if (!access) continue;
    if (access->write) {
      if (!answer.error) ++firmware_sent;
      continue;
    }
    while (rptr != answer.rdata) {
      const Words& words = memory_.at(kBase + rptr);
      if ((words[0] >> 8 & 0xff) == RS_IH_SOURCE_FIRMWARE) {
        ASSERT_EQ(words[3], firmware_seen++);
      } else {
        ASSERT_EQ(words[4], engine_seen);
        ASSERT_EQ(words[3], PasidOf(engine_seen % 16));
        ++engine_seen;
      }
      rptr = (rptr + kEntryBytes) % kSize;
    }
    RegisterAnswer moved{};
    const RegisterAccess move = {
        .write = true, .side = Side::kHost, .addr = reg::kRptrOffset, .wdata = rptr};
    if (Cycle(move, &moved)) {
      bench_->ih_valid_i = 0;
      ++engine_sent;
    }
    ASSERT_FALSE(moved.error);
  }
  EXPECT_EQ(engine_seen, kSends);
  EXPECT_EQ(firmware_seen, kSends);
  EXPECT_EQ(Read(reg::kCountOffset), 2 * kSends);
  EXPECT_EQ(Read(reg::kDroppedOffset), 0u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, IhRandomTest, testing::Values(1, 2, 3, 4));

using IhDeathTest = IhTest;

TEST_F(IhDeathTest, EntryThatChangesWhileItWaitsIsCaught) {
  SetUpRing();
  for (uint32_t i = 0; i < kEntries - 1; ++i) Send({});
  Offer({.data = {1, 0, 0, 0}});
  Cycles(20);
  Offer({.data = {2, 0, 0, 0}});
  EXPECT_DEATH(Cycles(2), "");
}

}  // namespace
}  // namespace ringside
