#include "testbench/memory/bus_memory.h"

#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>

#include "uapi/memory_map.h"

namespace ringside {

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

}  // namespace ringside
