// axi_checker lets legal traffic pass and stops the simulation at each rule broken.

#include <cstdint>

#include "Vaxi_checker_testbench.h"
#include "gtest/gtest.h"
#include "rtl/interconnect/regbus_bench.h"

namespace ringside {
namespace {

class AxiCheckerTest : public testing::Test {
 protected:
  AxiCheckerTest() {
    Step();
    port_.rst_ni = 1;
    port_.r_ready_i = 1;
    port_.b_ready_i = 1;
  }

  void Step() {
    port_.clk_i = 0;
    port_.eval();
    port_.clk_i = 1;
    port_.eval();
  }
  // An assertion looks back one cycle, so a broken rule shows one Step() later at most.
  void Steps(int cycles = 3) {
    for (int i = 0; i < cycles; ++i) Step();
  }

  void OfferRead(uint8_t id, uint64_t addr, int beats) {
    port_.ar_valid_i = 1;
    port_.ar_id_i = id;
    port_.ar_addr_i = addr;
    port_.ar_len_i = static_cast<uint8_t>(beats - 1);
  }
  void TakeRead(uint8_t id, uint64_t addr, int beats) {
    OfferRead(id, addr, beats);
    port_.ar_ready_i = 1;
    Step();
    port_.ar_valid_i = 0;
  }
  void AnswerRead(uint8_t id, bool last) {
    port_.r_valid_i = 1;
    port_.r_id_i = id;
    port_.r_last_i = last;
    Step();
    port_.r_valid_i = 0;
  }
  void TakeWriteAddress(uint8_t id, uint64_t addr, int beats) {
    port_.aw_valid_i = 1;
    port_.aw_id_i = id;
    port_.aw_addr_i = addr;
    port_.aw_len_i = static_cast<uint8_t>(beats - 1);
    port_.aw_ready_i = 1;
    Step();
    port_.aw_valid_i = 0;
  }
  void TakeBeat(bool last) {
    port_.w_valid_i = 1;
    port_.w_last_i = last;
    port_.w_ready_i = 1;
    Step();
    port_.w_valid_i = 0;
  }
  void AnswerWrite(uint8_t id) {
    port_.b_valid_i = 1;
    port_.b_id_i = id;
    Step();
    port_.b_valid_i = 0;
  }

  SerialContext context_;
  Vaxi_checker_testbench port_{&context_};
};

TEST_F(AxiCheckerTest, LegalReadsPass) {
  TakeRead(3, 0x1e00, 16);
  TakeRead(7, 0x20, 1);
  TakeRead(3, 0x40, 2);
  // Beats of different ids may mix.
  for (int beat = 0; beat < 16; ++beat) {
    AnswerRead(3, beat == 15);
    if (beat == 4) AnswerRead(7, true);
  }
  AnswerRead(3, false);
  AnswerRead(3, true);
  Steps();
}

TEST_F(AxiCheckerTest, LegalWritesPass) {
  TakeWriteAddress(1, 0, 2);
  TakeWriteAddress(9, 0x1000, 1);
  TakeBeat(false);
  TakeBeat(true);
  TakeBeat(true);
  AnswerWrite(9);
  AnswerWrite(1);
  // Address and first beat in one cycle.
  port_.w_valid_i = 1;
  port_.w_last_i = 1;
  TakeWriteAddress(1, 0x40, 1);
  port_.w_valid_i = 0;
  AnswerWrite(1);
  Steps();
}

// A beat was once not counted when another id's first burst began in its cycle.
TEST_F(AxiCheckerTest, BeatInTheCycleOfAnotherIdsFirstBurstCounts) {
  TakeRead(3, 0, 2);
  OfferRead(4, 0x40, 1);
  AnswerRead(3, false);
  port_.ar_valid_i = 0;
  AnswerRead(3, true);
  AnswerRead(4, true);
  Steps();
}

using AxiCheckerDeathTest = AxiCheckerTest;

TEST_F(AxiCheckerDeathTest, WithdrawnAddressIsCaught) {
  OfferRead(0, 0, 1);
  Step();
  port_.ar_valid_i = 0;
  EXPECT_DEATH(Steps(), "");
}

TEST_F(AxiCheckerDeathTest, ChangedAddressIsCaught) {
  OfferRead(0, 0, 1);
  Step();
  port_.ar_addr_i = 0x20;
  EXPECT_DEATH(Steps(), "");
}

TEST_F(AxiCheckerDeathTest, ChangedDataIsCaught) {
  TakeWriteAddress(0, 0, 1);
  port_.w_valid_i = 1;
  port_.w_last_i = 1;
  port_.w_tag_i = 1;
  Step();
  port_.w_tag_i = 2;
  EXPECT_DEATH(Steps(), "");
}

TEST_F(AxiCheckerDeathTest, WithdrawnAnswerIsCaught) {
  TakeRead(0, 0, 1);
  port_.r_ready_i = 0;
  AnswerRead(0, true);
  EXPECT_DEATH(Steps(), "");
}

TEST_F(AxiCheckerDeathTest, LongBurstIsCaught) { EXPECT_DEATH(TakeRead(0, 0, 17); Step(), ""); }

TEST_F(AxiCheckerDeathTest, BurstAcrossAPageIsCaught) {
  EXPECT_DEATH(TakeWriteAddress(0, 0x1fe0, 2); Step(), "");
}

TEST_F(AxiCheckerDeathTest, UnalignedBurstIsCaught) { EXPECT_DEATH(TakeRead(0, 8, 1); Step(), ""); }

TEST_F(AxiCheckerDeathTest, StrayReadAnswerIsCaught) {
  TakeRead(2, 0, 1);
  EXPECT_DEATH(AnswerRead(3, true); Step(), "");
}

TEST_F(AxiCheckerDeathTest, SecondReadAnswerIsCaught) {
  TakeRead(2, 0, 1);
  AnswerRead(2, true);
  EXPECT_DEATH(AnswerRead(2, true); Step(), "");
}

TEST_F(AxiCheckerDeathTest, EarlyLastIsCaught) {
  TakeRead(2, 0, 2);
  EXPECT_DEATH(AnswerRead(2, true); Step(), "");
}

TEST_F(AxiCheckerDeathTest, MissingLastIsCaught) {
  TakeRead(2, 0, 1);
  EXPECT_DEATH(AnswerRead(2, false); Step(), "");
}

TEST_F(AxiCheckerDeathTest, EarlyLastBeatIsCaught) {
  TakeWriteAddress(0, 0, 2);
  EXPECT_DEATH(TakeBeat(true); Step(), "");
}

TEST_F(AxiCheckerDeathTest, DataBeforeItsAddressIsCaught) {
  EXPECT_DEATH(TakeBeat(true); Step(), "");
}

TEST_F(AxiCheckerDeathTest, AnswerBeforeTheLastBeatIsCaught) {
  TakeWriteAddress(4, 0, 2);
  TakeBeat(false);
  EXPECT_DEATH(AnswerWrite(4); Step(), "");
}

TEST_F(AxiCheckerDeathTest, StrayWriteAnswerIsCaught) { EXPECT_DEATH(AnswerWrite(0); Step(), ""); }

}  // namespace
}  // namespace ringside
