#ifndef TRIALMATCH_RULES_PARSE_BOUNDS_LAB_BOUNDS_H_
#define TRIALMATCH_RULES_PARSE_BOUNDS_LAB_BOUNDS_H_

#include <optional>
#include <string>

#include "rules/parse/numbers.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// The rule of a bound whose sign was lost: what it says is only clear where it is asked for.
inline constexpr const char* kLabWithoutSign = "lab.without_sign";

// What stands behind the name of a lab: a bound, or that it is normal.
struct LabBound {
  BoundReading bound;
  enum class Normal : uint8_t { kNone, kWithin, kOutside };
  Normal normal = Normal::kNone;
  int first = 0, last = 0;
  bool without_sign = false;  // "1.5 x ULN", the most that is meant

  bool relative() const {
    return normal != Normal::kNone || bound.relative != CompareLeaf::Relative::kAbsolute;
  }
};

// The bound that starts at item `i`; a number without comparison, unit or limit is none.
std::optional<LabBound> ReadLabBound(const Reading& reading, int i, int end);

// "ALT 1.5 x ULN", of which the sign was lost: a multiple of the upper limit that no word says to exceed.
std::optional<LabBound> ReadMultipleWithoutSign(const Reading& reading, int i, int end);

// A second bound for the same labs, which may leave out the sign: "<= 2 x ULN (3.5 x ULN if liver
// metastases)".
std::optional<LabBound> ReadSecondBound(const Reading& reading, int i, int end, const LabBound& first);

// The same lab, or AST, ALT and both together, which are named one for the other.
bool SameLab(const Entry& a, const Entry& b);

// What the bound says of one lab.
struct LabReading {
  Expression expression;
  // It describes who is worse off ("ANC < 1.0"), by the column `worry`; false where either side is.
  bool describes_worry = false;
  bool describes_health = false;  // the other side ("ANC >= 1.0")
};

// The bound as leaves of `lab`. A value without unit, or in a unit that was mangled (an exponent
// lost or doubled, grams a liter told as grams a deciliter), is repaired when exactly one reading is
// plausible. nullopt: the bound does not fit the lab.
std::optional<LabReading> BoundOfLab(const Lexicon& lexicon, const Entry& lab, const LabBound& bound,
                                     base::Span span);

// The row that the bound is about: FEV1 in percent is its own ("fev1_percent").
const Entry& RowForUnit(const Lexicon& lexicon, const Entry& lab, const LabBound& bound);

// The two bounds say the same in two units: "9 g/dL (90 g/L)".
bool SameBound(const Lexicon& lexicon, const Entry& lab, const LabBound& a, const LabBound& b);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_BOUNDS_LAB_BOUNDS_H_
