// Prints a counterexample: which properties it breaks, and the signals of its last cycles.
//
// usage: trace MODEL.aig MODEL.map COUNTEREXAMPLE CYCLES
// The map is yosys's (`write_aiger -vmap`), the counterexample abc's (`write_cex`). A property is a
// signal of one bit that has its name, and the only kind of signal with a capital at its beginning.
// Signals deeper than the top module are not listed.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "tools/bmc/aiger.h"

namespace ringside {
namespace {

constexpr size_t kLastCycles = 12;

// Literals of a signal, by bit.
using Signals = std::map<std::string, std::map<int, uint32_t>>;

// Names that people gave; yosys's own have a dollar sign.
Signals ReadMap(std::istream& in) {
  Signals signals;
  std::string line;
  while (std::getline(in, line)) {
    std::istringstream words(line);
    std::string kind, name;
    uint32_t literal = 0;
    int bit = 0;
    if (!(words >> kind >> literal >> bit >> name)) continue;
    if (kind == "wire" && !absl::StrContains(name, '$')) signals[name][bit] = literal;
  }
  return signals;
}

bool IsProperty(const std::string& name) {
  const size_t dot = name.rfind('.');
  return absl::ascii_isupper(name[dot == std::string::npos ? 0 : dot + 1]);
}

std::string Hex(const Aiger& graph, const std::map<int, uint32_t>& bits) {
  const int width = bits.rbegin()->first + 1;
  std::string digits;
  for (int low = (width - 1) / 4 * 4; low >= 0; low -= 4) {
    int digit = 0;
    for (int i = 0; i < 4; ++i) {
      const auto bit = bits.find(low + i);
      if (bit != bits.end() && graph.Value(bit->second)) digit |= 1 << i;
    }
    digits += "0123456789abcdef"[digit];
  }
  return digits;
}

int Run(const std::vector<std::string>& arguments) {
  if (arguments.size() != 5) {
    std::cerr << "usage: trace MODEL.aig MODEL.map COUNTEREXAMPLE CYCLES\n";
    return 2;
  }
  std::ifstream model(arguments[1], std::ios::binary), map(arguments[2]), file(arguments[3]);
  absl::StatusOr<Aiger> graph = Aiger::Read(model);
  if (!graph.ok()) {
    std::cerr << arguments[1] << ": " << graph.status().message() << "\n";
    return 2;
  }
  const Signals signals = ReadMap(map);
  std::string bits;
  for (char c; file.get(c) && c != '#';) {
    if (c == '0' || c == '1') bits += c;
  }
  const size_t cycles = std::strtoul(arguments[4].c_str(), nullptr, 10);
  const size_t needed = cycles * graph->inputs();
  if (cycles == 0 || bits.size() < needed) {
    std::cerr << arguments[3] << ": shorter than " << cycles << " cycles\n";
    return 2;
  }

  // The start of every latch comes first; all of them are 0.
  size_t position = bits.size() - needed;
  std::map<std::string, std::vector<std::string>> rows;
  for (size_t cycle = 0; cycle < cycles; ++cycle) {
    std::vector<bool> inputs(graph->inputs());
    for (size_t i = 0; i < inputs.size(); ++i) inputs[i] = bits[position++] == '1';
    graph->Step(inputs);
    for (const auto& [name, literals] : signals) {
      if (!absl::StrContains(name, '.') && !IsProperty(name))
        rows[name].push_back(Hex(*graph, literals));
    }
  }

  for (const auto& [name, literals] : signals) {
    if (IsProperty(name) && !graph->Value(literals.begin()->second)) {
      std::cout << "broken in cycle " << cycles - 1 << ": " << name << "\n";
    }
  }
  const size_t first = cycles > kLastCycles ? cycles - kLastCycles : 0;
  std::cout << absl::StrFormat("%-24s", "cycle");
  for (size_t cycle = first; cycle < cycles; ++cycle) std::cout << absl::StrFormat("%9d", cycle);
  std::cout << "\n";
  for (const auto& [name, values] : rows) {
    const bool idle = std::all_of(values.begin() + first, values.end(), [](const std::string& v) {
      return v.find_first_not_of('0') == std::string::npos;
    });
    if (idle) continue;
    std::cout << absl::StrFormat("%-24s", name);
    for (size_t cycle = first; cycle < cycles; ++cycle) {
      // Of counters of 64 bits the low half is enough.
      const std::string& value = values[cycle];
      std::cout << absl::StrFormat("%9s",
                                   value.substr(value.size() - std::min<size_t>(8, value.size())));
    }
    std::cout << "\n";
  }
  return 0;
}

}  // namespace
}  // namespace ringside

int main(int argc, char** argv) { return ringside::Run({argv, argv + argc}); }
