#include "testbench/e2e/random_scenario.h"

#include <random>
#include <vector>

#include "absl/strings/str_format.h"

namespace ringside::e2e {
namespace {

constexpr uint32_t kVramMib = 4;
constexpr uint32_t kLastEventCycle = 150'000;

class Generator {
 public:
  Generator(uint32_t seed, Pace pace) : seed_(seed), pace_(pace), random_(seed) {}

  std::string Run() {
    absl::StrAppendFormat(&text_, "name = \"random %u\"\nseed = %u\n", seed_, seed_);
    Machine();
    const uint32_t processes = Between(1, 4);
    for (uint32_t p = 0; p < processes; ++p) AddProcess(p);
    Events(processes);
    return text_;
  }

 private:
  uint32_t Between(uint32_t low, uint32_t high) { return low + random_() % (high - low + 1); }
  bool OneIn(uint32_t n) { return random_() % n == 0; }
  // How much longer it waits than a busy machine.
  uint32_t Stretch() const { return pace_ == Pace::kIdle ? 10 : 1; }
  const char* Placement() { return OneIn(2) ? "vram" : "system"; }

  void Machine() {
    absl::StrAppendFormat(
        &text_,
        "[machine]\nvram_mib = %u\nsystem_mib = 32\ngang_quantum_ticks = %u\n"
        "vram_latency_cycles = %u\nvram_bytes_per_cycle = %u\nsystem_latency_cycles = %u\n"
        "system_bytes_per_cycle = %u\nmax_cycles = 8_000_000\n",
        kVramMib, Between(80, 400), Between(1, 200), 8u << Between(0, 2), Between(1, 400),
        4u << Between(0, 3));
  }

  // Each queue has its own buffers, so that the bytes do not depend on who is first.
  void AddProcess(uint32_t p) {
    const uint32_t queues = Between(1, 5);
    absl::StrAppendFormat(&text_, "[[process]]\nname = \"p%u\"\n", p);
    std::vector<uint32_t> bytes;
    for (uint32_t q = 0; q < queues; ++q) {
      bytes.push_back(Between(1, 8) * 4096);
      absl::StrAppendFormat(&text_,
                            "[[process.buffer]]\nname = \"s%u\"\nbytes = %u\nplacement = \"%s\"\n"
                            "init = \"random\"\nwritable = %s\n",
                            q, bytes.back(), Placement(), OneIn(2) ? "true" : "false");
      absl::StrAppendFormat(&text_,
                            "[[process.buffer]]\nname = \"d%u\"\nbytes = %u\nplacement = \"%s\"\n",
                            q, bytes.back(), Placement());
    }
    for (uint32_t q = 0; q < queues; ++q) AddQueue(p, q, bytes[q]);
  }

  void AddQueue(uint32_t p, uint32_t q, uint32_t bytes) {
    const bool faulty = OneIn(12);
    absl::StrAppendFormat(
        &text_,
        "[[process.queue]]\nname = \"p%uq%u\"\nring_bytes = %u\ndoorbell = %u\nrepeat = %u\n"
        "depth = %u\nstart_cycle = %u\ngap_cycles = %u\nindirect = %s\nexpect_fault = %s\n"
        "packets = [\n",
        p, q, 4096u << Between(0, 2), Between(0, 50) + q * 64, Between(1, 6), Between(1, 3),
        Between(0, 40'000) * Stretch(), OneIn(2) ? 0 : Between(1, 8000) * Stretch(),
        OneIn(4) ? "true" : "false", faulty ? "true" : "false");
    const uint32_t packets = Between(1, 8);
    for (uint32_t i = 0; i < packets; ++i) AddPacket(q, bytes);
    if (faulty) text_ += "  { op = \"raw\", dwords = [0xee] },\n";
    text_ += "]\n";
    if (!faulty) healthy_.push_back(absl::StrFormat("p%uq%u", p, q));
  }

  void AddPacket(uint32_t q, uint32_t bytes) {
    const uint32_t length = Between(1, bytes / 8) * 4;
    const uint32_t to = Between(0, (bytes - length) / 4) * 4;
    switch (Between(0, 6)) {
      case 0:
      case 1:
        // Any alignment, any length.
        absl::StrAppendFormat(
            &text_, "  { op = \"copy\", from = \"s%u+%u\", to = \"d%u+%u\", bytes = %u },\n", q,
            Between(0, bytes - length), q, Between(0, bytes - length), Between(1, length));
        break;
      case 2:
        absl::StrAppendFormat(&text_,
                              "  { op = \"fill\", to = \"d%u+%u\", value = %u, value_step = %u, "
                              "bytes = %u },\n",
                              q, to, random_(), random_(), length);
        break;
      case 3: {
        absl::StrAppendFormat(&text_, "  { op = \"write\", to = \"d%u+%u\", dwords = [", q,
                              std::min(to, bytes - 64));
        for (uint32_t i = Between(1, 16); i > 0; --i) {
          absl::StrAppendFormat(&text_, "%u, ", random_());
        }
        text_ += "] },\n";
        break;
      }
      case 4:
        absl::StrAppendFormat(
            &text_, "  { op = \"fence\", to = \"d%u+%u\", value = %u, value_step = 3 },\n", q, to,
            random_());
        break;
      case 5:
        absl::StrAppendFormat(&text_, "  { op = \"nop\", count = %u },\n", Between(0, 20));
        break;
      case 6:
        absl::StrAppendFormat(&text_, "  { op = \"trap\", value = %u },\n", random_() & 0xffff);
        break;
    }
  }

  void Events(uint32_t processes) {
    for (uint32_t i = Between(0, 4); i > 0; --i) {
      absl::StrAppendFormat(
          &text_,
          "[[event]]\nkind = \"evict\"\nat_cycle = %u\nprocess = \"p%u\"\nreturn_after_cycles = "
          "%u\n",
          Between(0, kLastEventCycle), Between(0, processes - 1), Between(1, 30'000));
    }
    for (uint32_t i = Between(0, 6); i > 0 && !healthy_.empty(); --i) {
      absl::StrAppendFormat(
          &text_,
          "[[event]]\nkind = \"preempt\"\nat_cycle = %u\nqueue = \"%s\"\nrestore_after_cycles = "
          "%u\n",
          Between(0, kLastEventCycle), healthy_[random_() % healthy_.size()], Between(0, 10'000));
    }
    if (OneIn(2)) {
      absl::StrAppendFormat(&text_, "[[event]]\nkind = \"pressure\"\nat_cycle = %u\nbytes = %u\n",
                            Between(0, kLastEventCycle), (kVramMib - 1) << 20);
    }
  }

  const uint32_t seed_;
  const Pace pace_;
  std::mt19937 random_;
  std::string text_;
  // Queues that are not meant to fault.
  std::vector<std::string> healthy_;
};

}  // namespace

std::string RandomScenario(uint32_t seed, Pace pace) { return Generator(seed, pace).Run(); }

}  // namespace ringside::e2e
