#include "rules/parse/idle_permission.h"

#include <algorithm>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

// No denial, condition or unread word in it.
bool DemandsOnly(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return true;
  return (e.kind == Expression::Kind::kAll || e.kind == Expression::Kind::kAny) && std::all_of(e.children.begin(), e.children.end(), DemandsOnly);
}

const ConditionLeaf* IllnessOf(const Expression& e) {
  return e.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(e.leaf.get()) : nullptr;
}

// Some leaf of the expression is one of these illnesses while it is active.
bool HoldsActive(const Expression& e, const ConditionLeaf& past) {
  if (const ConditionLeaf* one = IllnessOf(e)) return one->status == ConditionLeaf::Status::kActive && one->conditions == past.conditions;
  return std::any_of(e.children.begin(), e.children.end(), [&](const Expression& child) { return HoldsActive(child, past); });
}

}  // namespace

bool PermitsPastOfActive(const Reading& r, Clause sentence, const std::vector<Statement>& all) {
  if (all.size() < 2 || all.back().mood != Mood::kPermits || HasCue(r, sentence.begin, sentence.end, {Cue::kIf, Cue::kUnless, Cue::kOnly, Cue::kExcept, Cue::kOngoing, Cue::kStable})) return false;
  const ConditionLeaf* past = IllnessOf(all.back().content);
  const Statement& before = all[all.size() - 2];
  if (past == nullptr || before.mood != Mood::kProhibits || !HoldsActive(before.content, *past)) return false;
  for (int i = sentence.begin; i + 1 < sentence.end; ++i) {
    if (r.WordStarts(i, {"prior history", "past history", "previous history"})) return r.IsTerm(i + 1, TermKind::kCondition);
  }
  return false;
}

bool PassesOverIdlePermission(Reading& r, Clause sentence, const std::vector<Statement>& all, size_t from) {
  if (from + 1 != all.size() || all.back().mood != Mood::kPermits || all.back().understood == Understood::kFull) return false;
  const Statement& permission = all.back();
  if (permission.topic == Topic::kOther || HasCue(r, sentence.begin, sentence.end, {Cue::kOnly})) return false;
  for (size_t i = 0; i < from; ++i) {
    const Statement& s = all[i];
    if (s.empty || s.logistics) continue;
    const bool demands = s.mood == Mood::kRequires && DemandsOnly(s.content) && s.understood == Understood::kFull;
    if (!demands || s.topic == permission.topic) return false;
  }
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (!r.at(i).used && !r.at(i).lead) r.at(i).used = r.at(i).aside = true;
  }
  return true;
}

bool PermitsBesideDemand(const Reading& r, Clause sentence) {
  return (r.Is(sentence.begin, Cue::kAnd) || r.WordIs(sentence.begin, "but")) && r.Is(sentence.begin + 1, Cue::kPermitted) && r.WordStarts(sentence.begin + 1, {"may ", "can "}) &&
         !HasCue(r, sentence.begin, sentence.end, {Cue::kIf, Cue::kUnless, Cue::kOnly});
}

bool GoesOnPermitting(const Reading& r, Clause sentence) {
  constexpr uint32_t kDrugs = KindBits({TermKind::kDrug, TermKind::kDrugClass});
  if (!r.IsMark(sentence.begin - 1, ';') || !r.MayHoldCue({Cue::kPermitted})) return false;
  int first = sentence.begin - 1;
  while (first > 0 && !r.IsMark(first - 1, '.') && !r.at(first - 1).lead) --first;
  const int permitted = r.FindCue(first, sentence.begin, {Cue::kPermitted});
  if (permitted < 0 || HasCue(r, first, sentence.begin, {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kNo, Cue::kNot, Cue::kIf, Cue::kUnless, Cue::kExcept})) return false;
  bool allowed = false, drug = false;
  for (int i = permitted + 1; i < sentence.begin; ++i) allowed = allowed || r.IsTermOf(i, kDrugs);
  for (int i = sentence.begin; i < sentence.end; ++i) {
    const bool named = r.IsTermOf(i, kDrugs);
    const bool joins = r.IsMark(i, ',') || r.IsAny(i, {Cue::kFor, Cue::kAnd, Cue::kOr, Cue::kFiller}) || r.IsTermOf(i, KindBits({TermKind::kCondition, TermKind::kDisease, TermKind::kPlain}));
    if (r.at(i).lead || (!named && !joins)) return false;
    drug = drug || named;
  }
  return allowed && drug;
}

int AbsenceAskedOfPermitted(const Reading& r, Clause sentence) {
  const int permitted = r.FindCue(sentence.begin, sentence.end, {Cue::kPermitted});
  for (int i = permitted + 1; permitted >= 0 && i < sentence.end; ++i) {
    if (r.WordIs(i, "absence of") && r.WordIs(i - 1, "in the")) return i;
  }
  return sentence.end;
}

bool AskedToBeEligible(const Reading& r, int begin, int end) {
  const int must = FindCue(r, begin, end, {Cue::kMust});
  if (must < 0 || r.at(must).lead || HasCue(r, begin, must, {Cue::kIf, Cue::kWho, Cue::kWith, Cue::kWithout, Cue::kFor})) return false;
  for (int i = must + 2; i < end; ++i) {
    if (r.Is(i, Cue::kPermitted) && r.WordIs(i, "eligible") && r.WordIsAny(i - 1, {"to be", "in order to be"})) return true;
  }
  return false;
}

}  // namespace trialmatch::rules
