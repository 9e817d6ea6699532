// What the host expects, against bytes worked out by hand.
#include "tools/run/contents.h"

#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ringside::run {
namespace {

using scenario::BufferSpec;
using scenario::PacketKind;
using scenario::PacketSpec;
using scenario::ProcessSpec;
using scenario::QueueSpec;
using scenario::Scenario;
using ::testing::Each;
using ::testing::ElementsAre;

constexpr uint64_t kA = 0x10000;
constexpr uint64_t kB = 0x20000;

// Buffers "a" and "b" of 12 bytes each, and one queue.
ProcessSpec TwoBuffers(std::vector<PacketSpec> packets, uint32_t repeat = 1) {
  ProcessSpec process;
  process.buffers = {{.name = "a", .va = kA, .bytes = 12}, {.name = "b", .va = kB, .bytes = 12}};
  process.queues = {{.name = "q", .packets = std::move(packets), .repeat = repeat}};
  return process;
}

// "a" counts from 1, "b" is zero.
Contents Counting() {
  Contents contents(2, std::vector<uint8_t>(12));
  std::iota(contents[0].begin(), contents[0].end(), uint8_t{1});
  return contents;
}

Contents After(const ProcessSpec& process) {
  Contents contents = Counting();
  RunOnHost(process, &contents);
  return contents;
}

TEST(RunOnHost, ACopyMovesItsBytesAndNoOthers) {
  const Contents after =
      After(TwoBuffers({{.kind = PacketKind::kCopy, .from = kA + 3, .to = kB + 1, .bytes = 5}}));
  EXPECT_EQ(after[0], Counting()[0]);
  EXPECT_THAT(after[1], ElementsAre(0, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0));
}

TEST(RunOnHost, AFillIsLittleEndianAndGrowsWithEachRepetition) {
  const Contents after = After(TwoBuffers({{.kind = PacketKind::kFill,
                                            .to = kB + 4,
                                            .bytes = 8,
                                            .value = 0xfffffffe,
                                            .value_step = 0x101}},
                                          3));
  // 0xfffffffe + 2 * 0x101, modulo 2^32.
  EXPECT_THAT(after[1], ElementsAre(0, 0, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0));
}

TEST(RunOnHost, AWriteAndAFenceStoreTheirDwords) {
  const Contents after = After(TwoBuffers(
      {{.kind = PacketKind::kWrite, .to = kB, .bytes = 8, .dwords = {0x04030201, 0x08070605}},
       {.kind = PacketKind::kFence, .to = kB + 8, .bytes = 4, .value = 10, .value_step = 5}},
      2));
  EXPECT_THAT(after[1], ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 15, 0, 0, 0));
}

TEST(RunOnHost, PacketsActInOrderAndEachRepetitionOnWhatTheLastLeft) {
  // b[4..8) = b[0..4), then b[0..4) = value: after two rounds b holds values 2 and 1.
  const Contents after = After(
      TwoBuffers({{.kind = PacketKind::kCopy, .from = kB, .to = kB + 4, .bytes = 4},
                  {.kind = PacketKind::kFill, .to = kB, .bytes = 4, .value = 1, .value_step = 1}},
                 2));
  EXPECT_THAT(after[1], ElementsAre(2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0));
}

TEST(RunOnHost, PacketsWithoutMemoryChangeNothing) {
  EXPECT_EQ(After(TwoBuffers({{.kind = PacketKind::kNop, .count = 2},
                              {.kind = PacketKind::kTrap, .value = 3},
                              {.kind = PacketKind::kRaw, .dwords = {0xff}}})),
            Counting());
}

TEST(RunOnHost, AQueueThatIsMeantToFaultWritesNothing) {
  ProcessSpec process =
      TwoBuffers({{.kind = PacketKind::kFill, .to = kB, .bytes = 12, .value = 1}});
  process.queues[0].expect_fault = true;
  EXPECT_EQ(After(process), Counting());
  EXPECT_FALSE(WrittenByFaultyQueue(process, process.buffers[0]));
  EXPECT_TRUE(WrittenByFaultyQueue(process, process.buffers[1]));
  process.queues[0].expect_fault = false;
  EXPECT_FALSE(WrittenByFaultyQueue(process, process.buffers[1]));
}

Scenario TwoRandomBuffers(uint64_t seed) {
  Scenario scenario;
  scenario.seed = seed;
  ProcessSpec process = TwoBuffers({});
  for (BufferSpec& buffer : process.buffers) {
    buffer.bytes = 4096;
    buffer.random = true;
  }
  process.buffers.push_back({.name = "zero", .va = 0x30000, .bytes = 100});
  scenario.processes = {process, process};
  return scenario;
}

TEST(InitialContents, DependOnSeedProcessAndBufferAndNothingElse) {
  const Contents first = InitialContents(TwoRandomBuffers(1), 0);
  EXPECT_EQ(InitialContents(TwoRandomBuffers(1), 0), first);
  EXPECT_NE(InitialContents(TwoRandomBuffers(2), 0)[0], first[0]);
  EXPECT_NE(InitialContents(TwoRandomBuffers(uint64_t{1} << 32), 0)[0], first[0]);
  EXPECT_NE(InitialContents(TwoRandomBuffers(1), 1)[0], first[0]);
  EXPECT_NE(first[1], first[0]);
  EXPECT_EQ(first[2].size(), 100u);
  EXPECT_THAT(first[2], Each(0));
}

}  // namespace
}  // namespace ringside::run
