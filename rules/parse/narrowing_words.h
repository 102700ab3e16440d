#ifndef TRIALMATCH_RULES_PARSE_NARROWING_WORDS_H_
#define TRIALMATCH_RULES_PARSE_NARROWING_WORDS_H_

#include <optional>
#include <string>
#include <vector>

#include "rules/parse/reading.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// Words that narrow what a sentence speaks of in a way that no leaf tells ("without subsequent platinum", "except NSCLC with an EGFR
// mutation"): passed over, so that nobody reads them as one more thing that is asked or forbidden.
struct NarrowingWords {
  base::Span span;                   // of them
  bool narrows = false;              // what was read holds of fewer than it says
  bool in_exception = false;         // they narrow only what is excepted
  std::optional<std::string> tumour; // "except NSCLC with an EGFR mutation": some of this tumour are left out, and nobody else
  std::vector<std::string> except;   // therapies that are left out: "no other ALK inhibitor than crizotinib"
  bool any() const { return narrows || tumour || !except.empty(); }
};

// Before the domains read the sentence.
NarrowingWords PassOverNarrowingWords(Reading& reading, Clause sentence, Section section);

// Limits the statements from `from` on, that were read from the sentence.
void LimitByNarrowingWords(const NarrowingWords& words, size_t from, std::vector<Statement>* all);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_NARROWING_WORDS_H_
