#include <memory>

#include "Vhost_port.h"
#include "gtest/gtest.h"
#include "uapi/memory_map.h"
#include "verilated.h"

namespace ringside {
namespace {

class HostPortTest : public testing::Test {
 protected:
  HostPortTest() {
    context_.threads(1);
    port_ = std::make_unique<Vhost_port>(&context_);
    port_->reg_ready_i = 1;
    Clock();
    port_->rst_ni = 1;
    Clock();
  }
  ~HostPortTest() override { Verilated::threadContextp(&context_); }

  void Settle() {
    port_->clk_i = 0;
    port_->eval();
  }
  void Clock() {
    Settle();
    port_->clk_i = 1;
    port_->eval();
  }
  void Ask(uint32_t address, bool write) {
    port_->host_valid_i = 1;
    port_->host_write_i = write;
    port_->host_addr_i = address;
    Settle();
  }

  VerilatedContext context_;
  std::unique_ptr<Vhost_port> port_;
};

using HostPortDeathTest = HostPortTest;

TEST_F(HostPortTest, RegistersAreAnsweredInTheirCycle) {
  port_->reg_rdata_i = 0x1234;
  Ask(RS_BAR_BLOCK(MMU) + 0x120, false);
  EXPECT_TRUE(port_->reg_valid_o);
  EXPECT_EQ(port_->reg_addr_o, RS_BAR_BLOCK(MMU) + 0x120);
  EXPECT_TRUE(port_->host_ready_o);
  EXPECT_EQ(port_->host_rdata_o, 0x1234u);
  EXPECT_FALSE(port_->host_error_o);
}

TEST_F(HostPortTest, ABusyRegisterBusMakesTheHostWait) {
  port_->reg_ready_i = 0;
  Ask(RS_BAR_BLOCK(SYS), true);
  EXPECT_FALSE(port_->host_ready_o);
  Clock();
  port_->reg_ready_i = 1;
  Settle();
  EXPECT_TRUE(port_->host_ready_o);
}

TEST_F(HostPortTest, AMemoryIsReadInASecondCycle) {
  for (uint32_t base : {RS_BAR_ITCM, RS_BAR_DTCM}) {
    Ask(base + 0x40, false);
    EXPECT_TRUE(port_->tcm_valid_o);
    EXPECT_EQ(port_->tcm_dtcm_o, base == RS_BAR_DTCM);
    EXPECT_EQ(port_->tcm_addr_o, 0x40);
    EXPECT_FALSE(port_->host_ready_o);
    Clock();
    port_->tcm_rdata_i = 77;
    Settle();
    EXPECT_FALSE(port_->tcm_valid_o);
    EXPECT_TRUE(port_->host_ready_o);
    EXPECT_EQ(port_->host_rdata_o, 77u);
    Clock();
    port_->host_valid_i = 0;
    Clock();
  }
}

TEST_F(HostPortTest, AMemoryOfARunningCoreIsNotWritten) {
  port_->core_run_i = 1;
  Ask(RS_BAR_DTCM, true);
  EXPECT_FALSE(port_->tcm_valid_o);
  EXPECT_TRUE(port_->host_ready_o);
  EXPECT_TRUE(port_->host_error_o);
  port_->core_run_i = 0;
  Settle();
  EXPECT_TRUE(port_->tcm_valid_o);
  EXPECT_FALSE(port_->host_error_o);
}

TEST_F(HostPortTest, WhatIsNotThereAnswersAnErrorAndReachesNobody) {
  for (uint32_t address : {0x10000u, 0x00002u, RS_BAR_ITCM + RS_CORE_ITCM_BYTES,
                           RS_BAR_DTCM + RS_CORE_DTCM_BYTES, 0x300000u}) {
    Ask(address, true);
    EXPECT_FALSE(port_->reg_valid_o) << address;
    EXPECT_FALSE(port_->tcm_valid_o) << address;
    EXPECT_TRUE(port_->host_ready_o) << address;
    EXPECT_TRUE(port_->host_error_o) << address;
  }
}

TEST_F(HostPortDeathTest, ARequestThatDoesNotWaitIsCaught) {
  port_->reg_ready_i = 0;
  Ask(RS_BAR_BLOCK(SYS), false);
  Clock();
  port_->host_valid_i = 0;
  EXPECT_DEATH(
      {
        Clock();
        Clock();
      },
      "");
}

}  // namespace
}  // namespace ringside
