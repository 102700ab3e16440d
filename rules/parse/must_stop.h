#ifndef TRIALMATCH_RULES_PARSE_MUST_STOP_H_
#define TRIALMATCH_RULES_PARSE_MUST_STOP_H_

#include <optional>

#include "rules/parse/part.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Patients taking strong CYP3A4 inhibitors must discontinue them at least 7 days before the first
// dose": that nobody takes what `who` names, or took it within that time. Nullopt where `behind`,
// the words of the demand, says anything else.
std::optional<Expression> MustStop(Reading& reading, const Part& who, Clause behind);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_MUST_STOP_H_
