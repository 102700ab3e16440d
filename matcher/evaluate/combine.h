#ifndef TRIALMATCH_MATCHER_EVALUATE_COMBINE_H_
#define TRIALMATCH_MATCHER_EVALUATE_COMBINE_H_

#include <algorithm>

#include "base/truth.h"
#include "rules/criterion.h"

namespace trialmatch::matcher {

// How the children of an expression make its truth, for whoever holds them: `truth_of(i)` is the truth of child i < n. For the kinds with
// children; any other kind, or a number of children that the kind cannot have, is unknown.
template <typename TruthOf>
base::Truth CombinedTruth(rules::Expression::Kind kind, int count, size_t n, TruthOf truth_of) {
  using Kind = rules::Expression::Kind;
  using base::Truth;
  switch (kind) {
    case Kind::kNot: return n == 1 ? base::Not(truth_of(0)) : Truth::kUnknown;
    case Kind::kWhen: return n == 2 ? base::Or(base::Not(truth_of(0)), truth_of(1)) : Truth::kUnknown;
    case Kind::kAll: {
      Truth truth = Truth::kMet;
      for (size_t i = 0; i < n; ++i) truth = base::And(truth, truth_of(i));
      return truth;
    }
    case Kind::kAny: {
      Truth truth = Truth::kNotMet;
      for (size_t i = 0; i < n; ++i) truth = base::Or(truth, truth_of(i));
      return truth;
    }
    case Kind::kAtLeast: {
      int met = 0, unknown = 0;
      for (size_t i = 0; i < n; ++i) {
        met += truth_of(i) == Truth::kMet ? 1 : 0;
        unknown += truth_of(i) == Truth::kUnknown ? 1 : 0;
      }
      if (met >= count) return Truth::kMet;
      return met + unknown < count ? Truth::kNotMet : Truth::kUnknown;
    }
    default: return Truth::kUnknown;
  }
}

// Whether child i is one of those that make the whole so, and whose reasons therefore count.
template <typename TruthOf>
bool ChildDecides(rules::Expression::Kind kind, base::Truth whole, size_t n, size_t i, TruthOf truth_of) {
  using Kind = rules::Expression::Kind;
  using base::Truth;
  if (kind == Kind::kNot) return n == 1;
  if (kind != Kind::kWhen) return truth_of(i) == whole;
  if (n != 2) return false;
  const Truth condition = truth_of(0), then = truth_of(1);
  // The condition speaks when it lets the rule rest, or when it is what nobody knows.
  if (i == 0) return condition == Truth::kNotMet || (condition == Truth::kUnknown && then != Truth::kMet);
  const bool speaks = condition == Truth::kMet || then == Truth::kMet || (condition == Truth::kUnknown && then == Truth::kUnknown);
  return speaks && whole == then;
}

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_COMBINE_H_
