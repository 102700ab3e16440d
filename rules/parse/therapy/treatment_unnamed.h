#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_UNNAMED_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_UNNAMED_H_

#include <optional>

#include "rules/parse/domains.h"
#include "rules/parse/therapy/treatment_anchors.h"
#include "rules/parse/therapy/treatment_frame.h"

namespace trialmatch::rules {

// Treatments of a clause that names none.

// "Therapy", "prior treatments": of no particular kind, and not read before.
bool IsTherapyNoun(const Reading& reading, Clause clause, int i);

// "1-3 prior treatments", "no more than 2 prior therapies": each counts as a line. The item behind the count, or -1.
int CountedPriorTherapy(const Reading& reading, Clause clause);

// "Untreated spinal cord compression", "untreated eye disease": the word at `naive` is of the illness, not of the patient.
bool UntreatedIllness(const Reading& reading, Clause clause, int naive);

// "Any prior treatment for NSCLC", "SCLC, 2L+": true when it was read.
bool ReadUnnamedTherapy(Reading& reading, Clause clause, Mood mood, const TreatmentFrame& frame, Atoms& atoms);

// "No treatment for metastatic disease other than X", at its noun: any systemic therapy, where an
// exception stands behind.
std::optional<TreatmentAnchor> ExceptedTherapyOfExtent(const Reading& reading, Clause clause, int i);

// "Must not have received treatment for their metastatic disease": nothing but the extent is told of it.
void ReadTherapyOfExtent(Reading& reading, Clause clause, Mood mood, Atoms& atoms);

// "Relapse within 12 months of completion of adjuvant therapy": the word for the relapse is item `progressed`.
bool RecursAfterPurpose(const Reading& reading, Clause clause, const TreatmentFrame& frame, int progressed);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_UNNAMED_H_
