#ifndef TRIALMATCH_RULES_PARSE_RECORD_DEMANDED_THERAPY_H_
#define TRIALMATCH_RULES_PARSE_RECORD_DEMANDED_THERAPY_H_

#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// "Progression on a PD-1 antibody" beside "no other immunotherapy": what everyone must have had is
// not among what a wider word forbids.
void SpareDemandedTherapy(const Lexicon& lexicon, TrialCriteria* criteria);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RECORD_DEMANDED_THERAPY_H_
