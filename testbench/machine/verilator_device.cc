#include "testbench/machine/verilator_device.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "Vmachine.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "testbench/machine/model_state.h"
#include "testbench/machine/watch_dpi.h"
#include "testbench/machine/wave_file.h"
#include "testbench/memory/axi_memory.h"
#include "testbench/memory/bus_memory.h"
#include "uapi/limits.h"
#include "uapi/memory_map.h"
#include "verilated.h"

namespace ringside {
namespace {

constexpr int kResetCycles = 8;
// The most cycles that the model can be told it stood.
constexpr uint64_t kMaxStoodCycles = uint64_t{1} << 31;
// The longest that a register access or a ring can be held off: the core's accesses and doorbell
// lookups go first.
constexpr int kMaxAccessCycles = 1000;
// What the register port's address can name.
constexpr uint32_t kRegisterBarBytes = 1u << 22;

}  // namespace

struct VerilatorDevice::Model {
  explicit Model(const MachineOptions& options)
      : skip_idle(options.skip_idle),
        check_skip(options.check_skip),
        memory(options.vram_bytes, options.system_memory_bytes),
        axi(&memory, options.vram, options.system_memory) {
    // Else Verilator starts a pool of threads that a single-threaded model never uses.
    context.threads(1);
    std::vector<const char*> arguments = {"soc"};
    if (options.watch_firmware) arguments.push_back("+watch_firmware");
    if (!options.lockstep) arguments.push_back("+no_lockstep");
    context.commandArgs(static_cast<int>(arguments.size()), arguments.data());
    // Costs nothing by itself, and waves may be wanted later.
    context.traceEverOn(true);
    soc = std::make_unique<Vmachine>(&context);
  }

  ~Model() {
    // A model takes itself out of the thread's context, which is that of the machine used last;
    // taken out of another's, it would wait for ever.
    Verilated::threadContextp(&context);
    waves.Close(watch.cycle);
    soc->final();
  }

  // One clock. All inputs pass a register (machine.sv), so the outputs of a cycle hold until its
  // end and the rising edge alone moves anything.
  void Clock() {
    axi.Step(SampleMemory());
    DriveMemory();
    SetWatchContext(&watch);
    const uint64_t stood = std::exchange(stood_cycles, 0);
    if (stood != 0) TellStood(watch.cycle - stood, stood);
    pins_driven = false;
    soc->clk_i = 1;
    soc->eval();
    ++watch.cycle;
    if (waves.is_open()) waves.Rise(watch.cycle);
    if (stood != 0) TellRuns();
    soc->clk_i = 0;
    soc->eval();
    if (waves.is_open()) waves.Fall(watch.cycle);
  }

  // Tells the model that the clock stood for `stood` cycles, the first of which was `since`.
  void TellStood(uint64_t since, uint64_t stood) {
    soc->stood_cycles_i = static_cast<uint32_t>(stood);
    soc->stood_units_i = static_cast<uint32_t>((since + stood + 1) / RS_CYCLES_PER_TICK -
                                               since / RS_CYCLES_PER_TICK);
  }
  void TellRuns() {
    soc->stood_cycles_i = 0;
    soc->stood_units_i = 0;
  }

  // Passes time in which nothing can happen, to `until_cycle` at the latest, without evaluating it;
  // the next Clock() tells the model. Did any pass?
  bool Skip(uint64_t until_cycle) {
    if (!soc->quiescent_o || !axi.idle() || pins_driven) return false;
    uint64_t end = std::min(until_cycle, watch.cycle + kMaxStoodCycles - stood_cycles);
    // The edge on which the alarm comes is not skipped.
    const uint64_t mtime = watch.cycle / RS_CYCLES_PER_TICK;
    if (soc->alarm_o > mtime && soc->alarm_o <= end / RS_CYCLES_PER_TICK) {
      end = soc->alarm_o * RS_CYCLES_PER_TICK - 1;
    }
    end = std::min(end, waves.IdleUntil(watch.cycle));
    if (end <= watch.cycle) return false;
    if (check_skip) {
      RunInsteadOfSkipping(end - watch.cycle);
      return true;
    }
    const uint64_t passed = end - watch.cycle;
    stood_cycles += passed;
    skipped_cycles += passed;
    watch.cycle += passed;
    axi.Pass(passed);
    return true;
  }

