#include "tools/report/text_table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace ringside::report {
namespace {

constexpr size_t kGap = 2;

std::string Line(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

}  // namespace

std::string Grouped(uint64_t number) {
  const std::string digits = absl::StrCat(number);
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

void TextTable::AddRow(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

void TextTable::AddHeading(size_t first, size_t last, std::string text) {
  headings_.push_back({.first = first, .last = last, .text = std::move(text)});
}

std::vector<size_t> TextTable::Widths() const {
  std::vector<size_t> widths;
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  return widths;
}

std::string TextTable::ToString() const {
  const std::vector<size_t> widths = Widths();
  std::string text;
  if (!headings_.empty()) {
    std::string line;
    for (const Heading& heading : headings_) {
      size_t begin = 0;
      for (size_t i = 0; i < heading.first; ++i) begin += widths[i] + kGap;
      size_t width = 0;
      for (size_t i = heading.first; i <= heading.last; ++i) width += widths[i] + kGap;
      width -= kGap;
      line.resize(begin, ' ');
      const size_t dashes = width - std::min(width, heading.text.size() + 2);
      absl::StrAppend(&line, std::string(dashes / 2, '-'), " ", heading.text, " ",
                      std::string(dashes - dashes / 2, '-'));
    }
    text += Line(line);
  }
  for (const auto& row : rows_) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      absl::StrAppendFormat(&line, "%*s%*s", i == 0 ? 0 : static_cast<int>(kGap), "",
                            static_cast<int>(widths[i]) * (i < left_ ? -1 : 1), row[i]);
    }
    text += Line(line);
  }
  return text;
}

}  // namespace ringside::report
