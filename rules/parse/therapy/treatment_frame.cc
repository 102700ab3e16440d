#include "rules/parse/therapy/treatment_frame.h"

#include <algorithm>
#include <utility>

#include "rules/parse/therapy/stopped_therapy.h"
#include "rules/parse/therapy/treatment_interval.h"
#include "rules/parse/therapy/treatment_reference.h"
#include "rules/parse/therapy/treatment_settings.h"

namespace trialmatch::rules {
namespace {

constexpr CueSet kFrameCues = {
    Cue::kNaive,         Cue::kPrior,         Cue::kProgressed,       Cue::kIntolerant,
    Cue::kNoProgression, Cue::kOngoing,       Cue::kMostRecent,       Cue::kNeoadjuvant,
    Cue::kAdjuvant,      Cue::kPerioperative, Cue::kMetastaticIntent, Cue::kForThisCancer,
    Cue::kLine,          Cue::kLastDose,      Cue::kResponse,         Cue::kDefinitive,
    Cue::kMonotherapy,   Cue::kFirstLine,     Cue::kSecondLine,       Cue::kThirdLine,
    Cue::kInhibitor,     Cue::kCycle,         Cue::kMaintenance,      Cue::kPlanned};

// "Non-curative" is not "curative".
bool IsNonCurative(const Reading& r, Clause clause) {
  for (int i = clause.begin + 1; i < clause.end; ++i) {
    const int before = r.Is(i - 1, Cue::kFor) ? i - 2 : i - 1;   // "not eligible for curative therapy"
    if (r.Is(i, Cue::kDefinitive) && (r.IsAny(before, {Cue::kNotCandidate, Cue::kExcluded}) || r.WordIs(i - 1, "non") || (r.IsMark(i - 1, '-') && r.WordIs(i - 2, "non")))) return true;
  }
  return false;
}

// "CR, PR or SD": responses by their letters.
bool IsResponseByLetters(const Reading& r, int i) { return r.WordIsAny(i, {"cr", "pr", "sd"}) && !r.at(i).lead; }
bool IsStableDisease(const Reading& r, int i) { return r.Is(i, Cue::kStable) && r.WordStarts(i, {"stable disease"}); }

// "Complete response (CR), partial response (PR) or stable disease (SD)": whoever has not progressed.
void ReadStableDisease(const Reading& r, Clause clause, TreatmentFrame* f) {
  int letters = 0;
  bool stable = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (!IsResponseByLetters(r, i) && !IsStableDisease(r, i)) continue;
    letters += IsStableDisease(r, i) ? 0 : 1;
    stable = stable || IsStableDisease(r, i) || r.WordIs(i, "sd");
    f->responses.push_back(i);
  }
  f->response = f->response || letters > 1;
  if (f->response && stable) f->response = f->no_progression = !WasOnceAchieved(r, clause);
  if (!f->response) f->responses.clear();
}

// Whether a therapy is denied to the patient; "not amenable to surgery" has been read as the state of the tumour.
bool HasNoCandidate(const Reading& r, Clause clause) {
  for (int i = clause.begin; i < clause.end; ++i) {
    if (!r.Is(i, Cue::kNotCandidate)) continue;
    int therapy = i + 1;
    while (therapy < clause.end && therapy < i + 6 && !r.IsTermOf(therapy, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kSetting}))) ++therapy;
    if (!r.at(i).used || !r.Has(therapy) || !r.at(therapy).used || DeniesNextOfList(r, clause, therapy)) return true;
  }
  return false;
}

