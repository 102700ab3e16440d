#ifndef TRIALMATCH_RULES_PARSE_TREATMENT_LINES_H_
#define TRIALMATCH_RULES_PARSE_TREATMENT_LINES_H_

#include "rules/parse/reading.h"
#include "rules/parse/treatment_anchors.h"

namespace trialmatch::rules {

// "At least one, but no more than three prior lines", "at least one line and up to 3 lines": adds the other end of the
// range to the count of the lines at item `line_at`, and marks its words.
void AddOtherBound(Reading& reading, Clause clause, int line_at, CountReading* count);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_TREATMENT_LINES_H_
