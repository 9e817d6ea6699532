// Scenario files drawn from a seed: processes, buffers, queues, packets and memory events that go
// well together, whatever the seed.
//
// The one rule: the text is a function of the seed alone, so a seed in a failure's message is all
// that is needed to see it again.
#ifndef RINGSIDE_TESTBENCH_E2E_RANDOM_SCENARIO_H_
#define RINGSIDE_TESTBENCH_E2E_RANDOM_SCENARIO_H_

#include <cstdint>
#include <string>

namespace ringside::e2e {

// Whether queues hurry, or leave the machine with nothing to do for most of the time.
enum class Pace { kBusy, kIdle };

// TOML for scenario::ParseScenario. A run takes some hundred thousand cycles, or a million.
std::string RandomScenario(uint32_t seed, Pace pace = Pace::kBusy);

}  // namespace ringside::e2e

#endif  // RINGSIDE_TESTBENCH_E2E_RANDOM_SCENARIO_H_
