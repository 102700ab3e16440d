#include "rules/parse/bounds/bound_of_group.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace trialmatch::rules {
namespace {

// A lower bound of the age from here on tells of some, and not that all are grown up.
constexpr double kOlderThanAllMustBe = 40;

bool IsPeopleWord(const Reading& r, int i) { return r.WordIsAny(i, {"patients", "patient"}); }

// A value of the laboratory or of the performance status is asked for in [begin, end), and nothing that women are asked for a child.
bool AsksForValue(const Reading& r, int begin, int end) {
  bool value = false;
  for (int k = begin; k < end; ++k) {
    if (r.IsAny(k, {Cue::kMale, Cue::kFemale, Cue::kIf, Cue::kUnless}) || r.at(k).used || r.WordContains(k, {"pregnan", "contracep", "menopaus", "childbearing", "hcg"})) return false;
    value = value || r.IsTerm(k, TermKind::kLab) || r.IsAny(k, {Cue::kEcog, Cue::kKarnofsky, Cue::kPerformanceStatus});
  }
  return value;
}

const CompareLeaf* Compare(const Expression& e) { return e.kind == Expression::Kind::kLeaf ? std::get_if<CompareLeaf>(e.leaf.get()) : nullptr; }

}  // namespace

int SexOfSubject(const Reading& r, Clause clause, int first, int last) {
  constexpr int kFarthest = 9;   // items
  int at = first - 1;
  while (at > clause.begin && at > first - kFarthest && (r.IsAny(at, {Cue::kMust, Cue::kFiller, Cue::kWith, Cue::kFor}) || IsPeopleWord(r, at) || r.WordIsAny(at, {"have", "has"}))) --at;
  if (at < clause.begin || !r.IsAny(at, {Cue::kMale, Cue::kFemale}) || r.at(at).lead || r.IsAny(at - 1, {Cue::kAnd, Cue::kOr}) || r.IsMark(at - 1, '/')) return -1;
  return HasCue(r, last + 1, clause.end, {r.Is(at, Cue::kMale) ? Cue::kFemale : Cue::kMale}) ? at : -1;
}

bool IsGroupByAgeOrWeight(const Expression& who) {
  const CompareLeaf* leaf = Compare(who);
  if (leaf == nullptr) return who.kind == Expression::Kind::kAll && !who.children.empty() && std::all_of(who.children.begin(), who.children.end(), IsGroupByAgeOrWeight);
  if (leaf->quantity == "weight") return leaf->bounds.low.has_value() != leaf->bounds.high.has_value();
  if (leaf->quantity != "age") return false;
  return leaf->bounds.low ? *leaf->bounds.low >= kOlderThanAllMustBe : leaf->bounds.high.has_value();
}

int DemandOfGroup(const Reading& r, Clause own) {
  if (!IsPeopleWord(r, own.begin)) return -1;
  int must = own.begin + 1;
  bool number = false, low = false;
  for (; must < own.end && !r.Is(must, Cue::kMust); ++must) {
    if (r.IsAny(must, {Cue::kMustNot, Cue::kDay, Cue::kWeek, Cue::kMonth, Cue::kHour})) return -1;
    const bool more = r.IsAny(must, {Cue::kMoreThan, Cue::kAtLeast}) || r.WordContains(must, {"older", "above"}) || (r.IsComparison(must) && (r.at(must).comparison == Comparison::kGreater || r.at(must).comparison == Comparison::kGreaterEqual));
    low = low || more;
    if (r.IsNumber(must)) {
      if (number) return -1;
      number = true;
      continue;
    }
    const bool of_bound = more || r.IsComparison(must) || r.IsAny(must, {Cue::kAge, Cue::kYear, Cue::kLessThan, Cue::kAtMost, Cue::kFiller, Cue::kWho, Cue::kOr}) || r.IsTermOf(must, KindBits({TermKind::kUnit, TermKind::kLab})) || r.WordStarts(must, {"weigh", "young", "or young", "below", "under", "who are", "body"});
    if (!of_bound) return -1;
  }
  if (!number || must + 1 >= own.end || !AsksForValue(r, must + 1, own.end)) return -1;
  for (int i = own.begin; i < must; ++i) {
    const bool weight = r.IsTermOf(i, KindBits({TermKind::kUnit}));
    if (r.IsNumber(i) && low && r.at(i).number < kOlderThanAllMustBe && !r.IsTerm(i + 1, TermKind::kUnit)) return -1;
    if (weight) break;
  }
  return must;
}

std::optional<SexAsked> ReadSexAsked(const Reading& r, Clause own) {
  int sex = -1, i = own.begin;
  for (; i < own.end && !r.Is(i, Cue::kMust); ++i) {
    if (r.IsAny(i, {Cue::kMale, Cue::kFemale})) {
      if (sex >= 0) return std::nullopt;
      sex = i;
    } else if (!IsPeopleWord(r, i) && !r.Is(i, Cue::kFiller)) {
      return std::nullopt;
    }
  }
  if (sex < 0 || i + 1 >= own.end) return std::nullopt;
  if (!AsksForValue(r, i + 1, own.end)) return std::nullopt;
  OneOfLeaf leaf{OneOfLeaf::Attribute::kSex, {r.Is(sex, Cue::kMale) ? "male" : "female"}, {}, 0};
  return SexAsked{Expression::OfLeaf(std::move(leaf), r.SpanOf(sex, sex), "demand.sex"), i};
}

