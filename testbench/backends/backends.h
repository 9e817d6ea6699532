// The back ends of the machine, by name: one set of tests and tools, two machines.
//
// A test that needs no truth about cycles runs on each:
//   INSTANTIATE_TEST_SUITE_P(Backends, MyTest, testing::ValuesIn(kBackends), BackendTestName());
#ifndef RINGSIDE_TESTBENCH_BACKENDS_BACKENDS_H_
#define RINGSIDE_TESTBENCH_BACKENDS_BACKENDS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "testbench/machine/simulated_device.h"

namespace ringside {

enum class Backend {
  kVerilator,  // The RTL with the firmware image on its core.
  kModel,      // C++ blocks with the firmware compiled natively.
};

inline constexpr Backend kBackends[] = {Backend::kVerilator, Backend::kModel};

// "verilator" or "model".
std::string BackendName(Backend backend);
// INVALID_ARGUMENT: there is no back end of that name.
absl::StatusOr<Backend> BackendNamed(absl::string_view name);

// INVALID_ARGUMENT: the options are out of range, or not for this back end; UNAVAILABLE: the wave
// file cannot be written.
absl::StatusOr<std::unique_ptr<SimulatedDevice>> CreateMachine(Backend backend,
                                                               const MachineOptions& options);

// Names the instances of a parameterised test.
struct BackendTestName {
  // `Info` is testing::TestParamInfo<Backend>.
  template <typename Info>
  std::string operator()(const Info& info) const {
    return BackendName(info.param);
  }
};

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_BACKENDS_BACKENDS_H_
