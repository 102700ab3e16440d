#include "rules/parse/unread_way.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "rules/parse/domains.h"
#include "rules/parse/therapy/other_way.h"

namespace trialmatch::rules {
namespace {

constexpr uint32_t kClinical = KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kDisease, TermKind::kCondition, TermKind::kLab});

// The "or" before what the investigator judges, which names nothing that another part of the sentence is about; or -1.
int OrJudged(const Reading& r, Clause sentence) {
  if (!r.MayHoldCue({Cue::kInvestigator})) return -1;
  for (int i = sentence.begin + 1; i + 2 < sentence.end; ++i) {
    if (!r.Is(i, Cue::kOr) || r.at(i).lead) continue;
    const int judge = r.IsMark(i + 1, ',') ? i + 2 : i + 1;
    if (!r.Is(judge, Cue::kInvestigator)) continue;
    bool unfit = false;
    for (int k = judge + 1; k < sentence.end; ++k) {
      if (r.IsTermOf(k, kClinical) || r.IsAny(k, {Cue::kMust, Cue::kMustNot, Cue::kAnd})) return -1;
      unfit = unfit || r.WordContains(k, {"benefit", "unlikely", "unsuitable", "inappropriate", "not suitable", "not appropriate"});
    }
    return unfit ? i : -1;
  }
  return -1;
}

// The "or" behind "should not need ...", before what must be instead; or -1.
int OrBe(const Reading& r, Clause sentence) {
  const int must_not = r.FindCue(sentence.begin, sentence.end, {Cue::kMustNot});
  for (int i = must_not + 1; must_not >= 0 && i + 2 < sentence.end; ++i) {
    if (!r.Is(i, Cue::kOr) || !r.WordIsAny(i + 1, {"be", "must be", "should be", "be on", "must be on", "should be on"})) continue;
    if (r.IsAny(i + 2, {Cue::kStable, Cue::kStableSteroids}) || r.WordStarts(i + 2, {"on", "at", "a", "stable"}) || r.WordIsAny(i + 1, {"be on", "must be on", "should be on"})) return i;
  }
  return -1;
}

// "60 (cisplatin) or >= 45 (carboplatin)", "60 for cisplatin or 45 for carboplatin": the joint between two bounds of two drugs, or -1.
int OrOfOtherDrug(const Reading& r, Clause sentence) {
  constexpr uint32_t kDrug = KindBits({TermKind::kDrug});
  if (!r.MayHoldTermOf(kDrug) || !r.MayHoldTermOf(KindBit(TermKind::kLab))) return -1;
  const auto of_drug = [&](int k) { return r.IsTermOf(k, kDrug) && (r.IsMark(k - 1, '(') || r.Is(k - 1, Cue::kFor)); };
  for (int i = sentence.begin + 3; i + 3 < sentence.end; ++i) {
    const int drug = r.IsMark(i - 1, ')') ? i - 2 : i - 1;
    if (!(r.Is(i, Cue::kOr) || r.IsMark(i, ',')) || r.at(i).lead || !of_drug(drug)) continue;
    const int bound = r.IsMark(i, ',') && r.Is(i + 1, Cue::kOr) ? i + 2 : i + 1;
    if (!r.IsComparison(bound) && !r.IsAny(bound, {Cue::kAtLeast, Cue::kLessThan, Cue::kMoreThan, Cue::kAtMost}) && !r.IsNumber(bound)) continue;
    for (int k = bound + 1; k < std::min(sentence.end, bound + 6); ++k) {
      if (r.IsTerm(k, TermKind::kLab)) break;
      if (of_drug(k)) return i;
    }
  }
  return -1;
}

// The last value of a lab that is told before `end`, with what was not read of it.
bool OpenLastValue(size_t end, bool demanded, const Expression& unread, Expression* e) {
  if (e->kind == Expression::Kind::kLeaf) {
    if (!std::holds_alternative<CompareLeaf>(*e->leaf) || e->span.empty() || e->span.end > end) return false;
    *e = demanded ? Expression::Any(std::move(*e), Expression(unread)) : Expression::All(std::move(*e), Expression(unread));
    return true;
  }
  const bool turns = e->kind == Expression::Kind::kNot;
  return std::any_of(e->children.rbegin(), e->children.rend(), [&](Expression& child) { return OpenLastValue(end, demanded != turns, unread, &child); });
}

}  // namespace

void LeaveUnreadWayOpen(const Reading& r, Clause sentence, Section section, size_t from, std::vector<Statement>* all) {
  if (all->size() != from + 1) return;
  Statement& s = all->back();
  if (s.empty || s.logistics || s.mood == Mood::kPermits) return;
  if (const int other = OrOfOtherDrug(r, sentence); other > 0 && OpenLastValue(r.at(other).span.begin, s.mood == Mood::kRequires, Expression::Opaque(r.SpanOf(other, sentence.end - 1)), &s.content)) {
    s.understood = Understood::kPartial;
    return;
  }
  if (section != Section::kInclusion || !r.MayHoldCue({Cue::kOr})) return;
  if (s.mood == Mood::kRequires && s.understood == Understood::kFull) {
    const int way = OrJudged(r, sentence);
    if (way < 0) return;
    AllowOtherWay(Expression::Opaque(r.SpanOf(way, sentence.end - 1)), &s.content);
  } else if (s.mood == Mood::kProhibits) {
    const int way = OrBe(r, sentence);
    if (way < 0) return;
    s.content = Expression::All(std::move(s.content), Expression::Opaque(r.SpanOf(way, sentence.end - 1)));
  } else {
    return;
  }
  s.understood = Understood::kPartial;
}

}  // namespace trialmatch::rules
