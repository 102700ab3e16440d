#include "rules/audit/full_check.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

#include "rules/audit/spans.h"
#include "rules/text/tokens.h"

namespace trialmatch::rules {
namespace {

// Words of these kinds wherever they stand, alone or inside a longer wording of a table.
constexpr std::string_view kNegations[] = {"no",      "not",   "without", "never", "none",
                                           "neither", "nor",   "cannot",  "lack",  "absence"};
constexpr std::string_view kExceptions[] = {"except",    "exception", "unless",   "excluding",
                                            "provided",  "however",   "otherwise"};
constexpr std::string_view kTimes[] = {"hour",   "day",    "week",  "month", "year",
                                       "within", "before", "after", "since", "prior",
                                       "during"};
constexpr std::string_view kCounts[] = {"one",  "two",   "three", "four", "five", "six",
                                        "seven", "eight", "nine",  "ten"};

template <size_t n>
bool IsIn(const std::string_view (&words)[n], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

std::optional<Telling> OfWord(std::string_view word) {
  if (IsIn(kNegations, word)) return Telling::kNegation;
  if (IsIn(kExceptions, word)) return Telling::kException;
  if (IsIn(kTimes, word)) return Telling::kTime;
  if (IsIn(kCounts, word)) return Telling::kNumber;
  return std::nullopt;
}

std::optional<Telling> OfTerm(const Term& term) {
  switch (term.kind) {
    case TermKind::kDrug:
    case TermKind::kDrugClass: return Telling::kDrug;
    case TermKind::kGene:
    case TermKind::kMutation: return Telling::kGene;
    case TermKind::kUnit: return Telling::kUnit;
    default: return std::nullopt;
  }
}

}  // namespace

const char* TellingName(Telling telling) {
  static constexpr const char* kNames[] = {"number",   "unit",      "drug", "gene",
                                           "negation", "exception", "time"};
  return kNames[static_cast<int>(telling)];
}

std::vector<LooseWord> LooseWords(const Criterion& c, std::string_view text,
                                  const Lexicon& lexicon) {
  std::vector<LooseWord> out;
  if (c.span.empty() || c.topic == Topic::kLogistics) return out;
  const std::vector<base::Span> read = ReadSpans(c.expression);
  const TokenStream stream = Tokenize(text, c.body, lexicon);
  for (const Token& token : stream.tokens) {
    if (Covers(read, token.span)) continue;
    if (token.kind == TokenKind::kNumber) {
      out.push_back({Telling::kNumber, token.span});
    } else if (token.kind == TokenKind::kWord) {
      const std::string word = lexicon.Normalize(base::Slice(text, token.span));
      if (const auto telling = OfWord(word)) out.push_back({*telling, token.span});
    }
  }
  for (const Mention& mention : stream.mentions) {
    const base::Span span = base::Cover(stream.tokens[mention.first].span,
                                        stream.tokens[mention.last].span);
    if (Covers(read, span)) continue;
    // A wording with another meaning beside it ("in", "at") tells only when nothing else is meant.
    for (const Term& term : mention.terms) {
      const auto telling = OfTerm(term);
      if (!telling) continue;
      if (*telling == Telling::kUnit && mention.terms.size() > 1) continue;
      out.push_back({*telling, span});
      break;
    }
  }
  std::sort(out.begin(), out.end(), [](const LooseWord& a, const LooseWord& b) {
    return a.span.begin < b.span.begin;
  });
  return out;
}

}  // namespace trialmatch::rules
