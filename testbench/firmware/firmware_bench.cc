#include "testbench/firmware/firmware_bench.h"

#include <elf.h>

#include <cstring>
#include <fstream>
#include <iterator>

#include "gtest/gtest.h"
#include "uapi/memory_map.h"
#include "uapi/mqd.h"
#include "uapi/pte.h"
#include "uapi/regs/sys_regs.h"
#include "uapi/sdma_packets.h"

namespace ringside {
namespace {

constexpr uint64_t kCommandRing = RS_SYSTEM_MEMORY_BASE + 0x10000;
constexpr uint64_t kControl = kCommandRing + RS_FW_RING_FRAMES * RS_FW_FRAME_BYTES;
constexpr uint64_t kStatus = RS_SYSTEM_MEMORY_BASE + 0x20000;
constexpr uint64_t kProcessContext = RS_SYSTEM_MEMORY_BASE + 0x30000;
// Root, two middle levels, then the tables of PTEs for the low 16 MiB.
constexpr uint64_t kTables = 0x10000;
constexpr uint32_t kLeafTables = 8;
constexpr uint32_t kRingBytes = 4096;
constexpr uint32_t kPasid = 1;

}  // namespace

uint64_t FirmwareTrace::First(SlotState state, uint64_t from) const {
  for (const SlotChange& change : changes) {
    if (change.cycle >= from && change.state == state) return change.cycle;
  }
  return 0;
}

uint64_t FirmwareTrace::FirstFetch(uint64_t from) const {
  for (const uint64_t cycle : fetches) {
    if (cycle >= from) return cycle;
  }
  return 0;
}

FirmwareBench::FirmwareBench() {
  device_ = *VerilatorDevice::Create({});
  device_->AddListener(&trace_);
  const auto write_entry = [&](uint64_t table, uint64_t index, uint64_t entry) {
    Write(table + index * 8, static_cast<uint32_t>(entry));
    Write(table + index * 8 + 4, static_cast<uint32_t>(entry >> 32));
  };
  const uint64_t leaf = kTables + 3 * RS_PAGE_BYTES;
  write_entry(kTables, 0, (kTables + RS_PAGE_BYTES) | RS_PTE(VALID));
  write_entry(kTables + RS_PAGE_BYTES, 0, (kTables + 2 * RS_PAGE_BYTES) | RS_PTE(VALID));
  for (uint64_t t = 0; t < kLeafTables; ++t) {
    write_entry(kTables + 2 * RS_PAGE_BYTES, t, (leaf + t * RS_PAGE_BYTES) | RS_PTE(VALID));
    for (uint64_t p = 0; p < RS_PT_ENTRIES; ++p) {
      const uint64_t page = (t * RS_PT_ENTRIES + p) * RS_PAGE_BYTES;
      write_entry(leaf + t * RS_PAGE_BYTES, p,
                  page | RS_PTE(VALID) | RS_PTE(READABLE) | RS_PTE(WRITEABLE));
    }
  }
}

bool FirmwareBench::Boot(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<char> elf{std::istreambuf_iterator<char>(file), {}};
  Elf32_Ehdr header;
  if (elf.size() < sizeof(header)) return false;
  std::memcpy(&header, elf.data(), sizeof(header));
  for (uint32_t i = 0; i < header.e_phnum; ++i) {
    Elf32_Phdr segment;
    std::memcpy(&segment, elf.data() + header.e_phoff + i * sizeof(segment), sizeof(segment));
    if (segment.p_type != PT_LOAD) continue;
    const bool data = segment.p_vaddr >= RS_CORE_DTCM_BASE;
    const uint32_t base =
        data ? RS_BAR_DTCM + segment.p_vaddr - RS_CORE_DTCM_BASE : RS_BAR_ITCM + segment.p_vaddr;
    for (uint32_t at = 0; at < segment.p_filesz; at += 4) {
      uint32_t word = 0;
      std::memcpy(&word, elf.data() + segment.p_offset + at, sizeof(word));
      if (!device_->WriteRegister(base + at, word).ok()) return false;
    }
  }
  const auto write = [&](uint32_t offset, uint32_t value) {
    EXPECT_TRUE(device_->WriteRegister(RS_BAR_BLOCK(SYS) + offset, value).ok());
  };
  write(regs::sys::kScratch0Offset, kCommandRing);
  write(regs::sys::kCoreCtrlOffset, 1);
  return Run([&] {
    return *device_->ReadRegister(RS_BAR_BLOCK(SYS) + regs::sys::kFwStatusOffset) ==
           RS_FW_STATUS_BOOTED;
  });
}

template <typename Command>
uint64_t FirmwareBench::Send(Command command) {
  const uint64_t status = kStatus + sent_ * 8;
  command.status = {status, 1};
  const uint64_t frame = kCommandRing + sent_ % RS_FW_RING_FRAMES * RS_FW_FRAME_BYTES;
  uint32_t dwords[RS_FW_FRAME_BYTES / 4];
  std::memcpy(dwords, &command, sizeof(command));
  for (uint32_t i = 0; i < RS_FW_FRAME_BYTES / 4; ++i) Write(frame + 4 * i, dwords[i]);
  ++sent_;
  Write(kControl, sent_);
  EXPECT_TRUE(device_->RingDoorbell(RS_DOORBELL_FIRMWARE, sent_).ok());
  return status;
}

template <typename Command>
bool FirmwareBench::Call(const Command& command) {
  const uint64_t status = Send(command);
  if (!Run([&] { return Read(status) != 0 || Read(status + 4) != 0; })) return false;
  EXPECT_EQ(Read(status + 4), 0u);
  return Read(status) == 1;
}

bool FirmwareBench::SetResources() {
  rs_fw_set_hw_rsrc command = {};
  command.header = RS_FW_HEADER(RS_FW_OP_SET_HW_RSRC);
  command.vmid_mask_gfx = 0xfffe;
  command.sdma_hqd_mask[0] = 0xe;
  return Call(command);
}

bool FirmwareBench::Add(const BenchQueue& queue) {
  const auto write = [&](size_t offset, uint64_t value) {
    Write(queue.mqd() + offset, static_cast<uint32_t>(value));
  };
  write(offsetof(rs_sdma_mqd, rb_cntl), RS_RB_CNTL_ENABLE | 10 << RS_RB_CNTL_SIZE_SHIFT);
  write(offsetof(rs_sdma_mqd, rb_base_lo), queue.ring() >> 8);
  write(offsetof(rs_sdma_mqd, doorbell), RS_DOORBELL_ENABLE);
  write(offsetof(rs_sdma_mqd, doorbell_offset), queue.doorbell());
  write(offsetof(rs_sdma_mqd, wptr_poll_lo), queue.wptr_word());
  return Call(AddCommand(queue));
}

void FirmwareBench::AddOutsideMemory() {
  rs_fw_add_queue command = AddCommand({.number = 1});
  command.mqd_addr = RS_SYSTEM_MEMORY_BASE - RS_MQD_BYTES;
  Send(command);
}

rs_fw_add_queue FirmwareBench::AddCommand(const BenchQueue& queue) {
  rs_fw_add_queue command = {};
  command.header = RS_FW_HEADER(RS_FW_OP_ADD_QUEUE);
  command.process_id = kPasid;
  command.page_table_base = kTables;
  command.process_context_addr = kProcessContext;
  command.gang_quantum = queue.quantum;
  command.gang_context_addr = queue.gang();
  command.doorbell = queue.doorbell();
  command.mqd_addr = queue.mqd();
  command.wptr_addr = queue.wptr_word();
  command.queue_type = RS_FW_QUEUE_SDMA;
  command.queue_size = kRingBytes / 4;
  return command;
}

bool FirmwareBench::Suspend(const BenchQueue& queue) {
  rs_fw_suspend command = {};
  command.header = RS_FW_HEADER(RS_FW_OP_SUSPEND);
  command.gang_context_addr = queue.gang();
  return Call(command);
}

bool FirmwareBench::Resume(const BenchQueue& queue) {
  rs_fw_resume command = {};
  command.header = RS_FW_HEADER(RS_FW_OP_RESUME);
  command.gang_context_addr = queue.gang();
  return Call(command);
}

bool FirmwareBench::Remove(const BenchQueue& queue) {
  rs_fw_remove_queue command = {};
  command.header = RS_FW_HEADER(RS_FW_OP_REMOVE_QUEUE);
  command.doorbell = queue.doorbell();
  return Call(command);
}

void FirmwareBench::Submit(BenchQueue* queue, const std::vector<uint32_t>& dwords) {
  for (const uint32_t dword : dwords) {
    Write(queue->ring() + queue->wptr % kRingBytes, dword);
    queue->wptr += 4;
  }
  Write(queue->wptr_word(), static_cast<uint32_t>(queue->wptr));
  EXPECT_TRUE(device_->RingDoorbell(queue->doorbell(), queue->wptr).ok());
}

std::vector<uint32_t> FirmwareBench::FencePacket(const BenchQueue& queue, uint32_t value) {
  return {RS_SDMA_HEADER(RS_SDMA_OP_FENCE, RS_SDMA_SUBOP_FENCE),
          static_cast<uint32_t>(queue.fence()), 0, value};
}

std::vector<uint32_t> FirmwareBench::FillPacket(const BenchQueue& queue, uint32_t value,
                                                uint32_t bytes) {
  return {RS_SDMA_HEADER(RS_SDMA_OP_CONST_FILL, RS_SDMA_SUBOP_CONST_FILL) | RS_SDMA_FILL_DWORDS,
          static_cast<uint32_t>(queue.data()), 0, value, bytes - 1};
}

bool FirmwareBench::Run(const std::function<bool()>& done, uint64_t cycles) {
  for (const uint64_t end = device_->cycle() + cycles; device_->cycle() < end;) {
    if (done()) return true;
    EXPECT_TRUE(device_->Advance(device_->cycle() + 20).ok());
  }
  return done();
}

uint32_t FirmwareBench::Read(uint64_t address) {
  uint32_t value = 0;
  EXPECT_TRUE(
      device_->ReadMemory(address, absl::MakeSpan(reinterpret_cast<uint8_t*>(&value), 4)).ok());
  return value;
}

void FirmwareBench::Write(uint64_t address, uint32_t value) {
  EXPECT_TRUE(
      device_
          ->WriteMemory(address, absl::MakeConstSpan(reinterpret_cast<const uint8_t*>(&value), 4))
          .ok());
}

}  // namespace ringside
