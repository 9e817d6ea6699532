// The host's side of `tohost`: how a bare-metal program ends and what it prints (HTIF).
//
// Show it every retired instruction, in order. A value counts when both halves of tohost have been
// written, or when the program goes on without writing the second one.
#ifndef RINGSIDE_TESTBENCH_CORE_RUNNER_HTIF_H_
#define RINGSIDE_TESTBENCH_CORE_RUNNER_HTIF_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "testbench/core_runner/program_memory.h"
#include "testbench/iss/iss.h"

namespace ringside {

class Htif {
 public:
  // Where the program keeps the two words, 64-bit each unless fromhost follows 4 bytes behind.
  struct Addresses {
    uint32_t tohost;
    std::optional<uint32_t> fromhost;
  };
  // Receives what the program prints; `fd` is 1 or 2.
  using Output = std::function<void(int fd, const std::string& text)>;
  // Writes a word of memory on the host's behalf.
  using Store = std::function<void(uint32_t address, uint32_t value)>;

  // Reads `memory`, which must outlive this, and writes it by `store` alone.
  Htif(Addresses addresses, const ProgramMemory* memory, Store store, Output output);

  // Has the program ended with it?
  bool OnRetired(const Retired& r) {
    if (!IsPending() && r.mem_wmask == 0) return false;
    return Follow(r);
  }
  // The core sleeps: nothing more will be written.
  bool OnSleep() { return IsPending() && Complete(); }

  // The exit code, once the program has ended. INVALID_ARGUMENT: it wrote what has no meaning.
  const absl::StatusOr<uint32_t>& end() const { return end_; }

 private:
  bool IsPending() const { return pending_ != 0; }
  bool Follow(const Retired& r);
  uint64_t Value() const;
  bool Complete();
  bool Exit(uint32_t code);
  bool Fail(uint64_t value);
  bool SystemCall(uint32_t block);
  int32_t Write(uint32_t block);
  void Reply();

  const Addresses addresses_;
  const uint32_t tohost_bytes_;
  const ProgramMemory* const memory_;
  const Store store_;
  const Output output_;
  // Instructions until what was written counts, 0 if nothing was; and where the first half went.
  int pending_ = 0;
  uint32_t first_half_ = 0;
  absl::StatusOr<uint32_t> end_;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_CORE_RUNNER_HTIF_H_
