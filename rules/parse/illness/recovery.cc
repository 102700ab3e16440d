#include "rules/parse/illness/recovery.h"

#include <algorithm>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool HasOpenBracket(const Reading& r, int begin, int end) {
  int depth = 0;
  for (int k = begin; k < end; ++k) depth += r.IsMark(k, '(') ? 1 : r.IsMark(k, ')') ? -1 : 0;
  return depth > 0;
}

}  // namespace

bool IsPersistentToxicity(const Reading& r, Clause sentence, int i) {
  for (int k = i; k < std::min(sentence.end, i + 9); ++k) {
    if (r.WordContains(k, {"toxicit", "adverse", "side effect"})) return true;
    const bool measures = k == i || r.IsNumber(k) || r.IsComparison(k) || r.IsAnyMark(k, "-(),") || r.Find(k, TermKind::kQuality) != nullptr || r.Find(k, TermKind::kPlain) != nullptr ||
                          r.IsAny(k, {Cue::kGrade, Cue::kOr, Cue::kAnd, Cue::kFiller, Cue::kAtLeast, Cue::kMoreThan, Cue::kClinicallySignificant, Cue::kLine, Cue::kWith});
    if (!measures && !r.WordIsAny(k, {"drug", "treatment", "therapy", "related", "significant", "chronic", "clinically", "ii", "iii"}) &&
        r.Find(k, TermKind::kDrugClass) == nullptr) {
      return false;
    }
  }
  return false;
}

namespace {

// "Must have received a platinum *and recovered* from its toxicity": the therapy before the joint is asked for.
bool AsksForTherapyToo(const Reading& r, Clause sentence, int recovery) {
  int joint = recovery - 1;
  while (joint > sentence.begin && joint > recovery - 6 && !r.Is(joint, Cue::kAnd)) --joint;
  if (!r.Is(joint, Cue::kAnd)) return false;
  bool asked = false, therapy = false;
  for (int i = sentence.begin; i < joint; ++i) {
    if (r.at(i).lead || r.IsAny(i, {Cue::kPermitted, Cue::kNo, Cue::kNot, Cue::kMustNot, Cue::kIf, Cue::kWithin}) || r.WordContains(i, {"complet", "any "}) || r.WordIs(i, "any")) return false;
    asked = asked || r.Is(i, Cue::kProgressed) || (r.Is(i, Cue::kPrior) && r.WordContains(i, {"received", "treated"})) || (r.Is(i, Cue::kMust) && r.WordContains(i, {"have", "received"}));
    therapy = therapy || (asked && r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass})));
  }
  return therapy;
}

// "Resolution of toxicities to grade 1, and no treatment for these for at least 2 weeks".
bool IsTimeOfTheirTreatment(const Reading& r, int recovery, int window) {
  for (int i = recovery + 1; i + 1 < window; ++i) {
    const bool these = r.WordIsAny(i, {"these", "such", "those"}) && (r.WordIsAny(i + 1, {"ae", "aes"}) || r.WordStarts(i + 1, {"toxicit", "adverse"}));
    if (these && HasCue(r, i - 3, i, {Cue::kFor})) return true;
  }
  return false;
}

}  // namespace

