#ifndef TRIALMATCH_MATCHER_EVALUATE_COMPARE_H_
#define TRIALMATCH_MATCHER_EVALUATE_COMPARE_H_

#include "matcher/evaluate/evaluate.h"

namespace trialmatch::matcher {

// What a bound is compared with, the same for all bounds of one quantity, unit and kind of limit.
struct ComparedValue {
  enum class Kind : uint8_t {
    kUnknown,   // whatever the bounds
    kNumber,    // from `low` to `high`
    kRough,     // a single number that was estimated: tells nothing unless it is ClearOf the bounds
    kOther,     // worked out with the bounds in view
  };
  Kind kind = Kind::kUnknown;
  double low = 0, high = 0;   // of an age as told: bounds in whole years take the completed ones
};

// Further from every bound than a tenth of it.
bool ClearOf(const base::Bounds& bounds, double value);

// Without regard to the sex that the leaf may be for.
ComparedValue ValueOf(const rules::CompareLeaf& leaf, const EvaluationContext& context);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_COMPARE_H_
