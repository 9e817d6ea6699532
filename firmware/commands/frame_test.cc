// What firmware accepts as a command frame: every rule of the ABI, broken one at a time.
#include "firmware/commands/frame.h"

#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "firmware/base/host_mmio.h"
#include "gtest/gtest.h"
#include "uapi/limits.h"
#include "uapi/memory_map.h"

namespace ringside::firmware {
namespace {

Frame Blank(uint32_t opcode) {
  Frame frame;
  std::memset(&frame, 0, sizeof(frame));
  frame.dwords[0] = RS_FW_HEADER(opcode);
  return frame;
}

Frame GoodSetHwRsrc() {
  Frame frame = Blank(RS_FW_OP_SET_HW_RSRC);
  frame.set_hw_rsrc.vmid_mask_gfx = 0xfffe;
  frame.set_hw_rsrc.sdma_hqd_mask[0] = 0xe;
  frame.set_hw_rsrc.status = {0x40001000, 1};
  return frame;
}

Frame GoodAddQueue() {
  Frame frame = Blank(RS_FW_OP_ADD_QUEUE);
  rs_fw_add_queue& add = frame.add_queue;
  add.process_id = 1;
  add.page_table_base = 0x10000;
  add.process_context_addr = 0x20000;
  add.gang_context_addr = 0x30000;
  add.doorbell = 0x201;
  add.mqd_addr = 0x40000;
  add.wptr_addr = 0x50008;
  add.queue_type = RS_FW_QUEUE_SDMA;
  add.queue_size = 1024;
  add.status = {0x40001000, 0xffffffff};
  return frame;
}

Frame GoodRemoveQueue() {
  Frame frame = Blank(RS_FW_OP_REMOVE_QUEUE);
  frame.remove_queue.doorbell = 0x201;
  return frame;
}

Frame GoodSuspend() {
  Frame frame = Blank(RS_FW_OP_SUSPEND);
  frame.suspend.gang_context_addr = 0x30000;
  frame.suspend.fence_addr = 0x40001004;
  return frame;
}

Frame GoodResume() {
  Frame frame = Blank(RS_FW_OP_RESUME);
  frame.resume.flags = RS_FW_ALL_GANGS;
  return frame;
}

Frame GoodQuery() {
  Frame frame = Blank(RS_FW_OP_QUERY_SCHEDULER_STATUS);
  frame.query.subop = RS_FW_QUERY_HEALTH;
  frame.query.result_addr = 0x40002000;
  return frame;
}

std::vector<Frame> GoodFrames() {
  return {GoodSetHwRsrc(), GoodAddQueue(), GoodRemoveQueue(),
          GoodSuspend(),   GoodResume(),   GoodQuery()};
}

// Memory that holds one frame.
class FrameMemory : public Mmio {
 public:
  explicit FrameMemory(const Frame& frame) : frame_(frame) {}
  uint32_t Read32(uint32_t address) override {
    return frame_.dwords[(address - RS_CORE_WINDOW_BASE) / 4];
  }
  void Write32(uint32_t, uint32_t) override { ADD_FAILURE() << "fetching writes"; }
  void Fence() override {}

