#include "testbench/core_runner/core_runner.h"

#include <algorithm>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace ringside {
namespace {

// No instruction takes so long, WFI and memory aside; and how many accesses one may wait for.
constexpr uint64_t kStuckCycles = 1000;
constexpr uint64_t kStuckAccesses = 8;

absl::Status CheckMemory(const CoreRunnerOptions& options) {
  const uint64_t end = options.memory_base + options.memory_bytes;
  if (options.memory_base % 4 != 0 || options.memory_bytes % 4 != 0 || options.memory_bytes == 0) {
    return absl::InvalidArgumentError(
        "memory base and size must be multiples of 4, and the size not 0");
  }
  if (end > ProgramMemory::kBootBase) {
    return absl::InvalidArgumentError(
        absl::StrFormat("memory from %#x to %#x reaches beyond %#x, the core's reset address",
                        options.memory_base, end, ProgramMemory::kBootBase));
  }
  return absl::OkStatus();
}

absl::Status CheckFits(const ElfProgram& program, const CoreRunnerOptions& options) {
  const uint64_t memory_end = options.memory_base + options.memory_bytes;
  const auto outside = [&](uint64_t address, uint64_t bytes) {
    return address < options.memory_base || address + bytes > memory_end;
  };
  const auto refuse = [&](const std::string& what) {
    return absl::InvalidArgumentError(absl::StrFormat("%s is outside memory, %#x to %#x", what,
                                                      options.memory_base, memory_end - 1));
  };
  for (const ElfProgram::Segment& segment : program.segments) {
    if (outside(segment.address, segment.memory_bytes)) {
      return refuse(
          absl::StrFormat("segment of %d bytes at %#x", segment.memory_bytes, segment.address));
    }
  }
  if (outside(program.entry, 4)) return refuse(absl::StrFormat("entry point %#x", program.entry));
  const auto tohost = program.Symbol("tohost");
  if (tohost.has_value() && (outside(*tohost, 8) || *tohost % 4 != 0)) {
    return refuse(absl::StrFormat("tohost at %#x is not aligned or", *tohost));
  }
  const auto fromhost = program.Symbol("fromhost");
  if (fromhost.has_value() && outside(*fromhost, 4)) {
    return refuse(absl::StrFormat("fromhost at %#x", *fromhost));
  }
  if (!tohost.has_value() && options.max_cycles == 0) {
    return absl::InvalidArgumentError(
        "no symbol tohost: the program has no way to end; set a limit with --max-cycles");
  }
  return absl::OkStatus();
}

void LoadInto(ProgramMemory* memory, const ElfProgram& program) {
  for (const ElfProgram::Segment& segment : program.segments) {
    std::copy(segment.data.begin(), segment.data.end(), memory->At(segment.address));
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<CoreRunner>> CoreRunner::Create(const ElfProgram& program,
                                                               CoreRunnerOptions options) {
  if (absl::Status status = CheckMemory(options); !status.ok()) return status;
  if (absl::Status status = CheckFits(program, options); !status.ok()) return status;
  auto runner = absl::WrapUnique(new CoreRunner(program, std::move(options)));
  const std::string& waves = runner->options_.waves_path;
  if (!waves.empty() && !runner->core_.OpenWaves(waves)) {
    return absl::UnavailableError(absl::StrCat("cannot write waves to ", waves));
  }
  return runner;
}

CoreRunner::CoreRunner(const ElfProgram& program, CoreRunnerOptions options)
    : options_(std::move(options)),
      memory_(options_.memory_base, static_cast<uint32_t>(options_.memory_bytes), program.entry),
      core_(&memory_, options_.latency, !options_.waves_path.empty()) {
  LoadInto(&memory_, program);
  if (options_.lockstep) {
    iss_memory_ = std::make_unique<ProgramMemory>(
        options_.memory_base, static_cast<uint32_t>(options_.memory_bytes), program.entry);
    LoadInto(iss_memory_.get(), program);
    lockstep_ = std::make_unique<Lockstep>(iss_memory_.get(), ProgramMemory::kBootBase);
  }
  const auto tohost = program.Symbol("tohost");
  if (!tohost.has_value()) return;
  htif_ = std::make_unique<Htif>(
      Htif::Addresses{.tohost = *tohost, .fromhost = program.Symbol("fromhost")}, &memory_,
      [this](uint32_t address, uint32_t value) {
        memory_.Store(address, 4, value);
        if (iss_memory_ != nullptr) iss_memory_->Store(address, 4, value);
      },
      options_.output);
}

std::string CoreRunner::Loop::Text() const {
  return absl::StrFormat("the instruction at %#x %s to itself", pc, traps ? "traps" : "jumps");
}

absl::StatusOr<bool> CoreRunner::Retire(const Retired& r) {
  if (lockstep_ != nullptr) {
    if (absl::Status status = lockstep_->Check(r, core_.mip()); !status.ok()) return status;
  }
  if (!booted_) {
    booted_ = r.order == ProgramMemory::kBootInstructions - 1;
    return false;
  }
  if (options_.on_retired) options_.on_retired(r);
  if (htif_ != nullptr && htif_->OnRetired(r)) return true;
  // Nothing but the program itself could change where this leads.
  loop_.reset();
  if (r.pc_wdata == r.pc_rdata) {
    loop_ = {.pc = r.pc_rdata, .traps = r.trap};
    if (options_.max_cycles == 0) {
      return absl::AbortedError("the program hangs: " + loop_->Text());
    }
  }
  return false;
}

absl::Status CoreRunner::CheckProgress() {
  if (core_.retires() || core_.sleeps()) {
    idle_cycles_ = 0;
  } else if (++idle_cycles_ > kStuckCycles + kStuckAccesses * options_.latency) {
    return absl::InternalError(
        absl::StrFormat("the core is stuck: nothing retired for %d cycles", idle_cycles_));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> CoreRunner::Cycle() {
  core_.Settle();
  if (absl::Status status = CheckProgress(); !status.ok()) return status;
  if (booted_) {
    account_.Count(core_.stall(), core_.retires() && core_.traps());
  }
  // Before the clock: what the host writes is seen by whatever the core asks for next.
  absl::StatusOr<bool> ended = core_.retires() ? Retire(core_.retired()) : false;
  if (core_.sleeps() && ended.ok() && !*ended) {
    if (htif_ != nullptr && htif_->OnSleep()) {
      ended = true;
    } else if (options_.max_cycles == 0) {
      ended = absl::AbortedError("the program hangs: it sleeps (WFI) and no interrupt can come");
    }
  }
  core_.Clock();
  return ended;
}

absl::StatusOr<uint32_t> CoreRunner::Run() {
  while (options_.max_cycles == 0 || counts().cycles < options_.max_cycles) {
    const absl::StatusOr<bool> ended = Cycle();
    if (!ended.ok()) return ended.status();
    if (*ended) return htif_->end();
  }
  return absl::DeadlineExceededError(
      absl::StrFormat("the program has not ended after %d cycles%s", options_.max_cycles,
                      loop_.has_value() ? ": " + loop_->Text() : ""));
}

}  // namespace ringside
