#ifndef TRIALMATCH_RULES_PARSE_BRAIN_BRAIN_STEROIDS_H_
#define TRIALMATCH_RULES_PARSE_BRAIN_BRAIN_STEROIDS_H_

#include <vector>

#include "rules/parse/brain/brain_words.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Untreated, symptomatic, or requiring steroids > 10 mg a day": so much of them.
void GiveDoseToSteroids(Reading& reading, Clause clause, std::vector<BrainQuality>* qualities);

// "Off steroids or on at most 10 mg of prednisone", the only "or" of the clause: the dose tells
// both. Marks the words before the dose.
bool TakeOffOrDose(Reading& reading, Clause clause);

// "Metastases that require surgery, radiation or steroids within 14 days": the therapy at `i` is one that they need, behind their name.
bool IsNeededTherapy(const Reading& reading, Clause clause, int i);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BRAIN_BRAIN_STEROIDS_H_
