#include "tools/ringside/core_command.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "testbench/core_runner/core_runner.h"
#include "testbench/core_runner/elf_program.h"
#include "testbench/core_runner/retire_trace.h"
#include "testbench/core_runner/signature.h"
#include "tools/ringside/core_json.h"
#include "tools/ringside/core_options.h"
#include "tools/ringside/files.h"

namespace ringside {
namespace {

constexpr int kFailed = 1;
constexpr int kBadInput = 2;
// The largest exit code that a process can have.
constexpr uint32_t kMaxExitCode = 255;

int Complain(const absl::Status& status, int code) {
  std::fprintf(stderr, "ringside: %s\n", std::string(status.message()).c_str());
  return code;
}

// The same, saying whose fault it is.
absl::Status Named(const std::string& program, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(program, ": ", status.message()));
}

absl::StatusOr<ElfProgram> ReadProgram(const std::string& path) {
  std::error_code ignored;
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  if (std::filesystem::is_directory(path, ignored)) {
    return absl::NotFoundError(absl::StrCat("cannot read ", path, ": is a folder"));
  }
  const std::vector<uint8_t> bytes(std::istreambuf_iterator<char>(file), {});
  if (file.bad()) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  auto program = ParseElfProgram(bytes);
  if (!program.ok()) return Named(path, program.status());
  return program;
}

// Before anything is created or simulated.
absl::Status CheckOutputs(const CoreCommandOptions& options) {
  for (const std::string& path : {options.signature, options.trace, options.waves, options.json}) {
    if (path.empty()) continue;
    if (absl::Status status = CheckWritable(path); !status.ok()) return status;
  }
  return absl::OkStatus();
}

CoreRunnerOptions RunnerOptions(const CoreCommandOptions& options, std::ofstream* trace) {
  CoreRunnerOptions runner{.memory_base = static_cast<uint32_t>(options.memory_base),
                           .memory_bytes = options.memory_bytes,
                           .latency = static_cast<uint32_t>(options.latency),
                           .max_cycles = options.max_cycles,
                           .lockstep = options.lockstep,
                           .waves_path = UserPath(options.waves)};
  if (!options.trace.empty()) {
    runner.on_retired = [trace](const Retired& r) { *trace << FormatRetired(r); };
  }
  runner.output = [](int fd, const std::string& text) {
    FILE* file = fd == 2 ? stderr : stdout;
    std::fwrite(text.data(), 1, text.size(), file);
    std::fflush(file);
  };
  return runner;
}

// Also after a failure: that is when they are wanted most.
absl::Status WriteReports(const CoreCommandOptions& options, const CoreRunner& runner,
                          SignatureRange signature, const absl::StatusOr<uint32_t>& end) {
  if (!options.json.empty()) {
    absl::Status status = WriteFile(options.json, CoreJson(runner.counts(), end));
    if (!status.ok()) return status;
  }
  if (options.signature.empty()) return absl::OkStatus();
  return WriteFile(options.signature, FormatSignature(runner.memory(), signature));
}

// Runs what has been read and checked. Returns the exit code.
int Run(const CoreCommandOptions& options, const ElfProgram& program) {
  std::ofstream trace;
  const CoreRunnerOptions runner_options = RunnerOptions(options, &trace);
  SignatureRange signature{};
  if (!options.signature.empty()) {
    const auto range = FindSignature(program, runner_options);
    if (!range.ok()) return Complain(Named(options.program, range.status()), kBadInput);
    signature = *range;
  }
  const auto runner = CoreRunner::Create(program, runner_options);
  if (!runner.ok()) return Complain(Named(options.program, runner.status()), kBadInput);
  if (!options.trace.empty()) trace.open(UserPath(options.trace));

  const absl::StatusOr<uint32_t> end = (*runner)->Run();
  trace.close();
  if (!options.trace.empty() && !trace) {
    return Complain(absl::UnavailableError(absl::StrCat("cannot write ", options.trace)), kFailed);
  }
  if (absl::Status status = WriteReports(options, **runner, signature, end); !status.ok()) {
    return Complain(status, kFailed);
  }
  if (!end.ok()) return Complain(Named(options.program, end.status()), kFailed);
  return static_cast<int>(std::min(*end, kMaxExitCode));
}

}  // namespace

int CoreCommand(int argc, char** argv) {
  const auto options = ParseCoreOptions(argc, argv);
  if (!options.ok()) return Complain(options.status(), kBadInput);
  if (options->help) {
    std::fputs(kCoreHelp, stdout);
    return 0;
  }
  const auto program = ReadProgram(UserPath(options->program));
  if (!program.ok()) return Complain(program.status(), kBadInput);
  if (absl::Status status = CheckOutputs(*options); !status.ok()) {
    return Complain(status, kBadInput);
  }
  return Run(*options, *program);
}

}  // namespace ringside
