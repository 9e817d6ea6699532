#include "host/gpuvm/address_space.h"

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "host/device/testing/fake_device.h"
#include "uapi/memory_map.h"
#include "uapi/pte.h"

namespace ringside {
namespace {

using ::testing::HasSubstr;

constexpr uint64_t kBytes = 4 << 20;

class AddressSpaceTest : public testing::Test {
 protected:
  void SetUp() override {
    space_ = *AddressSpace::Create(&pools_);
    buffer_ = *Buffer::Create(&pools_, "b", 64 << 10, Placement::kVram);
  }

  // An independent walk of what stands in memory.
  uint64_t Walk(uint64_t va) {
    uint64_t table = space_->root_address();
    for (int shift = 39;; shift -= 9) {
      const uint64_t entry = device_.Read64(table + ((va >> shift) & 511) * 8);
      if ((entry & 1) == 0 || shift == 12) return entry;
      table = entry & 0x0000fffffffff000;
    }
  }

  void ExpectRefused(uint64_t va, uint64_t offset, uint64_t bytes, absl::StatusCode code,
                     const std::string& field) {
    const absl::Status status = space_->Map(va, buffer_.get(), offset, bytes, {});
    EXPECT_EQ(status.code(), code) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(field));
  }

  FakeDevice device_{kBytes, kBytes};
  MemoryPools pools_{&device_, RangeAllocator("VRAM", RS_VRAM_BASE, kBytes),
                     RangeAllocator("system memory", RS_SYSTEM_MEMORY_BASE, kBytes)};
  std::unique_ptr<AddressSpace> space_;
  std::unique_ptr<Buffer> buffer_;
};

TEST_F(AddressSpaceTest, EntriesSayWhereAndHow) {
  const uint64_t va = 0x7f12345ff000;  // Spans two level-0 tables.
  ASSERT_TRUE(space_->Map(va, buffer_.get(), 4096, 8192, MapFlags{.write = false}).ok());
  const uint64_t expected = buffer_->bus_address() + 4096;
  EXPECT_EQ(Walk(va), expected | RS_PTE(VALID) | RS_PTE(READABLE));
  EXPECT_EQ(Walk(va + 4096), (expected + 4096) | RS_PTE(VALID) | RS_PTE(READABLE));
  EXPECT_EQ(Walk(va + 8192) & 1, 0u);
  EXPECT_EQ(Walk(va - 4096) & 1, 0u);
  EXPECT_EQ(*space_->BusAddress(va + 5000), expected + 5000);
}

TEST_F(AddressSpaceTest, UnmapClearsTheEntries) {
  ASSERT_TRUE(space_->Map(0x200000, buffer_.get(), 0, 64 << 10, {}).ok());
  ASSERT_TRUE(space_->Unmap(0x200000).ok());
  for (uint64_t page = 0; page < 16; ++page) EXPECT_EQ(Walk(0x200000 + page * 4096), 0u);
  EXPECT_EQ(space_->Unmap(0x200000).code(), absl::StatusCode::kNotFound);
  EXPECT_FALSE(space_->IsMapped(buffer_.get()));
}

TEST_F(AddressSpaceTest, UpdateFollowsAMove) {
  ASSERT_TRUE(space_->Map(0x200000, buffer_.get(), 0, 8192, {}).ok());
  ASSERT_TRUE(space_->Map(0x900000, buffer_.get(), 4096, 4096, {}).ok());
  ASSERT_TRUE(buffer_->BeginMove(Placement::kSystem).ok());
  ASSERT_TRUE(buffer_->FinishMove().ok());
  ASSERT_TRUE(space_->Update(buffer_.get()).ok());
  EXPECT_EQ(Walk(0x201000) & RS_PTE_ADDRESS_MASK, buffer_->bus_address() + 4096);
  EXPECT_EQ(Walk(0x900000) & RS_PTE_ADDRESS_MASK, buffer_->bus_address() + 4096);
  EXPECT_NE(Walk(0x900000) & RS_PTE(SYSTEM), 0u);
}

TEST_F(AddressSpaceTest, BadMappingsNameTheField) {
  using absl::StatusCode;
  ExpectRefused(0x200001, 0, 4096, StatusCode::kInvalidArgument, "va");
  ExpectRefused(0x200000, 1, 4096, StatusCode::kInvalidArgument, "offset");
  ExpectRefused(0x200000, 0, 100, StatusCode::kInvalidArgument, "bytes");
  ExpectRefused(0x200000, 0, 0, StatusCode::kInvalidArgument, "bytes");
  ExpectRefused(0x200000, 0, 68 << 10, StatusCode::kOutOfRange, "bytes");
  ExpectRefused(0x200000, 60 << 10, 8192, StatusCode::kOutOfRange, "bytes");
  ExpectRefused(0x200000, ~uint64_t{4095}, 8192, StatusCode::kOutOfRange, "bytes");
  ExpectRefused(0, 0, 4096, StatusCode::kOutOfRange, "va");
  ExpectRefused(kUserVaEnd - 4096, 0, 8192, StatusCode::kOutOfRange, "va");
  ExpectRefused(kUserVaEnd, 0, 4096, StatusCode::kOutOfRange, "va");
  ExpectRefused(uint64_t{1} << 48, 0, 4096, StatusCode::kOutOfRange, "va");
  ExpectRefused(~uint64_t{4095}, 0, 8192, StatusCode::kOutOfRange, "va");
  EXPECT_TRUE(space_->mappings().empty());
}

TEST_F(AddressSpaceTest, OverlapsAreRefused) {
  ASSERT_TRUE(space_->Map(0x210000, buffer_.get(), 0, 8192, {}).ok());
  ExpectRefused(0x20f000, 0, 8192, absl::StatusCode::kAlreadyExists, "0x210000");
  ExpectRefused(0x211000, 0, 4096, absl::StatusCode::kAlreadyExists, "0x210000");
  EXPECT_TRUE(space_->Map(0x212000, buffer_.get(), 0, 4096, {}).ok());
}

TEST_F(AddressSpaceTest, FindWantsTheWholeSpanInOneMapping) {
  ASSERT_TRUE(space_->Map(0x200000, buffer_.get(), 0, 4096, {}).ok());
  ASSERT_TRUE(space_->Map(0x201000, buffer_.get(), 4096, 4096, {}).ok());
  EXPECT_NE(space_->Find(0x200000, 4096), nullptr);
  EXPECT_EQ(space_->Find(0x200000, 4097), nullptr);
  EXPECT_EQ(space_->Find(0x201ff8, UINT64_MAX), nullptr);
  EXPECT_EQ(space_->Find(0x1ff000, 8), nullptr);
}

TEST_F(AddressSpaceTest, TablesGoToSystemMemoryAndThenRunOut) {
  auto vram = Buffer::Create(&pools_, "hoard", pools_.vram.capacity() - pools_.vram.used(),
                             Placement::kVram);
  ASSERT_TRUE(vram.ok());
  const uint64_t before = pools_.system.used();
  ASSERT_TRUE(space_->Map(0x200000, buffer_.get(), 0, 4096, {}).ok());
  EXPECT_EQ(pools_.system.used(), before + 3 * 4096);
  auto system = Buffer::Create(&pools_, "hoard", pools_.system.capacity() - pools_.system.used(),
                               Placement::kSystem);
  ASSERT_TRUE(system.ok());
  ExpectRefused(0x7f0000000000, 0, 4096, absl::StatusCode::kResourceExhausted, "page table");
  EXPECT_EQ(Walk(0x7f0000000000) & 1, 0u);
}

TEST_F(AddressSpaceTest, AllTablesComeBack) {
  const uint64_t used = pools_.vram.used();
  {
    auto space = *AddressSpace::Create(&pools_);
    for (uint64_t i = 1; i < 40; ++i) {
      ASSERT_TRUE(space->Map(i << 37, buffer_.get(), 0, 4096, {}).ok());
    }
  }
  EXPECT_EQ(pools_.vram.used(), used);
}

// Random maps and unmaps against a plain list of pages.
TEST_F(AddressSpaceTest, RandomTrafficMatchesAPageList) {
  const uint32_t seed = 5150;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  constexpr uint64_t kPages = 1200;  // Across three level-0 tables.
  constexpr uint64_t kStart = 0x3fff0000;
  std::map<uint64_t, uint64_t> oracle;  // Page to bus address.
  std::map<uint64_t, uint64_t> starts;  // VA to pages.
  for (int step = 0; step < 3000; ++step) {
    if (random() % 2 == 0) {
      const uint64_t pages = 1 + random() % 16;
      const uint64_t va = kStart + random() % kPages * 4096;
      const uint64_t offset = random() % (17 - pages) * 4096;
      bool free = true;
      for (uint64_t i = 0; i < pages; ++i) free = free && oracle.count(va + i * 4096) == 0;
      ASSERT_EQ(space_->Map(va, buffer_.get(), offset, pages * 4096, {}).ok(), free);
      if (!free) continue;
      starts[va] = pages;
      for (uint64_t i = 0; i < pages; ++i) {
        oracle[va + i * 4096] = buffer_->bus_address() + offset + i * 4096;
      }
    } else if (!starts.empty()) {
      const auto victim = std::next(starts.begin(), random() % starts.size());
      ASSERT_TRUE(space_->Unmap(victim->first).ok());
      for (uint64_t i = 0; i < victim->second; ++i) oracle.erase(victim->first + i * 4096);
      starts.erase(victim);
    }
  }
  for (uint64_t page = 0; page < kPages + 16; ++page) {
    const uint64_t va = kStart + page * 4096;
    const auto expected = oracle.find(va);
    const uint64_t entry = Walk(va);
    ASSERT_EQ((entry & 1) != 0, expected != oracle.end());
    if (expected == oracle.end()) continue;
    ASSERT_EQ(entry & RS_PTE_ADDRESS_MASK, expected->second);
  }
}

}  // namespace
}  // namespace ringside
