// Random tables, changes, invalidations and requests, at random memory latency, against
// MmuReference.
//
// Tables taken out of use are filled with poison once an invalidation is done, so that a late read
// of one shows. RINGSIDE_SEED=n repeats one run.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "rtl/mmu/mmu_bench.h"
#include "rtl/mmu/mmu_reference.h"
#include "rtl/mmu/page_tables.h"
#include "uapi/interrupt.h"
#include "uapi/pte.h"
#include "uapi/regs/mmu_regs.h"

namespace ringside {
namespace {

namespace mmu = regs::mmu;

constexpr uint32_t kVmids = 6;  // 1-5 have tables; 5 starts without a valid context.
constexpr uint32_t kPasids = 3;
constexpr int kCycles = 100'000;
constexpr uint64_t kPoisonPage = 0xDEAD'DEAD'D000;
constexpr uint64_t kPoison = kPoisonPage | RS_PTE(VALID) | RS_PTE(READABLE) | RS_PTE(WRITEABLE);

// A small set of pages whose walks share tables at every level.
std::vector<uint64_t> PagePool() {
  std::vector<uint64_t> pool;
  for (uint64_t level3 : {0, 511}) {
    for (uint64_t level2 : {0, 300}) {
      for (uint64_t level1 : {7, 8}) {
        for (uint64_t level0 : {0, 1, 2, 3, 6, 255, 256, 511}) {
          pool.push_back(((level3 << 27) | (level2 << 18) | (level1 << 9) | level0)
                         << RS_PAGE_SHIFT);
        }
      }
    }
  }
  return pool;
}

class RandomMmu {
 public:
  explicit RandomMmu(uint32_t seed)
      : random_(seed),
        bench_(seed),
        tables_(&bench_.memory()),
        pool_(PagePool()),
        reference_(pool_, kVmids) {
    bench_.SetLatency(1, 1 + static_cast<int>(Below(40)));
    change_period_ = 60 + Below(1000);
    bench_.SetRandomAddressReady(true);
    for (uint32_t vmid = 1; vmid < kVmids; ++vmid) {
      roots_[vmid] = tables_.Allocate();
      pasids_[vmid] = vmid % kPasids;
      valid_[vmid] = vmid != 5;
      for (uint64_t va : pool_) {
        if (Below(2)) MapPage(vmid, va);
      }
      bench_.SetContext(vmid, roots_[vmid], pasids_[vmid], valid_[vmid]);
      Refresh(vmid);
      reference_.Forget(vmid, 0, ~uint64_t{0}, bench_.cycle());
    }
  }

  void Run() {
    for (int i = 0; i < kCycles || pending_.has_value(); ++i) {
      if (testing::Test::HasFailure()) return;
      if (i < kCycles && !pending_.has_value() && Below(3) != 0) pending_ = NewRequest();
      std::optional<RegisterAccess> access = NextAccess();
      const bool taken =
          access.has_value() ? bench_.StepWithRegister(&*access, pending_) : bench_.Step(pending_);
      if (bench_.answer().has_value()) {
        ASSERT_TRUE(in_hand_.has_value()) << "an answer to nothing";
        ASSERT_TRUE(reference_.Allows(*in_hand_, taken_cycle_, *bench_.answer()))
            << Describe(*in_hand_, *bench_.answer()) << ", taken in cycle " << taken_cycle_;
        ++answers_;
        in_hand_.reset();
      }
      if (taken) {
        ASSERT_FALSE(in_hand_.has_value()) << "two requests in hand";
        in_hand_ = std::exchange(pending_, std::nullopt);
        taken_cycle_ = bench_.cycle() - 1;
      }
      if (access.has_value()) Finish(*access);
      if (bench_.cycle() == context_done_) {
        reference_.Forget(changing_vmid_, 0, ~uint64_t{0}, context_done_ - 3);
      }
    }
    const uint32_t hits = bench_.ReadRegister(mmu::kTlbHitsOffset);
    const uint32_t faults = bench_.ReadRegister(mmu::kFaultsOffset);
    std::printf("  %d answers, %u hits, %u faults, %u invalidations\n", answers_, hits, faults,
                done_);
    EXPECT_GT(answers_ - static_cast<int>(faults), 500);
    EXPECT_GT(hits, 100u);
    EXPECT_GT(faults, 100u);
    EXPECT_GT(done_, 50u);
  }

