// A round-robin run list over queue records, as scheduler firmware keeps it: bytes, flags and short
// loops.
#include <stdint.h>

namespace {

constexpr int kQueues = 24;
constexpr int kSlots = 4;

struct Queue {
  uint64_t wptr;
  uint64_t rptr;
  uint16_t doorbell;
  uint8_t process;
  uint8_t priority;
  int8_t slot;
  bool ready;
  bool suspended;
  uint8_t next;
};

Queue queues[kQueues];
int8_t slots[kSlots];
uint32_t seed = 7;

uint32_t Random() {
  seed ^= seed << 13;
  seed ^= seed >> 17;
  seed ^= seed << 5;
  return seed;
}

bool HasWork(const Queue& q) { return q.wptr != q.rptr && !q.suspended; }

int PickNext(int after) {
  int best = -1;
  for (int i = 1; i <= kQueues; ++i) {
    int index = after + i;
    if (index >= kQueues) index -= kQueues;
    const Queue& q = queues[index];
    if (q.slot >= 0 || !q.ready || !HasWork(q)) continue;
    if (best < 0 || q.priority > queues[best].priority) best = index;
  }
  return best;
}

}  // namespace

int main() {
  for (int i = 0; i < kQueues; ++i) {
    queues[i] = {0,
                 0,
                 static_cast<uint16_t>(i * 8),
                 static_cast<uint8_t>(i / 4),
                 static_cast<uint8_t>(i % 3),
                 -1,
                 true,
                 false,
                 0};
  }
  for (int8_t& slot : slots) slot = -1;
  uint32_t sum = 0;
  int last = 0;
  for (int round = 0; round < 400; ++round) {
    const uint32_t rung = Random() % kQueues;
    queues[rung].wptr += 64 * (1 + Random() % 8);
    queues[Random() % kQueues].suspended = Random() % 8 == 0;
    const int slot = round % kSlots;
    if (slots[slot] >= 0) {
      Queue& q = queues[slots[slot]];
      if (q.rptr < q.wptr) q.rptr += 64;
      if (HasWork(q) && round % 3 != 0) continue;
      q.slot = -1;
      slots[slot] = -1;
    }
    const int next = PickNext(last);
    if (next < 0) continue;
    queues[next].slot = static_cast<int8_t>(slot);
    slots[slot] = static_cast<int8_t>(next);
    last = next;
    sum = sum * 33 + static_cast<uint32_t>(next);
  }
  return static_cast<int>(sum);
}
