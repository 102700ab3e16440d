#ifndef TRIALMATCH_RULES_PARSE_CITATIONS_H_
#define TRIALMATCH_RULES_PARSE_CITATIONS_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "(Allison et al 2020)": where to read more. Marks its words.
void MarkCitations(Reading& reading, Clause clause);

// "Those with psoriasis (e.g., psoriatic arthritis is excluded) are eligible": the example tells whom the rule before it
// means. "Superficial bladder tumors [Ta, Tis]": so does the bracket. Takes its terms away; before the domains read.
void MarkExcludedExamples(Reading& reading, Clause clause);

// "Standard therapy (except in Part 1C, where those who had docetaxel are excluded)": what the brackets say of a part is not read. Takes their terms away;
// before the domains read.
void PassOverExceptedParts(Reading& reading, Clause clause);

// "Progressed on a TKI, except for patients in Cohort 3, who must be TKI-naive": what is asked of the part alone is not read. Takes its terms and
// cues away; before the sentence is read.
void PassOverDemandOfExceptedPart(Reading& reading, Clause sentence);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_CITATIONS_H_
