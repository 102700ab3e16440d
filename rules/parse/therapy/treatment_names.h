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

// "Excluded therapies:" over "Radiation to the chest": where behind a heading that only forbids the clause's own words start, or its begin.
int BehindBareHeading(const Reading& r, Clause clause);

// "(Must not have had) a biologic as their only prior therapy": behind the names, from `from` on.
void HoldAsOnlyTherapy(const Reading& r, Clause clause, int from, TreatmentLeaf* leaf);

// "Radiotherapy near the lesions precluding ablative radiation", "that would result in overlap of fields": where behind item `from` it is said what
// the radiation would do to the therapy of the study, or -1.
int WhatItPrecludes(const Reading& r, Clause clause, int from);

// "ALK TKI-naive or pretreated with crizotinib only": the therapy that ends before item `end` is asked for and, of the class that is
// named before it, nothing else.
void AskNothingElse(const Reading& reading, Clause clause, int begin, int end, TreatmentLeaf* leaf);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_NAMES_H_
