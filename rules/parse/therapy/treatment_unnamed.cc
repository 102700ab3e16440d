#include "rules/parse/therapy/treatment_unnamed.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "rules/parse/therapy/treatment_anchors.h"
#include "rules/parse/therapy/treatment_group.h"

namespace trialmatch::rules {
namespace {

// "Prior", "prior treatments", "previous treatment".
bool IsPriorWord(const Reading& r, int i) {
  if (!r.Has(i) || r.at(i).used || r.at(i).lead) return false;
  return r.Is(i, Cue::kPrior) || (r.Is(i, Cue::kTreated) && r.WordStarts(i, {"prior", "previous", "past ", "earlier"}));
}

// "Any prior treatment for NSCLC": whatever it was.
bool ReadTherapyOfThisCancer(Reading& r, Clause clause, Mood mood, const TreatmentFrame& frame, Atoms& atoms) {
  if (frame.naive) return false;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (!IsPriorWord(r, i)) continue;
    // "Received any kind of treatment".
    int behind = i + 1;
    while (r.Is(behind, Cue::kFiller) && !IsTherapyNoun(r, clause, behind)) ++behind;
    if (r.WordIsAny(behind, {"kind of", "type of", "form of"})) ++behind;
    const int noun = IsTherapyNoun(r, clause, i) ? i : IsTherapyNoun(r, clause, behind) ? behind : -1;
    if (noun < 0) continue;
    int whose = noun + 2;
    while (whose + 1 < clause.end && whose < noun + 5 && r.IsAny(whose, {Cue::kFiller, Cue::kKnown})) ++whose;
    const bool of_cancer = r.Is(noun + 1, Cue::kForThisCancer) || (r.Is(noun + 1, Cue::kFor) && whose < clause.end && r.Find(whose, TermKind::kDisease) != nullptr);
    if (!of_cancer) continue;
    TreatmentLeaf leaf;
    leaf.what = {"any_therapy"};
    leaf.for_this_cancer = true;
    bool denied = TherapyDenied(r, clause, i);
    if (frame.window) leaf.window = frame.window->window;
    // "At least 4 weeks since prior treatment for NSCLC": a wait.
    if (leaf.window.at_least) {
      leaf.window.within = std::exchange(leaf.window.at_least, std::nullopt);
      denied = mood != Mood::kProhibits;
    }
    atoms.push_back(TreatmentAtom(r, std::move(leaf), i, noun, "treatment.of_this_cancer"));
    atoms.back().negated = denied;
    r.UseRange(i, noun);
    UseTreatmentFrame(r, clause, frame);
    return true;
  }
  return false;
}

// "Treatment for their metastatic disease": the last item of it, or -1.
int EndOfExtent(const Reading& r, Clause clause, int therapy) {
  const auto ends_behind = [&](int last) { return last + 1 >= clause.end || r.IsAnyMark(last + 1, ".,;(") || r.Is(last + 1, Cue::kExcept); };
  if (r.Is(therapy + 1, Cue::kMetastaticIntent) && ends_behind(therapy + 1)) return therapy + 1;
  if (!r.Is(therapy + 1, Cue::kFor)) return -1;
  int last = therapy + 1;
  bool extent = false;
  while (last + 1 < clause.end) {
    const Entry* setting = r.Find(last + 1, TermKind::kSetting);
    const bool advanced = setting != nullptr && (setting->id == "metastatic" || setting->id == "advanced" || setting->id == "recurrent" || setting->id == "locally_advanced");
    const bool goes_on = advanced || r.IsAny(last + 1, {Cue::kFiller, Cue::kDiseaseWord, Cue::kOr, Cue::kAnd}) || r.Find(last + 1, TermKind::kDisease) != nullptr || r.WordIsAny(last + 1, {"their", "the", "his", "this"});
    if (!goes_on) break;
    extent = extent || advanced || r.WordContains(last + 1, {"metastatic", "advanced"});
    ++last;
  }
  return extent && ends_behind(last) ? last : -1;
}

// The tumour and its state behind "for": of then.
void DropWhatItWasFor(Reading& r, Clause clause, int therapy, Atoms& atoms) {
  if (!r.Is(therapy + 1, Cue::kFor)) return;
  int last = therapy + 1;
  while (last + 1 < clause.end && last < therapy + 8 && (r.IsTermOf(last + 1, KindBits({TermKind::kDisease, TermKind::kSetting, TermKind::kPlain})) || r.IsAny(last + 1, {Cue::kFiller, Cue::kPrior, Cue::kStage}))) ++last;
  std::erase_if(atoms, [&](const Atom& a) { return a.first > therapy && a.last <= last && (a.topic == Topic::kDisease || a.topic == Topic::kStageSetting); });
  r.UseRange(therapy + 1, last);
}

// "Prior adjuvant therapy", "neoadjuvant or adjuvant treatment": whatever was given for it.
bool ReadTherapyOfPurpose(Reading& r, Clause clause, Mood mood, const TreatmentFrame& frame, Atoms& atoms) {
  // "More than 1 year since adjuvant therapy for resected NSCLC": a wait.
  const bool wait = frame.window && frame.window->window.at_least && mood == Mood::kRequires;
  if (frame.naive || frame.planned || (frame.window && !wait) || (frame.progressed && !wait) || frame.except_metastatic || !(frame.adjuvant || frame.neoadjuvant)) return false;
  int first = -1;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.WordContains(i, {"count"}) || r.WordContains(i, {"considered"})) return false;  // what counts as a line
    const bool purpose = r.IsAny(i, {Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative}) && !r.at(i).used && !r.at(i).lead;
    if (purpose && first < 0) first = i;
    const bool joins = first >= 0 && (purpose || r.IsAnyMark(i, "/-,") || r.IsAny(i, {Cue::kOr, Cue::kAnd}));
    if (first >= 0 && IsTherapyNoun(r, clause, i) && i > first) {
      if (!wait && !frame.prior && !HasCue(r, i + 1, i + 3, {Cue::kPermitted})) return false;
      if (wait && first < frame.window->last) return false;
      TreatmentLeaf leaf;
      leaf.what = {"any_therapy"};
      SetIntents(frame, &leaf);
      // "Adjuvant therapy after completing the radical treatment": of what came before.
      if (FindCue(r, clause.begin, i, {Cue::kDefinitive}) < 0) std::erase(leaf.intents, "definitive");
      if (wait) leaf.window.within = frame.window->window.at_least;
      if (wait) DropWhatItWasFor(r, clause, i, atoms);
      atoms.push_back(TreatmentAtom(r, std::move(leaf), first, i, "treatment.of_purpose"));
      atoms.back().negated = wait || TherapyDenied(r, clause, first);
      r.UseRange(first, i);
      UseTreatmentFrame(r, clause, frame);
      return true;
    }
    if (!joins) first = -1;
  }
  return false;
}

