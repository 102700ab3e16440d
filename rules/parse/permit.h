#ifndef TRIALMATCH_RULES_PARSE_PERMIT_H_
#define TRIALMATCH_RULES_PARSE_PERMIT_H_

#include <vector>

#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// A statement that constrains: a demand or a prohibition, with what later permissions have taken
// from it.
struct Rule {
  Mood mood;
  Topic topic;
  Expression content;
};

// "Status assessed in plasma is accepted": how a marker may be tested lets nobody in who lacks it.
bool OnlyTests(const Expression& expression);

// A permission limits the rule before it that is about the same; on its own it constrains nothing.
// True when it did.
bool Permit(const Lexicon& lexicon, const Statement& permission, std::vector<Rule>& rules);

// "Antibiotics within 2 weeks. Patients on prophylactic ones for a disease of the lungs are eligible": the same where the
// permission is about something else, but lets in what the rule forbids under the same or a wider name.
bool PermitRelated(const Lexicon& lexicon, const Statement& permission, std::vector<Rule>& rules);

// "Thrombosis. Patients stable on anticoagulation are eligible": a permission that names none of what the rule before it forbids, only the
// anticoagulant: whom it lets in was not read.
bool PermitOnAnticoagulant(const Lexicon& lexicon, const Statement& permission, std::vector<Rule>& rules);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_PERMIT_H_
