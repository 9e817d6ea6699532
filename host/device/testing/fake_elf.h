// A small, valid firmware image: what the loader accepts, for tests to load or to spoil.
#ifndef RINGSIDE_HOST_DEVICE_TESTING_FAKE_ELF_H_
#define RINGSIDE_HOST_DEVICE_TESTING_FAKE_ELF_H_

#include <cstdint>
#include <vector>

namespace ringside {

// Three segments: 12 bytes of code at ITCM 0, 6 bytes of data (16 in memory) at DTCM 0x100, and a
// note, which is not loaded.
std::vector<uint8_t> FakeFirmwareElf();

// Byte offsets in it, for tests that spoil a field.
inline constexpr uint32_t kFakeElfProgramHeaders = 52;
inline constexpr uint32_t kFakeElfProgramHeaderBytes = 32;

}  // namespace ringside

#endif  // RINGSIDE_HOST_DEVICE_TESTING_FAKE_ELF_H_
