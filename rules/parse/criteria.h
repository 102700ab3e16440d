#ifndef TRIALMATCH_RULES_PARSE_CRITERIA_H_
#define TRIALMATCH_RULES_PARSE_CRITERIA_H_

#include <span>

#include "base/span.h"
#include "rules/criterion.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Turns the text into cohorts, headings and criteria of `out`: the outline's items with their
// lead-ins and scopes, alternatives ("one of the following") folded into one criterion.
// Cohort::has_own_inclusion is left to the caller, who knows the arms. Items whose bodies are `excluding` are read as exclusions wherever they stand.
void ReadCriteria(const Grammar& grammar, std::string_view text, std::span<const base::Span> excluding, TrialCriteria* out);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_CRITERIA_H_
