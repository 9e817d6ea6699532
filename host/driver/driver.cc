#include "host/driver/driver.h"

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "host/command_ring/command_ring.h"
#include "host/driver/evictor.h"
#include "host/driver/kernel_queue.h"
#include "host/firmware_loader/firmware_loader.h"
#include "host/ih/interrupt_ring.h"
#include "host/registers/registers.h"
#include "host/userq/fence_page.h"
#include "host/userq/queue_manager.h"
#include "uapi/firmware_abi.h"
#include "uapi/limits.h"
#include "uapi/memory_map.h"
#include "uapi/pte.h"

namespace ringside {
namespace {

// Both are a few hundred cycles in a healthy machine.
constexpr uint64_t kBootTimeoutCycles = 2'000'000;
constexpr uint64_t kTlbTimeoutCycles = 1'000'000;
// All but VMID 0, which addresses the bus directly.
constexpr uint32_t kUserVmids = 0xfffe;
constexpr uint32_t kUserSlots = ((1u << RS_NUM_SLOTS) - 1) & ~(1u << KernelQueue::kSlot);

}  // namespace

Driver::Driver(Device* device, EventLoop* loop, const DriverOptions& options)
    : device_(device),
      loop_(loop),
      options_(options),
      pools_{
          device,
          RangeAllocator("VRAM", RS_VRAM_BASE,
                         options.vram_bytes != 0 ? options.vram_bytes : device->vram_bytes()),
          RangeAllocator("system memory", RS_SYSTEM_MEMORY_BASE, device->system_memory_bytes())} {}

absl::StatusOr<std::unique_ptr<Driver>> Driver::Create(Device* device, EventLoop* loop,
                                                       absl::Span<const uint8_t> firmware_elf,
                                                       const DriverOptions& options) {
  if (options.vram_bytes > device->vram_bytes() || options.vram_bytes % RS_PAGE_BYTES != 0) {
    return absl::InvalidArgumentError(absl::StrCat("vram_bytes: ", options.vram_bytes,
                                                   " is not whole pages of the ",
                                                   device->vram_bytes(), " there are"));
  }
  auto driver = absl::WrapUnique(new Driver(device, loop, options));
  if (absl::Status status = driver->Boot(firmware_elf); !status.ok()) return status;
  return driver;
}

absl::Status Driver::Boot(absl::Span<const uint8_t> firmware_elf) {
  const absl::StatusOr<uint32_t> id = device_->ReadRegister(bar::kSysId);
  if (!id.ok()) return id.status();
  if (*id != bar::kSysIdValue) {
    return absl::NotFoundError(absl::StrFormat("no Ringside machine: its ID is 0x%08x", *id));
  }
  const absl::StatusOr<uint32_t> version = device_->ReadRegister(bar::kSysVersion);
  if (!version.ok()) return version.status();
  if (*version >> 16 != bar::kSysVersionMajor) {
    return absl::FailedPreconditionError(
        absl::StrFormat("the machine's register map is version %u.%u, the driver is for version %u",
                        *version >> 16, *version & 0xffff, bar::kSysVersionMajor));
  }
  const uint64_t begin = loop_->now();
  if (absl::Status status = LoadFirmware(device_, firmware_elf); !status.ok()) return status;
  absl::StatusOr<std::unique_ptr<FencePage>> fences = FencePage::Create(&pools_);
  if (!fences.ok()) return fences.status();
  fence_page_ = *std::move(fences);
  absl::StatusOr<std::unique_ptr<InterruptRing>> interrupts = InterruptRing::Create(&pools_);
  if (!interrupts.ok()) return interrupts.status();
  interrupt_ring_ = *std::move(interrupts);
  absl::StatusOr<std::unique_ptr<CommandRing>> commands =
      CommandRing::Create(&pools_, loop_, options_.patience * options_.command_timeout_cycles);
  if (!commands.ok()) return commands.status();
  command_ring_ = *std::move(commands);
  queue_manager_ = std::make_unique<QueueManager>(
      &pools_, command_ring_.get(), fence_page_.get(),
      QueueQuanta{options_.gang_quantum_ticks, options_.process_quantum_ticks}, options_.trace);
  evictor_ = std::make_unique<Evictor>(this);
  InstallInterruptHandlers();
  absl::Status status =
      BootFirmware(loop_, command_ring_->bus_address(), options_.patience * kBootTimeoutCycles);
  if (status.ok()) status = SetHardwareResources();
  if (!status.ok()) return status;
  absl::StatusOr<std::unique_ptr<KernelQueue>> kernel_queue =
      KernelQueue::Create(&pools_, loop_, command_ring_.get(), fence_page_.get());
  if (!kernel_queue.ok()) return kernel_queue.status();
  kernel_queue_ = *std::move(kernel_queue);
  Trace("boot", "driver", begin);
  return absl::OkStatus();
}

Driver::~Driver() {
  loop_->SetInterruptHandler(nullptr);
  // First of all, so that nothing writes to memory that is given back below.
  StopFirmware(device_).IgnoreError();
}

absl::Status Driver::SetHardwareResources() {
  rs_fw_set_hw_rsrc command = {};
  command.header = RS_FW_HEADER(RS_FW_OP_SET_HW_RSRC);
  command.vmid_mask_gfx = kUserVmids;
  command.sdma_hqd_mask[0] = kUserSlots;
  return command_ring_->Call(ToFrame(command));
}

QueueOwner Driver::OwnerOf(const Process& process) const {
  return QueueOwner{.name = process.name(),
                    .pasid = process.pasid(),
                    .doorbell_page = process.doorbell_page(),
                    .context_address = process.context_->bus_address(),
                    .address_space = process.address_space_.get()};
}

absl::Status Driver::InvalidateTlb(uint16_t pasid) {
  ++tlb_invalidations_;
  if (absl::Status status = device_->WriteRegister(bar::kInvReq, bar::kInvReqByPasid | pasid);
      !status.ok()) {
    return status;
  }
  absl::Status failure;
  const auto done = [&] {
    const absl::StatusOr<uint32_t> status = device_->ReadRegister(bar::kInvStatus);
    failure = status.status();
    return !failure.ok() || (*status & bar::kInvStatusBusy) == 0;
  };
  absl::Status waited = loop_->WaitUntil(done, loop_->now() + options_.patience * kTlbTimeoutCycles,
                                         absl::StrCat("TLB invalidation of PASID ", pasid));
  failure.Update(waited);
  return failure;
}

absl::Status Driver::EvictProcess(Process* process) { return evictor_->Evict(process); }

absl::Status Driver::MigrateBack(Process* process) { return evictor_->MigrateBack(process); }

DriverStats Driver::stats() const {
  const QueueTotals& totals = queue_manager_->totals();
  return DriverStats{.maps = totals.maps,
                     .unmaps = totals.unmaps,
                     .preempts = totals.preempts,
                     .restores = totals.restores,
                     .evictions = evictor_->evictions(),
                     .migrated_bytes = evictor_->migrated_bytes(),
                     .tlb_invalidations = tlb_invalidations_,
                     .faults = faults_.size(),
                     .commands = command_ring_->submitted(),
                     .interrupts = interrupt_ring_->entries()};
}

void Driver::Trace(absl::string_view action, absl::string_view subject, uint64_t begin_cycle) {
  if (options_.trace != nullptr) options_.trace->Span(action, subject, begin_cycle, loop_->now());
}

}  // namespace ringside
