#include "rules/parse/exceptions.h"

#include <algorithm>
#include <utility>

#include "rules/parse/illness/cells_of_illness.h"
#include "rules/parse/illness/illness.h"
#include "rules/parse/illness/illness_leaf.h"
#include "rules/parse/therapy/excepted_washout.h"

namespace trialmatch::rules {
namespace {

void CollectIllnesses(const Expression& e, std::vector<ConditionLeaf>* leaves) {
  if (e.kind == Expression::Kind::kLeaf) leaves->push_back(std::get<ConditionLeaf>(*e.leaf));
  for (const Expression& child : e.children) CollectIllnesses(child, leaves);
}

void Take(const std::vector<ConditionLeaf>& excepted, Expression* e) {
  for (Expression& child : e->children) Take(excepted, &child);
  if (e->kind != Expression::Kind::kLeaf) return;
  auto& leaf = std::get<ConditionLeaf>(*e->leaf);
  for (const ConditionLeaf& one : excepted) {
    ConditionLeaf named;
    named.conditions = one.conditions;
    if (named == one)
      leaf.except.insert(leaf.except.end(), one.conditions.begin(), one.conditions.end());
    else
      leaf.unless.push_back(WithGradeAsSaid(one));
  }
}

void ExceptNamed(const std::vector<std::string>& what, Expression* e) {
  for (Expression& child : e->children) ExceptNamed(what, &child);
  if (e->kind != Expression::Kind::kLeaf) return;
  if (auto* leaf = std::get_if<TreatmentLeaf>(e->leaf.get())) leaf->except.insert(leaf->except.end(), what.begin(), what.end());
}

// One of `what` is a therapy of the expression: "chemotherapy, except chemotherapy for lymphoma".
bool NamesTheSame(const std::vector<std::string>& what, const Expression& e) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e.leaf.get()) : nullptr;
  if (leaf == nullptr) return std::any_of(e.children.begin(), e.children.end(), [&](const Expression& child) { return NamesTheSame(what, child); });
  return std::any_of(what.begin(), what.end(), [&](const std::string& id) { return std::find(leaf->what.begin(), leaf->what.end(), id) != leaf->what.end(); });
}

}  // namespace

bool OnlyIllnesses(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<ConditionLeaf>(*e.leaf);
  const bool group = e.kind == Expression::Kind::kAny || e.kind == Expression::Kind::kNot;
  return group && !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), OnlyIllnesses);
}

void ExceptIllnesses(const std::vector<Expression>& excepted, Expression* forbidden) {
  std::vector<ConditionLeaf> leaves;
  for (const Expression& one : excepted) CollectIllnesses(one, &leaves);
  Take(leaves, forbidden);
}

bool OnlyTreatments(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<TreatmentLeaf>(*e.leaf);
  const bool group = e.kind == Expression::Kind::kAny || e.kind == Expression::Kind::kNot;
  return group && !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), OnlyTreatments);
}

bool ExceptTreatment(const Expression& excepted, Expression* forbidden) {
  const bool leaf = excepted.kind == Expression::Kind::kLeaf;
  const auto* named = leaf ? std::get_if<TreatmentLeaf>(excepted.leaf.get()) : nullptr;
  if (named != nullptr) {
    TreatmentLeaf bare;
    bare.what = named->what;
    bare.ongoing = named->ongoing;
    // What tells it from all that is forbidden was not read.
    if (!(bare == *named) || NamesTheSame(named->what, *forbidden)) return false;
    ExceptNamed(named->what, forbidden);
    return true;
  }
  // "Steroids of no more than 10 mg of prednisone a day".
  const bool dosed = excepted.kind == Expression::Kind::kAll && excepted.children.size() == 2 && forbidden->kind == Expression::Kind::kNot &&
                     std::all_of(excepted.children.begin(), excepted.children.end(), [](const Expression& e) { return e.kind == Expression::Kind::kLeaf; }) &&
                     std::holds_alternative<TreatmentLeaf>(*excepted.children[0].leaf) && std::holds_alternative<CompareLeaf>(*excepted.children[1].leaf);
  if (!dosed) return false;
  forbidden->children[0] = Expression::All(std::move(forbidden->children[0]), Expression::Not(excepted));
  return true;
}

namespace {

// The therapies of the expression, each with a time and none forbidden by its name; false where something else stands.
bool CollectTimed(const Expression& e, const Expression& forbidden, std::vector<TreatmentLeaf>* timed) {
  if (e.kind != Expression::Kind::kLeaf) {
    const bool group = e.kind == Expression::Kind::kAny && !e.children.empty();
    return group && std::all_of(e.children.begin(), e.children.end(), [&](const Expression& child) { return CollectTimed(child, forbidden, timed); });
  }
  const auto* leaf = std::get_if<TreatmentLeaf>(e.leaf.get());
  if (leaf == nullptr || !leaf->window.within || NamesTheSame(leaf->what, forbidden)) return false;
  timed->push_back(*leaf);
  return true;
}

// The first time that the expression tells of a therapy.
const Window* FirstWindow(const Expression& e) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e.leaf.get()) : nullptr;
  if (leaf != nullptr) return leaf->window.within ? &leaf->window : nullptr;
  for (const Expression& child : e.children) {
    if (const Window* window = FirstWindow(child)) return window;
  }
  return nullptr;
}

}  // namespace