  // Runs `cycles` and ends the process if their end differs from that of skipping them, or if
  // anything happened in them.
  void RunInsteadOfSkipping(uint64_t cycles) {
    const uint64_t begin = watch.cycle;
    const uint64_t reports = watch.reports;
    SetWatchContext(&watch);
    const ModelState before = SaveState(*soc);
    TellStood(begin, cycles - 1);
    soc->clk_i = 1;
    soc->eval();
    TellRuns();
    soc->clk_i = 0;
    soc->eval();
    const ModelState skipped = SaveState(*soc);
    RestoreState(before, soc.get());
    bool idle = true;
    for (uint64_t i = 0; i < cycles; ++i) {
      idle = idle && soc->quiescent_o && axi.idle();
      Clock();
    }
    if (!idle || watch.reports != reports || SaveState(*soc) != skipped) {
      std::fprintf(stderr, "cycles %llu to %llu cannot be skipped\n",
                   static_cast<unsigned long long>(begin),
                   static_cast<unsigned long long>(watch.cycle));
      std::abort();
    }
    skipped_cycles += cycles;
  }

  // Puts on the ports what memory shows in the next cycle.
  void DriveMemory() {
    const AxiMemorySignals& out = axi.Drive();
    soc->mem_ar_ready_i = out.ar_ready;
    soc->mem_r_valid_i = out.r_valid;
    if (out.r_valid) {
      soc->mem_r_id_i = out.r_id;
      soc->mem_r_resp_i = out.r_resp;
      soc->mem_r_last_i = out.r_last;
      std::memcpy(&soc->mem_r_data_i[0], out.r_data->data(), kAxiDataBytes);
    }
    soc->mem_aw_ready_i = out.aw_ready;
    soc->mem_w_ready_i = out.w_ready;
    soc->mem_b_valid_i = out.b_valid;
    soc->mem_b_id_i = out.b_id;
    soc->mem_b_resp_i = out.b_resp;
  }

  AxiManagerSignals SampleMemory() const {
    return {.ar_valid = soc->mem_ar_valid_o != 0,
            .ar_id = soc->mem_ar_id_o,
            .ar_len = soc->mem_ar_len_o,
            .ar_addr = soc->mem_ar_addr_o,
            .r_ready = soc->mem_r_ready_o != 0,
            .aw_valid = soc->mem_aw_valid_o != 0,
            .aw_id = soc->mem_aw_id_o,
            .aw_len = soc->mem_aw_len_o,
            .aw_addr = soc->mem_aw_addr_o,
            .w_valid = soc->mem_w_valid_o != 0,
            .w_data = &soc->mem_w_data_o[0],
            .w_strb = soc->mem_w_strb_o,
            .b_ready = soc->mem_b_ready_o != 0};
  }

  void DriveJtag(const JtagPins& pins) {
    soc->jtag_tck_i = pins.tck;
    soc->jtag_tms_i = pins.tms;
    soc->jtag_tdi_i = pins.tdi;
    soc->jtag_trst_ni = pins.trst_n;
    pins_driven = true;
  }

  void Reset() {
    soc->rst_ni = 0;
    DriveMemory();
    DriveJtag({});
    soc->eval();
    for (int i = 0; i < kResetCycles; ++i) Clock();
    soc->rst_ni = 1;
    soc->eval();
    watch.cycle = 0;
  }

  // Clocks until `ready`, a port beside a `valid` that was raised just now, answers; then lowers
  // `valid`. `done` runs in the cycle of the answer. Returns whether it came.
  template <typename Done>
  bool Handshake(CData* valid, const CData& ready, Done done) {
    *valid = 1;
    Clock();
    for (int cycles = 0; !ready && cycles < kMaxAccessCycles; ++cycles) Clock();
    const bool answered = ready != 0;
    if (answered) done();
    *valid = 0;
    Clock();
    return answered;
  }

  // Makes the register access that the ports show and waits until it is done. Returns what was
  // read.
  absl::StatusOr<uint32_t> AccessRegister(uint32_t bar_offset) {
    if (bar_offset >= kRegisterBarBytes) {
      return absl::OutOfRangeError(
          absl::StrFormat("register access at BAR 0x%x is outside the BAR", bar_offset));
    }
    soc->host_reg_addr_i = bar_offset;
    uint32_t rdata = 0;
    bool error = false;
    const bool answered = Handshake(&soc->host_reg_valid_i, soc->host_reg_ready_o, [&] {
      rdata = soc->host_reg_rdata_o;
      error = soc->host_reg_error_o != 0;
    });
    if (!answered) {
      return absl::InternalError(
          absl::StrFormat("register access at BAR 0x%x was not answered", bar_offset));
    }
    if (error) {
      return absl::OutOfRangeError(
          absl::StrFormat("register access at BAR 0x%x was refused", bar_offset));
    }
    return rdata;
  }

