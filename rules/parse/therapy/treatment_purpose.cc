#include "rules/parse/therapy/treatment_purpose.h"

#include <algorithm>
#include <utility>

#include "rules/parse/said_words.h"
#include "rules/parse/therapy/time_since_start.h"
#include "rules/parse/therapy/treatment_reference.h"
#include "rules/parse/therapy/treatment_names.h"

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
                        "secondary to", "attributed to", "because of", "induced by", "triggered by", "resulting from", "during", "while receiving", "while on", "accompanied with", "accompanied by", "accompanying", "accompanied"})) {
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

// "Other cancers within 5 years, except carcinoma in situ with radical surgery": how the excepted tumour was treated.
bool OfExceptedTumour(const Reading& r, const TreatmentClause& t) {
  const int except = FindCue(r, t.clause.begin, First(t), {Cue::kExcept});
  if (t.mood != Mood::kProhibits || except < t.clause.begin) return false;
  for (const TreatmentAnchor& a : t.anchors.named) {
    int with = a.first - 1;
    while (with > except && r.Is(with, Cue::kFiller)) --with;
    if (r.Find(a.first, TermKind::kQuality) == nullptr || !r.Is(with, Cue::kWith)) return false;
    if (!r.IsTermOf(with - 1, KindBits({TermKind::kCondition, TermKind::kDisease}))) return false;
  }
  for (int i = t.clause.begin; i < except; ++i) {
    if (r.IsTermOf(i, KindBits({TermKind::kCondition, TermKind::kDisease}))) return true;
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
    if (r.WordContains(i, {"contracept", "condom", "sperm", "birth control", "abstin", "menopaus", "amenorrh", "menstrua", "menses"}))
      return true;
    // "3 weeks since surgery (excluding a biopsy)".
    const bool excepted = t.frame.window && t.anchors.except_at >= t.clause.begin && t.anchors.except_at < i;
    bool demands = t.mood == Mood::kRequires && !excepted;
    if (demands && !r.at(i).aside && r.WordContains(i, {"tissue", "biops", "specimen", "archival", "sample"}))
      return true;
  }
  return false;
}

}  // namespace

namespace {

// "Have received immunotherapy for metastatic renal cell carcinoma": who had it has that tumour. Not where a therapy is denied, limited or
// allowed, nor where the clause names several tumours.
bool TellsTheTumour(const Reading& r, const TreatmentClause& t) {
  if (t.mood != Mood::kRequires || t.frame.window) return false;
  if (HasCue(r, t.clause.begin, t.clause.end, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kMustNot, Cue::kNaive, Cue::kExcept, Cue::kUnless, Cue::kIf, Cue::kPermitted, Cue::kNotRequired, Cue::kAtMost})) return false;
  const Entry* only = nullptr;
  for (int i = t.clause.begin; i < t.clause.end; ++i) {
    const Entry* tumour = r.at(i).lead ? nullptr : r.Find(i, TermKind::kDisease);
    if (tumour == nullptr) continue;
    if (only != nullptr && only->id != tumour->id) return false;
    only = tumour;
  }
  return only != nullptr && !r.lexicon().IsA(TermKind::kDisease, "nsclc", only->id);
}

}  // namespace

bool IsNoTherapyOfTheCancer(const Reading& r, const TreatmentClause& t) {
  return OfIllness(r, t) || OfExceptedTumour(r, t) || OfRecovery(r, t) || OfAnotherTrial(r, t) || OfSiteWork(r, t);
}

bool IsEveryPurpose(const Reading& r, const TreatmentFrame& frame, const TreatmentAnchors& before, const TreatmentAnchor& anchor) {
  if (!frame.every_purpose || before.named.empty() || (anchor.ids[0] != "any_therapy" && anchor.ids[0] != "systemic_therapy")) return false;
  const int from = before.named.back().last + 1;
  return HasCue(r, from, anchor.first, {Cue::kIncluding}) && (HasCue(r, from, anchor.last + 1, {Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative}));
}

void UseAnyIllnessInNeed(Reading& r, const TreatmentClause& t) {
  const bool drug = t.mood == Mood::kProhibits && IsMedication(r.lexicon(), t.anchors.named.front().ids[0]);
  for (int i = t.clause.begin; drug && i <= First(t); ++i) {
    const int illness = AnyIllnessInNeed(r, i);
    if (illness >= t.clause.begin) r.UseRange(illness, std::min(i, First(t) - 1));
  }
}

