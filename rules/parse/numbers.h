#ifndef TRIALMATCH_RULES_PARSE_NUMBERS_H_
#define TRIALMATCH_RULES_PARSE_NUMBERS_H_

#include <optional>
#include <string>

#include "base/date.h"
#include "base/quantity.h"
#include "rules/leaf.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// A bound or a range as it stands in the text: ">= 1.5 x 10^9/L", "at least 18 years", "0-2", "0, 1 or 2", "between 18 and 75", "≤ 2.5 x ULN".
struct BoundReading {
  base::Bounds bounds;
  std::string unit;                                  // id of unit.tsv, "" when none stands there
  CompareLeaf::Relative relative = CompareLeaf::Relative::kAbsolute;
  bool has_comparison = false;                       // a sign or word of comparison stood there (not just "0-2" or a bare number)
  bool of_unsaid_limit = false;                      // "<= 5 times", of what is not said; no value by itself
  bool is_list = false;                              // "0, 1 or 2"
  int first = 0;
  int last = 0;                                      // the last item that belongs to it
};

// The bound that starts at item `i`; items from `i` to `end` may belong to it. Words between comparison and number ("of", "or equal to") are passed over.
std::optional<BoundReading> ReadBound(const Reading& reading, int i, int end);

// A whole number: digits or a word ("two", "one").
std::optional<int> ReadCount(const Reading& reading, int i);

struct DurationReading {
  base::Duration duration;
  int first = 0;
  int last = 0;
};

// "4 weeks", "28 days", "six months", "(28) days", "2-week", "3 to 4 weeks" (the longer).
std::optional<DurationReading> ReadDuration(const Reading& reading, int i, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_NUMBERS_H_
