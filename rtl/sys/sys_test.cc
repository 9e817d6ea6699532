// The system block: each word has its one writer, and the core's run bit and interrupt follow.

#include <cstdint>
#include <cstdio>
#include <map>
#include <random>
#include <vector>

#include "Vsys.h"
#include "gtest/gtest.h"
#include "rtl/interconnect/regbus_bench.h"
#include "uapi/limits.h"
#include "uapi/regs/sys_regs.h"

namespace ringside {
namespace {

namespace reg = regs::sys;

constexpr uint32_t kAfterLast = reg::kScratch8Offset + 4;

class SysTest : public testing::Test {
 protected:
  uint32_t Read(uint32_t addr) { return bench_.Read(addr).rdata; }

  RegbusBench<Vsys> bench_;
};

TEST_F(SysTest, TellsWhatItIs) {
  EXPECT_EQ(Read(reg::kIdOffset), 0x52494e47u);
  EXPECT_EQ(Read(reg::kVersionOffset), reg::kVersionReset);
  const uint32_t config = Read(reg::kConfigOffset);
  EXPECT_EQ(reg::GetConfigSlots(config), static_cast<uint32_t>(RS_NUM_SLOTS));
  EXPECT_EQ(reg::GetConfigDoorbellPages(config), static_cast<uint32_t>(RS_NUM_DOORBELL_PAGES));
  EXPECT_EQ(reg::GetConfigLastVmid(config), RS_NUM_VMIDS - 1u);
}

TEST_F(SysTest, HostStartsAndStopsTheCore) {
  EXPECT_FALSE(bench_->core_run_o);
  EXPECT_FALSE(bench_.Write(reg::kCoreCtrlOffset, 1, Side::kFirmware));
  EXPECT_FALSE(bench_->core_run_o);
  EXPECT_TRUE(bench_.Write(reg::kCoreCtrlOffset, 1, Side::kHost));
  EXPECT_TRUE(bench_->core_run_o);
  EXPECT_TRUE(bench_.Write(reg::kCoreCtrlOffset, 0, Side::kHost));
  EXPECT_FALSE(bench_->core_run_o);
}

// One pulse a write, whether the core runs or not; the bit reads as 0.
TEST_F(SysTest, HostInterruptsTheCoreWhateverItMasks) {
  EXPECT_FALSE(bench_->core_nmi_o);
  EXPECT_FALSE(bench_.Write(reg::kCoreCtrlOffset, reg::kCoreCtrlNmiMask, Side::kFirmware));
  EXPECT_TRUE(bench_.Write(reg::kCoreCtrlOffset, reg::kCoreCtrlRunMask, Side::kHost));
  bench_.Drive({.write = true,
                .side = Side::kHost,
                .addr = reg::kCoreCtrlOffset,
                .wdata = reg::kCoreCtrlRunMask | reg::kCoreCtrlNmiMask});
  bench_.Settle();
  EXPECT_TRUE(bench_->core_nmi_o);
  bench_.Step();
  bench_.DriveNoAccess();
  bench_.Settle();
  EXPECT_FALSE(bench_->core_nmi_o);
  EXPECT_TRUE(bench_->core_run_o);
  EXPECT_EQ(Read(reg::kCoreCtrlOffset), reg::kCoreCtrlRunMask);
}

TEST_F(SysTest, HostRaisesAndFirmwareClears) {
  EXPECT_TRUE(bench_.Write(reg::kHostIrqOffset, 0b0101, Side::kHost));
  EXPECT_TRUE(bench_.Write(reg::kHostIrqOffset, 0b0010, Side::kHost));
  EXPECT_EQ(Read(reg::kHostIrqOffset), 0b0111u);
  EXPECT_TRUE(bench_->host_irq_o);
  EXPECT_TRUE(bench_.Write(reg::kHostIrqOffset, 0b0110, Side::kFirmware));
  EXPECT_EQ(Read(reg::kHostIrqOffset), 0b0001u);
  EXPECT_TRUE(bench_.Write(reg::kHostIrqOffset, 0b0001, Side::kFirmware));
  EXPECT_FALSE(bench_->host_irq_o);
}

// Every address, both sides, against the table of writers.
TEST_F(SysTest, RandomAccessesKeepToTheirWriters) {
  constexpr uint32_t kSeed = 11;
  std::fprintf(stderr, "seed %u\n", kSeed);
  std::mt19937 random(kSeed);
  std::map<uint32_t, uint32_t> words;
  const uint32_t config = Read(reg::kConfigOffset);
  for (int i = 0; i < 100000; ++i) {
    const uint32_t addr = random() % 8 == 0 ? random() & 0xffc : 4 * (random() % (kAfterLast / 4));
    const Side side = random() % 2 ? Side::kHost : Side::kFirmware;
    const uint32_t data = static_cast<uint32_t>(random());
    const bool host_owns = addr == reg::kCoreCtrlOffset ||
                           (addr >= reg::kScratch0Offset && addr <= reg::kScratch8Offset);
    const bool firmware_owns = addr == reg::kFwStatusOffset || addr == reg::kFwHeartbeatOffset;
    const bool shared = addr == reg::kHostIrqOffset;
    if (random() % 2) {
      const bool may = shared || (side == Side::kHost ? host_owns : firmware_owns);
      ASSERT_EQ(bench_.Write(addr, data, side), may) << "address " << addr;
      if (shared) {
        words[addr] = side == Side::kHost ? words[addr] | data : words[addr] & ~data;
      } else if (may) {
        words[addr] = addr == reg::kCoreCtrlOffset ? data & 1 : data;
      }
    } else {
      words[reg::kIdOffset] = reg::kIdReset;
      words[reg::kVersionOffset] = reg::kVersionReset;
      words[reg::kConfigOffset] = config;
      const RegisterAnswer answer = bench_.Read(addr, side);
      ASSERT_EQ(answer.error, addr >= kAfterLast) << "address " << addr;
      ASSERT_EQ(answer.rdata, addr >= kAfterLast ? 0 : words[addr]) << "address " << addr;
    }
    ASSERT_EQ(bench_->fw_status_o, words[reg::kFwStatusOffset]);
    ASSERT_EQ(bench_->fw_heartbeat_o, words[reg::kFwHeartbeatOffset]);
  }
}

using SysDeathTest = SysTest;

TEST_F(SysDeathTest, UnalignedAccessIsCaught) {
  bench_.Drive({.write = false, .side = Side::kFirmware, .addr = 2});
  EXPECT_DEATH(bench_.Steps(2), "");
}

}  // namespace
}  // namespace ringside
