#ifndef TRIALMATCH_MATCHER_PATIENT_SUGGEST_H_
#define TRIALMATCH_MATCHER_PATIENT_SUGGEST_H_

#include <string>
#include <string_view>
#include <vector>

namespace trialmatch::matcher {

// How many letters must be added, dropped, changed or swapped with a neighbour to turn `a` into
// `b`; never more than `limit` + 1.
int EditDistance(std::string_view a, std::string_view b, int limit);

// The candidate that `written` was most likely meant to be, or "" when none is near: the same but
// for case, spaces, '-' and '_'; the only one that begins with it; or the only nearest one within a
// third of its letters. `written` itself is never the answer.
std::string ClosestName(std::string_view written, const std::vector<std::string_view>& candidates);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_PATIENT_SUGGEST_H_