// "No prior systemic therapy except in the adjuvant setting", "(except for maintenance therapy)": purposes that the
// sentence names only to leave them out. A time behind them would be theirs, and is not read.
void ReadExceptedIntents(const Reading& r, Clause clause, TreatmentFrame* f) {
  const int except = FindCue(r, clause.begin, clause.end, {Cue::kExcept});
  if (except < 0 || r.at(except).used || FindWindow(r, {except, clause.end}, except)) return;
  constexpr CueSet kIntents = {Cue::kNeoadjuvant, Cue::kAdjuvant, Cue::kPerioperative, Cue::kMaintenance};
  if (HasCue(r, clause.begin, except, kIntents)) return;
  bool neo = false, adjuvant = false, maintenance = false;
  int last = except;
  for (int i = except + 1; i < clause.end; ++i) {
    neo = neo || r.IsAny(i, {Cue::kNeoadjuvant, Cue::kPerioperative}) || r.WordIs(i, "neo");
    adjuvant = adjuvant || r.IsAny(i, {Cue::kAdjuvant, Cue::kPerioperative});
    maintenance = maintenance || r.Is(i, Cue::kMaintenance);
    const Entry* therapy = r.Find(i, TermKind::kDrugClass);
    const bool general = therapy != nullptr && (therapy->id == "chemotherapy" || therapy->id == "systemic_therapy" || therapy->id == "any_therapy");
    const bool of_phrase = r.IsAny(i, kIntents) || general || r.WordIs(i, "neo") || r.IsAnyMark(i, "()-/,") || r.WordIsAny(i, {"setting", "therapy", "treatment", "as", "in"}) ||
                           r.IsAny(i, {Cue::kOr, Cue::kAnd, Cue::kFiller, Cue::kFor, Cue::kPrior, Cue::kBefore});
    if (!of_phrase) break;
    if (!r.IsKind(i, Item::Kind::kMark)) last = i;
  }
  if (!neo && !adjuvant && !maintenance) {
    // "Except durvalumab consolidation": what is excepted was for that, and not what is forbidden.
    if (HasCue(r, except, clause.end, kIntents)) f->neoadjuvant = f->adjuvant = f->maintenance = false;
    return;
  }
  if (HasCue(r, last + 1, clause.end, kIntents)) return;
  if (neo) f->except_intents.push_back("neoadjuvant");
  if (adjuvant) f->except_intents.push_back("adjuvant");
  if (maintenance) f->except_intents.push_back("maintenance");
  f->neoadjuvant = f->adjuvant = f->maintenance = false;
  f->excepted = {except, last + 1};
}

// "First-line or maintenance therapy": either, so that the purpose of one is not asked for.
void ReadEitherPurpose(const Reading& r, Clause clause, TreatmentFrame* f) {
  for (int i = clause.begin + 2; i < clause.end; ++i) {
    if (!r.Is(i, Cue::kMaintenance) || !r.Is(i - 1, Cue::kOr)) continue;
    const bool induction = r.WordIs(i - 2, "induction");
    if (induction) f->neoadjuvant = false;
    if (induction || r.Is(i - 2, Cue::kFirstLine)) f->maintenance = false;
    f->or_maintenance = r.IsAny(i - 2, {Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative}) && !induction;
  }
}

bool HasUnused(const Reading& r, Clause clause, Cue cue) {
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.Is(i, cue) && !r.at(i).used) return true;
  }
  return false;
}

// "Have not had an appropriate washout: chemotherapy within ...".
bool AsksForWashout(const Reading& r, Clause words) {
  for (int i = words.begin; i < words.end; ++i) {
    if (r.WordContains(i, {"washout", "wash-out"})) return true;
  }
  return false;
}

constexpr CueSet kPurposes = {Cue::kNeoadjuvant, Cue::kAdjuvant, Cue::kPerioperative};

// "Chemotherapy, including neoadjuvant or adjuvant treatment": whatever it was for.
bool IncludesPurposes(const Reading& r, Clause clause) {
  const int first = FindCue(r, clause.begin, clause.end, kPurposes);
  int before = first - 1;   // "including in the adjuvant setting", "including any prior adjuvant one"
  while (before > clause.begin && before > first - 4 && (r.IsAny(before, {Cue::kPrior, Cue::kFiller}) || r.WordIsAny(before, {"any", "the", "in", "in the", "for"}))) --before;
  if (first <= clause.begin || !r.Is(before, Cue::kIncluding)) return false;
  for (int i = clause.begin; i < first; ++i) {
    if (r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass})) || r.Is(i, Cue::kLine)) return true;
  }
  return false;
}

