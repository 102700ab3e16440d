#ifndef TRIALMATCH_RULES_PARSE_RECORD_OWN_TARGET_H_
#define TRIALMATCH_RULES_PARSE_RECORD_OWN_TARGET_H_

#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// No study is closed to the very tumour that it asks for: "NSCLC with a small-cell component" among
// the exclusions of a study of NSCLC speaks of the component. Takes the tumours that the study asks
// of everybody out of what its criteria forbid; where nothing else was forbidden the prohibition is
// left as not understood. A prohibition of that one tumour and nothing else, in a few words, stays
// for the lint to report. "Other driver alterations" among the exclusions are not those of the genes that
// the study asks for, and "any other therapy" is none of the therapies that it asks for.
void SpareOwnTarget(const Lexicon& lexicon, TrialCriteria* criteria);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RECORD_OWN_TARGET_H_
