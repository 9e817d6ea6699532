// The debug module by its JTAG pins, with a hart that knows the few instructions it is given.
#include <array>
#include <cstdint>
#include <map>

#include "Vdebug.h"
#include "gtest/gtest.h"
#include "rtl/debug/jtag_driver.h"
#include "verilated.h"

namespace ringside {
namespace {

constexpr uint32_t kData0 = 0x04;
constexpr uint32_t kDmcontrol = 0x10;
constexpr uint32_t kDmstatus = 0x11;
constexpr uint32_t kHartinfo = 0x12;
constexpr uint32_t kAbstractcs = 0x16;
constexpr uint32_t kCommand = 0x17;
constexpr uint32_t kAbstractauto = 0x18;
constexpr uint32_t kProgbuf0 = 0x20;
constexpr uint32_t kProgbuf1 = 0x21;
constexpr uint32_t kHaltsum0 = 0x40;

constexpr uint32_t kActive = 1;
constexpr uint32_t kNdmreset = 1 << 1;
constexpr uint32_t kSetResetHalt = 1 << 3;
constexpr uint32_t kAckHaveReset = 1 << 28;
constexpr uint32_t kResumeReq = 1 << 30;
constexpr uint32_t kHaltReq = 1u << 31;

// Fields of dmstatus, "all" and "any".
constexpr uint32_t kHalted = 3 << 8;
constexpr uint32_t kRunning = 3 << 10;
constexpr uint32_t kUnavailable = 3 << 12;
constexpr uint32_t kResumeAck = 3 << 16;
constexpr uint32_t kHaveReset = 3 << 18;
constexpr uint32_t kFixed = 1 << 22 | 1 << 7 | 1 << 5 | 2;

// command: access register of 32 bits.
constexpr uint32_t kSize32 = 2 << 20;
constexpr uint32_t kIncrement = 1 << 19;
constexpr uint32_t kPostexec = 1 << 18;
constexpr uint32_t kTransfer = 1 << 17;
constexpr uint32_t kWrite = 1 << 16;
constexpr uint32_t kGpr = 0x1000;

// Executes what the debug module gives it, an instruction in two cycles.
class Hart {
 public:
  bool in_reset = false;
  bool stuck = false;  // Takes no further instruction.
  std::array<uint32_t, 32> x{};
  std::map<uint32_t, uint32_t> csrs = {{0x300, 0x1800}};

  // debug_pkg::from_hart_t after to_hart_t was `in`; for the edge that comes.
  uint64_t Step(const uint32_t* in) {
    uint64_t out = uint64_t{halted_} << 41;
    if (in_reset) {
      halted_ = false;
      return 0;
    }
    if (!halted_) {
      if ((in[2] & 4) == 0) return 0;
      halted_ = true;
      return Fetch(0);
    }
    if ((in[2] & 1) == 0 || stuck || !(ready_ = !ready_)) return out;
    const uint32_t insn = in[1];
    if (insn == 0x7b20'0073) {
      halted_ = false;
      return out;
    }
    const bool is_csr = (insn & 0x7f) == 0x73 && (insn >> 12 & 7) != 0;
    if (insn == 0x13 || (is_csr && Csr(insn, in[0], &out))) return out | Fetch(half_ + 2);
    const bool exception = insn != 0x0010'0073;
    return out | uint64_t{1} << 34 | uint64_t{exception} << 33 | Fetch(0);
  }

 private:
  uint64_t Fetch(uint32_t half) {
    half_ = half;
    ready_ = false;
    return uint64_t{1} << 40 | uint64_t{half & 31} << 35;
  }
  bool Csr(uint32_t insn, uint32_t data0, uint64_t* out) {
    const uint32_t csr = insn >> 20;
    const uint32_t rd = insn >> 7 & 31;
    const uint32_t rs1 = insn >> 15 & 31;
    const bool writes = (insn >> 12 & 3) == 1 || rs1 != 0;
    const uint32_t value = x[rs1];
    if (csr == 0x7c0) {
      if (writes) *out |= uint64_t{1} << 32 | value;
      if (rd != 0) x[rd] = data0;
      return true;
    }
    if (csrs.count(csr) == 0) return false;
    if (rd != 0) x[rd] = csrs[csr];
    if (writes) csrs[csr] = value;
    return true;
  }

  bool halted_ = false;
  bool ready_ = false;
  uint32_t half_ = 0;
};

class DebugTest : public testing::Test {
 protected:
  DebugTest() {
    debug_.rst_ni = 0;
    Clock();
    debug_.rst_ni = 1;
    for (int i = 1; i < 32; ++i) hart_.x[i] = 0x100 + i;
    jtag_.Reset();
    jtag_.Write(kDmcontrol, kActive);
  }

