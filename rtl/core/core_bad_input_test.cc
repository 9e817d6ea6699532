// Whatever is thrown at the core: each mistake is one precise trap with its cause, value and place,
// and the core never stops retiring. In lock-step with the simulator; failures print their seed.
#include <cstdint>
#include <memory>
#include <random>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "rtl/core/core_harness.h"
#include "testbench/iss/assembler.h"

namespace ringside {
namespace {

constexpr uint32_t kHandler = 0x400;
constexpr uint32_t kInsnAccess = 1;
constexpr uint32_t kLoadMisaligned = 4;
constexpr uint32_t kLoadAccess = 5;
constexpr uint32_t kStoreMisaligned = 6;
constexpr uint32_t kStoreAccess = 7;
// No instruction needs so long with the latencies below: else the core is stuck.
constexpr int kWatchdogCycles = 40;
// What the handler of Trap() leaves.
constexpr int kCause = 20;
constexpr int kValue = 21;
constexpr int kPlace = 22;

std::vector<uint32_t> LoadImmediate(int rd, uint32_t value) {
  return {rv::Lui(rd, value + 0x800), rv::Addi(rd, rd, static_cast<int32_t>(value << 20) >> 20)};
}

// Runs a core and fails when nothing retires for kWatchdogCycles, sleep aside.
class Watched {
 public:
  explicit Watched(CoreHarness::Options options) : core_(options) {}
  CoreHarness& core() { return core_; }

  testing::AssertionResult Cycle() {
    const absl::Status status = core_.Cycle();
    if (!status.ok()) return testing::AssertionFailure() << status.message();
    idle_ = core_.retired().has_value() || core_.sleeping() ? 0 : idle_ + 1;
    if (idle_ <= kWatchdogCycles) return testing::AssertionSuccess();
    return testing::AssertionFailure() << std::hex << "stuck at " << core_.iss().pc();
  }

