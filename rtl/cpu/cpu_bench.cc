// Prints what each measured program costs: cycles an instruction, what the lost cycles are, and how
// fast the processor alone simulates. `cpu_bench NAME...` measures some.
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "rtl/cpu/program_cost.h"
#include "rtl/cpu/program_file.h"

namespace ringside {
namespace {

void Print(const std::string& name, const ProgramCost& cost, double megahertz) {
  const auto percent = [&](uint64_t lost) {
    return 100.0 * static_cast<double>(lost) / static_cast<double>(cost.instructions);
  };
  absl::PrintF("%-14s %8d %8d  %.3f  %6.2f %7.2f %8.2f %9.2f %6.2f  %6.2f\n", name, cost.cycles,
               cost.instructions, cost.cycles_an_instruction(), percent(cost.lost_to_branches),
               percent(cost.lost_to_returns), percent(cost.lost_to_indirect_jumps),
               percent(cost.lost_to_divisions), percent(cost.lost_otherwise), megahertz);
}

}  // namespace
}  // namespace ringside

int main(int argc, char** argv) {
  std::vector<std::string> names(argv + 1, argv + argc);
  if (names.empty()) names = ringside::ProgramNames();
  absl::PrintF("%-14s %8s %8s  %s  %s\n", "", "", "", "cycles/",
               "lost cycles in 100 instructions to");
  absl::PrintF("%-14s %8s %8s  %5s  %6s %7s %8s %9s %6s  %6s\n", "program", "cycles", "instr.",
               "instr", "branch", "return", "indirect", "division", "other", "MHz");
  for (const std::string& name : names) {
    const absl::StatusOr<ringside::Program> program = ringside::ReadProgram(name);
    if (!program.ok()) {
      absl::FPrintF(stderr, "cpu_bench: %s\n", program.status().ToString());
      return 2;
    }
    ringside::Print(name, ringside::MeasureProgram(*program), ringside::MeasureMegahertz(*program));
  }
}
