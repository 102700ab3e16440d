#ifndef TRIALMATCH_RULES_PARSE_TURN_WORDS_H_
#define TRIALMATCH_RULES_PARSE_TURN_WORDS_H_

#include <initializer_list>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Patients with", "subjects who", at item `i`.
bool NamesPeopleWith(const Reading& reading, int i);

// The same, and "patients", "women", "those" by themselves.
bool IsPeople(const Reading& reading, int i);

// One of the items of [from, to) is a term of one of the kinds.
bool NamesSomethingClinical(const Reading& reading, int from, int to, std::initializer_list<TermKind> kinds);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_TURN_WORDS_H_
