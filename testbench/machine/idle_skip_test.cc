// Idle time that is skipped against the same time run through: the same cycles, events and register
// values, whatever ends the idle time and in whichever of its cycles.
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "host/registers/registers.h"
#include "testbench/iss/assembler.h"
#include "testbench/machine/event_text.h"
#include "testbench/machine/verilator_device.h"
#include "uapi/limits.h"
#include "uapi/memory_map.h"
#include "uapi/regs/timer_regs.h"

namespace ringside {
namespace {

constexpr int kTimer = 1;
constexpr int kData = 2;
constexpr int kSys = 3;
constexpr uint32_t kBarCycleLo = RS_BAR_BLOCK(TIMER) + regs::timer::kCycleLoOffset;
constexpr uint32_t kHostIrq = RS_BAR_BLOCK(SYS) + regs::sys::kHostIrqOffset;

// Sets the alarm as many units ahead as the first word of data memory says, sleeps, and writes down
// what all clocks show when it wakes, with no interrupt taken.
std::vector<uint32_t> SleepingProgram() {
  using rv::Addi, rv::Csrrs, rv::Csrrw, rv::Lui, rv::Lw, rv::Sw;
  std::vector<uint32_t> program = {
      Lui(kTimer, RS_CORE_BLOCK(TIMER)),
      Lui(kData, RS_CORE_DTCM_BASE),
      Lui(kSys, RS_CORE_BLOCK(SYS)),
      // mie: timer and all local interrupts.
      Lui(4, 0xffff0000u),
      Addi(4, 4, 0x80),
      Csrrw(0, rv::kMie, 4),
  };
  const size_t loop = program.size();
  program.insert(program.end(), {
                                    Lw(5, kTimer, regs::timer::kMtimeLoOffset),
                                    Lw(6, kData, 0),
                                    rv::Add(5, 5, 6),
                                    Addi(7, 0, -1),
                                    Sw(7, kTimer, regs::timer::kMtimecmpHiOffset),
                                    Sw(5, kTimer, regs::timer::kMtimecmpLoOffset),
                                    Sw(0, kTimer, regs::timer::kMtimecmpHiOffset),
                                    rv::kWfi,
                                    Csrrs(8, rv::kMcycle, 0),
                                    Sw(8, kData, 4),
                                    Lw(9, kTimer, regs::timer::kCycleLoOffset),
                                    Sw(9, kData, 8),
                                    Lw(10, kTimer, regs::timer::kMtimeLoOffset),
                                    Sw(10, kData, 12),
                                    // Wakes so far, for data memory and for whoever watches.
                                    Addi(11, 11, 1),
                                    Sw(11, kData, 16),
                                    Sw(11, kSys, regs::sys::kFwHeartbeatOffset),
                                    Lw(12, kSys, regs::sys::kHostIrqOffset),
                                    Sw(12, kSys, regs::sys::kHostIrqOffset),
                                });
  program.push_back(rv::Jal(0, 4 * (static_cast<int>(loop) - static_cast<int>(program.size()))));
  return program;
}

class Machine {
 public:
  Machine(MachineOptions options, uint32_t alarm_units) {
    options.vram_bytes = options.system_memory_bytes = 1 << 20;
    device_ = *VerilatorDevice::Create(options);
    device_->AddListener(&events_);
    uint32_t at = RS_BAR_ITCM;
    for (uint32_t word : SleepingProgram()) {
      Write(at, word);
      at += 4;
    }
    Write(RS_BAR_DTCM, alarm_units);
    Write(bar::kCoreCtrl, bar::kCoreCtrlRun);
  }

  VerilatorDevice& device() { return *device_; }
  void Pass(uint64_t cycles) { EXPECT_TRUE(device_->Advance(device_->cycle() + cycles).ok()); }
  void Write(uint32_t bar, uint32_t value) { EXPECT_TRUE(device_->WriteRegister(bar, value).ok()); }
  uint32_t Read(uint32_t bar) { return device_->ReadRegister(bar).value_or(0xdead); }

  // What has happened and what can be read.
  std::string Story() {
    std::string story = events_.text();
    for (uint32_t word = 0; word < 5; ++word) {
      absl::StrAppend(&story, " ", Read(RS_BAR_DTCM + 4 * word));
    }
    for (uint32_t word = 0; word < 6; ++word) {
      absl::StrAppend(&story, " ", Read(RS_BAR_BLOCK(TIMER) + 4 * word));
    }
    absl::StrAppend(&story, " at ", device_->cycle(), "\n");
    return story;
  }