void UseNeighboursOfTherapies(Reading& r, const TreatmentClause& t) {
  // "Drugs that are strong CYP3A inducers", "medications known to prolong ...".
  for (int i = t.anchors.named.front().first - 1; i >= std::max(t.clause.begin, t.anchors.named.front().first - 6); --i) {
    const bool drugs = r.WordIsAny(i, {"drugs", "drug", "medications", "medication", "medicines", "substances", "products", "concomitant medications"});
    if (drugs && i + 1 < t.anchors.named.front().first) r.Use(i);
    if (drugs || !(r.IsAny(i, {Cue::kFiller, Cue::kWho, Cue::kKnown, Cue::kTo}) || r.Find(i, TermKind::kPlain) != nullptr)) break;
  }
  int list_end = t.anchors.named.back().last;
  for (int i = list_end + 1; i < t.clause.end && i <= list_end + 6; ++i) {
    if (r.Find(i, TermKind::kGene) != nullptr)
      list_end = i;
    else if (!r.IsAnyMark(i, ",/()-") && !r.IsAny(i, {Cue::kOr, Cue::kFiller}))
      break;
  }
  for (int i = t.anchors.named.front().first; i <= list_end; ++i) {
    if (r.Find(i, TermKind::kGene) != nullptr) r.Use(i);
  }
  // "For melanoma patients" tells of whom.
  const auto of_people = [&](int k) { return r.WordIsAny(k + 1, {"patients", "patients only"}); };
  const bool tells_tumour = TellsTheTumour(r, t);
  int purpose = FindCue(r, list_end + 1, std::min(t.clause.end, list_end + 5), {Cue::kFor});
  for (int k = purpose + 1; purpose >= 0 && k < t.clause.end && k <= purpose + 8; ++k) {
    bool tumour = r.Find(k, TermKind::kDisease) != nullptr || r.Find(k, TermKind::kSetting) != nullptr || r.Is(k, Cue::kDiseaseWord);
    if (tumour && of_people(k)) break;
    if (tells_tumour && r.Find(k, TermKind::kDisease) != nullptr && r.Find(k, TermKind::kSetting) == nullptr) {
      for (int or_at = FindCue(r, purpose, k, {Cue::kOr}); or_at >= 0; or_at = FindCue(r, or_at + 1, k, {Cue::kOr})) r.PassOver(or_at, or_at + 1);
      break;
    }
    if (tumour)
      r.Use(k);
    else if (!r.IsAny(k, {Cue::kFiller, Cue::kOr, Cue::kActive}) && !r.IsMark(k, '/'))
      break;
  }
}

namespace {

// "Chemotherapy plus osimertinib", "a combination of platinum with immunotherapy": one regimen.
void HoldTogether(const Reading& r, Clause clause, int begin, int end, TreatmentLeaf* leaf) {
  const auto systemic = [&](const std::string& id) { return r.lexicon().DrugIsA(id, "systemic_therapy") && !r.lexicon().DrugIsA(id, "radiation"); };
  if (leaf->what.size() < 2 || !std::all_of(leaf->what.begin(), leaf->what.end(), systemic) || leaf->quantifier != TreatmentLeaf::Quantifier::kAny || HasCue(r, begin, end, {Cue::kOr})) return;
  bool combination = false;
  size_t joined = 0;
  for (int k = std::max(clause.begin, begin - 3); k < begin; ++k) combination = combination || r.WordIsAny(k, {"combination", "combination of"});
  for (int k = begin; k < end; ++k) {
    if (r.IsAnyMark(k, ",/;()")) return;
    if (r.WordIs(k, "plus") || (combination && r.WordIs(k, "with"))) ++joined;
  }
  leaf->together = leaf->together || joined + 1 == leaf->what.size();
}

}  // namespace

void KeepLimit(const Reading& r, Clause clause, int begin, int end, TreatmentLeaf* leaf) {
  HoldTogether(r, clause, begin, end, leaf);
  HoldAsOnlyTherapy(r, clause, end, leaf);
  if (std::string since = SaidTimeSinceStart(r, clause, begin); !since.empty()) leaf->said.push_back(std::move(since));
  for (int k = begin - 1; k >= clause.begin && k >= begin - 5 && !r.IsAnyMark(k, ",;:."); --k) {
    if (r.WordIsAny(k, {"event", "events"})) return leaf->said.push_back(AsSaid(r, k, begin));
  }
  for (int k = end; k + 1 < clause.end && k < end + 6 && !r.IsAnyMark(k, ",;:."); ++k) {
    const bool others = r.WordContains(k, {"indication"}) && r.WordIsAny(k + 1, {"than", "other than"});
    if (others) return leaf->said.push_back(AsSaid(r, k, std::min(k + 3, clause.end)));
  }
  if (std::find(leaf->what.begin(), leaf->what.end(), "tki") == leaf->what.end()) return;
  for (int k = begin + 1; k < end; ++k) {
    if (r.IsMark(k - 1, '-') && r.WordIsAny(k, {"selective", "specific", "targeted", "targeting", "directed"})) leaf->said.push_back(AsSaid(r, std::max(begin, k - 2), k + 1));
  }
}

}  // namespace trialmatch::rules
