#ifndef TRIALMATCH_MATCHER_EVALUATE_STEROIDS_H_
#define TRIALMATCH_MATCHER_EVALUATE_STEROIDS_H_

#include <optional>

#include "matcher/evaluate/evaluate.h"

namespace trialmatch::matcher {

// The steroids that are taken now, in mg of prednisone a day: as told with the brain, or by the one
// medication that says its daily dose ("prednisone 10 mg daily"). nullopt: not told, or stale.
std::optional<double> PrednisoneADay(const EvaluationContext& context);

// Steroids whose dose has to rise cannot be stopped for a trial.
bool SteroidsRise(const Patient& patient);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_STEROIDS_H_
