#ifndef TRIALMATCH_BASE_UNIT_SPELLING_H_
#define TRIALMATCH_BASE_UNIT_SPELLING_H_

#include <string>
#include <string_view>

namespace trialmatch::base {

// One form for the many ways a unit is written: lower case, no spaces, no escapes ("10\^9/L"), no leading multiplication mark,
// 'u' for micro (µ, μ, "mc" and "micro" before a unit), '/' for "per", and exponents as "10^9" but "m2", "mm3":
// "x 10⁹ / L", "10E9/L", "10**9 per l" and "10(9)/L" all give "10^9/l". A lost superscript ("109/L") stays lost.
std::string NormalizeUnitSpelling(std::string_view spelling);

}  // namespace trialmatch::base

#endif  // TRIALMATCH_BASE_UNIT_SPELLING_H_
