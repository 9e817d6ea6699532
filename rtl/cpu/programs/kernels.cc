// List search and sort, matrix product, state machine and CRC, one at a time.
#include <stdint.h>

namespace {

struct Node {
  Node* next;
  int32_t key;
  uint32_t payload;
};

uint32_t random_state;
uint32_t Random() {
  random_state = random_state * 1664525u + 1013904223u;
  return random_state >> 8;
}

// ---- Linked lists ----

constexpr int kNodes = 200;
Node nodes[kNodes];

[[maybe_unused]] Node* Merge(Node* a, Node* b) {
  Node* head = nullptr;
  Node** tail = &head;
  while (a != nullptr && b != nullptr) {
    Node*& smaller = a->key <= b->key ? a : b;
    *tail = smaller;
    tail = &smaller->next;
    smaller = smaller->next;
  }
  *tail = a != nullptr ? a : b;
  return head;
}

[[maybe_unused]] Node* Sort(Node* list) {
  if (list == nullptr || list->next == nullptr) return list;
  Node* middle = list;
  for (Node* end = list->next; end != nullptr && end->next != nullptr; end = end->next->next) {
    middle = middle->next;
  }
  Node* second = middle->next;
  middle->next = nullptr;
  return Merge(Sort(list), Sort(second));
}

[[maybe_unused]] uint32_t Lists() {
  for (int i = 0; i < kNodes; ++i) {
    nodes[i] = {i + 1 < kNodes ? &nodes[i + 1] : nullptr, static_cast<int32_t>(Random() & 0xffff),
                static_cast<uint32_t>(i)};
  }
  uint32_t sum = 0;
  Node* list = Sort(&nodes[0]);
  for (int i = 0; i < 20; ++i) {
    const int32_t key = static_cast<int32_t>(Random() & 0xffff);
    const Node* found = list;
    while (found != nullptr && found->key < key) found = found->next;
    sum += found != nullptr ? found->payload : 1;
  }
  return sum;
}

// ---- Matrix product ----

constexpr int kSize = 20;
int32_t a[kSize][kSize], b[kSize][kSize], c[kSize][kSize];

[[maybe_unused]] uint32_t Matrices() {
  for (int i = 0; i < kSize; ++i) {
    for (int j = 0; j < kSize; ++j) {
      a[i][j] = static_cast<int32_t>(Random() & 0xff);
      b[i][j] = static_cast<int32_t>(Random() & 0xff);
    }
  }
  uint32_t sum = 0;
  for (int i = 0; i < kSize; ++i) {
    for (int j = 0; j < kSize; ++j) {
      int32_t dot = 0;
      for (int k = 0; k < kSize; ++k) dot += a[i][k] * b[k][j];
      c[i][j] = dot;
      sum += static_cast<uint32_t>(dot) ^ static_cast<uint32_t>(i * j);
    }
  }
  return sum;
}

// ---- State machine: reads numbers out of text ----

enum class State { kStart, kInteger, kFraction, kExponent, kWord, kInvalid };
constexpr int kText = 600;
char text[kText];

[[maybe_unused]] State Next(State state, char letter) {
  const bool digit = letter >= '0' && letter <= '9';
  switch (state) {
    case State::kStart:
      if (digit || letter == '+' || letter == '-') return State::kInteger;
      return letter == '.' ? State::kFraction : State::kWord;
    case State::kInteger:
      if (digit) return State::kInteger;
      return letter == '.' ? State::kFraction : letter == 'e' ? State::kExponent : State::kInvalid;
    case State::kFraction:
      return digit ? State::kFraction : letter == 'e' ? State::kExponent : State::kInvalid;
    case State::kExponent:
      return digit ? State::kExponent : State::kInvalid;
    case State::kWord:
      return digit ? State::kInvalid : State::kWord;
    default:
      return State::kInvalid;
  }
}

[[maybe_unused]] uint32_t States() {
  constexpr char kLetters[] = "0123456789.e+,,a";
  for (char& letter : text) letter = kLetters[Random() % 16];
  uint32_t counts[6] = {};
  State state = State::kStart;
  for (const char letter : text) {
    if (letter == ',') {
      ++counts[static_cast<int>(state)];
      state = State::kStart;
    } else {
      state = Next(state, letter);
    }
  }
  uint32_t sum = 0;
  for (const uint32_t count : counts) sum = sum * 31 + count;
  return sum;
}

// ---- CRC-16, bit by bit ----

uint32_t Crc(uint32_t value, uint32_t crc) {
  for (int i = 0; i < 32; ++i) {
    const bool carry = (value ^ crc) & 1;
    crc >>= 1;
    value >>= 1;
    if (carry) crc ^= 0xa001;
  }
  return crc;
}

[[maybe_unused]] uint32_t Crcs() {
  uint32_t crc = 0;
  for (int i = 0; i < 100; ++i) crc = Crc(Random(), crc);
  return crc;
}

}  // namespace

// Which of them runs is chosen on the compiler's command line: -DKERNEL=Lists, Matrices, States or
// Crcs.
int main() {
  constexpr int kRounds = 8;
  random_state = 1;
  uint32_t crc = 0;
  for (int round = 0; round < kRounds; ++round) crc = Crc(KERNEL(), crc);
  return static_cast<int>(crc);
}
