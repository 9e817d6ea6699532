// Makes random programs that keep running whatever happens: hazards, traps, interrupts, wild jumps.
//
// The same seed gives the same program. Code holds a trap handler that finds its way back from
// everything, and kRandomWords words of random instructions, 32-bit and compressed ones mixed, at
// kRandomBase for ever jumping around in.
#ifndef RINGSIDE_RTL_CORE_PROGRAM_GENERATOR_H_
#define RINGSIDE_RTL_CORE_PROGRAM_GENERATOR_H_

#include <cstdint>
#include <random>
#include <vector>

#include "testbench/iss/flat_memory.h"

namespace ringside {

class ProgramGenerator {
 public:
  // Byte addresses in code memory.
  static constexpr uint32_t kHandlerBase = 0x400;
  static constexpr uint32_t kRandomBase = 0x1000;
  static constexpr int kRandomWords = 2048;

  // Half of the loads and stores go to the last 4 KiB below `second_end`, a multiple of 4096.
  explicit ProgramGenerator(uint64_t seed,
                            uint32_t second_end = FlatMemory::kDataBase + FlatMemory::kBytes)
      : random_(seed), second_end_(second_end) {}

  // The whole code memory's contents from address 0.
  std::vector<uint32_t> Code();
  // Initial contents of the data memory.
  std::vector<uint32_t> Data();

 private:
  // Held by the program: the middle of the data memory's first 4 KiB, and of the second target's
  // last. Registers that compressed loads and stores can use, the second as stack pointer.
  static constexpr int kBaseRegister = 15;
  static constexpr int kOtherBaseRegister = 2;

  void EmitReset(std::vector<uint32_t>* code);
  void EmitHandler(std::vector<uint32_t>* code);
  void EmitRandom(std::vector<uint32_t>* code);
  // Returns the place behind what it wrote at `at`.
  uint32_t* EmitBases(uint32_t* at);
  uint32_t* EmitProtection(uint32_t* at);

  uint32_t Instruction();
  uint32_t Arithmetic();
  uint32_t Bits();
  uint32_t MulDiv();
  uint32_t Memory();
  uint32_t Atomic();
  uint32_t Control();
  uint16_t Compressed();
  uint32_t Csr();
  uint32_t Odd();

  // What single random instructions hardly ever do (program_sequences.cc).
  std::vector<uint32_t> Sequence();
  std::vector<uint32_t> ThroughPointer();
  std::vector<uint32_t> JumpToNext();
  std::vector<uint32_t> CsrAndBack();
  std::vector<uint32_t> Trigger();

  int Pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  bool Chance(int percent) { return Pick(1, 100) <= percent; }
  // Few registers, so that instructions depend on each other.
  int Source() { return Chance(80) ? Pick(4, 9) : Pick(0, 31); }
  int Destination();
  // A value that arithmetic finds hard.
  uint32_t HardValue();

  std::mt19937_64 random_;
  const uint32_t second_end_;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_CORE_PROGRAM_GENERATOR_H_
