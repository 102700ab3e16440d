#include "rules/parse/therapy/regimen_joints.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "rules/parse/therapy/therapy_words.h"
#include "rules/parse/therapy/treatment_ways.h"

namespace trialmatch::rules {
namespace {

constexpr CueSet kDenials = {Cue::kNo, Cue::kNot, Cue::kNaive, Cue::kWithout, Cue::kMustNot};

bool IsPlus(const Reading& r, int i) { return r.WordIsAny(i, {"plus", "in combination with", "combined with"}) || r.IsMark(i, '+'); }

bool Named(const Reading& r, int i) { return !r.at(i).used && !r.at(i).lead && TherapyAt(r, i) != nullptr; }

// The first item of [begin, end) that names a therapy, or -1.
int FirstNamed(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    if (Named(r, i)) return i;
  }
  return -1;
}

}  // namespace

int OrBetweenRegimens(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kRequires || !r.MayHoldCue({Cue::kOr}) || HasCue(r, clause.begin, clause.end, kDenials) || !HasCue(r, clause.begin, clause.end, {Cue::kPrior, Cue::kProgressed})) return -1;
  int found = -1, ors = 0;
  for (int i = clause.begin + 1; i + 1 < clause.end; ++i) {
    if (r.IsAnyMark(i, "(;:")) return -1;
    if (!r.Is(i, Cue::kOr) || r.at(i).lead) continue;
    ++ors;
    const bool alone = r.IsMark(i - 1, ',') && Named(r, i + 1) && r.Is(i + 2, Cue::kMonotherapy) && i + 3 >= clause.end;
    const int first = FirstNamed(r, clause.begin, i);
    bool course = false;
    for (int k = first + 1; first >= 0 && k + 1 < i; ++k) course = course || ((IsPlus(r, k) || r.WordIs(k, "followed by")) && Named(r, k + 1));
    if (alone && course) return i;
    const bool plus_before = i >= clause.begin + 3 && Named(r, i - 1) && IsPlus(r, i - 2) && Named(r, i - 3);
    const bool plus_behind = i + 3 < clause.end && Named(r, i + 1) && IsPlus(r, i + 2) && Named(r, i + 3) && FirstNamed(r, i + 4, clause.end) < 0;
    if (plus_before && plus_behind && FirstNamed(r, clause.begin, i - 3) < 0) found = i;
  }
  return ors == 1 ? found : -1;
}

void ReadOtherRegimen(Reading& r, Clause clause, Atoms& atoms) {
  const size_t first = atoms.size();
  int begin = clause.begin;
  for (int i = clause.begin; i <= clause.end; ++i) {
    if (i < clause.end && !IsPlus(r, i)) continue;
    ReadBareNames(r, {begin, i}, atoms);
    if (i < clause.end) r.Use(i);
    begin = i + 1;
  }
  if (atoms.size() > first) MakeOneWay(first, atoms);
}

int AndThen(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kProhibits || !r.MayHoldCue({Cue::kAnd})) return -1;
  if (HasCue(r, clause.begin, clause.end, kDenials) || HasCue(r, clause.begin, clause.end, kLengths) || HasCue(r, clause.begin, clause.end, {Cue::kOr, Cue::kExcept, Cue::kPlanned, Cue::kPermitted, Cue::kLine})) return -1;
  for (int i = clause.begin + 1; i + 1 < clause.end; ++i) {
    const bool then = r.Is(i, Cue::kAnd) && (r.WordIsAny(i, {"followed by", "subsequently followed by", "and then", "and subsequently"}) || r.WordIsAny(i + 1, {"then", "subsequently", "later"}));
    if (r.IsAnyMark(i, ",;:(")) return -1;
    if (then) return FirstNamed(r, clause.begin, i) >= 0 && FirstNamed(r, i + 1, clause.end) >= 0 && HasCue(r, clause.begin, i, {Cue::kPrior, Cue::kProgressed}) ? i : -1;
  }
  return -1;
}

