#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_PERMISSION_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_PERMISSION_H_

#include <optional>
#include <string>
#include <vector>

#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "No prior chemotherapy. Adjuvant chemotherapy is allowed": what a permitted therapy takes from a rule before it about
// therapies. `rule` is as the patient must have it, its denials inside. A therapy of another kind takes nothing, and of a
// demand for another one it is no alternative. False when either says more than which therapies, so that it has to be
// limited in another way; `rule` is then as it was.
bool ExceptPermittedTreatment(const Lexicon& lexicon, const Expression& permitted, Expression* rule);

// "Palliative radiotherapy to bone is permitted": the drugs and classes before the word that permits; none where an illness, a marker or a denial stands there.
std::vector<std::string> PermittedDrugs(const Reading& reading, Clause sentence);

// "One cycle of chemotherapy is allowed": the cycles that a sentence of this mood permits, all its words used; none where it says more.
std::optional<Expression> PermittedCycles(Reading& reading, Clause sentence, Mood mood);

// What a permission lets in of therapies, whatever it says of them; none where it speaks of anything else.
std::vector<std::string> TherapiesOf(const Expression& permitted);

// "Immunosuppressants or corticosteroids", "anticancer therapy or radiation": takes what is none of `drugs` out of a forbidden list that holds some of
// them or a wider class, and returns it.
std::optional<Expression> SplitOthersOff(const Lexicon& lexicon, const std::vector<std::string>& drugs, Expression* forbidden);

// Some therapy stands in the expression, denied or not.
bool TellsOfTherapy(const Expression& expression);

// One of `drugs`, a kind of it or a class that it is of stands in the expression, denied or not.
bool SharesTherapy(const Lexicon& lexicon, const std::vector<std::string>& drugs, const Expression& expression);

// "(Radiotherapy is allowed if) completed at least 2 weeks before": that the therapy, one leaf, was not had since; marks the time. Nothing where no
// such time is told, or the therapy has one of its own.
std::optional<Expression> EndedBefore(Reading& reading, const Expression& therapy, Clause condition);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_PERMISSION_H_
