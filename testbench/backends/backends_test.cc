// What every back end of the machine must do, whatever it is made of.
#include "testbench/backends/backends.h"

#include <vector>

#include "gtest/gtest.h"
#include "uapi/limits.h"
#include "uapi/memory_map.h"

namespace ringside {
namespace {

constexpr uint32_t kIdOffset = 0x00;
constexpr uint32_t kCoreCtrlOffset = 0x0c;
constexpr uint32_t kRing = 0x52494e47;

class BackendTest : public testing::TestWithParam<Backend> {
 protected:
  std::unique_ptr<SimulatedDevice> Machine() {
    auto device = CreateMachine(GetParam(), {});
    EXPECT_TRUE(device.ok()) << device.status();
    return *std::move(device);
  }
};

TEST_P(BackendTest, TellsThatItIsThere) {
  auto device = Machine();
  auto id = device->ReadRegister(RS_BAR_BLOCK(SYS) + kIdOffset);
  ASSERT_TRUE(id.ok()) << id.status();
  EXPECT_EQ(*id, kRing);
}

TEST_P(BackendTest, RegistersThatAreNotThereAreRefused) {
  auto device = Machine();
  EXPECT_EQ(device->ReadRegister(0xf000).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(device->ReadRegister(0x300000).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(device->ReadRegister(RS_BAR_ITCM + RS_CORE_ITCM_BYTES).status().code(),
            absl::StatusCode::kOutOfRange);
}

TEST_P(BackendTest, TheCoresMemoriesAreWrittenOnlyWhileItIsStopped) {
  auto device = Machine();
  for (uint32_t base : {RS_BAR_ITCM, RS_BAR_DTCM}) {
    ASSERT_TRUE(device->WriteRegister(base + 0x40, 0x12345678).ok());
    ASSERT_TRUE(device->WriteRegister(base + RS_CORE_DTCM_BYTES - 4, 0x9abcdef0).ok());
    EXPECT_EQ(*device->ReadRegister(base + 0x40), 0x12345678u);
    EXPECT_EQ(*device->ReadRegister(base + RS_CORE_DTCM_BYTES - 4), 0x9abcdef0u);
  }
  // An endless loop: jal x0, 0.
  ASSERT_TRUE(device->WriteRegister(RS_BAR_ITCM, 0x0000006f).ok());
  ASSERT_TRUE(device->WriteRegister(RS_BAR_BLOCK(SYS) + kCoreCtrlOffset, 1).ok());
  EXPECT_FALSE(device->WriteRegister(RS_BAR_DTCM + 0x40, 1).ok());
  EXPECT_EQ(*device->ReadRegister(RS_BAR_DTCM + 0x40), 0x12345678u);
}

TEST_P(BackendTest, RegistersOutsideTheBarAreRefused) {
  auto device = Machine();
  constexpr uint32_t kEnd = 1u << 22;
  // The second would be the first register of the machine if its upper bits were lost.
  for (const uint32_t bar_offset : {kEnd - 4, kEnd, ~uint32_t{0}}) {
    EXPECT_EQ(device->ReadRegister(bar_offset).status().code(), absl::StatusCode::kOutOfRange);
    EXPECT_EQ(device->WriteRegister(bar_offset, 1).code(), absl::StatusCode::kOutOfRange);
  }
}

TEST_P(BackendTest, MemoryBeginsAsZeroAndKeepsWhatIsWritten) {
  auto device = Machine();
  std::vector<uint8_t> bytes(8, 0xff);
  ASSERT_TRUE(device->ReadMemory(RS_VRAM_BASE + 0x1000, absl::MakeSpan(bytes)).ok());
  EXPECT_EQ(bytes, std::vector<uint8_t>(8, 0));
  const std::vector<uint8_t> written = {1, 2, 3};
  ASSERT_TRUE(device->WriteMemory(RS_SYSTEM_MEMORY_BASE + 5, written).ok());
  bytes.resize(3);
  ASSERT_TRUE(device->ReadMemory(RS_SYSTEM_MEMORY_BASE + 5, absl::MakeSpan(bytes)).ok());
  EXPECT_EQ(bytes, written);
}

TEST_P(BackendTest, MemoryThatIsNotThereIsRefused) {
  auto device = Machine();
  std::vector<uint8_t> bytes(16);
  const uint64_t end = device->vram_bytes();
  EXPECT_EQ(device->ReadMemory(end - 8, absl::MakeSpan(bytes)).code(),
            absl::StatusCode::kOutOfRange);
  EXPECT_EQ(device->WriteMemory(~uint64_t{0} - 4, bytes).code(), absl::StatusCode::kOutOfRange);
}

TEST_P(BackendTest, DoorbellsOutsideTheBarAreRefused) {
  auto device = Machine();
  constexpr uint32_t kEnd = RS_NUM_DOORBELL_PAGES * RS_DOORBELLS_PER_PAGE;
  EXPECT_TRUE(device->RingDoorbell(kEnd - 1, 0).ok());
  EXPECT_EQ(device->RingDoorbell(kEnd, 0).code(), absl::StatusCode::kOutOfRange);
}

TEST_P(BackendTest, ARingOnADoorbellWithoutAQueueIsTold) {
  class Rings : public MachineListener {
   public:
    void OnRing(uint64_t /*cycle*/, uint32_t doorbell, RingOutcome outcome,
                uint32_t /*slot*/) override {
      seen.emplace_back(doorbell, outcome);
    }
    std::vector<std::pair<uint32_t, RingOutcome>> seen;
  };
  auto device = Machine();
  Rings rings;
  device->AddListener(&rings);
  ASSERT_TRUE(device->RingDoorbell(0x234, 64).ok());
  ASSERT_TRUE(device->Advance(device->cycle() + 20).ok());
  ASSERT_EQ(rings.seen.size(), 1u);
  EXPECT_EQ(rings.seen[0].first, 0x234u);
  EXPECT_EQ(rings.seen[0].second, RingOutcome::kStray);
}

TEST_P(BackendTest, TimePassesOnlyInAdvance) {
  auto device = Machine();
  const uint64_t before = device->cycle();
  ASSERT_TRUE(device->Advance(before).ok());
  EXPECT_EQ(device->cycle(), before);
  ASSERT_TRUE(device->Advance(before + 100).ok());
  EXPECT_EQ(device->cycle(), before + 100);
}

TEST_P(BackendTest, ImpossibleSizesAreRefused) {
  EXPECT_EQ(CreateMachine(GetParam(), {.vram_bytes = 4096}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(CreateMachine(GetParam(), {.vram = {.latency_cycles = 10, .bytes_per_cycle = 0}})
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(BackendTest, CanBeFoundByItsName) {
  EXPECT_EQ(*BackendNamed(BackendName(GetParam())), GetParam());
  EXPECT_EQ(BackendNamed("fpga").status().code(), absl::StatusCode::kInvalidArgument);
}

INSTANTIATE_TEST_SUITE_P(Backends, BackendTest, testing::ValuesIn(kBackends), BackendTestName());

}  // namespace
}  // namespace ringside
