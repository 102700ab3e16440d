#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_PURPOSE_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_PURPOSE_H_

#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/illness/illness.h"

namespace trialmatch::rules {

// "Antibiotics for neutropenia", "a live vaccine for prevention of infections": what a medicine of `atoms` is taken for
// is no illness that the clause is about; steroids for asthma are said to be for it. "On medication for asthma": the illness on treatment. "Heart failure on therapy
// for arrhythmia": the heart failure, of those whom that therapy tells. Drops those from `illnesses`.
void DropIndications(const Reading& reading, Clause clause, Atoms& atoms, std::vector<Illness>* illnesses);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_PURPOSE_H_
