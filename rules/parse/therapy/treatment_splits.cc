// A clause of therapies that says two things is read as two.
#include <algorithm>
#include <optional>
#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/join.h"
#include "rules/parse/therapy/but_not.h"
#include "rules/parse/therapy/counted_joints.h"
#include "rules/parse/therapy/excepted_washout.h"
#include "rules/parse/therapy/limited_exception.h"
#include "rules/parse/therapy/most_recent.h"
#include "rules/parse/therapy/other_treatment.h"
#include "rules/parse/therapy/radiation_kind.h"
#include "rules/parse/therapy/regimen_joints.h"
#include "rules/parse/therapy/therapy_words.h"
#include "rules/parse/therapy/time_since_start.h"
#include "rules/parse/therapy/told_apart.h"
#include "rules/parse/therapy/treatment_group.h"
#include "rules/parse/therapy/treatment_ways.h"
#include "rules/parse/therapy/treatment_windows.h"
#include "rules/parse/turn_words.h"

namespace trialmatch::rules {

namespace {

// "A PD-1 inhibitor, or any of the drugs used in combination with avelumab": the combination at `joint` is of the last alone. Its "or", or -1.
int OrBeforeUsedTogether(const Reading& r, Clause clause, int joint) {
  if (!r.WordIsAny(joint - 1, {"used", "given", "administered", "tested"})) return -1;
  bool therapy = false;
  int last = -1, depth = 0;
  for (int i = clause.begin; i < joint; ++i) {
    depth += r.IsMark(i, '(') ? 1 : r.IsMark(i, ')') ? -1 : 0;
    if (depth == 0 && therapy && r.Is(i, Cue::kOr)) last = i;
    therapy = therapy || r.IsTermOf(i, kTherapies);
  }
  return last;
}

// "Treatment-naive for metastatic disease, and osimertinib-naive": the "and" between two that are said, or -1.
int AndBetweenNaives(const Reading& r, Clause clause) {
  if (!r.MayHoldCue({Cue::kNaive})) return -1;
  const int first = FindCue(r, clause.begin, clause.end, {Cue::kNaive});
  const int second = first >= 0 ? FindCue(r, first + 1, clause.end, {Cue::kNaive}) : -1;
  if (second < 0 || !r.WordStarts(first, {"treatment", "therapy"}) || !r.WordContains(second, {"na"}) || r.WordStarts(second, {"no "})) return -1;
  const int joint = FindCue(r, first + 1, second, {Cue::kAnd});
  if (joint < 0 || r.Is(joint + 1, Cue::kFor) || HasCue(r, first + 1, second, {Cue::kOr})) return -1;
  for (int i = first; i < second; ++i) {
    const bool drug = r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
    if (drug) return i > joint ? joint : -1;
  }
  return -1;
}

// "Have received", "progressed on": a course is told, and not only named.
bool TellsCourse(const Reading& r, int i) {
  return r.IsAny(i, {Cue::kPrior, Cue::kProgressed, Cue::kIntolerant, Cue::kTreated}) && r.WordStarts(i, {"have ", "has ", "had ", "having ", "received", "progress", "disease progress", "previously treated", "treated", "pretreated", "failed", "failure", "relapse", "refractory", "intoleran"});
}

// "Lorlatinib-naive and have received at least one ALK TKI", "no prior EGFR TKI, and progression on chemotherapy": the "and" between what was
// never given and what was, or -1.
int AndBehindDenied(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kRequires || !r.MayHoldCue({Cue::kNaive, Cue::kNo})) return -1;
  for (int i = clause.begin; i + 2 < clause.end; ++i) {
    if (!(r.Is(i, Cue::kNaive) || (r.Is(i, Cue::kNo) && !r.WordContains(i, {"not"}))) || r.at(i).lead) continue;
    const bool adjective = r.WordContains(i, {"na"}) && !r.WordStarts(i, {"no ", "not "});
    int joint = i + 1;
    if (adjective) {
      const bool of_therapy = TherapyAt(r, i - 1) != nullptr || (r.IsMark(i - 1, '-') && TherapyAt(r, i - 2) != nullptr) || r.WordStarts(i, {"treatment", "therapy", "chemo"});
      if (!of_therapy) continue;
    } else {
      while (joint < clause.end && TherapyAt(r, joint) == nullptr && !r.IsAny(joint, {Cue::kAnd, Cue::kOr}) && !r.IsKind(joint, Item::Kind::kMark)) ++joint;
      if (joint >= clause.end || TherapyAt(r, joint) == nullptr) continue;
      ++joint;
    }
    while (joint + 1 < clause.end && (r.IsMark(joint, ',') || r.IsMark(joint, ';') || (IsPeople(r, joint) && !r.Is(joint, Cue::kWho)))) ++joint;
    if (!r.IsAny(joint, {Cue::kAnd, Cue::kHowever, Cue::kWho}) || r.at(joint).lead) continue;
    constexpr int kNear = 5;  // items
    int told = joint + 1;
    while (told < std::min(clause.end, joint + 1 + kNear) && !(adjective ? r.IsAny(told, {Cue::kPrior, Cue::kProgressed, Cue::kIntolerant, Cue::kTreated, Cue::kLine, Cue::kNaive}) : TellsCourse(r, told))) ++told;
    if (told >= std::min(clause.end, joint + 1 + kNear) || HasCue(r, joint + 1, told, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kOr, Cue::kPermitted})) continue;
    if (r.Is(told, Cue::kNaive) && !r.WordContains(told, {"na"})) continue;
    for (int k = joint + 1; k < clause.end; ++k) {
      if (TherapyAt(r, k) != nullptr || r.Is(k, Cue::kLine) || (r.Is(k, Cue::kNaive) && r.WordStarts(k, {"chemo"}))) return joint;
    }
  }
  return -1;
}

