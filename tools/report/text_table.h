// Columns of text under each other.
#ifndef RINGSIDE_TOOLS_REPORT_TEXT_TABLE_H_
#define RINGSIDE_TOOLS_REPORT_TEXT_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ringside::report {

// "3,145,689".
std::string Grouped(uint64_t number);

class TextTable {
 public:
  // The first `left` columns are set to the left, all others to the right.
  explicit TextTable(size_t left) : left_(left) {}

  // All rows have as many cells as the first.
  void AddRow(std::vector<std::string> cells);
  // A heading over columns `first` to `last`, in a line above the rows. From left to right, and no
  // wider than its columns.
  void AddHeading(size_t first, size_t last, std::string text);

  // Lines without trailing blanks, two blanks between columns.
  std::string ToString() const;

 private:
  struct Heading {
    size_t first;
    size_t last;
    std::string text;
  };

  std::vector<size_t> Widths() const;

  const size_t left_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<Heading> headings_;
};

}  // namespace ringside::report

#endif  // RINGSIDE_TOOLS_REPORT_TEXT_TABLE_H_
