#include "rules/parse/therapy/other_treatment.h"

#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

// The item that says what lies ahead, right behind the "or" at `joint`, or -1; not for what somebody would be fit.
int PlanBehind(const Reading& r, Clause clause, int joint) {
  int plan = joint + 1;
  const auto passes = [&](int i) { return r.IsAny(i, {Cue::kFiller, Cue::kWith, Cue::kMust}) || r.WordIsAny(i, {"are", "is", "to be"}); };
  while (plan < clause.end && plan < joint + 5 && !r.Is(plan, Cue::kPlanned) && passes(plan)) ++plan;
  if (plan >= clause.end || !r.Is(plan, Cue::kPlanned)) return -1;
  return r.WordStarts(plan, {"eligible", "candidate", "suitable", "indicat", "amenable", "able"}) ? -1 : plan;
}

}  // namespace

int OrPlanned(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kRequires || !r.MayHoldCue({Cue::kPlanned}) || HasCue(r, clause.begin, clause.end, {Cue::kNo, Cue::kNot, Cue::kNaive, Cue::kWithout, Cue::kMustNot, Cue::kNotCandidate})) return -1;
  bool therapy = false;
  for (int i = clause.begin; i + 2 < clause.end; ++i) {
    therapy = therapy || (r.IsTermOf(i, kTherapies) && !r.at(i).lead && !r.at(i).used);
    const int plan = therapy && r.Is(i, Cue::kOr) ? PlanBehind(r, clause, i) : -1;
    if (plan < 0) continue;
    if (HasCue(r, plan, clause.end, {Cue::kOr, Cue::kAnd, Cue::kWithin})) return -1;
    for (int k = plan + 1; k < clause.end; ++k) {
      if (r.IsTermOf(k, kTherapies) && !r.at(k).used) return i;
    }
  }
  return -1;
}

int OrOtherTreatment(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kProhibits || HasCue(r, clause.begin, clause.end, {Cue::kNo, Cue::kNot, Cue::kNaive, Cue::kWithout, Cue::kWithin})) return -1;
  bool prior = false, own = false;
  for (int i = clause.begin; i + 2 < clause.end; ++i) {
    prior = prior || (r.Is(i, Cue::kPrior) && !r.at(i).lead);
    const bool adjective = prior && r.IsKind(i, Item::Kind::kWord) && !r.at(i).used && r.Word(i).size() > 3;
    own = own || (adjective && r.IsTerm(i + 1, TermKind::kDrugClass) && !r.at(i + 1).used);
    if (own && r.Is(i, Cue::kOr) && r.Is(i + 1, Cue::kPrior) && r.WordContains(i + 1, {"treatment with", "treated with", "therapy with"})) return i;
  }
  return -1;
}

int EndBeforeIdleException(const Reading& r, Clause clause) {
  const int except = FindCue(r, clause.begin, clause.end, {Cue::kExcept});
  if (except < 0) return clause.end;
  for (int i = clause.begin; i < except; ++i) {
    const Entry* one = TherapyAt(r, i);
    for (int k = except + 1; k < clause.end && one != nullptr; ++k) {
      const Entry* other = TherapyAt(r, k);
      if (other != nullptr && (r.lexicon().DrugIsA(other->id, one->id) || r.lexicon().DrugIsA(one->id, other->id))) return clause.end;
    }
  }
  return except;
}

}  // namespace trialmatch::rules