// "Concurrent chemotherapy (except hormones for a history of breast cancer)": what goes on is forbidden.
bool PriorOnlyExcepted(const Reading& r, Clause clause) {
  const int except = FindCue(r, clause.begin, clause.end, {Cue::kExcept});
  return except > clause.begin && HasCue(r, clause.begin, std::min(except, clause.begin + 3), {Cue::kOngoing}) && FindCue(r, clause.begin, clause.end, {Cue::kPrior}) > except;
}

// "First-line chemotherapy may include maintenance".
bool MayIncludeMaintenance(const Reading& r, Clause clause) {
  const int at = FindCue(r, clause.begin, clause.end, {Cue::kMaintenance});
  bool may = false;
  for (int i = at - 1; i > clause.begin && i > at - 6; --i) may = may || (r.WordContains(i, {"include", "contain"}) && (r.WordContains(i, {"may ", "can "}) || r.WordIsAny(i - 1, {"may", "can"})));
  return may;
}

// "Surgery, adjuvant therapy, radiotherapy or chemotherapy": a therapy of that purpose is one of the list.
bool PurposeIsOneOfList(const Reading& r, Clause clause) {
  if (!HasCue(r, clause.begin, clause.end, {Cue::kOr})) return false;
  bool before = false, behind = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    const bool therapy = r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
    if (!r.IsAny(i, kPurposes)) {
      behind = therapy && r.IsMark(i - 1, ',') ? before : behind;
      before = before || (therapy && r.IsMark(i + 1, ','));
      continue;
    }
    const int noun = r.WordIsAny(i + 1, {"therapy", "treatment"}) ? i + 1 : i;
    if (!before || !r.IsMark(i - 1, ',') || !r.IsMark(noun + 1, ',') || (noun == i && !r.WordContains(i, {"therap", "treatment"}))) return false;
    i = noun;
  }
  return behind;
}

// "4 cycles of first-line induction therapy", "induction chemotherapy for extensive-stage SCLC": before no surgery.
bool IsInductionOfFirstLine(const Reading& r, Clause clause) {
  bool first_line = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.Is(i, Cue::kPerioperative) || (r.Is(i, Cue::kNeoadjuvant) && !r.WordIs(i, "induction"))) return false;
    const Entry* disease = r.Find(i, TermKind::kDisease);
    const Entry* setting = r.Find(i, TermKind::kSetting);
    first_line = first_line || r.IsAny(i, {Cue::kFirstLine, Cue::kStandardTherapy, Cue::kExtensive}) || (disease != nullptr && disease->id == "sclc_extensive") ||
                 (setting != nullptr && setting->id == "extensive");
  }
  return first_line;
}

// "While receiving first-line or maintenance therapy": either.
bool IsLineOrMaintenance(const Reading& r, Clause clause) {
  const int maintenance = FindCue(r, clause.begin, clause.end, {Cue::kMaintenance});
  return maintenance > clause.begin + 1 && (r.Is(maintenance - 1, Cue::kOr) || r.IsMark(maintenance - 1, '/')) && r.IsAny(maintenance - 2, {Cue::kFirstLine, Cue::kNeoadjuvant});
}