 private:
  struct Invalidation {
    std::array<bool, kVmids> vmids = {};
    uint64_t first = 0;  // Addresses, inclusive.
    uint64_t last = ~uint64_t{0};
    uint64_t written = 0;
  };

  uint32_t Below(uint32_t n) { return std::uniform_int_distribution<uint32_t>(0, n - 1)(random_); }
  size_t AnyIndex() { return Below(static_cast<uint32_t>(pool_.size())); }
  // A page at or a little after pool_[index].
  uint64_t Near(size_t index) { return pool_[(index + Below(4)) % pool_.size()]; }
  uint64_t AnyPage() { return pool_[AnyIndex()]; }
  uint32_t AnyVmid() { return 1 + Below(kVmids - 1); }

  MmuRequest NewRequest() {
    // The same few pages for a while, then others, so that lines are hit.
    if (Below(50) == 0) {
      hot_index_ = AnyIndex();
      hot_vmid_ = AnyVmid();
    }
    MmuRequest request{.vmid = Below(20) == 0  ? 0
                               : Below(3) == 0 ? AnyVmid()
                                               : hot_vmid_,
                       .va = (Below(10) == 0 ? AnyPage() : Near(hot_index_)) + Below(RS_PAGE_BYTES),
                       .write = Below(2) != 0};
    if (Below(50) == 0) request.va |= uint64_t{1} << (RS_VA_BITS + Below(16));
    return request;
  }

  uint64_t RandomFlags() {
    uint64_t flags = RS_PTE(SYSTEM) * Below(2) | RS_PTE(SNOOPED) * Below(2);
    if (Below(4) != 0) flags |= RS_PTE(READABLE);
    if (Below(4) != 0) flags |= RS_PTE(WRITEABLE);
    if (Below(20) == 0) flags |= RS_PTE(PRT);
    return flags;
  }

  // Removes what stands where a table should be on the way to the entry of `level`.
  void ClearWay(uint32_t vmid, uint64_t va, int level) {
    for (int upper = RS_PT_LEVELS - 1; upper > level; --upper) {
      uint64_t& entry = tables_.Entry(roots_[vmid], va, upper);
      if ((entry & RS_PTE(PDE_IS_PTE)) || (entry & RS_PTE_ADDRESS_MASK) >= MmuBench::kMemoryBytes) {
        entry = 0;
      }
    }
  }

  void MapPage(uint32_t vmid, uint64_t va) {
    ClearWay(vmid, va, 0);
    tables_.Map(roots_[vmid], va, uint64_t{random_()} << RS_PAGE_SHIFT, RandomFlags());
  }

  // Takes the table below an entry, and all tables below that, out of use.
  void Retire(uint64_t entry, int level) {
    const uint64_t table = entry & RS_PTE_ADDRESS_MASK;
    if (level == 0 || !(entry & RS_PTE(VALID)) || (entry & RS_PTE(PDE_IS_PTE)) ||
        table >= MmuBench::kMemoryBytes) {
      return;
    }
    for (uint64_t i = 0; i < RS_PT_ENTRIES; ++i) Retire(bench_.memory()[table / 8 + i], level - 1);
    retired_.push_back(table);
  }

  // Nothing, a large page (not present above level 1), or a table outside memory.
  uint64_t RandomUpperEntry() {
    switch (Below(4)) {
      case 0:
        return 0;
      case 1:
        return (MmuBench::kMemoryBytes + RS_PAGE_BYTES) | RS_PTE(VALID);
      default:
        // Random bits below the large page's alignment must not matter.
        return uint64_t{random_()} << RS_PAGE_SHIFT | RandomFlags() | RS_PTE(PDE_IS_PTE) |
               RS_PTE(VALID);
    }
  }

