// The processor with its buses: address map, register accesses, memory window, reset by the host.
#include <array>
#include <cstdint>
#include <random>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "rtl/cpu/cpu_harness.h"
#include "testbench/iss/assembler.h"
#include "uapi/memory_map.h"

namespace ringside {
namespace {

constexpr uint32_t kHandler = 0x400;
constexpr int kWindow = 1;  // Registers that hold bases.
constexpr int kRegisters = 2;
constexpr int kData = 3;
constexpr int kCause = 29;  // What the handler leaves behind.
constexpr int kValue = 30;
constexpr uint32_t kBusErrorIrq = 16 + RS_CORE_IRQ_BUS_ERROR;

// Bases set and traps caught, then `body`, then WFI. The handler notes cause and value,
// and sleeps for good.
std::vector<uint32_t> Program(const std::vector<uint32_t>& body) {
  std::vector<uint32_t> program = {
      rv::Lui(kWindow, RS_CORE_WINDOW_BASE), rv::Lui(kRegisters, RS_CORE_REGISTER_BASE),
      rv::Lui(kData, RS_CORE_DTCM_BASE), rv::Addi(4, 0, kHandler), rv::Csrrw(0, rv::kMtvec, 4)};
  // Registers have no reset; the simulator starts with zeroes.
  for (int rd = 5; rd < 10; ++rd) program.push_back(rv::Addi(rd, 0, 0));
  program.insert(program.end(), body.begin(), body.end());
  program.push_back(rv::kFence);
  program.push_back(rv::kWfi);
  if (program.size() <= kHandler / 4) {
    program.resize(kHandler / 4, rv::kEbreak);
    program.insert(program.end(),
                   {rv::Csrrs(kCause, rv::kMcause, 0), rv::Csrrs(kValue, rv::kMtval, 0),
                    rv::Csrrw(0, rv::kMie, 0), rv::kWfi});
  }
  return program;
}

class CpuTest : public testing::TestWithParam<uint32_t> {
 protected:
  CpuTest() : cpu_(1, GetParam()) {}

  void Run(const std::vector<uint32_t>& body, const std::vector<uint32_t>& data = {}) {
    cpu_.Load(Program(body), data);
    const absl::Status status = cpu_.RunToSleep();
    ASSERT_TRUE(status.ok()) << status.message();
  }
  uint32_t reg(int index) const { return cpu_.iss().reg(index); }

