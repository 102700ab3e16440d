#ifndef TRIALMATCH_RULES_PARSE_THERAPY_ASKED_OF_WHOM_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_ASKED_OF_WHOM_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "5-FU for patients with colorectal cancer and platinum for patients with ...": the tumour says of whom
// the therapy before it is asked.
void AskOfThoseWith(const Reading& reading, Atoms& atoms);

// "Melanoma, iodine-refractory thyroid cancer or NSCLC": the therapy is of its tumour alone.
void AskOfResistantTumour(const Reading& reading, Clause clause, Atoms& atoms);

// "Stage IV or recurrent disease after surgery or radiation": the therapy is that of those who recur, and
// nobody else is asked for one.
void DropWhatItRecurredAfter(const Reading& reading, Atoms& atoms);

// "Stage IV, or recurrence after surgery", "stage III that grew after chemoradiation, or stage IV": the therapy is
// asked of one of the ways.
void JoinRelapseToStages(const Reading& reading, Atoms& atoms);

// "Patients with liver cancer and brain metastases are excluded": who has both; `joint` is the "and".
bool AreOfOnePatient(const Reading& reading, const Atom& tumour, const Atom& brain, int joint);

// "Any two of the following: diabetes, hypertension": one of them is too few, and how many of them there are was not read.
void JoinCountedList(const Reading& reading, Atoms& atoms);

// "At least one of the following: brain metastases, liver metastases, bone metastases": any of what is asked for, in the order of the text.
void JoinAnyOfList(const Reading& reading, Atoms& atoms);

// "No brain metastases with prior irradiation": both together are denied.
void DenyTogether(const Reading& reading, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_ASKED_OF_WHOM_H_
