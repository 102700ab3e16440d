#ifndef TRIALMATCH_RULES_PARSE_NARROWED_DENIAL_H_
#define TRIALMATCH_RULES_PARSE_NARROWED_DENIAL_H_

#include <algorithm>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// The items that a leaf was read from.
struct LeafPlace {
  int first = -1, last = -1;
};

enum class Denial : uint8_t {
  kWhole,         // forbidden as it was read
  kNarrowed,      // only in a way that was not read: "recent surgery", "complications of radiotherapy"
  kNotOfPatient,  // nothing the patient has or had: "a lesion that was not irradiated", "90 days after the last dose"
};

// How the leaf `e`, forbidden by the statement that was read from the sentence's own words, is meant.
Denial ReadDenial(const Reading& reading, Clause own, const Statement& statement, const Expression& e, LeafPlace at);

// "Radiotherapy for CNS disease": what is named at `first` is why a therapy was given, and none is needed now.
bool IsPurposeOfTherapy(const Reading& reading, Clause sentence, int first);

// "A brain metastasis must not be the only lesion", "unacceptable as sole indicator lesions".
bool SpeaksOfSoleLesion(const Reading& reading, Clause own);

// Radiotherapy, surgery or another therapy of one place.
bool IsLocalTherapy(const Reading& reading, int i);

template <typename Test>
bool AllOf(const TreatmentLeaf& leaf, const Test& test) {
  return !leaf.what.empty() && std::all_of(leaf.what.begin(), leaf.what.end(), test);
}

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_NARROWED_DENIAL_H_
