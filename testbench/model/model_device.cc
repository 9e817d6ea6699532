#include "testbench/model/model_device.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "firmware/firmware.h"
#include "testbench/memory/bus_memory.h"
#include "testbench/model/bus.h"
#include "testbench/model/doorbell_model.h"
#include "testbench/model/firmware_core.h"
#include "testbench/model/hqd_model.h"
#include "testbench/model/ih_model.h"
#include "testbench/model/listeners.h"
#include "testbench/model/mmu_model.h"
#include "testbench/model/sdma_model.h"
#include "testbench/model/sys_model.h"
#include "testbench/model/timer_model.h"
#include "uapi/memory_map.h"

namespace ringside {
namespace {

constexpr uint32_t kBlocks = RS_BLOCK_TIMER + 1;
// The BAR shows registers, ITCM and DTCM, in this order.
constexpr uint32_t kBarEnd = RS_BAR_DTCM + RS_CORE_DTCM_BYTES;

absl::Status Refused(uint32_t bar_offset) {
  return absl::OutOfRangeError(
      absl::StrFormat("register access at BAR 0x%x was refused", bar_offset));
}

}  // namespace

// All blocks, wired together.
class ModelDevice::Blocks final : private model::CoreSide {
 public:
  explicit Blocks(const MachineOptions& options)
      : memory(options.vram_bytes, options.system_memory_bytes),
        bus(&memory),
        listeners(&clock),
        doorbell(&listeners),
        hqd(&clock, &bus, &listeners),
        mmu(&bus),
        ih(&clock, &bus),
        timer(&clock),
        sdma(&clock, &hqd, &mmu, &ih, &bus, &listeners),
        itcm(RS_CORE_ITCM_BYTES / sizeof(uint32_t)),
        dtcm(RS_CORE_DTCM_BYTES / sizeof(uint32_t)),
        core(&clock, this, &bus, &dtcm, &listeners),
        registers_{&sys, &doorbell, &hqd, &sdma, &mmu, &ih, &timer} {}

  // From the host: the register BAR.
  std::optional<uint32_t> ReadBar(uint32_t offset) {
    if (uint32_t* word = TcmWord(offset); word != nullptr) return *word;
    return Read(offset, model::Side::kHost);
  }
  bool WriteBar(uint32_t offset, uint32_t value) {
    if (uint32_t* word = TcmWord(offset); word != nullptr) {
      if (sys.core_run()) return false;
      *word = value;
      return true;
    }
    const bool done = Write(offset, value, model::Side::kHost);
    core.SetRun(sys.core_run());
    if (sys.TakeNmi()) core.Interrupt();
    return done;
  }

  void Ring(uint32_t id, uint64_t value) {
    if (const std::optional<uint32_t> slot = doorbell.Ring(id)) hqd.Ring(*slot, value);
  }

  // Runs whatever is due next, or moves time to `until` if nothing is before it. What is due in one
  // cycle takes its turn in the order HQD bank, engine, core.
  void Step(uint64_t until) {
    core.Notice();
    uint64_t due = std::min({hqd.next_due(), sdma.next_due(), core.next_due()});
    // Nothing runs when the alarm goes off, but the core must notice it then.
    if (timer.irq_cycle() > clock.cycle) due = std::min(due, timer.irq_cycle());
    if (due >= until) {
      clock.cycle = until;
      return;
    }
    clock.cycle = std::max(clock.cycle, due);
    hqd.RunDue();
    sdma.RunDue();
    core.RunDue();
  }

  model::Clock clock;
  BusMemory memory;
  model::Bus bus;
  model::Listeners listeners;
  model::SysModel sys;
  model::DoorbellModel doorbell;
  model::HqdModel hqd;
  model::MmuModel mmu;
  model::IhModel ih;
  model::TimerModel timer;
  model::SdmaModel sdma;
  std::vector<uint32_t> itcm;
  std::vector<uint32_t> dtcm;
  model::FirmwareCore core;

 private:
  // model::CoreSide.
  std::optional<uint32_t> ReadRegister(uint32_t offset) override {
    return Read(offset, model::Side::kFirmware);
  }
  bool WriteRegister(uint32_t offset, uint32_t value) override {
    return Write(offset, value, model::Side::kFirmware);
  }
  uint32_t pending() const override {
    return (doorbell.irq() ? firmware::kWakeDoorbell : 0) | (hqd.irq() ? firmware::kWakeSlots : 0) |
           (sys.host_irq() ? firmware::kWakeHost : 0) | (timer.irq() ? firmware::kWakeTimer : 0);
  }

