// regbus_demux routes, lets the core go first, and refuses blocks that are not there.

#include <cstdint>
#include <cstdio>
#include <optional>
#include <random>

#include "Vregbus_demux.h"
#include "gtest/gtest.h"
#include "rtl/interconnect/regbus_bench.h"

namespace ringside {
namespace {

constexpr uint32_t kNumBlocks = 7;

struct Access {
  bool write;
  uint16_t addr;
  uint32_t wdata;
};

class RegbusDemuxTest : public testing::Test {
 protected:
  RegbusDemuxTest() {
    Step();
    demux_.rst_ni = 1;
  }

  void Step() {
    demux_.clk_i = 0;
    demux_.eval();
    demux_.clk_i = 1;
    demux_.eval();
  }

  void DriveCpu(const std::optional<Access>& access) {
    demux_.cpu_valid_i = access.has_value();
    if (!access) return;
    demux_.cpu_write_i = access->write;
    demux_.cpu_addr_i = access->addr;
    demux_.cpu_wdata_i = access->wdata;
  }
  void DriveHost(const std::optional<Access>& access) {
    demux_.host_valid_i = access.has_value();
    if (!access) return;
    demux_.host_write_i = access->write;
    demux_.host_addr_i = access->addr;
    demux_.host_wdata_i = access->wdata;
  }
  // Makes every block answer with its number over `word`.
  void DriveBlocks(uint32_t word, bool error) {
    for (uint32_t block = 0; block < kNumBlocks; ++block) {
      demux_.blk_rsp_i[block] = uint64_t{word ^ block << 28} << 1 | error;
    }
  }

  // Checks the blocks' requests and both answers of this cycle, then ends it.
  void CheckAndStep(const std::optional<Access>& cpu, const std::optional<Access>& host,
                    uint32_t word, bool error) {
    DriveCpu(cpu);
    DriveHost(host);
    DriveBlocks(word, error);
    demux_.clk_i = 0;
    demux_.eval();
    const std::optional<Access>& winner = cpu ? cpu : host;
    EXPECT_EQ(demux_.cpu_ready_o, cpu.has_value());
    EXPECT_EQ(demux_.host_ready_o, host.has_value() && !cpu.has_value());
    for (uint32_t block = 0; block < kNumBlocks; ++block) {
      const bool chosen = winner && winner->addr >> 12 == block;
      EXPECT_EQ(demux_.blk_req_o[block] >> 46, chosen);
      if (chosen) {
        EXPECT_EQ(demux_.blk_req_o[block], PackRequest({.write = winner->write,
                                                        .side = cpu ? Side::kFirmware : Side::kHost,
                                                        .addr = winner->addr & 0xfffu,
                                                        .wdata = winner->wdata}));
      }
    }
    if (winner) {
      const uint32_t block = winner->addr >> 12;
      const bool known = block < kNumBlocks;
      EXPECT_EQ(cpu ? demux_.cpu_error_o : demux_.host_error_o, !known || error);
      EXPECT_EQ(cpu ? demux_.cpu_rdata_o : demux_.host_rdata_o, known ? word ^ block << 28 : 0);
    }
    Step();
  }

  SerialContext context_;
  Vregbus_demux demux_{&context_};
};

TEST_F(RegbusDemuxTest, EachBlockIsReachedFromBothSides) {
  for (uint16_t block = 0; block < kNumBlocks; ++block) {
    const Access access = {
        .write = true, .addr = static_cast<uint16_t>(block << 12 | 0xabc), .wdata = 0x1234};
    CheckAndStep(access, std::nullopt, 0x55, false);
    CheckAndStep(std::nullopt, access, 0x66, true);
  }
}

TEST_F(RegbusDemuxTest, UnknownBlocksAnswerAnError) {
  for (uint16_t block = kNumBlocks; block < 16; ++block) {
    const Access access = {.write = false, .addr = static_cast<uint16_t>(block << 12), .wdata = 0};
    CheckAndStep(access, std::nullopt, 0x55, false);
    CheckAndStep(std::nullopt, access, 0x55, false);
  }
}

TEST_F(RegbusDemuxTest, HostWaitsForTheCore) {
  const Access host = {.write = true, .addr = 0x0010, .wdata = 1};
  CheckAndStep(Access{.write = false, .addr = 0x1004, .wdata = 0}, host, 0, false);
  CheckAndStep(Access{.write = false, .addr = 0x1008, .wdata = 0}, host, 0, false);
  CheckAndStep(std::nullopt, host, 0, false);
}

TEST_F(RegbusDemuxTest, RandomTrafficIsRouted) {
  constexpr uint32_t kSeed = 20;
  std::fprintf(stderr, "seed %u\n", kSeed);
  std::mt19937 random(kSeed);
  const auto any = [&random]() -> std::optional<Access> {
    if (random() % 2) return std::nullopt;
    return Access{.write = random() % 2 != 0,
                  .addr = static_cast<uint16_t>(random() & 0xfffc),
                  .wdata = static_cast<uint32_t>(random())};
  };
  std::optional<Access> host;
  for (int cycle = 0; cycle < 100000; ++cycle) {
    const std::optional<Access> cpu = any();
    if (!host) host = any();
    CheckAndStep(cpu, host, static_cast<uint32_t>(random()), random() % 8 == 0);
    if (!cpu) host.reset();
    ASSERT_FALSE(HasFailure()) << "cycle " << cycle;
  }
}

using RegbusDemuxDeathTest = RegbusDemuxTest;

TEST_F(RegbusDemuxDeathTest, HostThatGivesUpIsCaught) {
  DriveCpu(Access{.write = false, .addr = 0, .wdata = 0});
  DriveHost(Access{.write = false, .addr = 4, .wdata = 0});
  Step();
  DriveHost(std::nullopt);
  EXPECT_DEATH(
      {
        Step();
        Step();
      },
      "");
}

}  // namespace
}  // namespace ringside
