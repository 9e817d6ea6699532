// bench: measures the machine, firmware and driver, and holds the figures against their goals.
//
// Exit codes: 0 measured, goals reached or not; 1 a measurement failed; 2 bad input.
#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tools/bench/bandwidth.h"
#include "tools/bench/core.h"
#include "tools/bench/group.h"
#include "tools/bench/latency.h"
#include "tools/bench/options.h"
#include "tools/bench/report.h"
#include "tools/bench/simulation.h"
#include "tools/bench/userq.h"
#include "tools/ringside/files.h"

namespace ringside::bench {
namespace {

constexpr int kMeasured = 0;
constexpr int kFailed = 1;
constexpr int kBadInput = 2;

int Complain(absl::string_view what, int code) {
  std::fprintf(stderr, "bench: %s\n", std::string(what).c_str());
  return code;
}

int Main(absl::Span<const std::string> arguments) {
  const Group groups[] = {
      {"latency", "from doorbell to fetch, slot switches, preempt and restore", MeasureLatency},
      {"userq", "preempt and restore of four queues against unmap and map", MeasureUserq},
      {"bandwidth", "copies, fills and migration, in bytes a cycle", MeasureBandwidth},
      {"simulation", "simulated cycles a second of CPU time", MeasureSimulation},
      {"core", "the firmware core: cycles an instruction, interrupts, size, rates", MeasureCore},
  };
  const absl::StatusOr<Options> options = ParseOptions(arguments, groups);
  if (!options.ok()) return Complain(options.status().message(), kBadInput);
  if (options->help) {
    std::fputs(HelpText(groups).c_str(), stdout);
    return kMeasured;
  }
  if (absl::Status status = CheckWritable(options->json); !status.ok()) {
    return Complain(status.message(), kBadInput);
  }
  const absl::StatusOr<std::vector<uint8_t>> firmware = ReadFirmware();
  if (!firmware.ok()) return Complain(firmware.status().message(), kFailed);

  const bool progress = isatty(STDERR_FILENO) != 0;
  const auto clear = [&] {
    if (progress) std::fputs("\r\033[K", stderr);
  };
  std::vector<Row> rows;
  for (const Group* group : options->groups) {
    Context context;
    context.firmware_elf = *firmware;
    if (progress) {
      context.on_progress = [&](const std::string& what) {
        std::fprintf(stderr, "\r\033[K%s: %s", group->name.c_str(), what.c_str());
      };
    }
    const absl::StatusOr<std::vector<Row>> measured = group->measure(context);
    clear();
    if (!measured.ok()) {
      return Complain(absl::StrCat(group->name, ": ", measured.status().message()), kFailed);
    }
    rows.insert(rows.end(), measured->begin(), measured->end());
  }
  std::fputs(Table(rows).c_str(), stdout);
  if (!options->json.empty()) {
    if (absl::Status status = WriteFile(options->json, Json(rows)); !status.ok()) {
      return Complain(status.message(), kBadInput);
    }
  }
  return kMeasured;
}

}  // namespace
}  // namespace ringside::bench

int main(int argc, char** argv) {
  return ringside::bench::Main(std::vector<std::string>(argv + 1, argv + argc));
}
