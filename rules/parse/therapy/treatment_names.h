#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_NAMES_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_NAMES_H_

#include <string>
#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/therapy/treatment_group.h"

namespace trialmatch::rules {

// The treatments that a group names: without its examples, short forms and the wider words of its noun groups.
std::vector<std::string> WhatOf(const Reading& reading, const TreatmentGroup& group);

// Radiotherapy of no site.
bool IsBareRadiation(const Reading& reading, const TreatmentAnchor& anchor);

// "Systemic therapy, such as chemotherapy and immunotherapy", but "immunotherapy such as nivolumab and a platinum": the anchor `k` illustrates the
// one before `head`, behind which "such as" stands (0: nowhere).
bool IsExampleOf(const Lexicon& lexicon, TreatmentGroup anchors, size_t head, size_t k);

// "Cohort I erlotinib-naive subjects", which excludes nobody for certain: whom a group of the study takes. Where it is named, or -1.
int GroupOfNaive(const Reading& reading);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_NAMES_H_
