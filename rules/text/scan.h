#ifndef TRIALMATCH_RULES_TEXT_SCAN_H_
#define TRIALMATCH_RULES_TEXT_SCAN_H_

#include <string_view>
#include <vector>

#include "base/span.h"
#include "rules/lexicon/vocabulary.h"
#include "rules/text/normalize.h"
#include "rules/text/tokens.h"

namespace trialmatch::rules {

// Appends the tokens of text[range]. Requires range.end <= text.size(). Linear; no memory but the
// tokens' own.
void ScanTokens(std::string_view text, base::Span range, const Vocabulary& vocabulary,
                const Spelling& spelling, std::vector<Token>* tokens);

// The same for a wording of a table: words that the vocabulary lacks are added to it.
void ScanWording(std::string_view wording, Vocabulary* vocabulary, const Spelling& spelling,
                 std::vector<Token>* tokens);

// The word ids by which Wordings are walked: hyphens are left out, slashes too but for one that
// starts the wording ("/mm3").
std::vector<uint32_t> WordingWords(const std::vector<Token>& tokens);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_SCAN_H_
