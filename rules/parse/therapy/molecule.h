#ifndef TRIALMATCH_RULES_PARSE_THERAPY_MOLECULE_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_MOLECULE_H_

#include <optional>
#include <string>
#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/therapy/treatment_anchors.h"

namespace trialmatch::rules {

// "HER2-targeting ADC", "EGFR-directed antibody": behind the genes of `targets`, whose end is the word "targeting", item
// `targets.end` + 1 says what kind of molecule it is. Puts the classes of those into `ids`; false for any other.
bool NamesMolecule(const Reading& reading, Clause targets, int end, std::vector<std::string>* ids);

// "ADC targeting HER3, TROP2 or c-Met": the conjugates against those, where each has a class.
std::optional<TreatmentAnchor> ConjugateAgainst(const Reading& reading, Clause clause, int noun);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_MOLECULE_H_
