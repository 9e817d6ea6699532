// The registers of one hardware block, as described by its .regs.toml file and checked by
// ParseBlock.
//
// Every value here is valid: emitters print it without looking again.
#ifndef TOOLS_REGS_BLOCK_H_
#define TOOLS_REGS_BLOCK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ringside::regs {

// Registers of a block lie below this many bytes: one slot of the register bus.
inline constexpr uint32_t kBlockBytes = 4096;

// A name for one value of a field.
struct FieldValue {
  std::string name;  // lower_snake
  uint32_t value = 0;
};

struct Field {
  std::string name;  // lower_snake
  std::string doc;
  std::string access;  // one of kAccesses
  uint32_t msb = 0;    // 0 to 31
  uint32_t lsb = 0;    // 0 to msb
  uint32_t reset = 0;  // fits the field
  std::vector<FieldValue> values;

  uint32_t Width() const { return msb - lsb + 1; }
  uint32_t MaxValue() const { return Width() == 32 ? 0xffffffffu : (1u << Width()) - 1; }
  uint32_t Mask() const { return MaxValue() << lsb; }
};

// A set of registers that is repeated, one element every `stride` bytes.
struct Group {
  std::string name;  // lower_snake
  std::string doc;
  uint32_t offset = 0;  // bytes, of element 0
  uint32_t count = 0;   // elements, at least 1
  uint32_t stride = 0;  // bytes
};

struct Register {
  std::string name;  // lower_snake, without the group's name
  std::string doc;
  std::string writer;          // one of kWriters
  uint32_t offset = 0;         // bytes in the block; for a grouped register, of element 0
  std::optional<Group> group;  // set when the register is repeated
  // Least significant first, never overlapping. A register described without fields has one, named
  // "value", that covers it.
  std::vector<Field> fields;
  bool whole = false;  // described without fields

  uint32_t Reset() const;
  // Name with its group's in front: unique in the block.
  std::string FullName() const { return group ? group->name + "_" + name : name; }
};

struct Block {
  std::string name;  // lower_snake
  std::string doc;
  std::vector<Group> groups;
  std::vector<Register> registers;  // by offset
};

inline uint32_t Register::Reset() const {
  uint32_t reset = 0;
  for (const Field& field : fields) reset |= field.reset << field.lsb;
  return reset;
}

}  // namespace ringside::regs

#endif  // TOOLS_REGS_BLOCK_H_
