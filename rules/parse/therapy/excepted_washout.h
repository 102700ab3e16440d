#ifndef TRIALMATCH_RULES_PARSE_THERAPY_EXCEPTED_WASHOUT_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_EXCEPTED_WASHOUT_H_

#include <cstddef>
#include <optional>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// Of an excepted therapy of which more is told than a table names ("oral fluorouracil"): any of it
// within the time of the others may be another. Nullopt where the names are all that is told. The
// spans: of what is forbidden, of the exception.
std::optional<Expression> SomeOfExcepted(const TreatmentLeaf& excepted, const Window& window,
                                         base::Span forbidden, base::Span exception);

// "Chemotherapy within 4 weeks, except mitomycin within 6 weeks": those that the second part, at item `second`, names have their own time
// alone. The atoms of the first are [from, behind), of the second those behind it; a list that goes on behind a semicolon names others.
void ExceptPartOfOwnTime(Reading& reading, Clause clause, int second, size_t from, size_t behind,
                         Atoms& atoms);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_EXCEPTED_WASHOUT_H_
