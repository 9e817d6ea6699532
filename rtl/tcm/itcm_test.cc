#include <cstdint>

#include "Vitcm.h"
#include "gtest/gtest.h"
#include "verilated.h"

namespace ringside {
namespace {

class ItcmTest : public testing::Test {
 protected:
  ~ItcmTest() override { itcm_.final(); }

  void Clock() {
    itcm_.clk_i = 0;
    itcm_.eval();
    itcm_.clk_i = 1;
    itcm_.eval();
    itcm_.a_valid_i = 0;
    itcm_.b_valid_i = 0;
  }
  void Write(uint32_t word, uint32_t data) {
    itcm_.b_valid_i = 1;
    itcm_.b_write_i = 1;
    itcm_.b_addr_i = word;
    itcm_.b_wdata_i = data;
    Clock();
  }
  uint32_t HostRead(uint32_t word) {
    itcm_.b_valid_i = 1;
    itcm_.b_write_i = 0;
    itcm_.b_addr_i = word;
    Clock();
    return itcm_.b_rdata_o;
  }
  uint32_t Fetch(uint32_t half) {
    itcm_.a_valid_i = 1;
    itcm_.a_addr_i = half;
    Clock();
    return itcm_.a_rdata_o;
  }

  VerilatedContext context_;
  Vitcm itcm_{&context_};
};

constexpr uint32_t kLastWord = 16383;

TEST_F(ItcmTest, HostReadsWhatItWrote) {
  Write(0, 0x11223344);
  Write(kLastWord, 0xaabbccdd);
  EXPECT_EQ(HostRead(0), 0x11223344u);
  EXPECT_EQ(HostRead(kLastWord), 0xaabbccddu);
}

TEST_F(ItcmTest, CoreReadsFromAnyHalf) {
  Write(8, 0x11112222);
  Write(9, 0x33334444);
  EXPECT_EQ(Fetch(16), 0x11112222u);
  EXPECT_EQ(Fetch(17), 0x44441111u);
  EXPECT_EQ(Fetch(18), 0x33334444u);
}

TEST_F(ItcmTest, TheFirstWordLiesBehindTheLast) {
  Write(0, 0x11112222);
  Write(kLastWord, 0x33334444);
  EXPECT_EQ(Fetch(2 * kLastWord + 1), 0x22223333u);
}

TEST_F(ItcmTest, AnAnswerStaysWhateverTheHostDoes) {
  Write(4, 0x11112222);
  EXPECT_EQ(Fetch(8), 0x11112222u);
  Write(4, 0x55556666);
  EXPECT_EQ(itcm_.a_rdata_o, 0x11112222u);
  EXPECT_EQ(Fetch(8), 0x55556666u);
}

}  // namespace
}  // namespace ringside
