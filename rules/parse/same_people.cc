#include "rules/parse/same_people.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

int FirstWord(const Reading& r, Clause c) {
  int first = c.begin;
  while (first < c.end && (r.at(first).lead || r.IsKind(first, Item::Kind::kMark))) ++first;
  return first;
}

bool Says(const Statement& s) { return !s.empty && !s.logistics && s.content.kind != Expression::Kind::kOpaque && s.content.kind != Expression::Kind::kAlways; }

bool TellsWho(const Expression& e) {
  if (e.kind == Expression::Kind::kNot) return TellsWho(e.children.front());
  if (e.kind == Expression::Kind::kLeaf) return true;
  return (e.kind == Expression::Kind::kAll || e.kind == Expression::Kind::kAny) && std::all_of(e.children.begin(), e.children.end(), TellsWho);
}

void AskOf(const Expression& who, size_t from, std::vector<Statement>* all) {
  for (size_t k = from; k < all->size(); ++k) {
    Statement& s = (*all)[k];
    if (!Says(s) || s.mood == Mood::kPermits || s.content.kind == Expression::Kind::kWhen) continue;
    s.content = s.mood == Mood::kProhibits ? Expression::All(who, std::move(s.content)) : Expression::When(who, std::move(s.content));
  }
}

// Those whom the statement lets in, or of whom it asks something.
std::optional<Expression> NamedIn(const Statement& s, bool in_that_case) {
  const Expression& e = s.content;
  if (in_that_case) return s.mood == Mood::kRequires && e.kind == Expression::Kind::kAny && TellsWho(e.children.back()) ? std::optional(e.children.back()) : std::nullopt;
  if (s.mood == Mood::kPermits) return Says(s) && TellsWho(e) ? std::optional(e) : std::nullopt;
  if (s.mood == Mood::kRequires && e.kind == Expression::Kind::kWhen && TellsWho(e.children[0])) return e.children[0];
  return std::nullopt;
}

// The part of what is permitted that tells of whom: a tumour, a marker, an illness.
std::optional<Expression> WhoOf(const Expression& e) {
  if (e.kind == Expression::Kind::kAll) {
    std::vector<Expression> who;
    for (const Expression& child : e.children) {
      if (auto one = WhoOf(child)) who.push_back(*std::move(one));
    }
    return who.empty() ? std::nullopt : std::optional(Expression::All(std::move(who)));
  }
  if (e.kind == Expression::Kind::kAny) return std::all_of(e.children.begin(), e.children.end(), [](const Expression& child) { return WhoOf(child).has_value(); }) ? std::optional(e) : std::nullopt;
  if (e.kind != Expression::Kind::kLeaf) return std::nullopt;
  const bool selects = std::holds_alternative<MarkerLeaf>(*e.leaf) || std::holds_alternative<OneOfLeaf>(*e.leaf) || std::holds_alternative<ConditionLeaf>(*e.leaf) || std::holds_alternative<BrainLeaf>(*e.leaf);
  return selects ? std::optional(e) : std::nullopt;
}

}  // namespace

void HoldForThoseNamed(const Reading& r, Clause sentence, size_t from, std::vector<Statement>* all) {
  if (from == 0 || from >= all->size()) return;
  const int first = FirstWord(r, sentence);
  const bool they = r.WordIsAny(first, {"they", "these patients", "such patients", "those patients"}) ||
                    (r.WordIsAny(first, {"these", "such", "those"}) && r.WordIsAny(first + 1, {"patients"}));
  const bool case_of = r.WordStarts(first, {"in that case", "in this case", "in such case"}) || (r.WordIs(first, "in") && r.WordIsAny(first + 1, {"that", "this", "such"}) && r.WordIsAny(first + 2, {"case", "cases"}));
  if (!they && !case_of) return;
  if (const auto who = NamedIn((*all)[from - 1], case_of)) AskOf(*who, from, all);
}

void HoldForAllOthers(const Reading& r, Clause sentence, size_t from, std::vector<Statement>* all) {
  if (from == 0 || from >= all->size()) return;
  int first = FirstWord(r, sentence);
  if (r.Is(first, Cue::kFor) || r.WordIs(first, "for")) ++first;
  const bool others = r.WordStarts(first, {"otherwise", "all others", "all other"}) || (r.WordIs(first, "all") && r.WordIsAny(first + 1, {"others", "other"})) || (r.WordIs(first, "others") && first > sentence.begin);
  if (!others) return;
  std::vector<Expression> named;
  for (size_t k = 0; k < from; ++k) {
    const Expression& e = (*all)[k].content;
    if ((*all)[k].mood == Mood::kRequires && e.kind == Expression::Kind::kWhen && TellsWho(e.children[0])) named.push_back(e.children[0]);
  }
  for (size_t k = from; k < all->size() && !named.empty(); ++k) {
    if ((*all)[k].content.kind == Expression::Kind::kWhen) return;   // it tells of whom by itself
  }
  if (!named.empty()) AskOf(Expression::Not(Expression::Any(std::move(named))), from, all);
}

void SpareWhoIsExempt(const Reading& r, Clause sentence, size_t from, std::vector<Statement>* all) {
  if (from == 0 || all->size() != from + 1) return;
  const Statement& waiver = all->back();
  Statement& demand = (*all)[from - 1];
  const bool of_therapy = demand.topic == Topic::kPriorTherapy || demand.topic == Topic::kLineOfTherapy;
  if (waiver.mood != Mood::kPermits || !Says(waiver) || !of_therapy || demand.mood != Mood::kRequires || !Says(demand) || demand.content.kind == Expression::Kind::kWhen) return;
  bool exempt = false;
  for (int i = sentence.begin; i < sentence.end; ++i) exempt = exempt || r.WordContains(i, {"exempt"}) || (r.Is(i, Cue::kNotRequired) && r.WordStarts(FirstWord(r, sentence), {"patients", "those"}));
  const auto who = exempt ? WhoOf(waiver.content) : std::nullopt;
  if (who) demand.content = Expression::Any(std::move(demand.content), *who);
}

void JoinOtherWay(const Reading& r, Clause sentence, size_t from, std::vector<Statement>* all) {
  if (from == 0 || all->size() != from + 1) return;
  const int first = FirstWord(r, sentence);
  const bool way = (r.Is(first, Cue::kOr) && r.IsAnyMark(first - 1, ".")) || r.WordIsAny(first, {"alternatively"});
  Statement &before = (*all)[from - 1], &other = all->back();
  constexpr Topic kWays[] = {Topic::kDisease, Topic::kStageSetting, Topic::kBiomarker, Topic::kPriorTherapy, Topic::kLineOfTherapy};
  if (!way || std::find(std::begin(kWays), std::end(kWays), other.topic) == std::end(kWays) || before.mood != Mood::kRequires || !Says(before) || (other.mood == Mood::kProhibits) || !Says(other)) return;
  before.content = Expression::Any(std::move(before.content), std::move(other.content));
  if (other.understood != Understood::kFull && before.understood == Understood::kFull) before.understood = Understood::kPartial;
  other.content = Expression::Always(other.span, "nothing_said");
  other.empty = true;
}

}  // namespace trialmatch::rules
