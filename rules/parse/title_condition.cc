#include "rules/parse/title_condition.h"

#include <algorithm>
#include <string>
#include <utility>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

// The tumour that the word at `i` names, by itself or as the organ it grows in ("Endometrial").
std::string TumourAt(const Reading& r, int i) {
  if (const Entry* disease = r.Find(i, TermKind::kDisease)) return disease->id;
  if (!r.IsKind(i, Item::Kind::kWord) && r.Find(i, TermKind::kSite) == nullptr) return "";
  const auto term = r.lexicon().Resolve(TermKind::kDisease, std::string(r.Word(i)) + " cancer");
  return term ? r.lexicon().entry(*term).id : "";
}

bool StartsDemandOfPeople(const Reading& r, int begin, int end) {
  if (!r.WordStarts(begin, {"participant", "patient", "subject"})) return false;
  return HasCue(r, begin, std::min(end, begin + 4), {Cue::kMust, Cue::kMustNot});
}

}  // namespace

std::optional<TumourTitle> ReadTumourTitle(const Reading& r, Clause own) {
  constexpr int kMostWords = 6, kMostInBrackets = 6;
  if (!r.MayHoldMark(":")) return std::nullopt;
  int i = own.begin;
  while (i < own.end && r.IsAnyMark(i, "*-")) ++i;
  const int begin = i;
  std::vector<std::string> tumours;
  for (; i < own.end && i < begin + kMostWords && !r.IsAnyMark(i, ":("); ++i) {
    if (r.at(i).lead || r.at(i).used) return std::nullopt;
    if (std::string tumour = TumourAt(r, i); !tumour.empty()) {
      tumours.push_back(std::move(tumour));
    } else if (!r.IsKind(i, Item::Kind::kWord) && !r.IsAnyMark(i, ",/") && !r.IsAny(i, {Cue::kOr, Cue::kAnd})) {
      return std::nullopt;
    } else if (r.IsAny(i, {Cue::kNo, Cue::kNot, Cue::kMust, Cue::kMustNot, Cue::kWith, Cue::kFor, Cue::kIf})) {
      return std::nullopt;
    }
  }
  bool applicable = false;
  if (r.IsMark(i, '(')) {
    int close = i + 1;
    while (close < own.end && close < i + kMostInBrackets && !r.IsMark(close, ')')) applicable = applicable || r.WordContains(close++, {"applicable"});
    if (!r.IsMark(close, ')')) return std::nullopt;
    i = close + 1;
  }
  if (i >= own.end - 1 || !r.IsMark(i, ':')) return std::nullopt;
  if (!applicable && (tumours.empty() || !StartsDemandOfPeople(r, i + 1, own.end))) return std::nullopt;
  const base::Span span = r.SpanOf(begin, i - 1);
  TumourTitle title{.colon = i, .whom = Expression::Opaque(span)};
  if (!tumours.empty()) title.whom = Expression::OfLeaf(OneOfLeaf{OneOfLeaf::Attribute::kDisease, std::move(tumours), {}, 0}, span, "disease.title");
  return title;
}

std::vector<Statement> OnlyFor(const Expression& whom, std::vector<Statement> statements) {
  for (Statement& one : statements) {
    if (one.empty || one.logistics || one.mood == Mood::kPermits) continue;
    const bool denied = one.mood == Mood::kProhibits && one.content.kind != Expression::Kind::kOpaque;
    one.content = Expression::When(whom, denied ? Expression::Not(std::move(one.content)) : std::move(one.content));
    one.mood = Mood::kRequires;
    if (whom.kind == Expression::Kind::kOpaque && one.understood == Understood::kFull) one.understood = Understood::kPartial;
  }
  return statements;
}

}  // namespace trialmatch::rules
