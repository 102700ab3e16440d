#ifndef TRIALMATCH_RULES_PARSE_RECORD_TUMOUR_LINES_H_
#define TRIALMATCH_RULES_PARSE_RECORD_TUMOUR_LINES_H_

#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// Inclusions that begin with tumours of which nobody has two, and go on with what is asked of those
// who have them ("NSCLC after a platinum", "renal cell carcinoma after a PD-1 inhibitor"): each is
// asked of who has its tumour, and everybody is asked for one of them. The same for "prostate
// cancer with castrate levels" beside an inclusion for one of several tumours. Asked when
// JoinRivalTumours and AskEachOfItsTumour are through.
void AskLinesOfTheirTumours(const Lexicon& lexicon, TrialCriteria* criteria);

// "Melanoma: ...", "sarcoma: ...", "other solid tumors: at least 1 line" as ways of one inclusion:
// the last is for those tumours that the list does not name.
void AskOthersOfList(TrialCriteria* criteria);

// "AST at most 3 x ULN, liver cancer patients at most 5 x ULN", "measurable lesions (by other
// criteria in prostate cancer)": a tumour that an inclusion of measurements names in passing is
// asked of nobody, where another inclusion tells which tumours the study takes.
void SpareTumoursOfMeasurements(const Lexicon& lexicon, TrialCriteria* criteria);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RECORD_TUMOUR_LINES_H_
