#include "testbench/machine/watch_dpi.h"

#include <cstdio>
#include <string>

#include "Vmachine__Dpi.h"
#include "absl/status/status.h"
#include "testbench/iss/iss.h"

namespace ringside {
namespace {

thread_local WatchContext* current = nullptr;

template <typename Call>
void Tell(Call call) {
  ++current->reports;
  for (MachineListener* listener : current->listeners) call(*listener, current->cycle);
}

}  // namespace

void SetWatchContext(WatchContext* context) { current = context; }

}  // namespace ringside

using ringside::current;
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

void rs_lockstep_write(unsigned int dtcm, unsigned int addr, unsigned int value) {
  current->lockstep.OnHostWrite(dtcm != 0, addr, value);
}

void rs_lockstep_reset() { current->lockstep.OnReset(); }

int rs_lockstep_retire(unsigned long long order, unsigned int insn, unsigned int flags,
                       unsigned int pc_rdata, unsigned int pc_wdata, unsigned int rs1_addr,
                       unsigned int rs2_addr, unsigned int rs1_rdata, unsigned int rs2_rdata,
                       unsigned int rd_addr, unsigned int rd_wdata, unsigned int mem_addr,
                       unsigned int mem_rmask, unsigned int mem_wmask, unsigned int mem_rdata,
                       unsigned int mem_wdata, unsigned int mip) {
  const ringside::Retired retired = {.order = order,
                                     .insn = insn,
                                     .mode = flags >> 2 & 3,
                                     .pc_rdata = pc_rdata,
                                     .pc_wdata = pc_wdata,
                                     .debug = (flags & 16) != 0,
                                     .trap = (flags & 1) != 0,
                                     .intr = (flags & 2) != 0,
                                     .rs1_addr = rs1_addr,
                                     .rs2_addr = rs2_addr,
                                     .rs1_rdata = rs1_rdata,
                                     .rs2_rdata = rs2_rdata,
                                     .rd_addr = rd_addr,
                                     .rd_wdata = rd_wdata,
                                     .mem_addr = mem_addr,
                                     .mem_rmask = mem_rmask,
                                     .mem_wmask = mem_wmask,
                                     .mem_rdata = mem_rdata,
                                     .mem_wdata = mem_wdata};
  const absl::Status status = current->lockstep.OnRetire(retired, mip);
  if (status.ok()) return 1;
  std::fprintf(stderr, "cycle %llu: %s\n", static_cast<unsigned long long>(current->cycle),
               std::string(status.message()).c_str());
  return 0;
}

void rs_watch_sleep(unsigned int asleep) {
  Tell([=](MachineListener& listener, uint64_t cycle) { listener.OnSleep(cycle, asleep != 0); });
}
