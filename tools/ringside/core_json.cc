#include "tools/ringside/core_json.h"

#include "nlohmann/json.hpp"

namespace ringside {

std::string CoreJson(const CycleCounts& counts, const absl::StatusOr<uint32_t>& end) {
  using Object = nlohmann::ordered_json;
  Object json;
  json["exit_code"] = end.ok() ? Object(*end) : Object(nullptr);
  if (!end.ok()) json["error"] = std::string(end.status().message());
  json["cycles"] = counts.cycles;
  json["instret"] = counts.instret;
  json["traps"] = counts.traps;
  json["cpi"] =
      counts.instret == 0
          ? Object(nullptr)
          : Object(static_cast<double>(counts.cycles) / static_cast<double>(counts.instret));
  json["stalls"] = {
      {"fetch_wait", counts.stall(Stall::kFetch)}, {"data_wait", counts.stall(Stall::kData)},
      {"division", counts.stall(Stall::kDivide)},  {"refetch", counts.stall(Stall::kRefetch)},
      {"trap", counts.stall(Stall::kTrap)},        {"sleep", counts.stall(Stall::kSleep)}};
  return json.dump(2) + "\n";
}

}  // namespace ringside
