// The program as a user meets it: exit codes, one clear line for each mistake, and its files.
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "testbench/jtag/debugger_socket.h"

namespace ringside::e2e {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kGood[] = R"(name = "small"
[machine]
vram_mib = 1
system_mib = 8
[[process]]
name = "p"
[[process.buffer]]
name = "a"
bytes = 8192
init = "random"
[[process.buffer]]
name = "b"
bytes = 8192
[[process.queue]]
name = "q"
ring_bytes = 4096
doorbell = 4
packets = [
  { op = "copy", from = "a", to = "b", bytes = 8192 },
]
[[event]]
kind = "evict"
at_cycle = 200
process = "p"
)";

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Outcome {
  int exit_code;
  std::string out;
  std::string err;
};

class CommandLineTest : public testing::Test {
 protected:
  static std::string Temp(const std::string& name) { return testing::TempDir() + "/" + name; }

  static Outcome Ringside(const std::string& arguments) {
    const int status = std::system(
        absl::StrCat("tools/ringside/ringside ", arguments, " >", Temp("out"), " 2>", Temp("err"))
            .c_str());
    EXPECT_TRUE(WIFEXITED(status)) << "ended by a signal";
    return {WEXITSTATUS(status), ReadFile(Temp("out")), ReadFile(Temp("err"))};
  }

  static std::string Write(const std::string& text) {
    const std::string path = Temp("s.toml");
    std::ofstream(path) << text;
    return path;
  }

  // The good scenario with one piece of text replaced is refused in one line that names `where`.
  static void ExpectRefused(const std::string& from, const std::string& to,
                            const std::string& where, const std::string& why) {
    SCOPED_TRACE(to);
    const std::string text = absl::StrReplaceAll(kGood, {{from, to}});
    ASSERT_NE(text, kGood) << "nothing was replaced";
    const std::string path = Write(text);
    const Outcome run = Ringside("run --json=" + Temp("refused.json") + " " + path);
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_THAT(run.out, IsEmpty());
    EXPECT_THAT(run.err, StartsWith(absl::StrCat("ringside: ", path, ":", where)));
    EXPECT_THAT(run.err, AllOf(HasSubstr(why), EndsWith("\n")));
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
    EXPECT_THAT(ReadFile(Temp("refused.json")), IsEmpty()) << "half-created";
  }
};

TEST_F(CommandLineTest, BadScenariosAreRefusedInOneLine) {
  ExpectRefused("doorbell = 4", "dorbell = 4",
                "17: field 'process[0].queue[0].dorbell': ", "unknown key");
  ExpectRefused("vram_mib", "ram_mib", "3: field 'machine.ram_mib': ", "unknown key");
  ExpectRefused("ring_bytes = 4096", "ring_bytes = 5000",
                "16: field 'process[0].queue[0].ring_bytes': ", "power of two");
  ExpectRefused("ring_bytes = 4096", "ring_bytes = 2048",
                "16: field 'process[0].queue[0].ring_bytes': ", "4096");
  ExpectRefused("to = \"b\"", "to = 0x7000_0000",
                "19: field 'process[0].queue[0].packets[0].to': ", "mapping");
  ExpectRefused("from = \"a\"", "from = \"a+1\"",
                "19: field 'process[0].queue[0].packets[0].from': ", "mapping");
  ExpectRefused("doorbell = 4", "doorbell = 512",
                "17: field 'process[0].queue[0].doorbell': ", "0 to 511");
  ExpectRefused("process = \"p\"", "process = \"x\"",
                "24: field 'event[0].process': ", "no process 'x'");
  ExpectRefused("at_cycle = 200\n", "", "21: field 'event[0].at_cycle': ", "missing");
  ExpectRefused("bytes = 8192", "bytes = = 8192", "9: ", "");
}

// Found out only when the machine is there: still one line, and no table of half a run.
TEST_F(CommandLineTest, BuffersThatDoNotFitAreRefused) {
  const std::string path = Write(absl::StrReplaceAll(
      kGood, {{"name = \"b\"\nbytes = 8192", "name = \"b\"\nbytes = 0x200000"}}));
  const Outcome run = Ringside("run " + path);
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.out, IsEmpty());
  EXPECT_THAT(run.err, AllOf(StartsWith("ringside: " + path), HasSubstr("'p'"),
                             HasSubstr("buffer 'b'"), HasSubstr("VRAM")));
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
}

