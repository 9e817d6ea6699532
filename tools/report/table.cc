#include "tools/report/table.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "uapi/limits.h"

namespace ringside::report {
namespace {

using run::QueueResult;
using run::Result;
using run::Samples;

constexpr unsigned kPictureColumns = 96;

std::string Latency(const Samples& samples) {
  if (samples.count() == 0) return "-";
  return absl::StrFormat("%u/%u/%u", samples.Percentile(50), samples.Percentile(99), samples.max());
}

std::string Row(const std::vector<std::string>& cells, const std::vector<size_t>& widths) {
  std::string row;
  for (size_t i = 0; i < cells.size(); ++i) {
    // The first two columns are names: to the left.
    absl::StrAppend(&row, i == 0 ? "" : "  ",
                    i < 2 ? absl::StrFormat("%-*s", widths[i], cells[i])
                          : absl::StrFormat("%*s", widths[i], cells[i]));
  }
  row.erase(row.find_last_not_of(' ') + 1);
  return row + "\n";
}

std::string QueueTable(const Result& result) {
  std::vector<std::vector<std::string>> rows = {{"", "queue", "packets", "bytes", "slot cycles",
                                                 "maps", "preempts", "restores", "rung", "lost",
                                                 "doorbell->exec", "preempt", "restore", "state"}};
  for (size_t i = 0; i < result.queues.size(); ++i) {
    const QueueResult& queue = result.queues[i];
    rows.push_back({std::string(1, QueueLetter(i)), absl::StrCat(queue.process, "/", queue.name),
                    absl::StrCat(queue.counts.packets), absl::StrCat(queue.bytes_moved),
                    absl::StrCat(queue.counts.slot_cycles), absl::StrCat(queue.counts.maps),
                    absl::StrCat(queue.preempts), absl::StrCat(queue.restores),
                    absl::StrCat(queue.doorbells_rung), absl::StrCat(queue.doorbells_lost),
                    Latency(queue.counts.ring_to_packet), Latency(queue.preempt_cycles),
                    Latency(queue.restore_cycles), queue.state});
  }
  std::vector<size_t> widths(rows[0].size(), 0);
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string table;
  for (const auto& row : rows) table += Row(row, widths);
  return table;
}

std::string Totals(const Result& result) {
  Samples exec, preempt, restore;
  uint64_t packets = 0;
  for (const QueueResult& queue : result.queues) {
    exec.Add(queue.counts.ring_to_packet);
    preempt.Add(queue.preempt_cycles);
    restore.Add(queue.restore_cycles);
    packets += queue.counts.packets;
  }
  std::string text = absl::StrFormat(
      "all queues: %u packets, %u bytes, %u preempts, %u restores, %u doorbells rung, %u lost\n",
      packets, Total(result, &QueueResult::bytes_moved), Total(result, &QueueResult::preempts),
      Total(result, &QueueResult::restores), Total(result, &QueueResult::doorbells_rung),
      Total(result, &QueueResult::doorbells_lost) + result.stray_rings);
  absl::StrAppend(&text, "cycles, p50/p99/max: doorbell to execution ", Latency(exec), ", preempt ",
                  Latency(preempt), ", restore ", Latency(restore), "\n");
  absl::StrAppend(&text, "memory: ", result.evictions, " evictions, ", result.migrated_bytes,
                  " bytes migrated, ", result.tlb_invalidations, " TLB invalidations\n");
  for (const run::CutCopy& cut : result.cut_copies) {
    absl::StrAppend(&text, "preempted inside a copy: queue ", cut.queue, ", ", cut.bytes_left,
                    " of ", cut.copy_bytes, " bytes left, at cycle ", cut.cycle, "\n");
  }
  for (const std::string& fault : result.faults) absl::StrAppend(&text, "fault: ", fault, "\n");
  return text;
}

}  // namespace

char QueueLetter(size_t queue) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return queue < kLetters.size() ? kLetters[queue] : '?';
}

std::string SlotPicture(const Result& result, unsigned columns) {
  const uint64_t span = std::max<uint64_t>(result.cycles - result.first_cycle, 1);
  std::string picture;
  for (uint32_t slot = 0; slot < RS_NUM_SLOTS; ++slot) {
    absl::StrAppendFormat(&picture, "slot %u ", slot);
    for (unsigned column = 0; column < columns; ++column) {
      const uint64_t begin = result.first_cycle + span * column / columns;
      const uint64_t end = std::max(result.first_cycle + span * (column + 1) / columns, begin + 1);
      std::map<int, uint64_t> held;
      for (const run::SlotStay& stay : result.stays) {
        if (stay.slot != slot || stay.end <= begin || stay.begin >= end) continue;
        held[stay.queue] += std::min(stay.end, end) - std::max(stay.begin, begin);
      }
      const auto most =
          std::max_element(held.begin(), held.end(),
                           [](const auto& a, const auto& b) { return a.second < b.second; });
      picture += held.empty() ? '.' : most->first < 0 ? '#' : QueueLetter(most->first);
    }
    picture += '\n';
  }
  absl::StrAppendFormat(&picture, "       cycles %u to %u, %u a column; # kernel queue, . nobody\n",
                        result.first_cycle, result.cycles, span / columns);
  return picture;
}

std::string Table(const Result& result, bool colour) {
  std::string text = absl::StrFormat("scenario %s, seed %u, %u cycles\n\n", result.scenario,
                                     result.seed, result.cycles);
  absl::StrAppend(&text, QueueTable(result), "\n", Totals(result), "\n",
                  SlotPicture(result, kPictureColumns), "\n");
  if (result.host_seconds > 0) {
    absl::StrAppendFormat(&text, "simulated %.2f million cycles a second (%.1f s)\n",
                          result.cycles / result.host_seconds / 1e6, result.host_seconds);
  }
  for (const std::string& problem : result.problems) {
    absl::StrAppend(&text, "problem: ", problem, "\n");
  }
  const char* on = !colour ? "" : result.verified ? "\033[32m" : "\033[31m";
  const char* off = colour ? "\033[0m" : "";
  absl::StrAppend(&text, on, result.verified ? "verified" : "NOT verified", off, ": ",
                  result.bytes_verified, " bytes compared\n");
  return text;
}

}  // namespace ringside::report
