#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_PATIENT_GROUP_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_PATIENT_GROUP_H_

#include <optional>
#include <string_view>

#include "rules/parse/emit.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Lymphoma patients" over a list, and beside it "Solid tumor patients: ...": for whom the list of
// item `i` holds. None of a single group, which may be asked for.
std::optional<Expression> ReadPatientGroup(const Reading& reading, Clause words,
                                           std::string_view text, const OutlineReading& all, int i);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_PATIENT_GROUP_H_
