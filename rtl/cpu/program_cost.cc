#include "rtl/cpu/program_cost.h"

#include <ctime>
#include <memory>
#include <vector>

#include "Vcpu_alone.h"
#include "verilated.h"

namespace ringside {
namespace {

class Processor {
 public:
  // Comes out of reset with the program loaded.
  explicit Processor(const Program& program) {
    // Else Verilator starts a pool of threads that a single-threaded model never uses.
    context_.threads(1);
    cpu_ = std::make_unique<Vcpu_alone>(&context_);
    cpu_->rst_ni = 0;
    cpu_->eval();
    cpu_->rst_ni = 1;
    Load(false, program.code);
    Load(true, program.data);
    cpu_->run_i = 1;
  }
  ~Processor() { cpu_->final(); }

  void Clock() {
    cpu_->clk_i = 1;
    cpu_->eval();
    cpu_->clk_i = 0;
    cpu_->eval();
  }
  const Vcpu_alone& pins() const { return *cpu_; }

 private:
  void Load(bool dtcm, const std::vector<uint32_t>& words) {
    cpu_->load_valid_i = 1;
    cpu_->load_dtcm_i = dtcm;
    for (uint32_t i = 0; i < words.size(); ++i) {
      cpu_->load_addr_i = 4 * i;
      cpu_->load_wdata_i = words[i];
      Clock();
    }
    cpu_->load_valid_i = 0;
  }

  VerilatedContext context_;
  std::unique_ptr<Vcpu_alone> cpu_;
};

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
  Processor processor(program);
  ProgramCost cost;
  uint64_t lost = 0;
  Kind before = Kind::kOther;
  for (; !processor.pins().sleep_o; ++cost.cycles) {
    processor.Clock();
    if (!processor.pins().retire_o) {
      ++lost;
      continue;
    }
    ++cost.instructions;
    const Kind kind = KindOf(processor.pins().retire_insn_o);
    if (lost != 0) CountLost(lost, before, kind, &cost);
    before = kind;
    lost = 0;
  }
  cost.lost_otherwise += lost;
  return cost;
}

double MeasureMegahertz(const Program& program) {
  Processor processor(program);
  uint64_t cycles = 0;
  const std::clock_t start = std::clock();
  for (; !processor.pins().sleep_o; ++cycles) processor.Clock();
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  return static_cast<double>(cycles) / seconds / 1e6;
}

}  // namespace ringside
