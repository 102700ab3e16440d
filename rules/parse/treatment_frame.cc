#include "rules/parse/treatment_frame.h"

#include <algorithm>
#include <utility>

namespace trialmatch::rules {
namespace {

constexpr CueSet kFrameCues = {
    Cue::kNaive,         Cue::kPrior,         Cue::kProgressed,       Cue::kIntolerant,
    Cue::kNoProgression, Cue::kOngoing,       Cue::kMostRecent,       Cue::kNeoadjuvant,
    Cue::kAdjuvant,      Cue::kPerioperative, Cue::kMetastaticIntent, Cue::kForThisCancer,
    Cue::kLine,          Cue::kLastDose,      Cue::kResponse,         Cue::kDefinitive,
    Cue::kMonotherapy,   Cue::kFirstLine,     Cue::kSecondLine,       Cue::kThirdLine,
    Cue::kInhibitor,     Cue::kCycle,         Cue::kMaintenance,      Cue::kPlanned};

// "Chemotherapy for metastatic disease", "in the advanced setting": behind the first therapy.
void ReadSettings(const Reading& r, Clause clause, TreatmentFrame* f) {
  bool advanced_word = false;
  std::vector<int> behind;
  int first_therapy = clause.end;
  for (int i = clause.begin; i < clause.end; ++i) {
    bool therapy = r.Find(i, TermKind::kDrug) != nullptr ||
                   r.Find(i, TermKind::kDrugClass) != nullptr || r.Is(i, Cue::kLine);
    if (first_therapy == clause.end && therapy) first_therapy = i;
    const Entry* setting = r.Find(i, TermKind::kSetting);
    if (setting == nullptr || r.at(i).used || i <= first_therapy) continue;
    if (setting->id != "metastatic" && setting->id != "advanced" && setting->id != "recurrent" &&
        setting->id != "locally_advanced") {
      continue;
    }
    advanced_word = true;
    behind.push_back(i);
    if (r.WordIs(i + 1, "setting")) behind.push_back(i + 1);
    if (HasCue(r, first_therapy, i, {Cue::kFor}) ||
        HasCue(r, i, std::min(clause.end, i + 4), {Cue::kFiller}) || r.WordIs(i + 1, "setting")) {
      f->metastatic = true;
    }
  }
  // "in the adjuvant, locally advanced, or metastatic setting" leaves nothing out.
  if (advanced_word && (f->adjuvant || f->neoadjuvant)) {
    f->adjuvant = f->neoadjuvant = f->metastatic = false;
    f->any_setting = std::move(behind);
  }
}

}  // namespace

TreatmentFrame ReadTreatmentFrame(const Reading& r, Clause clause) {
  const Presence present = PresenceIn(r, clause);
  auto has = [&](CueSet cues) { return present.cues.contains_any(cues); };
  TreatmentFrame f;
  f.naive = has({Cue::kNaive});
  f.prior = has({Cue::kPrior});
  f.no_progression = has({Cue::kNoProgression});
  f.progressed = has({Cue::kProgressed}) && !f.no_progression;
  f.intolerant = has({Cue::kIntolerant});
  f.response = has({Cue::kResponse});
  f.ongoing = has({Cue::kOngoing});
  f.most_recent = has({Cue::kMostRecent});
  f.only = has({Cue::kOnly});
  f.planned = has({Cue::kPlanned});
  f.not_candidate = has({Cue::kNotCandidate});
  f.allergy = has({Cue::kAllergy});
  f.for_cancer = has({Cue::kForThisCancer});
  f.neoadjuvant = has({Cue::kNeoadjuvant, Cue::kPerioperative});
  f.adjuvant = has({Cue::kAdjuvant, Cue::kPerioperative});
  f.definitive = has({Cue::kDefinitive});
  // "Curative and/or palliative therapies" leaves none out.
  for (int i = clause.begin; f.definitive && i < clause.end; ++i) {
    if (r.WordStarts(i, {"palliative"}) && (r.IsAny(i - 1, {Cue::kOr, Cue::kAnd}) || r.IsMark(i - 1, '/'))) f.definitive = false;
  }
  f.maintenance = has({Cue::kMaintenance});
  f.metastatic = has({Cue::kMetastaticIntent});
  ReadSettings(r, clause, &f);
  f.window = FindWindow(r, clause, clause.begin);
  return f;
}

void UseTreatmentFrame(Reading& r, Clause clause, const TreatmentFrame& frame) {
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.IsAny(i, kFrameCues)) r.Use(i);
  }
  for (int i : frame.any_setting) r.Use(i);
  if (frame.window) r.UseRange(frame.window->first, frame.window->last);
}

bool TherapyDenied(const Reading& r, Clause clause, int i) {
  if (DeniedBefore(r, clause, i)) return true;
  for (int k = i - 1; k >= clause.begin; --k) {
    if (r.IsAnyMark(k, ";:") || r.IsAny(k, {Cue::kHowever, Cue::kMust})) return false;
    if (r.WordIs(k, "no other")) return true;
    if (r.Is(k, Cue::kNaive)) {
      return !r.WordIsAny(k, {"untreated", "previously untreated"}) && !r.WordStarts(k, {"newly"});
    }
  }
  return false;
}

void SetOutcome(const TreatmentFrame& f, TreatmentLeaf* leaf) {
  using enum TreatmentLeaf::Outcome;
  if (f.no_progression)
    leaf->outcome = kNoProgression;
  else if (f.progressed && f.intolerant)
    leaf->outcome = kProgressionOrIntolerance;
  else if (f.progressed)
    leaf->outcome = kProgression;
  else if (f.intolerant)
    leaf->outcome = kIntolerance;
  else if (f.response)
    leaf->outcome = kResponse;
}

void SetIntents(const TreatmentFrame& f, TreatmentLeaf* leaf) {
  if (f.neoadjuvant) leaf->intents.push_back("neoadjuvant");
  if (f.adjuvant) leaf->intents.push_back("adjuvant");
  if (f.definitive) leaf->intents.push_back("definitive");
  if (f.metastatic && leaf->intents.empty()) leaf->intents = {"metastatic"};
  if (leaf->intents.empty() && f.maintenance) leaf->intents = {"maintenance"};
}

}  // namespace trialmatch::rules
