#include "testbench/machine/watch_dpi.h"

#include "Vmachine__Dpi.h"

namespace ringside {
namespace {

thread_local WatchContext* current = nullptr;

template <typename Call>
void Tell(Call call) {
  for (MachineListener* listener : current->listeners) call(*listener, current->cycle);
}

}  // namespace

void SetWatchContext(WatchContext* context) { current = context; }

}  // namespace ringside

using ringside::MachineListener;
using ringside::Tell;

void rs_watch_ring(unsigned int id, unsigned int kind, unsigned int slot) {
  Tell([=](MachineListener& listener, uint64_t cycle) {
    listener.OnRing(cycle, id, static_cast<ringside::RingOutcome>(kind), slot);
  });
}

void rs_watch_slot(unsigned int slot, unsigned int state, unsigned int doorbell) {
  Tell([=](MachineListener& listener, uint64_t cycle) {
    listener.OnSlotState(cycle, slot, static_cast<ringside::SlotState>(state), doorbell);
  });
}

void rs_watch_engine(unsigned int busy, unsigned int slot) {
  Tell([=](MachineListener& listener, uint64_t cycle) {
    listener.OnEngine(cycle, busy != 0, slot);
  });
}

void rs_watch_fetch(unsigned int slot) {
  Tell([=](MachineListener& listener, uint64_t cycle) { listener.OnFetch(cycle, slot); });
}

void rs_watch_packet(unsigned int slot, unsigned int header, unsigned long long rptr) {
  Tell([=](MachineListener& listener, uint64_t cycle) {
    listener.OnPacket(cycle, slot, header, rptr);
  });
}

void rs_watch_resume(unsigned int slot, unsigned int header) {
  Tell([=](MachineListener& listener, uint64_t cycle) { listener.OnResume(cycle, slot, header); });
}

void rs_watch_firmware(unsigned int kind, unsigned int pc, unsigned int next_pc) {
  Tell([=](MachineListener& listener, uint64_t cycle) {
    listener.OnFirmware(cycle, static_cast<ringside::FirmwareStep>(kind), pc, next_pc);
  });
}

void rs_watch_sleep(unsigned int asleep) {
  Tell([=](MachineListener& listener, uint64_t cycle) { listener.OnSleep(cycle, asleep != 0); });
}
