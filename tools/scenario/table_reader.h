// Reads the keys of one TOML table, remembers the first thing wrong with it, and knows which keys
// were never asked for.
//
// The one rule: ask for every key that is allowed, then call Finish(). After the first error every
// reader of the same file gives defaults and reports nothing more, so that the user sees one line.
#ifndef RINGSIDE_TOOLS_SCENARIO_TABLE_READER_H_
#define RINGSIDE_TOOLS_SCENARIO_TABLE_READER_H_

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "toml++/toml.h"

namespace ringside::scenario {

// The first error of a file: "FILE:LINE: field 'PATH': what is wrong".
class FileErrors {
 public:
  explicit FileErrors(std::string file) : file_(std::move(file)) {}
  void Add(int line, std::string_view field, std::string_view what);
  bool ok() const { return status_.ok(); }
  const absl::Status& status() const { return status_; }

 private:
  std::string file_;
  absl::Status status_;
};

class TableReader {
 public:
  // `path` names the table in errors, for example "process[0].queue[2]"; empty at the top.
  TableReader(const toml::table& table, std::string path, FileErrors* errors)
      : table_(table), path_(std::move(path)), errors_(errors) {}

  // Whole numbers from `min` to `max`. Without a default the key must be there.
  uint64_t Integer(std::string_view key, uint64_t min, uint64_t max);
  uint64_t Integer(std::string_view key, uint64_t min, uint64_t max, uint64_t otherwise);
  bool Boolean(std::string_view key, bool otherwise);
  // A non-empty string.
  std::string String(std::string_view key);
  std::string String(std::string_view key, std::string_view otherwise);
  // One of `names`; gives its index.
  size_t Choice(std::string_view key, const std::vector<std::string>& names);
  size_t Choice(std::string_view key, const std::vector<std::string>& names, size_t otherwise);
  // 32-bit numbers.
  std::vector<uint32_t> Dwords(std::string_view key);
  // [[key]]: the tables of an array, with their paths. A missing key is an empty list.
  std::vector<std::pair<const toml::table*, std::string>> Tables(std::string_view key);
  // [key]: nullptr if missing.
  const toml::table* Table(std::string_view key);

  // A reader of a table inside this one, whose errors go to the same place.
  TableReader Inner(const toml::table& table, std::string path) const {
    return TableReader(table, std::move(path), errors_);
  }

  bool Has(std::string_view key) const { return table_.contains(key); }
  // The raw node, marked as asked for; nullptr if missing.
  const toml::node* Node(std::string_view key);

  // Reports a key that was never asked for.
  void Finish();

  // Reports something wrong with `key` (or with the table itself, if it has no such key).
  void Error(std::string_view key, std::string_view what);
  std::string Field(std::string_view key) const;
  int line() const { return static_cast<int>(table_.source().begin.line); }

 private:
  const toml::node* Required(std::string_view key);
  uint64_t CheckInteger(std::string_view key, const toml::node& node, uint64_t min, uint64_t max);
  size_t CheckChoice(std::string_view key, const toml::node& node,
                     const std::vector<std::string>& names);

  const toml::table& table_;
  std::string path_;
  FileErrors* errors_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace ringside::scenario

#endif  // RINGSIDE_TOOLS_SCENARIO_TABLE_READER_H_
