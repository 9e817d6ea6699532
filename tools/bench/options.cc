#include "tools/bench/options.h"

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace ringside::bench {

std::string HelpText(absl::Span<const Group> groups) {
  std::string text =
      R"(usage: bench [OPTION...] [GROUP...]

Measures the machine, its firmware and its driver, and prints name, value, unit, goal, and whether
the goal is reached. Without a group: all of them. Cycles are the same in each run; figures of the
group 'simulation' are CPU time of this computer.

groups:
)";
  for (const Group& group : groups)
    absl::StrAppendFormat(&text, "  %-12s %s\n", group.name, group.what);
  text += R"(
options:
  --json=FILE  write the rows, as a list of {"name","value","unit","goal","reached"}
  --help       this text

Exit code: 0 measured (a goal that is not reached too: this is a measurement), 1 a measurement
failed, 2 bad input.
)";
  return text;
}

absl::StatusOr<Options> ParseOptions(absl::Span<const std::string> arguments,
                                     absl::Span<const Group> groups) {
  Options options;
  std::set<std::string> wanted;
  for (const std::string& argument : arguments) {
    absl::string_view rest = argument;
    if (argument == "--help" || argument == "-h") {
      options.help = true;
    } else if (absl::ConsumePrefix(&rest, "--json=")) {
      if (rest.empty()) return absl::InvalidArgumentError("--json= needs a file name");
      options.json = std::string(rest);
    } else if (absl::StartsWith(argument, "-")) {
      return absl::InvalidArgumentError(
          absl::StrCat("there is no option '", argument, "'; see --help"));
    } else {
      wanted.insert(argument);
    }
  }
  const bool all = wanted.empty();
  for (const Group& group : groups) {
    if (wanted.erase(group.name) != 0 || all) options.groups.push_back(&group);
  }
  if (!wanted.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "there is no group '", *wanted.begin(), "'; the groups are ",
        absl::StrJoin(groups, ", ",
                      [](std::string* out, const Group& group) { out->append(group.name); })));
  }
  return options;
}

}  // namespace ringside::bench