// "Previously treated for metastatic disease", "must have been treated for advanced NSCLC": with whatever.
bool ReadTreatedForExtent(Reading& r, Clause clause, const TreatmentFrame& frame, Atoms& atoms) {
  if (HasCue(r, clause.begin, clause.end, {Cue::kCnsMetastasis, Cue::kLeptomeningeal, Cue::kPermitted})) return false;
  const int extent = FindCue(r, clause.begin + 1, clause.end, {Cue::kMetastaticIntent});
  if (extent < 0 || r.WordStarts(extent, {"in "})) return false;
  int treated = extent - 1;
  if (r.Is(treated, Cue::kPrior) && r.Is(treated - 1, Cue::kTreated)) --treated;
  if (treated < clause.begin || !r.Is(treated, Cue::kTreated) || r.at(treated).used || r.at(treated).lead) return false;
  const bool before = treated + 1 < extent || r.WordContains(treated, {"previously"}) || r.WordContains(treated, {"been"}) || r.WordIs(treated - 1, "been") || r.Is(treated - 1, Cue::kPrior);
  if (!before) return false;
  TreatmentLeaf leaf;
  leaf.what = {"systemic_therapy"};
  SetIntents(frame, &leaf);
  atoms.push_back(TreatmentAtom(r, std::move(leaf), treated, extent, "treatment.for_extent"));
  atoms.back().negated = HasCue(r, std::max(clause.begin, treated - 3), treated, {Cue::kNo, Cue::kNot, Cue::kMustNot});
  r.UseRange(treated, extent);
  UseTreatmentFrame(r, clause, frame);
  return true;
}

