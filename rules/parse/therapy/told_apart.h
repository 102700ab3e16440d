#ifndef TRIALMATCH_RULES_PARSE_THERAPY_TOLD_APART_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_TOLD_APART_H_

#include <optional>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// Two things that one clause says of therapies, where what is said of the one is not said of the other.

// "Prior allogeneic transplant, or chemotherapy within 28 days", "previous treatment with an ADC, or palliative radiotherapy within 14 days" where it
// is forbidden: the "or" behind which a time of its own stands, or -1.
int OrBeforeOwnTime(const Reading& reading, Clause clause, Mood mood);

// "One line of chemotherapy given after an EGFR TKI": the words between the two, or -1.
int GivenAfterOther(const Reading& reading, Clause clause, Mood mood);

// Therapies that were not part of what stands before item `at`.
struct NotAmong {
  int at = 0;
  int last = 0;
  TreatmentLeaf leaf;
  bool certain = false;  // none was had at all; else none in those lines, and of others nothing is told
};
// "One prior line, which must not have been a PD-L1 inhibitor", "a regimen, none of which contained a taxane", "chemotherapy without prior
// bevacizumab".
std::optional<NotAmong> FindNotAmong(const Reading& reading, Clause clause, Mood mood);

// "Untreated with, or intolerant to, osimertinib": one therapy, not had or not tolerated. False where the clause says none of it.
bool ReadNaiveOrIntolerant(Reading& reading, Clause clause, Mood mood, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_TOLD_APART_H_
