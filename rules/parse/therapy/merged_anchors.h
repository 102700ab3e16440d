#ifndef TRIALMATCH_RULES_PARSE_THERAPY_MERGED_ANCHORS_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_MERGED_ANCHORS_H_

#include <vector>

#include "rules/parse/therapy/treatment_anchors.h"

namespace trialmatch::rules {

// Makes one of two neighbours that name the same treatment: "systemic treatment with
// corticosteroids", "platinum-based concurrent chemoradiation". What is dropped is used.
void MergeAnchors(Reading& reading, std::vector<TreatmentAnchor>* named);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_MERGED_ANCHORS_H_
