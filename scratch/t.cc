#include <gelf.h>
#include <zlib.h>
#include <benchmark/benchmark.h>
#include <toml++/toml.h>
#include <nlohmann/json.hpp>
#include "gtest/gtest.h"
#include "gmock/gmock.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/random/random.h"
#include "absl/synchronization/mutex.h"
#include "absl/container/flat_hash_map.h"
ABSL_FLAG(int, x, 3, "x");
TEST(T, T) { absl::StatusOr<int> a = absl::InvalidArgumentError(absl::StrCat("a", 3)); EXPECT_FALSE(a.ok());
 absl::flat_hash_map<std::string,int> m; m["a"]=1; EXPECT_THAT(m, testing::SizeIs(1)); absl::Mutex mu; absl::MutexLock l(&mu); absl::BitGen g; EXPECT_LE(absl::Uniform(g,0,4),4);
 auto t = toml::parse("a=1"); EXPECT_EQ(t["a"].value<int>(),1); EXPECT_EQ(nlohmann::json::parse("{\"a\":1}")["a"],1); EXPECT_NE(elf_version(EV_CURRENT), 0u); EXPECT_NE(crc32(0, (const unsigned char*)"abc", 3),0u); EXPECT_EQ(absl::StrFormat("%d",3),"3");
 absl::string_view sv="abc"; EXPECT_EQ(absl::StrCat(sv, "d"), "abcd"); EXPECT_EQ(absl::GetFlag(FLAGS_x),3); assert(1==0 || true);
 EXPECT_DEATH(assert(false), "");
}