 private:
  CoreHarness core_;
  int idle_ = 0;
};

// Runs `insn` with `rs1` in x1, 7 in x2 and 55 in x3, to the end of the handler, and returns where
// `insn` stood.
uint32_t Trap(Watched* watched, uint32_t insn, uint32_t rs1) {
  std::vector<uint32_t> program = LoadImmediate(1, kHandler);
  program.push_back(rv::Csrrw(0, rv::kMtvec, 1));
  for (const uint32_t i : LoadImmediate(1, rs1)) program.push_back(i);
  program.push_back(rv::Addi(2, 0, 7));
  program.push_back(rv::Addi(3, 0, 55));
  const uint32_t place = 4 * static_cast<uint32_t>(program.size());
  program.push_back(insn);
  program.push_back(rv::Addi(2, 0, 1));
  CoreHarness& core = watched->core();
  core.LoadCode(0, program);
  core.LoadCode(kHandler, {rv::Csrrs(kCause, rv::kMcause, 0), rv::Csrrs(kValue, rv::kMtval, 0),
                           rv::Csrrs(kPlace, rv::kMepc, 0), rv::Jal(0, 0)});
  for (int i = 0; i < 200 && core.iss().pc() != kHandler + 12; ++i) {
    EXPECT_TRUE(watched->Cycle());
  }
  return place;
}

struct BadAccess {
  uint32_t insn;
  uint32_t address;
  uint32_t cause;
};

class CoreBadAccessTest
    : public testing::TestWithParam<std::tuple<uint32_t /*latency*/, BadAccess>> {};

TEST_P(CoreBadAccessTest, IsAPreciseTrap) {
  const auto& [latency, access] = GetParam();
  Watched watched({.seed = 1, .max_fetch_latency = latency, .max_data_latency = latency});
  const uint32_t place = Trap(&watched, access.insn, access.address);
  const Iss& iss = watched.core().iss();
  EXPECT_EQ(iss.reg(kCause), access.cause);
  EXPECT_EQ(iss.reg(kValue), access.address);
  EXPECT_EQ(iss.reg(kPlace), place);
  EXPECT_EQ(iss.reg(2), 7u) << "nothing behind it may happen";
  EXPECT_EQ(iss.reg(3), 55u) << "nor it itself";
}

// Every access of more than a byte at every wrong offset, and every access beside memory: just
// before, just behind, and at both ends of the address space.
std::vector<BadAccess> BadAccesses() {
  std::vector<BadAccess> all;
  constexpr uint32_t kData = FlatMemory::kDataBase;
  for (const uint32_t funct3 : {0u, 1u, 2u, 4u, 5u}) {
    const uint32_t bytes = 1u << (funct3 & 3);
    std::vector<std::pair<uint32_t, bool>> places;
    for (uint32_t offset = 1; offset < bytes; ++offset) places.emplace_back(kData + offset, true);
    for (const uint32_t address : {0u, kData - bytes, kData + FlatMemory::kBytes, ~bytes + 1}) {
      places.emplace_back(address, false);
    }
    for (const auto& [address, is_misaligned] : places) {
      all.push_back(
          {rv::Load(funct3, 3, 1, 0), address, is_misaligned ? kLoadMisaligned : kLoadAccess});
      if (funct3 > 2) continue;
      all.push_back(
          {rv::Store(funct3, 2, 1, 0), address, is_misaligned ? kStoreMisaligned : kStoreAccess});
    }
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Accesses, CoreBadAccessTest,
                         testing::Combine(testing::Values(1u, 4u),
                                          testing::ValuesIn(BadAccesses())));

class CoreWildJumpTest : public testing::TestWithParam<uint32_t> {};

// The jump itself succeeds, also in what it writes; what it leads to cannot be fetched.
TEST_P(CoreWildJumpTest, TrapsWhereItLeads) {
  Watched watched({});
  const uint32_t place = Trap(&watched, rv::Jalr(3, 1, 0), GetParam());
  const Iss& iss = watched.core().iss();
  EXPECT_EQ(iss.reg(kCause), kInsnAccess);
  EXPECT_EQ(iss.reg(kValue), GetParam() & ~1u);
  EXPECT_EQ(iss.reg(kPlace), GetParam() & ~1u);
  EXPECT_EQ(iss.reg(3), place + 4);
  EXPECT_EQ(iss.reg(2), 7u);
}

INSTANTIATE_TEST_SUITE_P(Targets, CoreWildJumpTest,
                         testing::Values(FlatMemory::kBytes, FlatMemory::kBytes + 2, 0x7fffffff,
                                         0x80000001, FlatMemory::kDataBase, 0xfffffffe, 0xffffffff,
                                         0xfffffffc));

// Memory's last half word begins an instruction of 32 bits: its second half is nowhere.
TEST(CoreBadInputTest, InstructionAcrossTheEndOfMemory) {
  Watched watched({});
  constexpr uint32_t kLastHalf = FlatMemory::kBytes - 2;
  watched.core().LoadCode(FlatMemory::kBytes - 4, {rv::kNop << 16 | 1});
  Trap(&watched, rv::Jalr(0, 1, 0), kLastHalf);
  EXPECT_EQ(watched.core().iss().reg(kCause), kInsnAccess);
  EXPECT_EQ(watched.core().iss().reg(kPlace), kLastHalf);
  EXPECT_EQ(watched.core().iss().reg(kValue), FlatMemory::kBytes);
}

// A handler that itself cannot be fetched, is no instruction, or makes a bad access: the core traps
// again and again, each time for the same reason.
TEST(CoreBadInputTest, HandlerThatFaultsIsAnEndlessLoopAndNoLockUp) {
  constexpr uint32_t kNowhere = 0x20000000;
  for (const uint32_t latency : {1u, 4u}) {
    for (const uint32_t first : {0u, 0xffffffffu, rv::kEcall, rv::Lw(3, 0, 1), rv::Sw(3, 0, 0),
                                 rv::AmoaddW(3, 0, 0), rv::Csrrw(0, 0xc00, 0)}) {
      Watched watched({.seed = 1, .max_fetch_latency = latency, .max_data_latency = latency});
      CoreHarness& core = watched.core();
      std::vector<uint32_t> program = LoadImmediate(1, first == 0 ? kNowhere : kHandler);
      program.push_back(rv::Csrrw(0, rv::kMtvec, 1));
      program.push_back(rv::kEcall);
      core.LoadCode(0, program);
      core.LoadCode(kHandler, {first});
      int traps = 0;
      for (int i = 0; i < 1000; ++i) {
        ASSERT_TRUE(watched.Cycle());
        traps += core.retired().has_value() && core.retired()->trap;
      }
      EXPECT_GT(traps, 1000 / kWatchdogCycles) << std::hex << first;
    }
  }
}

// Anything as code, everywhere, for the handler goes on at any place after each trap. Words that
// cannot be fetched or written are among it.
TEST(CoreBadInputTest, NoiseAsCodeNeverStopsTheCore) {
  constexpr int kSeeds = 60;
  constexpr int kCycles = 20'000;
  uint64_t traps = 0;
  uint64_t instructions = 0;
  for (int seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(static_cast<uint64_t>(seed));
    const uint32_t latency = 1 + seed % 3;
    Watched watched({.seed = static_cast<uint64_t>(seed),
                     .max_fetch_latency = latency,
                     .max_data_latency = latency});
    CoreHarness& core = watched.core();
    std::vector<uint32_t> noise(FlatMemory::kBytes / 4);
    // Of every second program all instructions have 32 bits, if they stand at whole words.
    for (uint32_t& word : noise) word = static_cast<uint32_t>(random()) | (seed % 2 != 0 ? 3 : 0);
    core.LoadCode(0, noise);
    std::vector<uint32_t> start = LoadImmediate(1, kHandler);
    start.push_back(rv::Csrrw(0, rv::kMtvec, 1));
    core.LoadCode(0, start);
    core.LoadCode(kHandler,
                  {rv::Lui(30, 0x2000), rv::Addi(30, 30, -2048), rv::Csrrs(0, rv::kMstatus, 30),
                   rv::Csrrs(30, rv::kMcycle, 0), rv::Lui(31, 0x9e370000), rv::Mul(30, 30, 31),
                   rv::Srli(30, 30, 16), rv::Csrrw(0, rv::kMepc, 30), rv::kMret});
    for (int i = 0; i < 64; ++i) {
      core.BreakFetch(0x1000 + 4 * static_cast<uint32_t>(random() % 0x3000));
    }
    int asleep = 0;
    int traps_in_row = 0;
    // Until the trap vector is lost.
    for (int i = 0; i < kCycles && traps_in_row < 10; ++i) {
      ASSERT_TRUE(watched.Cycle());
      asleep = core.sleeping() ? asleep + 1 : 0;
      core.set_nmi(asleep > 5);
      if (!core.retired().has_value()) continue;
      traps_in_row = core.retired()->trap ? traps_in_row + 1 : 0;
      traps += core.retired()->trap;
      ++instructions;
    }
  }
  EXPECT_GT(traps, 20'000u);
  EXPECT_GT(instructions, 200'000u);
}

}  // namespace
}  // namespace ringside
