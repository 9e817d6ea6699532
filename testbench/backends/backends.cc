#include "testbench/backends/backends.h"

#include "absl/strings/str_cat.h"
#include "testbench/machine/verilator_device.h"
#include "testbench/model/model_device.h"

namespace ringside {

std::string BackendName(Backend backend) {
  return backend == Backend::kVerilator ? "verilator" : "model";
}

absl::StatusOr<Backend> BackendNamed(absl::string_view name) {
  for (Backend backend : kBackends) {
    if (name == BackendName(backend)) return backend;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("there is no back end '", name, "': verilator and model are"));
}

absl::StatusOr<std::unique_ptr<SimulatedDevice>> CreateMachine(Backend backend,
                                                               const MachineOptions& options) {
  if (backend == Backend::kVerilator) return VerilatorDevice::Create(options);
  return ModelDevice::Create(options);
}

}  // namespace ringside
