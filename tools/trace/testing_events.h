// Reads a trace back, as a viewer does; for tests.
#ifndef RINGSIDE_TOOLS_TRACE_TESTING_EVENTS_H_
#define RINGSIDE_TOOLS_TRACE_TESTING_EVENTS_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace ringside::trace {

// One slice: "NAME BEGIN-END", two blanks before it for each slice that holds it; or an instant:
// "NAME @CYCLE".
using Lines = std::vector<std::string>;

class ReadTrace {
 public:
  // Fails the test if the file is no JSON, if an end has no beginning or the other way round, or if
  // two slices of a track overlap without nesting.
  explicit ReadTrace(const std::string& path) {
    const nlohmann::json file = nlohmann::json::parse(std::ifstream(path));
    for (const nlohmann::json& event : file["traceEvents"]) {
      if (event["ph"] == "M") {
        ReadName(event);
      } else {
        events_[{event["pid"], event["tid"]}].push_back(event);
      }
    }
  }

  // Names of a group's tracks, in the order of their numbers.
  std::vector<std::string> TrackNames(const std::string& group) const {
    std::vector<std::string> names;
    for (const auto& [track, name] : track_names_) {
      if (groups_.at(track.first) == group) names.push_back(name);
    }
    return names;
  }

  // What stands on a track, by time.
  Lines Track(const std::string& group, const std::string& name) const {
    for (const auto& [track, its_name] : track_names_) {
      if (groups_.at(track.first) == group && its_name == name) return Nest(track);
    }
    ADD_FAILURE() << "no track " << name << " in group " << group;
    return {};
  }

  void ExpectAllNests() const {
    for (const auto& [track, name] : track_names_) Nest(track);
  }

 private:
  using Key = std::pair<int, uint32_t>;
  struct Open {
    size_t line;
    // Of a slice written at once; 0: its end comes as an event.
    uint64_t end;
  };

  void ReadName(const nlohmann::json& event) {
    if (event["name"] == "process_name") {
      groups_[event["pid"]] = event["args"]["name"].get<std::string>();
    } else if (event["name"] == "thread_name") {
      std::string& name = track_names_[{event["pid"], event["tid"]}];
      EXPECT_EQ(name, "") << "two names for one track";
      name = event["args"]["name"].get<std::string>();
    }
  }

  static uint64_t Cycles(const nlohmann::json& microseconds) {
    return static_cast<uint64_t>(std::llround(microseconds.get<double>() * 1000));
  }

  Lines Nest(const Key& track) const {
    Lines lines;
    const auto found = events_.find(track);
    if (found == events_.end()) return lines;
    std::vector<nlohmann::json> events = found->second;
    std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) {
      return Cycles(a["ts"]) < Cycles(b["ts"]);
    });
    std::vector<Open> open;
    for (const nlohmann::json& event : events) {
      const uint64_t cycle = Cycles(event["ts"]);
      while (!open.empty() && open.back().end != 0 && open.back().end <= cycle) open.pop_back();
      const std::string indent(2 * open.size(), ' ');
      if (event["ph"] == "i") {
        lines.push_back(indent + event["name"].get<std::string>() + " @" + std::to_string(cycle));
      } else if (event["ph"] == "E") {
        if (open.empty() || open.back().end != 0) {
          ADD_FAILURE() << "an end without a beginning: " << event;
          return lines;
        }
        lines[open.back().line] += std::to_string(cycle);
        open.pop_back();
      } else {
        lines.push_back(indent + event["name"].get<std::string>() + " " + std::to_string(cycle) +
                        "-");
        open.push_back({.line = lines.size() - 1, .end = 0});
        if (event["ph"] == "X") {
          const uint64_t end = cycle + Cycles(event["dur"]);
          for (const Open& outer : open) {
            EXPECT_TRUE(outer.end == 0 || end <= outer.end) << "overlaps: " << event;
          }
          open.back().end = end;
          lines.back() += std::to_string(end);
        }
      }
    }
    for (const Open& slice : open) {
      EXPECT_NE(slice.end, 0u) << "a beginning without an end: " << lines[slice.line];
    }
    return lines;
  }

  std::map<int, std::string> groups_;
  std::map<Key, std::string> track_names_;
  std::map<Key, std::vector<nlohmann::json>> events_;
};

}  // namespace ringside::trace

#endif  // RINGSIDE_TOOLS_TRACE_TESTING_EVENTS_H_