  CpuHarness cpu_;
};

TEST_P(CpuTest, HostSeesWhatTheCoreStores) {
  Run({rv::Lw(5, kData, 0), rv::Addi(5, 5, 1), rv::Sw(5, kData, 4)}, {41});
  EXPECT_EQ(cpu_.ReadTcm(true, 4), 42u);
  EXPECT_EQ(cpu_.ReadTcm(false, 0), rv::Lui(kWindow, RS_CORE_WINDOW_BASE));
}

TEST_P(CpuTest, RegistersAreReadAndWritten) {
  cpu_.registers()[1] = 7;
  Run({rv::Lw(5, kRegisters, 4), rv::Addi(5, 5, 1), rv::Sw(5, kRegisters, 8),
       rv::Lw(6, kRegisters, 8)});
  EXPECT_EQ(cpu_.registers()[2], 8u);
  EXPECT_EQ(reg(6), 8u);
}

TEST_P(CpuTest, RegisterErrorIsAPreciseFault) {
  Run({rv::Lw(5, kRegisters, 0x40), rv::Addi(6, 0, 1)});
  EXPECT_EQ(reg(kCause), 5u);
  EXPECT_EQ(reg(kValue), RS_CORE_REGISTER_BASE + 0x40);
  EXPECT_EQ(reg(6), 0u) << "nothing behind the fault may happen";
  Run({rv::Sw(0, kRegisters, 0x40)});
  EXPECT_EQ(reg(kCause), 7u);
}

TEST_P(CpuTest, RegistersRefuseParts) {
  cpu_.registers()[0] = 0x55;
  Run({rv::Lb(5, kRegisters, 0)});
  EXPECT_EQ(reg(kCause), 5u);
  Run({rv::Sh(0, kRegisters, 0)});
  EXPECT_EQ(reg(kCause), 7u);
  EXPECT_EQ(cpu_.registers()[0], 0x55u);
}

TEST_P(CpuTest, AtomicsWorkInDataMemory) {
  Run({rv::AmoaddW(5, kData, kData), rv::LrW(6, kData), rv::ScW(7, kData, 5), rv::Lw(8, kData, 0)},
      {41});
  EXPECT_EQ(reg(5), 41u);
  EXPECT_EQ(reg(6), RS_CORE_DTCM_BASE + 41);
  EXPECT_EQ(reg(7), 0u);
  EXPECT_EQ(reg(8), 41u);
}

// The write would have to follow the read with nothing between; neither bus can promise that.
TEST_P(CpuTest, RegistersAndWindowRefuseAtomics) {
  cpu_.registers()[0] = 0x55;
  cpu_.memory().word(0) = 0x66;
  for (const int base : {kRegisters, kWindow}) {
    const uint32_t address = base == kWindow ? RS_CORE_WINDOW_BASE : RS_CORE_REGISTER_BASE;
    Run({rv::Addi(5, 0, 9), rv::LrW(5, base)});
    EXPECT_EQ(reg(kCause), 5u);
    EXPECT_EQ(reg(kValue), address);
    Run({rv::Addi(5, 0, 9), rv::AmoswapW(5, base, 5)});
    EXPECT_EQ(reg(kCause), 7u);
    EXPECT_EQ(reg(kValue), address);
    EXPECT_EQ(reg(5), 9u);
    // There can be no reservation.
    Run({rv::Addi(5, 0, 9), rv::LrW(6, kData), rv::ScW(7, base, 5)});
    EXPECT_EQ(reg(7), 1u);
  }
  EXPECT_EQ(cpu_.registers()[0], 0x55u);
  EXPECT_EQ(cpu_.memory().word(0), 0x66u);
}

TEST_P(CpuTest, NothingAnswersBetweenTheRegions) {
  for (const uint32_t address :
       {0x0u, 0xfffcu, RS_CORE_DTCM_BASE - 4, RS_CORE_DTCM_BASE + RS_CORE_DTCM_BYTES,
        RS_CORE_REGISTER_BASE + 0x10000, RS_CORE_WINDOW_BASE - 4}) {
    const uint32_t upper = address + 0x800;
    Run({rv::Lui(5, upper), rv::Addi(5, 5, static_cast<int32_t>(address - (upper & ~0xfffu))),
         rv::Lw(6, 5, 0)});
    EXPECT_EQ(reg(kCause), 5u) << std::hex << address;
    EXPECT_EQ(reg(kValue), address);
  }
}

TEST_P(CpuTest, CodeRunsOnlyFromItsMemory) {
  Run({rv::Jalr(0, kData, 0)});
  EXPECT_EQ(reg(kCause), 1u);
  EXPECT_EQ(reg(kValue), RS_CORE_DTCM_BASE);
  Run({rv::Jalr(0, kWindow, 0)});
  EXPECT_EQ(reg(kCause), 1u);
}

TEST_P(CpuTest, OneBurstServesALine) {
  for (uint32_t i = 0; i < 64; ++i) cpu_.memory().word(256 + 4 * i) = i;
  std::vector<uint32_t> body;
  for (int i = 0; i < 64; ++i) {
    body.push_back(rv::Lw(5, kWindow, 256 + 4 * i));
    body.push_back(rv::Add(6, 6, 5));
  }
  Run(body);
  EXPECT_EQ(reg(6), 64u * 63 / 2);
  EXPECT_EQ(cpu_.memory().reads(), 1u);
}

// The first load is answered while the rest of its line still comes; that must not answer the
// second.
TEST_P(CpuTest, LoadBehindAFillGetsItsOwnLine) {
  cpu_.memory().word(0) = 1;
  cpu_.memory().word(0xe0) = 2;
  cpu_.memory().word(0x1e0) = 3;
  Run({rv::Lw(5, kWindow, 0), rv::Lw(6, kWindow, 0x1e0), rv::Lw(7, kWindow, 0xe0)});
  EXPECT_EQ(reg(5), 1u);
  EXPECT_EQ(reg(6), 3u);
  EXPECT_EQ(reg(7), 2u);
}

TEST_P(CpuTest, PartsReachMemoryAlone) {
  cpu_.memory().word(32) = 0x11223344;
  Run({rv::Addi(5, 0, 0x77), rv::Sb(5, kWindow, 33), rv::Lhu(6, kWindow, 32),
       rv::Sh(5, kWindow, 34)});
  EXPECT_EQ(reg(6), 0x7744u);
  EXPECT_EQ(cpu_.memory().word(32), 0x00777744u);
}

TEST_P(CpuTest, FenceAndStoreShowWhatOthersWrote) {
  for (const uint32_t refresh : {rv::kFence, rv::Sw(0, kWindow, 0x100)}) {
    cpu_.memory().word(0) = 1;
    // A register access marks the moment at which memory changes behind the core's back.
    cpu_.registers()[0] = 0;
    cpu_.Load(
        Program({rv::Lw(5, kWindow, 0), rv::Addi(9, 0, 1), rv::Sw(9, kRegisters, 0),
                 rv::Lw(6, kRegisters, 4), rv::Lw(6, kWindow, 0), refresh, rv::Lw(7, kWindow, 0)}));
    while (cpu_.registers()[0] == 0) ASSERT_TRUE(cpu_.Cycle().ok());
    cpu_.memory().word(0) = 2;
    ASSERT_TRUE(cpu_.RunToSleep().ok());
    EXPECT_EQ(reg(5), 1u);
    EXPECT_EQ(reg(6), 1u) << "the line was held";
    EXPECT_EQ(reg(7), 2u);
  }
}

// The order in which firmware hands memory to another block: data, FENCE, register.
TEST_P(CpuTest, FenceHoldsBackRegisterWritesUntilMemoryHasTheData) {
  cpu_.Load(Program({rv::Addi(5, 0, 77), rv::Sw(5, kWindow, 8), rv::kFence, rv::Addi(6, 0, 1),
                     rv::Sw(6, kRegisters, 0)}));
  while (cpu_.registers()[0] == 0) ASSERT_TRUE(cpu_.Cycle().ok());
  EXPECT_EQ(cpu_.memory().word(8), 77u);
}

TEST_P(CpuTest, LoadErrorIsAPreciseFault) {
  Run({rv::Lui(5, RS_CORE_WINDOW_BASE + CpuHarness::kMemoryBytes), rv::Lw(6, 5, 8),
       rv::Addi(6, 0, 1)});
  EXPECT_EQ(reg(kCause), 5u);
  EXPECT_EQ(reg(kValue), RS_CORE_WINDOW_BASE + CpuHarness::kMemoryBytes + 8);
  EXPECT_EQ(reg(6), 0u);
}

TEST_P(CpuTest, StoreErrorInterruptsUntilCleared) {
  const uint32_t bit = 1u << kBusErrorIrq;
  Run({rv::Lui(5, RS_CORE_WINDOW_BASE + CpuHarness::kMemoryBytes), rv::Sw(0, 5, 0), rv::kFence,
       rv::kNop, rv::Csrrs(6, rv::kMip, 0), rv::Lui(7, bit), rv::Csr(3, 0, rv::kMip, 7),
       rv::Csrrs(8, rv::kMip, 0), rv::Sw(0, 5, 0), rv::kFence, rv::Csrrw(0, rv::kMie, 7),
       rv::Csr(6, 0, rv::kMstatus, 8), rv::kNop});
  EXPECT_EQ(reg(6), bit);
  EXPECT_EQ(reg(8), 0u);
  EXPECT_EQ(reg(kCause), 0x80000000u | kBusErrorIrq);
}

TEST_P(CpuTest, LocalInterruptsArriveAtTheirBits) {
  cpu_.set_interrupts(1u << RS_CORE_IRQ_DOORBELL | 1u << RS_CORE_IRQ_HOST, true);
  Run({rv::Csrrs(5, rv::kMip, 0)});
  EXPECT_EQ(reg(5), 1u << 16 | 1u << 18 | 1u << 7);
}

// Stops the core at every moment of a store and a fill; the next program must see none of it.
TEST_P(CpuTest, CoreRestartsWhateverWasUnderWay) {
  for (int moment = 0; moment < 60; ++moment) {
    cpu_.Load(
        Program({rv::Sw(kData, kWindow, 64), rv::Lw(5, kWindow, 0), rv::Lw(5, kRegisters, 0)}));
    for (int i = 0; i < moment; ++i) ASSERT_TRUE(cpu_.Cycle().ok());
    cpu_.memory().word(0) = static_cast<uint32_t>(moment);
    cpu_.registers()[1] = 5;
    Run({rv::Lw(6, kRegisters, 4), rv::kFence, rv::Lw(7, kWindow, 0)});
    EXPECT_EQ(reg(6), 5u);
    EXPECT_EQ(reg(7), static_cast<uint32_t>(moment));
  }
}

// Random accesses through the window, against a plain array in program order.
TEST_P(CpuTest, WindowKeepsProgramOrder) {
  constexpr int kPrograms = 20;
  constexpr int kAccesses = 600;
  constexpr std::array<uint32_t, 5> kLoads = {0, 1, 2, 4, 5};
  for (int seed = 1; seed <= kPrograms; ++seed) {
    std::mt19937 random(static_cast<uint32_t>(seed));
    const auto pick = [&random](int low, int high) {
      return std::uniform_int_distribution<int>(low, high)(random);
    };
    std::vector<uint32_t> body;
    for (int i = 0; i < kAccesses; ++i) {
      const uint32_t load = kLoads[pick(0, 4)];
      const uint32_t size = load & 3;
      const int offset = pick(0, 2047) & -1 << size;
      switch (pick(0, 9)) {
        case 0:
          body.push_back(rv::kFence);
          break;
        case 1:
          body.push_back(rv::Addi(5, 6, pick(-99, 99)));
          break;
        case 2:
        case 3:
        case 4:
          body.push_back(rv::Store(size, 5, kWindow, offset));
          break;
        default:
          body.push_back(rv::Load(load, pick(5, 7), kWindow, offset));
          break;
      }
    }
    std::vector<uint32_t> expected(512);
    for (uint32_t i = 0; i < expected.size(); ++i)
      cpu_.memory().word(4 * i) = expected[i] = random();

    cpu_.Load(Program(body));
    for (absl::Status status = absl::UnknownError(""); !status.ok();) {
      status = cpu_.RunToSleep(1);
      ASSERT_NE(status.code(), absl::StatusCode::kInternal) << "seed " << seed << status.message();
      if (!cpu_.retired().has_value()) continue;
      const Retired& r = *cpu_.retired();
      uint32_t& word = expected[r.mem_addr % 2048 / 4];
      const int shift = static_cast<int>(8 * (r.mem_addr % 4));
      uint32_t mask = 0;
      for (int i = 0; i < 4; ++i)
        mask |= ((r.mem_rmask | r.mem_wmask) >> i & 1 ? 0xffu : 0) << 8 * i;
      if (r.mem_rmask != 0) {
        ASSERT_EQ(r.mem_rdata, word >> shift & mask) << "seed " << seed << " at " << r.pc_rdata;
      }
      if (r.mem_wmask != 0) word = (word & ~(mask << shift)) | r.mem_wdata << shift;
    }
    for (uint32_t i = 0; i < expected.size(); ++i) {
      ASSERT_EQ(cpu_.memory().word(4 * i), expected[i]) << "seed " << seed << " word " << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(BusWaits, CpuTest, testing::Values(0u, 1u, 12u));

// Cycles that one access takes, on buses that are always ready.
uint32_t AccessCycles(const std::vector<uint32_t>& before, uint32_t access) {
  CpuHarness cpu(1, 0);
  std::vector<uint32_t> body = before;
  body.insert(body.end(), {rv::Csrrs(8, rv::kMcycle, 0), access, rv::Csrrs(9, rv::kMcycle, 0)});
  cpu.Load(Program(body));
  EXPECT_TRUE(cpu.RunToSleep().ok());
  return cpu.iss().reg(9) - cpu.iss().reg(8) - 1;
}

TEST(CpuTimingTest, WhatAnAccessCosts) {
  EXPECT_EQ(AccessCycles({}, rv::Lw(5, kData, 0)), 1u);
  EXPECT_EQ(AccessCycles({}, rv::Lw(5, kRegisters, 0)), 2u);
  EXPECT_EQ(AccessCycles({}, rv::Sw(5, kRegisters, 0)), 2u);
  // A miss: request, memory's first beat in the next cycle, answer.
  EXPECT_EQ(AccessCycles({}, rv::Lw(5, kWindow, 0)), 3u);
  EXPECT_EQ(AccessCycles(
                {rv::Lw(5, kWindow, 28), rv::kFence, rv::Lw(5, kWindow, 28), rv::Lw(5, kWindow, 0)},
                rv::Lw(5, kWindow, 4)),
            1u);
  EXPECT_EQ(AccessCycles({}, rv::Sw(5, kWindow, 0)), 1u);
  EXPECT_EQ(AccessCycles({}, rv::kFence), 1u);
}

TEST(CpuDeathTest, HostWriteUnderARunningCoreIsCaught) {
  EXPECT_DEATH(
      {
        CpuHarness cpu(1, 0);
        cpu.Load({rv::Jal(0, 0)});
        for (int i = 0; i < 5; ++i) cpu.Cycle().IgnoreError();
        cpu.WriteTcm(true, 0, 1);
      },
      "");
}

}  // namespace
}  // namespace ringside
