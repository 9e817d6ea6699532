// What firmware must never be: it asks for a heap. The check of the image has to notice.

#include <stddef.h>

static char arena[64];

[[gnu::noinline]] void* operator new[](size_t) { return arena; }

extern "C" void firmware_main() {
  char* volatile text = new char[8];
  text[0] = 'x';
}
