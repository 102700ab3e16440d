#ifndef TRIALMATCH_RULES_PARSE_THERAPY_GENERATIONS_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_GENERATIONS_H_

#include "rules/parse/therapy/treatment_anchors.h"

namespace trialmatch::rules {

// "First- or second-generation ALK TKI", "1st/2nd generation", "first-generation (crizotinib) or second-generation": the class of the
// anchor with those of the generations told before it, as far as the table has them. "EGFR-TKIs that can
// inhibit T790M": those of the generation that does.
TreatmentAnchor WithGenerationsBefore(const Reading& reading, Clause clause, TreatmentAnchor anchor);

// "Lorlatinib or other third-generation TKI": of the target that the drugs and genes of the clause tell.
TreatmentAnchor OfGenerationBefore(const Reading& reading, Clause clause, TreatmentAnchor anchor);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_GENERATIONS_H_
