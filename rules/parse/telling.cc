#include "rules/parse/telling.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace trialmatch::rules {
namespace {

constexpr std::string_view kNegations[] = {"no",      "not", "without", "never", "none",
                                           "neither", "nor", "cannot",  "lack",  "absence"};
constexpr std::string_view kExceptions[] = {"except",   "exception", "unless",   "excluding",
                                            "provided", "however",   "otherwise"};
constexpr std::string_view kTimes[] = {"hour",   "day",    "week",  "month", "year",  "within",
                                       "before", "after",  "since", "prior", "during"};
constexpr std::string_view kCounts[] = {"one", "two",   "three", "four", "five",
                                        "six", "seven", "eight", "nine", "ten"};

template <size_t n>
bool IsIn(const std::string_view (&words)[n], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

}  // namespace

const char* TellingName(Telling telling) {
  static constexpr const char* kNames[] = {"number",   "unit",      "drug", "gene",
                                           "negation", "exception", "time"};
  return kNames[static_cast<int>(telling)];
}

std::optional<Telling> TellingOfWord(std::string_view written, const Lexicon& lexicon) {
  if (written == "ones") return std::nullopt;
  const std::string word = lexicon.Normalize(written);
  if (IsIn(kNegations, word)) return Telling::kNegation;
  if (IsIn(kExceptions, word)) return Telling::kException;
  if (IsIn(kTimes, word)) return Telling::kTime;
  if (IsIn(kCounts, word)) return Telling::kNumber;
  return std::nullopt;
}

std::optional<Telling> TellingOfTerms(std::span<const Term> terms) {
  for (const Term& term : terms) {
    switch (term.kind) {
      case TermKind::kDrug:
      case TermKind::kDrugClass: return Telling::kDrug;
      case TermKind::kGene:
      case TermKind::kMutation: return Telling::kGene;
      case TermKind::kUnit:
        if (terms.size() == 1) return Telling::kUnit;
        break;
      default: break;
    }
  }
  return std::nullopt;
}

bool JoinsList(std::span<const Term> terms, const Lexicon& lexicon) {
  return std::any_of(terms.begin(), terms.end(), [&](const Term& term) {
    if (term.kind != TermKind::kCue) return false;
    const std::string& id = lexicon.entry(term).id;
    return id == "any_of" || id == "all_of" || id == "including";
  });
}

}  // namespace trialmatch::rules
