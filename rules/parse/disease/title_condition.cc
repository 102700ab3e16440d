#include "rules/parse/disease/title_condition.h"

#include <algorithm>
#include <string>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/layout/part_name.h"

namespace trialmatch::rules {
namespace {

bool StartsDemandOfPeople(const Reading& r, int begin, int end) {
  if (!r.WordStarts(begin, {"patient"})) return false;
  return HasCue(r, begin, std::min(end, begin + 4), {Cue::kMust, Cue::kMustNot});
}

// Behind the title nothing but bounds on the performance status or on laboratory values, which say nothing of who may come.
bool OnlyBounds(const Reading& r, int begin, int end) {
  constexpr uint32_t kOfWhom = KindBits({TermKind::kDisease, TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kMutation, TermKind::kSetting, TermKind::kCondition, TermKind::kSite});
  bool bounded = false;
  for (int i = begin; i < end; ++i) {
    if (r.IsTermOf(i, kOfWhom) || r.IsAny(i, {Cue::kStage, Cue::kLine, Cue::kPrior, Cue::kProgressed, Cue::kNot, Cue::kNo, Cue::kFor})) return false;
    bounded = bounded || r.IsAny(i, {Cue::kPerformanceStatus, Cue::kEcog, Cue::kKarnofsky, Cue::kLansky}) || r.IsTerm(i, TermKind::kLab);
  }
  return bounded;
}

// "Solid tumors other than glioma": the tumours with those that are excepted; none where they were not all read.
std::optional<Expression> TumoursExcept(Reading& r, Clause title) {
  Atoms atoms;
  ReadDisease(r, title, {}, atoms);
  if (atoms.size() != 1 || atoms[0].negated || atoms[0].expression.kind != Expression::Kind::kLeaf) return std::nullopt;
  return atoms[0].expression;
}

}  // namespace

std::string TumourAt(const Reading& r, int i) {
  if (const Entry* disease = r.Find(i, TermKind::kDisease)) return disease->id;
  if (!r.IsKind(i, Item::Kind::kWord) && r.Find(i, TermKind::kSite) == nullptr) return "";
  const auto term = r.lexicon().Resolve(TermKind::kDisease, std::string(r.Word(i)) + " cancer");
  return term ? r.lexicon().entry(*term).id : "";
}

std::optional<TumourTitle> ReadTitleOfParts(const Reading& r, Clause own) {
  constexpr int kLongest = 22;  // items
  if (!r.MayHoldMark(":")) return std::nullopt;
  int first = own.begin;
  while (first < own.end && r.IsAnyMark(first, "*-\\")) ++first;
  const Entry* tumour = first < own.end ? r.Find(first, TermKind::kDisease) : nullptr;
  if (tumour == nullptr || r.Is(first, Cue::kDiseaseWord) || r.at(first).lead || !r.IsMark(first + 1, ':')) return std::nullopt;
  bool part = false;
  for (int i = first + 2; i < std::min(own.end, first + kLongest); ++i) {
    if (r.IsMark(i, ':')) {
      if (!part) return std::nullopt;
      return TumourTitle{.colon = i, .whom = Expression::OfLeaf(OneOfLeaf{OneOfLeaf::Attribute::kDisease, {tumour->id}, {}, 0}, r.SpanOf(first, first), "disease.title")};
    }
    if (r.IsAnyMark(i, ".;") || r.IsAny(i, {Cue::kMust, Cue::kMustNot, Cue::kNo, Cue::kNot, Cue::kWith, Cue::kPrior, Cue::kProgressed, Cue::kStage})) return std::nullopt;
    part = part || !PartWord(r.Word(i)).empty();
  }
  return std::nullopt;
}

std::optional<TumourTitle> ReadTumourTitle(Reading& r, Clause own) {
  constexpr int kMostWords = 6, kMostInBrackets = 6;
  if (!r.MayHoldMark(":")) return std::nullopt;
  if (auto parts = ReadTitleOfParts(r, own); parts && parts->colon + 1 < own.end) return parts;
  int i = own.begin;
  while (i < own.end && r.IsAnyMark(i, "*-")) ++i;
  const int begin = i;
  std::vector<std::string> tumours;
  bool excepts = false, named = false;   // by itself, not by its organ
  for (; i < own.end && i < begin + kMostWords && !r.IsAnyMark(i, ":("); ++i) {
    if (r.at(i).lead || r.at(i).used) return std::nullopt;
    if (std::string tumour = TumourAt(r, i); !tumour.empty()) {
      named = named || r.Find(i, TermKind::kDisease) != nullptr;
      tumours.push_back(std::move(tumour));
    } else if (r.Is(i, Cue::kExcept)) {
      excepts = true;
    } else if (!r.IsKind(i, Item::Kind::kWord) && !r.IsAnyMark(i, ",/") && !r.IsAny(i, {Cue::kOr, Cue::kAnd}) && !r.WordStarts(i, {"patient"})) {
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
  const bool bounds = !applicable && named && OnlyBounds(r, i + 1, own.end);
  if (excepts && !bounds) return std::nullopt;
  if (!applicable && !bounds && (tumours.empty() || !StartsDemandOfPeople(r, i + 1, own.end))) return std::nullopt;
  const base::Span span = r.SpanOf(begin, i - 1);
  TumourTitle title{.colon = i, .whom = Expression::Opaque(span)};
  if (excepts) title.whom = TumoursExcept(r, {begin, i}).value_or(std::move(title.whom));
  else if (!tumours.empty()) title.whom = Expression::OfLeaf(OneOfLeaf{OneOfLeaf::Attribute::kDisease, std::move(tumours), {}, 0}, span, "disease.title");
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
