#include "rules/parse/bounds/second_bounds.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "rules/parse/bounds/lab_bounds.h"
#include "rules/parse/domains.h"
#include "rules/parse/part.h"
#include "rules/parse/residue.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kLab = KindBit(TermKind::kLab);

bool SharesLab(const Reading& r, Clause a, Clause b) {
  for (int i = a.begin; i < a.end; ++i) {
    const Entry* lab = r.Find(i, TermKind::kLab);
    for (int k = b.begin; lab != nullptr && k < b.end; ++k) {
      const Entry* other = r.Find(k, TermKind::kLab);
      if (other != nullptr && SameLab(*lab, *other)) return true;
    }
  }
  return false;
}

bool HasBound(const Reading& r, Clause c) {
  if (!HasTermOf(r, c.begin, c.end, kLab)) return false;
  for (int i = c.begin; i < c.end; ++i) {
    if (r.IsNumber(i) || r.IsAny(i, {Cue::kNormal, Cue::kUln, Cue::kLln})) return true;
  }
  return false;
}

// The demand of a clause alone; nullopt when it is not read whole.
std::optional<Expression> ReadDemand(Reading& r, Clause c) {
  std::vector<Statement> read;
  ReadSentence(r, c, Section::kInclusion, &read);
  if (read.size() != 1 || read[0].mood != Mood::kRequires || read[0].empty || read[0].logistics || read[0].understood != Understood::kFull) return std::nullopt;
  return std::move(read[0].content);
}

// X, or if C, Y.
struct Turn {
  Clause own, whom, other;
  bool excepts = false;
};

std::optional<Turn> TurnOf(const Reading& r, Clause c) {
  while (c.begin < c.end && r.at(c.begin).lead) ++c.begin;
  for (int i = c.begin; i < c.end; ++i) {
    if (r.IsAnyMark(i, "();:")) return std::nullopt;
  }
  int turn = -1;
  Turn out;
  for (int i = c.begin + 2; i + 3 < c.end && turn < 0; ++i) {
    if (!r.IsMark(i, ',')) continue;
    int k = i + 1;
    if (r.Is(k, Cue::kOr)) {
      ++k;
      if (r.IsMark(k, ',')) ++k;
      if (!r.IsAny(k, {Cue::kIf, Cue::kFor}) && !r.WordIs(k, "in")) continue;
    } else if (r.IsAny(k, {Cue::kExcept, Cue::kUnless})) {
      out.excepts = true;
    } else {
      continue;
    }
    turn = i;
    out.own = {c.begin, i};
    out.whom.begin = k + 1;
  }
  if (turn < 0) return std::nullopt;
  for (int i = out.whom.begin + 1; i + 1 < c.end && out.whom.end == 0; ++i) {
    if (r.IsMark(i, ',')) out.whom.end = i;
    if (r.IsTermOf(i, kLab) || r.IsNumber(i)) return std::nullopt;
  }
  int begin = out.whom.end + 1;
  if (out.whom.end == 0) return std::nullopt;
  if (out.excepts) {
    if (!r.WordIsAny(begin, {"who", "in whom", "whose"}) && !r.Is(begin, Cue::kWho)) return std::nullopt;
    if (r.WordIs(begin + 1, "whom")) ++begin;
    ++begin;
  }
  out.other = {begin, c.end};
  const bool fit = HasBound(r, out.own) && HasBound(r, out.other) && (!out.excepts || !SharesLab(r, out.own, out.other)) && HasTermOf(r, out.whom.begin, out.whom.end, KindBits({TermKind::kCondition, TermKind::kDrug, TermKind::kDrugClass, TermKind::kSite, TermKind::kSetting, TermKind::kDisease}));
  return fit ? std::optional(out) : std::nullopt;
}

