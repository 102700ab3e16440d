#ifndef TRIALMATCH_RULES_PARSE_MARKERS_NOT_INDICATED_H_
#define TRIALMATCH_RULES_PARSE_MARKERS_NOT_INDICATED_H_

#include <optional>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "EGFR- or ALK-directed therapy is not indicated": the tumour has no alteration of these genes. Nothing, where the
// sentence says more; else its items are used.
std::optional<Expression> ReadNotIndicated(Reading& reading, Clause sentence);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_MARKERS_NOT_INDICATED_H_
