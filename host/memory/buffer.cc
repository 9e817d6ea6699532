#include "host/memory/buffer.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "uapi/pte.h"

namespace ringside {

absl::StatusOr<std::unique_ptr<Buffer>> Buffer::Create(MemoryPools* pools, absl::string_view name,
                                                       uint64_t bytes, Placement placement) {
  absl::StatusOr<uint64_t> address = pools->pool(placement).Allocate(bytes);
  if (!address.ok()) {
    return absl::Status(address.status().code(),
                        absl::StrCat("buffer ", name, ": ", address.status().message()));
  }
  const uint64_t rounded = (bytes + RS_PAGE_BYTES - 1) & ~uint64_t{RS_PAGE_BYTES - 1};
  return absl::WrapUnique(new Buffer(pools, name, rounded, placement, *address));
}

absl::StatusOr<std::unique_ptr<Buffer>> Buffer::CreateNearHardware(MemoryPools* pools,
                                                                   absl::string_view name,
                                                                   uint64_t bytes) {
  absl::StatusOr<std::unique_ptr<Buffer>> buffer = Create(pools, name, bytes, Placement::kVram);
  if (absl::IsResourceExhausted(buffer.status())) {
    buffer = Create(pools, name, bytes, Placement::kSystem);
  }
  return buffer;
}

Buffer::~Buffer() {
  // Both ranges are known to be in use, so freeing them cannot fail.
  if (move_ != nullptr) pools_->pool(move_->target).Free(move_->address).IgnoreError();
  pools_->pool(placement_).Free(address_).IgnoreError();
}

absl::Status Buffer::CheckSpan(uint64_t offset, uint64_t length) const {
  if (offset <= bytes_ && length <= bytes_ - offset) return absl::OkStatus();
  return absl::OutOfRangeError(absl::StrCat("buffer ", name_, ": ", length, " bytes at offset ",
                                            offset, " are outside its ", bytes_));
}

absl::Status Buffer::Read(uint64_t offset, absl::Span<uint8_t> out) const {
  if (absl::Status status = CheckSpan(offset, out.size()); !status.ok()) return status;
  return pools_->device->ReadMemory(address_ + offset, out);
}

absl::Status Buffer::Write(uint64_t offset, absl::Span<const uint8_t> data) {
  if (absl::Status status = CheckSpan(offset, data.size()); !status.ok()) return status;
  if (move_ != nullptr) {
    move_->writes.emplace_back(offset, std::vector<uint8_t>(data.begin(), data.end()));
  }
  return pools_->device->WriteMemory(address_ + offset, data);
}

absl::StatusOr<uint64_t> Buffer::ReadWord64(uint64_t offset) const {
  std::array<uint8_t, 8> bytes;
  if (absl::Status status = Read(offset, absl::MakeSpan(bytes)); !status.ok()) return status;
  uint64_t value = 0;
  std::memcpy(&value, bytes.data(), sizeof(value));
  return value;
}

absl::Status Buffer::WriteWord64(uint64_t offset, uint64_t value) {
  std::array<uint8_t, 8> bytes;
  std::memcpy(bytes.data(), &value, sizeof(value));
  return Write(offset, bytes);
}

absl::Status Buffer::FillZero() {
  const std::vector<uint8_t> zeros(std::min<uint64_t>(bytes_, 1 << 20));
  for (uint64_t offset = 0; offset < bytes_; offset += zeros.size()) {
    const uint64_t length = std::min<uint64_t>(zeros.size(), bytes_ - offset);
    if (absl::Status status = Write(offset, absl::MakeConstSpan(zeros).first(length));
        !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> Buffer::BeginMove(Placement target) {
  if (move_ != nullptr) {
    return absl::FailedPreconditionError(absl::StrCat("buffer ", name_, " is moving already"));
  }
  absl::StatusOr<uint64_t> address = pools_->pool(target).Allocate(bytes_);
  if (address.ok()) move_ = std::make_unique<Move>(Move{target, *address, {}});
  return address;
}

absl::Status Buffer::FinishMove() {
  if (move_ == nullptr) {
    return absl::FailedPreconditionError(absl::StrCat("buffer ", name_, " is not moving"));
  }
  const std::unique_ptr<Move> move = std::move(move_);
  absl::Status result = pools_->pool(placement_).Free(address_);
  placement_ = move->target;
  address_ = move->address;
  for (const auto& [offset, data] : move->writes) result.Update(Write(offset, data));
  return result;
}

absl::Status Buffer::CancelMove() {
  if (move_ == nullptr) {
    return absl::FailedPreconditionError(absl::StrCat("buffer ", name_, " is not moving"));
  }
  const std::unique_ptr<Move> move = std::move(move_);
  return pools_->pool(move->target).Free(move->address);
}

absl::Status Buffer::AbandonMove() {
  if (move_ == nullptr) {
    return absl::FailedPreconditionError(absl::StrCat("buffer ", name_, " is not moving"));
  }
  move_.reset();
  return absl::OkStatus();
}

}  // namespace ringside
