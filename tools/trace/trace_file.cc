#include "tools/trace/trace_file.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "nlohmann/json.hpp"

namespace ringside::trace {
namespace {

std::string Quoted(std::string_view text) { return nlohmann::json(text).dump(); }

// Microseconds, the unit of the format; exact, because a cycle is 0.001 of it.
std::string Time(uint64_t cycle) { return absl::StrFormat("%u.%03u", cycle / 1000, cycle % 1000); }

// The fields that all events have, without the closing brace.
std::string Start(std::string_view phase, Track track) {
  return absl::StrFormat(R"({"ph":"%s","pid":%d,"tid":%u)", std::string(phase),
                         static_cast<int>(track.group), track.number);
}

}  // namespace

absl::StatusOr<std::unique_ptr<TraceFile>> TraceFile::Create(const std::string& path) {
  std::unique_ptr<TraceFile> trace(new TraceFile());
  trace->file_.open(path);
  if (!trace->file_) return absl::UnavailableError(absl::StrCat("cannot write trace to ", path));
  trace->file_ << "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n";
  return trace;
}

void TraceFile::Write(const std::string& event) {
  if (!std::exchange(first_, false)) file_ << ",\n";
  file_ << event;
}

void TraceFile::NameGroup(Group group, std::string_view name) {
  const Track any = {.group = group, .number = 0};
  Write(absl::StrCat(Start("M", any), R"(,"name":"process_name","args":{"name":)", Quoted(name),
                     "}}"));
  Write(absl::StrCat(Start("M", any), R"(,"name":"process_sort_index","args":{"sort_index":)",
                     static_cast<int>(group), "}}"));
}

void TraceFile::NameTrack(Track track, std::string_view name) {
  Write(absl::StrCat(Start("M", track), R"(,"name":"thread_name","args":{"name":)", Quoted(name),
                     "}}"));
}

void TraceFile::Begin(Track track, std::string_view name, uint64_t cycle) {
  Write(
      absl::StrCat(Start("B", track), R"(,"ts":)", Time(cycle), R"(,"name":)", Quoted(name), "}"));
}

void TraceFile::End(Track track, uint64_t cycle) {
  Write(absl::StrCat(Start("E", track), R"(,"ts":)", Time(cycle), "}"));
}

void TraceFile::Slice(Track track, std::string_view name, uint64_t begin, uint64_t end) {
  Write(absl::StrCat(Start("X", track), R"(,"ts":)", Time(begin), R"(,"dur":)", Time(end - begin),
                     R"(,"name":)", Quoted(name), "}"));
}

void TraceFile::Instant(Track track, std::string_view name, uint64_t cycle) {
  Write(absl::StrCat(Start("i", track), R"(,"s":"t","ts":)", Time(cycle), R"(,"name":)",
                     Quoted(name), "}"));
}

absl::Status TraceFile::Close() {
  file_ << "\n]}\n";
  file_.close();
  return file_ ? absl::OkStatus()
               : absl::UnavailableError("the trace could not be written in full");
}

}  // namespace ringside::trace
