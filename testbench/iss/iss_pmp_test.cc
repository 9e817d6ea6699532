#include "testbench/iss/iss_pmp.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace ringside {
namespace {

constexpr uint32_t kCfg0 = 0x3a0;
constexpr uint32_t kAddr0 = 0x3b0;
constexpr uint32_t kLock = 0x80;
constexpr uint32_t kTor = 1 << 3;
constexpr uint32_t kNa4 = 2 << 3;
constexpr uint32_t kNapot = 3 << 3;
constexpr bool kUser = false;
constexpr bool kMachine = true;

class IssPmpTest : public testing::Test {
 protected:
  void Set(uint32_t region, uint32_t config, uint32_t address) {
    EXPECT_TRUE(pmp_.Write(kAddr0 + region, address));
    uint32_t word;
    EXPECT_TRUE(pmp_.Read(kCfg0 + region / 4, &word));
    const uint32_t shift = 8 * (region % 4);
    EXPECT_TRUE(pmp_.Write(kCfg0 + region / 4, (word & ~(0xffu << shift)) | config << shift));
  }
  uint32_t Read(uint32_t csr) {
    uint32_t value = 0;
    EXPECT_TRUE(pmp_.Read(csr, &value));
    return value;
  }
  bool UserReads(uint32_t address) { return pmp_.Allows(address, IssPmp::kR, kUser); }

  IssPmp pmp_;
};

TEST_F(IssPmpTest, WithoutRegionsMachineMayAllAndUserNothing) {
  EXPECT_TRUE(pmp_.Allows(0, IssPmp::kX, kMachine));
  EXPECT_FALSE(UserReads(0));
}

TEST_F(IssPmpTest, FourBytes) {
  Set(3, kNa4 | IssPmp::kR, 0x1000 >> 2);
  EXPECT_FALSE(UserReads(0xffc));
  EXPECT_TRUE(UserReads(0x1000));
  EXPECT_TRUE(UserReads(0x1003));
  EXPECT_FALSE(UserReads(0x1004));
}

// The table of section 3.7.1: yyyy...y011 is 32 bytes.
TEST_F(IssPmpTest, NaturallyAlignedPowerOfTwo) {
  Set(0, kNapot | IssPmp::kR, 0x1000 >> 2 | 3);
  EXPECT_FALSE(UserReads(0xffc));
  EXPECT_TRUE(UserReads(0x1000));
  EXPECT_TRUE(UserReads(0x101c));
  EXPECT_FALSE(UserReads(0x1020));
  Set(0, kNapot | IssPmp::kR, 0xffffffff);
  EXPECT_TRUE(UserReads(0));
  EXPECT_TRUE(UserReads(0xfffffffc));
}

TEST_F(IssPmpTest, TopOfRangeStartsAtTheRegionBelow) {
  Set(0, kTor | IssPmp::kR, 0x100 >> 2);
  EXPECT_TRUE(UserReads(0));
  EXPECT_TRUE(UserReads(0xfc));
  EXPECT_FALSE(UserReads(0x100));
  Set(4, 0, 0x200 >> 2);
  Set(5, kTor | IssPmp::kR, 0x300 >> 2);
  EXPECT_FALSE(UserReads(0x1fc));
  EXPECT_TRUE(UserReads(0x200));
  EXPECT_FALSE(UserReads(0x300));
}

TEST_F(IssPmpTest, LowestRegionDecides) {
  Set(7, kNapot | IssPmp::kR | IssPmp::kW, 0xffffffff);
  Set(2, kNa4, 0x1000 >> 2);
  EXPECT_FALSE(UserReads(0x1000));
  EXPECT_TRUE(UserReads(0x1004));
  EXPECT_FALSE(pmp_.Allows(0x1004, IssPmp::kX, kUser));
  EXPECT_TRUE(pmp_.Allows(0x1000, IssPmp::kW, kMachine)) << "not locked";
}

TEST_F(IssPmpTest, LockBindsMachineModeUntilReset) {
  Set(1, kLock | kTor | IssPmp::kR, 0x2000 >> 2);
  EXPECT_FALSE(pmp_.Allows(0x1000, IssPmp::kW, kMachine));
  EXPECT_TRUE(pmp_.Allows(0x1000, IssPmp::kR, kMachine));
  EXPECT_TRUE(pmp_.Allows(0x2000, IssPmp::kW, kMachine));
  Set(1, 0, 0);
  EXPECT_EQ(Read(kCfg0), (kLock | kTor | IssPmp::kR) << 8);
  EXPECT_EQ(Read(kAddr0 + 1), 0x2000u >> 2);
  pmp_.Write(kAddr0, 0x100);
  EXPECT_EQ(Read(kAddr0), 0u) << "the bottom of a locked range";
}

TEST_F(IssPmpTest, ReservedAndMissingBitsReadZero) {
  pmp_.Write(kCfg0 + 3, 0x7a7a7a7a);
  EXPECT_EQ(Read(kCfg0 + 3), 0x18181818u) << "write without read is reserved";
  pmp_.Write(kAddr0 + 9, 0xffffffff);
  EXPECT_EQ(Read(kAddr0 + 9), 0x3fffffffu);
  uint32_t value;
  EXPECT_FALSE(pmp_.Read(kCfg0 + 4, &value));
  EXPECT_FALSE(pmp_.Write(kAddr0 + 16, 0));
}

}  // namespace
}  // namespace ringside
