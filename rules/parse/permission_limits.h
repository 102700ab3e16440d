#ifndef TRIALMATCH_RULES_PARSE_PERMISSION_LIMITS_H_
#define TRIALMATCH_RULES_PARSE_PERMISSION_LIMITS_H_

#include <string>

#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// What a sentence or an item lets in.
struct Permission {
  const Expression& content;  // as the patient has it
  bool full = false;          // and nothing was left unread
  std::string words;          // all of it, where they may stand in a leaf
  base::Span span;            // without words and span: only what was read of it counts
};

// Metastases of the brain are let in.
bool LetsInBrain(const Expression& content);

// "Antibiotics within 2 weeks. Patients on prophylactic antibiotics are eligible", "autoimmune disease. Those with
// hypothyroidism on replacement are eligible": takes what is let in from the illnesses and the treatments that `rule`, as it
// is asked with its denials inside, forbids under the same or a wider name. What was not read of the permission leaves
// open whom it lets in. False, and nothing changes, when none of them is related.
bool LimitRelated(const Lexicon& lexicon, const Permission& permission, Expression* rule);

// The same of a permission that stands below the rule: of illnesses, whatever they are called.
bool LimitBelow(const Lexicon& lexicon, const Permission& permission, Expression* rule);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_PERMISSION_LIMITS_H_
