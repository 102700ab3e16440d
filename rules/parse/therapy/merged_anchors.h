#ifndef TRIALMATCH_RULES_PARSE_THERAPY_MERGED_ANCHORS_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_MERGED_ANCHORS_H_

#include <vector>

#include "rules/parse/therapy/treatment_anchors.h"

namespace trialmatch::rules {

// Makes one of two neighbours that name the same treatment: "systemic treatment with
// corticosteroids", "platinum-based concurrent chemoradiation". What is dropped is used.
void MergeAnchors(Reading& reading, std::vector<TreatmentAnchor>* named);

// "Previously untreated (excluding palliative radiotherapy)": all that is named are local therapies
// that do not count.
bool ExceptsOnlyLocal(const Reading& reading, Clause clause, const TreatmentAnchors& anchors);

// The last item of that exception: of its brackets, or of the last therapy.
int EndOfException(const Reading& reading, Clause clause, const TreatmentAnchors& anchors);

// "Failed one line of palliative therapy (chemotherapy or biological therapy)", asked for: whatever was given.
void WidenToAnySystemic(const Reading& reading, Clause clause, std::vector<TreatmentAnchor>* named);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_MERGED_ANCHORS_H_
