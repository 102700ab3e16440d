#include "rules/parse/illness/negative_or_positive.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool SaysNegative(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    if (r.IsAny(i, {Cue::kNo, Cue::kMustNot, Cue::kWithout}) || r.WordContains(i, {"negative"})) return true;
  }
  return false;
}

bool SaysPositive(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    if (r.WordContains(i, {"positive"})) return true;
  }
  return false;
}

bool SharesIllness(const Reading& r, int begin, int middle, int end) {
  for (int i = begin; i < middle; ++i) {
    const Entry* one = r.Find(i, TermKind::kCondition);
    for (int k = middle; one != nullptr && k < end; ++k) {
      const Entry* other = r.Find(k, TermKind::kCondition);
      if (other != nullptr && other->id == one->id) return true;
    }
  }
  return false;
}

const ConditionLeaf* Illness(const Expression& e) { return e.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(e.leaf.get()) : nullptr; }

Expression ReadHalf(Reading& r, Clause half, Understood* understood) {
  std::vector<Statement> read;
  ReadSentence(r, half, Section::kInclusion, &read);
  std::vector<Expression> all;
  for (Statement& one : read) {
    if (one.empty || one.logistics || one.mood == Mood::kPermits) continue;
    const bool denied = one.mood == Mood::kProhibits && one.content.kind != Expression::Kind::kOpaque;
    all.push_back(denied ? Expression::Not(std::move(one.content)) : std::move(one.content));
    if (one.understood != Understood::kFull) *understood = Understood::kPartial;
  }
  if (!all.empty()) return Expression::All(std::move(all));
  *understood = Understood::kPartial;
  return Expression::Opaque(r.SpanOf(half.begin, half.end - 1));
}

}  // namespace

bool ReadNegativeOrPositive(Reading& r, Clause c, std::vector<Statement>* out) {
  if (!r.MayHoldCue({Cue::kOr}) || !r.MayHoldTermOf(KindBit(TermKind::kCondition))) return false;
  while (c.begin < c.end && (r.at(c.begin).lead || r.WordIs(c.begin, "either"))) ++c.begin;
  for (int i = c.begin; i < c.end; ++i) {
    if (r.IsAnyMark(i, "(:;") || r.IsAny(i, {Cue::kUnless, Cue::kExcept, Cue::kIf, Cue::kPermitted})) return false;
  }
  int joint = -1;
  for (int i = c.begin + 1; i + 2 < c.end; ++i) {
    if (!r.Is(i, Cue::kOr) || r.WordIs(i, "either") || !r.IsMark(i - 1, ',')) continue;
    if (joint >= 0) return false;
    joint = i;
  }
  for (int i = c.begin; i + 1 < joint; ++i) {
    if (r.IsMark(i, ',') || r.Is(i, Cue::kStage)) return false;   // a list
  }
  if (joint < 0 || !SaysNegative(r, c.begin, joint) || SaysPositive(r, c.begin, joint) || !HasTermOf(r, c.begin, joint, KindBit(TermKind::kCondition))) return false;
  int rest = joint + 1;
  const bool asks = r.Is(rest, Cue::kMust);
  if (asks && HasCue(r, c.begin, joint, {Cue::kMustNot})) {
    if (SaysNegative(r, rest, c.end)) return false;
  } else {
    if (!SharesIllness(r, c.begin, joint, c.end) || SaysNegative(r, rest, c.end)) return false;
    const auto load = [&](int i) { return r.IsAny(i, {Cue::kUndetectable, Cue::kDetectable}); };
    while (rest < c.end && !r.WordIs(rest, "with") && !r.Is(rest, Cue::kWith) && !load(rest)) ++rest;
    if (!load(rest)) ++rest;
    if (rest >= c.end) return false;
  }
  Statement s{.mood = Mood::kRequires, .mood_from_words = true, .topic = Topic::kComorbidity, .span = r.SpanOf(c.begin, c.end - 1)};
  s.understood = Understood::kFull;
  Expression negative = ReadHalf(r, {c.begin, joint - 1}, &s.understood);
  Expression positive = ReadHalf(r, {rest, c.end}, &s.understood);
  // How the illness must be then, half read.
  if (asks && (s.understood != Understood::kFull || positive.kind == Expression::Kind::kWhen)) positive = Expression::Opaque(r.SpanOf(rest, c.end - 1));
  if (positive.kind == Expression::Kind::kOpaque) s.understood = Understood::kPartial;
  s.content = Expression::Any(std::move(negative), std::move(positive));
  r.UseRange(joint, rest - 1);
  out->push_back(std::move(s));
  return true;
}

void LetInIfPositive(std::vector<Statement>* statements) {
  for (size_t k = 1; k < statements->size(); ++k) {
    const Statement& later = (*statements)[k];
    const ConditionLeaf* who = later.mood == Mood::kRequires && later.content.kind == Expression::Kind::kWhen ? Illness(later.content.children[0]) : nullptr;
    if (who == nullptr) continue;
    Statement& before = (*statements)[k - 1];
    const bool denied = before.mood == Mood::kRequires && before.content.kind == Expression::Kind::kNot;
    const ConditionLeaf* shut = denied ? Illness(before.content.children[0]) : before.mood == Mood::kProhibits ? Illness(before.content) : nullptr;
    if (shut == nullptr || shut->conditions != who->conditions || shut->status != ConditionLeaf::Status::kEver || !shut->window.empty()) continue;
    before.empty = true;
    before.content = Expression::Always(before.span, "nothing_said");
  }
}

void LimitPermittedGrade(const Reading& r, Clause sentence, Statement* permission) {
  const ConditionLeaf* leaf = permission->mood == Mood::kPermits ? Illness(permission->content) : nullptr;
  if (leaf == nullptr || !leaf->min_grade) return;
  const int grade = r.FindCue(sentence.begin, sentence.end, {Cue::kGrade});
  int highest = *leaf->min_grade;
  for (int i = grade + 1; grade >= 0 && i < std::min(sentence.end, grade + 6); ++i) {
    if (r.IsAny(i, {Cue::kMoreThan, Cue::kAtLeast}) || r.WordStarts(i, {"or more", "or higher", "or greater", "higher", "or above", "greater"})) return;
    if (r.IsComparison(i) && (r.at(i).comparison == Comparison::kGreater || r.at(i).comparison == Comparison::kGreaterEqual)) return;
    if (r.IsNumber(i) && r.at(i).number <= 4) highest = std::max(highest, static_cast<int>(r.at(i).number));
  }
  if (grade < 0 || highest >= 5) return;
  ConditionLeaf any = *leaf, worse = *leaf;
  any.min_grade.reset();
  worse.min_grade = highest + 1;
  const base::Span span = permission->content.span;
  permission->content = Expression::All(Expression::OfLeaf(std::move(any), span, "condition.grade"), Expression::Not(Expression::OfLeaf(std::move(worse), span, "condition.grade")));
}

}  // namespace trialmatch::rules