bool ExceptStatementsOfOwnTime(const std::vector<Statement>& statements, Expression* forbidden,
                               std::vector<Expression>* own) {
  const Window* main = FirstWindow(*forbidden);
  if (main == nullptr || forbidden->kind != Expression::Kind::kNot || statements.empty()) return false;
  std::vector<TreatmentLeaf> timed;
  for (const Statement& s : statements) {
    const bool read = !s.empty && s.understood == Understood::kFull && !s.logistics && s.mood == Mood::kProhibits && CollectTimed(s.content, *forbidden, &timed);
    if (!read) return false;
  }
  const Window window = *main;
  const base::Span span = forbidden->span;
  for (const TreatmentLeaf& one : timed) {
    ExceptNamed(one.what, forbidden);
    if (std::optional<Expression> some = SomeOfExcepted(one, window, span, span))
      forbidden->children[0] = Expression::Any(std::move(forbidden->children[0]), *std::move(some));
  }
  for (const Statement& s : statements) own->push_back(Expression::Not(s.content));
  return true;
}

void QualifyIllnesses(std::string_view words, Expression* e) {
  for (Expression& child : e->children) QualifyIllnesses(words, &child);
  if (e->kind == Expression::Kind::kLeaf) std::get<ConditionLeaf>(*e->leaf).said.emplace_back(words);
}

std::optional<Expression> BareException(Reading& reading, int end, const Expression& forbidden) {
  std::vector<ConditionLeaf> leaves;
  CollectIllnesses(forbidden, &leaves);
  std::optional<Illness> how = leaves.empty() || end <= 0 ? std::nullopt : ReadBareQualities(reading, 0, end);
  if (!how) return std::nullopt;
  how->ids = {leaves[0].conditions[0]};
  // "No active disease in the last 5 years": free of it for so long.
  if (how->window.within && !how->window.at_least) how->window.at_least = std::exchange(how->window.within, std::nullopt);
  std::vector<Expression> any;
  for (ConditionLeaf& leaf : LeavesOf(*how)) any.push_back(Expression::OfLeaf(std::move(leaf), reading.SpanOf(0, end - 1), "condition"));
  return Expression::Any(std::move(any));
}

std::optional<Expression> HowIllnessIs(Reading& reading, Clause clause, const Expression& has) {
  std::vector<ConditionLeaf> leaves;
  CollectIllnesses(has, &leaves);
  std::optional<Illness> how = leaves.empty() || clause.empty() ? std::nullopt : ReadBareQualities(reading, clause.begin, clause.end);
  if (!how) return HowIllnessAndCellsAre(reading, clause, has);
  for (const ConditionLeaf& leaf : leaves) {
    for (const std::string& id : leaf.conditions) {
      if (std::find(how->ids.begin(), how->ids.end(), id) == how->ids.end()) how->ids.push_back(id);
    }
  }
  // "An undetectable viral load within 6 months": when it was measured.
  how->window.within.reset();
  std::vector<Expression> any;
  for (ConditionLeaf& leaf : LeavesOf(*how)) any.push_back(Expression::OfLeaf(std::move(leaf), reading.SpanOf(clause.begin, clause.end - 1), "condition"));
  return Expression::Any(std::move(any));
}

bool TellsLengthOfTherapy(const Reading& r, Clause clause, const Expression& read) {
  if (read.kind != Expression::Kind::kNot || FirstWindow(read) == nullptr) return false;
  for (int i = clause.begin; i + 1 < clause.end; ++i) {
    const bool goes_on = r.WordContains(i, {"taking"}) || r.WordContains(i, {"receiving"}) || r.WordContains(i, {"stable"}) || r.WordContains(i, {"continuous"});
    if (goes_on && r.FindCue(i, clause.end, {Cue::kFor, Cue::kAtLeast}) > 0) return true;
  }
  return false;
}

std::optional<Expression> DemandedOfIll(Reading& reading, Clause clause, const Expression& has) {
  constexpr int kLongestSubject = 4;  // items
  if (!OnlyIllnesses(has)) return std::nullopt;
  const int must = reading.FindCue(clause.begin, std::min(clause.end, clause.begin + 1 + kLongestSubject), {Cue::kMust});
  std::optional<Expression> how = must < 0 ? std::nullopt : HowIllnessIs(reading, {must + 1, clause.end}, has);
  if (how) reading.UseRange(clause.begin, must);
  return how;
}

std::optional<Expression> PermittedIllness(Reading& reading, Clause clause, const Expression& has) {
  if (!OnlyIllnesses(has)) return std::nullopt;
  const int permitted = reading.FindCue(clause.begin, clause.end, {Cue::kPermitted});
  const int condition = permitted >= 0 ? reading.FindCue(permitted, clause.end, {Cue::kIf}) : -1;
  if (condition < 0 || condition > permitted + 2) return std::nullopt;
  std::optional<Expression> how = HowIllnessIs(reading, {condition + 1, clause.end}, has);
  if (how) reading.UseRange(clause.begin, condition);
  return how;
}

int BoundBehindException(const Reading& r, int unless, int end) {
  int depth = 0;
  for (int i = unless + 2; i + 3 < end; ++i) {
    depth += r.IsMark(i, '(') ? 1 : r.IsMark(i, ')') ? -1 : 0;
    if (r.IsTerm(i, TermKind::kLab)) return -1;
    if (depth != 0 || !r.IsMark(i, ',') || !r.Is(i + 1, Cue::kOr)) continue;
    bool lab = false;
    for (int k = i + 2; k < end && k < i + 9 && !r.IsAnyMark(k, ",;("); ++k) {
      lab = lab || r.IsTerm(k, TermKind::kLab);
      if (lab && (r.IsComparison(k) || r.IsAny(k, {Cue::kMoreThan, Cue::kLessThan, Cue::kAtLeast, Cue::kAtMost}))) return i;
    }
    return -1;
  }
  return -1;
}

}  // namespace trialmatch::rules