// "Must not have received any prior therapy", and nothing is said of which: any of this cancer.
bool ReadForbiddenTherapy(Reading& r, Clause clause, const TreatmentFrame& frame, Atoms& atoms) {
  // The words that forbid may stand before the clause.
  const int must_not = FindCue(r, std::max(0, clause.begin - 2), clause.end, {Cue::kMustNot});
  if (must_not < 0) return false;
  int i = must_not + 1;
  while (r.Is(i, Cue::kFiller)) ++i;
  if (i >= clause.end || !IsPriorWord(r, i)) return false;
  const int noun = IsTherapyNoun(r, clause, i) ? i : IsTherapyNoun(r, clause, i + 1) ? i + 1 : -1;
  if (noun < 0 || (noun + 1 < clause.end && !r.IsAnyMark(noun + 1, ".,;"))) return false;
  TreatmentLeaf leaf;
  leaf.what = {"systemic_therapy"};
  leaf.for_this_cancer = true;
  atoms.push_back(TreatmentAtom(r, std::move(leaf), i, noun, "treatment.forbidden"));
  r.UseRange(must_not, noun);
  UseTreatmentFrame(r, clause, frame);
  return true;
}

// "SCLC, 2L+", "NSCLC (1L)": how many lines of the advanced disease lie behind.
bool ReadLineByLetter(Reading& r, Clause clause, Atoms& atoms) {
  for (int i = clause.begin; i < clause.end; ++i) {
    const std::string_view word = r.Word(i);
    if (r.at(i).used || r.at(i).lead || word.size() < 2 || word[0] < '1' || word[0] > '4' || word[1] != 'L') continue;
    const bool more = word.size() == 3 && word[2] == '+';
    if (word.size() > 2 && !more) continue;
    const bool behind_tumour = r.IsAnyMark(i - 1, ",(") || r.IsTermOf(i - 1, KindBits({TermKind::kDisease}));
    const bool ends = i + 1 >= clause.end || r.IsAnyMark(i + 1, ").,;");
    if (!behind_tumour || !ends) continue;
    TreatmentLeaf leaf;
    leaf.quantifier = TreatmentLeaf::Quantifier::kLines;
    leaf.count = base::Bounds{.low = word[0] - '1', .high = word[0] - '1'};
    if (more) leaf.count->high.reset();
    leaf.intents = {"metastatic"};
    atoms.push_back(TreatmentAtom(r, std::move(leaf), i, i, "treatment.line_by_letter"));
    r.Use(i);
    return true;
  }
  return false;
}

// "Previous treatment must be completed more than 4 weeks prior to enrolment": whatever it was.
bool ReadWaitForAnyTherapy(Reading& r, Clause clause, Mood mood, const TreatmentFrame& frame, Atoms& atoms) {
  if (mood != Mood::kRequires || frame.naive || !frame.window || !frame.window->window.at_least || frame.window->window.half_lives || !HasCue(r, frame.window->first, frame.window->last + 1, {Cue::kReference})) return false;
  int prior = clause.begin;
  while (prior < clause.end && (r.at(prior).lead || r.Is(prior, Cue::kFiller) || r.IsKind(prior, Item::Kind::kMark))) ++prior;
  if (prior >= clause.end || !IsPriorWord(r, prior)) return false;
  const int noun = IsTherapyNoun(r, clause, prior) ? prior : IsTherapyNoun(r, clause, prior + 1) ? prior + 1 : -1;
  if (noun < 0 || !r.Is(noun + 1, Cue::kMust) || !r.WordContains(noun + 2, {"complet", "stopped", "discontinued", "finished"})) return false;
  if (frame.window->first > noun + 4) return false;
  TreatmentLeaf leaf;
  leaf.what = {"any_therapy"};
  leaf.window = frame.window->window;
  leaf.window.within = std::exchange(leaf.window.at_least, std::nullopt);
  atoms.push_back(TreatmentAtom(r, std::move(leaf), prior, noun, "treatment.wait"));
  atoms.back().negated = true;
  r.UseRange(prior, frame.window->last);
  UseTreatmentFrame(r, clause, frame);
  return true;
}

