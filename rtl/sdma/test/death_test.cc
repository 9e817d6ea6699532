// Proves that the engine's assertions are live: what must not happen ends the program.
#include "rtl/sdma/test/fixture.h"

namespace ringside {
namespace {

using SdmaDeathTest = SdmaTest;

// An MMU that moves an address within its page would send data astray.
TEST_F(SdmaDeathTest, TranslationThatChangesThePageOffsetIsCaught) {
  bench_.set_translation_error(64);
  bench_.Submit(0, Packets().Nop(0));
  EXPECT_DEATH(bench_.RunUntilIdle(), "");
}

TEST_F(SdmaDeathTest, RingOfIllegalSizeIsCaught) {
  bench_.slot(0).context.rb_size_log2 = 11;
  bench_.Submit(0, Packets().Nop(0));
  EXPECT_DEATH(bench_.RunUntilIdle(), "");
}

}  // namespace
}  // namespace ringside
