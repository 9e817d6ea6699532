// Measures the latencies, with few samples, and checks that they stand in the order that the way of
// a ring through the machine gives them.
#include "tools/bench/latency.h"

#include <map>
#include <string>

#include "gtest/gtest.h"
#include "tools/ringside/files.h"

namespace ringside::bench {
namespace {

TEST(Latency, FiguresAreInTheOrderThatTheMachineGivesThem) {
  const absl::StatusOr<std::vector<uint8_t>> firmware = ReadFirmware();
  ASSERT_TRUE(firmware.ok()) << firmware.status();
  Context context;
  context.firmware_elf = *firmware;
  context.samples = 2;
  const absl::StatusOr<std::vector<Row>> rows = MeasureLatency(context);
  ASSERT_TRUE(rows.ok()) << rows.status();

  std::map<std::string, double> cycles;
  for (const Row& row : *rows) {
    EXPECT_GT(row.value, 0) << row.name;
    EXPECT_EQ(row.unit, "cycles") << row.name;
    EXPECT_TRUE(cycles.emplace(row.name, row.value).second) << row.name << " is there twice";
  }
  const auto p50 = [&](const std::string& what) {
    const auto found = cycles.find("latency/" + what + "/p50");
    EXPECT_NE(found, cycles.end()) << what;
    EXPECT_LE(found->second, cycles["latency/" + what + "/max"]) << what;
    return found->second;
  };
  EXPECT_LT(p50("doorbell_mapped_to_fetch"), p50("doorbell_unmapped_free_slot_to_fetch"));
  EXPECT_LT(p50("doorbell_unmapped_free_slot_to_fetch"),
            p50("doorbell_unmapped_idle_slots_to_fetch"));
  EXPECT_LT(p50("slot_switch_idle"), p50("doorbell_unmapped_idle_slots_to_fetch"));
  EXPECT_LT(p50("doorbell_unmapped_idle_slots_to_fetch"),
            p50("doorbell_unmapped_busy_slots_to_fetch"));
  EXPECT_LT(p50("slot_switch_busy"), p50("doorbell_unmapped_busy_slots_to_fetch"));
  EXPECT_LT(p50("preempt_in_copy_stop_to_free"), p50("preempt_in_copy"));
  EXPECT_GT(p50("restore_in_copy"), 0);
  EXPECT_GT(p50("restore_in_copy_to_running"), 0);
}

}  // namespace
}  // namespace ringside::bench
