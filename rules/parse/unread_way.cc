#include "rules/parse/unread_way.h"

#include <utility>

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

}  // namespace

void LeaveUnreadWayOpen(const Reading& r, Clause sentence, size_t from, std::vector<Statement>* all) {
  if (all->size() != from + 1 || !r.MayHoldCue({Cue::kOr})) return;
  Statement& s = all->back();
  if (s.empty || s.logistics) return;
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
