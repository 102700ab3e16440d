#ifndef TRIALMATCH_RULES_PARSE_EXCEPTIONS_H_
#define TRIALMATCH_RULES_PARSE_EXCEPTIONS_H_

#include <optional>
#include <string_view>
#include <vector>

#include "rules/criterion.h"
#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// Every leaf of the expression is an illness, and nothing of it is opaque.
bool OnlyIllnesses(const Expression& expression);

// Takes the excepted illnesses from each illness of `forbidden`: "autoimmune disease" with "vitiligo"
// below it. Requires OnlyIllnesses of all of them.
void ExceptIllnesses(const std::vector<Expression>& excepted, Expression* forbidden);

// The expression is treatments, or a denial of them, and nothing of it is opaque.
bool OnlyTreatments(const Expression& expression);

// What is excepted from treatments that are forbidden: a treatment named and no more, or one up to a
// dose. False, and nothing changes, for anything else. Requires OnlyTreatments of `forbidden`.
bool ExceptTreatment(const Expression& excepted, Expression* forbidden);

// "Mitomycin within 6 weeks; targeted drugs within 2 weeks" below "chemotherapy within 4 weeks, except:": those go out of what is forbidden,
// and `own` is what is forbidden of them. False for statements that say other things.
bool ExceptStatementsOfOwnTime(const std::vector<Statement>& statements, Expression* forbidden,
                               std::vector<Expression>* own);

// Each illness of the expression is said to be so as well. Requires OnlyIllnesses.
void QualifyIllnesses(std::string_view words, Expression* expression);

// The first illness of `forbidden` as the items before `end` ask for it; nullopt when they say
// anything but how it must be. Requires OnlyIllnesses of `forbidden`.
std::optional<Expression> BareException(Reading& reading, int end, const Expression& forbidden);

// The illness of `has` as the clause asks for it, "on effective therapy with an undetectable viral load";
// nullopt when it says anything but how the illness must be. Requires OnlyIllnesses of `has`.
std::optional<Expression> HowIllnessIs(Reading& reading, Clause clause, const Expression& has);

// "The patient must be disease-free for 5 years": the illness of `has` as the clause demands it of who has it.
std::optional<Expression> DemandedOfIll(Reading& reading, Clause clause, const Expression& has);

// "Has been taking prednisone for at least 1 month", read as how long ago it was: the length of a therapy that goes on, which
// no leaf says.
bool TellsLengthOfTherapy(const Reading& reading, Clause clause, const Expression& read);

// "They are eligible if their viral load is undetectable": the illness of `has` as it is let in.
std::optional<Expression> PermittedIllness(Reading& reading, Clause clause, const Expression& has);

// "AV block, unless paced, *or* PR interval > 220 ms": the comma where an exception that names no value ends, before one that is forbidden as well; or -1.
int BoundBehindException(const Reading& reading, int unless, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_EXCEPTIONS_H_