void ExceptForPurposeOnly(Reading& r, Clause clause, Mood mood, size_t first, Atoms& atoms) {
  constexpr CueSet kPurposes = {Cue::kNeoadjuvant, Cue::kAdjuvant, Cue::kPerioperative};
  if (mood == Mood::kPermits || !r.MayHoldCue({Cue::kExcept}) || !r.MayHoldCue(kPurposes)) return;
  const int except = FindCue(r, clause.begin, clause.end, {Cue::kExcept});
  if (except <= clause.begin || HasCue(r, clause.begin, except, kPurposes) || HasCue(r, except, clause.end, kLengths)) return;
  std::vector<std::string> purposes;
  const auto add = [&](const char* purpose) { if (std::find(purposes.begin(), purposes.end(), purpose) == purposes.end()) purposes.emplace_back(purpose); };
  bool named = false;
  for (int i = except + 1; i < clause.end; ++i) {
    const Entry* therapy = TherapyAt(r, i);
    const bool general = therapy != nullptr && (OfAnyKind(*therapy) || r.IsAny(i, kPurposes));
    named = named || (therapy != nullptr && !general);
    if (r.IsAny(i, {Cue::kNeoadjuvant, Cue::kPerioperative})) add("neoadjuvant");
    if (r.IsAny(i, {Cue::kAdjuvant, Cue::kPerioperative})) add("adjuvant");
    const bool glue = therapy != nullptr || r.IsAny(i, kPurposes) || r.IsAny(i, {Cue::kFiller, Cue::kOr, Cue::kAnd, Cue::kFor, Cue::kPrior, Cue::kInhibitor, Cue::kOngoing}) || r.IsAnyMark(i, "-/.") || r.Find(i, TermKind::kPlain) != nullptr || r.WordIsAny(i, {"in", "in the", "as", "as part of", "part", "of", "setting", "therapy", "treatment", "given", "administered", "neo"});
    if (!glue) return;
  }
  if (!named || purposes.empty()) return;
  for (size_t k = first; k < atoms.size(); ++k) {
    Expression& main = atoms[k].expression;
    const auto* leaf = main.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(main.leaf.get()) : nullptr;
    if (leaf == nullptr || leaf->except.empty() || leaf->quantifier != TreatmentLeaf::Quantifier::kAny || !leaf->intents.empty() || !leaf->except_intents.empty()) continue;
    TreatmentLeaf other = *leaf;
    other.what = std::exchange(other.except, {});
    other.except_intents = purposes;
    Expression beside = Expression::OfLeaf(std::move(other), main.span, "treatment.other_purpose");
    main = Expression::Any(std::move(main), std::move(beside));
    for (int i = except; i < clause.end; ++i) {
      if (!r.IsKind(i, Item::Kind::kMark)) r.Use(i);
    }
  }
}

void AskBothGenerations(const Reading& r, Clause clause, size_t first, Atoms& atoms) {
  constexpr WordPattern kBoth[] = {"both"};
  if (!r.MayHoldWord(kBoth)) return;
  for (size_t k = first; k < atoms.size(); ++k) {
    Expression& main = atoms[k].expression;
    const auto* leaf = main.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(main.leaf.get()) : nullptr;
    if (leaf == nullptr || leaf->what.size() != 2 || leaf->quantifier != TreatmentLeaf::Quantifier::kAny || leaf->what[0].find("_gen") == std::string::npos || leaf->what[1].find("_gen") == std::string::npos) continue;
    bool both = false;
    for (int i = std::max(clause.begin, atoms[k].first - 3); i <= atoms[k].last; ++i) both = both || r.WordIs(i, "both");
    if (!both || !HasCue(r, atoms[k].first, atoms[k].last, {Cue::kAnd}) || HasCue(r, atoms[k].first, atoms[k].last, {Cue::kOr})) continue;
    TreatmentLeaf one = *leaf, other = *leaf;
    one.what.pop_back();
    other.what.erase(other.what.begin());
    Expression second = Expression::OfLeaf(std::move(other), main.span, main.rule);
    main = Expression::All(Expression::OfLeaf(std::move(one), main.span, main.rule), std::move(second));
  }
}

int ExceptForAllergy(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kProhibits || !r.MayHoldCue({Cue::kAllergy}) || !r.MayHoldCue({Cue::kExcept})) return -1;
  const int except = FindCue(r, clause.begin, clause.end, {Cue::kExcept});
  if (except <= clause.begin || r.at(except).lead || HasCue(r, clause.begin, except, {Cue::kAllergy}) || !HasCue(r, except, clause.end, {Cue::kAllergy})) return -1;
  for (int i = clause.begin; i < except; ++i) {
    if (r.IsTerm(i, TermKind::kCondition) && TherapyAt(r, i) == nullptr) return -1;
  }
  return FirstNamed(r, clause.begin, except) >= 0 ? except : -1;
}

bool IsTreatedAgain(const Reading& r, Clause clause) {
  int own = clause.begin;
  while (own < clause.end && (r.at(own).lead || r.IsAny(own, {Cue::kFiller, Cue::kWho, Cue::kUnless, Cue::kIf}))) ++own;
  int last = own;
  if (r.WordIs(own, "re") && r.IsMark(own + 1, '-') && r.WordContains(own + 2, {"treated with", "challenged with"})) last = own + 2;
  else if (!r.WordStarts(own, {"retreated", "re-treated", "rechallenged", "re-challenged"})) return false;
  return FirstNamed(r, last + 1, std::min(clause.end, last + 4)) >= 0;
}

}  // namespace trialmatch::rules
