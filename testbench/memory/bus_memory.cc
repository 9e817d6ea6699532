#include "testbench/memory/bus_memory.h"

#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "absl/strings/str_format.h"
#include "uapi/memory_map.h"

namespace ringside {
namespace {

absl::Status Outside(const char* access, uint64_t address, size_t bytes) {
  return absl::OutOfRangeError(
      absl::StrFormat("%s of %u bytes at bus address 0x%x is outside VRAM and system memory",
                      access, bytes, address));
}

}  // namespace

MemoryRegion::MemoryRegion(uint64_t base, uint64_t bytes) : base_(base), bytes_(bytes) {
  void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (data == MAP_FAILED) {
    std::perror("cannot reserve simulated memory");
    std::abort();
  }
  data_ = static_cast<uint8_t*>(data);
}

MemoryRegion::~MemoryRegion() { munmap(data_, bytes_); }

BusMemory::BusMemory(uint64_t vram_bytes, uint64_t system_bytes)
    : vram_(RS_VRAM_BASE, vram_bytes), system_(RS_SYSTEM_MEMORY_BASE, system_bytes) {}

absl::Status BusMemory::Read(uint64_t address, absl::Span<uint8_t> bytes) const {
  const uint8_t* from = At(address, bytes.size());
  if (from == nullptr) return Outside("read", address, bytes.size());
  std::memcpy(bytes.data(), from, bytes.size());
  return absl::OkStatus();
}

absl::Status BusMemory::Write(uint64_t address, absl::Span<const uint8_t> bytes) {
  uint8_t* to = At(address, bytes.size());
  if (to == nullptr) return Outside("write", address, bytes.size());
  std::memcpy(to, bytes.data(), bytes.size());
  return absl::OkStatus();
}

}  // namespace ringside
