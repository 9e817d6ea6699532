#include "rtl/core/core_coverage.h"

#include <algorithm>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"
#include "nlohmann/json.hpp"
#include "testbench/core_runner/disassemble.h"
#include "testbench/core_runner/instruction_table.h"
#include "testbench/iss/iss_compressed.h"

namespace ringside {
namespace {

// Kinds of instructions that the pipeline treats differently when they depend on each other.
enum Kind : size_t {
  kAlu,
  kMul,
  kDiv,
  kLoad,
  kStore,
  kBranch,
  kJump,
  kJumpRegister,
  kCsr,
  kAtomic,
  kNone
};
constexpr const char* kKindNames[] = {"alu",    "mul", "div",  "load", "store",
                                      "branch", "jal", "jalr", "csr",  "atomic"};

Kind KindOf(uint32_t insn) {
  switch (insn & 0x7f) {
    case 0x33:
      return insn >> 25 != 1 ? kAlu : insn >> 14 & 1 ? kDiv : kMul;
    case 0x13:
    case 0x37:
    case 0x17:
      return kAlu;
    case 0x03:
      return kLoad;
    case 0x23:
      return kStore;
    case 0x63:
      return kBranch;
    case 0x6f:
      return kJump;
    case 0x67:
      return kJumpRegister;
    case 0x2f:
      return kAtomic;
    case 0x73:
      return kCsr;
    default:
      return kNone;
  }
}

constexpr bool Produces(size_t kind) { return kind != kStore && kind != kBranch; }
// Reads rs1, reads rs2.
constexpr bool Consumes(size_t kind, size_t operand) {
  return operand == 0 ? kind != kJump
                      : kind != kLoad && kind != kJump && kind != kJumpRegister && kind != kCsr;
}

// A link is an address of code, where no data is.
constexpr bool CanMeet(size_t producer, size_t consumer, size_t operand) {
  const bool is_link = producer == kJump || producer == kJumpRegister;
  const bool is_address =
      operand == 0 && (consumer == kLoad || consumer == kStore || consumer == kAtomic);
  return Produces(producer) && Consumes(consumer, operand) && !(is_link && is_address);
}

// What software can read back of a CSR.
struct Field {
  const char* name;
  uint32_t csr;
  uint32_t mask;
};
constexpr uint32_t kIrqMask = 0xffff'0888;
constexpr uint32_t kAllBits = 0xffff'ffff;
constexpr uint32_t kPmpConfigs = 0x9f9f'9f9f;
constexpr uint32_t kPmpAddress = 0x3fff'ffff;
constexpr Field kFields[] = {
    {"mstatus.MIE", 0x300, 1u << 3},  {"mstatus.MPIE", 0x300, 1u << 7},
    {"mstatus.MPP", 0x300, 3u << 11}, {"mstatus.MPRV", 0x300, 1u << 17},
    {"mstatus.TW", 0x300, 1u << 21},  {"mie", 0x304, kIrqMask},
    {"mtvec.MODE", 0x305, 1},         {"mcounteren", 0x306, 0x3d},
    {"mcountinhibit", 0x320, 0x3d},   {"mhpmevent3", 0x323, 15},
    {"mhpmevent4", 0x324, 15},        {"mscratch", 0x340, kAllBits},
    {"mepc", 0x341, kAllBits & ~1u},  {"mcause.Interrupt", 0x342, 1u << 31},
    {"mcause.Code", 0x342, 31},       {"mtval", 0x343, kAllBits},
    {"mip", 0x344, kIrqMask},         {"pmpcfg0", 0x3a0, kPmpConfigs},
    {"pmpcfg1", 0x3a1, kPmpConfigs},  {"pmpcfg2", 0x3a2, kPmpConfigs},
    {"pmpcfg3", 0x3a3, kPmpConfigs},  {"pmpaddr0", 0x3b0, kPmpAddress},
    {"pmpaddr7", 0x3b7, kPmpAddress}, {"pmpaddr15", 0x3bf, kPmpAddress},
    {"mcycle", 0xb00, kAllBits},      {"minstret", 0xb02, kAllBits},
    {"minstreth", 0xb82, kAllBits},
};

constexpr uint32_t kMcause = 0x342;
constexpr size_t kFirstInterrupt = 32;
constexpr size_t kCauses[] = {
    1,       2,       3,       4,       5,       6,       7,       8,       11,      32 + 0,
    32 + 3,  32 + 7,  32 + 11, 32 + 16, 32 + 17, 32 + 18, 32 + 19, 32 + 20, 32 + 21, 32 + 22,
    32 + 23, 32 + 24, 32 + 25, 32 + 26, 32 + 27, 32 + 28, 32 + 29, 32 + 30, 32 + 31};

bool IsCompressed(uint32_t insn) { return (insn & 3) != 3; }

// Every mnemonic, and which one an instruction is.
class DecodeTable {
 public:
  static const DecodeTable& Get() {
    static const DecodeTable& table = *new DecodeTable();
    return table;
  }

