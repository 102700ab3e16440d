#ifndef TRIALMATCH_RULES_PARSE_LAYOUT_PREAMBLE_H_
#define TRIALMATCH_RULES_PARSE_LAYOUT_PREAMBLE_H_

#include <cstddef>
#include <string_view>

#include "rules/text/outline.h"

namespace trialmatch::rules {

// A paragraph before the list of inclusion criteria that tells why the study is done ("Drug A is now the standard of care. The trial X showed
// ..."), and asks nothing of anybody. One that says whom the study is for is none.
bool IsRationale(const Outline& outline, size_t item, std::string_view text);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_LAYOUT_PREAMBLE_H_
