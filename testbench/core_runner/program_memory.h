// The flat memory that a program of the core runner lives in, and the boot code that leads there.
//
// Memory is all zero at first; everything outside it is an access fault. The boot code can only be
// executed: it lies at the top of the address space, where the core starts, and jumps to the
// program.
#ifndef RINGSIDE_TESTBENCH_CORE_RUNNER_PROGRAM_MEMORY_H_
#define RINGSIDE_TESTBENCH_CORE_RUNNER_PROGRAM_MEMORY_H_

#include <sys/mman.h>

#include <cstdint>
#include <cstring>
#include <new>

#include "testbench/iss/iss.h"

namespace ringside {

class ProgramMemory : public IssMemory {
 public:
  // The core's reset address; program memory ends at or below it.
  static constexpr uint32_t kBootBase = 0xffff'f000;
  // What the core executes before the program: LUI and JALR, by way of register t0.
  static constexpr uint32_t kBootInstructions = 2;

  // `base` and `bytes` are multiples of 4; the program starts at `entry`.
  ProgramMemory(uint32_t base, uint32_t bytes, uint32_t entry)
      : base_(base),
        bytes_(bytes),
        boot_{((entry + 0x800) & 0xffff'f000) | kT0 << 7 | 0x37, entry << 20 | kT0 << 15 | 0x67},
        // Zero, and costs nothing where it is never touched.
        data_(static_cast<uint8_t*>(mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0))) {
    if (data_ == MAP_FAILED) throw std::bad_alloc();
  }
  ~ProgramMemory() override { munmap(data_, bytes_); }
  ProgramMemory(const ProgramMemory&) = delete;
  ProgramMemory& operator=(const ProgramMemory&) = delete;

  bool Contains(uint32_t address, uint64_t bytes) const {
    return address >= base_ && address - base_ + bytes <= bytes_;
  }

  // The host's own access; the range is inside.
  uint8_t* At(uint32_t address) { return data_ + (address - base_); }
  const uint8_t* At(uint32_t address) const { return data_ + (address - base_); }
  uint32_t Word(uint32_t address) const {
    uint32_t word;
    std::memcpy(&word, At(address), sizeof(word));
    return word;
  }

  bool Fetch(uint32_t address, uint32_t* insn) override {
    if (Contains(address, sizeof(*insn))) {
      *insn = Word(address);
      return true;
    }
    const uint32_t index = (address - kBootBase) / 4;
    if (index >= kBootInstructions) return false;
    *insn = boot_[index];
    return true;
  }
  bool Load(uint32_t address, int bytes, uint32_t* value) override {
    if (!Contains(address, bytes)) return false;
    *value = 0;
    std::memcpy(value, At(address), bytes);
    return true;
  }
  bool Store(uint32_t address, int bytes, uint32_t value) override {
    if (!Contains(address, bytes)) return false;
    std::memcpy(At(address), &value, bytes);
    return true;
  }

 private:
  static constexpr uint32_t kT0 = 5;

  const uint32_t base_;
  const uint32_t bytes_;
  const uint32_t boot_[kBootInstructions];
  uint8_t* const data_;
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_CORE_RUNNER_PROGRAM_MEMORY_H_
