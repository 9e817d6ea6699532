#include "testbench/core_runner/core_runner.h"

#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "testbench/core_runner/retire_trace.h"
#include "testbench/core_runner/signature.h"
#include "testbench/iss/assembler.h"

namespace ringside {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::vector<uint8_t> ReadProgram(const std::string& name) {
  std::ifstream file(absl::StrCat("testbench/core_runner/programs/", name, ".elf"),
                     std::ios::binary);
  return std::vector<uint8_t>(std::istreambuf_iterator<char>(file), {});
}

ElfProgram Program(const std::string& name) {
  auto program = ParseElfProgram(ReadProgram(name));
  EXPECT_TRUE(program.ok()) << name << ": " << program.status();
  return program.ok() ? *std::move(program) : ElfProgram();
}

struct Result {
  absl::StatusOr<uint32_t> end;
  CycleCounts counts;
  std::string signature;
};

Result RunProgram(const std::string& name, CoreRunnerOptions options = {}) {
  const ElfProgram program = Program(name);
  auto runner = CoreRunner::Create(program, options);
  if (!runner.ok()) return {.end = runner.status()};
  Result result{.end = (*runner)->Run(), .counts = (*runner)->counts()};
  const auto range = FindSignature(program, options);
  if (range.ok()) result.signature = FormatSignature((*runner)->memory(), *range);
  return result;
}

TEST(CoreRunner, GivesTheExitCode) {
  EXPECT_EQ(*RunProgram("sum").end, 0u);
  EXPECT_EQ(*RunProgram("exit_code").end, 42u);
  EXPECT_EQ(*RunProgram("exit_call").end, 7u);
}

TEST(CoreRunner, PrintsWhatTheProgramPrints) {
  std::string out, err;
  CoreRunnerOptions options;
  options.output = [&](int fd, const std::string& text) { (fd == 2 ? err : out) += text; };
  const Result result = RunProgram("output", options);
  ASSERT_TRUE(result.end.ok()) << result.end.status();
  EXPECT_EQ(*result.end, 0u);
  EXPECT_EQ(out, "hello\nAB\n");
  EXPECT_EQ(err, "oh\n");
}

// One cycle an instruction; the last branch was guessed wrong and costs one more, and so does the
// way from the boot code.
TEST(CoreRunner, CountsCycles) {
  const Result result = RunProgram("sum");
  EXPECT_EQ(result.counts.instret, 31u);
  EXPECT_EQ(result.counts.cycles, 33u);
  EXPECT_EQ(result.counts.stall(Stall::kRefetch), 2u);
  EXPECT_EQ(result.counts.traps, 0u);
}

TEST(CoreRunner, LatencyIsPaidAtBothPortsAndSaidSo) {
  uint64_t last = RunProgram("sum").counts.cycles;
  for (const uint32_t latency : {2, 3, 10}) {
    const CycleCounts counts = RunProgram("sum", {.latency = latency}).counts;
    EXPECT_EQ(counts.instret, 31u);
    EXPECT_GT(counts.cycles, last);
    // Eight loads and stores, less what the wait for the next instruction hides.
    EXPECT_EQ(counts.stall(Stall::kData), 8 * (latency - 1));
    EXPECT_GT(counts.stall(Stall::kFetch), counts.stall(Stall::kData));
    EXPECT_EQ(counts.stall(Stall::kRefetch), 2u);
    last = counts.cycles;
  }
}

// Whatever the program does.
TEST(CoreRunner, ReasonsAddUpToTheCyclesThatRetireNothing) {
  for (const char* name : {"sum", "output", "traps", "sleep", "trap_loop", "spin"}) {
    for (const uint32_t latency : {1, 3}) {
      const CycleCounts counts = RunProgram(name, {.latency = latency, .max_cycles = 2000}).counts;
      uint64_t stalls = 0;
      for (size_t i = 1; i < kStalls; ++i) stalls += counts.stalls[i];
      EXPECT_EQ(stalls, counts.cycles - counts.instret) << name;
      EXPECT_GT(stalls, 0u) << name;
    }
  }
  const CycleCounts asleep = RunProgram("sleep", {.max_cycles = 1000}).counts;
  EXPECT_GT(asleep.stall(Stall::kSleep), 980u);
  const CycleCounts trapping = RunProgram("trap_loop", {.max_cycles = 1000}).counts;
  EXPECT_GT(trapping.stall(Stall::kTrap), 980u);
}

TEST(CoreRunner, LockstepChangesNothing) {
  for (const char* name : {"sum", "output", "traps"}) {
    const Result with = RunProgram(name);
    const Result without = RunProgram(name, {.lockstep = false});
    EXPECT_EQ(*with.end, *without.end);
    EXPECT_EQ(with.counts.cycles, without.counts.cycles);
    EXPECT_EQ(with.signature, without.signature);
  }
}

// A core that executes something else than the simulator: its copy of the program is damaged.
TEST(CoreRunner, LockstepNamesTheDifference) {
  auto runner = CoreRunner::Create(Program("sum"), {});
  ASSERT_TRUE(runner.ok()) << runner.status();
  // addi a1, zero, 0 adds 1 instead.
  const_cast<ProgramMemory&>((*runner)->memory()).Store(0x8000000c, 4, 0x00100593);
  const absl::Status status = (*runner)->Run().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(status.message(),
            "instruction 4 at 0x8000000c (00100593):\n"
            "  insn: core 0x100593, iss 0x593\n"
            "  rd_wdata: core 0x1, iss 0");
}

// mcause, mtval, and how far mepc is from the instruction that was meant to trap.
TEST(CoreRunner, TrapsArePrecise) {
  const Result result = RunProgram("traps");
  ASSERT_TRUE(result.end.ok()) << result.end.status();
  EXPECT_EQ(*result.end, 9u);
  EXPECT_EQ(result.counts.traps, 9u);
  EXPECT_EQ(result.signature,
            "0000000b\n00000000\n00000000\n"
            "00000003\n80000034\n00000000\n"
            "00000002\nffffffff\n00000000\n"
            "00000002\n123022f3\n00000000\n"
            "00000005\n00001000\n00000000\n"
            "00000007\n00001004\n00000000\n"
            "00000004\n80000151\n00000000\n"
            "00000006\n80000153\n00000000\n"
            "00000001\n00002000\n00000000\n");
}

TEST(CoreRunner, TracesWhatRetires) {
  std::string trace;
  CoreRunnerOptions options;
  options.on_retired = [&](const Retired& r) { trace += FormatRetired(r); };
  ASSERT_TRUE(RunProgram("sum", options).end.ok());
  // Order 0 and 1 are the boot code.
  EXPECT_THAT(trace,
              StartsWith(R"(       2 80000004 00000517 auipc a0,0x0                 # a0=80000004
       3 80000008 08c50513 addi a0,a0,140               # a0=80000090
       4 8000000c 00000593 addi a1,zero,0               # a1=00000000
       5 80000010 00000613 addi a2,zero,0               # a2=00000000
       6 80000014 00158593 addi a1,a1,1                 # a1=00000001
       7 80000018 00b60633 add a2,a2,a1                 # a2=00000001
       8 8000001c 00c52023 sw a2,0(a0)                  # [80000090]<-00000001
       9 80000020 00054683 lbu a3,0(a0)                 # [80000090]->01 a3=00000001
      10 80000024 00450513 addi a0,a0,4                 # a0=80000094
      11 80000028 0035a713 slti a4,a1,3                 # a4=00000001
      12 8000002c fe0714e3 bne a4,zero,0x80000014
)"));
  EXPECT_THAT(trace, EndsWith("      32 80000044 000f2223 sw zero,4(t5)"
                              "                # [80000084]<-00000000\n"));
  trace.clear();
  ASSERT_TRUE(RunProgram("traps", options).end.ok());
  EXPECT_THAT(trace, HasSubstr(" 00000073 ecall                        # trap to 800000d0\n"));
}

TEST(CoreRunner, StopsAtTheLimit) {
  for (const char* name : {"no_tohost", "spin", "sleep", "trap_loop"}) {
    const Result result = RunProgram(name, {.max_cycles = 1000});
    EXPECT_EQ(result.end.status().code(), absl::StatusCode::kDeadlineExceeded) << name;
    EXPECT_EQ(result.counts.cycles, 1000u) << name;
  }
  EXPECT_EQ(RunProgram("trap_loop", {.max_cycles = 1000}).end.status().message(),
            "the program has not ended after 1000 cycles: the instruction at 0 traps to itself");
  EXPECT_TRUE(RunProgram("sum", {.max_cycles = 33}).end.ok());
  EXPECT_FALSE(RunProgram("sum", {.max_cycles = 32}).end.ok());
}

TEST(CoreRunner, WithoutALimitAProgramThatHangsIsEnded) {
  const auto error = [](const char* name) {
    const absl::Status status = RunProgram(name).end.status();
    EXPECT_EQ(status.code(), absl::StatusCode::kAborted) << name;
    return std::string(status.message());
  };
  EXPECT_EQ(error("spin"), "the program hangs: the instruction at 0x80000004 jumps to itself");
  EXPECT_EQ(error("trap_loop"), "the program hangs: the instruction at 0 traps to itself");
  EXPECT_EQ(error("sleep"), "the program hangs: it sleeps (WFI) and no interrupt can come");
}

TEST(CoreRunner, NonsenseInTohostIsAnError) {
  const absl::Status status = RunProgram("nonsense").end.status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "the program wrote 0x1234 to tohost, which means nothing");
}

TEST(CoreRunner, MemoryMayLieAroundTheProgramAnyhow) {
  EXPECT_TRUE(RunProgram("sum", {.memory_base = 0x80000000, .memory_bytes = 0xa0}).end.ok());
  EXPECT_TRUE(RunProgram("sum", {.memory_base = 0, .memory_bytes = 0xffff'f000}).end.ok());
}

// Both halves of an address must reach the program counter.
TEST(CoreRunner, TheEntryPointMayBeAnywhere) {
  for (const uint32_t entry : {0x0u, 0x7fcu, 0x800u, 0x7ffffffcu, 0x80000ff0u, 0xffffe800u}) {
    // Stores 9 << 1 | 1 to tohost, 16 bytes behind the entry point, and spins.
    const uint32_t code[] = {
        rv::Auipc(6, 0), rv::Addi(7, 0, 19), rv::Store(2, 7, 6, 16), rv::Jal(0, 0), 0, 0};
    const auto* bytes = reinterpret_cast<const uint8_t*>(code);
    ElfProgram program{.entry = entry, .symbols = {{"tohost", entry + 16}}};
    program.segments.push_back({.address = entry,
                                .data = std::vector<uint8_t>(bytes, bytes + sizeof(code)),
                                .memory_bytes = sizeof(code)});
    auto runner = CoreRunner::Create(program, {.memory_base = entry, .memory_bytes = sizeof(code)});
    ASSERT_TRUE(runner.ok()) << runner.status();
    const absl::StatusOr<uint32_t> end = (*runner)->Run();
    ASSERT_TRUE(end.ok()) << absl::StrFormat("%#x: ", entry) << end.status();
    EXPECT_EQ(*end, 9u);
  }
}

// Whatever a file's bytes are, it is refused or it runs; then core and simulator agree, and the
// core never gets stuck.
TEST(CoreRunner, DamagedProgramsDoNoHarm) {
  constexpr uint64_t kSeed = 1;
  std::mt19937_64 random(kSeed);
  const std::vector<uint8_t> good = ReadProgram("traps");
  int ran = 0;
  for (int i = 0; i < 1000; ++i) {
    std::vector<uint8_t> file = good;
    for (uint64_t n = random() % 8 + 1; n != 0; --n) file[random() % file.size()] ^= random();
    const auto program = ParseElfProgram(file);
    if (!program.ok()) continue;
    auto runner = CoreRunner::Create(*program, {.latency = 1 + i % 3u, .max_cycles = 1000});
    if (!runner.ok()) continue;
    EXPECT_NE((*runner)->Run().status().code(), absl::StatusCode::kInternal) << "round " << i;
    ++ran;
  }
  EXPECT_GT(ran, 500) << "seed " << kSeed;
}

TEST(CoreRunner, WhatDoesNotFitIsRefused) {
  const auto error = [](const char* name, CoreRunnerOptions options) {
    const absl::Status status = RunProgram(name, std::move(options)).end.status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_THAT(error("sum", {.memory_bytes = 0x9c}), HasSubstr("is outside memory"));
  EXPECT_THAT(error("sum", {.memory_base = 0x80000004}), HasSubstr("is outside memory"));
  EXPECT_THAT(error("sum", {.memory_base = 0xffff'0000, .memory_bytes = 0xf004}),
              HasSubstr("reaches beyond 0xfffff000"));
  EXPECT_THAT(error("sum", {.memory_base = 2}), HasSubstr("multiples of 4"));
  EXPECT_THAT(error("no_tohost", {}), HasSubstr("no symbol tohost"));
}

}  // namespace
}  // namespace ringside
