#ifndef TRIALMATCH_RULES_PARSE_LEADING_WINDOW_H_
#define TRIALMATCH_RULES_PARSE_LEADING_WINDOW_H_

#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "Within 6 months before enrollment: unstable angina; stroke; infarction": the time before the colon is of each illness
// of the list that tells none of its own. `first_of` is the first statement of each sentence.
void ShareLeadingWindow(const Reading& reading, const Clauses& sentences, const std::vector<size_t>& first_of, std::vector<Statement>* statements);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LEADING_WINDOW_H_