  void Clock() {
    debug_.clk_i = 0;
    debug_.hart_reset_i = hart_.in_reset || debug_.ndmreset_o;
    debug_.eval();
    debug_.hart_i = hart_.Step(&debug_.hart_o[0]);
    debug_.eval();
    debug_.clk_i = 1;
    debug_.eval();
  }
  void Halt() {
    jtag_.Write(kDmcontrol, kActive | kHaltReq);
    jtag_.Write(kDmcontrol, kActive);
  }
  uint32_t Cmderr() { return jtag_.Read(kAbstractcs) >> 8 & 7; }
  // Runs a command; returns cmderr and clears it.
  uint32_t Run(uint32_t command) {
    jtag_.Write(kCommand, command);
    const uint32_t error = Cmderr();
    jtag_.Write(kAbstractcs, 7 << 8);
    return error;
  }

  using Jtag = JtagDriver<Vdebug>;
  VerilatedContext context_;
  Vdebug debug_{&context_};
  Hart hart_;
  Jtag jtag_{&debug_, [this] { Clock(); }};
};

TEST_F(DebugTest, SaysWhatItIs) {
  EXPECT_EQ(jtag_.Read(kDmcontrol), kActive);
  EXPECT_EQ(jtag_.Read(kDmstatus), kFixed | kRunning | kHaveReset);
  EXPECT_EQ(jtag_.Read(kHartinfo), 2u << 20 | 1u << 12 | 0x7c0);
  EXPECT_EQ(jtag_.Read(kAbstractcs), 2u << 24 | 1);
  jtag_.Write(kDmcontrol, kActive | kAckHaveReset);
  EXPECT_EQ(jtag_.Read(kDmstatus), kFixed | kRunning);
}

TEST_F(DebugTest, HaltsAndResumes) {
  Halt();
  EXPECT_EQ(jtag_.Read(kDmstatus) & (kHalted | kRunning), kHalted);
  EXPECT_EQ(jtag_.Read(kHaltsum0), 1u);
  jtag_.Write(kDmcontrol, kActive | kResumeReq);
  EXPECT_EQ(jtag_.Read(kDmstatus) & (kHalted | kRunning | kResumeAck), kRunning | kResumeAck);
  // Halt wins over resume.
  Halt();
  jtag_.Write(kDmcontrol, kActive | kResumeReq | kHaltReq);
  EXPECT_EQ(jtag_.Read(kDmstatus) & kHalted, kHalted);
}

TEST_F(DebugTest, ReachesEveryRegisterAndLeavesTheOthers) {
  Halt();
  const std::array<uint32_t, 32> before = hart_.x;
  for (uint32_t i = 0; i < 32; ++i) {
    EXPECT_EQ(Run(kSize32 | kTransfer | kGpr | i), 0u);
    EXPECT_EQ(jtag_.Read(kData0), before[i]) << i;
  }
  EXPECT_EQ(Run(kSize32 | kTransfer | 0x300), 0u);
  EXPECT_EQ(jtag_.Read(kData0), 0x1800u);
  EXPECT_EQ(hart_.x, before);
  jtag_.Write(kData0, 0xabcd);
  EXPECT_EQ(Run(kSize32 | kTransfer | kWrite | 0x300), 0u);
  EXPECT_EQ(hart_.csrs[0x300], 0xabcdu);
  EXPECT_EQ(jtag_.Read(kData0), 0xabcdu);
  EXPECT_EQ(hart_.x, before);
  EXPECT_EQ(Run(kSize32 | kTransfer | kWrite | kGpr | 9), 0u);
  EXPECT_EQ(hart_.x[9], 0xabcdu);
}

TEST_F(DebugTest, ErrorsAreThoseOfTheSpecification) {
  EXPECT_EQ(Run(kSize32 | kTransfer | kGpr), 4u);
  EXPECT_EQ(Run(2u << 24), 2u);
  Halt();
  EXPECT_EQ(Run(1u << 24), 2u);
  EXPECT_EQ(Run(3 << 20 | kTransfer | kGpr), 2u);
  EXPECT_EQ(Run(kSize32 | kTransfer | 0x1020), 3u);
  EXPECT_EQ(Run(kSize32 | kTransfer | 0xc000), 3u);
  // A CSR that is not there costs x8 nothing, and the program buffer is not run.
  const std::array<uint32_t, 32> before = hart_.x;
  jtag_.Write(kData0, 77);
  jtag_.Write(kProgbuf0, 0x7c00'9073);
  EXPECT_EQ(Run(kSize32 | kTransfer | kPostexec | 0x301), 3u);
  EXPECT_EQ(hart_.x, before);
  EXPECT_EQ(jtag_.Read(kData0), 77u);
  // The first error stays, and nothing runs.
  jtag_.Write(kCommand, kSize32 | kTransfer | 0x301);
  jtag_.Write(kCommand, kSize32 | kTransfer | kGpr | 5);
  EXPECT_EQ(jtag_.Read(kData0), 77u);
  EXPECT_EQ(Cmderr(), 3u);
  jtag_.Write(kAbstractcs, 7 << 8);
  EXPECT_EQ(Cmderr(), 0u);
}

TEST_F(DebugTest, BusyIsToldAndNothingIsLost) {
  Halt();
  jtag_.Write(kData0, 5);
  hart_.stuck = true;
  jtag_.Write(kCommand, kSize32 | kTransfer | kWrite | kGpr | 7);
  EXPECT_EQ(jtag_.Read(kAbstractcs) >> 12 & 1, 1u);
  EXPECT_EQ(Cmderr(), 0u);
  jtag_.Write(kData0, 6);
  EXPECT_EQ(Cmderr(), 1u);
  hart_.stuck = false;
  EXPECT_EQ(jtag_.Read(kAbstractcs) >> 12 & 1, 0u);
  EXPECT_EQ(hart_.x[7], 5u);
}

TEST_F(DebugTest, RunsTheProgramBufferAgainAndAgain) {
  Halt();
  // csrr x10, mstatus after each transfer of x10, which moves on to x11 and x12.
  jtag_.Write(kProgbuf0, 0x3000'2573);
  jtag_.Write(kProgbuf1, 0x0000'0013);
  jtag_.Write(kAbstractauto, 1);
  jtag_.Write(kCommand, kSize32 | kTransfer | kPostexec | kIncrement | kGpr | 10);
  EXPECT_EQ(jtag_.Read(kData0), 0x10au);
  EXPECT_EQ(hart_.x[10], 0x1800u);
  EXPECT_EQ(jtag_.Read(kData0), 0x10bu);
  jtag_.Write(kAbstractauto, 0);
  EXPECT_EQ(jtag_.Read(kData0), 0x10cu);
  EXPECT_EQ(Cmderr(), 0u);
}

TEST_F(DebugTest, HartInResetIsUnavailable) {
  jtag_.Write(kDmcontrol, kActive | kAckHaveReset);
  jtag_.Write(kDmcontrol, kActive | kNdmreset | kSetResetHalt);
  EXPECT_EQ(jtag_.Read(kDmstatus) & (kUnavailable | kHalted | kRunning), kUnavailable);
  EXPECT_EQ(debug_.hart_o[2] & 2, 2u);
  jtag_.Write(kDmcontrol, kActive);
  EXPECT_EQ(jtag_.Read(kDmstatus) & (kUnavailable | kHaveReset), kHaveReset);
  // A command is given up when the hart goes.
  Halt();
  hart_.stuck = true;
  jtag_.Write(kCommand, kSize32 | kTransfer | kGpr | 7);
  hart_.in_reset = true;
  EXPECT_EQ(Cmderr(), 4u);
  EXPECT_EQ(jtag_.Read(kAbstractcs) >> 12 & 1, 0u);
}

TEST_F(DebugTest, InactiveItForgetsAndLeavesTheHartAlone) {
  jtag_.Write(kDmcontrol, kActive | kSetResetHalt);
  jtag_.Write(kProgbuf0, 1);
  jtag_.Write(kDmcontrol, 0);
  EXPECT_EQ(jtag_.Read(kDmstatus), 0u);
  // Only dmactive can be written.
  jtag_.Write(kDmcontrol, kActive | kHaltReq | kNdmreset);
  EXPECT_EQ(jtag_.Read(kDmcontrol), kActive);
  EXPECT_EQ(jtag_.Read(kDmstatus) & kRunning, kRunning);
  EXPECT_EQ(jtag_.Read(kProgbuf0), 0u);
  EXPECT_EQ(debug_.hart_o[2], 0u);
}

using DebugDeathTest = DebugTest;

TEST_F(DebugDeathTest, HartThatEndsWhatItWasNotGivenIsCaught) {
  const auto end = [this] {
    debug_.clk_i = 0;
    debug_.hart_i = uint64_t{1} << 41 | uint64_t{1} << 34;
    debug_.eval();
    debug_.clk_i = 1;
    debug_.eval();
  };
  EXPECT_DEATH(end(), "");
}

}  // namespace
}  // namespace ringside
