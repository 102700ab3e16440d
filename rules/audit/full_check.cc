#include "rules/audit/full_check.h"

#include <algorithm>

#include "rules/audit/spans.h"
#include "rules/text/tokens.h"

namespace trialmatch::rules {
namespace {

std::vector<LooseWord> WordsOutside(const std::vector<base::Span>& read,
                                    const std::vector<base::Span>& leads, const Criterion& c,
                                    std::string_view text, const Lexicon& lexicon) {
  std::vector<LooseWord> out;
  if (c.span.empty() || c.topic == Topic::kLogistics) return out;
  const auto add = [&](Telling telling, base::Span span) {
    const bool handed_down = telling == Telling::kNegation || telling == Telling::kTime ||
                             telling == Telling::kNumber;
    if (handed_down && Covers(leads, span)) return;
    out.push_back({telling, span});
  };
  const TokenStream stream = Tokenize(text, c.body, lexicon);
  size_t next = 0;
  for (uint32_t t = 0; t < stream.tokens.size(); ++t) {
    while (next < stream.mentions.size() && stream.mentions[next].last < t) ++next;
    const Mention* mention =
        next < stream.mentions.size() && stream.mentions[next].first <= t ? &stream.mentions[next]
                                                                           : nullptr;
    const Token& token = stream.tokens[t];
    if (Covers(read, token.span) || (mention && JoinsList(mention->terms, lexicon))) continue;
    if (token.kind == TokenKind::kNumber) {
      // The number of an item of the list that the criterion takes in.
      const bool marks_item = token.line_before && t + 1 < stream.tokens.size() &&
                              stream.tokens[t + 1].span.begin == token.span.end &&
                              (stream.tokens[t + 1].mark == '.' || stream.tokens[t + 1].mark == ')');
      if (marks_item) continue;
      add(Telling::kNumber, token.span);
    } else if (token.kind == TokenKind::kWord) {
      if (const auto telling = TellingOfWord(base::Slice(text, token.span), lexicon))
        add(*telling, token.span);
    }
  }
  for (const Mention& mention : stream.mentions) {
    const base::Span span =
        base::Cover(stream.tokens[mention.first].span, stream.tokens[mention.last].span);
    const auto telling = TellingOfTerms(mention.terms);
    if (telling && !Covers(read, span)) add(*telling, span);
  }
  std::sort(out.begin(), out.end(), [](const LooseWord& a, const LooseWord& b) {
    return a.span.begin < b.span.begin;
  });
  return out;
}

}  // namespace

std::vector<LooseWord> LooseWords(const Criterion& c, std::string_view text,
                                  const Lexicon& lexicon) {
  return WordsOutside(ReadSpans(c), AlwaysSpans(c.expression, Passes::kFrame), c, text, lexicon);
}

std::vector<LooseWord> WordsOutsideLeaves(const Criterion& c, std::string_view text,
                                          const Lexicon& lexicon) {
  return WordsOutside(LeafSpans(c.expression), {}, c, text, lexicon);
}

}  // namespace trialmatch::rules
