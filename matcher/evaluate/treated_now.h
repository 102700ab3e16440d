#ifndef TRIALMATCH_MATCHER_EVALUATE_TREATED_NOW_H_
#define TRIALMATCH_MATCHER_EVALUATE_TREATED_NOW_H_

#include <optional>
#include <string_view>

#include "base/truth.h"
#include "matcher/evaluate/evaluate.h"

namespace trialmatch::matcher {

// Whether an ongoing drug treats an illness of the patient that is not over: diltiazem an atrial fibrillation. With a `family` only
// an illness of that kind counts.
bool IsTreatedNow(std::string_view illness, std::string_view status, std::string_view family, const EvaluationContext& context);

// Whether it needed steroids: as told, or an autoimmune disease of who takes them now for nothing in the brain.
std::optional<bool> NeededSteroids(const Condition* told, std::string_view illness, std::string_view status, const EvaluationContext& context);

// What the drugs taken now tell of a quality of the illness (an id of quality.tsv); nullopt: nothing.
std::optional<base::Truth> ToldByDrugs(std::string_view quality, std::string_view illness, std::string_view status, const EvaluationContext& context);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_TREATED_NOW_H_