// "Chemotherapy within 4 weeks or *any prior immunotherapy*", "... or an ALK inhibitor *at any time*": behind the time of the first therapies, those
// that are forbidden whenever they were. The first item of them, or -1.
int BehindTimeEver(const Reading& r, Clause clause) {
  const auto window = FindWindow(r, clause, clause.begin);
  if (!window || FindWindow(r, clause, window->last + 1)) return -1;
  bool before = false;
  for (int i = clause.begin; i < window->first; ++i) before = before || TherapyAt(r, i) != nullptr;
  int joint = window->first + 1;   // the words of the window may reach over it
  while (joint < clause.end && joint <= window->last + 2 && !r.Is(joint, Cue::kOr)) ++joint;
  if (!before || !r.Is(joint, Cue::kOr)) return -1;
  int first = joint + 1;
  while (first < clause.end && r.IsAny(first, {Cue::kFiller, Cue::kPrior})) ++first;
  bool therapy = false, ever = r.Is(first - 1, Cue::kPrior) && first > joint + 1 && TherapyAt(r, first) != nullptr;
  for (int i = joint + 1; i < clause.end; ++i) {
    if (r.IsAnyMark(i, ",;(") || r.IsAny(i, {Cue::kExcept, Cue::kUnless, Cue::kIf, Cue::kOr})) break;
    therapy = therapy || TherapyAt(r, i) != nullptr;
    ever = ever || (therapy && r.WordIsAny(i, {"at any time", "at any time point", "ever"}));
  }
  return therapy && ever ? joint + 1 : -1;
}

// "Autoimmune disease, except psoriasis *without systemic therapy*" among what is forbidden: the only therapy is what an illness is told to be without.
bool OnlyLackedByIllness(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kProhibits || !r.MayHoldCue({Cue::kWithout})) return false;
  const int without = FindCue(r, clause.begin, clause.end, {Cue::kWithout});
  bool illness = false, therapy = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.at(i).lead) return false;
    const bool named = r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
    if (named && (i < without || i > without + 3)) return false;
    therapy = therapy || named;
    illness = illness || (i < without && r.IsTerm(i, TermKind::kCondition));
  }
  return illness && therapy;
}

