#ifndef TRIALMATCH_MATCHER_RANK_CAUTIONS_H_
#define TRIALMATCH_MATCHER_RANK_CAUTIONS_H_

#include "base/date.h"
#include "matcher/index/trial_facts.h"
#include "matcher/patient/patient.h"
#include "matcher/rank/patient_picture.h"
#include "matcher/report.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// Fills `cautions` of a decided result with the rows of caution.tsv that apply, in the order of the
// table. They never change a verdict.
void AddCautions(const Patient& patient, const PatientPicture& picture, const TrialFacts& facts,
                 const rules::Lexicon& lexicon, base::Day decided_on, TrialResult& result);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_RANK_CAUTIONS_H_
