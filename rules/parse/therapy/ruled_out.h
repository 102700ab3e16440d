#ifndef TRIALMATCH_RULES_PARSE_THERAPY_RULED_OUT_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_RULED_OUT_H_

#include <optional>

#include "rules/criterion.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "(unless) contraindicated", "the patient was ineligible to receive such therapy": a clause that says nothing but that a
// therapy named before it was no choice for the patient. Marks its words; nullopt for any other clause.
std::optional<Expression> ReadRuledOut(Reading& reading, Clause clause);
// Of what is asked, the therapies are not of whom they were ruled out for; the rest is.
void UnlessRuledOut(Expression ruled_out, Expression* asked);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_RULED_OUT_H_
