#ifndef TRIALMATCH_RULES_PARSE_THERAPY_REGIMEN_JOINTS_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_REGIMEN_JOINTS_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// Regimens of several therapies, beside each other or one after the other.

// "Osimertinib plus chemotherapy or amivantamab plus lazertinib", "crizotinib followed by alectinib, or brigatinib alone" where it is asked for: the
// "or" between two ways, or -1.
int OrBetweenRegimens(const Reading& reading, Clause clause, Mood mood);

// What stands behind that "or", as one atom: each therapy of the regimen.
void ReadOtherRegimen(Reading& reading, Clause clause, Atoms& atoms);

// "Received alectinib and then lorlatinib" where it is forbidden: the "and" between what came first and what came later, or -1.
int AndThen(const Reading& reading, Clause clause, Mood mood);

// "Prior anti-PD-1 therapy, except nivolumab in the neoadjuvant setting": of the atoms from `first` on, that the excepted therapy for another purpose
// is not excepted.
void ExceptForPurposeOnly(Reading& reading, Clause clause, Mood mood, size_t first, Atoms& atoms);

// "Progressed on both a first- and a third-generation EGFR TKI": of the atoms from `first` on, that both were had.
void AskBothGenerations(const Reading& reading, Clause clause, size_t first, Atoms& atoms);

// "Immunosuppressants within 14 days, except as premedication for hypersensitivity" where it is forbidden: the word "except" before the allergy, or -1.
int ExceptForAllergy(const Reading& reading, Clause clause, Mood mood);

// "(Unless) re-treated with platinum": another course of it, of which nothing is told that could be looked up.
bool IsTreatedAgain(const Reading& reading, Clause clause);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_REGIMEN_JOINTS_H_
