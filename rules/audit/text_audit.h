#ifndef TRIALMATCH_RULES_AUDIT_TEXT_AUDIT_H_
#define TRIALMATCH_RULES_AUDIT_TEXT_AUDIT_H_

#include <string>

#include "rules/criterion.h"

namespace trialmatch::rules {

// The study's criteria for a person at a terminal: each with its words, its reading below it, what was not understood first.
std::string RenderAuditText(const TrialCriteria& criteria);

// A reading in one line: "ALK fusion and not (treatment: alk_tki)".
std::string Describe(const Expression& expression);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_TEXT_AUDIT_H_
