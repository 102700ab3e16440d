#include "rules/parse/reproductive.h"

#include <algorithm>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

// A sentence with one of these is not about pregnancy alone.
constexpr uint32_t kOtherMatters = KindBits({TermKind::kGene, TermKind::kMutation, TermKind::kDisease, TermKind::kCondition,
                                             TermKind::kSetting, TermKind::kSite});
constexpr CueSet kOtherCues = {Cue::kLine, Cue::kProgressed, Cue::kEcog, Cue::kPerformanceStatus, Cue::kStage, Cue::kCnsMetastasis,
                               Cue::kStandardTherapy, Cue::kNaive};
// What decides the mood and the parts of the sentence stays as it is.
constexpr CueSet kFrame = {Cue::kNo,     Cue::kNot,       Cue::kWithout,  Cue::kMust,   Cue::kMustNot, Cue::kExcluded, Cue::kPermitted,
                           Cue::kExcept, Cue::kUnless,    Cue::kIf,       Cue::kHowever, Cue::kOr,      Cue::kAnd,      Cue::kMale,
                           Cue::kFemale, Cue::kNotRequired, Cue::kWho,    Cue::kAllOf,  Cue::kAnyOf};

bool IsFact(const Reading& r, int i) {
  const Entry* fact = r.Find(i, TermKind::kFact);
  return fact != nullptr && (fact->id == "pregnant" || fact->id == "breastfeeding" || fact->id == "pregnancy_test_negative" ||
                             fact->id == "can_become_pregnant");
}

constexpr WordPattern kSpeaksOfIt[] = {"contracep", "birth control", "abstin", "condom", "sperm", "menses", "menstru", "menopaus", "amenor",
                                       "vasectom", "pregnancy test", "hcg", "teratogen", "fetus", "fetal", "abortifacient", "unborn",
                                       "breast milk", "infant", "hysterectomy", "tubal", "avoid pregnan"};
constexpr WordPattern kAvoids[] = {"avoid", "prevent"};

bool SpeaksOfIt(const Reading& r, int i) {
  if (IsFact(r, i) && r.WordStarts(i - 1, kAvoids)) return true;
  return r.WordContains(i, kSpeaksOfIt);
}

// A drug that is only named for what it may do to a child, or for how long after it.
bool IsNamedInPassing(const Reading& r, Clause sentence, int i) {
  for (int k = std::max(sentence.begin, i - 7); k < i; ++k) {
    if (r.IsAny(k, {Cue::kLastDose, Cue::kReference}) || r.WordContains(k, {"because", "effect", "dose", "discontinu", "secondary", "contracep", "risk", "after", "combin"}))
      return true;
  }
  return r.WordContains(i, {"contracep"});
}

bool IsAboutPregnancyAlone(const Reading& r, Clause sentence) {
  const bool may_be = r.MayHoldTermOf(KindBits({TermKind::kFact, TermKind::kLogistics})) && (r.MayHoldWord(kSpeaksOfIt) || r.MayHoldWord(kAvoids));
  if (!may_be) return false;
  bool fact = false, speaks = false, age = false, change_of_life = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) continue;
    const bool is_fact = IsFact(r, i), speaks_of_it = SpeaksOfIt(r, i);
    fact = fact || is_fact || (speaks_of_it && r.Find(i, TermKind::kLogistics) != nullptr);
    speaks = speaks || speaks_of_it;
    age = age || r.Is(i, Cue::kAge);
    change_of_life = change_of_life || r.WordContains(i, {"menopaus", "amenor", "menses"});
    if (is_fact || speaks_of_it) continue;
    if (r.IsTermOf(i, kOtherMatters) || r.IsAny(i, kOtherCues) || r.Find(i, TermKind::kLab) != nullptr) return false;
    const Entry* other_fact = r.Find(i, TermKind::kFact);
    if (other_fact != nullptr) return false;
    const bool therapy = r.Find(i, TermKind::kDrug) != nullptr || r.Find(i, TermKind::kDrugClass) != nullptr;
    if (therapy && !IsNamedInPassing(r, sentence, i)) return false;
  }
  return fact && speaks && (!age || change_of_life);
}

