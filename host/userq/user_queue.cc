#include "host/userq/user_queue.h"

namespace ringside {

absl::string_view QueueStateName(QueueState state) {
  switch (static_cast<uint32_t>(state)) {
#define RS_CASE(c, number, text) \
  case number:                   \
    return text;
    RS_QUEUE_STATES(RS_CASE)
#undef RS_CASE
  }
  return "unknown state";
}

}  // namespace ringside
