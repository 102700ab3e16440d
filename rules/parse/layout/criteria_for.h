#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_CRITERIA_FOR_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_CRITERIA_FOR_H_

#include <optional>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// For whom a list is, as the line over it says.
struct CriteriaFor {
  Expression whom;          // not understood, in part or as a whole, where its words are not
  bool additional = false;  // beside a list for everybody
  Clause words;
};

// "Additional inclusion criteria for NSCLC participants:", "Solid Tumors Inclusion Criteria:", "EXCLUSION CRITERIA - DONORS:", "For participants at the maximum dose, the following
// additional criteria must be met:" in [begin, end). None where the line is for all who enter, or names nobody.
std::optional<CriteriaFor> ReadCriteriaFor(Reading& reading, int begin, int end);

// "... are excluded from some parts of the study:", "For some cohorts, ...": the item behind the words, or -1. Which parts is not said.
int BehindSomeParts(const Reading& reading, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_CRITERIA_FOR_H_
