#include "tools/report/slot_picture.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>

#include "absl/strings/str_format.h"
#include "tools/report/text_table.h"
#include "uapi/limits.h"

namespace ringside::report {
namespace {

// Who held `slot` longest in cycles [begin, end).
char Holder(const run::Result& result, uint32_t slot, uint64_t begin, uint64_t end) {
  std::map<int, uint64_t> held;
  for (const run::SlotStay& stay : result.stays) {
    if (stay.slot != slot || stay.end <= begin || stay.begin >= end) continue;
    held[stay.queue] += std::min(stay.end, end) - std::max(stay.begin, begin);
  }
  if (held.empty()) return '.';
  const int longest = std::max_element(held.begin(), held.end(), [](const auto& a, const auto& b) {
                        return a.second < b.second;
                      })->first;
  return longest < 0 ? '#' : QueueLetter(longest);
}

}  // namespace

char QueueLetter(size_t queue) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return queue < kLetters.size() ? kLetters[queue] : '?';
}

std::string SlotPicture(const run::Result& result, unsigned columns) {
  const uint64_t span = std::max<uint64_t>(result.cycles - result.first_cycle, 1);
  std::string picture;
  for (uint32_t slot = 0; slot < RS_NUM_SLOTS; ++slot) {
    absl::StrAppendFormat(&picture, "slot %u  ", slot);
    for (unsigned column = 0; column < columns; ++column) {
      const uint64_t begin = result.first_cycle + span * column / columns;
      const uint64_t end = result.first_cycle + span * (column + 1) / columns;
      picture += Holder(result, slot, begin, std::max(end, begin + 1));
    }
    picture += '\n';
  }
  absl::StrAppendFormat(
      &picture, "        cycles %s to %s, %s a column; # kernel queue, . nobody\n",
      Grouped(result.first_cycle), Grouped(result.cycles), Grouped(span / columns));
  return picture;
}

}  // namespace ringside::report
