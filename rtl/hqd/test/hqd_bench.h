// Drives the HQD bank cycle by cycle: firmware's registers, the doorbell's rings, the engine and a
// memory.
//
// What is set with Ring, Take, Release or a register write happens in the coming cycle; Tick ends
// that cycle.
#ifndef RINGSIDE_RTL_HQD_TEST_HQD_BENCH_H_
#define RINGSIDE_RTL_HQD_TEST_HQD_BENCH_H_

#include <cstdint>
#include <memory>

#include "Vhqd_harness.h"
#include "rtl/hqd/test/axi_memory.h"
#include "uapi/mqd.h"
#include "uapi/regs/hqd_regs.h"
#include "verilated.h"

namespace ringside {

constexpr int kSlots = regs::hqd::kSlotCount;

enum SlotState : uint8_t {
  kFree = regs::hqd::kSlotStatusStateFree,
  kLoading = regs::hqd::kSlotStatusStateLoading,
  kActive = regs::hqd::kSlotStatusStateActive,
  kStopping = regs::hqd::kSlotStatusStateStopping,
  kSaving = regs::hqd::kSlotStatusStateSaving,
  kFaulted = regs::hqd::kSlotStatusStateFaulted,
};
enum Command : uint32_t {
  kLoad = regs::hqd::kSlotCmdLoadMask,
  kSave = regs::hqd::kSlotCmdSaveMask,
  kPoll = regs::hqd::kSlotCmdPollWptrMask,
  kReset = regs::hqd::kSlotCmdResetMask,
};

// Registers of slot 0, and of the bank.
enum SlotRegister : uint32_t {
  kCmd = regs::hqd::SlotCmdOffset(0),
  kStatus = regs::hqd::SlotStatusOffset(0),
  kMqdAddr = regs::hqd::SlotMqdAddrOffset(0),
  kRptrLo = regs::hqd::SlotRptrLoOffset(0),
  kFaultReason = regs::hqd::SlotFaultReasonOffset(0),
  kFaultAddrLo = regs::hqd::SlotFaultAddrLoOffset(0),
  kFaultAddrHi = regs::hqd::SlotFaultAddrHiOffset(0),
  kFaultHeader = regs::hqd::SlotFaultHeaderOffset(0),
  kDoorbell = regs::hqd::SlotDoorbellOffset(0),
  kActiveCycles = regs::hqd::SlotActiveCyclesOffset(0),
};
constexpr uint32_t kSlotStride = regs::hqd::kSlotStride;
constexpr uint32_t kEvent = regs::hqd::kEventOffset;
constexpr uint32_t kEventEnable = regs::hqd::kEventEnableOffset;
constexpr uint32_t kEventActive = regs::hqd::kEventActiveOffset;

// Bits of STATUS.
constexpr uint32_t kStatusRunning = regs::hqd::kSlotStatusRunningMask;
constexpr uint32_t kStatusHasWork = regs::hqd::kSlotStatusHasWorkMask;
constexpr uint32_t kStatusPolling = regs::hqd::kSlotStatusPollingMask;
constexpr uint32_t kStatusBusError = regs::hqd::kSlotStatusBusErrorMask;

// Bit of an event of slot 0 in EVENT; slot n is n bits further.
enum EventBit {
  kLoadDone = regs::hqd::kEventLoadDoneShift,
  kSaveDone = regs::hqd::kEventSaveDoneShift,
  kIdle = regs::hqd::kEventIdleShift,
  kFault = regs::hqd::kEventFaultShift,
  kPollDone = regs::hqd::kEventPollDoneShift,
  kBusError = regs::hqd::kEventBusErrorShift,
};
constexpr uint32_t Event(EventBit event, int slot) { return 1u << (event + slot); }

// The part of hqd_ctx_t that changes while a queue runs.
struct Progress {
  uint64_t rptr = 0;
  bool ib_active = false;
  uint64_t ib_base = 0;
  uint32_t ib_offset = 0;
  uint32_t ib_size = 0;
  bool mid_active = false;
  uint32_t mid_header = 0;
  uint64_t mid_src = 0;
  uint64_t mid_dst = 0;
  uint32_t mid_left = 0;
  uint32_t mid_data = 0;

  friend bool operator==(const Progress&, const Progress&) = default;
};

struct Fault {
  uint8_t reason = 0;
  bool write = false;
  uint64_t addr = 0;
  uint32_t header = 0;
};

class HqdBench {
 public:
  HqdBench();
  ~HqdBench();

  AxiMemory& memory() { return memory_; }
  const Vhqd_harness& top() const { return *top_; }
  uint64_t cycle() const { return cycle_; }

  // Ends the cycle; what was asked for in it is over.
  void Tick(int cycles = 1);
  // Settles outputs for the inputs set so far in this cycle.
  void Settle();

  // Firmware's side. A register access takes the whole cycle (it ticks).
  bool Write(uint32_t addr, uint32_t value, bool from_host = false);
  uint32_t Read(uint32_t addr);
  // As Read, but leaves the cycle open, with nothing on the register bus.
  uint32_t Peek(uint32_t addr);
  bool ReadFails(uint32_t addr);
  // As Write, but leaves the cycle open for more to happen in it; returns whether it was accepted.
  bool WriteInCycle(uint32_t addr, uint32_t value, bool from_host = false);
  bool Give(int slot, Command command) { return Write(slot * kSlotStride + kCmd, command); }
  uint32_t ReadSlot(int slot, SlotRegister reg) { return Read(slot * kSlotStride + reg); }

  // Doorbell's side.
  void Ring(int slot, uint64_t wptr);

  // Engine's side.
  bool Runnable(int slot);
  void Take(int slot);
  Progress Selected(int slot);
  // Gives the held slot `slot` back; its other fields return unchanged.
  void Release(int slot, const Progress& progress, const Fault* fault = nullptr);
  void SetHoldRptr(uint64_t rptr) { top_->hold_rptr_i = rptr; }

  // What a watcher sees.
  SlotState State(int slot) const { return static_cast<SlotState>(top_->watch_state_o[slot]); }
  uint64_t Wptr(int slot) const { return top_->watch_wptr_o[slot]; }
  uint64_t Rptr(int slot) const { return top_->watch_rptr_o[slot]; }
  bool Held(int slot) const { return top_->watch_held_o >> slot & 1; }
  bool HasWork(int slot) const { return top_->watch_has_work_o >> slot & 1; }

  // Writes an MQD to memory, and reads one back.
  void StoreMqd(uint64_t addr, const rs_sdma_mqd& mqd);
  rs_sdma_mqd FetchMqd(uint64_t addr) const;

  // Ticks until the slot is in `state`; fails the test when that takes 1000 cycles. Returns the
  // cycles it took.
  int WaitFor(int slot, SlotState state);
  // MQD address, LOAD, and the wait for it.
  void Load(int slot, uint64_t mqd_addr);

 private:
  VerilatedContext context_;
  std::unique_ptr<Vhqd_harness> top_;
  AxiMemory memory_;
  uint64_t cycle_ = 0;
};

// The progress that an MQD holds.
Progress MqdProgress(const rs_sdma_mqd& mqd);

}  // namespace ringside

#endif  // RINGSIDE_RTL_HQD_TEST_HQD_BENCH_H_