// "TKI-naive (prior chemotherapy is allowed) or progressed on X": what the bracket allows is asked for by nobody. How much of it is
// allowed stays unread.
void PassPermissionBehindNaive(Reading& r, Clause clause) {
  if (!r.MayHoldCue({Cue::kNaive}) || !r.MayHoldCue({Cue::kPermitted})) return;
  const int naive = FindCue(r, clause.begin, clause.end, {Cue::kNaive});
  const int open = naive + 1;
  if (naive < 0 || !r.IsMark(open, '(') || r.at(open).lead) return;
  int close = open + 1;
  while (close < clause.end && !r.IsAnyMark(close, "()")) ++close;
  if (!r.IsMark(close, ')') || HasCue(r, open, close, {Cue::kNo, Cue::kNot, Cue::kMustNot, Cue::kIf, Cue::kUnless, Cue::kExcept}) || !HasCue(r, open, close, {Cue::kPermitted})) return;
  for (int i = open + 1; i < close; ++i) {
    if (TherapyAt(r, i) != nullptr || r.IsAny(i, {Cue::kPermitted, Cue::kPrior, Cue::kLine})) r.Use(i);
  }
}

// What stands before `among`, and none of the therapies in it.
void ReadWithNotAmong(Reading& r, Clause clause, Mood mood, NotAmong among, Atoms& atoms) {
  const size_t first = atoms.size();
  ReadTreatments(r, {clause.begin, among.at}, mood, atoms);
  if (atoms.size() == first && mood == Mood::kRequires) ReadBareNames(r, {clause.begin, among.at}, atoms);
  if (atoms.size() == first) return;
  Atom never = TreatmentAtom(r, std::move(among.leaf), among.at, among.last, "treatment.none");
  never.expression = Expression::Not(std::move(never.expression));
  if (!among.certain) never.expression = Expression::Any(std::move(never.expression), Expression::Opaque(r.SpanOf(among.at, among.last)));
  const bool denied = std::all_of(atoms.begin() + static_cast<std::ptrdiff_t>(first), atoms.end(), [](const Atom& a) { return a.negated; });
  for (size_t i = first; i < atoms.size() && denied; ++i) atoms[i].negated = false;
  atoms.push_back(std::move(never));
  if (mood == Mood::kProhibits || denied) MakeOneWay(first, atoms);
  if (denied) atoms[first].negated = true;
  r.UseRange(among.at, among.last);
}

// The therapies before item `joint`, and those behind it, up to `end`, given one after the other.
void ReadOneAfterOther(Reading& r, Clause clause, int joint, int end, Mood mood, Atoms& atoms) {
  const size_t first = atoms.size();
  ReadTreatments(r, {clause.begin, joint}, mood, atoms);
  const size_t behind = atoms.size();
  ReadBareNames(r, {joint + 1, end}, atoms);
  MakeOneAfterOther(r, first, behind, atoms);
  r.UseRange(joint, joint);
}

}  // namespace

