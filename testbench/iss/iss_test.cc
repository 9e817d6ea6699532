#include "testbench/iss/iss.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "testbench/iss/assembler.h"
#include "testbench/iss/flat_memory.h"

namespace ringside {
namespace {

constexpr uint32_t kHandler = 0x100;

class IssTest : public testing::Test {
 protected:
  // Runs `program` from address 0, an instruction a word.
  Retired Run(const std::vector<uint32_t>& program) {
    for (size_t i = 0; i < program.size(); ++i) memory_.code()[i] = program[i];
    Retired last;
    for (size_t i = 0; i < program.size(); ++i) last = iss_.Step();
    return last;
  }

  FlatMemory memory_;
  Iss iss_{&memory_, 0};
};

TEST_F(IssTest, ImmediatesAreSignExtended) {
  Run({rv::Addi(1, 0, -1), rv::Andi(2, 1, -256), rv::Lui(3, 0x80000000), rv::Auipc(4, 0x1000)});
  EXPECT_EQ(iss_.reg(1), 0xffffffffu);
  EXPECT_EQ(iss_.reg(2), 0xffffff00u);
  EXPECT_EQ(iss_.reg(3), 0x80000000u);
  EXPECT_EQ(iss_.reg(4), 0x100cu);
}

TEST_F(IssTest, RegisterZeroStaysZero) {
  const Retired r = Run({rv::Addi(0, 0, 5)});
  EXPECT_EQ(iss_.reg(0), 0u);
  EXPECT_EQ(r.rd_wdata, 0u);
}

// One known answer each, worked out by hand from the specification's text.
TEST_F(IssTest, BitOperationsFollowTheSpecification) {
  constexpr uint32_t kA = 0x80010f00;
  constexpr uint32_t kB = 0x00000024;  // As an amount: 4.
  struct Case {
    uint32_t insn;
    uint32_t result;
  };
  const auto op = [](uint32_t funct7, uint32_t funct3) { return rv::Op(funct7, funct3, 5, 2, 3); };
  const auto imm = [](uint32_t funct3, int32_t value) { return rv::OpImm(funct3, 5, 2, value); };
  for (const Case& c : std::vector<Case>{
           {op(0x10, 2), 0x00021e24},   {op(0x10, 4), 0x00043c24},   {op(0x10, 6), 0x00087824},
           {op(0x20, 7), 0x80010f00},   {op(0x20, 6), 0xffffffdb},   {op(0x20, 4), 0x7ffef0db},
           {op(0x05, 4), 0x80010f00},   {op(0x05, 5), 0x00000024},   {op(0x05, 6), 0x00000024},
           {op(0x05, 7), 0x80010f00},   {op(0x30, 1), 0x0010f008},   {op(0x30, 5), 0x080010f0},
           {op(0x04, 4), 0x00240f00},   {op(0x04, 7), 0x00002400},   {op(0x24, 5), 0},
           {op(0x14, 1), 0x80010f10},   {op(0x34, 1), 0x80010f10},   {op(0x24, 1), 0x80010f00},
           {imm(1, 0x600), 0},          {imm(1, 0x601), 8},          {imm(1, 0x602), 6},
           {imm(1, 0x604), 0},          {imm(1, 0x605), 0x00000f00}, {imm(5, 0x287), 0xffffff00},
           {imm(5, 0x698), 0x000f0180}, {imm(5, 0x687), 0x0180f000}, {imm(5, 0x604), 0x080010f0},
           {imm(1, 0x49f), 0x00010f00}, {imm(5, 0x49f), 1},          {imm(1, 0x68f), 0x80018f00},
           {imm(1, 0x281), 0x80010f02}, {imm(1, 0x08f), 0x80550002}, {imm(5, 0x08f), 0x80300130}}) {
    Iss iss(&memory_, 0);
    memory_.code()[0] = c.insn;
    iss.set_reg(2, kA);
    iss.set_reg(3, kB);
    EXPECT_FALSE(iss.Step().trap) << std::hex << c.insn;
    EXPECT_EQ(iss.reg(5), c.result) << std::hex << c.insn << ": " << iss.reg(5);
  }
}

// The table of the specification, section 7.2.
TEST_F(IssTest, DivisionCornersFollowTheSpecification) {
  Run({rv::Lui(1, 0x80000000), rv::Addi(2, 0, -1), rv::Div(3, 1, 2), rv::Rem(4, 1, 2),
       rv::Div(5, 1, 0), rv::Rem(6, 1, 0), rv::Op(1, 5, 7, 1, 0), rv::Op(1, 7, 8, 1, 0)});
  EXPECT_EQ(iss_.reg(3), 0x80000000u);
  EXPECT_EQ(iss_.reg(4), 0u);
  EXPECT_EQ(iss_.reg(5), 0xffffffffu);
  EXPECT_EQ(iss_.reg(6), 0x80000000u);
  EXPECT_EQ(iss_.reg(7), 0xffffffffu);
  EXPECT_EQ(iss_.reg(8), 0x80000000u);
}

TEST_F(IssTest, UpperProductsDifferInTheirSigns) {
  Run({rv::Addi(1, 0, -1), rv::Addi(2, 0, -1), rv::Op(1, 1, 3, 1, 2), rv::Op(1, 2, 4, 1, 2),
       rv::Op(1, 3, 5, 1, 2)});
  EXPECT_EQ(iss_.reg(3), 0u);
  EXPECT_EQ(iss_.reg(4), 0xffffffffu);
  EXPECT_EQ(iss_.reg(5), 0xfffffffeu);
}

TEST_F(IssTest, LoadsExtendAsNamed) {
  memory_.data()[0] = 0x8081f2f3;
  Run({rv::Lui(1, FlatMemory::kDataBase), rv::Lb(2, 1, 3), rv::Lhu(3, 1, 2), rv::Load(4, 4, 1, 1),
       rv::Load(1, 5, 1, 0)});
  EXPECT_EQ(iss_.reg(2), 0xffffff80u);
  EXPECT_EQ(iss_.reg(3), 0x8081u);
  EXPECT_EQ(iss_.reg(4), 0xf2u);
  EXPECT_EQ(iss_.reg(5), 0xfffff2f3u);
}

TEST_F(IssTest, StoresReportWhatTheyWrote) {
  const Retired r = Run({rv::Lui(1, FlatMemory::kDataBase), rv::Addi(2, 0, -2), rv::Sh(2, 1, 6)});
  EXPECT_EQ(memory_.data()[1], 0xfffe0000u);
  EXPECT_EQ(r.mem_addr, FlatMemory::kDataBase + 6);
  EXPECT_EQ(r.mem_wmask, 3u);
  EXPECT_EQ(r.mem_wdata, 0xfffeu);
}

// Each on the same two numbers, of which one is negative.
TEST_F(IssTest, AtomicOperationsReturnWhatWasThere) {
  constexpr uint32_t kOld = 0xfffffff0;
  constexpr uint32_t kOperand = 0x00000021;
  struct Case {
    uint32_t funct5;
    uint32_t result;
  };
  for (const Case& c : std::vector<Case>{{0x00, 0x00000011},
                                         {0x01, 0x00000021},
                                         {0x04, 0xffffffd1},
                                         {0x08, 0xfffffff1},
                                         {0x0c, 0x00000020},
                                         {0x10, 0xfffffff0},
                                         {0x14, 0x00000021},
                                         {0x18, 0x00000021},
                                         {0x1c, 0xfffffff0}}) {
    Iss iss(&memory_, 0);
    memory_.code()[0] = rv::Atomic(c.funct5, 5, 2, 3);
    memory_.data()[1] = kOld;
    iss.set_reg(2, FlatMemory::kDataBase + 4);
    iss.set_reg(3, kOperand);
    const Retired r = iss.Step();
    EXPECT_EQ(iss.reg(5), kOld) << c.funct5;
    EXPECT_EQ(memory_.data()[1], c.result) << c.funct5;
    EXPECT_EQ(r.mem_rmask, 15u);
    EXPECT_EQ(r.mem_wmask, 15u);
    EXPECT_EQ(r.mem_rdata, kOld);
    EXPECT_EQ(r.mem_wdata, c.result);
  }
}

TEST_F(IssTest, StoreConditionalNeedsItsReservation) {
  Run({rv::Lui(1, FlatMemory::kDataBase), rv::Addi(2, 1, 4), rv::Addi(3, 0, 7), rv::ScW(4, 1, 3),
       rv::LrW(5, 1), rv::ScW(6, 2, 3), rv::ScW(7, 1, 3), rv::LrW(8, 1), rv::ScW(9, 1, 3),
       rv::ScW(10, 1, 3)});
  EXPECT_EQ(iss_.reg(4), 1u) << "nothing was reserved";
  EXPECT_EQ(iss_.reg(6), 1u) << "another word was";
  EXPECT_EQ(iss_.reg(7), 1u) << "that SC.W has taken the reservation with it";
  EXPECT_EQ(iss_.reg(9), 0u);
  EXPECT_EQ(iss_.reg(10), 1u);
  EXPECT_EQ(memory_.data()[0], 7u);
  EXPECT_EQ(memory_.data()[1], 0u);
}

TEST_F(IssTest, TrapsForgetTheReservation) {
  Run({rv::Addi(1, 0, 16), rv::Csrrw(0, rv::kMtvec, 1), rv::Lui(1, FlatMemory::kDataBase),
       rv::LrW(2, 1), rv::kEcall});
  // The ECALL, once more as its own handler, trapped.
  memory_.code()[4] = rv::ScW(3, 1, 1);
  iss_.Step();
  EXPECT_EQ(iss_.reg(3), 1u);
}

TEST_F(IssTest, JumpAndLinkReturnsBehindItself) {
  const Retired r = Run({rv::Jal(1, 64)});
  EXPECT_EQ(r.pc_wdata, 64u);
  EXPECT_EQ(iss_.reg(1), 4u);
}

TEST_F(IssTest, ExceptionLeavesCauseValueAndPlace) {
  Run({rv::Addi(1, 0, kHandler), rv::Csrrw(0, rv::kMtvec, 1)});
  memory_.code()[2] = rv::Lw(2, 0, 6);
  const Retired r = iss_.Step();
  EXPECT_TRUE(r.trap);
  EXPECT_EQ(r.pc_wdata, kHandler);
  memory_.code()[kHandler / 4] = rv::Csrrs(3, rv::kMcause, 0);
  memory_.code()[kHandler / 4 + 1] = rv::Csrrs(4, rv::kMtval, 0);
  memory_.code()[kHandler / 4 + 2] = rv::Csrrs(5, rv::kMepc, 0);
  EXPECT_TRUE(iss_.Step().intr);
  EXPECT_FALSE(iss_.Step().intr);
  iss_.Step();
  EXPECT_EQ(iss_.reg(3), 4u);
  EXPECT_EQ(iss_.reg(4), 6u);
  EXPECT_EQ(iss_.reg(5), 8u);
}

TEST_F(IssTest, InterruptsGoByPriorityToTheirVector) {
  Run({rv::Addi(1, 0, kHandler + 1), rv::Csrrw(0, rv::kMtvec, 1), rv::Addi(1, 0, -1),
       rv::Csrrw(0, rv::kMie, 1)});
  EXPECT_FALSE(iss_.TakeInterrupt(1u << 7)) << "mstatus.MIE is still 0";
  memory_.code()[4] = rv::Csr(6, 0, rv::kMstatus, 8);
  iss_.Step();
  EXPECT_TRUE(iss_.TakeInterrupt(1u << 7 | 1u << 18 | 1u << 20));
  EXPECT_EQ(iss_.pc(), kHandler + 4 * 18);
  EXPECT_FALSE(iss_.TakeInterrupt(1u << 7)) << "taking one turns them off";
}

TEST_F(IssTest, WhatTrapsIsNotCounted) {
  Run({rv::kNop, rv::kEcall});
  memory_.code()[0] = rv::Csrrs(1, rv::kMinstret, 0);
  iss_.Step();
  EXPECT_EQ(iss_.reg(1), 1u);
}

TEST_F(IssTest, ReservedEncodingsAreIllegal) {
  for (const uint32_t insn :
       {0u, 0xffffffffu, rv::OpImm(1, 1, 1, 1 << 10), rv::Op(2, 0, 1, 1, 1), rv::Load(3, 1, 1, 0),
        rv::Store(3, 1, 1, 0), rv::Branch(2, 1, 1, 8), rv::Atomic(2, 1, 1, 1),
        rv::Atomic(5, 1, 1, 1), rv::Atomic(0, 1, 1, 1) | 1u << 12, rv::kMret | 1u << 7,
        rv::Csrrw(1, 0xf14, 1), rv::Csrrs(1, 0x7c0, 0)}) {
    Iss iss(&memory_, 0);
    memory_.code()[0] = insn;
    EXPECT_TRUE(iss.Step().trap) << std::hex << insn;
  }
}

}  // namespace
}  // namespace ringside
