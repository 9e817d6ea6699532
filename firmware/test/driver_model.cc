#include "firmware/test/driver_model.h"

#include <cstddef>
#include <cstdio>
#include <cstdlib>

#include "firmware/base/die.h"
#include "gtest/gtest.h"
#include "uapi/mqd.h"

namespace ringside::firmware {

void Die(Error why) {
  std::fprintf(stderr, "firmware died: error %u\n", static_cast<unsigned>(why));
  std::abort();
}

namespace test {
namespace {

constexpr uint32_t kControl = DriverModel::kRingBase + RS_FW_RING_FRAMES * RS_FW_FRAME_BYTES;
// Ring of 4 KiB.
constexpr uint32_t kLog2Dwords = 10;

Frame Blank(uint32_t opcode) {
  Frame frame = {};
  frame.dwords[0] = RS_FW_HEADER(opcode);
  return frame;
}

rs_fw_status& StatusOf(Frame& frame) {
  switch (frame.opcode()) {
    case RS_FW_OP_SET_HW_RSRC:
      return frame.set_hw_rsrc.status;
    case RS_FW_OP_ADD_QUEUE:
      return frame.add_queue.status;
    case RS_FW_OP_REMOVE_QUEUE:
      return frame.remove_queue.status;
    case RS_FW_OP_SUSPEND:
      return frame.suspend.status;
    case RS_FW_OP_RESUME:
      return frame.resume.status;
    default:
      return frame.query.status;
  }
}

}  // namespace

DriverModel::DriverModel(uint32_t seed)
    : machine_(seed), mmio_(&machine_), firmware_(std::make_unique<Firmware>()) {
  machine_.SetBootParameter(RS_FW_SCRATCH_RING_ADDR, kRingBase);
  EXPECT_EQ(firmware_->Init(), Error::kOk);
  EXPECT_EQ(machine_.status(), RS_FW_STATUS_BOOTED);
}

Frame DriverModel::SetHwRsrc(uint32_t slots, uint32_t vmids) {
  Frame frame = Blank(RS_FW_OP_SET_HW_RSRC);
  frame.set_hw_rsrc.vmid_mask_gfx = vmids;
  frame.set_hw_rsrc.sdma_hqd_mask[0] = slots;
  return frame;
}

Frame DriverModel::AddQueue(const TestQueue& queue, uint32_t flags, uint32_t home_slot) {
  MemoryModel& memory = machine_.memory();
  const auto write = [&](size_t offset, uint32_t value) {
    memory.Write(queue.mqd() + static_cast<uint32_t>(offset), value);
  };
  for (uint32_t i = 0; i < RS_MQD_DWORDS; ++i) write(i * 4, 0);
  write(offsetof(rs_sdma_mqd, rb_cntl), RS_RB_CNTL_ENABLE | kLog2Dwords << RS_RB_CNTL_SIZE_SHIFT);
  write(offsetof(rs_sdma_mqd, doorbell), RS_DOORBELL_ENABLE);
  write(offsetof(rs_sdma_mqd, doorbell_offset), queue.doorbell());
  write(offsetof(rs_sdma_mqd, wptr_poll_lo), queue.wptr_addr());
  machine_.ExpectRoot(queue.doorbell(), queue.root());

  Frame frame = Blank(RS_FW_OP_ADD_QUEUE);
  rs_fw_add_queue& add = frame.add_queue;
  add.process_id = queue.process;
  add.page_table_base = queue.root();
  add.process_context_addr = 0x200000 + queue.process * 0x1000;
  add.gang_quantum = queue.quantum;
  add.gang_context_addr = queue.gang();
  add.doorbell = queue.doorbell();
  add.mqd_addr = queue.mqd();
  add.wptr_addr = queue.wptr_addr();
  add.queue_type = RS_FW_QUEUE_SDMA;
  add.queue_size = 1u << kLog2Dwords;
  add.flags = flags | (queue.process == 0 ? RS_FW_ADD_KERNEL_QUEUE : 0);
  add.queue_id = home_slot;
  return frame;
}

Frame DriverModel::RemoveQueue(const TestQueue& queue) {
  Frame frame = Blank(RS_FW_OP_REMOVE_QUEUE);
  frame.remove_queue.doorbell = queue.doorbell();
  frame.remove_queue.gang_context_addr = queue.gang();
  return frame;
}

Frame DriverModel::Suspend(const TestQueue& queue, uint32_t fence, uint32_t fence_value) {
  Frame frame = Blank(RS_FW_OP_SUSPEND);
  frame.suspend.gang_context_addr = queue.gang();
  frame.suspend.fence_addr = fence;
  frame.suspend.fence_value = fence_value;
  return frame;
}

Frame DriverModel::Resume(const TestQueue& queue) {
  Frame frame = Blank(RS_FW_OP_RESUME);
  frame.resume.gang_context_addr = queue.gang();
  return frame;
}

Frame DriverModel::SuspendAll() {
  Frame frame = Blank(RS_FW_OP_SUSPEND);
  frame.suspend.flags = RS_FW_ALL_GANGS;
  return frame;
}

Frame DriverModel::ResumeAll() {
  Frame frame = Blank(RS_FW_OP_RESUME);
  frame.resume.flags = RS_FW_ALL_GANGS;
  return frame;
}

uint32_t DriverModel::Store(Frame frame) {
  const uint32_t command = sent_++;
  rs_fw_status& status = StatusOf(frame);
  // Unless the test chose its own.
  if (status.fence_addr == 0) status = {kStatusBase + command * 8, command + 1};
  const uint32_t base = kRingBase + command % RS_FW_RING_FRAMES * RS_FW_FRAME_BYTES;
  for (uint32_t i = 0; i < kFrameDwords; ++i) {
    machine_.memory().Write(base + 4 * i, frame.dwords[i]);
  }
  machine_.memory().Write64(kControl + offsetof(rs_fw_ring_control, wptr), sent_);
  return command;
}

uint32_t DriverModel::Send(const Frame& frame) {
  const uint32_t command = Store(frame);
  machine_.RingDoorbell(RS_DOORBELL_FIRMWARE, sent_);
  return command;
}

bool DriverModel::RingHasRoom() const {
  const uint64_t taken = machine_.memory().Read64(kControl + offsetof(rs_fw_ring_control, rptr));
  return sent_ - taken < RS_FW_RING_FRAMES;
}

uint64_t DriverModel::Answer(uint32_t command) const {
  return machine_.memory().Read64(kStatusBase + command * 8);
}

void DriverModel::Submit(TestQueue& queue, uint32_t packets) {
  queue.submitted += packets * HqdModel::kPacketBytes;
  machine_.memory().Write64(queue.wptr_addr(), queue.submitted);
  machine_.RingDoorbell(queue.doorbell(), queue.submitted);
}

bool DriverModel::Drained(const TestQueue& queue) const {
  return machine_.hqd().packets(queue.doorbell()) * HqdModel::kPacketBytes == queue.submitted;
}

bool DriverModel::Run(const std::function<bool()>& done, uint32_t ticks) {
  for (uint32_t i = 0; i < ticks; ++i) {
    if (done()) return true;
    if (const uint32_t wake = machine_.Pending(); wake != 0) firmware_->OnWake(wake);
    machine_.Tick();
  }
  return done();
}

uint32_t DriverModel::Execute(const Frame& frame) {
  const uint32_t command = Send(frame);
  EXPECT_TRUE(Run([&] { return Answer(command) != 0; })) << "command " << command << " unanswered";
  return command;
}

uint32_t DriverModel::SlotOf(const TestQueue& queue) const {
  uint32_t found = RS_NUM_SLOTS;
  for (uint32_t n = 0; n < RS_NUM_SLOTS; ++n) {
    const HqdModel::Slot& slot = machine_.hqd().slot(n);
    if (slot.state != HqdModel::State::kFree && slot.mqd == queue.mqd()) found = n;
  }
  return found;
}

const Queue& DriverModel::Record(const TestQueue& queue) const {
  return scheduler().queues()[scheduler().queues().FindByDoorbell(queue.doorbell())];
}

}  // namespace test
}  // namespace ringside::firmware
