#include "testbench/core_runner/htif.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"

namespace ringside {
namespace {

// A compiler puts few instructions between the two halves of one store.
constexpr int kPatience = 8;

// System calls and errors, by their numbers in Linux.
constexpr uint32_t kSysWrite = 64;
constexpr uint32_t kSysExit = 93;
constexpr int32_t kBadFile = -9;
constexpr int32_t kBadAddress = -14;
constexpr int32_t kNoSuchCall = -38;

// The block of a system call: number and up to seven arguments, 64-bit each; the result takes the
// number's place.
constexpr uint32_t kBlockBytes = 64;

}  // namespace

Htif::Htif(Addresses addresses, const ProgramMemory* memory, Store store, Output output)
    : addresses_(addresses),
      tohost_bytes_(addresses.fromhost == addresses.tohost + 4 ? 4 : 8),
      memory_(memory),
      store_(std::move(store)),
      output_(std::move(output)) {}

bool Htif::Follow(const Retired& r) {
  const bool writes = r.mem_wmask != 0 && r.mem_addr - addresses_.tohost < tohost_bytes_;
  const uint32_t half = r.mem_addr & ~3u;
  if (!IsPending()) {
    if (!writes || Value() == 0) return false;
    pending_ = kPatience;
    first_half_ = half;
    return tohost_bytes_ == 4 && Complete();
  }
  const bool both_written = writes && half != first_half_;
  const bool waits = (r.mem_rmask != 0 && r.mem_addr - addresses_.tohost < tohost_bytes_) ||
                     (r.mem_rmask != 0 && r.mem_addr == addresses_.fromhost) ||
                     r.pc_wdata == r.pc_rdata;
  if (--pending_ != 0 && !both_written && !waits) return false;
  return Complete();
}

uint64_t Htif::Value() const {
  const uint64_t high = tohost_bytes_ == 8 ? memory_->Word(addresses_.tohost + 4) : 0;
  return high << 32 | memory_->Word(addresses_.tohost);
}

bool Htif::Complete() {
  pending_ = 0;
  const uint64_t value = Value();
  store_(addresses_.tohost, 0);
  if (tohost_bytes_ == 8) store_(addresses_.tohost + 4, 0);
  const auto payload = static_cast<uint32_t>(value);
  // Device and command are the upper 16 bits.
  constexpr uint32_t kSystemDevice = 0x0000;
  constexpr uint32_t kConsolePut = 0x0101;
  switch (value >> 48) {
    case kSystemDevice:
      if (payload % 2 == 1) return Exit(payload >> 1);
      if (payload == 0) return false;
      return memory_->Contains(payload, kBlockBytes) ? SystemCall(payload) : Fail(value);
    case kConsolePut:
      output_(1, std::string(1, static_cast<char>(payload)));
      return false;
    default:
      return Fail(value);
  }
}

bool Htif::Exit(uint32_t code) {
  end_ = code;
  return true;
}

bool Htif::Fail(uint64_t value) {
  end_ = absl::InvalidArgumentError(
      absl::StrFormat("the program wrote %#x to tohost, which means nothing", value));
  return true;
}

bool Htif::SystemCall(uint32_t block) {
  const uint32_t number = memory_->Word(block);
  if (number == kSysExit) return Exit(memory_->Word(block + 8));
  const int32_t result = number == kSysWrite ? Write(block) : kNoSuchCall;
  store_(block, static_cast<uint32_t>(result));
  store_(block + 4, result < 0 ? 0xffffffff : 0);
  Reply();
  return false;
}

int32_t Htif::Write(uint32_t block) {
  const uint32_t fd = memory_->Word(block + 8);
  const uint32_t address = memory_->Word(block + 16);
  const uint32_t bytes = memory_->Word(block + 24);
  if (fd != 1 && fd != 2) return kBadFile;
  if (!memory_->Contains(address, bytes)) return kBadAddress;
  output_(static_cast<int>(fd),
          std::string(reinterpret_cast<const char*>(memory_->At(address)), bytes));
  return static_cast<int32_t>(bytes);
}

void Htif::Reply() {
  if (addresses_.fromhost.has_value()) store_(*addresses_.fromhost, 1);
}

}  // namespace ringside
