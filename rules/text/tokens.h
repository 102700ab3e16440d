#ifndef TRIALMATCH_RULES_TEXT_TOKENS_H_
#define TRIALMATCH_RULES_TEXT_TOKENS_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

enum class TokenKind : uint8_t {
  kWord,    // letters, or letters and digits ("L858R", "CYP3A4"); a "'s" behind it belongs to it
  kNumber,  // 1,500  1.5  1·5  .5  and a superscript of its own ("10⁹" is 10, then 9); `number` is
            // its value
  kComparison,  // < <= =< > >= =, ≤ ≥, escaped, as entities, "≥/=", "> or ="; `comparison` says
                // which
  kPunctuation,  // one mark; `mark` is its ASCII form: a dash of any kind '-', a bullet '*', a
                 // quote '\'' or '"'; a times sign, or an x that stands for one, 'x'; ± and +/-
                 // 'p'; a degree sign 'o'; 0 for what has none
};
enum class Comparison : uint8_t { kNone, kLess, kLessEqual, kGreater, kGreaterEqual, kEqual };

// "10mg" is the number 10 and the word "mg" (without a space before it); "22C3" and "5HT1" are
// words.
struct Token {
  base::Span
      span;  // into the text as fetched; an escaping backslash belongs to the token it escapes
  TokenKind kind = TokenKind::kWord;
  Comparison comparison = Comparison::kNone;
  char mark = 0;
  bool space_before = false;  // white space stands before it
  bool line_before = false;   // a line break stands before it
  bool respelled = false;     // a word that Spelling writes otherwise
  uint32_t word =
      0;  // the id in the lexicon's vocabulary of a word, number or mark; 0: in no wording
  double number = 0;
};

// A wording of the lexicon found in the tokens: [first, last] are token indexes. Hyphens and
// slashes inside it do not matter ("PD-L1", "PD L1"), nor do line breaks; any other mark ends it
// unless the wording has it ("ALK+"). The longest wording at a place wins and mentions do not
// overlap; a wording of several tables gives one mention with several terms.
struct Mention {
  uint32_t first = 0;
  uint32_t last = 0;
  std::span<const Term> terms;  // into the lexicon; not empty
};

struct TokenStream {
  std::string_view
      text;  // the whole text that the spans point into; it and the lexicon must outlive the stream
  std::vector<Token> tokens;
  std::vector<Mention> mentions;  // by `first`
};

// Tokens and mentions of text[range]. Linear in the size of the range.
TokenStream Tokenize(std::string_view text, base::Span range, const Lexicon& lexicon);
// The same into a stream that is used again, without new memory for each text.
void TokenizeInto(std::string_view text, base::Span range, const Lexicon& lexicon,
                  TokenStream* stream);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_TOKENS_H_
