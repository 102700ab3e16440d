#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_TUMOUR_HEADING_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_TUMOUR_HEADING_H_

#include <optional>
#include <string_view>

#include "rules/parse/reading.h"
#include "rules/text/outline.h"

namespace trialmatch::rules {

// "Hodgkin lymphoma:" over a list, in a text that has such lines for other tumours too: for whom
// the list holds.
std::optional<Expression> TumourOfHeading(const Grammar& grammar, std::string_view text,
                                          const Outline& outline, size_t heading);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_TUMOUR_HEADING_H_
