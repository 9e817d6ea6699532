#include "rtl/hqd/test/slot_model.h"

namespace ringside {
namespace {

constexpr uint64_t RingMask(const rs_sdma_mqd& mqd) {
  const int log2_dwords = (mqd.rb_cntl & RS_RB_CNTL_SIZE_MASK) >> RS_RB_CNTL_SIZE_SHIFT;
  return (uint64_t{4} << log2_dwords) - 1;
}

constexpr uint32_t Lo(uint64_t value) { return static_cast<uint32_t>(value); }
constexpr uint32_t Hi(uint64_t value) { return static_cast<uint32_t>(value >> 32); }

}  // namespace

bool SlotModel::Legal(Command command) const {
  switch (command) {
    case kLoad:
      return state_ == kFree;
    case kSave:
      return state_ == kActive || state_ == kFaulted;
    case kPoll:
      return state_ == kActive && !polling_;
    case kReset:
      return state_ == kActive || state_ == kFaulted || (state_ == kStopping && !drop_);
  }
  return false;
}

bool SlotModel::has_work() const {
  return held_ || progress_.ib_active || progress_.mid_active ||
         ((wptr_ - progress_.rptr) & RingMask(mqd_)) != 0;
}

void SlotModel::SaveToMqd() {
  mqd_.rptr_lo = Lo(progress_.rptr);
  mqd_.rptr_hi = Hi(progress_.rptr);
  mqd_.wptr_lo = Lo(wptr_);
  mqd_.wptr_hi = Hi(wptr_);
  mqd_.ib_cntl = progress_.ib_active ? RS_IB_CNTL_ACTIVE : 0;
  mqd_.ib_rptr = progress_.ib_offset;
  mqd_.ib_offset = 0;
  mqd_.ib_base_lo = Lo(progress_.ib_base);
  mqd_.ib_base_hi = Hi(progress_.ib_base);
  mqd_.ib_size = progress_.ib_size;
  mqd_.context_status = RS_CONTEXT_SAVED;
  if (fault_) {
    mqd_.context_status |= RS_CONTEXT_FAULTED | fault_->reason << RS_CONTEXT_REASON_SHIFT;
  }
  mqd_.mid_header = progress_.mid_header;
  mqd_.mid_src_lo = Lo(progress_.mid_src);
  mqd_.mid_src_hi = Hi(progress_.mid_src);
  mqd_.mid_dst_lo = Lo(progress_.mid_dst);
  mqd_.mid_dst_hi = Hi(progress_.mid_dst);
  mqd_.mid_left = progress_.mid_left;
  mqd_.mid_data = progress_.mid_data;
  mqd_.midcmd_cntl = progress_.mid_active ? RS_MIDCMD_ACTIVE : 0;
}

uint32_t SlotModel::Step(const Cycle& cycle) {
  uint32_t events = 0;
  const SlotState before = state_;
  const bool may_leave = !held_ && !polling_;

  const bool idle = state_ == kActive && armed_ && !has_work();
  if (idle && !was_idle_) events |= Event(kIdle, 0);
  was_idle_ = idle;

  // A poll under way ends by memory's answer, or by itself when there is no word to read.
  const bool no_word = mqd_.wptr_poll_lo == 0;
  if (polling_ && (cycle.poll || no_word)) {
    polling_ = false;
    if (cycle.poll && cycle.poll->error) {
      events |= Event(kBusError, 0);
    } else {
      events |= Event(kPollDone, 0);
      armed_ = true;
      if (cycle.poll && !rang_since_poll_) wptr_ = cycle.poll->wptr;
    }
  }

  if (cycle.job && cycle.job->error) {
    events |= Event(kBusError, 0);
    state_ = kFree;
  } else if (cycle.job && before == kLoading) {
    events |= Event(kLoadDone, 0);
    state_ = kActive;
    progress_ = MqdProgress(mqd_);
    wptr_ = uint64_t{mqd_.wptr_hi} << 32 | mqd_.wptr_lo;
  } else if (cycle.job) {
    events |= Event(kSaveDone, 0);
    state_ = kFree;
    SaveToMqd();
  }

  if (cycle.command == kReset) drop_ = true;
  if (cycle.command == kSave) drop_ = false;
  const bool dropped = drop_ && (before == kStopping || cycle.command == kReset);

  if (cycle.release) {
    held_ = false;
    progress_ = cycle.progress;
    if (cycle.fault && !dropped) {
      events |= Event(kFault, 0);
      fault_ = cycle.fault;
    }
    if (cycle.fault && before == kActive) state_ = kFaulted;
  }
  if (cycle.take) held_ = true;

  if (before == kStopping && may_leave) state_ = drop_ ? kFree : kSaving;
  if (cycle.command == kSave || (cycle.command == kReset && before != kStopping)) {
    state_ = kStopping;
  }
  if (cycle.command == kLoad) {
    state_ = kLoading;
    armed_ = false;
    fault_.reset();
  }
  if (cycle.command == kPoll) {
    polling_ = true;
    rang_since_poll_ = false;
  }

  if (cycle.ring) {
    wptr_ = *cycle.ring;
    armed_ = true;
    rang_since_poll_ = true;
  }
  return events;
}

}  // namespace ringside
