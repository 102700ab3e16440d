#ifndef TRIALMATCH_MATCHER_PATIENT_PROFILE_NAMES_H_
#define TRIALMATCH_MATCHER_PATIENT_PROFILE_NAMES_H_

#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "matcher/patient/patient.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// Fills every `*_id` of the patient from the tables. A name that no row has is kept as it was
// written, its id stays empty, and a note says so. A treatment that names several drugs
// ("carboplatin/pemetrexed") becomes one treatment a drug, in place, each concurrent with the
// others.
enum class Guesses : uint8_t { kTold, kNone };  // whether a note says which name was perhaps meant; looking for it takes long
void ResolveNames(const rules::Lexicon& lexicon, Patient& patient, base::Diagnostics& notes, Guesses guesses = Guesses::kTold);

// The id of drug.tsv, else of drug_class.tsv, that the name stands for; "" when none.
std::string ResolveDrug(const rules::Lexicon& lexicon, std::string_view name);

// The disease that `name` stands for inside the family of `type_id`: "adenocarcinoma" under "nsclc"
// is the adenocarcinoma of the lung. Of all readings (the name alone, with the names of the type
// and of what is above it) the one nearest to the type wins. "" when none.
std::string ResolveHistology(const rules::Lexicon& lexicon, std::string_view name,
                             std::string_view type_id);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_PATIENT_PROFILE_NAMES_H_