bool IsStatusIfAge(const Reading& r, int begin, int condition, int end) {
  constexpr CueSet kScales = {Cue::kEcog, Cue::kPerformanceStatus, Cue::kKarnofsky};
  int age = condition + 1;
  while (r.Is(age, Cue::kFiller) || IsPeopleWord(r, age)) ++age;
  return (r.Is(age, Cue::kAge) || r.WordStarts(age, {"age"})) && HasCue(r, begin, condition, kScales) && HasCue(r, age, end, kScales) && HasCue(r, age, end, {Cue::kIf});
}

void BindStatusForAge(const Reading& r, Atoms& atoms) {
  bool bound_before = false;   // the atom before was
  for (size_t i = 0; i + 1 < atoms.size(); ++i) {
    const Atom &status = atoms[i], &age = atoms[i + 1];
    bool whom = false, only = true;
    for (int k = status.last + 1; k < age.first; ++k) {
      whom = whom || r.IsAny(k, {Cue::kFor, Cue::kIf, Cue::kWhen}) || r.WordIs(k, "in");
      only = only && (r.IsAny(k, {Cue::kFor, Cue::kIf, Cue::kWhen, Cue::kFiller, Cue::kWho, Cue::kAge}) || r.WordIs(k, "in") || IsPeopleWord(r, k));
    }
    if (!whom || !only || status.topic != Topic::kPerformance || status.negated || age.negated || !IsGroupByAgeOrWeight(age.expression)) {
      bound_before = false;
      continue;
    }
    atoms[i].expression = Expression::When(age.expression, std::move(atoms[i].expression));
    atoms[i].last = age.last;
    atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    // "..., or ECOG 0-1 for those below": each group has its own.
    if (bound_before && atoms[i].first - atoms[i - 1].last <= 3) {
      atoms[i - 1].expression = Expression::All(std::move(atoms[i - 1].expression), std::move(atoms[i].expression));
      atoms[i - 1].last = atoms[i].last;
      atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(i));
      --i;
    }
    bound_before = true;
  }
}

void BindValuesOfTreated(const Reading& r, Mood mood, Atoms& atoms) {
  for (size_t i = 1; i < atoms.size(); ++i) {
    const Atom &lab = atoms[i - 1], &therapy = atoms[i];
    const bool kinds = lab.topic == Topic::kLab && !lab.negated && !therapy.negated && therapy.expression.kind == Expression::Kind::kLeaf && std::holds_alternative<TreatmentLeaf>(*therapy.expression.leaf);
    int people = -1;
    bool only = kinds, second = false;
    for (int k = lab.last + 1; kinds && k < therapy.first; ++k) {
      const bool opens = r.WordIsAny(k, {"in", "for", "in patients", "for patients"}) || r.Is(k, Cue::kFor);
      const bool of_people = IsPeopleWord(r, k) || r.WordIsAny(k, {"those", "patients with", "those with", "patients who have", "patients who had"});
      if (of_people && (people >= 0 || r.WordIsAny(k - 1, {"in", "for"}) || r.Is(k - 1, Cue::kFor))) people = k;
      second = second || (people < 0 && (r.IsNumber(k) || r.IsComparison(k)));
      const bool bound = people < 0 && (r.IsNumber(k) || r.IsComparison(k) || r.IsTerm(k, TermKind::kUnit) || r.IsAnyMark(k, "(%/") || r.Is(k, Cue::kOr) || r.IsMark(k, ','));
      only = only && (opens || of_people || bound || r.IsAny(k, {Cue::kFiller, Cue::kPrior, Cue::kWith, Cue::kWho, Cue::kTreated, Cue::kKnown}) || r.WordStarts(k, {"previously", "treated", "receiv", "had", "who", "have", "history of", "exposed"}));
    }
    if (!only || people < 0) continue;
    if (second) {
      atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(i));
      --i;
      continue;
    }
    const Expression whom = therapy.expression;
    const int last = therapy.last;
    atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(i));
    // Of several values in one breath each is of them.
    for (size_t k = i; k-- > 0 && atoms[k].topic == Topic::kLab && !atoms[k].negated;) {
      if (k + 1 < i && !HasCue(r, atoms[k].last + 1, atoms[k + 1].first, {Cue::kOr, Cue::kAnd})) break;
      atoms[k].expression = mood == Mood::kProhibits ? Expression::All(std::move(atoms[k].expression), whom) : Expression::When(whom, std::move(atoms[k].expression));
    }
    atoms[i - 1].last = last;
    --i;
  }
}

}  // namespace trialmatch::rules
