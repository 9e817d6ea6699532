// Takes the values out of one TOML table, key by key, remembering the first mistake.
//
// After a mistake every further call returns an empty value and changes nothing, so a caller reads
// all keys first and asks for the status once, at the end.
#ifndef TOOLS_REGS_TABLE_READER_H_
#define TOOLS_REGS_TABLE_READER_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "toml++/toml.h"

namespace ringside::regs {

class TableReader {
 public:
  // `path` and `where` (for example "register cmd") open every message. `table` must outlive this.
  TableReader(absl::string_view path, absl::string_view where, const toml::table& table)
      : path_(path), where_(where), table_(table) {}

  bool Has(absl::string_view key) const;

  // A string that must be there and not be empty.
  std::string Text(absl::string_view key);
  // A string that must be there and be lower_snake.
  std::string Name(absl::string_view key);
  // A string that must be there and be one of `choices`.
  std::string Choice(absl::string_view key, absl::Span<const absl::string_view> choices);
  // An integer from 0 to `max` that must be there.
  uint32_t Number(absl::string_view key, uint32_t max);
  // As Number, but `otherwise` when the key is not there.
  uint32_t NumberOr(absl::string_view key, uint32_t max, uint32_t otherwise);
  // The tables of an array; none when the key is not there.
  std::vector<const toml::table*> Tables(absl::string_view key);
  // The table under a key; null when the key is not there.
  const toml::table* Table(absl::string_view key);

  // Records a mistake about `key` (or about the table, when the key is not there).
  void Fail(absl::string_view key, absl::string_view what);
  // Records as a mistake any key that nobody has asked for.
  void RefuseUnknownKeys();

  const absl::Status& status() const { return status_; }

 private:
  // The node under `key`, now known; null when not there or after a mistake.
  const toml::node* Find(absl::string_view key);
  void FailAt(const toml::node& node, absl::string_view what);

  std::string path_;
  std::string where_;
  const toml::table& table_;
  std::set<std::string> known_;
  absl::Status status_;
};

}  // namespace ringside::regs

#endif  // TOOLS_REGS_TABLE_READER_H_