TEST_F(CommandLineTest, MistypedCommandsAreRefusedInOneLine) {
  const std::string path = Write(kGood);
  const auto refused = [&](const std::string& arguments, const std::string& why) {
    SCOPED_TRACE(arguments);
    const Outcome run = Ringside(arguments);
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_THAT(run.out, IsEmpty());
    EXPECT_THAT(run.err, AllOf(StartsWith("ringside: "), HasSubstr(why)));
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
  };
  refused("run /nonexistent/x.toml", "/nonexistent/x.toml");
  refused("run --colour " + path, "'--colour'");
  refused("run --seed=many " + path, "'many'");
  refused("run --seed=-1 " + path, "'-1'");
  refused("run --json= " + path, "--json=");
  refused("run", "which scenario");
  refused("walk " + path, "'walk'");
  refused("run --backend=fpga " + path, "'fpga'");
  refused("run --backend=model --waves=" + Temp("no.fst") + " " + path,
          "waves need the verilator back end");
  refused("run --trace=/nonexistent/t.json " + path, "/nonexistent/t.json");
  refused("run --waves=/nonexistent/w.fst " + path, "/nonexistent/w.fst");
  refused("run --waves-window=failure " + path, "needs --waves=FILE");
  refused("run --backend=model --waves-window=failure --waves=" + Temp("no.fst") + " " + path,
          "waves need the verilator back end");
  refused("gdb --waves-window=fault --waves=" + Temp("no.fst") + " " + path, "only FROM:TO");
  refused("run --json=" + Temp("x") + " --trace=" + Temp("x") + " " + path, "named twice");
  refused("run --json=" + path + " " + path, "named twice");
  refused("gdb", "which scenario");
  refused("gdb --backend=model " + path, "no core to debug");
  refused("gdb --port=http " + path, "'http'");
  refused("gdb --openocd-config=/nonexistent/o.cfg " + path, "/nonexistent/o.cfg");
  refused("gdb --openocd-config=" + Temp("x") + " --json=" + Temp("x") + " " + path, "named twice");
}

TEST_F(CommandLineTest, ATakenPortIsRefusedInOneLine) {
  const auto socket = DebuggerSocket::Listen(0);
  ASSERT_TRUE(socket.ok()) << socket.status();
  const std::string port = std::to_string((*socket)->port());
  const Outcome run = Ringside("gdb --port=" + port + " " + Write(kGood));
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.out, IsEmpty());
  EXPECT_EQ(run.err, "ringside: cannot listen on port " + port + ": Address already in use\n");
}

// All that differs from `run` is that somebody could have come.
TEST_F(CommandLineTest, GdbWithoutADebuggerIsARun) {
  const std::string path = Write(kGood);
  const Outcome run = Ringside("run --json=" + Temp("run.json") + " " + path);
  const Outcome gdb = Ringside("gdb --quiet --json=" + Temp("gdb.json") +
                               " --openocd-config=" + Temp("o.cfg") + " " + path);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(gdb.exit_code, 0) << gdb.err;
  EXPECT_THAT(gdb.out, AllOf(StartsWith("debugger: port "), HasSubstr("type: openocd -f '"),
                             HasSubstr("firmware.elf'"), EndsWith("\nverified\n")));
  EXPECT_THAT(ReadFile(Temp("o.cfg")), HasSubstr("adapter driver remote_bitbang\n"));
  EXPECT_THAT(ReadFile(Temp("run.json")), HasSubstr("\"doorbells_lost\": 0"));
  EXPECT_EQ(ReadFile(Temp("gdb.json")), ReadFile(Temp("run.json")));
}

TEST_F(CommandLineTest, EitherBackEndVerifiesTheSameBytes) {
  const std::string path = Write(kGood);
  for (const std::string backend : {"verilator", "model"}) {
    SCOPED_TRACE(backend);
    const Outcome run = Ringside("run --backend=" + backend + " " + path);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(run.out, HasSubstr("verified: 16,384 bytes compared"));
  }
}

TEST_F(CommandLineTest, HelpTellsTheOptions) {
  const Outcome program = Ringside("--help");
  EXPECT_EQ(program.exit_code, 0);
  EXPECT_THAT(program.out, HasSubstr("run FILE.toml"));
  const Outcome run = Ringside("run --help");
  EXPECT_EQ(run.exit_code, 0);
  for (const char* option : {"--waves=", "--trace=", "--json=", "--seed=", "--help"}) {
    EXPECT_THAT(run.out, HasSubstr(option));
  }
  const Outcome gdb = Ringside("gdb --help");
  EXPECT_EQ(gdb.exit_code, 0);
  for (const char* option : {"--port=", "--wait", "--openocd-config=", "--help"}) {
    EXPECT_THAT(gdb.out, HasSubstr(option));
  }
}