void ReadTreatments(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  if (OnlyLackedByIllness(r, clause, mood) || IsTreatedAgain(r, clause)) return;
  if (mood == Mood::kRequires) PassPermissionBehindNaive(r, clause);
  PassOverTimeSinceStart(r, clause);
  if (auto but_not = FindButNot(r, clause, mood)) {
    ReadTreatments(r, {clause.begin, but_not->at}, mood, atoms);
    Atom never = TreatmentAtom(r, std::move(but_not->never), but_not->at, clause.end - 1, "treatment.none");
    never.negated = true;
    atoms.push_back(std::move(never));
    return r.UseRange(but_not->at, clause.end - 1);
  }
  if (const int except = ExceptForAllergy(r, clause, mood); except > clause.begin) {
    const size_t first = atoms.size();
    ReadTreatments(r, {clause.begin, except}, mood, atoms);
    for (size_t i = first; i < atoms.size(); ++i) atoms[i].expression = Expression::All(std::move(atoms[i].expression), Expression::Opaque(r.SpanOf(except, clause.end - 1)));
    if (atoms.size() > first) return r.UseRange(except, clause.end - 1);
  }
  if (ReadNaiveOrIntolerant(r, clause, mood, atoms)) return;
  if (auto among = FindNotAmong(r, clause, mood)) return ReadWithNotAmong(r, clause, mood, std::move(*among), atoms);
  if (auto last = mood == Mood::kRequires ? FindLastOfThose(r, clause) : std::nullopt) {
    ReadTreatments(r, {clause.begin, last->at}, mood, atoms);
    atoms.push_back(TreatmentAtom(r, std::move(last->leaf), last->at, clause.end - 1, "treatment.had"));
    return r.UseRange(last->at, clause.end - 1);
  }
  if (const int second = CeilingGoesOn(r, clause, mood); second > 0) {
    ReadTreatments(r, {clause.begin, second - 1}, mood, atoms);
    const size_t own = atoms.size();
    ReadTreatments(r, {second, clause.end}, mood, atoms);
    for (size_t i = own; i < atoms.size(); ++i) {
      auto* leaf = atoms[i].expression.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(atoms[i].expression.leaf.get()) : nullptr;
      if (leaf == nullptr) continue;
      if (leaf->quantifier == TreatmentLeaf::Quantifier::kAny) leaf->quantifier = TreatmentLeaf::Quantifier::kLines;
      leaf->count = base::Bounds{.low = std::nullopt, .high = r.at(second).number};
    }
    return;
  }
  int joint_of_two = AndBetweenNaives(r, clause);
  if (joint_of_two < 0) joint_of_two = AndBehindDenied(r, clause, mood);
  if (joint_of_two < 0) joint_of_two = JointOfCounts(r, clause, mood);
  if (joint_of_two < 0) joint_of_two = JointOfDenial(r, clause, mood);
  if (joint_of_two < 0) joint_of_two = OrToldAnew(r, clause, mood);
  const int beside_count = joint_of_two < 0 ? JointBesideCount(r, clause, mood) : -1;
  const bool asked_beside = beside_count >= 0 && mood == Mood::kRequires && !HasCue(r, clause.begin, beside_count, {Cue::kNaive, Cue::kNo, Cue::kNot, Cue::kLine});
  if (joint_of_two < 0) joint_of_two = beside_count;
  if (joint_of_two < 0) joint_of_two = OrBeforeOwnTime(r, clause, mood);
  if (const int joint = joint_of_two; joint > clause.begin) {
    const size_t own = atoms.size();
    ReadTreatments(r, {clause.begin, joint}, mood, atoms);
    // "At least one ALK TKI and no more than three prior lines": that it was had is not said again.
    if (atoms.size() == own && asked_beside) ReadBareNames(r, {clause.begin, joint}, atoms);
    ReadTreatments(r, {joint + 1, clause.end}, mood, atoms);
    for (int k = joint; k <= joint + 1; ++k) {
      if (r.Is(k, Cue::kHowever)) r.Use(k);
    }
    return;
  }
  if (const int other = OrOtherTreatment(r, clause, mood); other > clause.begin) {
    const int end = EndBeforeIdleException(r, {other + 1, clause.end});
    ReadTreatments(r, {clause.begin, other}, mood, atoms);
    ReadTreatments(r, {other + 1, end}, mood, atoms);
    return r.UseRange(end, clause.end - 1);
  }
  if (const int second = SecondCount(r, clause, mood); second > clause.begin) {
    ReadTreatments(r, {clause.begin, r.IsAny(second - 1, {Cue::kOr, Cue::kAnd}) ? second - 1 : second}, mood, atoms);
    ReadTreatments(r, {second, clause.end}, mood, atoms);
    return;
  }
  if (int either = OrBetweenNaiveAndTreated(r, clause, mood); either >= 0) {
    ReadTreatments(r, {clause.begin, either}, mood, atoms);
    // "Naive, or treated with chemotherapy and a PD-1 inhibitor": both make the second way.
    const size_t second = atoms.size();
    ReadTreatments(r, {either + 1, clause.end}, mood, atoms);
    // "..., or must have progressed on A, or must have progressed on B": a way each.
    bool ways = false;
    for (int i = either + 1; i + 1 < clause.end; ++i) ways = ways || (r.Is(i, Cue::kOr) && r.IsAny(i + 1, {Cue::kMust, Cue::kProgressed}));
    if (!ways) MakeOneWay(second, atoms);
    return;
  }
  if (const int either = OrRecurrenceWithin(r, clause, mood); either > clause.begin) {
    const size_t first = atoms.size();
    ReadTreatments(r, {clause.begin, either}, mood, atoms);
    // "... for unresectable or metastatic disease": what the first was for.
    bool therapy = false, purpose = false;
    for (int i = clause.begin; i < either; ++i) {
      therapy = therapy || r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
      purpose = (purpose || (therapy && (r.Is(i, Cue::kFor) || r.WordStarts(i, {"for "}) || r.WordIs(i, "for")))) && !r.WordIs(i, "which");
      if (purpose && r.IsTermOf(i, KindBits({TermKind::kSetting, TermKind::kDisease}))) r.Use(i);
    }
    const size_t second = atoms.size();
    ReadTreatments(r, {either + 1, clause.end}, mood, atoms);
    OpenOtherWay(r, {either + 1, clause.end}, first, second, atoms);
    return MakeEitherWay(first, second, atoms);
  }
  if (const int planned = OrPlanned(r, clause, mood); planned > clause.begin) {
    const size_t first = atoms.size();
    ReadTreatments(r, {clause.begin, planned}, mood, atoms);
    MakeOneWay(first, atoms);
    if (atoms.size() == first) return;
    atoms[first].expression = Expression::Any(std::move(atoms[first].expression), Expression::Opaque(r.SpanOf(planned + 1, clause.end - 1)));
    return r.UseRange(planned, clause.end - 1);
  }
  if (const int either = OrIntolerantOf(r, clause, mood); either > clause.begin) {
    const size_t first = atoms.size();
    ReadTreatments(r, {clause.begin, either}, mood, atoms);
    const size_t second = atoms.size();
    ReadTreatments(r, {either + 1, clause.end}, mood, atoms);
    MakeEitherWay(first, second, atoms);
    return;
  }
  if (const int after = AfterProgressionOnOther(r, clause, mood); after > clause.begin) {
    const size_t first = atoms.size();
    ReadTreatments(r, {clause.begin, after}, mood, atoms);
    if (atoms.size() == first && mood == Mood::kRequires) ReadBareNames(r, {clause.begin, after}, atoms);
    const size_t behind = atoms.size();
    ReadTreatments(r, {after + 1, clause.end}, Mood::kRequires, atoms);
    MakeOneAfterOther(r, first, behind, atoms);
    r.UseRange(after, after);
    return;
  }
  if (const int then = AndThen(r, clause, mood); then > clause.begin) {
    return ReadOneAfterOther(r, clause, then, clause.end, mood, atoms);
  }
  if (const int other = OrBetweenRegimens(r, clause, mood); other > clause.begin) {
    const size_t first = atoms.size();
    ReadTreatments(r, {clause.begin, other}, mood, atoms);
    const size_t second = atoms.size();
    ReadOtherRegimen(r, {other + 1, clause.end}, atoms);
    return MakeEitherWay(first, second, atoms);
  }
  if (const int after = GivenAfterOther(r, clause, mood); after > clause.begin) {
    return ReadOneAfterOther(r, clause, after, clause.end, mood, atoms);
  }
  if (const int between = BetweenTherapies(r, clause, mood); between > clause.begin) {
    return ReadOneAfterOther(r, clause, between, FindCue(r, between, clause.end, {Cue::kAnd}), mood, atoms);
  }
  if (const int other = AloneOrCombined(r, clause); other > clause.begin) {
    // When it was given may stand behind it.
    if (!FindWindow(r, {other, clause.end}, other)) {
      const size_t first = atoms.size();
      ReadTreatments(r, {clause.begin, other}, mood, atoms);
      if (atoms.size() > first) return r.UseRange(other, clause.end - 1);
    }
  }
  if (const int joint = JointOfCombination(r, clause, mood); joint > clause.begin) {
    const size_t first = atoms.size();
    const int last = mood == Mood::kProhibits ? OrBeforeUsedTogether(r, clause, joint) : -1;
    if (last > clause.begin) {
      ReadTreatments(r, {clause.begin, last}, mood, atoms);
      return ReadTreatments(r, {last + 1, clause.end}, mood, atoms);
    }
    ReadTreatments(r, {clause.begin, joint}, mood, atoms);
    if (const size_t behind = atoms.size(); behind > first) {
      ReadTreatments(r, {joint + 1, clause.end}, mood, atoms);
      const bool denied = atoms[first].negated;
      for (size_t i = behind; i < atoms.size() && denied; ++i) atoms[i].negated = true;
      MakeOneCombination(r, joint, first, atoms);
      r.UseRange(joint, joint);
      return;
    }
  }
  if (const auto need = NeedOfTransplant(r, clause, mood)) {
    const size_t first = atoms.size();
    r.UseRange(need->begin, need->end - 1);
    ReadTreatments(r, {clause.begin, need->begin}, mood, atoms);
    if (atoms.size() > first) {
      TreatmentLeaf leaf;
      leaf.quantifier = TreatmentLeaf::Quantifier::kAny;
      leaf.what = {"immunosuppressant"};
      leaf.ongoing = true;
      atoms.push_back(TreatmentAtom(r, std::move(leaf), need->begin, need->end - 1, "treatment.had"));
      MakeOneWay(first, atoms);
      return;
    }
  }
  if (const int both = JointOfBoth(r, clause, mood); both > clause.begin) {
    const size_t first = atoms.size();
    ReadTreatments(r, {clause.begin, both}, mood, atoms);
    const size_t behind = atoms.size();
    ReadTreatments(r, {both + 1, clause.end}, mood, atoms);
    const bool denied = behind > first && atoms[first].negated;
    for (size_t i = first; i < atoms.size(); ++i) atoms[i].negated = false;
    MakeOneWay(first, atoms);
    if (atoms.size() > first) atoms[first].negated = denied;
    r.UseRange(both, both);
    return;
  }
  if (const int joint = WashoutBesideProgression(r, clause, mood); joint > clause.begin) {
    ReadTreatments(r, {clause.begin, joint}, mood, atoms);
    const size_t behind = atoms.size();
    ReadTreatments(r, {joint + 1, clause.end}, mood, atoms);
    if (atoms.size() == behind && behind > 0) AddWashoutOfSame(r, {joint + 1, clause.end}, behind - 1, atoms);
    return;
  }
  if (int second = SplitBetweenWindows(r, clause); second > clause.begin) {
    const size_t from = atoms.size();
    ReadTreatments(r, {clause.begin, second}, mood, atoms);
    const size_t behind = atoms.size();
    ReadTreatments(r, {second, clause.end}, mood, atoms);
    if (mood == Mood::kProhibits) ExceptPartOfOwnTime(r, clause, second, from, behind, atoms);
    return;
  }
  if (const int ever = mood == Mood::kProhibits ? BehindTimeEver(r, clause) : -1; ever > clause.begin) {
    ReadTreatments(r, {clause.begin, ever}, mood, atoms);
    ReadTreatments(r, {ever, clause.end}, mood, atoms);
    return;
  }
  std::vector<BracketedWindow> brackets = FindBracketedWindows(r, clause);
  for (const BracketedWindow& b : brackets) r.UseRange(b.first, b.last);
  const size_t from = atoms.size();
  const std::optional<LimitedException> limited = FindLimitedException(r, clause, mood);
  ReadTreatmentClause(r, limited ? Clause{clause.begin, limited->at} : clause, mood, atoms);
  if (limited) ExceptUpToLimit(r, *limited, from, atoms);
  else ExceptForPurposeOnly(r, clause, mood, from, atoms);
  AskBothGenerations(r, clause, from, atoms);
  for (const BracketedWindow& b : brackets) ApplyBracketedWindow(r, b, from, atoms);
  if (brackets.empty()) NarrowToKindOfRadiation(r, clause, mood, from, atoms);
  // Of which therapy, nothing was read: another shape of the sentence may tell.
  for (const BracketedWindow& b : brackets) {
    for (int i = b.first; i <= b.last && atoms.size() == from; ++i) r.at(i).used = false;
  }
}

}  // namespace trialmatch::rules