  // One change of one VMID's tables.
  void ChangeTables() {
    const uint32_t vmid = AnyVmid();
    const size_t index = AnyIndex();
    const uint64_t va = pool_[index];
    const uint32_t kind = Below(20);
    if (kind < 16) {
      // Pages near each other, as drivers map them.
      for (uint32_t i = 0; i <= kind; ++i) MapPage(vmid, Near(index));
    } else if (kind < 18) {
      ClearWay(vmid, va, 0);
      tables_.Entry(roots_[vmid], va, 0) = 0;
    } else {
      const int level = 1 + static_cast<int>(Below(3));
      ClearWay(vmid, va, level);
      uint64_t& entry = tables_.Entry(roots_[vmid], va, level);
      Retire(entry, level);
      entry = RandomUpperEntry();
    }
    Refresh(vmid);
  }

  // Tells the reference what the tables of a VMID say now.
  void Refresh(uint32_t vmid) {
    for (size_t i = 0; i < pool_.size(); ++i) {
      WalkResult now = {.reason = RS_FAULT_VMID_INVALID};
      if (valid_[vmid]) now = tables_.Walk(roots_[vmid], pool_[i]);
      reference_.Update(vmid, i, now, bench_.cycle());
    }
  }

  // The register access of this cycle, and the table changes before it.
  std::optional<RegisterAccess> NextAccess() {
    if (!script_.empty()) {
      const RegisterAccess access = script_.front();
      script_.erase(script_.begin());
      return access;
    }
    if (invalidation_.has_value()) {
      // Tables may go on changing while an invalidation is busy.
      if (Below(20) == 0) ChangeTables();
      if (Below(3) == 0) return RegisterAccess{.from_host = true, .address = mmu::kInvStatusOffset};
      return std::nullopt;
    }
    switch (Below(change_period_)) {
      case 0:
      case 1:
        ChangeTables();
        return std::nullopt;
      case 2:
        return BeginInvalidation();
      case 3:
        if (Below(5) == 0) return BeginContextChange();
        return std::nullopt;
      default:
        return std::nullopt;
    }
  }

  std::optional<RegisterAccess> BeginInvalidation() {
    Invalidation invalidation;
    uint32_t request = 0;
    const uint32_t kind = retired_.empty() ? Below(3) : 2;
    if (kind == 0) {
      const uint32_t vmid = AnyVmid();
      invalidation.vmids[vmid] = true;
      request = vmid;
    } else if (kind == 1) {
      request = Below(kPasids) | mmu::kInvReqByPasidMask;
      for (uint32_t vmid = 1; vmid < kVmids; ++vmid) {
        invalidation.vmids[vmid] = valid_[vmid] && pasids_[vmid] == (request & 0xFFFF);
      }
    } else {
      request = mmu::kInvReqAllMask;
      invalidation.vmids.fill(true);
    }
    // Retired tables need a whole invalidation before they are reused.
    if (retired_.empty() && Below(2)) {
      const uint32_t pages = 1 + Below(Below(2) ? 4 : 2000);
      const uint64_t page = AnyPage() >> RS_PAGE_SHIFT;
      invalidation.first = page << RS_PAGE_SHIFT;
      invalidation.last = ((page + pages) << RS_PAGE_SHIFT) - 1;
      request |= mmu::kInvReqRangeMask;
      script_.push_back(Write(mmu::kInvStartLoOffset, static_cast<uint32_t>(page)));
      script_.push_back(Write(mmu::kInvStartHiOffset, static_cast<uint32_t>(page >> 32)));
      script_.push_back(Write(mmu::kInvPagesOffset, pages));
    }
    script_.push_back(Write(mmu::kInvReqOffset, request));
    reusable_ = std::exchange(retired_, {});
    invalidation_ = invalidation;
    return std::nullopt;
  }

