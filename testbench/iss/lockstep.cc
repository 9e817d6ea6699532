#include "testbench/iss/lockstep.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "testbench/iss/iss_csrs.h"

namespace ringside {
namespace {

// One line a differing field.
std::string Difference(const Retired& core, const Retired& iss) {
  std::string text;
  const auto compare = [&text](const char* name, uint64_t a, uint64_t b) {
    if (a != b) absl::StrAppendFormat(&text, "\n  %s: core %#x, iss %#x", name, a, b);
  };
  compare("order", core.order, iss.order);
  compare("insn", core.insn, iss.insn);
  compare("mode", core.mode, iss.mode);
  compare("pc_rdata", core.pc_rdata, iss.pc_rdata);
  compare("pc_wdata", core.pc_wdata, iss.pc_wdata);
  compare("debug", core.debug, iss.debug);
  compare("trap", core.trap, iss.trap);
  compare("intr", core.intr, iss.intr);
  compare("rs1_addr", core.rs1_addr, iss.rs1_addr);
  compare("rs2_addr", core.rs2_addr, iss.rs2_addr);
  compare("rs1_rdata", core.rs1_rdata, iss.rs1_rdata);
  compare("rs2_rdata", core.rs2_rdata, iss.rs2_rdata);
  compare("rd_addr", core.rd_addr, iss.rd_addr);
  compare("rd_wdata", core.rd_wdata, iss.rd_wdata);
  compare("mem_addr", core.mem_addr, iss.mem_addr);
  compare("mem_rmask", core.mem_rmask, iss.mem_rmask);
  compare("mem_wmask", core.mem_wmask, iss.mem_wmask);
  compare("mem_rdata", core.mem_rdata, iss.mem_rdata);
  compare("mem_wdata", core.mem_wdata, iss.mem_wdata);
  return text;
}

}  // namespace

absl::Status Lockstep::Check(const Retired& core, uint32_t mip) {
  // Also right behind a trap, whose handler it takes the place of. In debug mode it is told again
  // with every instruction.
  if (core.intr && (mip & 1) != 0) {
    if (!nmi_taken_) iss_.TakeNmi();
    nmi_taken_ = core.debug;
  }
  if (core.intr && !iss_.at_handler() && !iss_.TakeInterrupt(mip)) {
    return absl::InternalError(
        absl::StrFormat("instruction %d at %#x: interrupt taken that is not enabled (mip %#x)",
                        core.order, core.pc_rdata, mip));
  }
  constexpr uint32_t kSystemOpcode = 0x73;
  if ((core.insn & 0x7f) == kSystemOpcode && IssCsrs::IsVolatile(core.insn >> 20)) {
    iss_.set_volatile_csr(core.rd_wdata);
  }
  Retired iss = core.debug ? iss_.StepDebug(core) : iss_.Step();
  // Then the core has read registers in vain.
  if (iss_.stopped_before()) {
    iss.rs1_addr = core.rs1_addr;
    iss.rs2_addr = core.rs2_addr;
    iss.rs1_rdata = iss_.reg(core.rs1_addr);
    iss.rs2_rdata = iss_.reg(core.rs2_addr);
  }
  if (core == iss) return absl::OkStatus();
  return absl::InternalError(absl::StrFormat("instruction %d at %#x (%08x):%s", core.order,
                                             core.pc_rdata, core.insn, Difference(core, iss)));
}

}  // namespace ringside
