#ifndef TRIALMATCH_MATCHER_EVALUATE_KINDS_H_
#define TRIALMATCH_MATCHER_EVALUATE_KINDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "matcher/evaluate/evaluate.h"

namespace trialmatch::matcher {

// True for an illness that comes only from a treatment which the patient never had: radiation
// pneumonitis without radiation.
bool CannotBe(const std::string& condition, const EvaluationContext& context);

// "Drug-induced or idiopathic pneumonitis" of a pneumonitis after no radiation: whatever kind it
// is, it is asked for.
bool NamesEveryKind(const std::vector<std::string>& asked, std::string_view illness,
                    const EvaluationContext& context);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_KINDS_H_