// Whether the therapy was before, or is now, by the words of the clause; what a heading says ("prior
// concurrent therapy:") gives way to them.
void ReadTimes(const Reading& r, Clause clause, TreatmentFrame* f) {
  constexpr uint32_t kGiven = KindBits({TermKind::kDrug, TermKind::kDrugClass});
  bool prior_above = false, now_above = false, receives = false;
  f->prior = f->ongoing = false;
  const int excluded = FindCue(r, clause.begin, clause.end, {Cue::kExcluded});
  const int forbidden = excluded > clause.begin && r.WordContains(excluded, {"allowed", "permitted", "prohibited"}) ? excluded : -1;
  for (int i = clause.begin; i < clause.end; ++i) {
    const bool above = r.at(i).lead;
    // "After receiving": it is over.
    if (r.Is(i, Cue::kOngoing) && r.WordIs(i, "receiving") && r.WordIsAny(i - 1, {"after", "following", "despite"})) {
      f->prior = true;
      continue;
    }
    // "Concurrent or sequential chemoradiation" tells how it was given.
    if (r.Is(i, Cue::kOngoing) && (r.IsAny(i + 1, {Cue::kOr, Cue::kAnd}) || r.IsMark(i + 1, '/')) && r.WordContains(i + 2, {"sequential"})) continue;
    // "Prior concurrent therapy: platinum concurrent with radiotherapy": both were before.
    const bool together = prior_above && !above && r.WordStarts(i, {"concurrent", "concomitant"}) && r.Is(i + 1, Cue::kWith) && r.IsTermOf(i - 1, kGiven) && r.IsTermOf(i + 2, kGiven);
    if (r.Is(i, Cue::kOngoing) && together) continue;
    // "Has stopped taking anticonvulsants".
    if (r.Is(i, Cue::kOngoing) && (r.Is(i - 1, Cue::kLastDose) || r.WordStarts(i - 1, {"stopp", "discontinu", "ceas"})) && r.WordStarts(i, {"taking", "receiving", "using"})) continue;
    if (r.Is(i, Cue::kOngoing)) (above ? now_above : f->ongoing) = true;
    receives = receives || (!above && r.Is(i, Cue::kOngoing) && r.WordStarts(i, {"current", "receiving", "concomitant", "concurrent"}));
    // "Concurrent administration of", "concurrent therapy with".
    const bool carries = i > clause.begin && r.Is(i - 1, Cue::kOngoing) && r.WordIsAny(i, {"treatment with", "therapy with", "use of", "administration of", "administration"});
    // "Use of warfarin is not allowed": while on the study, and not before.
    const bool use = r.WordIsAny(i, {"treatment with", "therapy with", "use of", "administration of"}) && forbidden > i && !above;
    if (r.Is(i, Cue::kPrior) && !carries && !use) (above ? prior_above : f->prior) = true;
  }
  const bool now = f->ongoing;
  f->ongoing = now || (now_above && !prior_above);
  f->prior = f->prior || (prior_above && !(now && (now_above || receives)));
}

// "Received a platinum, or cannot tolerate it": whoever had it, however it was borne.
bool ReceivedOrNotBorne(const Reading& r, Clause clause) {
  const int given = FindCue(r, clause.begin, clause.end, {Cue::kPrior});
  const int borne = FindCue(r, clause.begin, clause.end, {Cue::kIntolerant});
  if (given < clause.begin || given >= borne || r.at(given).lead || !r.WordContains(given, {"receiv", "treated", "had"})) return false;
  if (HasCue(r, clause.begin, clause.end, {Cue::kProgressed, Cue::kNaive, Cue::kExcept, Cue::kNoProgression})) return false;
  return HasCue(r, given, borne, {Cue::kOr}) && !HasCue(r, given, borne, {Cue::kAnd, Cue::kWho});
}

