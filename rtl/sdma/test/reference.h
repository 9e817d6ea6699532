// What packets mean, written down a second time: an interpreter to compare the engine with.
//
// It works on its own image of memory and shares the engine's address map. It knows no time: Run()
// executes all up to wptr at once.
#ifndef RINGSIDE_RTL_SDMA_TEST_REFERENCE_H_
#define RINGSIDE_RTL_SDMA_TEST_REFERENCE_H_

#include <cstdint>
#include <vector>

#include "rtl/sdma/test/address_map.h"
#include "rtl/sdma/test/queue_state.h"

namespace ringside {

class Reference {
 public:
  // Both must outlive it.
  Reference(std::vector<uint8_t>* image, const AddressMap* map, const Context& context)
      : image_(*image), map_(*map), context_(context) {}

  void Run(uint64_t wptr);

  const Context& context() const { return context_; }
  const Fault& fault() const { return fault_; }
  const std::vector<Interrupt>& interrupts() const { return interrupts_; }

 private:
  // One packet; false if it faulted.
  bool Packet(uint64_t dwords_left);
  bool Copy();
  bool Fill();
  bool Write(uint64_t dwords_left);
  bool Indirect();
  bool TellFence();
  bool TellProtectedFence();
  bool TellTrap();

  // Moves bytes that `byte_at` gives; keeps what is left as the context of a fault.
  template <typename ByteAt>
  bool Move(uint64_t src, uint64_t dst, uint32_t bytes, uint32_t data, bool reads, ByteAt byte_at);

  uint64_t PacketVa() const;
  uint32_t Dword(uint32_t index) const;
  uint64_t Address(uint32_t index) const;
  void Advance(uint32_t dwords);
  // Writes rptr where user mode looks for it.
  void TellRptr(uint64_t rptr);
  void Store(uint8_t vmid, uint64_t va, uint64_t value, int bytes);
  bool Fail(uint8_t reason, bool write, uint64_t addr, uint32_t header);
  bool FailPacket(uint8_t reason) { return Fail(reason, false, PacketVa(), Dword(0)); }

  std::vector<uint8_t>& image_;
  const AddressMap& map_;
  Context context_;
  Fault fault_;
  std::vector<Interrupt> interrupts_;
};

}  // namespace ringside

#endif  // RINGSIDE_RTL_SDMA_TEST_REFERENCE_H_
