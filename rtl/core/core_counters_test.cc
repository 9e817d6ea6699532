// Event counters and what stops them, on the core in lock-step with the simulator: every event on a
// program whose counts are known.
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "rtl/core/core_harness.h"
#include "testbench/iss/assembler.h"

namespace ringside {
namespace {

constexpr uint32_t kTimer = 1u << 7;
constexpr int kData = 1;

// Of core_pkg::events_t.
enum Event {
  kFetch = 1,
  kDataWait,
  kDivide,
  kRefetch,
  kTrap,
  kSleep,
  kLoad,
  kStore,
  kBranch,
  kInterrupt,
  kCompressed
};

// What mhpmcounter3 has counted of `event` in `body`, between the two instructions that start and
// stop it.
uint32_t Count(uint32_t event, const std::vector<uint32_t>& body,
               CoreHarness::Options options = {}) {
  constexpr uint32_t kHandler = 0x400;
  constexpr int kResult = 20;
  CoreHarness core(options);
  std::vector<uint32_t> program = {rv::Addi(5, 0, kHandler),
                                   rv::Csrrw(0, rv::kMtvec, 5),
                                   rv::Lui(kData, FlatMemory::kDataBase),
                                   rv::Addi(6, 0, kTimer),
                                   rv::Csrrw(0, rv::kMie, 6),
                                   rv::Addi(2, 0, 3),
                                   rv::Addi(3, 0, 0),
                                   rv::Addi(5, 0, static_cast<int32_t>(event)),
                                   rv::Csrrw(0, rv::kMhpmcounter3, 0),
                                   rv::Csrrw(0, rv::kMhpmevent3, 5)};
  program.insert(program.end(), body.begin(), body.end());
  program.push_back(rv::Csr(6, 0, rv::kMcountinhibit, 8));
  program.push_back(rv::Csrrs(kResult, rv::kMhpmcounter3, 0));
  const uint32_t end = 4 * static_cast<uint32_t>(program.size());
  program.push_back(rv::Jal(0, 0));
  core.LoadCode(0, program);
  // Exceptions go on behind themselves.
  core.LoadCode(kHandler, {rv::Csrrs(7, rv::kMepc, 0), rv::Addi(7, 7, 4),
                           rv::Csrrw(0, rv::kMepc, 7), rv::kMret});
  int asleep = 0;
  while (core.iss().pc() != end) {
    const absl::Status status = core.Cycle();
    EXPECT_TRUE(status.ok()) << status.message();
    if (!status.ok() || core.cycles() > 1000) {
      ADD_FAILURE() << "the program does not end";
      break;
    }
    // Ten cycles of sleep, and then one interrupt.
    asleep += core.sleeping();
    const bool is_taken = core.retired().has_value() && core.retired()->pc_rdata == kHandler;
    if (asleep == 10) core.set_interrupts(kTimer);
    if (is_taken) core.set_interrupts(0);
    if (is_taken) ++asleep;
  }
  return core.iss().reg(kResult);
}

TEST(CoreCountersTest, InstructionsAreCountedByKind) {
  const std::vector<uint32_t> body = {
      rv::Lw(4, kData, 0),  rv::Sw(4, kData, 4),      rv::LrW(4, kData),
      rv::ScW(4, kData, 4), rv::AmoaddW(4, kData, 4), rv::Beq(0, 2, 8),
      rv::Bne(0, 0, 8),     0x0001'0001 /* C.NOP */,  rv::kNop};
  EXPECT_EQ(Count(kLoad, body), 3u);
  EXPECT_EQ(Count(kStore, body), 3u);
  EXPECT_EQ(Count(kBranch, body), 2u);
  EXPECT_EQ(Count(kCompressed, body), 2u);
  EXPECT_EQ(Count(kInterrupt, body), 0u);
}

TEST(CoreCountersTest, CyclesAreCountedByReason) {
  EXPECT_EQ(Count(kDivide, {rv::Div(4, 0, 2)}), 1u) << "0 / 3 takes two cycles";
  // MRET from the handler, and the jump by register.
  EXPECT_EQ(Count(kRefetch, {rv::kEcall}), 1u);
  EXPECT_EQ(Count(kRefetch, {rv::Auipc(4, 0), rv::Jalr(0, 4, 8)}), 1u);
  // ECALL itself and the way to its handler.
  EXPECT_EQ(Count(kTrap, {rv::kEcall}), 2u);
  EXPECT_EQ(Count(kTrap, {rv::kNop}), 0u);
  EXPECT_EQ(Count(kDataWait, {rv::AmoaddW(4, kData, 2)}), 1u);
  EXPECT_EQ(Count(kFetch, {rv::kNop, rv::kNop}), 0u);
  EXPECT_GE(Count(kFetch, {rv::kNop, rv::kNop},
                  {.seed = 1, .max_fetch_latency = 5, .max_data_latency = 1}),
            1u);
}

// The handler goes on behind the instruction that was interrupted.
TEST(CoreCountersTest, InterruptsAreCounted) {
  EXPECT_EQ(Count(kInterrupt, {rv::Csr(6, 0, rv::kMstatus, 8), rv::kWfi, rv::kNop, rv::kNop}), 1u);
}

// What is no event counts nothing, nor does sleep.
TEST(CoreCountersTest, NumbersThatNameNoEventBecomeNone) {
  CoreHarness core({});
  core.LoadCode(
      0, {rv::Addi(1, 0, 11), rv::Csrrw(0, rv::kMhpmevent3, 1), rv::Csrrs(10, rv::kMhpmevent3, 0),
          rv::Addi(1, 0, 12), rv::Csrrw(0, rv::kMhpmevent3, 1), rv::Csrrs(11, rv::kMhpmevent3, 0),
          rv::Addi(1, 0, 0x101), rv::Csrrw(0, rv::kMhpmevent3, 1),
          rv::Csrrs(12, rv::kMhpmevent3, 0), rv::Addi(1, 0, kSleep),
          rv::Csrrw(0, rv::kMhpmevent3, 1), rv::Csrrs(13, rv::kMhpmevent3, 0)});
  ASSERT_TRUE(core.Run(12).ok());
  EXPECT_EQ(core.iss().reg(10), 11u);
  EXPECT_EQ(core.iss().reg(11), 0u);
  EXPECT_EQ(core.iss().reg(12), 0u);
  EXPECT_EQ(core.iss().reg(13), 0u);
}

TEST(CoreCountersTest, InhibitStopsCyclesAndInstructions) {
  CoreHarness core({});
  core.LoadCode(0,
                {rv::Csr(5, 0, rv::kMcountinhibit, 5), rv::Csrrs(10, rv::kMcycle, 0),
                 rv::Csrrs(11, rv::kMinstret, 0), rv::kNop, rv::kNop, rv::Csrrs(12, rv::kMcycle, 0),
                 rv::Csrrs(13, rv::kMinstret, 0), rv::Csrrw(0, rv::kMcountinhibit, 0),
                 rv::Csrrs(14, rv::kMcycle, 0), rv::Csrrs(15, rv::kMinstret, 0)});
  ASSERT_TRUE(core.Run(10).ok());
  EXPECT_EQ(core.iss().reg(12), core.iss().reg(10));
  EXPECT_EQ(core.iss().reg(13), core.iss().reg(11));
  EXPECT_EQ(core.iss().reg(14), core.iss().reg(10));
  // The instruction that lets them go on counts itself, as does the one behind.
  EXPECT_EQ(core.iss().reg(15), core.iss().reg(11) + 2);
}

}  // namespace
}  // namespace ringside
