#ifndef TRIALMATCH_TESTS_SUPPORT_TOKEN_DUMP_H_
#define TRIALMATCH_TESTS_SUPPORT_TOKEN_DUMP_H_

#include <string>
#include <string_view>

#include "base/quantity.h"
#include "rules/text/tokens.h"

namespace trialmatch::rules {

// "PD · '-' L1 · <= · 1500": words as written, numbers by value, marks in quotes, "|" where a line break stands before, "_" where a space does.
inline std::string DumpTokens(const TokenStream& stream) {
  std::string dump;
  for (const Token& token : stream.tokens) {
    if (token.line_before) dump += "|";
    else if (token.space_before) dump += "_";
    else if (!dump.empty()) dump += " ";
    switch (token.kind) {
      case TokenKind::kWord: dump += base::Slice(stream.text, token.span); break;
      case TokenKind::kNumber: dump += "#" + base::FormatNumber(token.number, 6); break;
      case TokenKind::kComparison: {
        static constexpr const char* kSigns[] = {"?", "LT", "LE", "GT", "GE", "EQ"};
        dump += kSigns[static_cast<int>(token.comparison)];
        break;
      }
      case TokenKind::kPunctuation:
        dump += '\'';
        dump += token.mark != 0 ? std::string(1, token.mark) : "?";
        dump += '\'';
        break;
    }
  }
  return dump;
}

// "[EML4-ALK fusion: mutation EML4-ALK, alteration fusion]": the bytes of each mention and its terms.
inline std::string DumpMentions(const TokenStream& stream, const Lexicon& lexicon) {
  std::string dump;
  for (const Mention& mention : stream.mentions) {
    const base::Span span = base::Cover(stream.tokens[mention.first].span, stream.tokens[mention.last].span);
    if (!dump.empty()) dump += ' ';
    dump += "[";
    dump += base::Slice(stream.text, span);
    const char* separator = ": ";
    for (const Term& term : mention.terms) {
      dump += separator;
      dump += KindName(term.kind);
      dump += ' ';
      dump += lexicon.entry(term).id;
      separator = ", ";
    }
    dump += "]";
  }
  return dump;
}

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_TESTS_SUPPORT_TOKEN_DUMP_H_
