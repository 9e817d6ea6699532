// Compares what is printed for example.regs.toml with golden files.
//
// To renew them after a change that is meant, build //tools/regs/test:example_regs and copy the two
// generated files over the goldens; the Markdown table is compared by example_regs_doc_test.

#include "tools/regs/emit.h"

#include <fstream>
#include <iterator>
#include <string>

#include "gtest/gtest.h"
#include "tools/regs/parse.h"

namespace ringside::regs {
namespace {

constexpr char kSource[] = "tools/regs/test/example.regs.toml";

std::string Read(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Block Example() {
  absl::StatusOr<Block> block = ParseBlock(kSource, Read(kSource));
  EXPECT_TRUE(block.ok()) << block.status();
  return *block;
}

TEST(EmitTest, SystemVerilog) {
  EXPECT_EQ(EmitSystemVerilog(Example(), kSource),
            Read("tools/regs/test/example_regs_pkg.sv.golden"));
}

TEST(EmitTest, Cpp) {
  EXPECT_EQ(EmitCpp(Example(), kSource), Read("tools/regs/test/example_regs.h.golden"));
}

}  // namespace
}  // namespace ringside::regs
