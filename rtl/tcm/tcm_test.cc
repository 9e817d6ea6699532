#include <cstdint>

#include "Vtcm.h"
#include "gtest/gtest.h"
#include "verilated.h"

namespace ringside {
namespace {

class TcmTest : public testing::Test {
 protected:
  TcmTest() {
    tcm_.rst_ni = 1;
    Clock();
  }
  ~TcmTest() override { tcm_.final(); }

  void Clock() {
    tcm_.clk_i = 0;
    tcm_.eval();
    tcm_.clk_i = 1;
    tcm_.eval();
    tcm_.a_valid_i = 0;
    tcm_.b_valid_i = 0;
  }
  // Word addresses.
  void SetA(bool write, uint32_t address, uint32_t data = 0, uint32_t be = 15) {
    tcm_.a_valid_i = 1;
    tcm_.a_write_i = write;
    tcm_.a_addr_i = address;
    tcm_.a_wdata_i = data;
    tcm_.a_be_i = be;
  }
  void SetB(bool write, uint32_t address, uint32_t data = 0) {
    tcm_.b_valid_i = 1;
    tcm_.b_write_i = write;
    tcm_.b_addr_i = address;
    tcm_.b_wdata_i = data;
  }

  VerilatedContext context_;
  Vtcm tcm_{&context_};
};

TEST_F(TcmTest, WhatOnePortWritesTheOtherReads) {
  SetA(true, 5, 0x11223344);
  SetB(true, 16383, 0xaabbccdd);
  Clock();
  SetA(false, 16383);
  SetB(false, 5);
  Clock();
  EXPECT_EQ(tcm_.a_rdata_o, 0xaabbccddu);
  EXPECT_EQ(tcm_.b_rdata_o, 0x11223344u);
}

TEST_F(TcmTest, ByteEnablesWriteOnlyTheirBytes) {
  SetA(true, 7, 0x11223344);
  Clock();
  SetA(true, 7, 0xaabbccdd, 0b0101);
  Clock();
  SetA(false, 7);
  Clock();
  EXPECT_EQ(tcm_.a_rdata_o, 0x11bb33ddu);
}

TEST_F(TcmTest, AnswerStaysUntilTheNextRead) {
  SetA(true, 1, 42);
  Clock();
  SetA(false, 1);
  Clock();
  SetA(true, 1, 43);
  Clock();
  Clock();
  EXPECT_EQ(tcm_.a_rdata_o, 42u);
}

TEST_F(TcmTest, ReadBesideWriteGivesTheOldWord) {
  SetA(true, 9, 1);
  Clock();
  SetA(true, 9, 2);
  SetB(false, 9);
  Clock();
  EXPECT_EQ(tcm_.b_rdata_o, 1u);
}

TEST_F(TcmTest, TwoWritersOfOneWordAreCaught) {
  EXPECT_DEATH(
      {
        SetA(true, 3, 1);
        SetB(true, 3, 2);
        Clock();
      },
      "");
}

}  // namespace
}  // namespace ringside
