#ifndef TRIALMATCH_RULES_PARSE_SITE_SENTENCES_H_
#define TRIALMATCH_RULES_PARSE_SITE_SENTENCES_H_

// Sentences that ask nothing which a profile could tell: examinations to be done, what counts as a
// measurable lesion or as a line of therapy, recovery from earlier toxicity.

#include "rules/parse/mood.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// The sentence asks nothing of a patient that anyone but the study site could answer.
bool LeftToSite(const Reading& r, Clause sentence, Section section, const MoodReading& mood);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_SITE_SENTENCES_H_