  std::optional<uint32_t> Read(uint32_t offset, model::Side side) {
    if (offset % 4 != 0 || offset / RS_BLOCK_BYTES >= kBlocks) return std::nullopt;
    return registers_[offset / RS_BLOCK_BYTES]->ReadRegister(offset % RS_BLOCK_BYTES, side);
  }
  bool Write(uint32_t offset, uint32_t value, model::Side side) {
    if (offset % 4 != 0 || offset / RS_BLOCK_BYTES >= kBlocks) return false;
    return registers_[offset / RS_BLOCK_BYTES]->WriteRegister(offset % RS_BLOCK_BYTES, value, side);
  }

  // The word of the core's memories at a BAR offset, if there is one.
  uint32_t* TcmWord(uint32_t offset) {
    if (offset % 4 != 0 || offset >= kBarEnd) return nullptr;
    if (offset >= RS_BAR_DTCM) return &dtcm[(offset - RS_BAR_DTCM) / 4];
    if (offset >= RS_BAR_ITCM && offset < RS_BAR_ITCM + RS_CORE_ITCM_BYTES) {
      return &itcm[(offset - RS_BAR_ITCM) / 4];
    }
    return nullptr;
  }

  std::array<model::RegisterBlock*, kBlocks> registers_;
};

absl::StatusOr<std::unique_ptr<ModelDevice>> ModelDevice::Create(const MachineOptions& options) {
  if (absl::Status status = CheckMachineOptions(options); !status.ok()) return status;
  if (!options.waves_path.empty()) {
    return absl::InvalidArgumentError(
        "waves need the verilator back end: the model has no signals to draw");
  }
  return std::unique_ptr<ModelDevice>(new ModelDevice(std::make_unique<Blocks>(options)));
}

ModelDevice::ModelDevice(std::unique_ptr<Blocks> blocks) : blocks_(std::move(blocks)) {}
ModelDevice::~ModelDevice() = default;

void ModelDevice::AddListener(MachineListener* listener) { blocks_->listeners.Add(listener); }
uint64_t ModelDevice::bus_bytes_read() const { return blocks_->bus.bytes_read(); }
uint64_t ModelDevice::bus_bytes_written() const { return blocks_->bus.bytes_written(); }

absl::StatusOr<uint32_t> ModelDevice::ReadRegister(uint32_t bar_offset) {
  const std::optional<uint32_t> value = blocks_->ReadBar(bar_offset);
  if (!value) return Refused(bar_offset);
  return *value;
}

absl::Status ModelDevice::WriteRegister(uint32_t bar_offset, uint32_t value) {
  return blocks_->WriteBar(bar_offset, value) ? absl::OkStatus() : Refused(bar_offset);
}

absl::Status ModelDevice::RingDoorbell(uint32_t id, uint64_t value) {
  if (id >= model::DoorbellModel::kDoorbells) {
    return absl::OutOfRangeError(absl::StrCat("doorbell ", id, " is outside the doorbell BAR of ",
                                              model::DoorbellModel::kDoorbells));
  }
  blocks_->Ring(id, value);
  return absl::OkStatus();
}

absl::Status ModelDevice::ReadMemory(uint64_t address, absl::Span<uint8_t> bytes) {
  return blocks_->memory.Read(address, bytes);
}

absl::Status ModelDevice::WriteMemory(uint64_t address, absl::Span<const uint8_t> bytes) {
  return blocks_->memory.Write(address, bytes);
}

uint64_t ModelDevice::vram_bytes() const { return blocks_->memory.vram().bytes(); }
uint64_t ModelDevice::system_memory_bytes() const { return blocks_->memory.system().bytes(); }
uint64_t ModelDevice::cycle() const { return blocks_->clock.cycle; }
bool ModelDevice::interrupt() const { return blocks_->ih.irq(); }

absl::Status ModelDevice::Advance(uint64_t until_cycle) {
  while (cycle() < until_cycle && !interrupt()) blocks_->Step(until_cycle);
  return absl::OkStatus();
}

}  // namespace ringside