// The bound of `e` that stands last before `at`, or nullptr.
Expression* BoundBefore(Expression* e, size_t at) {
  if (e->kind == Expression::Kind::kNot || e->kind == Expression::Kind::kWhen) return nullptr;
  if (e->kind == Expression::Kind::kLeaf) return std::holds_alternative<CompareLeaf>(*e->leaf) && e->span.end <= at ? e : nullptr;
  Expression* last = nullptr;
  for (Expression& child : e->children) {
    Expression* one = BoundBefore(&child, at);
    if (one != nullptr && (last == nullptr || one->span.begin >= last->span.begin)) last = one;
  }
  return last;
}

}  // namespace

void PassOverAllowedBound(Reading& r, Clause c) {
  if (!r.MayHoldCue({Cue::kExcept}) || !r.MayHoldCue({Cue::kPermitted}) || !r.MayHoldTermOf(kLab)) return;
  const int except = r.FindCue(c.begin, c.end, {Cue::kExcept});
  const int permitted = except > 0 ? r.FindCue(except, c.end, {Cue::kPermitted}) : -1;
  if (permitted < 0 || !HasBound(r, {c.begin, except}) || !HasBound(r, {except, permitted}) || !SharesLab(r, {c.begin, except}, {except, permitted})) return;
  for (int i = except; i < permitted; ++i) {
    if (r.IsAnyMark(i, ",;()")) return;
  }
  if (r.WordIs(except + 1, "that")) r.PassOver(except + 1, except + 2);
  r.PassOver(r.WordIsAny(permitted - 1, {"is", "are"}) ? permitted - 1 : permitted, permitted + 1);
}

bool ReadValuesOfSome(Reading& r, Clause sentence, std::vector<Statement>* out) {
  if (!r.MayHoldTermOf(kLab) || !r.MayHoldCue({Cue::kOr, Cue::kExcept, Cue::kUnless}) || !r.MayHoldMark(",")) return false;
  const std::optional<Turn> turn = TurnOf(r, sentence);
  if (!turn) return false;
  Statement s{.mood = Mood::kRequires, .topic = Topic::kLab, .span = r.SpanOf(turn->own.begin, turn->other.end - 1)};
  s.understood = Understood::kFull;
  auto own = ReadDemand(r, turn->own);
  Part whom = ReadPart(r, turn->whom, Mood::kPermits);
  auto other = ReadDemand(r, turn->other);
  const bool read = whom.found && other && ResidueOf(r, turn->whom.begin, turn->whom.end).unread == 0;
  if (!read || !own) s.understood = Understood::kPartial;
  Expression way = read ? Expression::All(std::move(whom.content), *std::move(other)) : Expression::Opaque(r.SpanOf(turn->whom.begin, turn->other.end - 1));
  s.content = Expression::Any(own ? *std::move(own) : Expression::Opaque(r.SpanOf(turn->own.begin, turn->own.end - 1)), std::move(way));
  r.UseRange(turn->own.end, turn->whom.begin - 1);
  out->push_back(std::move(s));
  return true;
}

void OpenUnreadSecondBound(const Reading& r, Clause c, size_t first, std::vector<Statement>* statements) {
  if (statements->size() != first + 1) return;
  Statement& s = statements->back();
  if (s.mood != Mood::kRequires || s.empty || s.logistics || s.understood == Understood::kFull) return;
  const bool open = s.content.kind == Expression::Kind::kAny && std::any_of(s.content.children.begin(), s.content.children.end(), [](const Expression& e) { return e.kind == Expression::Kind::kOpaque; });
  if (open) return;
  constexpr int kNearest = 16;   // letters between the two
  for (int i = c.begin + 1; i + 2 < c.end; ++i) {
    if (!r.Is(i, Cue::kOr) && !r.IsMark(i, '(')) continue;
    int number = i + 1;
    while (number < c.end && number < i + 4 && !r.IsNumber(number) && (r.IsComparison(number) || r.IsAny(number, {Cue::kAtLeast, Cue::kAtMost, Cue::kMoreThan, Cue::kLessThan, Cue::kFiller}))) ++number;
    const bool value = number > i + 1 && r.IsNumber(number) && !r.at(number).used && r.IsTermOf(number + 1, KindBit(TermKind::kUnit));
    const bool limit = r.Is(i, Cue::kOr) && r.WordStarts(i + 1, {"above", "within", "greater", "at or above", "not below", "over"}) && r.FindCue(i + 1, std::min(c.end, i + 6), {Cue::kLln, Cue::kNormal}) >= 0 && s.understood == Understood::kPartial;
    if (!value && !limit) continue;
    Expression* bound = BoundBefore(&s.content, static_cast<size_t>(r.at(i).span.begin));
    if (bound == nullptr || static_cast<int>(r.at(i).span.begin) - static_cast<int>(bound->span.end) > kNearest) continue;
    const auto& leaf = std::get<CompareLeaf>(*bound->leaf);
    const Entry* unit = value ? r.Find(number + 1, TermKind::kUnit) : nullptr;
    if (leaf.quantity == "age" || (r.IsMark(i, '(') && (unit == nullptr || unit->id != leaf.unit))) continue;
    const base::Bounds& said = leaf.bounds;
    const bool wider = limit || (said.low ? r.at(number).number < *said.low : said.high && r.at(number).number > *said.high);
    if (!wider) continue;
    *bound = Expression::Any(std::move(*bound), Expression::Opaque(r.SpanOf(i + 1, limit ? i + 2 : number + 1)));
    s.understood = Understood::kPartial;
    return;
  }
}

