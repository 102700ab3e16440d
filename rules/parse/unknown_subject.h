#ifndef TRIALMATCH_RULES_PARSE_UNKNOWN_SUBJECT_H_
#define TRIALMATCH_RULES_PARSE_UNKNOWN_SUBJECT_H_

#include <optional>
#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/part.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "Participants with genome mutations must have received X": of whom, [sentence.begin, demand), was not read,
// and so of nobody surely. `blank` with the demand for them; nothing, where everybody is meant or no therapy
// is asked for.
std::optional<Statement> DemandOfUnread(Reading& reading, Clause sentence, int demand, Statement blank);

// "Patients with an EGFR mutation must have had a TKI; all other patients must have had platinum": of who is none of those before.
void HoldForOthers(const Reading& reading, Clause sentence, size_t from, std::vector<Statement>* all);

// "KRAS mutation. If driver mutation, must have had targeted therapy": whether the mutation that is asked for before is meant as
// well, no word says. Of the statements from `from` on.
void DoubtDriverAskedFor(size_t from, std::vector<Statement>* all);

// "...; and 1 platinum-based therapy": the statements from `from` on go on with a demand of patients that were
// not read, and are of the same.
void HoldForSamePatients(const Reading& reading, Clause sentence, size_t from, std::vector<Statement>* all);

// "Subjects with <words that were not understood> should have had A": `what` is not asked of the others. `blank` with that demand, `site_only` when the
// site alone sees to it; nothing, where nothing was read.
std::optional<Statement> OfUnreadPeople(base::Span who, Part what, Statement blank, Statement site_only);

// "Who are newly diagnosed or have suspected cancer": all have cancer, and not all are meant.
bool HoldsForAnyCancer(const Expression& who);

// "Patients with breast cancer who are eligible for a PARP inhibitor" in [begin, end): who is, a doctor says.
bool AreCandidates(const Reading& reading, int begin, int end);

// "Patients with ECOG 2 (must have ...)": nobody is asked to be that ill, and it says of whom something is asked.
bool OfWorsePerformance(const Expression& who);

// "Participants with NSCLC, ovarian or breast cancer are eligible and must have ...": the list of tumours is who may
// come; of one tumour alone the rest is asked of whoever has it.
bool AdmitsTumours(const Reading& reading, int demand, const Expression& who);

// The people [begin, end) of whom something is asked: "patients with HIV"; "all patients, *except those with HIV*" are the others.
Part ReadSubject(Reading& reading, int begin, int end);

// A bound of some value is asked for in `e`.
bool HoldsBound(const Expression& e);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_UNKNOWN_SUBJECT_H_
