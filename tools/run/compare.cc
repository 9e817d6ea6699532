#include "tools/run/compare.h"

#include <cstdint>

#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "tools/run/contents.h"

namespace ringside::run {
namespace {

// Further wrong buffers are not reported.
constexpr size_t kMaxWrongBuffers = 8;

}  // namespace

absl::Status CompareBuffers(const scenario::Scenario& scenario,
                            const std::vector<LiveProcess>& live, Result* result) {
  for (size_t p = 0; p < live.size(); ++p) {
    const scenario::ProcessSpec& process = scenario.processes[p];
    Contents expected = InitialContents(scenario, p);
    RunOnHost(process, &expected);
    for (size_t b = 0; b < process.buffers.size(); ++b) {
      if (WrittenByFaultyQueue(process, process.buffers[b])) continue;
      std::vector<uint8_t> found(expected[b].size());
      if (absl::Status read = live[p].buffers[b]->Read(0, absl::MakeSpan(found)); !read.ok()) {
        return read;
      }
      result->bytes_verified += found.size();
      if (found == expected[b] || result->problems.size() >= kMaxWrongBuffers) continue;
      size_t at = 0;
      while (found[at] == expected[b][at]) ++at;
      result->problems.push_back(
          absl::StrFormat("process '%s', buffer '%s', offset 0x%x (GPU address 0x%x): found "
                          "0x%02x, expected 0x%02x",
                          process.name, process.buffers[b].name, at, process.buffers[b].va + at,
                          found[at], expected[b][at]));
    }
  }
  return absl::OkStatus();
}

}  // namespace ringside::run
