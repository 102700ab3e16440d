#ifndef TRIALMATCH_RULES_PARSE_UNIT_READING_H_
#define TRIALMATCH_RULES_PARSE_UNIT_READING_H_

#include <optional>
#include <string>

#include "rules/leaf.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// The unit behind a number: a row of unit.tsv, a cell count however it is spelled ("x 10^9/L",
// "x109/L", "x 10 (3)/mm3": all told in 10^9/L), or a multiple of a limit ("x ULN", "times normal").
struct UnitReading {
  std::string unit;   // id of unit.tsv; "" for a multiple of a limit
  double factor = 1;  // the number times this is the value in `unit`
  CompareLeaf::Relative relative = CompareLeaf::Relative::kAbsolute;
  int last = -1;
};

// The unit behind the item `number`; items before `end` may belong to it.
std::optional<UnitReading> ReadUnit(const Reading& reading, int number, int end);

// The items behind a limit of normal that only say it again, "(ULN)", "range", "for age", end here;
// `limit` itself when there are none.
int EndOfLimitWords(const Reading& reading, int limit, int end);

// "x", "times", "fold" and the signs that stand for them.
bool IsTimes(const Reading& reading, int i);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_UNIT_READING_H_