// "Breastfeeding during the study and for 6 months after the last dose": how long it will be asked for. Who
// nurses today is told before.
void MarkTimeToCome(Reading& r, Clause sentence) {
  int fact = -1;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead) continue;
    if (r.IsTermOf(i, kOtherMatters) || r.IsAny(i, kOtherCues) || r.Find(i, TermKind::kLab) != nullptr) return;
    const Entry* row = r.Find(i, TermKind::kFact);
    if (row == nullptr) continue;
    if (!IsFact(r, i)) return;
    if (row->id == "pregnant" || row->id == "breastfeeding") fact = i;
  }
  if (fact < 0) return;
  int from = fact + 1;
  while (from < sentence.end && !r.WordIsAny(from, {"during", "throughout", "while", "starting", "within", "for", "through", "until", "up to", "for at least", "beginning", "at any time"})) {
    if (r.IsAny(from, {Cue::kUnless, Cue::kExcept, Cue::kIf, Cue::kHowever}) || r.IsMark(from, '.')) return;
    ++from;
  }
  bool to_come = false;
  int end = from;
  for (; end < sentence.end && !r.IsAny(end, {Cue::kUnless, Cue::kExcept, Cue::kIf, Cue::kHowever, Cue::kFemale, Cue::kMale, Cue::kMust}) && !r.IsAnyMark(end, ".;"); ++end) {
    to_come = to_come || r.IsAny(end, {Cue::kSince, Cue::kLastDose, Cue::kReference}) || r.WordContains(end, {"after", "following", "study", "treatment", "last", "final"});
  }
  if (!to_come) return;
  for (int i = from; i < end; ++i) {
    if (!r.at(i).used && !r.IsKind(i, Item::Kind::kMark)) r.at(i).used = r.at(i).aside = true;
  }
}

}  // namespace

void MarkReproductive(Reading& r, Clause sentence) {
  if (!r.MayHoldTermOf(KindBits({TermKind::kFact, TermKind::kLogistics}))) return;
  if (!IsAboutPregnancyAlone(r, sentence)) return MarkTimeToCome(r, sentence);
  for (int i = sentence.begin; i < sentence.end; ++i) {
    // "... contraception if pregnancy is a risk": who is pregnant is told before.
    if (r.Is(i, Cue::kIf) && IsFact(r, i + 1) && (r.WordContains(i + 2, {"risk"}) || r.WordContains(i + 3, {"risk"}) || r.WordContains(i + 4, {"risk"}))) {
      r.at(i).used = r.at(i).aside = r.at(i + 1).used = r.at(i + 1).aside = true;
      continue;
    }
    if (r.at(i).lead || r.at(i).used || IsFact(r, i) || r.IsAny(i, kFrame)) continue;
    if (r.IsKind(i, Item::Kind::kMark) || r.Find(i, TermKind::kLogistics) != nullptr) continue;
    r.at(i).used = r.at(i).aside = true;
  }
}

namespace {

bool IsPregnancy(const Reading& r, int i) {
  const Entry* fact = r.Find(i, TermKind::kFact);
  return fact != nullptr && (fact->id == "pregnant" || fact->id == "breastfeeding");
}

// The "or" before a pregnancy that ends the sentence, behind a judgement; or -1.
int PregnancyBehindJudgement(const Reading& r, Clause sentence) {
  int at = sentence.end - 1, joint = -1;
  bool fact = false;
  for (; at > sentence.begin; --at) {
    const bool names = IsPregnancy(r, at);
    if (r.Is(at, Cue::kOr)) joint = at;
    else if (!names && !r.Is(at, Cue::kFiller) && !r.IsAnyMark(at, ",.;/") && !r.WordIsAny(at, {"are", "is", "currently", "women", "patients"})) break;
    fact = fact || names;
  }
  if (!fact || joint <= at) return -1;
  bool judged = false;
  for (int i = sentence.begin; i <= at; ++i) {
    if (r.IsTermOf(i, KindBit(TermKind::kFact)) || r.at(i).lead) return -1;
    judged = judged || r.Is(i, Cue::kInvestigator) || r.WordContains(i, {"opinion", "judgment", "unsafe"});
  }
  return judged ? joint : -1;
}

}  // namespace

