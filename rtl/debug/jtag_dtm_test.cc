// The transport module by its pins, against a debug module that takes its time.
#include <cstdint>
#include <random>

#include "Vjtag_dtm.h"
#include "gtest/gtest.h"
#include "rtl/debug/jtag_driver.h"
#include "verilated.h"

namespace ringside {
namespace {

constexpr uint32_t kIdCodeValue = 0x1525'3001;
constexpr uint32_t kDtmcsValue = 1 << 12 | 7 << 4 | 1;
constexpr uint32_t kDmiReset = 1 << 16;
constexpr uint32_t kDmiHardReset = 1 << 17;

class JtagDtmTest : public testing::Test {
 protected:
  JtagDtmTest() {
    dtm_.rst_ni = 0;
    Clock();
    dtm_.rst_ni = 1;
    jtag_.Reset();
  }

  void Clock() {
    dtm_.clk_i = 0;
    dtm_.eval();
    if (dtm_.dmi_valid_o && dtm_.dmi_ready_i) {
      ++accesses_;
      if (dtm_.dmi_write_o) {
        written_ = dtm_.dmi_wdata_o;
        address_ = dtm_.dmi_addr_o;
      }
    }
    dtm_.clk_i = 1;
    dtm_.eval();
  }

  uint32_t Dtmcs(uint32_t value = 0) {
    jtag_.SelectRegister(Jtag::kDtmcs);
    return static_cast<uint32_t>(jtag_.Scan(value, 32));
  }

  using Jtag = JtagDriver<Vjtag_dtm>;
  VerilatedContext context_;
  Vjtag_dtm dtm_{&context_};
  Jtag jtag_{&dtm_, [this] { Clock(); }};
  int accesses_ = 0;
  uint32_t written_ = 0;
  uint32_t address_ = 0;
};

TEST_F(JtagDtmTest, IdcodeIsSelectedByReset) {
  EXPECT_EQ(jtag_.Scan(0, 32), kIdCodeValue);
  jtag_.SelectRegister(Jtag::kBypass);
  jtag_.Reset();
  EXPECT_EQ(jtag_.Scan(0, 32), kIdCodeValue);
  jtag_.SelectRegister(Jtag::kBypass);
  dtm_.jtag_trst_ni = 0;
  for (int i = 0; i < 8; ++i) Clock();
  dtm_.jtag_trst_ni = 1;
  jtag_.Tick(false, false);
  EXPECT_EQ(jtag_.Scan(0, 32), kIdCodeValue);
}

TEST_F(JtagDtmTest, BypassIsOneBitWhateverIsUndefined) {
  for (uint32_t ir : {0x00, 0x02, 0x0f, 0x12, 0x1f}) {
    jtag_.SelectRegister(ir);
    EXPECT_EQ(jtag_.Scan(0x5a5, 12), (0x5a5 << 1) & 0xfff) << ir;
  }
}

TEST_F(JtagDtmTest, CarriesAccesses) {
  dtm_.dmi_ready_i = 1;
  dtm_.dmi_rdata_i = 0xcafe'f00d;
  EXPECT_EQ(Dtmcs(), kDtmcsValue);
  jtag_.Write(0x55, 0x1234'5678);
  EXPECT_EQ(written_, 0x1234'5678u);
  EXPECT_EQ(address_, 0x55u);
  EXPECT_EQ(jtag_.Read(0x11), 0xcafe'f00du);
  EXPECT_EQ(accesses_, 2);
}

TEST_F(JtagDtmTest, BusyStaysUntilReset) {
  uint32_t rdata;
  EXPECT_EQ(jtag_.Access(2, 0x10, 1, &rdata), Jtag::kBusy);
  dtm_.dmi_ready_i = 1;
  Clock();
  EXPECT_EQ(accesses_, 1);
  // It ignores all until then.
  EXPECT_EQ(jtag_.Access(2, 0x10, 2, &rdata), Jtag::kBusy);
  EXPECT_EQ(accesses_, 1);
  EXPECT_EQ(Dtmcs(kDmiReset), kDtmcsValue | Jtag::kBusy << 10);
  EXPECT_EQ(Dtmcs(), kDtmcsValue);
  EXPECT_EQ(jtag_.Access(2, 0x10, 3, &rdata), Jtag::kOk);
  EXPECT_EQ(accesses_, 2);
}

TEST_F(JtagDtmTest, FailureStaysUntilReset) {
  dtm_.dmi_ready_i = 1;
  dtm_.dmi_error_i = 1;
  uint32_t rdata;
  EXPECT_EQ(jtag_.Access(1, 0x10, 0, &rdata), Jtag::kFailed);
  dtm_.dmi_error_i = 0;
  EXPECT_EQ(jtag_.Access(1, 0x10, 0, &rdata), Jtag::kFailed);
  Dtmcs(kDmiReset);
  EXPECT_EQ(jtag_.Access(1, 0x10, 0, &rdata), Jtag::kOk);
}

TEST_F(JtagDtmTest, HardResetGivesTheAccessUp) {
  uint32_t rdata;
  jtag_.Access(1, 0x10, 0, &rdata);
  EXPECT_TRUE(dtm_.dmi_valid_o);
  Dtmcs(kDmiHardReset);
  EXPECT_FALSE(dtm_.dmi_valid_o);
  EXPECT_EQ(Dtmcs(), kDtmcsValue);
}

// From every state that garbage leads to, five periods with TMS high lead out.
TEST_F(JtagDtmTest, RecoversFromGarbage) {
  constexpr uint64_t kSeed = 7;
  std::mt19937_64 random(kSeed);
  dtm_.dmi_ready_i = 1;
  for (int round = 0; round < 200; ++round) {
    for (int i = 0; i < 100; ++i) {
      const uint64_t bits = random();
      // Pins that move at any time.
      dtm_.jtag_tck_i = bits & 1;
      dtm_.jtag_tms_i = bits >> 1 & 1;
      dtm_.jtag_tdi_i = bits >> 2 & 1;
      dtm_.jtag_trst_ni = (bits >> 3 & 63) != 0;
      for (uint64_t cycles = bits >> 16 & 7; cycles > 0; --cycles) Clock();
    }
    dtm_.jtag_trst_ni = 1;
    jtag_.Reset();
    ASSERT_EQ(jtag_.Scan(0, 32), kIdCodeValue) << "seed " << kSeed << ", round " << round;
  }
}

}  // namespace
}  // namespace ringside
