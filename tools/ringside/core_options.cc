#include "tools/ringside/core_options.h"

#include <charconv>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace ringside {

const char kCoreHelp[] =
    R"(usage: ringside core [OPTION...] FILE.elf

Runs a bare-metal RV32 program on the RTL core alone, with flat memory, until it writes an exit code to
'tohost'; prints what the program prints. Every instruction is compared with a simulator of the
instruction set. Where an option is given twice, the last one counts.

options:
  --memory-base=N    where memory starts (default 0x80000000)
  --memory-size=N    its bytes; K, M or G may follow (default 64M)
  --latency=N        cycles until memory answers (default 1)
  --max-cycles=N     give up after N cycles, which is a failure
  --signature=FILE   write the words from begin_signature to end_signature, one a line
  --trace=FILE       write every retired instruction, disassembled, one a line
  --waves=FILE       write FST waves (gtkwave FILE)
  --json=FILE        write cycles, instructions and what the other cycles waited for
  --no-lockstep      do not compare; faster
  --help             this text

Exit code: the program's (255 for all above); 1 also if the run failed, 2 also for bad input, both with
a message.
)";

namespace {

// "NAME=VALUE" gives VALUE.
std::optional<absl::string_view> ValueOf(absl::string_view argument, absl::string_view name) {
  if (!absl::ConsumePrefix(&argument, name) || !absl::ConsumePrefix(&argument, "=")) {
    return std::nullopt;
  }
  return argument;
}

// Decimal or, behind 0x, hexadecimal; no sign, no blanks.
std::optional<uint64_t> ParseNumber(absl::string_view text) {
  const int base = absl::ConsumePrefix(&text, "0x") ? 16 : 10;
  uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, base);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::optional<uint64_t> ParseSize(absl::string_view text) {
  int shift = 0;
  if (absl::ConsumeSuffix(&text, "K")) {
    shift = 10;
  } else if (absl::ConsumeSuffix(&text, "M")) {
    shift = 20;
  } else if (absl::ConsumeSuffix(&text, "G")) {
    shift = 30;
  }
  const std::optional<uint64_t> number = ParseNumber(text);
  if (!number.has_value() || *number > UINT64_MAX >> shift) return std::nullopt;
  return *number << shift;
}

// An option that names a file or a number; where it goes, and which numbers are meant.
struct ValueOption {
  absl::string_view name;
  std::string* file;
  uint64_t* number;
  uint64_t min;
  uint64_t max;
};

absl::Status SetValue(const ValueOption& option, absl::string_view value) {
  if (option.file != nullptr) {
    if (value.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(option.name, " needs a file name: ", option.name, "=FILE"));
    }
    *option.file = std::string(value);
    return absl::OkStatus();
  }
  const auto number = option.name == "--memory-size" ? ParseSize(value) : ParseNumber(value);
  if (!number.has_value() || *number < option.min || *number > option.max) {
    return absl::InvalidArgumentError(absl::StrCat(
        option.name, ": '", value, "' is not a number from ", option.min, " to ", option.max));
  }
  *option.number = *number;
  return absl::OkStatus();
}

absl::Status ParseArgument(absl::string_view argument, CoreCommandOptions* options) {
  const ValueOption kValueOptions[] = {
      {"--signature", &options->signature, nullptr, 0, 0},
      {"--trace", &options->trace, nullptr, 0, 0},
      {"--waves", &options->waves, nullptr, 0, 0},
      {"--json", &options->json, nullptr, 0, 0},
      {"--memory-base", nullptr, &options->memory_base, 0, UINT32_MAX},
      {"--memory-size", nullptr, &options->memory_bytes, 4, UINT32_MAX},
      {"--latency", nullptr, &options->latency, 1, 1'000'000},
      {"--max-cycles", nullptr, &options->max_cycles, 1, UINT64_MAX},
  };
  for (const ValueOption& option : kValueOptions) {
    if (argument == option.name) return SetValue(option, "");
    const auto value = ValueOf(argument, option.name);
    if (value.has_value()) return SetValue(option, *value);
  }
  if (argument == "--help" || argument == "-h") {
    options->help = true;
  } else if (argument == "--no-lockstep") {
    options->lockstep = false;
  } else if (absl::StartsWith(argument, "-")) {
    return absl::InvalidArgumentError(
        absl::StrCat("there is no option '", argument, "'; see 'ringside core --help'"));
  } else if (argument.empty()) {
    return absl::InvalidArgumentError("a program's name is empty");
  } else if (!options->program.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("one program at a time, not '", options->program, "' and '", argument, "'"));
  } else {
    options->program = std::string(argument);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CoreCommandOptions> ParseCoreOptions(int argc, char** argv) {
  CoreCommandOptions options;
  for (int i = 1; i < argc; ++i) {
    if (absl::Status status = ParseArgument(argv[i], &options); !status.ok()) return status;
  }
  if (options.program.empty() && !options.help) {
    return absl::InvalidArgumentError("which program? see 'ringside core --help'");
  }
  return options;
}

}  // namespace ringside
