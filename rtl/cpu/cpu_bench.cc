// Prints, for each measured program, cycles an instruction and how fast the processor alone
// simulates.
//
// The rate is in cycles a second of processor time, with assertions on and nothing compared.
#include <cstdint>
#include <ctime>

#include "Vcpu_testbench.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "rtl/cpu/program_file.h"
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

void Measure(const char* name, const Program& program) {
  VerilatedContext context;
  Vcpu_testbench cpu(&context);
  cpu.rst_ni = 0;
  cpu.eval();
  cpu.rst_ni = 1;
  Load(&cpu, false, program.code);
  Load(&cpu, true, program.data);

  uint64_t cycles = 0;
  uint64_t instructions = 0;
  cpu.run_i = 1;
  const std::clock_t start = std::clock();
  for (; !cpu.sleep_o; ++cycles) {
    Clock(&cpu);
    instructions += cpu.rvfi_valid;
  }
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  cpu.final();
  absl::PrintF("%-10s %9d cycles %9d instructions  %.3f cycles/instruction  %5.2f MHz\n", name,
               cycles, instructions,
               static_cast<double>(cycles) / static_cast<double>(instructions),
               static_cast<double>(cycles) / seconds / 1e6);
}

}  // namespace
}  // namespace ringside

int main() {
  for (const char* name : ringside::kPrograms) {
    const absl::StatusOr<ringside::Program> program = ringside::ReadProgram(name);
    if (!program.ok()) {
      absl::FPrintF(stderr, "cpu_bench: %s\n", program.status().ToString());
      return 2;
    }
    ringside::Measure(name, *program);
  }
}