// "At least 10 days must have elapsed between prior therapy and the first dose".
bool ReadTimeSinceAnyTherapy(Reading& r, Clause clause, Mood mood, const TreatmentFrame& frame, Atoms& atoms) {
  if (mood != Mood::kRequires || frame.naive || !frame.window || !frame.window->window.at_least || frame.window->window.half_lives) return false;
  const WindowReading& window = *frame.window;
  bool elapsed = false;
  int prior = window.first;
  for (; prior < clause.end && (prior <= window.last || !IsPriorWord(r, prior)); ++prior) {
    const bool lapse = r.WordContains(prior, {"elapse", "passed"});
    const bool joins = lapse || prior <= window.last || r.IsAny(prior, {Cue::kMust, Cue::kFiller, Cue::kSince, Cue::kBetween, Cue::kLastDose}) || r.WordIsAny(prior, {"from", "since", "between", "have", "completion of", "the end of"});
    if (IsPriorWord(r, prior) && elapsed) break;
    if (!joins) return false;
    elapsed = elapsed || lapse;
  }
  const int noun = IsTherapyNoun(r, clause, prior) ? prior : IsTherapyNoun(r, clause, prior + 1) ? prior + 1 : -1;
  if (!elapsed || prior >= clause.end || noun < 0 || !(r.IsAny(noun + 1, {Cue::kAnd, Cue::kTo, Cue::kBefore, Cue::kReference}) || r.WordIsAny(noun + 1, {"and", "to"}))) return false;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.IsTermOf(i, KindBits({TermKind::kCondition, TermKind::kSetting})) || r.IsAny(i, {Cue::kCnsMetastasis, Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kUnless, Cue::kExcept})) return false;
  }
  TreatmentLeaf leaf;
  leaf.what = {"any_therapy"};
  leaf.window = window.window;
  leaf.window.within = std::exchange(leaf.window.at_least, std::nullopt);
  atoms.push_back(TreatmentAtom(r, std::move(leaf), std::min(window.first, prior), noun, "treatment.wait"));
  atoms.back().negated = true;
  r.UseRange(window.first, clause.end - 1);
  UseTreatmentFrame(r, clause, frame);
  return true;
}

// The tumour that the adjectives behind item `i` are of: "previously treated, unresectable, locally advanced or metastatic NSCLC"; or -1.
int TumourOfAdjectives(const Reading& r, Clause clause, int i, bool* advanced) {
  for (int k = i + 1; k < clause.end && k <= i + 14; ++k) {
    if (const Entry* setting = r.Find(k, TermKind::kSetting)) {
      *advanced = *advanced || setting->id == "advanced" || setting->id == "locally_advanced" || setting->id == "metastatic";
      continue;
    }
    if (const Entry* tumour = r.Find(k, TermKind::kDisease)) return tumour->id == "cancer" || r.WordContains(k, {"basal", "in situ", "skin"}) ? -1 : k;
    const bool passes = r.IsAny(k, {Cue::kFiller, Cue::kDiagnosis, Cue::kStage}) || r.IsMark(k, ',') || (r.Is(k, Cue::kOr) && k > i + 1) || r.WordIsAny(k, {"iiib", "iiic", "iii", "iv", "iva", "ivb"});
    if (!passes) return -1;
  }
  return -1;
}

// "(Or patients for whom ...)" behind the tumour: others may come as well.
bool OrOthers(const Reading& r, Clause clause, int tumour) {
  for (int k = tumour + 1; k < clause.end; ++k) {
    if (r.IsMark(k, '(') && (r.Is(k + 1, Cue::kOr) || r.WordContains(k + 1, {"part", "cohort", "arm", "group", "phase"}))) return true;
    if (r.Is(k, Cue::kOr) && !r.IsTerm(k + 1, TermKind::kDisease) && !r.IsTerm(k + 1, TermKind::kCondition)) return true;
  }
  return false;
}

