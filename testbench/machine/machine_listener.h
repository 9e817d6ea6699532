// What happens inside the machine, told to whoever listens: counters, traces, tests.
//
// Called from inside Device calls of the machine's thread, in the order of the cycles; a listener
// must not call the machine back. Watchers bound to the RTL (testbench/watch) are the only source.
#ifndef RINGSIDE_TESTBENCH_MACHINE_MACHINE_LISTENER_H_
#define RINGSIDE_TESTBENCH_MACHINE_MACHINE_LISTENER_H_

#include <cstdint>

namespace ringside {

// What a ring met: numbers of the doorbell block's bind table.
enum class RingOutcome : uint32_t { kStray = 0, kPending = 1, kToSlot = 2 };

// Numbers of slot_state_e in rtl/hqd/hqd_pkg.sv.
enum class SlotState : uint32_t {
  kFree = 0,
  kLoading = 1,
  kActive = 2,
  kStopping = 3,
  kSaving = 4,
  kFaulted = 5,
};

// Numbers of testbench/watch/firmware_watch.sv.
enum class FirmwareStep : uint32_t { kCall = 0, kReturn = 1, kTrapEntry = 2, kTrapReturn = 3 };

class MachineListener {
 public:
  virtual ~MachineListener() = default;

  // A doorbell's ring took effect. `slot` holds only with kToSlot.
  virtual void OnRing(uint64_t /*cycle*/, uint32_t /*doorbell*/, RingOutcome /*outcome*/,
                      uint32_t /*slot*/) {}
  // A slot changed state. `doorbell` is that of the queue in it; not known while it is loading.
  virtual void OnSlotState(uint64_t /*cycle*/, uint32_t /*slot*/, SlotState /*state*/,
                           uint32_t /*doorbell*/) {}
  // The engine took or gave up a slot.
  virtual void OnEngine(uint64_t /*cycle*/, bool /*busy*/, uint32_t /*slot*/) {}
  // A fetch from the ring or an indirect buffer left for memory.
  virtual void OnFetch(uint64_t /*cycle*/, uint32_t /*slot*/) {}
  // The engine began a packet; `rptr` is the running byte count of its place in the ring.
  virtual void OnPacket(uint64_t /*cycle*/, uint32_t /*slot*/, uint32_t /*header*/,
                        uint64_t /*rptr*/) {}
  // The engine took up again a packet that it had left in its middle.
  virtual void OnResume(uint64_t /*cycle*/, uint32_t /*slot*/, uint32_t /*header*/) {}
  // A call, return or trap in the firmware. Only when the machine was asked to watch it.
  virtual void OnFirmware(uint64_t /*cycle*/, FirmwareStep /*step*/, uint32_t /*pc*/,
                          uint32_t /*next_pc*/) {}
  // The core went to sleep (WFI) or woke.
  virtual void OnSleep(uint64_t /*cycle*/, bool /*asleep*/) {}
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_MACHINE_MACHINE_LISTENER_H_
