#ifndef TRIALMATCH_RULES_AUDIT_FULL_CHECK_H_
#define TRIALMATCH_RULES_AUDIT_FULL_CHECK_H_

#include <string_view>
#include <vector>

#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"
#include "rules/parse/telling.h"

namespace trialmatch::rules {

struct LooseWord {
  Telling telling = Telling::kNumber;
  base::Span span;
};

// The telling words of a finished criterion that lie in no leaf, in the order of the text: a
// criterion that has one is not understood in full. It reads the tokens and the spans only; what a
// parser says it has used does not count. `text` is the eligibility text as fetched.
// What constrains nothing has no leaf: a permission and an aside stand for their own words, and so do
// the denial, the time and the numbers of a lead-in, which its list takes over. Nothing for logistics and for other fields.
std::vector<LooseWord> LooseWords(const Criterion& criterion, std::string_view text,
                                  const Lexicon& lexicon);

// The same to the letter: only leaves count, neither permissions nor asides.
std::vector<LooseWord> WordsOutsideLeaves(const Criterion& criterion, std::string_view text,
                                          const Lexicon& lexicon);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_AUDIT_FULL_CHECK_H_
