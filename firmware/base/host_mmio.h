// What stands behind firmware's loads and stores when it is compiled for the host.
//
// Give the thread an Mmio with ScopedMmio before any firmware code runs on it.
#ifndef RINGSIDE_FIRMWARE_BASE_HOST_MMIO_H_
#define RINGSIDE_FIRMWARE_BASE_HOST_MMIO_H_

#include <stdint.h>

namespace ringside::firmware {

class Mmio {
 public:
  virtual ~Mmio() = default;

  // `address` is one of the core's 32-bit map (uapi/memory_map.h), word aligned.
  virtual uint32_t Read32(uint32_t address) = 0;
  virtual void Write32(uint32_t address, uint32_t value) = 0;
  virtual void Fence() = 0;
};

// While alive, `mmio` serves this thread.
class ScopedMmio {
 public:
  explicit ScopedMmio(Mmio* mmio);
  ~ScopedMmio();
  ScopedMmio(const ScopedMmio&) = delete;
  ScopedMmio& operator=(const ScopedMmio&) = delete;

 private:
  Mmio* const previous_;
};

}  // namespace ringside::firmware

#endif  // RINGSIDE_FIRMWARE_BASE_HOST_MMIO_H_
