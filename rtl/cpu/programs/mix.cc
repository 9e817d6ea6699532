// Lists, matrices, a state machine and CRC in one program, each at work for the others: the mix
// that small cores are compared with, and the headline of what this core is measured by.
//
// A list is searched, turned round and sorted. What it is sorted by has to be computed: for some
// items by matrices, for the others by reading text. Every result goes into one CRC, which is what
// main() returns. Each of the four takes about a quarter of the instructions.
#include <stdint.h>

namespace {

uint32_t random_state = 1;
uint32_t Random() {
  random_state = random_state * 1664525u + 1013904223u;
  return random_state >> 8;
}

// ---- CRC-16, bit by bit ----

uint16_t CrcByte(uint8_t value, uint16_t crc) {
  for (int i = 0; i < 8; ++i) {
    const bool carry = ((value ^ crc) & 1) != 0;
    value >>= 1;
    crc >>= 1;
    if (carry) crc ^= 0xa001;
  }
  return crc;
}

[[gnu::noinline]] uint16_t CrcWord(uint32_t value, uint16_t crc) {
  for (int i = 0; i < 4; ++i) crc = CrcByte(static_cast<uint8_t>(value >> (8 * i)), crc);
  return crc;
}

// ---- Matrices ----

constexpr int kSize = 9;
int16_t a[kSize][kSize], b[kSize][kSize];
int32_t c[kSize][kSize];

void Add(int16_t value) {
  for (int i = 0; i < kSize; ++i) {
    for (int j = 0; j < kSize; ++j) a[i][j] = static_cast<int16_t>(a[i][j] + value);
  }
}

void Scale(int16_t factor) {
  for (int i = 0; i < kSize; ++i) {
    for (int j = 0; j < kSize; ++j) c[i][j] = a[i][j] * factor;
  }
}

void TimesVector() {
  for (int i = 0; i < kSize; ++i) {
    c[i][0] = 0;
    for (int j = 0; j < kSize; ++j) c[i][0] += a[i][j] * b[0][j];
  }
}

void Product() {
  for (int i = 0; i < kSize; ++i) {
    for (int j = 0; j < kSize; ++j) {
      c[i][j] = 0;
      for (int k = 0; k < kSize; ++k) c[i][j] += a[i][k] * b[k][j];
    }
  }
}

// Of each term some bits only.
void ProductOfBits() {
  for (int i = 0; i < kSize; ++i) {
    for (int j = 0; j < kSize; ++j) {
      c[i][j] = 0;
      for (int k = 0; k < kSize; ++k) {
        const uint32_t term = static_cast<uint32_t>(a[i][k] * b[k][j]);
        c[i][j] += static_cast<int32_t>((term >> 2 & 0xf) * (term >> 5 & 0x7f));
      }
    }
  }
}

// Counts how often the sum of the elements passes `limit`, and where they rise.
int32_t Judge(int32_t limit) {
  int32_t sum = 0, before = 0, score = 0;
  for (int i = 0; i < kSize; ++i) {
    for (int j = 0; j < kSize; ++j) {
      sum += c[i][j];
      if (sum > limit) {
        score += 10;
        sum = 0;
      } else {
        score += c[i][j] > before ? 1 : 0;
      }
      before = c[i][j];
    }
  }
  return score;
}

[[gnu::noinline]] uint16_t Matrices(int16_t seed, uint16_t crc) {
  const int32_t limit = 1500 + seed;
  Add(seed);
  Scale(seed);
  crc = CrcWord(static_cast<uint32_t>(Judge(limit)), crc);
  TimesVector();
  crc = CrcWord(static_cast<uint32_t>(Judge(limit)), crc);
  Product();
  crc = CrcWord(static_cast<uint32_t>(Judge(limit)), crc);
  ProductOfBits();
  crc = CrcWord(static_cast<uint32_t>(Judge(limit)), crc);
  Add(static_cast<int16_t>(-seed));
  return crc;
}

// ---- State machine: reads numbers out of text ----

enum State { kStart, kSign, kInteger, kPoint, kFraction, kExponent, kPower, kInvalid, kStates };
constexpr int kText = 240;
char text[kText + 1];
uint32_t finals[kStates], steps[kStates];

bool IsDigit(char letter) { return letter >= '0' && letter <= '9'; }

// Reads one word, up to a comma or the end; moves `*at` behind it.
[[gnu::noinline]] State ReadWord(const char** at) {
  State state = kStart;
  const char* letter = *at;
  for (; *letter != 0 && state != kInvalid; ++letter) {
    const char next = *letter;
    if (next == ',') {
      ++letter;
      break;
    }
    const State before = state;
    switch (state) {
      case kStart:
        if (IsDigit(next)) {
          state = kInteger;
        } else if (next == '+' || next == '-') {
          state = kSign;
        } else {
          state = next == '.' ? kPoint : kInvalid;
        }
        break;
      case kSign:
        state = IsDigit(next) ? kInteger : next == '.' ? kPoint : kInvalid;
        break;
      case kInteger:
        if (next == '.') {
          state = kPoint;
        } else if (!IsDigit(next)) {
          state = kInvalid;
        }
        break;
      case kPoint:
      case kFraction:
        if (next == 'e') {
          state = kExponent;
        } else {
          state = IsDigit(next) ? kFraction : kInvalid;
        }
        break;
      case kExponent:
        state = next == '+' || next == '-' || IsDigit(next) ? kPower : kInvalid;
        break;
      case kPower:
        if (!IsDigit(next)) state = kInvalid;
        break;
      default:
        break;
    }
    if (state != before) ++steps[before];
  }
  *at = letter;
  return state;
}

// Reads all of the text, then again with every `stride`th letter changed, and changes them back.
[[gnu::noinline]] uint16_t Text(uint32_t seed, int stride, uint16_t crc) {
  for (int i = 0; i < kStates; ++i) finals[i] = steps[i] = 0;
  for (int pass = 0; pass < 2; ++pass) {
    const char* at = text;
    while (*at != 0) ++finals[ReadWord(&at)];
    for (int i = 0; i < kText; i += stride) {
      if (text[i] != ',') text[i] = static_cast<char>(text[i] ^ (seed & 3));
    }
  }
  for (int i = 0; i < kStates; ++i) crc = CrcWord(finals[i] << 16 | steps[i], crc);
  return crc;
}

// Numbers of all shapes, and some words that are none.
void FillText() {
  constexpr char kWords[][8] = {"5012", "1234", "-874",  "+122",    "35.54", ".1234",
                                "-110", "+.64", "5.5e3", "-.12e-5", "T0.3e", "1.2x"};
  int at = 0;
  while (at < kText - 8) {
    const char* word = kWords[Random() % 16 * 3 / 4];
    while (*word != 0) text[at++] = *word++;
    text[at++] = ',';
  }
  while (at < kText) text[at++] = ',';
  text[kText] = 0;
}

// ---- Lists ----

struct Item {
  // Bit 7: `value` is known.
  uint16_t flags;
  uint16_t value;
  int16_t index;
};
struct Node {
  Node* next;
  Item* item;
};

constexpr int kNodes = 48;
Node nodes[kNodes];
Item items[kNodes];
uint16_t crc_of_work;

constexpr uint16_t kKnown = 0x80;

// What an item is worth: three bits say what to compute, four with which numbers.
uint16_t ValueOf(Item* item) {
  if ((item->flags & kKnown) != 0) return item->value;
  const int seed = item->flags >> 3 & 0xf;
  if ((item->flags & 7) < 3) {
    crc_of_work = Matrices(static_cast<int16_t>(seed | 0x10), crc_of_work);
  } else {
    crc_of_work = Text(static_cast<uint32_t>(seed), 0x13, crc_of_work);
  }
  item->value = crc_of_work & 0x7f;
  item->flags |= kKnown;
  return item->value;
}

using Compare = int32_t (*)(Item*, Item*);
int32_t ByValue(Item* x, Item* y) { return ValueOf(x) - ValueOf(y); }
int32_t ByIndex(Item* x, Item* y) { return x->index - y->index; }

// Merges runs of 1, 2, 4... nodes.
[[gnu::noinline]] Node* Sort(Node* list, Compare compare) {
  for (int run = 1;; run *= 2) {
    Node* rest = list;
    Node* tail = nullptr;
    int merges = 0;
    list = nullptr;
    while (rest != nullptr) {
      ++merges;
      Node* first = rest;
      int first_left = 0;
      while (first_left < run && rest != nullptr) {
        rest = rest->next;
        ++first_left;
      }
      int second_left = run;
      while (first_left > 0 || (second_left > 0 && rest != nullptr)) {
        Node* least;
        if (first_left != 0 &&
            (second_left == 0 || rest == nullptr || compare(first->item, rest->item) <= 0)) {
          least = first;
          first = first->next;
          --first_left;
        } else {
          least = rest;
          rest = rest->next;
          --second_left;
        }
        (tail != nullptr ? tail->next : list) = least;
        tail = least;
      }
    }
    if (tail != nullptr) tail->next = nullptr;
    if (merges <= 1) return list;
  }
}

[[gnu::noinline]] Node* Find(Node* list, int16_t index) {
  while (list != nullptr && list->item->index != index) list = list->next;
  return list;
}

[[gnu::noinline]] Node* Reverse(Node* list) {
  Node* reversed = nullptr;
  while (list != nullptr) {
    Node* next = list->next;
    list->next = reversed;
    reversed = list;
    list = next;
  }
  return reversed;
}

uint16_t Lists(uint16_t crc) {
  for (int i = 0; i < kNodes; ++i) {
    items[i] = {static_cast<uint16_t>(Random() % 12 < 10 ? 0x80 | i : Random() & 0x7f),
                static_cast<uint16_t>(Random() & 0x7f), static_cast<int16_t>(i)};
    nodes[i] = {i + 1 < kNodes ? &nodes[i + 1] : nullptr, &items[i]};
  }
  Node* list = &nodes[0];
  uint32_t found = 0;
  for (int i = 0; i < 70; ++i) {
    list = Reverse(list);
    const Node* node = Find(list, static_cast<int16_t>(Random() % (kNodes + 16)));
    if (node != nullptr) found += node->item->value;
  }
  crc = CrcWord(found, crc);
  list = Sort(list, ByValue);
  for (const Node* node = list; node != nullptr; node = node->next) {
    crc = CrcWord(node->item->value, crc);
  }
  list = Sort(list, ByIndex);
  for (const Node* node = list; node != nullptr; node = node->next) {
    crc = CrcWord(static_cast<uint32_t>(node->item->index), crc);
  }
  return crc;
}

}  // namespace

int main() {
  constexpr int kRounds = 4;
  for (int i = 0; i < kSize; ++i) {
    for (int j = 0; j < kSize; ++j) {
      a[i][j] = static_cast<int16_t>(Random() & 0xff);
      b[i][j] = static_cast<int16_t>(Random() & 0xff);
    }
  }
  FillText();
  uint16_t crc = 0;
  for (int round = 0; round < kRounds; ++round) crc = CrcWord(crc_of_work, Lists(crc));
  return crc;
}
