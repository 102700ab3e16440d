#ifndef TRIALMATCH_BASE_TRUTH_H_
#define TRIALMATCH_BASE_TRUTH_H_

#include <algorithm>
#include <cstdint>

namespace trialmatch::base {

// Kleene's three values. The order is the logic: `and` is the least, `or` the greatest, `not` swaps the ends.
enum class Truth : uint8_t { kNotMet = 0, kUnknown = 1, kMet = 2 };

constexpr Truth And(Truth a, Truth b) { return std::min(a, b); }
constexpr Truth Or(Truth a, Truth b) { return std::max(a, b); }
constexpr Truth Not(Truth a) { return static_cast<Truth>(2 - static_cast<uint8_t>(a)); }
constexpr Truth FromBool(bool value) { return value ? Truth::kMet : Truth::kNotMet; }

// "met", "not_met", "unknown": the words of reports.
constexpr const char* TruthName(Truth truth) {
  switch (truth) {
    case Truth::kNotMet: return "not_met";
    case Truth::kUnknown: return "unknown";
    case Truth::kMet: return "met";
  }
  return "unknown";
}

}  // namespace trialmatch::base

#endif  // TRIALMATCH_BASE_TRUTH_H_