 private:
  EventText events_;
  std::unique_ptr<VerilatorDevice> device_;
};

// What comes from outside, by number: an access to every block that the host can reach, a ring, a
// change of JTAG pins. 0: nothing.
constexpr int kStimuli = 11;
void Stimulate(Machine* machine, int stimulus) {
  switch (stimulus) {
    case 1:
      machine->Write(kHostIrq, 4);
      break;
    case 2:
      machine->Read(kBarCycleLo);
      break;
    case 3:
      machine->Read(RS_BAR_DTCM + 4);
      break;
    case 4:
      machine->Read(RS_BAR_ITCM);
      break;
    case 5:
      machine->Write(bar::kInvReq, bar::kInvReqByPasid);
      break;
    case 6:
      machine->Write(bar::kIhRingSize, 8);
      break;
    case 7:
      machine->Write(bar::Scratch(2), 7);
      break;
    case 8:
      machine->Read(RS_BAR_BLOCK(HQD));
      break;
    case 9:
      EXPECT_TRUE(machine->device().RingDoorbell(5, 1).ok());
      break;
    case 10:
      machine->device().jtag()->DriveJtag({.tck = true, .tms = false});
      break;
    default:
      break;
  }
}

class IdleSkipTest : public testing::TestWithParam<uint32_t> {};

TEST_P(IdleSkipTest, NothingThatEndsIdleTimeIsLateOrLost) {
  Machine run({.skip_idle = false}, GetParam());
  Machine skipped({}, GetParam());
  Machine checked({.check_skip = true}, GetParam());
  const auto each = [&](auto act) {
    for (Machine* machine : {&run, &skipped, &checked}) act(machine);
  };
  // More offsets than a unit of mtime has cycles, so that every phase of it is met.
  for (uint64_t offset = 0; offset < RS_CYCLES_PER_TICK + 7; ++offset) {
    for (int stimulus = 0; stimulus < kStimuli; ++stimulus) {
      each([&](Machine* machine) {
        machine->Pass(60 + offset);
        Stimulate(machine, stimulus);
        machine->Pass(60);
        // Pins back, whatever they were.
        machine->device().jtag()->DriveJtag({});
      });
      ASSERT_EQ(run.device().cycle(), skipped.device().cycle());
    }
  }
  const std::string story = run.Story();
  EXPECT_EQ(skipped.Story(), story);
  EXPECT_EQ(checked.Story(), story);
  EXPECT_EQ(run.device().skipped_cycles(), 0u);
  EXPECT_GT(skipped.device().skipped_cycles(), skipped.device().cycle() / 2);
  EXPECT_EQ(checked.device().skipped_cycles(), skipped.device().skipped_cycles());
}

// The alarm comes after some hundred cycles, some thousand, or not at all.
INSTANTIATE_TEST_SUITE_P(AlarmUnits, IdleSkipTest, testing::Values(3, 41, 1'000'000));

TEST(IdleSkip, ClocksAreExactAfterMinutes) {
  constexpr uint32_t kAlarmUnits = 0x3000'0000;
  constexpr uint64_t kMinute = 60'000'000'000;
  Machine machine({}, kAlarmUnits);
  // From reset to the core's start, and on between the two reads.
  const auto ahead_of_mcycle = [&] {
    return machine.Read(RS_BAR_DTCM + 8) - machine.Read(RS_BAR_DTCM + 4);
  };
  machine.Pass(2 * kMinute);
  const uint32_t ahead = ahead_of_mcycle();
  EXPECT_LT(ahead, 1000u);
  machine.Pass(3 * kMinute);
  EXPECT_EQ(ahead_of_mcycle(), ahead);
  // A read shows the cycle before its last.
  const uint32_t low = machine.Read(kBarCycleLo);
  EXPECT_EQ(low, static_cast<uint32_t>(machine.device().cycle() - 1));
  EXPECT_EQ(machine.Read(RS_BAR_BLOCK(TIMER) + regs::timer::kMtimeLoOffset),
            static_cast<uint32_t>((machine.device().cycle() - 1) / RS_CYCLES_PER_TICK));
  EXPECT_EQ(machine.Read(RS_BAR_DTCM + 16), 5 * kMinute / RS_CYCLES_PER_TICK / kAlarmUnits);
}

TEST(IdleSkip, AStoppedCoreIsIdleToo) {
  auto device = *VerilatorDevice::Create({});
  ASSERT_TRUE(device->Advance(1'000'000).ok());
  EXPECT_GT(device->skipped_cycles(), 999'900u);
}

TEST(IdleSkip, CheckingNeedsSkippingAndNoWaves) {
  for (const MachineOptions& options :
       {MachineOptions{.skip_idle = false, .check_skip = true},
        MachineOptions{.waves_path = "w.fst", .check_skip = true}}) {
    EXPECT_EQ(VerilatorDevice::Create(options).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace ringside
