// Prints through both of HTIF's ways, on both files, and looks at the answers. Exit code: 0, or the
// number of the check that failed.
#include <stdint.h>

extern "C" volatile uint64_t tohost;
extern "C" volatile uint64_t fromhost;

namespace {

int64_t Call(uint32_t number, uint32_t a, uint32_t b, uint32_t c) {
  alignas(64) volatile uint64_t block[8];
  block[0] = number;
  block[1] = a;
  block[2] = b;
  block[3] = c;
  asm volatile("fence" ::: "memory");
  tohost = reinterpret_cast<uintptr_t>(block);
  while (fromhost == 0) {
  }
  fromhost = 0;
  return static_cast<int64_t>(block[0]);
}

int64_t Write(uint32_t fd, const char* text, uint32_t bytes) {
  return Call(64, fd, reinterpret_cast<uintptr_t>(text), bytes);
}

void Put(char c) {
  while (tohost != 0) {
  }
  tohost = uint64_t{0x0101} << 48 | static_cast<uint8_t>(c);
}

}  // namespace

extern "C" int main() {
  if (Write(1, "hello\n", 6) != 6) return 1;
  if (Write(2, "oh\n", 3) != 3) return 2;
  if (Write(7, "nowhere", 7) != -9) return 3;
  if (Write(1, "too long", 0xffffffff) != -14) return 4;
  if (Call(57, 1, 0, 0) != -38) return 5;
  // Odd and even: half of such a store looks like an exit code.
  for (const char* c = "AB\n"; *c != 0; ++c) Put(*c);
  while (tohost != 0) {
  }
  return 0;
}
