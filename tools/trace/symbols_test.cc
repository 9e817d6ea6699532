#include "tools/trace/symbols.h"

#include <cstdint>
#include <fstream>
#include <iterator>
#include <vector>

#include "gtest/gtest.h"

namespace ringside::trace {
namespace {

Symbols FirmwareSymbols() {
  std::ifstream file("firmware/firmware.elf", std::ios::binary);
  const std::vector<uint8_t> elf(std::istreambuf_iterator<char>(file), {});
  auto symbols = Symbols::FromElf(elf);
  EXPECT_TRUE(symbols.ok()) << symbols.status();
  return symbols.ok() ? *symbols : Symbols();
}

TEST(Symbols, NameTheFunctionsOfTheRealFirmware) {
  const Symbols symbols = FirmwareSymbols();
  EXPECT_GT(symbols.size(), 10u);
  // Assembly, where the core starts.
  EXPECT_EQ(symbols.At(0), "_start");
  EXPECT_EQ(symbols.At(4), "_start");
  EXPECT_EQ(symbols.StartOf(4), 0u);
}

TEST(Symbols, AnAddressOutsideAllFunctionsIsItsNumber) {
  EXPECT_EQ(FirmwareSymbols().At(0x70000000), "0x70000000");
  EXPECT_EQ(FirmwareSymbols().StartOf(0x70000000), 0x70000000u);
  EXPECT_EQ(Symbols().At(0x12), "0x12");
}

TEST(Symbols, WhatIsNoElfIsRefused) {
  const std::vector<uint8_t> bytes(100, 7);
  EXPECT_EQ(Symbols::FromElf(bytes).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Symbols::FromElf({}).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace ringside::trace
