#include "rules/parse/brain/brain_steroids.h"

#include "rules/parse/domains.h"
#include "rules/parse/narrowed_denial.h"
#include "rules/parse/therapy/steroid_dose.h"

namespace trialmatch::rules {

void GiveDoseToSteroids(Reading& r, Clause clause, std::vector<BrainQuality>* qualities) {
  if (!HasCue(r, clause.begin, clause.end, {Cue::kOr})) return;
  const std::optional<SteroidDose> dose = FindSteroidDose(r, clause);
  if (!dose || !dose->bounds.low) return;
  for (BrainQuality& q : *qualities) {
    if (!q.leaf.on_steroids.value_or(false) || dose->last <= q.item || dose->first > q.item + 4)
      continue;
    q.leaf.on_steroids.reset();
    q.leaf.steroid_prednisone_mg_per_day = dose->bounds;
    r.UseRange(q.item, dose->last);
  }
}

bool TakeOffOrDose(Reading& r, Clause clause) {
  const int joint = FindCue(r, clause.begin, clause.end, {Cue::kOr});
  if (joint <= clause.begin || r.at(joint).lead || HasCue(r, joint + 1, clause.end, {Cue::kOr}))
    return false;
  const bool off = r.Is(joint - 1, Cue::kOffSteroids) || r.WordIs(joint - 1, "off");
  const std::optional<SteroidDose> dose = off ? FindSteroidDose(r, clause) : std::nullopt;
  constexpr int kNear = 10;  // items
  if (!dose || dose->bounds.low || !dose->bounds.high || dose->first < joint ||
      dose->first > joint + kNear)
    return false;
  const auto of_dose = [&](int i) {
    return r.Is(i, Cue::kOngoing) || r.IsMark(i, '-') || r.IsMark(i, '(') ||
           r.WordIsAny(i, {"low", "dose", "low-dose", "a", "on", "receiving"}) ||
           r.IsAny(i, {Cue::kFiller, Cue::kSteroids});
  };
  for (int i = joint + 1; i < dose->first; ++i) {
    if (!of_dose(i)) return false;
  }
  for (int i = joint - 1; i < dose->first; ++i) {
    if (!r.IsKind(i, Item::Kind::kMark)) r.Use(i);
  }
  return true;
}

bool IsNeededTherapy(const Reading& r, Clause clause, int i) {
  int need = i - 1;
  while (need > clause.begin && (IsLocalTherapy(r, need) || r.IsAny(need, {Cue::kOr, Cue::kAnd, Cue::kFiller, Cue::kSteroids, Cue::kDefinitive}) || r.IsAnyMark(need, ",/") || r.Find(need, TermKind::kPlain) != nullptr)) --need;
  return r.WordStarts(need, {"requir", "need"}) && HasCue(r, clause.begin, need, {Cue::kCnsMetastasis});
}

}  // namespace trialmatch::rules
