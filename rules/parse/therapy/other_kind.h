#ifndef TRIALMATCH_RULES_PARSE_THERAPY_OTHER_KIND_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_OTHER_KIND_H_

#include <string>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Non-hormonal treatment", "non-platinum chemotherapy": a therapy of another kind than the one that the words name.

// The name at item `i` is denied by "non-".
bool IsDeniedKind(const Reading& reading, int i);

// "Non-ADC topoisomerase inhibitors", "immunotherapy (non-cell-based therapies)": the denied name at item `i` is said of another therapy.
bool OnlyNarrows(const Reading& reading, int i);

// What the therapy with a denied name is in any case: "chemotherapy", "systemic_therapy"; empty where nothing is told.
std::string KindBesideDenied(const Lexicon& lexicon, const std::string& denied);

// Of a therapy that is forbidden: whether a patient's is of the other kind is not known, and the words are kept.
void KeepOtherKind(const Reading& reading, Mood mood, Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_OTHER_KIND_H_
