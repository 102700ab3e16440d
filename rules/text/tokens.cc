#include "rules/text/tokens.h"

#include "rules/text/scan.h"

namespace trialmatch::rules {
namespace {

// A hyphen or a slash inside a wording; one that starts a line and stands alone is a bullet.
bool IsSkippedInWordings(const std::vector<Token>& tokens, size_t at) {
  const Token& token = tokens[at];
  if (token.kind != TokenKind::kPunctuation || (token.mark != '-' && token.mark != '/'))
    return false;
  return !(token.line_before && at + 1 < tokens.size() && tokens[at + 1].space_before);
}

void FindMentions(const Wordings& wordings, TokenStream* stream) {
  const std::vector<Token>& tokens = stream->tokens;
  for (size_t first = 0; first < tokens.size(); ++first) {
    if (tokens[first].word == 0) continue;
    uint32_t node = wordings.Start(tokens[first].word);
    if (node == 0) continue;
    Mention best;
    size_t last = first;
    while (true) {
      if (wordings.Ends(node)) {
        const base::Span span = {tokens[first].span.begin, tokens[last].span.end};
        const std::span<const Term> terms = wordings.Terms(node, base::Slice(stream->text, span));
        if (!terms.empty())
          best = {static_cast<uint32_t>(first), static_cast<uint32_t>(last), terms};
      }
      size_t next = last + 1;
      while (next < tokens.size() && next <= last + 2 && IsSkippedInWordings(tokens, next)) ++next;
      if (next >= tokens.size() || tokens[next].word == 0) break;
      node = wordings.Step(node, tokens[next].word);
      if (node == 0) break;
      last = next;
    }
    if (best.terms.empty()) continue;
    stream->mentions.push_back(best);
    first = best.last;
  }
}

}  // namespace

void TokenizeInto(std::string_view text, base::Span range, const Lexicon& lexicon,
                  TokenStream* stream) {
  stream->text = text;
  stream->tokens.clear();
  stream->mentions.clear();
  stream->tokens.reserve(range.size() / 5 + 8);
  ScanTokens(text, range, lexicon.vocabulary(), lexicon.spelling(), &stream->tokens);
  FindMentions(lexicon.wordings(), stream);
}

TokenStream Tokenize(std::string_view text, base::Span range, const Lexicon& lexicon) {
  TokenStream stream;
  TokenizeInto(text, range, lexicon, &stream);
  return stream;
}

}  // namespace trialmatch::rules
