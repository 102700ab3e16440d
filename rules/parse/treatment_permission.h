#ifndef TRIALMATCH_RULES_PARSE_TREATMENT_PERMISSION_H_
#define TRIALMATCH_RULES_PARSE_TREATMENT_PERMISSION_H_

#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// "No prior chemotherapy. Adjuvant chemotherapy is allowed": what a permitted therapy takes from a rule before it about
// therapies. `rule` is as the patient must have it, its denials inside. A therapy of another kind takes nothing, and of a
// demand for another one it is no alternative. False when either says more than which therapies, so that it has to be
// limited in another way; `rule` is then as it was.
bool ExceptPermittedTreatment(const Lexicon& lexicon, const Expression& permitted, Expression* rule);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_TREATMENT_PERMISSION_H_
