// What the MMU may answer while page tables change under it.
//
// An answer must be what the tables said at some moment since its request was taken. Older is
// allowed only for what the MMU may remember - a translation, or where a leaf table lies - and only
// until a finished invalidation covers it.
#ifndef RINGSIDE_RTL_MMU_MMU_REFERENCE_H_
#define RINGSIDE_RTL_MMU_MMU_REFERENCE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "rtl/mmu/mmu_bench.h"
#include "rtl/mmu/page_tables.h"

namespace ringside {

class MmuReference {
 public:
  // Knows `pages`, addresses of 4 KiB pages, in VMIDs 1 to `vmids` - 1.
  MmuReference(std::vector<uint64_t> pages, uint32_t vmids);

  // The tables of `vmid` say `now` of `pages`[index] from `cycle` on.
  void Update(uint32_t vmid, size_t index, const WalkResult& now, uint64_t cycle);

  // From here on no answer about these pages may be older than `cycle`. Addresses, inclusive.
  void Forget(uint32_t vmid, uint64_t first, uint64_t last, uint64_t cycle);

  // Whether `answer` may be given to `request`, taken in cycle `taken`.
  bool Allows(const MmuRequest& request, uint64_t taken, const MmuAnswer& answer) const;

 private:
  // What the tables said until cycle `until`.
  struct Past {
    WalkResult result;
    uint64_t until;
    bool may_be_remembered;
  };
  struct View {
    WalkResult now;
    std::vector<Past> past;
  };

  std::vector<uint64_t> pages_;
  std::vector<std::vector<View>> views_;  // By VMID and index of page.
};

// One line on a request and the answer it got.
std::string Describe(const MmuRequest& request, const MmuAnswer& answer);

}  // namespace ringside

#endif  // RINGSIDE_RTL_MMU_MMU_REFERENCE_H_
