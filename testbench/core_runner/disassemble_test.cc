// Compares the disassembler with objdump, for every instruction that it knows.
#include "testbench/core_runner/disassemble.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"

namespace ringside {
namespace {

struct Line {
  uint32_t pc;
  uint32_t insn;
  std::string text;
};

// "80000010:\t0020d463          \tbgeu\ta0,a1,80000018 <_start+0x8>" without what only objdump
// says.
bool ParseLine(const std::string& text, Line* line) {
  const std::vector<std::string> columns = absl::StrSplit(text, '\t');
  if (columns.size() < 3 || !absl::EndsWith(columns[0], ":")) return false;
  line->pc = static_cast<uint32_t>(std::stoul(columns[0], nullptr, 16));
  line->insn = static_cast<uint32_t>(std::stoul(columns[1], nullptr, 16));
  line->text = columns[2];
  if (columns.size() == 3) return true;
  std::string operands = columns[3];
  operands = operands.substr(0, operands.find(" #"));
  const size_t symbol = operands.find(" <");
  if (symbol != std::string::npos) {
    // The target of a jump, without the 0x that other numbers have.
    operands = operands.substr(0, symbol);
    operands.insert(operands.rfind(',') + 1, "0x");
  }
  absl::StrAppend(&line->text, " ", operands);
  return true;
}

std::vector<Line> Objdump() {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(
      popen("../riscv64_unknown_elf/objdump -d -M no-aliases "
            "testbench/core_runner/programs/instructions.elf",
            "r"),
      &pclose);
  std::vector<Line> lines;
  char text[512];
  while (std::fgets(text, sizeof(text), pipe.get()) != nullptr) {
    Line line;
    if (ParseLine(std::string(absl::StripSuffix(text, "\n")), &line)) lines.push_back(line);
  }
  return lines;
}

TEST(Disassemble, AgreesWithObjdump) {
  const std::vector<Line> lines = Objdump();
  EXPECT_GT(lines.size(), 290u);
  for (const Line& line : lines) {
    // What the linker script begins the image with.
    if (line.text == "c.unimp") continue;
    // The one mnemonic of the specification that objdump takes for an abbreviation.
    const bool is_nop = line.text == "c.addi zero,0";
    EXPECT_EQ(Disassemble(line.pc, line.insn), is_nop ? "c.nop" : line.text);
  }
}

TEST(Disassemble, WhatIsNoInstructionIsANumber) {
  EXPECT_EQ(Disassemble(0, 0xffffffff), ".word 0xffffffff");
  EXPECT_EQ(Disassemble(0, 0x02000013 | 1 << 12), ".word 0x02001013") << "shift by 32 and more";
  EXPECT_EQ(Disassemble(0, 0x00000000), ".half 0x0000");
  EXPECT_EQ(Disassemble(0, 0x00008002), ".half 0x8002") << "c.jr zero";
  EXPECT_EQ(Disassemble(0, 0x00002000), ".half 0x2000") << "c.fld";
  EXPECT_EQ(Disassemble(0, 0x00006001), ".half 0x6001") << "c.lui zero,0";
}

}  // namespace
}  // namespace ringside
