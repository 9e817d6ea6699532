// Prints one register description as SystemVerilog, C++ and Markdown, each to the file asked for.
//
// usage: regs_gen [--sv=FILE] [--header=FILE] [--markdown=FILE] BLOCK.regs.toml
// Exits with 2 and one line on stderr when the description is wrong; then nothing is written.

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/statusor.h"
#include "tools/regs/emit.h"
#include "tools/regs/parse.h"

ABSL_FLAG(std::string, sv, "", "where to write the SystemVerilog package");
ABSL_FLAG(std::string, header, "", "where to write the C++ header");
ABSL_FLAG(std::string, markdown, "", "where to write the Markdown table");

namespace ringside::regs {
namespace {

bool Write(const std::string& path, const std::string& text) {
  if (path.empty()) return true;
  std::ofstream file(path);
  file << text;
  file.close();
  if (!file) std::cerr << path << ": cannot be written\n";
  return static_cast<bool>(file);
}

int Run(const std::string& path) {
  std::ifstream file(path);
  if (!file) {
    std::cerr << path << ": cannot be read\n";
    return 2;
  }
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const absl::StatusOr<Block> block = ParseBlock(path, text);
  if (!block.ok()) {
    std::cerr << block.status().message() << "\n";
    return 2;
  }
  const bool written = Write(absl::GetFlag(FLAGS_sv), EmitSystemVerilog(*block, path)) &&
                       Write(absl::GetFlag(FLAGS_header), EmitCpp(*block, path)) &&
                       Write(absl::GetFlag(FLAGS_markdown), EmitMarkdown(*block, path));
  return written ? 0 : 1;
}

}  // namespace
}  // namespace ringside::regs

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Prints a register description as SystemVerilog, C++ and Markdown.");
  const std::vector<char*> arguments = absl::ParseCommandLine(argc, argv);
  if (arguments.size() != 2) {
    std::cerr << "usage: regs_gen [--sv=FILE] [--header=FILE] [--markdown=FILE] BLOCK.regs.toml\n";
    return 2;
  }
  return ringside::regs::Run(arguments[1]);
}