  // Moves a VMID to a copy-free new root, or makes it invalid.
  std::optional<RegisterAccess> BeginContextChange() {
    changing_vmid_ = AnyVmid();
    const uint64_t root = tables_.Allocate();
    retired_.push_back(roots_[changing_vmid_]);
    // Lower tables move over, so answers differ by what is mapped from now on only.
    for (uint64_t i = 0; i < RS_PT_ENTRIES; ++i) {
      bench_.memory()[root / 8 + i] = bench_.memory()[roots_[changing_vmid_] / 8 + i];
    }
    next_root_ = root;
    next_valid_ = Below(4) != 0;
    pasids_[changing_vmid_] = Below(kPasids);
    valid_[changing_vmid_] = false;
    Refresh(changing_vmid_);
    script_.push_back(Write(mmu::VmidRootLoOffset(changing_vmid_), static_cast<uint32_t>(root)));
    script_.push_back(Write(mmu::VmidRootHiOffset(changing_vmid_), 0));
    script_.push_back(
        Write(mmu::VmidContextOffset(changing_vmid_),
              pasids_[changing_vmid_] | (next_valid_ ? mmu::kVmidContextValidMask : 0)));
    return Write(mmu::VmidContextOffset(changing_vmid_), pasids_[changing_vmid_]);
  }

  static RegisterAccess Write(uint32_t address, uint32_t data) {
    return {.write = true, .address = address, .data = data};
  }

  // After the cycle of a register access.
  void Finish(const RegisterAccess& access) {
    ASSERT_FALSE(access.error);
    if (access.write && access.address == mmu::kInvReqOffset) {
      invalidation_->written = bench_.cycle() - 1;
    } else if (!access.write && access.address == mmu::kInvStatusOffset) {
      if (access.data & mmu::kInvStatusBusyMask) return;
      ++done_;
      ASSERT_EQ(access.data >> mmu::kInvStatusDoneShift, done_ & 0xFFFF);
      for (uint32_t vmid = 1; vmid < kVmids; ++vmid) {
        if (!invalidation_->vmids[vmid]) continue;
        reference_.Forget(vmid, invalidation_->first, invalidation_->last, invalidation_->written);
      }
      invalidation_.reset();
      for (uint64_t table : std::exchange(reusable_, {})) {
        std::fill_n(bench_.memory().begin() + table / 8, RS_PT_ENTRIES, kPoison);
        tables_.Free(table);
      }
    } else if (access.write && access.address == mmu::VmidContextOffset(changing_vmid_) &&
               script_.empty()) {
      roots_[changing_vmid_] = next_root_;
      valid_[changing_vmid_] = next_valid_;
      Refresh(changing_vmid_);
      // A context write drops what was known, without an invalidation.
      context_done_ = bench_.cycle() + 2;
    }
  }

  std::mt19937 random_;
  MmuBench bench_;
  PageTables tables_;
  std::vector<uint64_t> pool_;
  MmuReference reference_;
  std::array<uint64_t, kVmids> roots_ = {};
  std::array<uint32_t, kVmids> pasids_ = {};
  std::array<bool, kVmids> valid_ = {};

  uint32_t change_period_;  // Cycles, about, between two table changes or invalidations.
  size_t hot_index_ = 0;
  uint32_t hot_vmid_ = 1;
  std::optional<MmuRequest> pending_;
  std::optional<MmuRequest> in_hand_;
  uint64_t taken_cycle_ = 0;

  std::vector<RegisterAccess> script_;
  std::optional<Invalidation> invalidation_;
  std::vector<uint64_t> retired_;   // Tables out of use, not yet covered by an invalidation,
  std::vector<uint64_t> reusable_;  // and those that the one under way covers.
  uint32_t changing_vmid_ = 1;
  uint64_t next_root_ = 0;
  uint64_t context_done_ = 0;  // When the last context change has taken effect.
  bool next_valid_ = false;

  int answers_ = 0;
  uint32_t done_ = 0;
};

TEST(MmuRandomTest, AgreesWithAWalkInSoftware) {
  uint32_t first = 1;
  uint32_t runs = 20;
  if (const char* seed = std::getenv("RINGSIDE_SEED")) {
    first = static_cast<uint32_t>(std::strtoul(seed, nullptr, 0));
    runs = 1;
  }
  for (uint32_t seed = first; seed < first + runs && !HasFailure(); ++seed) {
    std::printf("seed %u\n", seed);
    RandomMmu(seed).Run();
  }
}

}  // namespace
}  // namespace ringside