  const bool skip_idle;
  const bool check_skip;
  // Cycles that passed since the last clock without one, of which the model does not know yet.
  uint64_t stood_cycles = 0;
  uint64_t skipped_cycles = 0;
  // JTAG pins were driven, and the model has not seen them.
  bool pins_driven = false;
  VerilatedContext context;
  BusMemory memory;
  AxiMemory axi;
  std::unique_ptr<Vmachine> soc;
  WaveFile waves;
  WatchContext watch;
};

absl::StatusOr<std::unique_ptr<VerilatorDevice>> VerilatorDevice::Create(
    const MachineOptions& options) {
  if (absl::Status status = CheckMachineOptions(options); !status.ok()) return status;
  auto model = std::make_unique<Model>(options);
  model->Reset();
  auto device = std::unique_ptr<VerilatorDevice>(new VerilatorDevice(std::move(model)));
  if (options.waves_path.empty()) return device;
  // Waves begin after the reset, so that their time is cycle().
  const absl::Status waves =
      device->RecordWaves(options.waves_path, options.waves_from, options.waves_to);
  if (!waves.ok()) return waves;
  return device;
}

VerilatorDevice::VerilatorDevice(std::unique_ptr<Model> model) : model_(std::move(model)) {}
VerilatorDevice::~VerilatorDevice() = default;

void VerilatorDevice::AddListener(MachineListener* listener) {
  model_->watch.listeners.push_back(listener);
}

absl::StatusOr<uint32_t> VerilatorDevice::ReadRegister(uint32_t bar_offset) {
  model_->soc->host_reg_write_i = 0;
  return model_->AccessRegister(bar_offset);
}

absl::Status VerilatorDevice::WriteRegister(uint32_t bar_offset, uint32_t value) {
  model_->soc->host_reg_write_i = 1;
  model_->soc->host_reg_wdata_i = value;
  return model_->AccessRegister(bar_offset).status();
}

absl::Status VerilatorDevice::RingDoorbell(uint32_t id, uint64_t value) {
  constexpr uint32_t kDoorbells = RS_NUM_DOORBELL_PAGES * RS_DOORBELLS_PER_PAGE;
  if (id >= kDoorbells) {
    return absl::OutOfRangeError(
        absl::StrCat("doorbell ", id, " is outside the doorbell BAR of ", kDoorbells));
  }
  model_->soc->ring_offset_i = static_cast<uint16_t>(id * 8);
  model_->soc->ring_value_i = value;
  if (!model_->Handshake(&model_->soc->ring_valid_i, model_->soc->ring_ready_o, [] {})) {
    return absl::InternalError(absl::StrCat("ring of doorbell ", id, " was not taken"));
  }
  return absl::OkStatus();
}

absl::Status VerilatorDevice::ReadMemory(uint64_t address, absl::Span<uint8_t> bytes) {
  return model_->memory.Read(address, bytes);
}

absl::Status VerilatorDevice::WriteMemory(uint64_t address, absl::Span<const uint8_t> bytes) {
  return model_->memory.Write(address, bytes);
}

uint64_t VerilatorDevice::vram_bytes() const { return model_->memory.vram().bytes(); }
uint64_t VerilatorDevice::system_memory_bytes() const { return model_->memory.system().bytes(); }
uint64_t VerilatorDevice::cycle() const { return model_->watch.cycle; }
uint64_t VerilatorDevice::lockstep_instructions() const {
  return model_->watch.lockstep.instructions();
}
bool VerilatorDevice::interrupt() const { return model_->soc->irq_o != 0; }
uint64_t VerilatorDevice::bus_bytes_read() const { return model_->axi.bytes_read(); }
uint64_t VerilatorDevice::bus_bytes_written() const { return model_->axi.bytes_written(); }

void VerilatorDevice::DriveJtag(const JtagPins& pins) { model_->DriveJtag(pins); }
bool VerilatorDevice::jtag_tdo() const { return model_->soc->jtag_tdo_o != 0; }
bool VerilatorDevice::core_halted() const { return model_->soc->debug_halted_o != 0; }

void VerilatorDevice::SetJtagPins(const JtagPins& pins) {
  DriveJtag(pins);
  for (uint64_t i = 0; i < kJtagHoldCycles; ++i) model_->Clock();
}

absl::Status VerilatorDevice::RecordWaves(const std::string& path, uint64_t from, uint64_t to) {
  CloseWaves();
  // The first cycle is evaluated, so that the file shows what stands still behind it.
  const uint64_t first = std::max(from, cycle() + 1);
  if (model_->waves.Open(model_->soc.get(), path, first, to)) return absl::OkStatus();
  CloseWaves();
  return absl::UnavailableError(absl::StrCat("cannot write waves to ", path));
}
void VerilatorDevice::CloseWaves() { model_->waves.Close(cycle()); }

uint64_t VerilatorDevice::skipped_cycles() const { return model_->skipped_cycles; }

absl::Status VerilatorDevice::Advance(uint64_t until_cycle) {
  while (model_->watch.cycle < until_cycle && !interrupt()) {
    if (!model_->skip_idle || !model_->Skip(until_cycle)) model_->Clock();
  }
  return absl::OkStatus();
}

}  // namespace ringside