// The words at item `i` are of the patient's own tumour, and not of a title: "a protocol for previously treated NSCLC".
bool OpensTumour(const Reading& r, Clause clause, int i) {
  int before = i - 1;
  while (before >= clause.begin && (r.IsMark(before, ',') || (r.Is(before, Cue::kFiller) && r.Find(before, TermKind::kPlain) == nullptr))) --before;
  const Entry* plain = before >= clause.begin ? r.Find(before, TermKind::kPlain) : nullptr;
  return before < clause.begin || r.at(before).lead || r.IsAny(before, {Cue::kDiagnosis, Cue::kMust, Cue::kWith, Cue::kWho}) || (plain != nullptr && plain->id == "persons");
}

// "Previously treated metastatic NSCLC", asked for.
bool ReadTreatedTumour(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  constexpr CueSet kToldOtherwise = {Cue::kNaive, Cue::kPrior, Cue::kProgressed, Cue::kExhausted, Cue::kIntolerant, Cue::kCnsMetastasis, Cue::kUntreatedCns, Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kExcept, Cue::kIf, Cue::kUnless, Cue::kPermitted, Cue::kRegardless};
  constexpr WordPattern kNotRequired[] = {"required"};
  const bool otherwise = HasCue(r, clause.begin, clause.end, kToldOtherwise) || (r.MayHoldWord(kNotRequired) && HasCue(r, 0, r.size(), {Cue::kNot}));
  if (mood != Mood::kRequires || !r.MayHoldCue({Cue::kTreated}) || otherwise) return false;
  for (int i = clause.begin; i < clause.end; ++i) {
    const bool said = r.Is(i, Cue::kTreated) && r.WordIsAny(i, {"previously treated", "previously-treated"}) && !r.at(i).used && !r.at(i).lead;
    bool advanced = false;
    const int tumour = said && OpensTumour(r, clause, i) ? TumourOfAdjectives(r, clause, i, &advanced) : -1;
    if (tumour < 0 || OrOthers(r, clause, tumour)) continue;
    TreatmentLeaf leaf;
    leaf.what = {advanced ? "systemic_therapy" : "any_therapy"};
    leaf.for_this_cancer = true;
    atoms.push_back(TreatmentAtom(r, std::move(leaf), i, i, "treatment.of_this_cancer"));
    r.Use(i);
    return true;
  }
  return false;
}

}  // namespace

bool IsTherapyNoun(const Reading& r, Clause clause, int i) {
  if (!r.Has(i) || i >= clause.end || r.at(i).used) return false;
  const std::string_view word = r.Word(i);
  for (std::string_view end : {"therapy", "therapies", "treatment", "treatments"}) {
    if (base::EndsWithIgnoreCase(word, end)) return true;
  }
  return false;
}

int CountedPriorTherapy(const Reading& r, Clause clause) {
  for (int i = clause.begin; i < clause.end; ++i) {
    if (!IsPriorWord(r, i) || (!IsTherapyNoun(r, clause, i) && !IsTherapyNoun(r, clause, i + 1))) continue;
    // "Will be considered as having received one prior therapy" tells how to count.
    for (int k = clause.begin; k < i; ++k) {
      if (r.WordContains(k, {"considered"}) || r.WordContains(k, {"counted"})) return -1;
    }
    const auto count = CountBefore(r, clause, i);
    if (count && count->last + 1 == i && !r.Is(count->first - 1, Cue::kGrade)) return i;
  }
  return -1;
}

bool UntreatedIllness(const Reading& r, Clause clause, int naive) {
  if (r.WordContains(naive, {"systemically", "systematically"})) return false;
  for (int i = naive + 1; i < clause.end && i <= naive + 7; ++i) {
    const bool illness = r.Find(i, TermKind::kCondition) != nullptr || r.IsAny(i, {Cue::kCnsMetastasis, Cue::kLeptomeningeal});
    if (illness || r.WordStarts(i, {"lesion", "site", "metastatic site", "metastatic lesion"})) return true;
    if (r.Find(i, TermKind::kDisease) != nullptr || r.IsMark(i, ';')) return false;
  }
  return false;
}

