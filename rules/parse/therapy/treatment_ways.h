#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_WAYS_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_WAYS_H_

#include <cstddef>
#include <optional>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "TKI-naive or previously treated with crizotinib only": two ways. The "or" between them, or -1.
int OrBetweenNaiveAndTreated(const Reading& reading, Clause clause, Mood mood);

// "... or treated with chemotherapy and a PD-1 inhibitor": the atoms from `first` on, all of them together,
// become one.
void MakeOneWay(size_t first, Atoms& atoms);

// The atoms [first, second) all together, or those from `second` on: one atom. Where either is empty, nothing changes.
void MakeEitherWay(size_t first, size_t second, Atoms& atoms);

// The same where nothing was read of the other way, the clause: whoever comes by that is open.
void OpenOtherWay(Reading& reading, Clause clause, size_t first, size_t second, Atoms& atoms);

// "Received alectinib, or is intolerant of lorlatinib": the "or" before an intolerance that names its own therapy, or -1.
int OrIntolerantOf(const Reading& reading, Clause clause, Mood mood);

// "Chemotherapy between the prior EGFR TKI and the study drug" where it is forbidden: the word "between", or -1.
int BetweenTherapies(const Reading& reading, Clause clause, Mood mood);

// "Progressed on crizotinib and naive to other ALK inhibitors", "treated with A, but has not received B": the joint before the denial,
// which is of what stands behind it alone; or -1.
int JointOfDenial(const Reading& reading, Clause clause, Mood mood);

// "More than 1 line of chemotherapy or more than 2 ALK inhibitors" where it is forbidden, "up to 2 ALK inhibitors and up to one line of
// chemotherapy" where it is asked for: where the second count starts, or -1.
int SecondCount(const Reading& reading, Clause clause, Mood mood);

// "Received X or has progressed on Y", "progression on X within 6 months or any prior Y" where it is forbidden: the "or" behind which another
// thing is told of another therapy, or -1.
int OrToldAnew(const Reading& reading, Clause clause, Mood mood);

// "Platinum after progression on a TKI": the word "after" between the two therapies, or -1. Only what stands behind it
// has progressed.
int AfterProgressionOnOther(const Reading& reading, Clause clause, Mood mood);

// "Progressed on a TKI, and at least 2 weeks since the last dose": the joint before the washout, which is a second demand, or -1.
int WashoutBesideProgression(const Reading& reading, Clause clause, Mood mood);

// "... since the last dose": of the therapy of atom `of`, where the clause names none.
void AddWashoutOfSame(Reading& reading, Clause clause, size_t of, Atoms& atoms);

// "Prior treatment with X in combination with Y" among what is forbidden: the joint between the two, or -1.
int JointOfCombination(const Reading& reading, Clause clause, Mood mood);

// "Treated with both olaparib and cediranib" where it is forbidden: the "and", or -1.
int JointOfBoth(const Reading& reading, Clause clause, Mood mood);

// "Organ transplant requiring immunosuppression" where it is forbidden: the need, or nothing.
std::optional<Clause> NeedOfTransplant(const Reading& reading, Clause clause, Mood mood);

// "Osimertinib as monotherapy or in combination with chemotherapy": where the second, of which nothing is said, starts, or -1.
int AloneOrCombined(const Reading& reading, Clause clause);

// "Progression on platinum for metastatic disease or recurrence within 6 months of adjuvant platinum": the "or" between the two, or -1. Neither
// the time nor the purpose behind it is that of the first.
int OrRecurrenceWithin(const Reading& reading, Clause clause, Mood mood);

// "Have received, or are not candidates for, targeted therapy": the therapy at item `therapy`, which `atom` asks for, or no such therapy was a choice.
void AllowNoCandidate(Reading& reading, Clause clause, int therapy, Atom* atom);

// The atoms from `first` on are therapies that were given together: one atom. That they were together is not read.
void MakeOneCombination(const Reading& reading, int joint, size_t first, Atoms& atoms);

// "One platinum, after ...": that the therapies of the clause were had, where nothing but their names is said.
void ReadBareNames(Reading& reading, Clause clause, Atoms& atoms);

// The atoms from `first` on, of which those before `behind` were had after the others ended: one atom. That the order
// was so is not read.
void MakeOneAfterOther(const Reading& reading, size_t first, size_t behind, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TREATMENT_WAYS_H_