TEST_F(CommandLineTest, WritesItsFiles) {
  const Outcome run =
      Ringside(absl::StrCat("run --json=", Temp("r.json"), " --trace=", Temp("t.json"),
                            " --waves=", Temp("w.fst"), " --seed=9 ", Write(kGood)));
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, AllOf(HasSubstr("q"), HasSubstr("verified")));

  const auto json = nlohmann::json::parse(ReadFile(Temp("r.json")), nullptr, false);
  ASSERT_FALSE(json.is_discarded());
  EXPECT_EQ(json["verified"], true);
  EXPECT_EQ(json["doorbells_lost"], 0);
  EXPECT_EQ(json["seed"], 9);
  EXPECT_GT(json["migrated_bytes"], 0);

  const auto trace = nlohmann::json::parse(ReadFile(Temp("t.json")), nullptr, false);
  ASSERT_FALSE(trace.is_discarded());
  const auto& events = trace.is_array() ? trace : trace["traceEvents"];
  EXPECT_GT(events.size(), 100u);

  // FST: a header block (type 0) of 329 bytes with first and last time, big-endian.
  const std::string waves = ReadFile(Temp("w.fst"));
  ASSERT_GT(waves.size(), 100'000u);
  EXPECT_EQ(waves[0], 0);
  EXPECT_EQ(waves.substr(1, 8), std::string("\0\0\0\0\0\0\x01\x49", 8));
  uint64_t end = 0;
  for (size_t i = 17; i < 25; ++i) end = end << 8 | static_cast<uint8_t>(waves[i]);
  // In picoseconds; the machine is stopped a few cycles after the last one that counts.
  EXPECT_NEAR(end / 1000, json["cycles"], 20) << "waves and run end at different times";
}

// First and last time of an FST file, in cycles.
std::pair<uint64_t, uint64_t> WaveSpan(const std::string& path) {
  const std::string waves = ReadFile(path);
  const auto time = [&](size_t at) {
    uint64_t ps = 0;
    for (size_t i = at; i < at + 8; ++i) ps = ps << 8 | static_cast<uint8_t>(waves.at(i));
    return ps / 1000;
  };
  return {time(9), time(17)};
}

TEST_F(CommandLineTest, WavesMayBeOfAWindow) {
  const std::string path = Write(kGood);
  const std::string waves = " --waves=" + Temp("w.fst") + " --json=" + Temp("w.json");
  EXPECT_EQ(Ringside("run --json=" + Temp("r.json") + " " + path).exit_code, 0);
  EXPECT_EQ(Ringside("run --quiet --waves-window=5000:6000" + waves + " " + path).out,
            "verified\n");
  EXPECT_EQ(WaveSpan(Temp("w.fst")), (std::pair<uint64_t, uint64_t>(5000, 6000)));
  EXPECT_EQ(ReadFile(Temp("w.json")), ReadFile(Temp("r.json")));

  const Outcome event =
      Ringside("run --waves-window=active=q --waves-margin=70:30" + waves + " " + path);
  EXPECT_EQ(event.exit_code, 0) << event.err;
  const auto [from, to] = WaveSpan(Temp("w.fst"));
  EXPECT_EQ(to - from, 100u);
  EXPECT_THAT(event.out, HasSubstr(absl::StrCat("waves of cycles ", from, " to ", to, " are in ",
                                                Temp("w.fst"), ": active of queue q at cycle ",
                                                from + 70, "\n")));
  EXPECT_EQ(ReadFile(Temp("w.json")), ReadFile(Temp("r.json")));

  const Outcome late =
      Ringside("run --waves-window=failure" + waves + " " +
               Write(absl::StrReplaceAll(kGood, {{"[machine]", "[machine]\nmax_cycles = 3000"}})));
  EXPECT_EQ(late.exit_code, 1);
  EXPECT_THAT(late.out, AllOf(StartsWith("waves of cycles "), HasSubstr("the run failed")));
}

TEST_F(CommandLineTest, AFaultThatDoesNotComeFailsTheRun) {
  const Outcome run = Ringside(
      "run " + Write(absl::StrReplaceAll(kGood, {{"doorbell = 4", "expect_fault = true"}})));
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.out + run.err, HasSubstr("was expected to fault and did not"));
}

TEST_F(CommandLineTest, AFaultNamesQueuePacketAndAddress) {
  const std::string raw = "{ op = \"raw\", dwords = [0xee] },\n]\n[[event]]";
  const std::string text = absl::StrReplaceAll(kGood, {{"]\n[[event]]", raw}});
  const Outcome unexpected = Ringside("run " + Write(text));
  EXPECT_EQ(unexpected.exit_code, 1);
  EXPECT_THAT(unexpected.out + unexpected.err,
              AllOf(HasSubstr("queue q "), HasSubstr("0x000000ee"), HasSubstr("at address 0x")));
  const Outcome expected = Ringside(
      "run " + Write(absl::StrReplaceAll(text, {{"doorbell = 4", "expect_fault = true"}})));
  EXPECT_EQ(expected.exit_code, 0) << expected.out << expected.err;
}

}  // namespace
}  // namespace ringside::e2e
