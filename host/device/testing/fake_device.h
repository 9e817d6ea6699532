// A Device made of C++ alone, for unit tests of the driver: memory, registers, a firmware and an
// engine that do what the driver can see of the real ones.
//
// The one rule: it is a stand-in, not a model. It has a slot for every queue and made-up times, but
// it is deterministic, it keeps translations until they are invalidated, and it can be told to
// fail.
#ifndef RINGSIDE_HOST_DEVICE_TESTING_FAKE_DEVICE_H_
#define RINGSIDE_HOST_DEVICE_TESTING_FAKE_DEVICE_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "host/device/device.h"
#include "host/registers/registers.h"

namespace ringside {

class FakeEngine;
class FakeFirmware;

class FakeDevice : public Device {
 public:
  FakeDevice(uint64_t vram_bytes, uint64_t system_memory_bytes);
  ~FakeDevice() override;

  absl::StatusOr<uint32_t> ReadRegister(uint32_t bar_offset) override;
  absl::Status WriteRegister(uint32_t bar_offset, uint32_t value) override;
  absl::Status RingDoorbell(uint32_t id, uint64_t value) override;
  absl::Status ReadMemory(uint64_t address, absl::Span<uint8_t> bytes) override;
  absl::Status WriteMemory(uint64_t address, absl::Span<const uint8_t> bytes) override;
  uint64_t vram_bytes() const override { return vram_.size(); }
  uint64_t system_memory_bytes() const override { return system_.size(); }
  uint64_t cycle() const override { return cycle_; }
  bool interrupt() const override { return ih_rptr_ != ih_wptr_; }
  absl::Status Advance(uint64_t until_cycle) override;

  FakeFirmware& firmware() { return *firmware_; }
  FakeEngine& engine() { return *engine_; }

  // Makes the host memory write that comes after `writes` more fail, once.
  void FailMemoryWriteAfter(uint64_t writes) { writes_until_failure_ = writes; }
  // What the VERSION register says.
  void SetVersion(uint32_t version) { version_ = version; }
  // TLB invalidations that are asked for from now on never end.
  void StickInvalidation() { invalidation_stuck_ = true; }

  // For the fake parts. Memory outside both memories reads as zero and drops writes.
  void At(uint64_t delay_cycles, std::function<void()> action);
  uint64_t Read64(uint64_t address) const;
  uint32_t Read32(uint64_t address) const;
  void Write64(uint64_t address, uint64_t value);
  void Write32(uint64_t address, uint32_t value);
  std::vector<uint8_t> ReadBytes(uint64_t address, uint64_t bytes) const;
  void WriteBytes(uint64_t address, absl::Span<const uint8_t> bytes);
  void SendInterrupt(uint32_t source, uint16_t pasid, const std::array<uint32_t, 4>& data);
  void SetRegister(uint32_t bar_offset, uint32_t value) { registers_[bar_offset] = value; }
  bool core_running() const { return core_running_; }
  const std::map<uint32_t, uint32_t>& registers() const { return registers_; }

 private:
  const uint8_t* Locate(uint64_t address, uint64_t bytes) const;

  std::vector<uint8_t> vram_;
  std::vector<uint8_t> system_;
  std::map<uint32_t, uint32_t> registers_;
  uint32_t version_ = bar::kSysVersionMajor << 16;
  bool core_running_ = false;
  uint32_t ih_rptr_ = 0;
  uint32_t ih_wptr_ = 0;
  uint64_t cycle_ = 0;
  uint64_t scheduled_ = 0;
  std::map<std::pair<uint64_t, uint64_t>, std::function<void()>> agenda_;
  uint64_t writes_until_failure_ = UINT64_MAX;
  bool invalidation_stuck_ = false;
  std::unique_ptr<FakeEngine> engine_;
  std::unique_ptr<FakeFirmware> firmware_;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_DEVICE_TESTING_FAKE_DEVICE_H_
