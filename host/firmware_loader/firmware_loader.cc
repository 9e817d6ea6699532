#include "host/firmware_loader/firmware_loader.h"

#include <cstring>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "host/firmware_loader/elf_image.h"
#include "host/registers/registers.h"
#include "uapi/firmware_abi.h"

namespace ringside {
namespace {

absl::Status WriteSegment(Device* device, const FirmwareSegment& segment) {
  const uint32_t base =
      (segment.memory == CoreMemory::kItcm ? RS_BAR_ITCM : RS_BAR_DTCM) + segment.offset;
  for (uint32_t at = 0; at < segment.data.size(); at += 4) {
    uint32_t word = 0;
    std::memcpy(&word, segment.data.data() + at, sizeof(word));
    if (absl::Status status = device->WriteRegister(base + at, word); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status WaitForBoot(EventLoop* loop, uint64_t timeout_cycles) {
  absl::Status failure;
  const auto booted = [&] {
    const absl::StatusOr<uint32_t> status = loop->device().ReadRegister(bar::kFwStatus);
    if (!status.ok()) {
      failure = status.status();
    } else if ((*status & 0xffff0000u) == RS_FW_STATUS_DEAD) {
      failure = absl::InternalError(
          absl::StrFormat("the firmware died at boot with error 0x%02x", *status & 0xffffu));
    }
    return !failure.ok() || *status == RS_FW_STATUS_BOOTED;
  };
  absl::Status waited = loop->WaitUntil(booted, loop->now() + timeout_cycles, "firmware boot");
  failure.Update(waited);
  return failure;
}

}  // namespace

absl::Status StopFirmware(Device* device) { return device->WriteRegister(bar::kCoreCtrl, 0); }

absl::Status LoadFirmware(Device* device, absl::Span<const uint8_t> elf) {
  const absl::StatusOr<FirmwareImage> image = ParseFirmwareElf(elf);
  if (!image.ok()) return image.status();
  if (absl::Status status = StopFirmware(device); !status.ok()) return status;
  for (const FirmwareSegment& segment : image->segments) {
    if (absl::Status status = WriteSegment(device, segment); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status BootFirmware(EventLoop* loop, uint64_t command_ring_address, uint64_t timeout_cycles) {
  Device& device = loop->device();
  absl::Status status = device.WriteRegister(bar::Scratch(RS_FW_SCRATCH_RING_ADDR),
                                             static_cast<uint32_t>(command_ring_address));
  status.Update(device.WriteRegister(bar::Scratch(RS_FW_SCRATCH_RING_ADDR + 1),
                                     static_cast<uint32_t>(command_ring_address >> 32)));
  status.Update(device.WriteRegister(bar::kCoreCtrl, bar::kCoreCtrlRun));
  if (status.ok()) status = WaitForBoot(loop, timeout_cycles);
  if (!status.ok()) StopFirmware(&device).IgnoreError();
  return status;
}

}  // namespace ringside
