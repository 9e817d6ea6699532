#include "rtl/cpu/program_cost.h"

#include <ctime>

#include "Vcpu_testbench.h"
#include "verilated.h"

namespace ringside {
namespace {

void Clock(Vcpu_testbench* cpu) {
  cpu->clk_i = 1;
  cpu->eval();
  cpu->clk_i = 0;
  cpu->eval();
}

void Load(Vcpu_testbench* cpu, bool dtcm, const std::vector<uint32_t>& words) {
  cpu->tcm_req_valid_i = 1;
  cpu->tcm_req_write_i = 1;
  cpu->tcm_req_dtcm_i = dtcm;
  for (uint32_t i = 0; i < words.size(); ++i) {
    cpu->tcm_req_addr_i = 4 * i;
    cpu->tcm_req_wdata_i = words[i];
    Clock(cpu);
  }
  cpu->tcm_req_valid_i = 0;
}

enum class Kind { kBranch, kReturn, kIndirectJump, kDivision, kOther };

constexpr uint32_t kZero = 0;
constexpr uint32_t kRa = 1;

Kind KindOfJump(uint32_t rd, uint32_t rs1) {
  return rd == kZero && rs1 == kRa ? Kind::kReturn : Kind::kIndirectJump;
}

// `insn` as it stands in memory, 16 bits if compressed; a legal one.
Kind KindOf(uint32_t insn) {
  const uint32_t rd = insn >> 7 & 31;
  if ((insn & 3) == 3) {
    switch (insn & 0x7f) {
      case 0x63:
        return Kind::kBranch;
      case 0x67:
        return KindOfJump(rd, insn >> 15 & 31);
      case 0x33:
        // Of M, the upper four.
        return insn >> 25 == 1 && (insn >> 14 & 1) != 0 ? Kind::kDivision : Kind::kOther;
      default:
        return Kind::kOther;
    }
  }
  const uint32_t funct3 = insn >> 13;
  if ((insn & 3) == 1 && funct3 >= 6) return Kind::kBranch;
  // C.JR and C.JALR; EBREAK stands in their place for register 0.
  if ((insn & 3) == 2 && funct3 == 4 && (insn >> 2 & 31) == 0 && rd != 0) {
    return KindOfJump(insn >> 12 & 1, rd);
  }
  return Kind::kOther;
}

void CountLost(uint64_t lost, Kind before, Kind behind, ProgramCost* cost) {
  if (behind == Kind::kDivision) {
    cost->lost_to_divisions += lost;
    return;
  }
  switch (before) {
    case Kind::kBranch:
      cost->lost_to_branches += lost;
      break;
    case Kind::kReturn:
      cost->lost_to_returns += lost;
      break;
    case Kind::kIndirectJump:
      cost->lost_to_indirect_jumps += lost;
      break;
    default:
      cost->lost_otherwise += lost;
  }
}

}  // namespace

ProgramCost MeasureProgram(const Program& program) {
  VerilatedContext context;
  // Else Verilator starts a pool of threads that a single-threaded model never uses.
  context.threads(1);
  Vcpu_testbench cpu(&context);
  cpu.rst_ni = 0;
  cpu.eval();
  cpu.rst_ni = 1;
  Load(&cpu, false, program.code);
  Load(&cpu, true, program.data);

  ProgramCost cost;
  uint64_t lost = 0;
  Kind before = Kind::kOther;
  cpu.run_i = 1;
  const std::clock_t start = std::clock();
  for (; !cpu.sleep_o; ++cost.cycles) {
    Clock(&cpu);
    if (!cpu.rvfi_valid) {
      ++lost;
      continue;
    }
    ++cost.instructions;
    const Kind kind = KindOf(cpu.rvfi_insn);
    if (lost != 0) CountLost(lost, before, kind, &cost);
    before = kind;
    lost = 0;
  }
  cost.lost_otherwise += lost;
  cost.seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  cpu.final();
  return cost;
}

}  // namespace ringside
