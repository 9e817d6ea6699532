// The state of the Verilated machine as bytes: for tests that bring a state back or compare two.
//
// Rests on Verilator putting all of an inlined design into one plain object, which holds while no
// module of it is hierarchical. Saved bytes mean something only to the model that they came from.
#ifndef RINGSIDE_TESTBENCH_MACHINE_MODEL_STATE_H_
#define RINGSIDE_TESTBENCH_MACHINE_MODEL_STATE_H_

#include <cstdint>
#include <vector>

#include "Vmachine.h"

namespace ringside {

using ModelState = std::vector<uint8_t>;

ModelState SaveState(const Vmachine& model);
void RestoreState(const ModelState& state, Vmachine* model);

}  // namespace ringside

#endif  // RINGSIDE_TESTBENCH_MACHINE_MODEL_STATE_H_
