#include "firmware/base/host_mmio.h"

#include "firmware/base/mmio.h"

namespace ringside::firmware {
namespace {

thread_local Mmio* current = nullptr;

}  // namespace

ScopedMmio::ScopedMmio(Mmio* mmio) : previous_(current) { current = mmio; }
ScopedMmio::~ScopedMmio() { current = previous_; }

uint32_t Read32(uint32_t address) { return current->Read32(address); }
void Write32(uint32_t address, uint32_t value) { current->Write32(address, value); }
void FenceMemory() { current->Fence(); }

}  // namespace ringside::firmware