// "Platinum-refractory disease".
bool RefractoryTo(const Reading& r, Clause clause) {
  if (!r.MayHoldTermOf(KindBit(TermKind::kSetting))) return false;
  for (int i = clause.begin + 1; i < clause.end; ++i) {
    const Entry* setting = r.Find(i, TermKind::kSetting);
    if (setting == nullptr || setting->id != "refractory" || r.at(i).used) continue;
    if (r.IsTermOf(r.IsMark(i - 1, '-') ? i - 2 : i - 1, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) return true;
  }
  return false;
}

// "(Patients) must have had platinum": the demand may stand before the clause.
bool MustHaveHad(const Reading& r, Clause clause) {
  if (!r.MayHoldCue({Cue::kMust})) return false;
  for (int i = clause.begin; i < clause.end; ++i) {
    const bool had = r.WordIs(i, "had") && r.Is(i - 1, Cue::kMust) && r.WordContains(i - 1, {"have"});
    // "Must have had complete resection" tells of the tumour as it is now.
    if (had) return !r.WordContains(i + 1, {"resect"}) && !r.WordContains(i + 2, {"resect"});
  }
  return false;
}

// "Must not have received a MET inhibitor", "must not have been treated with".
bool MustNotHaveHad(const Reading& r, Clause clause) {
  for (int i = clause.begin; i < clause.end; ++i) {
    if (!r.Is(i, Cue::kMustNot) || r.at(i).lead) continue;
    for (int k = i + 1; k < clause.end; ++k) {
      const Entry* what = r.Find(k, TermKind::kDrugClass);
      if (what != nullptr && IsMedication(r.lexicon(), what->id)) return false;
      if (what != nullptr) break;
    }
    if (r.WordContains(i, {"received"}) || (r.WordContains(i, {"have"}) && r.WordIsAny(i + 1, {"been treated", "been exposed", "been given"}))) return true;
  }
  return false;
}

// "Failure to recover from side effects" is no failure of the therapy.
bool OnlyFailsToRecover(const Reading& r, Clause clause) {
  bool fails = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (!r.Is(i, Cue::kProgressed)) continue;
    const bool to = (r.Is(i + 1, Cue::kTo) || r.WordIs(i + 1, "to")) && r.WordStarts(i + 2, {"recover", "return", "resolve"});
    if (!to && !r.WordContains(i, {"to recover"})) return false;
    fails = true;
  }
  return fails;
}

}  // namespace

Clause FirstOfTherapy(const Reading& r, Clause clause) {
  constexpr WordPattern kFirst[] = {"first"};
  if (!r.MayHoldWord(kFirst)) return {};
  for (int i = clause.begin + 1; i + 2 < clause.end; ++i) {
    if (!r.WordContains(i, kFirst) || !r.at(i + 1).value || r.at(i).lead) continue;
    const auto length = ReadDuration(r, i + 1, clause.end);
    if (!length || length->first != i + 1) continue;
    // "Within the first 2 weeks before enrollment".
    if (r.Is(length->last + 1, Cue::kBefore) && !r.WordStarts(length->last + 1, {"of"})) continue;
    for (int k = i; k > clause.begin && k >= i - 2; --k) {
      if (r.Is(k, Cue::kWithin) || r.WordIsAny(k, {"in", "within", "during"})) return {k, length->last + 1};
    }
  }
  return {};
}

TreatmentFrame ReadTreatmentFrame(const Reading& r, Clause clause) {
  const Presence present = PresenceIn(r, clause);
  auto has = [&](CueSet cues) { return present.cues.contains_any(cues); };
  TreatmentFrame f;
  f.naive = has({Cue::kNaive}) && !AsksForWashout(r, clause);
  f.response = has({Cue::kResponse});
  f.no_progression = has({Cue::kNoProgression});
  if (!has({Cue::kProgressed})) ReadStableDisease(r, clause, &f);
  f.progressed = ((has({Cue::kProgressed}) && !OnlyFailsToRecover(r, clause)) || RefractoryTo(r, clause)) && !f.no_progression;
  f.intolerant = has({Cue::kIntolerant}) && !ReceivedOrNotBorne(r, clause);
  if (StoppedForToxicityOnly(r, clause)) {
    f.progressed = f.no_progression = false;
    f.intolerant = true;
  }
  if (has({Cue::kOngoing, Cue::kExcluded})) ReadTimes(r, clause, &f);
  else f.prior = has({Cue::kPrior});
  f.prior = f.prior && !PriorOnlyExcepted(r, clause);
  f.prior = f.prior || (has({Cue::kMustNot}) && MustNotHaveHad(r, clause)) || MustHaveHad(r, clause);
  f.most_recent = has({Cue::kMostRecent});
  f.only = has({Cue::kOnly});
  f.planned = has({Cue::kPlanned});
  f.not_candidate = has({Cue::kNotCandidate}) && HasNoCandidate(r, clause);
  f.allergy = has({Cue::kAllergy});
  f.for_cancer = has({Cue::kForThisCancer});
  f.neoadjuvant = has({Cue::kNeoadjuvant, Cue::kPerioperative}) && !IsInductionOfFirstLine(r, clause);
  f.adjuvant = has({Cue::kAdjuvant, Cue::kPerioperative});
  f.neoadjuvant = f.neoadjuvant || (has({Cue::kBefore}) && HasTherapyBeforeOperation(r, clause));
  f.definitive = has({Cue::kDefinitive}) && HasUnused(r, clause, Cue::kDefinitive);
  f.every_purpose = (f.neoadjuvant || f.adjuvant) && (IncludesPurposes(r, clause) || PurposeIsOneOfList(r, clause));
  // "Curative and/or palliative therapies" leaves none out.
  for (int i = clause.begin; f.definitive && i < clause.end; ++i) {
    if (r.WordStarts(i, {"palliative"}) && (r.IsAny(i - 1, {Cue::kOr, Cue::kAnd}) || r.IsMark(i - 1, '/'))) f.definitive = false;
  }
  if (f.definitive && IsNonCurative(r, clause)) {
    f.definitive = false;
    f.metastatic = true;
  }
  f.maintenance = has({Cue::kMaintenance}) && !IsLineOrMaintenance(r, clause) && !MayIncludeMaintenance(r, clause);
  if (f.maintenance) ReadEitherPurpose(r, clause, &f);
  f.metastatic = f.metastatic || has({Cue::kMetastaticIntent});
  f.locally_advanced = NamesLocallyAdvanced(r, clause);
  ReadSettings(r, clause, &f);
  f.window = FindWindow(r, clause, clause.begin);
  if (f.window && !FirstOfTherapy(r, clause).empty()) f.window.reset();
  if (f.window && RunsToProgression(r, clause, *f.window)) f.window->window.anchor = Window::Anchor::kProgression;
  if (has({Cue::kExcept})) ReadExceptedIntents(r, clause, &f);
  return f;
}