bool ReadUnnamedTherapy(Reading& r, Clause clause, Mood mood, const TreatmentFrame& frame, Atoms& atoms) {
  return ReadWaitForAnyTherapy(r, clause, mood, frame, atoms) || ReadTimeSinceAnyTherapy(r, clause, mood, frame, atoms) || ReadTherapyOfThisCancer(r, clause, mood, frame, atoms) || ReadTherapyOfPurpose(r, clause, mood, frame, atoms) || ReadForbiddenTherapy(r, clause, frame, atoms) || ReadTreatedForExtent(r, clause, frame, atoms) ||
         ReadLineByLetter(r, clause, atoms) || ReadTreatedTumour(r, clause, mood, atoms);
}

std::optional<TreatmentAnchor> ExceptedTherapyOfExtent(const Reading& r, Clause clause, int i) {
  if (!r.WordContains(i, {"treatment", "therapy"}) || r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass})) || r.at(i).lead) return std::nullopt;
  // "Received treatment (except EGFR-TKIs) within 14 days".
  const bool bracketed = r.WordIsAny(i, {"treatment", "treatments", "therapy", "previous treatment", "prior treatment", "prior therapy"}) && r.IsMark(i + 1, '(') && r.Is(i + 2, Cue::kExcept) && HasTermOf(r, i + 3, std::min(clause.end, i + 6), KindBits({TermKind::kDrug, TermKind::kDrugClass}));
  if (bracketed) return TreatmentAnchor{{"systemic_therapy"}, i, i};
  const int last = EndOfExtent(r, clause, i);
  int turn = last + 1;
  while (last >= 0 && turn < clause.end && r.IsAnyMark(turn, ",(")) ++turn;
  if (last < 0 || !r.Is(turn, Cue::kExcept)) return std::nullopt;
  return TreatmentAnchor{{"systemic_therapy"}, i, i};
}

void ReadTherapyOfExtent(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  constexpr WordPattern kNouns[] = {"treatment", "therapy"};
  if (mood == Mood::kPermits || !r.MayHoldWord(kNouns) || HasCue(r, clause.begin, clause.end, {Cue::kPrior, Cue::kNaive, Cue::kAdjuvant, Cue::kNeoadjuvant})) return;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (!r.WordIsAny(i, {"treatment", "therapy", "any treatment", "any therapy", "treatments"}) || r.at(i).used || r.at(i).lead) continue;
    int denial = i - 1;
    while (denial >= std::max(0, i - 4) && (r.Is(denial, Cue::kFiller) || r.WordIsAny(denial, {"any", "received", "have", "had", "have received", "has received"}))) --denial;
    const int last = denial >= 0 && r.IsAny(denial, {Cue::kNo, Cue::kNot, Cue::kMustNot}) ? EndOfExtent(r, clause, i) : -1;
    if (last < 0) continue;
    TreatmentLeaf leaf;
    leaf.what = {"systemic_therapy"};
    leaf.intents = {"metastatic"};
    atoms.push_back(TreatmentAtom(r, std::move(leaf), i, last, "treatment.of_extent"));
    atoms.back().negated = mood == Mood::kRequires;
    r.UseRange(denial, last);
    return;
  }
}

bool RecursAfterPurpose(const Reading& r, Clause clause, const TreatmentFrame& frame, int progressed) {
  if (!(frame.adjuvant || frame.neoadjuvant) || frame.planned) return false;
  for (int i = progressed + 1; i < clause.end && i <= progressed + 12; ++i) {
    if (r.IsAnyMark(i, ",;:.") || r.IsAny(i, {Cue::kNot, Cue::kNo}) || r.WordContains(i, {"not"})) return false;
    if (r.IsAny(i, {Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative})) return true;
  }
  return false;
}

}  // namespace trialmatch::rules
