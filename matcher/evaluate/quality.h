#ifndef TRIALMATCH_MATCHER_EVALUATE_QUALITY_H_
#define TRIALMATCH_MATCHER_EVALUATE_QUALITY_H_

#include <string>

#include "base/truth.h"
#include "matcher/patient/patient.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

struct QualityTruth {
  base::Truth truth = base::Truth::kUnknown;
  const char* missing = "status";  // the key of the illness in the profile that would answer it
};

// "Requiring treatment", "that required treatment", "requiring systemic treatment".
bool AsksTreatment(std::string_view quality);

// Whether an illness of the patient has a quality (an id of quality.tsv): by its grade, by what it
// needed, or by its status as the row says; else unknown, because the profile has no place for it
// or its weight is the study site's to judge. `told` is absent for an illness that other facts
// imply; `status` is "" when not told.
QualityTruth HasQuality(const rules::Lexicon& lexicon, const std::string& quality,
                        const std::string& status, const Condition* told);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_QUALITY_H_