void UseTreatmentFrame(Reading& r, Clause clause, const TreatmentFrame& frame) {
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.IsAny(i, kFrameCues)) r.Use(i);
  }
  for (int i : frame.any_setting) r.Use(i);
  for (int i : frame.responses) r.Use(i);
  for (int i = frame.excepted.begin; i < frame.excepted.end; ++i) {
    if (!r.IsKind(i, Item::Kind::kMark)) r.Use(i);
  }
  if (frame.window && !frame.window_shared) r.UseRange(frame.window->first, frame.window->last);
}

bool TherapyDenied(const Reading& r, Clause clause, int i) {
  // "Chemotherapy:" over "None within 4 weeks".
  int own = i;
  while (own < clause.end && r.at(own).lead) ++own;
  // "Endocrine therapy:" over "No concurrent hormones".
  if (own > i && (r.WordIs(own, "none") || r.IsAny(own, {Cue::kNo, Cue::kNaive}))) return true;
  if (DeniedBefore(r, clause, i)) return true;
  for (int k = i - 1; k >= clause.begin; --k) {
    if (r.IsAnyMark(k, ";:") || r.IsAny(k, {Cue::kHowever, Cue::kMust})) return false;
    if (r.WordIs(k, "no other")) return true;
    if (r.Is(k, Cue::kNaive)) {
      if (AsksForWashout(r, {k, i})) return false;
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
  if (f.neoadjuvant && !f.every_purpose) leaf->intents.push_back("neoadjuvant");
  if (f.adjuvant && !f.every_purpose) leaf->intents.push_back("adjuvant");
  if (f.definitive) leaf->intents.push_back("definitive");
  if (f.early && leaf->intents.empty()) leaf->intents = {"neoadjuvant", "adjuvant", "definitive"};
  if (f.metastatic && leaf->intents.empty()) leaf->intents = f.locally_advanced ? std::vector<std::string>{"metastatic", "locally_advanced"} : std::vector<std::string>{"metastatic"};
  if ((leaf->intents.empty() && f.maintenance) || f.or_maintenance) leaf->intents.push_back("maintenance");
  leaf->except_intents.insert(leaf->except_intents.end(), f.except_intents.begin(), f.except_intents.end());
  if (leaf->intents.empty() && f.except_metastatic) leaf->except_intents.push_back("metastatic");
}

}  // namespace trialmatch::rules
