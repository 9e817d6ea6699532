// VRAM and system memory, and the core's window onto them as unhelpful as it may be: a posted store
// waits as long as it can, and a fetched line stays old until something drops it.
#ifndef RINGSIDE_FIRMWARE_TEST_MEMORY_MODEL_H_
#define RINGSIDE_FIRMWARE_TEST_MEMORY_MODEL_H_

#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>

namespace ringside::firmware::test {

// Words by bus address; zero until written.
class MemoryModel {
 public:
  uint32_t Read(uint32_t address) const {
    const auto found = words_.find(address);
    return found == words_.end() ? 0 : found->second;
  }
  uint64_t Read64(uint32_t address) const {
    return Read(address) | uint64_t{Read(address + 4)} << 32;
  }
  void Write(uint32_t address, uint32_t value) { words_[address] = value; }
  void Write64(uint32_t address, uint64_t value) {
    Write(address, static_cast<uint32_t>(value));
    Write(address + 4, static_cast<uint32_t>(value >> 32));
  }

 private:
  std::unordered_map<uint32_t, uint32_t> words_;
};

class WindowModel {
 public:
  explicit WindowModel(MemoryModel* memory) : memory_(*memory) {}

  uint32_t Load(uint32_t address) {
    FinishStore();
    const uint32_t base = address & ~255u;
    if (base != line_base_) {
      line_base_ = base;
      for (uint32_t i = 0; i < line_.size(); ++i) line_[i] = memory_.Read(base + 4 * i);
    }
    return line_[(address & 255) / 4];
  }
  void Store(uint32_t address, uint32_t value) {
    FinishStore();
    line_base_.reset();
    posted_ = {address, value};
  }
  void Fence() {
    FinishStore();
    line_base_.reset();
  }

 private:
  void FinishStore() {
    if (posted_) memory_.Write(posted_->first, posted_->second);
    posted_.reset();
  }

  MemoryModel& memory_;
  std::optional<std::pair<uint32_t, uint32_t>> posted_;
  std::optional<uint32_t> line_base_;
  std::array<uint32_t, 64> line_ = {};
};

}  // namespace ringside::firmware::test

#endif  // RINGSIDE_FIRMWARE_TEST_MEMORY_MODEL_H_
