#ifndef TRIALMATCH_RULES_PARSE_BOUNDS_BOUND_OF_GROUP_H_
#define TRIALMATCH_RULES_PARSE_BOUNDS_BOUND_OF_GROUP_H_

#include <optional>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "*Women* must have a hemoglobin of at least 9 g/dL and men of at least 10 g/dL": the sex before the lab of the items first..last, where the other
// stands behind it; or -1.
int SexOfSubject(const Reading& reading, Clause clause, int first, int last);

// Some of all patients, told by their age or weight: "older than 70 years", "less than 50 kg"; not "18 years or older", which everybody must be.
bool IsGroupByAgeOrWeight(const Expression& who);

// "Patients older than 70 years *must* have a clearance >= 60 mL/min": the word that asks them alone for a value, or -1.
int DemandOfGroup(const Reading& reading, Clause own);

// "Female patients must have a hemoglobin >= 10 g/dL": whom a value is asked of, and the word that asks.
struct SexAsked {
  Expression sex;
  int demand = 0;   // item
};
std::optional<SexAsked> ReadSexAsked(const Reading& reading, Clause own);

// "ECOG 0-2 *if* age is below 70, or ECOG 0-1 if it is above": the condition is of the status before it, as another stands behind.
bool IsStatusIfAge(const Reading& reading, int begin, int condition, int end);

// "ECOG 0-1 for patients aged 75 or older": the status of those alone. Of atoms in the order of the text.
void BindStatusForAge(const Reading& reading, Atoms& atoms);

// "LVEF < 50 % in patients previously treated with trastuzumab": the values of those who had the therapy, and no therapy of its own. A second bound
// for them, that was not read, leaves the first: "LVEF >= 50 % (>= 55 % for patients with prior anthracyclines)". Of atoms in the order of the text.
void BindValuesOfTreated(const Reading& reading, Mood mood, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BOUNDS_BOUND_OF_GROUP_H_