int PassOverStageOfIllness(Reading& r, Clause c) {
  if (!r.MayHoldCue({Cue::kStage}) || !r.MayHoldTermOf(KindBit(TermKind::kCondition))) return -1;
  const int stage = r.FindCue(c.begin, c.end, {Cue::kStage});
  if (stage < 0) return -1;
  int last = stage + 1;
  while (last < c.end && (r.IsNumber(last) || r.at(last).may_be_code || r.IsAny(last, {Cue::kOr, Cue::kAnd, Cue::kTo, Cue::kFiller}) || r.IsAnyMark(last, "-/,") || r.WordStarts(last, {"3", "4", "5"}))) ++last;
  const Entry* illness = r.Find(last, TermKind::kCondition);
  if (last >= c.end || illness == nullptr || illness->id != "kidney_disease") return -1;
  r.PassOver(stage, last);
  return last;
}

void OpenStageOfIllness(const Reading& r, Clause c, int before, size_t first, std::vector<Statement>* statements) {
  if (statements->size() != first + 1 || statements->back().mood != Mood::kProhibits) return;
  for (int i = c.begin; i < c.end; ++i) {
    const Entry* illness = r.Find(i, TermKind::kCondition);
    if (illness == nullptr || illness->id != "kidney_disease") continue;
    int stage = i + 1;
    while (stage < c.end && (r.IsAnyMark(stage, ",(") || r.Is(stage, Cue::kFiller))) ++stage;
    const bool behind = stage < c.end && (r.Is(stage, Cue::kStage) || r.WordStarts(stage, {"stage"}));
    if (!behind && i != before) continue;
    if (!behind) stage = i;
    const auto open = [&](Expression* e, const auto& self) -> bool {
      auto* leaf = e->kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(e->leaf.get()) : nullptr;
      const auto at = leaf == nullptr ? std::vector<std::string>::iterator() : std::find(leaf->conditions.begin(), leaf->conditions.end(), "kidney_disease");
      if (leaf != nullptr && at != leaf->conditions.end()) {
        ConditionLeaf kidney = *leaf;
        kidney.conditions = {"kidney_disease"};
        leaf->conditions.erase(at);
        const base::Span span = r.SpanOf(i, stage);
        Expression limited = Expression::All(Expression::OfLeaf(std::move(kidney), span, "condition.stage"), Expression::Opaque(r.SpanOf(stage, stage)));
        *e = leaf->conditions.empty() ? std::move(limited) : Expression::Any(std::move(*e), std::move(limited));
        return true;
      }
      return std::any_of(e->children.begin(), e->children.end(), [&](Expression& child) { return self(&child, self); });
    };
    if (open(&statements->back().content, open) && statements->back().understood == Understood::kFull) statements->back().understood = Understood::kPartial;
    return;
  }
}

}  // namespace trialmatch::rules