bool SpeaksOfRecovery(const Reading& r, Clause sentence) {
  constexpr WordPattern kRecovers[] = {"recover", "resol", "persist"};
  if (!r.MayHoldWord(kRecovers)) return false;
  const auto recovers = [&](int i) { return r.WordContains(i, kRecovers) && (!r.WordContains(i, {"persist"}) || IsPersistentToxicity(r, sentence, i)); };
  int start = sentence.begin;
  while (start < sentence.end && !recovers(start)) ++start;
  if (start == sentence.end) return false;
  const bool persists = r.WordContains(start, {"persist"});
  int recovery = -1, illness = -1;
  bool toxicity = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) continue;
    if (recovery < 0 && recovers(i)) {
      if (illness >= 0 && !toxicity && HasCue(r, illness, i, {Cue::kOr, Cue::kIncluding})) return false;
      recovery = i;
    }
    if (r.Find(i, TermKind::kCondition) != nullptr) illness = i;
    // "Persistent toxicity, or active pneumonitis": one more thing, and no example or exception.
    const bool beside = persists && illness == i && recovery >= 0 && !r.IsAny(i - 1, {Cue::kExcept});
    if (beside && !HasCue(r, recovery, i, {Cue::kExcept, Cue::kIncluding, Cue::kUnless}) && !HasOpenBracket(r, recovery, i)) return false;
    // "Recovered from toxicities, and not have had radiation pneumonitis".
    if (illness == i && recovery >= 0 && HasCue(r, i - 2, i, {Cue::kWithout, Cue::kNaive, Cue::kNo})) return false;
    toxicity = toxicity || r.WordContains(i, {"toxic", "adverse", "side effect"}) || r.WordIsAny(i, {"ae", "aes"});
    // "... except anemia (hemoglobin >= 9 g/dL)": how much of a toxicity is excepted.
    const bool excepted = recovery >= 0 && HasCue(r, recovery, i, {Cue::kExcept}) && HasOpenBracket(r, recovery, i);
    for (TermKind kind : {TermKind::kGene, TermKind::kDisease, TermKind::kLab}) {
      if (r.Find(i, kind) != nullptr && !(excepted && kind == TermKind::kLab)) return false;
    }
  }
  if (recovery < 0 || !toxicity || AsksForTherapyToo(r, sentence, recovery)) return false;
  const auto window = FindWindow(r, {sentence.begin, sentence.end}, sentence.begin);
  // "Adverse events of prior therapy that have not resolved": the toxicities are what the sentence is about.
  int own = sentence.begin;
  while (own < recovery && (r.at(own).lead || r.Is(own, Cue::kFiller) || r.IsKind(own, Item::Kind::kMark) || r.IsNumber(own) || r.WordIsAny(own, {"any", "all", "unresolved"}))) ++own;
  const bool toxic_subject = r.WordStarts(own, {"toxic", "adverse", "side effect"}) || r.WordIsAny(own, {"ae", "aes"});
  return (!window || IsTimeOfTheirTreatment(r, recovery, window->first)) && (persists || toxic_subject || !HasCue(r, sentence.begin, recovery, {Cue::kWho}));
}

int UnrecoveredAt(const Reading& r, Clause sentence) {
  constexpr WordPattern kRecovers[] = {"recover"};
  if (!r.MayHoldWord(kRecovers)) return -1;
  for (int i = sentence.begin + 3; i + 3 < sentence.end; ++i) {
    if (!r.Is(i, Cue::kOr) || r.at(i).lead) continue;
    int not_yet = i + 1;
    while (not_yet < i + 5 && (r.IsAny(not_yet, {Cue::kFiller, Cue::kWho}) || r.WordIsAny(not_yet, {"those", "patients", "has", "have", "is", "are"}))) ++not_yet;
    const bool denied = r.WordStarts(not_yet, {"not recover", "not fully recover"}) || (r.Is(not_yet, Cue::kNot) && r.WordContains(not_yet + 1, {"recover"})) || r.WordStarts(not_yet, {"have not recover", "has not recover"});
    if (!denied || not_yet == i + 1) continue;
    bool toxicity = false, excepted = false;
    for (int k = not_yet; k < sentence.end; ++k) {
      if (r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kGene, TermKind::kLab})) || r.IsAny(k, {Cue::kPermitted, Cue::kMust, Cue::kUnless}) || r.IsMark(k, ';')) return -1;
      excepted = excepted || r.Is(k, Cue::kExcept);
      if (!excepted && k > not_yet + 1 && r.Is(k, Cue::kOr) && r.IsMark(k - 1, ',')) return -1;
      toxicity = toxicity || r.WordContains(k, {"adverse", "toxic", "side effect"});
    }
    return toxicity ? i : -1;
  }
  return -1;
}

bool SpeaksOfWashoutAlone(const Reading& r, Clause sentence) {
  constexpr WordPattern kWashout[] = {"washout", "wash-out", "wash out"};
  constexpr int kLongestOpening = 8;   // items
  if (!r.MayHoldWord(kWashout) || FindWindow(r, sentence, sentence.begin)) return false;
  int i = sentence.begin;
  while (i < sentence.end && r.at(i).lead) ++i;
  const int end = std::min(sentence.end, i + kLongestOpening);
  bool judged = false;
  for (; i < end; ++i) {
    judged = judged || r.WordContains(i, {"adequate", "insufficient", "sufficient", "appropriate", "proper"});
    if (r.WordContains(i, kWashout)) break;
    if (r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) return false;
  }
  return judged && i < end && r.WordContains(i, kWashout) && !HasCue(r, i, sentence.end, {Cue::kExcept, Cue::kUnless, Cue::kOr});
}

}  // namespace trialmatch::rules
