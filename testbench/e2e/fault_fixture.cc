#include "testbench/e2e/fault_fixture.h"

#include <string>
#include <utility>

#include "gmock/gmock.h"

namespace ringside::e2e {
namespace {

using ::testing::HasSubstr;

constexpr uint64_t kSourceVa = 0x5000'0000;
constexpr uint64_t kDestinationVa = 0x6000'0000;
constexpr uint64_t kNeighbourStride = 0x100'0000;
constexpr uint64_t kChunkBytes = 4096;

}  // namespace

void FaultFixture::SetUp() {
  Boot();
  bad_process_ = NewProcess("bad");
  page_ = NewBuffer(bad_process_, kPageVa, 4096, Placement::kVram);
  guilty_ = NewClient(bad_process_, 0);
  AddNeighbour(bad_process_, 1);
  Process* other = NewProcess("other");
  AddNeighbour(other, 0);
  AddNeighbour(other, 1);
}

void FaultFixture::AddNeighbour(Process* process, uint32_t doorbell_index) {
  auto neighbour = std::make_unique<Neighbour>();
  const uint64_t source = kSourceVa + doorbell_index * kNeighbourStride;
  const uint64_t destination = kDestinationVa + doorbell_index * kNeighbourStride;
  const uint32_t seed = static_cast<uint32_t>(neighbours_.size()) + 1;
  NewRandomBuffer(process, source, kNeighbourBytes, Placement::kSystem, seed);
  neighbour->expected = RandomBytes(kNeighbourBytes, seed);
  neighbour->destination = NewBuffer(process, destination, kNeighbourBytes, Placement::kVram);
  neighbour->client = NewClient(process, doorbell_index);
  neighbour->worker = std::make_unique<CopyWorker>(loop_.get(), &neighbour->client, source,
                                                   destination, kNeighbourBytes, kChunkBytes);
  neighbours_.push_back(std::move(neighbour));
}

void FaultFixture::StartNeighbours() {
  for (const auto& neighbour : neighbours_) neighbour->worker->Start();
}

void FaultFixture::RestartNeighbours() {
  for (const auto& neighbour : neighbours_) {
    ASSERT_TRUE(neighbour->worker->done());
    ASSERT_TRUE(neighbour->destination->FillZero().ok());
  }
  StartNeighbours();
}

void FaultFixture::ExpectNeighboursUnharmed() {
  for (const auto& neighbour : neighbours_) {
    ASSERT_TRUE(Wait([&] { return neighbour->worker->done(); }, neighbour->client.spec.name));
    EXPECT_EQ(neighbour->client.queue->state(), QueueState::kMapped);
    EXPECT_FALSE(neighbour->client.queue->fault().has_value());
    EXPECT_TRUE(Contents(*neighbour->destination) == neighbour->expected)
        << neighbour->client.spec.name << " copied wrong bytes";
  }
}

void FaultFixture::ExpectFault(const PacketBuilder& packets, const Expected& expected) {
  StartNeighbours();
  Pass(2000);
  const uint64_t fence = Submit(guilty_, packets);
  ASSERT_TRUE(Wait([&] { return guilty_.queue->state() == QueueState::kHung; }, "the fault"));
  ASSERT_EQ(driver_->faults().size(), 1u);
  const FaultReport& report = driver_->faults()[0];
  EXPECT_EQ(report.process, "bad");
  EXPECT_EQ(report.queue, guilty_.spec.name);
  EXPECT_EQ(report.doorbell_id, guilty_.queue->doorbell_id());
  EXPECT_EQ(report.reason, expected.reason) << report.ToString();
  EXPECT_EQ(report.packet_header, expected.header) << report.ToString();
  EXPECT_EQ(report.address, expected.address) << report.ToString();
  EXPECT_EQ(report.write, expected.write) << report.ToString();
  EXPECT_THAT(report.ToString(), HasSubstr("process bad, queue bad.q0"));
  ExpectNeighboursUnharmed();
  EXPECT_EQ(driver_->faults().size(), 1u) << driver_->faults().back().ToString();
  EXPECT_FALSE(*guilty_.user->FenceReached(fence)) << "the fence behind the fault was signalled";
  Replace();
}

void FaultFixture::Replace() {
  const absl::Status destroyed = bad_process_->DestroyQueue(guilty_.queue);
  ASSERT_TRUE(destroyed.ok()) << destroyed;
  StartQueue(&guilty_);
  EXPECT_EQ(guilty_.queue->state(), QueueState::kMapped);
  EXPECT_EQ(*guilty_.queue->FenceValue(), 0u);
  ASSERT_TRUE(Execute(guilty_, PacketBuilder().Fill(kPageVa, 0x5a5a5a5a, 4096)));
  EXPECT_EQ(Contents(*page_), std::vector<uint8_t>(4096, 0x5a));
}

}  // namespace ringside::e2e
