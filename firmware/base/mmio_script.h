// Expects an exact sequence of accesses, and nothing else.
//
// A test lists what a driver must do, in order, with the values that reads give; anything
// different, too much or too little fails it.
#ifndef RINGSIDE_FIRMWARE_BASE_MMIO_SCRIPT_H_
#define RINGSIDE_FIRMWARE_BASE_MMIO_SCRIPT_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "firmware/base/host_mmio.h"
#include "gtest/gtest.h"

namespace ringside::firmware {

class MmioScript : public Mmio {
 public:
  enum Kind { kRead, kWrite, kFence };

  struct Step {
    Kind kind;
    uint32_t address = 0;
    uint32_t value = 0;
  };

  MmioScript(std::initializer_list<Step> steps) : steps_(steps), scoped_(this) {}
  ~MmioScript() override { EXPECT_EQ(next_, steps_.size()) << "accesses that did not come"; }

  uint32_t Read32(uint32_t address) override { return Expect(kRead, address).value; }
  void Write32(uint32_t address, uint32_t value) override {
    EXPECT_EQ(Expect(kWrite, address).value, value) << "written in step " << next_ - 1;
  }
  void Fence() override { Expect(kFence, 0); }

 private:
  Step Expect(Kind kind, uint32_t address) {
    if (next_ == steps_.size()) {
      ADD_FAILURE() << "access of " << std::hex << address << " after the end of the script";
      return {kind, address};
    }
    const Step& step = steps_[next_++];
    EXPECT_EQ(step.kind, kind) << "in step " << next_ - 1;
    EXPECT_EQ(step.address, address) << "in step " << next_ - 1;
    return step;
  }

  std::vector<Step> steps_;
  size_t next_ = 0;
  ScopedMmio scoped_;
};

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_BASE_MMIO_SCRIPT_H_
