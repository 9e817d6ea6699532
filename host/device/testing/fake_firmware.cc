#include "host/device/testing/fake_firmware.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "host/device/testing/fake_device.h"
#include "host/device/testing/fake_engine.h"
#include "host/registers/registers.h"
#include "uapi/interrupt.h"
#include "uapi/mqd.h"

namespace ringside {
namespace {

constexpr uint64_t kBootCycles = 500;

template <typename T>
T ReadAs(const FakeDevice& device, uint64_t address) {
  T value;
  std::memcpy(&value, device.ReadBytes(address, sizeof(T)).data(), sizeof(T));
  return value;
}

uint64_t Join(uint32_t lo, uint32_t hi) { return lo | uint64_t{hi} << 32; }

}  // namespace

void FakeFirmware::Start() {
  queues_.clear();
  frames_taken_ = 0;
  if (stillborn_ || device_->registers().count(RS_BAR_ITCM) == 0) return;
  alive_ = true;
  device_->At(kBootCycles, [this] {
    if (alive_) device_->SetRegister(bar::kFwStatus, RS_FW_STATUS_BOOTED);
  });
}

void FakeFirmware::Stop() {
  alive_ = false;
  queues_.clear();
  device_->SetRegister(bar::kFwStatus, 0);
}

void FakeFirmware::Die(uint32_t error) {
  alive_ = false;
  device_->SetRegister(bar::kFwStatus, RS_FW_STATUS_DEAD | error);
  SendInterrupt(RS_IH_FIRMWARE_FATAL, error);
}

void FakeFirmware::FailQueueMemory(uint32_t doorbell) {
  queues_.at(doorbell).state = RS_FW_STATE_FAULTED;
  OnFault(doorbell);
}

void FakeFirmware::OnFault(uint32_t doorbell) {
  SendInterrupt(RS_IH_FIRMWARE_QUEUE_FAULT, doorbell);
}

void FakeFirmware::SendInterrupt(uint32_t kind, uint32_t argument) {
  const auto send = [this, kind, argument] {
    device_->SendInterrupt(RS_IH_SOURCE_FIRMWARE, 0, {kind, argument, 0, 0});
  };
  if (interrupt_delay_ == 0) return send();
  device_->At(interrupt_delay_, send);
}

void FakeFirmware::OnDoorbell() {
  device_->At(kWakeCycles, [this] {
    if (alive_) TakeFrames();
  });
}

void FakeFirmware::OnQueueDoorbell(uint32_t id, uint64_t wptr) {
  const auto queue = queues_.find(id);
  if (queue == queues_.end() || queue->second.state != RS_FW_STATE_RUNNING) return;
  queue->second.wptr = wptr;
  engine_->Kick(&queues_);
}

void FakeFirmware::TakeFrames() {
  const uint64_t ring = device_->registers().at(bar::Scratch(RS_FW_SCRATCH_RING_ADDR));
  const uint64_t control = ring + RS_FW_RING_FRAMES * RS_FW_FRAME_BYTES;
  const uint64_t wptr = device_->Read64(control + offsetof(rs_fw_ring_control, wptr));
  largest_batch_ = std::max(largest_batch_, wptr - frames_taken_);
  for (uint64_t delay = kCommandCycles; frames_taken_ < wptr; delay += kCommandCycles) {
    Handle(ring + frames_taken_ % RS_FW_RING_FRAMES * RS_FW_FRAME_BYTES, delay);
    ++frames_taken_;
  }
  device_->Write64(control + offsetof(rs_fw_ring_control, rptr), frames_taken_);
}

void FakeFirmware::Handle(uint64_t frame, uint64_t delay) {
  const uint32_t opcode = RS_FW_HEADER_OPCODE(device_->Read32(frame));
  history_.push_back(opcode);
  Status status = {};
  const auto read_status = [&](uint64_t offset) {
    status = {device_->Read64(frame + offset), device_->Read64(frame + offset + 8)};
  };
  switch (opcode) {
    case RS_FW_OP_SET_HW_RSRC:
      read_status(offsetof(rs_fw_set_hw_rsrc, status));
      break;
    case RS_FW_OP_ADD_QUEUE:
      read_status(offsetof(rs_fw_add_queue, status));
      break;
    case RS_FW_OP_REMOVE_QUEUE:
      read_status(offsetof(rs_fw_remove_queue, status));
      break;
    case RS_FW_OP_SUSPEND:
      read_status(offsetof(rs_fw_suspend, status));
      break;
    case RS_FW_OP_RESUME:
      read_status(offsetof(rs_fw_resume, status));
      break;
  }
  if (ignored_[opcode]) {
    ignored_[opcode] = false;
    return;
  }
  uint32_t error = RS_FW_ERROR_OK;
  if (const auto refusal = refusals_.find(opcode); refusal != refusals_.end()) {
    error = refusal->second;
    refusals_.erase(refusal);
  } else if (opcode == RS_FW_OP_ADD_QUEUE) {
    error = AddQueue(frame);
  } else if (opcode != RS_FW_OP_SET_HW_RSRC) {
    const auto remove = ReadAs<rs_fw_remove_queue>(*device_, frame);
    const auto suspend = ReadAs<rs_fw_suspend>(*device_, frame);
    FakeQueue* queue = FindGang(suspend.gang_context_addr);
    if (opcode == RS_FW_OP_REMOVE_QUEUE) {
      const auto found = queues_.find(remove.doorbell);
      queue = found == queues_.end() ? nullptr : &found->second;
    }
    if (queue == nullptr) {
      error = RS_FW_ERROR_QUEUE_UNKNOWN;
    } else if (opcode == RS_FW_OP_REMOVE_QUEUE) {
      return Remove(queue->doorbell, status);
    } else if (queue->state == RS_FW_STATE_FAULTED) {
      error = RS_FW_ERROR_QUEUE_FAULTED;
    } else if (opcode == RS_FW_OP_SUSPEND) {
      return Suspend(queue->doorbell, status);
    } else {
      error = Resume(queue->doorbell);
    }
  }
  device_->At(delay, [=, this] { Answer(status, opcode, error); });
}

void FakeFirmware::Answer(const Status& status, uint32_t opcode, uint32_t error) {
  if (!alive_ || status.address == 0) return;
  device_->Write64(status.address, error == RS_FW_ERROR_OK
                                       ? status.value
                                       : uint64_t{RS_FW_ERROR_WORD(error, opcode)} << 32);
  SendInterrupt(RS_IH_FIRMWARE_COMPLETION, opcode);
}

uint32_t FakeFirmware::AddQueue(uint64_t frame) {
  const auto command = ReadAs<rs_fw_add_queue>(*device_, frame);
  if (queues_.count(command.doorbell) != 0) return RS_FW_ERROR_QUEUE_EXISTS;
  FakeQueue queue;
  queue.doorbell = command.doorbell;
  queue.pasid = static_cast<uint16_t>(command.process_id);
  queue.root = command.page_table_base;
  queue.gang = command.gang_context_addr;
  queue.mqd = command.mqd_addr;
  LoadMqd(&queue);
  queues_.emplace(queue.doorbell, queue);
  engine_->Kick(&queues_);
  return RS_FW_ERROR_OK;
}

void FakeFirmware::LoadMqd(FakeQueue* queue) {
  const auto mqd = ReadAs<rs_sdma_mqd>(*device_, queue->mqd);
  queue->ring_va = Join(mqd.rb_base_lo, mqd.rb_base_hi) << 8;
  queue->ring_bytes =
      uint64_t{4} << ((mqd.rb_cntl & RS_RB_CNTL_SIZE_MASK) >> RS_RB_CNTL_SIZE_SHIFT);
  queue->rptr_va = Join(mqd.rptr_addr_lo, mqd.rptr_addr_hi);
  queue->fence = Join(mqd.fence_addr_lo, mqd.fence_addr_hi);
  queue->rptr = Join(mqd.rptr_lo, mqd.rptr_hi);
  // As the hardware does: the word in memory is the truth, wherever the MQD says that it is.
  queue->wptr = device_->Read64(Join(mqd.wptr_poll_lo, mqd.wptr_poll_hi));
}

void FakeFirmware::SaveMqd(const FakeQueue& queue) {
  device_->Write64(queue.mqd + offsetof(rs_sdma_mqd, rptr_lo), queue.rptr);
  device_->Write64(queue.mqd + offsetof(rs_sdma_mqd, wptr_lo), queue.wptr);
}

void FakeFirmware::Remove(uint32_t doorbell, const Status& status) {
  queues_.at(doorbell).state = RS_FW_STATE_SAVING;
  engine_->WhenOff(doorbell, [this, doorbell, status] {
    device_->At(kSaveCycles, [this, doorbell, status] {
      if (!alive_) return;
      SaveMqd(queues_.at(doorbell));
      queues_.erase(doorbell);
      Answer(status, RS_FW_OP_REMOVE_QUEUE, RS_FW_ERROR_OK);
    });
  });
}

void FakeFirmware::Suspend(uint32_t doorbell, const Status& status) {
  queues_.at(doorbell).state = RS_FW_STATE_SAVING;
  engine_->WhenOff(doorbell, [this, doorbell, status] {
    device_->At(kSaveCycles, [this, doorbell, status] {
      if (!alive_) return;
      FakeQueue& queue = queues_.at(doorbell);
      SaveMqd(queue);
      // A packet that was in progress may have faulted.
      if (queue.state == RS_FW_STATE_SAVING) queue.state = RS_FW_STATE_SUSPENDED;
      Answer(status, RS_FW_OP_SUSPEND,
             queue.state == RS_FW_STATE_FAULTED ? RS_FW_ERROR_QUEUE_FAULTED : RS_FW_ERROR_OK);
    });
  });
}

uint32_t FakeFirmware::Resume(uint32_t doorbell) {
  FakeQueue& queue = queues_.at(doorbell);
  if (queue.state != RS_FW_STATE_SUSPENDED) return RS_FW_ERROR_NOT_SUSPENDED;
  queue.state = RS_FW_STATE_RUNNING;
  LoadMqd(&queue);
  engine_->Kick(&queues_);
  return RS_FW_ERROR_OK;
}

FakeQueue* FakeFirmware::FindGang(uint64_t gang) {
  for (auto& [doorbell, queue] : queues_) {
    if (queue.gang == gang) return &queue;
  }
  return nullptr;
}

}  // namespace ringside
