#include "tools/report/table.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/report/slot_picture.h"
#include "tools/report/sum.h"
#include "tools/report/text_table.h"

namespace ringside::report {
namespace {

using run::QueueResult;
using run::Result;
using run::Samples;

constexpr unsigned kPictureColumns = 96;
// Letter and name stand to the left.
constexpr size_t kNameColumns = 2;

std::vector<std::string> WorkRow(const std::string& letter, const std::string& name,
                                 const QueueResult& queue) {
  return {letter,
          name,
          Grouped(queue.counts.packets),
          Grouped(queue.bytes_moved),
          Grouped(queue.counts.slot_cycles),
          Grouped(queue.counts.maps),
          Grouped(queue.preempts),
          Grouped(queue.restores),
          Grouped(queue.doorbells_rung),
          Grouped(queue.doorbells_lost),
          queue.state};
}

void AddLatency(const Samples& samples, std::vector<std::string>* row) {
  row->push_back(Grouped(samples.count()));
  const bool any = samples.count() != 0;
  row->push_back(any ? Grouped(samples.Percentile(50)) : "-");
  row->push_back(any ? Grouped(samples.Percentile(99)) : "-");
  row->push_back(any ? Grouped(samples.max()) : "-");
}

std::vector<std::string> LatencyRow(const std::string& letter, const std::string& name,
                                    const QueueResult& queue) {
  std::vector<std::string> row = {letter, name};
  AddLatency(queue.counts.ring_to_packet, &row);
  AddLatency(queue.preempt_cycles, &row);
  AddLatency(queue.restore_cycles, &row);
  return row;
}

// `table` with a row of `make` for each queue and one for all of them.
template <typename MakeRow>
std::string WithRows(TextTable table, const Result& result, MakeRow make) {
  for (size_t i = 0; i < result.queues.size(); ++i) {
    const QueueResult& queue = result.queues[i];
    table.AddRow(
        make(std::string(1, QueueLetter(i)), absl::StrCat(queue.process, "/", queue.name), queue));
  }
  table.AddRow(make("", "all", Sum(result)));
  return table.ToString();
}

std::string Work(const Result& result) {
  TextTable table(kNameColumns);
  table.AddRow({"", "queue", "packets", "bytes moved", "cycles on slot", "maps", "preempts",
                "restores", "doorbells", "lost", "state"});
  return WithRows(std::move(table), result, WorkRow);
}

std::string Latencies(const Result& result) {
  TextTable table(kNameColumns);
  std::vector<std::string> names = {"", "latency in cycles"};
  for (const char* heading : {"doorbell to execution", "preempt", "restore"}) {
    table.AddHeading(names.size(), names.size() + 3, heading);
    for (const char* column : {"count", "p50", "p99", "max"}) names.push_back(column);
  }
  table.AddRow(names);
  return WithRows(std::move(table), result, LatencyRow);
}

std::string Events(const Result& result) {
  std::string text =
      absl::StrCat("memory: ", result.evictions, " evictions, ", Grouped(result.migrated_bytes),
                   " bytes migrated, ", result.tlb_invalidations, " TLB invalidations\n");
  absl::StrAppend(&text, "driver: ", Grouped(result.firmware_commands), " firmware commands, ",
                  Grouped(result.interrupts), " interrupts\n");
  for (const run::CutCopy& cut : result.cut_copies) {
    absl::StrAppend(&text, "preempted inside a copy: queue '", cut.queue, "' at cycle ",
                    Grouped(cut.cycle), ", ", Grouped(cut.bytes_left), " of ",
                    Grouped(cut.copy_bytes), " bytes left\n");
  }
  for (const std::string& fault : result.faults) absl::StrAppend(&text, "fault: ", fault, "\n");
  return text;
}

std::string Verdict(const Result& result, bool colour) {
  std::string text;
  for (const std::string& problem : result.problems) {
    absl::StrAppend(&text, "problem: ", problem, "\n");
  }
  const char* on = !colour ? "" : result.verified ? "\033[32m" : "\033[31m";
  const char* off = colour ? "\033[0m" : "";
  absl::StrAppend(&text, on, result.verified ? "verified" : "NOT verified", off, ": ",
                  Grouped(result.bytes_verified), " bytes compared\n");
  return text;
}

}  // namespace

std::string Table(const Result& result, bool colour) {
  std::string text = absl::StrFormat("scenario %s, seed %u: %s cycles\n\n", result.scenario,
                                     result.seed, Grouped(result.cycles));
  absl::StrAppend(&text, Work(result), "\n", Latencies(result), "\n", Events(result), "\n",
                  SlotPicture(result, kPictureColumns), "\n");
  if (result.host_seconds > 0) {
    absl::StrAppendFormat(&text, "simulated %.2f million cycles a second (%.1f s)\n",
                          result.cycles / result.host_seconds / 1e6, result.host_seconds);
  }
  return text + Verdict(result, colour);
}

}  // namespace ringside::report
