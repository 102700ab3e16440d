#ifndef TRIALMATCH_RULES_AUDIT_FULL_CHECK_H_
#define TRIALMATCH_RULES_AUDIT_FULL_CHECK_H_

#include <string_view>
#include <vector>

#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// What may not stand outside of every leaf of a criterion that is understood in full.
enum class Telling : uint8_t { kNumber, kUnit, kDrug, kGene, kNegation, kException, kTime };
inline constexpr int kTellings = 7;
const char* TellingName(Telling telling);  // "number", "unit", ...

struct LooseWord {
  Telling telling = Telling::kNumber;
  base::Span span;
};

// The telling words of a finished criterion that lie in no leaf, in the order of the text. `text` is the eligibility
// text as fetched. It looks at the tokens and the spans only: what a parser says it has used does not count.
// A criterion that constrains nothing ("... is allowed", a lead-in, a label) says so over its span, which then
// stands for the leaf. Nothing for logistics and for criteria of other fields.
std::vector<LooseWord> LooseWords(const Criterion& criterion, std::string_view text,
                                  const Lexicon& lexicon);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_FULL_CHECK_H_
