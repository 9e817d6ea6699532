// The SDMA engine as memory sees it: takes one packet at a time, queues in turn.
//
// A copy reads its source when it begins and writes its destination when it ends, so that whoever
// changes memory under it gets the worst. Translations are kept until they are invalidated.
#ifndef RINGSIDE_HOST_DEVICE_TESTING_FAKE_ENGINE_H_
#define RINGSIDE_HOST_DEVICE_TESTING_FAKE_ENGINE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "host/device/testing/fake_queue.h"

namespace ringside {

class FakeDevice;

class FakeEngine {
 public:
  static constexpr uint64_t kPacketCycles = 20;
  static constexpr uint64_t kBytesPerCycle = 32;

  explicit FakeEngine(FakeDevice* device) : device_(device) {}

  // Starts work when a queue of `queues` has some; they stay the engine's from then on.
  void Kick(std::map<uint32_t, FakeQueue>* queues);
  // Runs `action` once no packet of `doorbell` is in progress; its state keeps new ones away.
  void WhenOff(uint32_t doorbell, std::function<void()> action);
  // Drops all translations of `pasid`.
  void Invalidate(uint16_t pasid);

  uint64_t packets() const { return packets_; }

 private:
  struct Fault {
    uint32_t reason;
    uint64_t address;
    bool write;
  };
  // What a packet does when its time is over.
  using Effect = std::function<void()>;

  void Next();
  void Finish(uint32_t doorbell, const Effect& effect, uint64_t packet_bytes);
  void Stop(FakeQueue* queue, uint32_t header, const Fault& fault);
  // Decodes one packet; nullopt when it faults, told in `fault`.
  std::optional<Effect> Decode(const FakeQueue& queue, absl::Span<const uint32_t> packet,
                               uint64_t* bytes_moved, Fault* fault);
  // Bytes at GPU addresses, page by page; false: fault.
  bool Read(const FakeQueue& queue, uint64_t va, uint64_t bytes, std::vector<uint8_t>* out,
            Fault* fault);
  bool Write(const FakeQueue& queue, uint64_t va, absl::Span<const uint8_t> bytes, Fault* fault);
  // Can all of the range be accessed so?
  bool Check(const FakeQueue& queue, uint64_t va, uint64_t bytes, bool write, Fault* fault);
  std::optional<uint64_t> Translate(const FakeQueue& queue, uint64_t va, bool write, Fault* fault);

  FakeDevice* const device_;
  std::map<uint32_t, FakeQueue>* queues_ = nullptr;
  bool busy_ = false;       // A packet is in progress or the next one is about to be taken.
  bool in_packet_ = false;  // A packet of `current_` is in progress.
  uint32_t current_ = 0;    // Doorbell of the queue served last.
  std::vector<std::function<void()>> waiting_;             // For the packet in progress.
  std::map<std::pair<uint16_t, uint64_t>, uint64_t> tlb_;  // PASID and page to entry.
  uint64_t packets_ = 0;
};

}  // namespace ringside

#endif  // RINGSIDE_HOST_DEVICE_TESTING_FAKE_ENGINE_H_
