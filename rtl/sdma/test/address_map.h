// Page mappings that the MMU stand-in and the reference interpreter share.
#ifndef RINGSIDE_RTL_SDMA_TEST_ADDRESS_MAP_H_
#define RINGSIDE_RTL_SDMA_TEST_ADDRESS_MAP_H_

#include <cstdint>
#include <map>
#include <utility>

#include "uapi/interrupt.h"

namespace ringside {

struct Translation {
  bool ok = false;
  uint64_t pa = 0;
  uint8_t reason = 0;
};

class AddressMap {
 public:
  static constexpr uint64_t kPage = 4096;

  void Map(uint8_t vmid, uint64_t va, uint64_t pa, bool read = true, bool write = true) {
    pages_[{vmid, va / kPage}] = {pa / kPage * kPage, read, write};
  }
  void Unmap(uint8_t vmid, uint64_t va) { pages_.erase({vmid, va / kPage}); }

  // VMID 0 is not translated.
  Translation Translate(uint8_t vmid, uint64_t va, bool write) const {
    if (vmid == 0) return {true, va, RS_FAULT_NONE};
    const auto page = pages_.find({vmid, va / kPage});
    if (page == pages_.end()) return {false, 0, RS_FAULT_NOT_PRESENT};
    if (write && !page->second.write) return {false, 0, RS_FAULT_NO_WRITE};
    if (!write && !page->second.read) return {false, 0, RS_FAULT_NO_READ};
    return {true, page->second.pa + va % kPage, RS_FAULT_NONE};
  }

 private:
  struct Page {
    uint64_t pa;
    bool read;
    bool write;
  };
  std::map<std::pair<uint8_t, uint64_t>, Page> pages_;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_SDMA_TEST_ADDRESS_MAP_H_