  const std::vector<std::string>& names() const { return names_; }

  // Index into names(); none if it is no instruction.
  int Find(uint32_t insn) const {
    if (IsCompressed(insn)) return compressed_[insn & 0xffff];
    const Instruction* instruction = FindInstruction(insn);
    return instruction == nullptr ? -1 : static_cast<int>(instruction - AllInstructions().data());
  }

 private:
  DecodeTable() {
    for (const Instruction& instruction : AllInstructions()) names_.push_back(instruction.name);
    std::map<std::string, int> index;
    for (uint32_t insn = 0; insn < compressed_.size(); ++insn) {
      if (!IsCompressed(insn)) continue;
      const std::string text = Disassemble(0, insn);
      const std::string name = text.substr(0, text.find(' '));
      if (absl::StartsWith(name, ".")) continue;
      const auto [at, is_new] = index.emplace(name, static_cast<int>(names_.size()));
      if (is_new) names_.push_back(name);
      compressed_[insn] = at->second;
    }
  }

  std::vector<std::string> names_;
  std::vector<int> compressed_ = std::vector<int>(1 << 16, -1);
};

}  // namespace

size_t CoverageGroup::covered() const { return points.size() - missing().size(); }

std::vector<std::string> CoverageGroup::missing() const {
  std::vector<std::string> names;
  for (const auto& [name, count] : points) {
    if (count == 0) names.push_back(name);
  }
  return names;
}

CoreCoverage::CoreCoverage()
    : decode_(DecodeTable::Get().names().size()), csrs_(std::size(kFields)) {}

void CoreCoverage::Add(const Retired& retired) {
  const int instruction = DecodeTable::Get().Find(retired.insn);
  // What traps was not executed, but for the two that do nothing else.
  const uint32_t insn = IsCompressed(retired.insn) ? ExpandCompressed(retired.insn) : retired.insn;
  const bool is_call = (insn & ~(1u << 20)) == 0x73;
  if (instruction >= 0 && (!retired.trap || is_call)) ++decode_[instruction];
  if (retired.trap) {
    Restart();
    return;
  }
  AddHazards(retired, insn);
  if (KindOf(insn) == kCsr && retired.rd_addr != 0) AddCsr(retired);
}

void CoreCoverage::AddHazards(const Retired& retired, uint32_t insn) {
  const Kind kind = KindOf(insn);
  const uint32_t operands[kOperands] = {retired.rs1_addr, retired.rs2_addr};
  if (kind != kNone) {
    for (size_t operand = 0; operand < kOperands; ++operand) {
      if (operands[operand] == 0) continue;
      for (size_t distance = 0; distance < kDistances; ++distance) {
        if (before_[distance].rd != operands[operand]) continue;
        ++hazards_[before_[distance].kind][kind][operand][distance];
        break;
      }
    }
  }
  before_[1] = before_[0];
  before_[0] = kind == kNone ? Producer{} : Producer{.kind = kind, .rd = retired.rd_addr};
}

void CoreCoverage::AddCsr(const Retired& retired) {
  const uint32_t csr = retired.insn >> 20;
  if (csr == kMcause) {
    ++causes_[(retired.rd_wdata >> 31) * kFirstInterrupt + (retired.rd_wdata & 31)];
  }
  for (size_t i = 0; i < std::size(kFields); ++i) {
    if (kFields[i].csr != csr) continue;
    for (size_t bit = 0; bit < 32; ++bit) ++csrs_[i][bit][retired.rd_wdata >> bit & 1];
  }
}

void CoreCoverage::Merge(const CoreCoverage& other) {
  const auto add = [](uint64_t* to, const uint64_t* from, size_t count) {
    for (size_t i = 0; i < count; ++i) to[i] += from[i];
  };
  add(decode_.data(), other.decode_.data(), decode_.size());
  add(hazards_[0][0][0], other.hazards_[0][0][0], sizeof(hazards_) / sizeof(uint64_t));
  add(causes_.data(), other.causes_.data(), causes_.size());
  for (size_t i = 0; i < csrs_.size(); ++i) {
    add(csrs_[i][0].data(), other.csrs_[i][0].data(), 2 * csrs_[i].size());
  }
}

std::vector<CoverageGroup> CoreCoverage::Groups() const {
  CoverageGroup decode = {.name = "decode table"};
  const std::vector<std::string>& names = DecodeTable::Get().names();
  for (size_t i = 0; i < names.size(); ++i) {
    decode.points.emplace_back(names[i], decode_[i]);
  }

  CoverageGroup hazards = {.name = "hazards"};
  for (size_t producer = 0; producer < kKinds; ++producer) {
    for (size_t consumer = 0; consumer < kKinds; ++consumer) {
      for (size_t operand = 0; operand < kOperands; ++operand) {
        if (!CanMeet(producer, consumer, operand)) continue;
        for (size_t distance = 0; distance < kDistances; ++distance) {
          hazards.points.emplace_back(
              absl::StrFormat("%s to %s rs%d, %d behind", kKindNames[producer],
                              kKindNames[consumer], operand + 1, distance + 1),
              hazards_[producer][consumer][operand][distance]);
        }
      }
    }
  }

  CoverageGroup causes = {.name = "trap causes"};
  for (const size_t cause : kCauses) {
    causes.points.emplace_back(
        absl::StrCat(cause < kFirstInterrupt ? "exception " : "interrupt ", cause % 32),
        causes_[cause]);
  }

  CoverageGroup csrs = {.name = "CSR fields"};
  for (size_t i = 0; i < std::size(kFields); ++i) {
    for (size_t bit = 0; bit < 32; ++bit) {
      if ((kFields[i].mask >> bit & 1) == 0) continue;
      for (int value = 0; value < 2; ++value) {
        csrs.points.emplace_back(absl::StrFormat("%s bit %d is %d", kFields[i].name, bit, value),
                                 csrs_[i][bit][value]);
      }
    }
  }
  return {decode, hazards, causes, csrs};
}

std::string CoverageText(const std::vector<CoverageGroup>& groups, size_t most_missing) {
  std::string text;
  for (const CoverageGroup& group : groups) {
    const std::vector<std::string> missing = group.missing();
    absl::StrAppendFormat(&text, "%-13s %4d of %4d", group.name, group.covered(),
                          group.points.size());
    if (!missing.empty()) {
      const size_t shown = std::min(missing.size(), most_missing);
      absl::StrAppend(&text, "; not ",
                      absl::StrJoin(absl::MakeConstSpan(missing).subspan(0, shown), ", "));
      if (shown < missing.size()) absl::StrAppend(&text, " and ", missing.size() - shown, " more");
    }
    absl::StrAppend(&text, "\n");
  }
  return text;
}

std::string CoverageJson(const std::vector<CoverageGroup>& groups) {
  nlohmann::ordered_json json;
  for (const CoverageGroup& group : groups) {
    nlohmann::ordered_json counts;
    for (const auto& [name, count] : group.points) counts[name] = count;
    json[group.name] = {{"covered", group.covered()},
                        {"points", group.points.size()},
                        {"missing", group.missing()},
                        {"counts", counts}};
  }
  return json.dump(2) + "\n";
}

}  // namespace ringside
