#include "host/device/testing/fake_elf.h"

namespace ringside {
namespace {

class Writer {
 public:
  Writer& U16(uint32_t value) { return Bytes(value, 2); }
  Writer& U32(uint32_t value) { return Bytes(value, 4); }
  Writer& ProgramHeader(uint32_t type, uint32_t offset, uint32_t address, uint32_t file_bytes,
                        uint32_t memory_bytes) {
    U32(type).U32(offset).U32(address).U32(address);
    return U32(file_bytes).U32(memory_bytes).U32(7).U32(4);
  }
  std::vector<uint8_t> bytes;

 private:
  Writer& Bytes(uint32_t value, int count) {
    for (int i = 0; i < count; ++i) bytes.push_back(static_cast<uint8_t>(value >> (8 * i)));
    return *this;
  }
};

}  // namespace

std::vector<uint8_t> FakeFirmwareElf() {
  constexpr uint32_t kHeaders = 3;
  constexpr uint32_t kData = kFakeElfProgramHeaders + kHeaders * kFakeElfProgramHeaderBytes;
  Writer elf;
  elf.bytes = {0x7f, 'E', 'L', 'F', 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  elf.U16(2).U16(243).U32(1).U32(0).U32(kFakeElfProgramHeaders).U32(0).U32(0);
  elf.U16(kFakeElfProgramHeaders).U16(kFakeElfProgramHeaderBytes).U16(kHeaders);
  elf.U16(0).U16(0).U16(0);
  elf.ProgramHeader(1, kData, 0x00000000, 12, 12);
  elf.ProgramHeader(1, kData + 12, 0x10000100, 6, 16);
  elf.ProgramHeader(4, kData, 0, 4, 4);
  elf.U32(0x00000013).U32(0x00100093).U32(0xffdff06f);
  elf.U32(0x44332211).U16(0x6655);
  return elf.bytes;
}

}  // namespace ringside
