#ifndef TRIALMATCH_RULES_PARSE_THERAPY_RULED_OUT_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_RULED_OUT_H_

#include <optional>
#include <string>
#include <vector>

#include "rules/criterion.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "(unless) contraindicated", "the patient was ineligible to receive such therapy": a clause that says nothing but that a
// therapy named before it was no choice for the patient. Marks its words; nullopt for any other clause.
std::optional<Expression> ReadRuledOut(Reading& reading, Clause clause);
// The drugs and classes that the clause names.
std::vector<std::string> NamedTherapies(const Reading& reading, Clause clause);
// Of what is asked, the therapies (those of `named`, where it asks for one of them) are not of whom they were ruled out for; the rest is.
void UnlessRuledOut(Expression ruled_out, const std::vector<std::string>& named, Expression* asked);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_RULED_OUT_H_
