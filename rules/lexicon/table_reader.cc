#include "rules/lexicon/table_reader.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "base/utf8.h"

namespace trialmatch::rules {
namespace {

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (size_t at = 0;;) {
    const size_t end = text.find(separator, at);
    parts.push_back(text.substr(at, end - at));
    if (end == std::string_view::npos) return parts;
    at = end + 1;
  }
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

int RawTable::Column(std::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

absl::Status TableError(std::string_view table, int line, std::string_view message) {
  return absl::InvalidArgumentError(
      absl::StrCat(base::ToAbsl(table), ":", line, ": ", base::ToAbsl(message)));
}

std::vector<std::string_view> SplitList(std::string_view cell) {
  if (Trim(cell).empty()) return {};
  std::vector<std::string_view> parts = Split(cell, '|');
  for (std::string_view& part : parts) part = Trim(part);
  return parts;
}

absl::StatusOr<RawTable> ReadTable(std::string_view name, std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  RawTable table;
  absl::flat_hash_map<std::string_view, int> lines_by_id;
  int line = 0, source = -1;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    std::string_view row = text.substr(at, end - at);
    at = end + 1;
    ++line;
    if (row.ends_with('\r')) row.remove_suffix(1);
    if (row.empty() || row.front() == '#') continue;
    if (!base::IsValidUtf8(row)) return TableError(name, line, "the line is not UTF-8");
    std::vector<std::string_view> cells = Split(row, '\t');
    for (std::string_view& cell : cells) cell = Trim(cell);
    if (table.header_line == 0) {
      table.header_line = line;
      table.columns = std::move(cells);
      for (size_t i = 0; i < table.columns.size(); ++i) {
        if (table.Column(table.columns[i]) != static_cast<int>(i)) {
          return TableError(
              name, line,
              absl::StrCat("column \"", base::ToAbsl(table.columns[i]), "\" stands twice"));
        }
      }
      if (table.columns.front() != "id")
        return TableError(name, line, "the first column must be \"id\"");
      source = table.Column("source");
      if (source < 0) return TableError(name, line, "column \"source\" is missing");
      continue;
    }
    if (cells.size() != table.columns.size()) {
      return TableError(name, line,
                        absl::StrCat("the row has ", cells.size(), " cells, the table ",
                                     table.columns.size(), " columns"));
    }
    if (cells.front().empty()) return TableError(name, line, "the id is empty");
    if (cells[static_cast<size_t>(source)].empty())
      return TableError(name, line,
                        "the source is empty (write \"unverified\" if nothing was opened)");
    const auto [other, is_new] = lines_by_id.emplace(cells.front(), line);
    if (!is_new) {
      return TableError(name, line,
                        absl::StrCat("id \"", base::ToAbsl(cells.front()),
                                     "\" stands already in line ", other->second));
    }
    table.rows.push_back({line, std::move(cells)});
  }
  if (table.header_line == 0) return TableError(name, 1, "the line of column names is missing");
  return table;
}

}  // namespace trialmatch::rules
