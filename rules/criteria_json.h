#ifndef TRIALMATCH_RULES_CRITERIA_JSON_H_
#define TRIALMATCH_RULES_CRITERIA_JSON_H_

#include <cstdint>
#include <string>

#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// The study's criteria as one JSON object on one line, in the shape of docs/criteria.md. Spans are byte offsets into the fetched text.
std::string CriteriaToJson(const TrialCriteria& criteria, const Lexicon& lexicon);

// An expression, and a leaf, as they stand in it.
std::string ExpressionToJson(const Expression& expression);

// The same at the end of `out`; without places ("begin", "end") expressions that say the same are
// the same bytes.
enum class Places : bool { kLeftOut, kTold };
void AppendExpressionJson(const Expression& expression, Places places, std::string* out);

// Of the criterion's text, section and expression, not of where it stands: equal hashes read the
// same. Worked out where it is asked for; it is written into the JSON alone.
uint64_t HashOf(const Criterion& criterion);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_CRITERIA_JSON_H_
