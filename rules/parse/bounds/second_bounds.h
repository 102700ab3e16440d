#ifndef TRIALMATCH_RULES_PARSE_BOUNDS_SECOND_BOUNDS_H_
#define TRIALMATCH_RULES_PARSE_BOUNDS_SECOND_BOUNDS_H_

#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "ALT <= 3 x ULN, except that ALT <= 5 x ULN *is allowed* in patients with liver metastases": a wider bound for some, and no permission of the whole.
void PassOverAllowedBound(Reading& reading, Clause sentence);

// "PT <= 1.5 x ULN, or if on anticoagulants, INR <= 3", "bilirubin <= 1.5 x ULN, except in patients with Gilbert's syndrome, who must have a normal direct
// bilirubin": other values for some. False where the sentence is none of the kind.
bool ReadValuesOfSome(Reading& reading, Clause sentence, std::vector<Statement>* out);

// "FEV1 >= 1.5 L (>= 1.0 L in women)": a wider second bound, that was not read, leaves the first open. Of the statements from `first` on.
void OpenUnreadSecondBound(const Reading& reading, Clause sentence, size_t first, std::vector<Statement>* statements);

// "*Stage 4 or 5* chronic kidney disease": no stage of the tumor. The illness behind it, or -1.
int PassOverStageOfIllness(Reading& reading, Clause sentence);

// "Chronic kidney disease *stage 4 or 5*" among the exclusions: not every kidney disease.
void OpenStageOfIllness(const Reading& reading, Clause sentence, int behind_stage, size_t first, std::vector<Statement>* statements);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BOUNDS_SECOND_BOUNDS_H_
