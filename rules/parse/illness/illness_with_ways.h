#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_WITH_WAYS_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_WITH_WAYS_H_

#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "COPD with FEV1 < 50 % or requiring home oxygen" among the exclusions: the illness excludes with any of what stands behind it, and not alone.
// False where the sentence is none of the kind.
bool ReadIllnessWithWays(Reading& reading, Clause sentence, std::vector<Statement>* out);

// "Melanoma at any time, *or* any other cancer within 5 years", "cord compression unless treated and stable, *ILD, or active hepatitis B*" among the
// exclusions: where the illnesses begin of which the turn before them does not tell; or -1.
int BehindOwnTurn(const Reading& reading, Clause sentence);
// Both halves, cut there: a tumor "at any time" is one of the history.
void ReadBothTurns(Reading& reading, Clause sentence, int behind, std::vector<Statement>* out);

// "Diabetes (fasting glucose > 10 mmol/L)", "heart failure and on diuretics", "HIV on antiretrovirals" among the exclusions: both together. The time behind a
// drug that the illness was treated with is the drug's.
bool BelongsToIllness(const Reading& reading, Atom& illness, Atom& with);

// "Anemia (hemoglobin < 9 g/dL)" among the exclusions: the value in brackets is what the illness means, whose bare name is set aside.
void PassOverIllnessOfValue(Reading& reading, Clause sentence);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_WITH_WAYS_H_
