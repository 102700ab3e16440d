#ifndef TRIALMATCH_MATCHER_EVALUATE_CONDITION_H_
#define TRIALMATCH_MATCHER_EVALUATE_CONDITION_H_

#include <string>

#include "matcher/evaluate/evaluate.h"

namespace trialmatch::matcher {

// Parts of what a ConditionLeaf asks, for leaves in bulk. On the day of decision.

// True for an illness that comes only from a treatment which the patient never had: radiation pneumonitis without radiation.
bool CannotBe(const std::string& condition, const EvaluationContext& context);

// Whether some illness of the patient is, or may be, the one of that id.
bool HasIllnessLike(const std::string& condition, const EvaluationContext& context);

// Whether some illness of the patient has a name that no table has.
bool HasUnnamedIllness(const EvaluationContext& context);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_CONDITION_H_
