#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_PART_SUBJECT_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_PART_SUBJECT_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// Parts that are told by what is done in them, and have no label. Each answers the item where what
// is asked begins, or -1.

// "For cohorts where drug A is given with drug B: ...", "For the melanoma, sarcoma, and glioma
// expansion cohorts, ...": the item behind the colon or the comma, or -1.
int BehindCohortsWhere(const Reading& reading, Clause own);

// "For combination therapy with drug A, participants must ...", "For drug A monotherapy: ...": the
// item behind the comma or the colon, or -1.
int BehindTherapyOfPart(const Reading& r, Clause own);

// "Participants enrolled in the drug A and drug B cohort (Cohort D) *must have* ...": the item of
// the demand, or -1.
int DemandOfThoseInPart(const Reading& reading, Clause own);

// "Tumor specific cohorts (melanoma, sarcoma) *must have* received ...", "The other solid tumor
// cohort *excludes* ...": the item of the demand, or -1.
int DemandOfCohort(const Reading& reading, Clause own);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_PART_SUBJECT_H_
