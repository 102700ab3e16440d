#ifndef TRIALMATCH_RULES_PARSE_EXCEPTIONS_H_
#define TRIALMATCH_RULES_PARSE_EXCEPTIONS_H_

#include <vector>

#include "rules/criterion.h"

namespace trialmatch::rules {

// Every leaf of the expression is an illness, and nothing of it is opaque.
bool OnlyIllnesses(const Expression& expression);

// Takes the excepted illnesses from each illness of `forbidden`: "autoimmune disease" with "vitiligo"
// below it. Requires OnlyIllnesses of all of them.
void ExceptIllnesses(const std::vector<Expression>& excepted, Expression* forbidden);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_EXCEPTIONS_H_
