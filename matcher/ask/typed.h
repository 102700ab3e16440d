#ifndef TRIALMATCH_MATCHER_ASK_TYPED_H_
#define TRIALMATCH_MATCHER_ASK_TYPED_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// Words that a person typed.

std::string_view Trimmed(std::string_view text);
std::string Lowered(std::string_view text);
std::vector<std::string> SplitAt(std::string_view text, char separator);   // trimmed, without empty parts

struct TypedNumber {
  double value = 0;
  std::string rest;   // what stands behind it: a unit
};
// "4.2", "4,2", "1,500 /uL", "< 5" (read as 5), "10^9/L" only behind a number. nullopt: no number stands first.
std::optional<TypedNumber> ReadTypedNumber(std::string_view text);

// "1.5" as JSON writes it.
std::string JsonNumber(double value);
// In quotes, with escapes.
std::string JsonText(std::string_view text);

// The name of a table that was perhaps meant: " Did you mean alectinib?"; "" when none is near.
std::string DidYouMean(const rules::Lexicon& lexicon, const std::vector<rules::TermKind>& kinds, std::string_view typed);

absl::Status NotUnderstood(std::string message);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_ASK_TYPED_H_