Clauses SplitPregnancy(const Reading& r, const Clauses& sentences) {
  if (!r.MayHoldTermOf(KindBit(TermKind::kFact)) || !r.MayHoldCue({Cue::kOr})) return sentences;
  Clauses out;
  for (const Clause c : sentences) {
    const int joint = PregnancyBehindJudgement(r, c);
    if (joint > c.begin) out.push_back({c.begin, r.IsMark(joint - 1, ',') ? joint - 1 : joint});
    out.push_back({joint > c.begin ? joint + 1 : c.begin, c.end});
  }
  return out;
}

namespace {

bool NamesPregnancyTest(const Reading& r, int i) {
  const Entry* lab = r.Find(i, TermKind::kLab);
  return (lab != nullptr && lab->id == "beta_hcg") || r.WordIsAny(i, {"hcg", "pregnancy"}) || r.WordStarts(i, {"pregnancy test", "serum pregnancy", "urine pregnancy", "blood pregnancy"});
}

// "Highly sensitive", "serum and/or urine (preferred)": how the test is done, between "negative" and its name.
bool SaysHowTested(const Reading& r, int i) {
  return r.IsAnyMark(i, "()[]/") || r.IsAny(i, {Cue::kOr, Cue::kAnd, Cue::kFiller}) ||
         r.WordContains(i, {"serum", "urin", "blood", "plasma", "highly", "sensitiv", "screening", "preferred", "required by local", "regulation"});
}

}  // namespace

void ReadNegativePregnancyTest(Reading& r, Clause clause, std::vector<Atom>& atoms) {
  constexpr int kLongest = 14;   // items
  constexpr WordPattern kNegative[] = {"negative"};
  if (!r.MayHoldWord(kNegative) || std::any_of(atoms.begin(), atoms.end(), [](const Atom& a) { return a.topic == Topic::kReproductive; })) return;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.at(i).lead || !r.WordIsAny(i, kNegative) || DeniedBefore(r, clause, i)) continue;
    int test = i + 1;
    while (test < std::min(clause.end, i + kLongest) && !NamesPregnancyTest(r, test) && SaysHowTested(r, test)) ++test;
    if (test >= clause.end || !NamesPregnancyTest(r, test)) continue;
    r.UseRange(i, test);
    atoms.push_back({.expression = Expression::OfLeaf(FactLeaf{"pregnant"}, r.SpanOf(i, test), "fact.pregnant"), .topic = Topic::kReproductive, .first = i, .last = test, .negated = true});
    return;
  }
}

void PassOverTimeOfConception(Reading& r, Clause clause) {
  constexpr WordPattern kConceive[] = {"conceive", "become pregnant"};
  if (!r.MayHoldWord(kConceive)) return;
  for (int i = clause.begin; i + 1 < clause.end; ++i) {
    if (!r.WordContains(i, kConceive) || !r.IsAny(i + 1, {Cue::kWithin, Cue::kBefore, Cue::kSince})) continue;
    int end = i + 1;
    while (end < clause.end && !r.IsAnyMark(end, ",;.:()") && !r.IsAny(end, {Cue::kOr, Cue::kAnd})) ++end;
    r.PassOver(i + 1, end);
    i = end - 1;
  }
}

void PassOverChildbearing(Reading& r, Clause clause) {
  constexpr WordPattern kCycle[] = {"menstrua", "menses", "amenorrh"};
  if (!r.MayHoldMark("(") || !r.MayHoldWord(kCycle)) return;
  for (int i = clause.begin + 1; i < clause.end; ++i) {
    if (!r.IsMark(i, '(') || !(r.WordContains(i - 1, {"childbearing", "child-bearing", "potential"}))) continue;
    int close = i + 1;
    bool cycle = false;
    for (; close < clause.end && !r.IsAnyMark(close, "()"); ++close) cycle = cycle || r.WordContains(close, kCycle);
    if (cycle && r.IsMark(close, ')')) r.PassOver(i, close + 1);
  }
}

}  // namespace trialmatch::rules
