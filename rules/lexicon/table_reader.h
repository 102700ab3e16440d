#ifndef TRIALMATCH_RULES_LEXICON_TABLE_READER_H_
#define TRIALMATCH_RULES_LEXICON_TABLE_READER_H_

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace trialmatch::rules {

// A tab separated table as cells; the views point into the text.
struct RawTable {
  struct Row {
    int line = 0;                         // from 1
    std::vector<std::string_view> cells;  // as many as columns
  };
  std::vector<std::string_view> columns;
  int header_line = 0;
  std::vector<Row> rows;

  // The column's index, or -1.
  int Column(std::string_view name) const;
};

// "drug.tsv:12: message".
absl::Status TableError(std::string_view table, int line, std::string_view message);

// InvalidArgument for text that is not UTF-8, no header, a column that stands twice, a row with too
// few or too many cells, an empty id, an id that stands twice, an empty source. Requires the
// columns `id`, first, and `source`.
absl::StatusOr<RawTable> ReadTable(std::string_view name, std::string_view text);

// The parts of a list cell ("a|b"), without the blanks around them. An empty cell has none; an
// empty part is kept.
std::vector<std::string_view> SplitList(std::string_view cell);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_LEXICON_TABLE_READER_H_
