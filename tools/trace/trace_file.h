// A file of Chrome trace events (JSON), written as they come.
//
// The one rule: on one track every Begin() has its End(), the later begun ended first; events may
// be written out of the order of time, but those of one cycle in the order in which they nest.
#ifndef RINGSIDE_TOOLS_TRACE_TRACE_FILE_H_
#define RINGSIDE_TOOLS_TRACE_TRACE_FILE_H_

#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace ringside::trace {

// Groups of tracks: "processes" of the format, shown in this order.
enum class Group { kSlots = 1, kQueues = 2, kFirmware = 3, kDriver = 4 };

struct Track {
  Group group;
  uint32_t number;
};

class TraceFile {
 public:
  // UNAVAILABLE: the file cannot be written.
  static absl::StatusOr<std::unique_ptr<TraceFile>> Create(const std::string& path);

  void NameGroup(Group group, std::string_view name);
  void NameTrack(Track track, std::string_view name);

  // A slice from one cycle to another; or all of it at once.
  void Begin(Track track, std::string_view name, uint64_t cycle);
  void End(Track track, uint64_t cycle);
  void Slice(Track track, std::string_view name, uint64_t begin, uint64_t end);
  // Something that takes no time.
  void Instant(Track track, std::string_view name, uint64_t cycle);

  // UNAVAILABLE: not all of it could be written.
  absl::Status Close();

 private:
  TraceFile() = default;

  void Write(const std::string& event);

  std::ofstream file_;
  bool first_ = true;
};

}  // namespace ringside::trace

#endif  // RINGSIDE_TOOLS_TRACE_TRACE_FILE_H_
