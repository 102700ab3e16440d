#include "rules/parse/treatment_purpose.h"

#include <algorithm>

#include "rules/parse/treatment_reference.h"

namespace trialmatch::rules {
namespace {

int First(const TreatmentClause& t) { return t.anchors.named.front().first; }

// "Immunodeficiency or is receiving steroids": an alternative to the illness.
bool StartsAlternative(const Reading& r, int i) {
  while (r.Has(i - 1) && (r.Is(i - 1, Cue::kFiller) || r.Is(i - 1, Cue::kWho))) --i;
  return r.Is(i - 1, Cue::kOr);
}

// What is said of the illness before it ("that required corticosteroids"). "Pneumonitis from
// prior radiation" is the illness, whatever it came from.
bool OfIllness(const Reading& r, const TreatmentClause& t) {
  int illness = -1;
  for (int i = t.clause.begin; i < First(t); ++i) {
    if (r.Find(i, TermKind::kCondition) != nullptr && r.Find(i, TermKind::kDisease) == nullptr && !(r.at(i).used && (AnyIllnessInNeed(r, i + 1) == i || AnyIllnessInNeed(r, i + 2) == i)))
      illness = i;
  }
  if (illness < 0) return false;
  for (int i = illness; i < First(t); ++i) {
    if (r.WordIsAny(i, {"from", "due to", "caused by", "related to", "associated with",
                        "secondary to", "attributed to", "because of", "during", "while receiving", "while on", "accompanied with", "accompanied by", "accompanying", "accompanied"})) {
      return true;
    }
  }
  for (int i = illness; i < First(t); ++i) {
    if (r.IsAny(i, {Cue::kSystemicTreatmentNeeded, Cue::kRequiredSteroids, Cue::kOngoing, Cue::kWho,
                    Cue::kIncluding}) &&
        !StartsAlternative(r, i))
      return true;
  }
  return false;
}

// What one recovers from.
bool OfRecovery(const Reading& r, const TreatmentClause& t) {
  if (t.frame.window) return false;
  for (int i = t.clause.begin; i < First(t); ++i) {
    if (r.WordContains(i, {"recover"})) return true;
    if (r.Find(i, TermKind::kLogistics) != nullptr &&
        r.WordContains(i, {"toxic", "resol", "adverse", "side effect"}))
      return true;
  }
  // "Recent surgery from which the patient has not recovered".
  for (int i = First(t); i < t.clause.end; ++i) {
    if (r.WordContains(i, {"recover", "healed"}) && (r.WordContains(i, {"not "}) || HasCue(r, First(t), i, {Cue::kNot, Cue::kNo, Cue::kWithout})))
      return true;
  }
  return false;
}

bool OfAnotherTrial(const Reading& r, const TreatmentClause& t) {
  // "... or treatment with an investigational drug within 4 weeks" is read with its time.
  const bool trial_drug = std::any_of(t.anchors.named.begin(), t.anchors.named.end(), [](const TreatmentAnchor& a) { return a.ids[0] == "investigational_agent"; });
  if (trial_drug && t.frame.window) return false;
  for (int i = t.clause.begin; i < t.clause.end; ++i) {
    const Entry* fact = r.Find(i, TermKind::kFact);
    if (fact != nullptr && fact->id == "in_another_trial") return true;
  }
  return false;
}

// Contraception during a therapy, and in a demand the tissue taken before it.
bool OfSiteWork(const Reading& r, const TreatmentClause& t) {
  for (int i = t.clause.begin; i < t.clause.end; ++i) {
    bool drawn = t.mood == Mood::kRequires && i < First(t) && r.WordIsAny(i, {"drawn", "to be drawn", "collected"});
    if (drawn) return true;
    if (r.Find(i, TermKind::kLogistics) == nullptr) continue;
    if (r.WordContains(i, {"contracept", "condom", "sperm", "birth control", "abstin", "menopaus", "amenorrh"}))
      return true;
    bool demands = t.mood == Mood::kRequires;
    if (demands && r.WordContains(i, {"tissue", "biops", "specimen", "archival", "sample"}))
      return true;
  }
  return false;
}

}  // namespace

bool IsNoTherapyOfTheCancer(const Reading& r, const TreatmentClause& t) {
  return OfIllness(r, t) || OfRecovery(r, t) || OfAnotherTrial(r, t) || OfSiteWork(r, t);
}

}  // namespace trialmatch::rules
