#include "host/mqd/mqd.h"

#include <bit>
#include <cstring>
#include <utility>

#include "absl/memory/memory.h"
#include "uapi/pte.h"

namespace ringside {
namespace {

// The MQD stands first in its page, the gang context in the second half.
constexpr uint64_t kGangContextOffset = RS_PAGE_BYTES / 2;

uint32_t Low(uint64_t value) { return static_cast<uint32_t>(value); }
uint32_t High(uint64_t value) { return static_cast<uint32_t>(value >> 32); }

rs_sdma_mqd Build(const MqdInit& init) {
  rs_sdma_mqd mqd = {};
  const uint32_t log2_dwords = std::countr_zero(init.ring_bytes / 4);
  mqd.rb_cntl = RS_RB_CNTL_ENABLE | (log2_dwords << RS_RB_CNTL_SIZE_SHIFT);
  mqd.rb_base_lo = Low(init.ring_va >> 8);
  mqd.rb_base_hi = High(init.ring_va >> 8);
  mqd.rptr_addr_lo = Low(init.rptr_va);
  mqd.rptr_addr_hi = High(init.rptr_va);
  mqd.doorbell = RS_DOORBELL_ENABLE;
  mqd.doorbell_offset = init.doorbell_id;
  mqd.wptr_poll_lo = Low(init.wptr_poll_address);
  mqd.wptr_poll_hi = High(init.wptr_poll_address);
  mqd.fence_addr_lo = Low(init.fence_address);
  mqd.fence_addr_hi = High(init.fence_address);
  return mqd;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Mqd>> Mqd::Create(MemoryPools* pools, const MqdInit& init) {
  absl::StatusOr<std::unique_ptr<Buffer>> page =
      Buffer::CreateNearHardware(pools, "MQD", RS_PAGE_BYTES);
  if (!page.ok()) return page.status();
  const rs_sdma_mqd mqd = Build(init);
  absl::Status status = (*page)->FillZero();
  status.Update(
      (*page)->Write(0, absl::MakeConstSpan(reinterpret_cast<const uint8_t*>(&mqd), sizeof(mqd))));
  if (!status.ok()) return status;
  return absl::WrapUnique(new Mqd(*std::move(page)));
}

uint64_t Mqd::gang_context_address() const { return page_->bus_address() + kGangContextOffset; }

absl::Status Mqd::SetWptrPollAddress(uint64_t bus_address) {
  // The high word stands first.
  const uint32_t words[2] = {High(bus_address), Low(bus_address)};
  return page_->Write(offsetof(rs_sdma_mqd, wptr_poll_hi),
                      absl::MakeConstSpan(reinterpret_cast<const uint8_t*>(words), sizeof(words)));
}

absl::StatusOr<rs_sdma_mqd> Mqd::Read() const {
  rs_sdma_mqd mqd;
  uint8_t bytes[sizeof(mqd)];
  if (absl::Status status = page_->Read(0, bytes); !status.ok()) return status;
  std::memcpy(&mqd, bytes, sizeof(mqd));
  return mqd;
}

}  // namespace ringside