 private:
  const Frame& frame_;
};

// The frame as firmware gets it from memory; what it does not keep is rubbish.
Frame Fetched(const Frame& written) {
  FrameMemory memory(written);
  ScopedMmio scoped(&memory);
  Frame frame;
  std::memset(&frame, 0xff, sizeof(frame));
  FetchFrame(0, &frame);
  return frame;
}

TEST(CheckFrame, AcceptsGoodFrames) {
  for (const Frame& frame : GoodFrames()) {
    EXPECT_EQ(CheckFrame(Fetched(frame)), Error::kOk) << "opcode " << frame.opcode();
  }
}

TEST(CheckFrame, RefusesMalformedHeaders) {
  for (Frame frame : GoodFrames()) {
    const uint32_t header = frame.dwords[0];
    for (const uint32_t flip : {0x1u, 0x1000u, 0x100000u, 0x80000000u}) {
      frame.dwords[0] = header ^ flip;
      EXPECT_EQ(CheckFrame(frame), Error::kBadHeader) << std::hex << frame.dwords[0];
    }
  }
}

TEST(CheckFrame, RefusesUnknownOpcodes) {
  for (const uint32_t opcode : {1u, 4u, 5u, 8u, 10u, 12u, 255u}) {
    EXPECT_EQ(CheckFrame(Blank(opcode)), Error::kBadOpcode) << opcode;
  }
}

// The reserved words of each structure, as lists of dwords.
TEST(CheckFrame, RefusesEveryReservedDword) {
  const auto range = [](std::vector<uint32_t>& list, uint32_t first, uint32_t last) {
    for (uint32_t i = first; i <= last; ++i) list.push_back(i);
  };
  struct {
    Frame frame;
    std::vector<std::pair<uint32_t, uint32_t>> reserved;
  } cases[] = {
      {GoodSetHwRsrc(), {{3, 4}, {60, 63}}},
      {GoodAddQueue(), {{19, 19}, {31, 36}, {42, 47}, {52, 63}}},
      {GoodRemoveQueue(), {{5, 5}, {16, 63}}},
      {GoodSuspend(), {{7, 7}, {12, 63}}},
      {GoodResume(), {{8, 63}}},
      {GoodQuery(), {{6, 7}, {11, 63}}},
  };
  for (const auto& test : cases) {
    std::vector<uint32_t> dwords;
    for (const auto& [first, last] : test.reserved) range(dwords, first, last);
    for (const uint32_t dword : dwords) {
      Frame frame = test.frame;
      frame.dwords[dword] = 0x8000;
      EXPECT_EQ(CheckFrame(Fetched(frame)), Error::kBadField)
          << "opcode " << frame.opcode() << " dword " << dword;
    }
  }
}

struct BadField {
  std::string name;
  Frame (*good)();
  void (*spoil)(Frame&);
};

class BadFieldTest : public testing::TestWithParam<BadField> {};

TEST_P(BadFieldTest, IsRefused) {
  Frame frame = GetParam().good();
  GetParam().spoil(frame);
  EXPECT_EQ(CheckFrame(frame), Error::kBadField);
}

const BadField kBadFields[] = {
    {"StatusMisaligned", GoodAddQueue, [](Frame& f) { f.add_queue.status.fence_addr += 4; }},
    {"StatusBeyondTheWindow", GoodAddQueue,
     [](Frame& f) { f.add_queue.status.fence_addr = 0x80000000; }},
    {"StatusBeyond32Bits", GoodAddQueue,
     [](Frame& f) { f.add_queue.status.fence_addr |= uint64_t{1} << 32; }},
    {"StatusValueZero", GoodAddQueue, [](Frame& f) { f.add_queue.status.fence_value = 0; }},
    {"StatusValueWide", GoodAddQueue,
     [](Frame& f) { f.add_queue.status.fence_value = uint64_t{1} << 32; }},
    {"NoSlots", GoodSetHwRsrc, [](Frame& f) { f.set_hw_rsrc.sdma_hqd_mask[0] = 0; }},
    {"SlotThatIsNot", GoodSetHwRsrc, [](Frame& f) { f.set_hw_rsrc.sdma_hqd_mask[0] = 0x1e; }},
    {"SecondEngine", GoodSetHwRsrc, [](Frame& f) { f.set_hw_rsrc.sdma_hqd_mask[1] = 1; }},
    {"ComputeSlots", GoodSetHwRsrc, [](Frame& f) { f.set_hw_rsrc.compute_hqd_mask[7] = 1; }},
    {"GfxSlots", GoodSetHwRsrc, [](Frame& f) { f.set_hw_rsrc.gfx_hqd_mask[1] = 1; }},
    {"MmHub", GoodSetHwRsrc, [](Frame& f) { f.set_hw_rsrc.vmid_mask_mm = 0xff00; }},
    {"KernelVmid", GoodSetHwRsrc, [](Frame& f) { f.set_hw_rsrc.vmid_mask_gfx = 0xffff; }},
    {"VmidThatIsNot", GoodSetHwRsrc, [](Frame& f) { f.set_hw_rsrc.vmid_mask_gfx = 0x1fffe; }},
    {"FewerVmidsThanSlots", GoodSetHwRsrc, [](Frame& f) { f.set_hw_rsrc.vmid_mask_gfx = 0x6; }},
    {"UnknownAddFlag", GoodAddQueue, [](Frame& f) { f.add_queue.flags = 1; }},
    {"ComputeQueue", GoodAddQueue, [](Frame& f) { f.add_queue.queue_type = RS_FW_QUEUE_COMPUTE; }},
    {"DoorbellOutside", GoodAddQueue, [](Frame& f) { f.add_queue.doorbell = 8192; }},
    {"FirmwareDoorbell", GoodAddQueue,
     [](Frame& f) { f.add_queue.doorbell = RS_DOORBELL_FIRMWARE; }},
    {"MqdMisaligned", GoodAddQueue, [](Frame& f) { f.add_queue.mqd_addr += 256; }},
    {"MqdBeyondTheWindow", GoodAddQueue, [](Frame& f) { f.add_queue.mqd_addr = 0x80000000; }},
    {"WptrMisaligned", GoodAddQueue, [](Frame& f) { f.add_queue.wptr_addr += 4; }},
    {"NoGang", GoodAddQueue, [](Frame& f) { f.add_queue.gang_context_addr = 0; }},
    {"NoProcess", GoodAddQueue, [](Frame& f) { f.add_queue.process_context_addr = 0; }},
    {"NoPasid", GoodAddQueue, [](Frame& f) { f.add_queue.process_id = 0; }},
    {"WidePasid", GoodAddQueue, [](Frame& f) { f.add_queue.process_id = 0x10000; }},
    {"RootMisaligned", GoodAddQueue, [](Frame& f) { f.add_queue.page_table_base += 8; }},
    {"RootBeyond48Bits", GoodAddQueue,
     [](Frame& f) { f.add_queue.page_table_base = uint64_t{1} << 48; }},
    {"RemoveFlags", GoodRemoveQueue, [](Frame& f) { f.remove_queue.flags = 1; }},
    {"RemoveFenceMisaligned", GoodRemoveQueue, [](Frame& f) { f.remove_queue.fence_addr = 2; }},
    {"SuspendNobody", GoodSuspend, [](Frame& f) { f.suspend.gang_context_addr = 0; }},
    {"SuspendAllAndOne", GoodSuspend, [](Frame& f) { f.suspend.flags = RS_FW_ALL_GANGS; }},
    {"SuspendFlags", GoodSuspend, [](Frame& f) { f.suspend.flags = 2; }},
    {"SuspendFenceOutside", GoodSuspend,
     [](Frame& f) { f.suspend.fence_addr = uint64_t{1} << 40; }},
    {"ResumeNobody", GoodResume, [](Frame& f) { f.resume.flags = 0; }},
    {"ResumeWideGang", GoodResume,
     [](Frame& f) {
       f.resume.flags = 0;
       f.resume.gang_context_addr = uint64_t{1} << 33;
     }},
    {"QueryUnknown", GoodQuery, [](Frame& f) { f.query.subop = 2; }},
    {"QueryMisaligned", GoodQuery, [](Frame& f) { f.query.result_addr += 4; }},
    {"QueryAcrossTheWindow", GoodQuery,
     [](Frame& f) { f.query.result_addr = 0x80000000 - sizeof(rs_fw_query_result) + 8; }},
};

INSTANTIATE_TEST_SUITE_P(Fields, BadFieldTest, testing::ValuesIn(kBadFields),
                         [](const auto& info) { return info.param.name; });

// Address 0 is an address of VRAM, but as a fence it means none.
TEST(CheckFrame, AnswerIsOptional) {
  Frame frame = GoodAddQueue();
  frame.add_queue.status = {};
  EXPECT_EQ(CheckFrame(frame), Error::kOk);
}

}  // namespace
}  // namespace ringside::firmware
