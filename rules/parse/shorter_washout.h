#ifndef TRIALMATCH_RULES_PARSE_SHORTER_WASHOUT_H_
#define TRIALMATCH_RULES_PARSE_SHORTER_WASHOUT_H_

#include <optional>

#include "rules/criterion.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "A 1-week washout is permitted for palliative radiation to non-CNS disease": the therapy, so long ago, as a permission
// that limits the longer washout before it; "no washout is required for trastuzumab": whenever it was. Marks the sentence; nullopt for any other.
std::optional<Expression> ReadShorterWashout(Reading& reading, Clause sentence);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_SHORTER_WASHOUT_H_
