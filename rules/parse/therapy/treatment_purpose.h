#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_PURPOSE_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_PURPOSE_H_

#include "rules/parse/reading.h"
#include "rules/parse/therapy/treatment_group.h"

namespace trialmatch::rules {

// True when the named treatments were not given for the cancer as far as the words around them
// tell: they were for an illness, stand where toxicity is recovered from, belong to another trial,
// or time what the site does (contraception, tissue).
bool IsNoTherapyOfTheCancer(const Reading& reading, const TreatmentClause& treatments);

// "Chemotherapy, including neoadjuvant or adjuvant treatment": `anchor` is of the therapies before it.
bool IsEveryPurpose(const Reading& reading, const TreatmentFrame& frame, const TreatmentAnchors& before, const TreatmentAnchor& anchor);

// "Any medical condition requiring immunosuppressants": of the drugs, and no illness; its words are used.
void UseAnyIllnessInNeed(Reading& reading, const TreatmentClause& treatments);

// Genes inside the list ("anti-PD-1, PD-L1 or CTLA-4 antibody") and the cancer it was given for belong to the therapy.
void UseNeighboursOfTherapies(Reading& reading, const TreatmentClause& treatments);

// "Life-threatening events from immunotherapy", "chemotherapy for other indications than NSCLC", "exon 20 insertion-selective
// kinase inhibitors": not every such therapy is forbidden, and what limits it is said in the leaf of the therapy between
// items `begin` and `end`.
void KeepLimit(const Reading& reading, Clause clause, int begin, int end, TreatmentLeaf* leaf);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_PURPOSE_H_
