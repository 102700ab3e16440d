#ifndef TRIALMATCH_RULES_PARSE_RECORD_RIVALS_H_
#define TRIALMATCH_RULES_PARSE_RECORD_RIVALS_H_

#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// Each asks for a tumour, and nobody has a tumour of both: items of a list of tumours, not two demands.
bool AskForOtherTumours(const Lexicon& lexicon, const Expression& a, const Expression& b);

// Two neighbours of a list of demands that nobody can meet together: of other tumours, or of other stages
// ("stage IIIB with an effusion", then "stage IV"), or of other mutations of one gene.
bool AreRivals(const Lexicon& lexicon, const Combined& a, const Combined& b);

// Inclusions that hold for everybody and ask for tumours of which nobody has two ("breast cancer", and further down "ovarian cancer") are ways of one
// list, whatever stands between them: each then asks for any of them, and what stands below one is asked of those who have that tumour.
void JoinRivalTumours(const Lexicon& lexicon, TrialCriteria* criteria);

// "Gastric cancer: must have had a platinum", and on another line "sarcoma: must have had chemotherapy": each of them is asked of
// who has its tumour.
void AskEachOfItsTumour(const Lexicon& lexicon, TrialCriteria* criteria);

// The same of one inclusion for limited and one for extensive disease: each then asks for either with what is said beside it.
void JoinRivalExtents(const Lexicon& lexicon, TrialCriteria* criteria);

// The same of inclusions for stages that nobody has together ("stage IIIB with an effusion", and further down "stage IV").
void JoinRivalStages(const Lexicon& lexicon, TrialCriteria* criteria);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_RECORD_RIVALS_H_
