#include "testbench/machine/model_state.h"

#include <cstring>

#include "Vmachine___024root.h"

namespace ringside {

ModelState SaveState(const Vmachine& model) {
  const auto* from = reinterpret_cast<const uint8_t*>(model.rootp);
  return ModelState(from, from + sizeof(*model.rootp));
}

void RestoreState(const ModelState& state, Vmachine* model) {
  std::memcpy(static_cast<void*>(model->rootp), state.data(), state.size());
}

}  // namespace ringside
