#include "host/userq/fence_page.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "host/device/testing/fake_device.h"
#include "uapi/memory_map.h"

namespace ringside {
namespace {

class FencePageTest : public testing::Test {
 protected:
  FakeDevice device_{4096, 16384};
  MemoryPools pools_{&device_, RangeAllocator("VRAM", RS_VRAM_BASE, 4096),
                     RangeAllocator("system memory", RS_SYSTEM_MEMORY_BASE, 16384)};
  std::unique_ptr<FencePage> page_ = *FencePage::Create(&pools_);
};

TEST_F(FencePageTest, SlotsAreApartAndRunOut) {
  std::vector<FencePage::Slot> slots;
  for (int i = 0; i < 512; ++i) {
    auto slot = page_->Take();
    ASSERT_TRUE(slot.ok());
    EXPECT_EQ(slot->bus_address(), page_->buffer().bus_address() + 8 * i);
    slots.push_back(*std::move(slot));
  }
  EXPECT_EQ(page_->Take().status().code(), absl::StatusCode::kResourceExhausted);
  slots.erase(slots.begin() + 100);
  EXPECT_EQ(page_->Take()->offset(), 800u);
}

TEST_F(FencePageTest, SlotIsZeroWhenItIsTakenAgain) {
  {
    FencePage::Slot slot = *page_->Take();
    device_.Write64(slot.bus_address(), 77);
    EXPECT_EQ(*slot.Read(), 77u);
  }
  EXPECT_EQ(*page_->Take()->Read(), 0u);
}

}  // namespace
}  // namespace ringside
