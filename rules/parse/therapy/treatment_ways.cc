#include "rules/parse/therapy/treatment_ways.h"

#include <algorithm>
#include <utility>

#include "rules/parse/join.h"
#include "rules/parse/therapy/therapy_words.h"
#include "rules/parse/therapy/treatment_anchors.h"
#include "rules/parse/therapy/treatment_frame.h"
#include "rules/parse/therapy/treatment_group.h"

namespace trialmatch::rules {

int OrBetweenNaiveAndTreated(const Reading& r, Clause clause, Mood mood) {
  int naive = FindCue(r, clause.begin, clause.end, {Cue::kNaive});
  if (naive < 0 || mood == Mood::kProhibits) return -1;
  for (int i = clause.begin + 1; i + 1 < clause.end; ++i) {
    if (!r.Is(i, Cue::kOr)) continue;
    bool past_behind = naive < i && (HasCue(r, i, clause.end, {Cue::kPrior, Cue::kProgressed, Cue::kLine}) || (HasCue(r, i, clause.end, {Cue::kOngoing}) && r.WordContains(naive, {"naive", "na\xC3\xAFve"}))) &&
                             (!HasCue(r, i, clause.end, {Cue::kNaive}) || JointOfDenial(r, {i + 1, clause.end}, mood) >= 0);
    // "Treatment-naive or intolerant to crizotinib".
    past_behind = past_behind || (naive < i && r.Is(i + 1, Cue::kIntolerant) && HasTermOf(r, i + 2, clause.end, kTherapies) && !HasCue(r, naive, i, {Cue::kWith, Cue::kAnd}));
    bool past_before = naive > i && HasCue(r, clause.begin, i, {Cue::kPrior, Cue::kProgressed});
    if (past_behind || past_before) return i;
  }
  return -1;
}

void MakeOneWay(size_t first, Atoms& atoms) {
  while (atoms.size() > first + 1) {
    const Atom other = std::move(atoms.back());
    atoms.pop_back();
    Atom& way = atoms.back();
    way.expression = Expression::All(WithPolarity(way), WithPolarity(other));
    way.negated = false;
    way.first = std::min(way.first, other.first);
    way.last = std::max(way.last, other.last);
  }
}

void MakeEitherWay(size_t first, size_t second, Atoms& atoms) {
  if (second == first || atoms.size() == second) return;
  MakeOneWay(second, atoms);
  const Atom behind = std::move(atoms.back());
  atoms.pop_back();
  MakeOneWay(first, atoms);
  Atom& way = atoms.back();
  way.expression = Expression::Any(WithPolarity(way), WithPolarity(behind));
  way.negated = false;
  way.last = std::max(way.last, behind.last);
}

void OpenOtherWay(Reading& r, Clause clause, size_t first, size_t second, Atoms& atoms) {
  if (second == first || atoms.size() > second) return;
  MakeOneWay(first, atoms);
  atoms[first].expression = Expression::Any(WithPolarity(atoms[first]), Expression::Opaque(r.SpanOf(clause.begin, clause.end - 1)));
  atoms[first].negated = false;
  r.UseRange(clause.begin, clause.end - 1);
}

int OrIntolerantOf(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kRequires || !r.MayHoldCue({Cue::kIntolerant})) return -1;
  bool therapy = false, past = false;
  for (int i = clause.begin; i + 2 < clause.end; ++i) {
    if (r.IsAny(i, {Cue::kNo, Cue::kNot, Cue::kNaive, Cue::kWithout, Cue::kPermitted, Cue::kIntolerant})) return -1;
    therapy = therapy || (r.IsTermOf(i, kTherapies) && !r.at(i).used && !r.at(i).lead);
    past = past || r.IsAny(i, {Cue::kPrior, Cue::kProgressed});
    if (!therapy || !past || !r.Is(i, Cue::kOr)) continue;
    int told = i + 1;
    while (told < i + 4 && (r.Is(told, Cue::kFiller) || r.WordIsAny(told, {"who are", "have", "have an", "deemed"}))) ++told;
    if (!r.Is(told, Cue::kIntolerant)) continue;
    int of = told + 1;
    while (of < clause.end && of < told + 4 && (r.Is(of, Cue::kFiller) || r.WordIsAny(of, {"to", "of"}))) ++of;
    return of < clause.end && r.IsTermOf(of, kTherapies) ? i : -1;
  }
  return -1;
}

int AfterProgressionOnOther(const Reading& r, Clause clause, Mood mood) {
  bool therapy = false, said = mood != Mood::kPermits;
  for (int i = clause.begin; i + 2 < clause.end; ++i) {
    if (r.IsAnyMark(i, ";:") || r.IsAny(i, {Cue::kPlanned, Cue::kPermitted, Cue::kUnless, Cue::kExcept})) return -1;
    said = said || r.IsAny(i, {Cue::kPrior, Cue::kProgressed, Cue::kNo, Cue::kNaive});
    therapy = therapy || (r.IsTermOf(i, kTherapies) && !r.at(i).lead && !r.at(i).used);
    if (!therapy || !said || !r.WordIsAny(i, {"after", "following", "upon", "post"})) continue;
    if (!r.Is(i + 1, Cue::kProgressed) || r.Is(i - 1, Cue::kOr)) continue;
    for (int k = i + 2; k < clause.end; ++k) {
      if (r.IsTermOf(k, kTherapies) && !r.at(k).used) return i;
      if (r.IsAnyMark(k, ",;(")) break;
    }
  }
  return -1;
}

int BetweenTherapies(const Reading& r, Clause clause, Mood mood) {
  const int between = mood == Mood::kProhibits ? FindCue(r, clause.begin, clause.end, {Cue::kBetween}) : -1;
  if (between <= clause.begin || HasCue(r, clause.begin, clause.end, kLengths)) return -1;
  bool therapy = false, first = false;
  for (int i = clause.begin; i < between; ++i) therapy = therapy || (r.IsTermOf(i, kTherapies) && !r.at(i).used && !r.at(i).lead);
  for (int i = between + 1; therapy && i < clause.end; ++i) {
    if (r.Is(i, Cue::kAnd)) return first ? between : -1;
    first = first || (r.IsTermOf(i, kTherapies) && !r.at(i).used);
    if (!first && !r.IsAny(i, {Cue::kFiller, Cue::kPrior, Cue::kLastDose, Cue::kBefore, Cue::kMostRecent})) return -1;
  }
  return -1;
}

int JointOfDenial(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kRequires || !r.MayHoldCue({Cue::kNaive})) return -1;
  bool therapy = false, told = false;
  for (int i = clause.begin; i + 2 < clause.end; ++i) {
    if (r.IsAny(i, {Cue::kNaive, Cue::kNo, Cue::kNot, Cue::kMustNot, Cue::kWithout, Cue::kPermitted})) return -1;
    therapy = therapy || (r.IsTermOf(i, kTherapies) && !r.at(i).used && !r.at(i).lead);
    told = told || r.IsAny(i, {Cue::kPrior, Cue::kProgressed, Cue::kIntolerant});
    if (!therapy || !told || !(r.IsAny(i, {Cue::kAnd, Cue::kHowever}) || r.IsMark(i, ','))) continue;
    int denial = i + 1;
    while (denial < i + 5 && (r.IsAny(denial, {Cue::kFiller, Cue::kWho, Cue::kWith, Cue::kAnd, Cue::kHowever}) || r.WordIsAny(denial, {"has", "have", "are", "is"}))) ++denial;
    if (denial + 1 >= clause.end || !r.Is(denial, Cue::kNaive) || r.WordContains(denial, {"untreated", "newly"})) continue;
    int next = denial + 1;
    while (next < clause.end && next < denial + 6 && !r.IsTermOf(next, kTherapies) && (r.IsAny(next, {Cue::kFiller, Cue::kWith, Cue::kTo, Cue::kPrior, Cue::kInhibitor}) || r.IsTermOf(next, KindBits({TermKind::kPlain, TermKind::kGene})))) ++next;
    if (!r.IsTermOf(next, kTherapies) || HasCue(r, next, clause.end, {Cue::kProgressed, Cue::kIntolerant, Cue::kNaive, Cue::kExcept})) return -1;
    return i;
  }
  return -1;
}

int SecondCount(const Reading& r, Clause clause, Mood mood) {
  if (mood == Mood::kPermits) return -1;
  const bool forbids = mood == Mood::kProhibits;
  if (!HasCue(r, clause.begin, clause.end, {Cue::kPrior, Cue::kLine}) || !HasCue(r, clause.begin, clause.end, {forbids ? Cue::kOr : Cue::kAnd, Cue::kMoreThan})) return -1;
  const auto counted = [&](const std::optional<BoundReading>& bound) { return bound && (bound->has_comparison || !forbids) && bound->unit.empty() && (forbids ? bound->bounds.low : bound->bounds.high ? bound->bounds.high : bound->bounds.low); };
  const auto names = [&](int from, int to) {
    for (int i = from; i < to; ++i) {
      if ((r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass})) || r.Is(i, Cue::kLine)) && !r.at(i).used) return true;
    }
    return false;
  };
  const auto names_one = [&](int from, int to) {
    for (int i = from; i < to; ++i) {
      const Entry* therapy = r.Find(i, TermKind::kDrugClass);
      if (r.Find(i, TermKind::kDrug) != nullptr || (therapy != nullptr && therapy->id != "systemic_therapy" && therapy->id != "any_therapy")) return true;
    }
    return false;
  };
  bool before = false;
  int depth = 0;
  for (int i = clause.begin; i + 2 < clause.end; ++i) {
    depth += r.IsMark(i, '(') ? 1 : r.IsMark(i, ')') ? -1 : 0;
    if (!forbids && depth == 0 && r.Is(i, Cue::kOr) && !r.WordStarts(i, {"or "})) return -1;
    before = before || (!r.at(i).lead && ((forbids && r.Is(i, Cue::kPrior)) || counted(ReadBound(r, i, clause.end))));
    const bool in_one = r.Is(i, Cue::kMoreThan) && r.WordStarts(i, {"or "});   // "or more than"
    if (!before || !(r.Is(i, forbids ? Cue::kOr : Cue::kAnd) || (forbids && in_one)) || !names(clause.begin, i) || !HasCue(r, clause.begin, i, {Cue::kPrior, Cue::kLine})) continue;
    int start = in_one ? i : i + 1;
    while (!in_one && start < i + 3 && (r.Is(start, Cue::kWith) || r.WordIsAny(start, {"with", "received", "had"}))) ++start;
    const auto second = ReadBound(r, start, clause.end);
    // What is asked for beside a ceiling of its own: lines and lines are one count.
    const bool ceiling = forbids || (second && second->bounds.high && second->bounds.low.value_or(0) == 0 && !HasCue(r, clause.begin, i, {Cue::kLine}) && names_one(clause.begin, i));
    if (!counted(second) || !ceiling || !names(second->last + 1, std::min(clause.end, second->last + 6)) || ReadDuration(r, second->first, clause.end)) continue;
    // "At least one platinum, and no more than one additional line": beside the first.
    bool beside = false;
    for (int k = second->last + 1; k < second->last + 4; ++k) beside = beside || r.WordIsAny(k, {"additional", "further", "other", "more", "cycle", "cycles", "course", "courses"});
    if (!beside) return start;
  }
  return -1;
}

int OrToldAnew(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kProhibits || !r.MayHoldCue({Cue::kProgressed}) || HasCue(r, clause.begin, clause.end, {Cue::kNo, Cue::kNot, Cue::kNaive, Cue::kWithout})) return -1;
  const auto names = [&](int from, int to) {
    for (int i = from; i < to; ++i) {
      if (r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass})) && !r.at(i).used && !r.at(i).lead) return true;
    }
    return false;
  };
  for (int i = clause.begin + 1; i + 2 < clause.end; ++i) {
    if (!r.Is(i, Cue::kOr) || r.at(i).lead || !names(clause.begin, i) || !names(i + 1, clause.end)) continue;
    int next = i + 1;
    while (next < i + 3 && (r.Is(next, Cue::kWith) || r.WordIsAny(next, {"has", "have", "had", "who"}))) ++next;
    const bool progressed_before = HasCue(r, clause.begin, i, {Cue::kProgressed});
    const bool progressed = (next > i + 1 || r.WordStarts(next, {"has ", "have ", "had "})) && r.Is(next, Cue::kProgressed) && !progressed_before && HasCue(r, clause.begin, i, {Cue::kPrior});
    const bool any = progressed_before && !HasCue(r, i, clause.end, {Cue::kProgressed}) && ((r.WordIs(i, "or any") && r.Is(i + 1, Cue::kPrior)) || (r.WordIs(i + 1, "any") && r.Is(i + 2, Cue::kPrior)));
    if (progressed || any) return i;
  }
  return -1;
}

int OrRecurrenceWithin(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kRequires || HasCue(r, clause.begin, clause.end, {Cue::kNo, Cue::kNot, Cue::kNaive, Cue::kWithout, Cue::kMustNot})) return -1;
  bool therapy = false;
  for (int i = clause.begin; i + 3 < clause.end; ++i) {
    therapy = therapy || ((r.IsTermOf(i, kTherapies) || r.Is(i, Cue::kLine)) && !r.at(i).lead && !r.at(i).used);
    if (!r.Is(i, Cue::kOr) || !therapy || r.Is(i - 1, Cue::kProgressed)) continue;   // "recurrence or progression within 6 months"
    int recurred = i + 1;
    const auto again = [&](int k) { return r.WordContains(k, {"recur", "relaps"}) || (r.Is(k, Cue::kProgressed) && r.WordContains(k, {"progress"})); };
    while (recurred < i + 5 && !r.Is(recurred, Cue::kOr) && !again(recurred)) ++recurred;
    if (!again(recurred)) continue;
    // "..., or as adjuvant therapy with recurrence within 6 months": of the therapy before it.
    bool of_same = (r.WordIs(i + 1, "as") || r.WordStarts(i + 1, {"as "})) && HasCue(r, i + 1, recurred, {Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative});
    for (int k = i + 1; k < clause.end; ++k) {
      const Entry* other = TherapyAt(r, k);
      of_same = of_same && (other == nullptr || other->id == "any_therapy" || other->id == "systemic_therapy");
    }
    if (of_same && HasCue(r, recurred + 1, std::min(clause.end, recurred + 3), {Cue::kWithin})) return i;
    if (!HasCue(r, recurred + 1, std::min(clause.end, recurred + 3), {Cue::kWithin})) continue;
    const auto window = FindWindow(r, {recurred, clause.end}, recurred);
    for (int k = recurred + 1; window && k < clause.end; ++k) {
      if ((r.IsTermOf(k, kTherapies) || r.IsAny(k, {Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative})) && !r.at(k).used) return i;
    }
  }
  return -1;
}

int JointOfCombination(const Reading& r, Clause clause, Mood mood) {
  // "No data of X in combination with Y, children are excluded" forbids no therapy.
  const bool denied = HasCue(r, clause.begin, clause.end, {Cue::kNo, Cue::kNot, Cue::kNaive});
  if (mood == Mood::kPermits || denied != (mood == Mood::kRequires)) return -1;
  const auto therapy = [&](int i) { return r.IsTermOf(i, kTherapies) && !r.at(i).used && !r.at(i).lead; };
  int joint = -1;
  bool before = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (joint < 0) {
      before = before || therapy(i);
      // "X or in combination with Y": of X alone, too.
      if (before && r.WordIsAny(i, {"in combination with", "combined with"}) && !r.Is(i - 1, Cue::kOr)) joint = i;
    } else if ((r.IsAnyMark(i, ",;") || r.Is(i, Cue::kExcept)) && i > joint + 1) {
      // Which of a longer list were given together is not told.
      for (int k = i + 1; k < clause.end; ++k) {
        if (therapy(k)) return -1;
      }
    }
  }
  return joint + 1 < clause.end ? joint : -1;
}

int JointOfBoth(const Reading& r, Clause clause, Mood mood) {
  constexpr WordPattern kBoth[] = {"both"};
  if (mood == Mood::kPermits || !r.MayHoldWord(kBoth)) return -1;
  const bool denied = HasCue(r, clause.begin, clause.end, {Cue::kNo, Cue::kNot, Cue::kNaive, Cue::kMustNot});
  if (denied != (mood == Mood::kRequires)) return -1;
  // Of medicines "both inhibitors and inducers" are a list of two.
  const auto therapy = [&](int i) {
    const Entry* row = r.at(i).used || r.at(i).lead ? nullptr : r.Find(i, TermKind::kDrug);
    if (row == nullptr && !r.at(i).used && !r.at(i).lead) row = r.Find(i, TermKind::kDrugClass);
    return row != nullptr && !IsMedication(r.lexicon(), row->id);
  };
  for (int i = clause.begin; i + 3 < clause.end; ++i) {
    const bool said = r.WordIs(i, "both") && (r.IsAny(i - 1, {Cue::kPrior, Cue::kOngoing, Cue::kTreated, Cue::kWith, Cue::kNaive}) || r.WordIsAny(i - 1, {"with", "to", "received", "had", "receiving"}));
    if (!said) continue;
    bool first = false;
    for (int k = i + 1; k + 1 < clause.end && k <= i + 8; ++k) {
      if (r.IsAnyMark(k, ",;:") || r.Is(k, Cue::kOr)) break;
      first = first || therapy(k);
      if (!r.Is(k, Cue::kAnd)) continue;
      for (int m = k + 1; first && m < clause.end && m <= k + 4; ++m) {
        if (therapy(m)) return k;
      }
      break;
    }
  }
  return -1;
}

std::optional<Clause> NeedOfTransplant(const Reading& r, Clause clause, Mood mood) {
  constexpr WordPattern kSuppress[] = {"immunosuppress", "immune suppress", "immune-suppress"};
  if (mood != Mood::kProhibits || !r.MayHoldWord(kSuppress)) return std::nullopt;
  bool transplant = false;
  for (int i = clause.begin; i + 1 < clause.end; ++i) {
    const Entry* row = r.at(i).used || r.at(i).lead ? nullptr : r.Find(i, TermKind::kDrugClass);
    transplant = transplant || (row != nullptr && (r.lexicon().DrugIsA(row->id, "organ_transplant") || r.lexicon().DrugIsA(row->id, "allogeneic_transplant") || row->id == "transplant" || row->id == "stem_cell_transplant"));
    if (!transplant || !r.WordStarts(i, {"requir", "that requir", "which requir", "who requir", "needing"})) continue;
    int last = -1;
    for (int k = i; k < clause.end; ++k) {
      if (last < 0 && k <= i + 5 && r.WordContains(k, kSuppress)) last = k;
      else if (k > i && r.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kCondition}))) return std::nullopt;
    }
    return last >= 0 ? std::optional(Clause{i, last + 1}) : std::nullopt;
  }
  return std::nullopt;
}

int AloneOrCombined(const Reading& r, Clause clause) {
  bool before = false;
  for (int i = clause.begin; i + 1 < clause.end; ++i) {
    before = before || (r.IsTermOf(i, kTherapies) && !r.at(i).used);
    if (!before || r.IsAnyMark(i, ";:")) continue;
    bool alone = r.Is(i, Cue::kRegardless) && r.WordContains(i, {"in combination"});
    for (int k = i - 1; !alone && k >= clause.begin && k >= i - 3 && r.Is(i, Cue::kOr) && r.WordIsAny(i + 1, {"in combination with", "combined with"}); --k) {
      alone = r.Is(k, Cue::kMonotherapy) || r.WordIsAny(k, {"alone", "either alone", "single agent", "single-agent", "as a single agent", "agent"});
    }
    if (!alone) continue;
    // A list that goes on names others.
    for (int k = i + 2; k < clause.end; ++k) {
      if (r.IsAnyMark(k, ",;") || r.Is(k, Cue::kAnd) || r.Is(k, Cue::kProgressed)) return -1;
    }
    return i;
  }
  return -1;
}

void MakeOneCombination(const Reading& r, int joint, size_t first, Atoms& atoms) {
  if (atoms.size() <= first) return;
  const bool denied = std::all_of(atoms.begin() + static_cast<std::ptrdiff_t>(first), atoms.end(), [](const Atom& a) { return a.negated; });
  for (size_t i = first; i < atoms.size() && denied; ++i) atoms[i].negated = false;
  MakeOneWay(first, atoms);
  atoms[first].expression = Expression::All(std::move(atoms[first].expression), Expression::Opaque(r.SpanOf(joint, joint)));
  atoms[first].negated = denied;
}

int WashoutBesideProgression(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kRequires) return -1;
  const int progressed = FindCue(r, clause.begin, clause.end, {Cue::kProgressed});
  if (progressed < 0 || r.at(progressed).used || r.at(progressed).lead || HasCue(r, clause.begin, progressed, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kMustNot, Cue::kNaive})) return -1;
  const auto window = FindWindow(r, clause, progressed + 1);
  if (!window || !window->window.at_least || window->first <= progressed + 1 || !HasCue(r, window->first, window->last + 3, {Cue::kSince, Cue::kLastDose})) return -1;
  for (int i = window->first - 1; i > progressed && i >= window->first - 3; --i) {
    if (r.IsAny(i, {Cue::kAnd, Cue::kWith}) || r.IsMark(i, ',')) return i;
    if (!r.IsAny(i, {Cue::kFiller, Cue::kMust})) return -1;
  }
  return -1;
}

void AddWashoutOfSame(Reading& r, Clause clause, size_t of, Atoms& atoms) {
  const auto window = FindWindow(r, clause, clause.begin);
  const Expression& told = atoms[of].expression;
  const auto* leaf = told.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(told.leaf.get()) : nullptr;
  if (!window || !window->window.at_least || leaf == nullptr) return;
  TreatmentLeaf recent;
  recent.what = leaf->what.empty() ? std::vector<std::string>{"systemic_therapy"} : leaf->what;
  recent.window = window->window;
  recent.window.within = std::exchange(recent.window.at_least, std::nullopt);
  r.UseRange(window->first, window->last);
  atoms.push_back(TreatmentAtom(r, std::move(recent), window->first, window->last, "treatment.had"));
  atoms.back().negated = true;
}

void AllowNoCandidate(Reading& r, Clause clause, int therapy, Atom* atom) {
  int candidate = therapy - 1;
  while (candidate > clause.begin && (r.IsAny(candidate, {Cue::kFiller, Cue::kStandardTherapy}) || r.IsMark(candidate, ',') || r.Find(candidate, TermKind::kPlain) != nullptr) && !r.Is(candidate, Cue::kNotCandidate)) --candidate;
  if (!r.Is(candidate, Cue::kNotCandidate) || atom->negated) return;
  int way = candidate - 1;
  while (way > clause.begin && r.Is(way, Cue::kFiller)) --way;
  if (!r.Is(way, Cue::kOr) || !HasCue(r, clause.begin, way, {Cue::kPrior, Cue::kProgressed})) return;
  r.Use(candidate);
  const base::Span span = atom->expression.span;
  bool standard = HasCue(r, candidate, therapy, {Cue::kStandardTherapy});
  for (int i = candidate + 1; i <= therapy; ++i) standard = standard || r.WordContains(i, {"standard"});
  Expression none = standard ? Expression::OfLeaf(StandardTherapyLeaf{StandardTherapyLeaf::Kind::kUnavailable}, span, "standard_therapy") : Expression::OfLeaf(FactLeaf{"therapy_ruled_out"}, span, "fact.therapy_ruled_out");
  atom->expression = Expression::Any(std::move(atom->expression), std::move(none));
}

void ReadBareNames(Reading& r, Clause clause, Atoms& atoms) {
  const TreatmentAnchors anchors = ReadTreatmentAnchors(r, clause, Mood::kRequires, TreatmentFrame());
  if (anchors.named.empty() || !anchors.excepted.empty()) return;
  TreatmentLeaf leaf;
  for (const TreatmentAnchor& a : anchors.named) leaf.what.insert(leaf.what.end(), a.ids.begin(), a.ids.end());
  anchors.Use(r);
  atoms.push_back(TreatmentAtom(r, std::move(leaf), anchors.named.front().first, anchors.named.back().last, "treatment.had"));
}

void MakeOneAfterOther(const Reading& r, size_t first, size_t behind, Atoms& atoms) {
  if (behind <= first || atoms.size() <= behind) return;
  const bool denied = std::all_of(atoms.begin() + static_cast<std::ptrdiff_t>(first), atoms.begin() + static_cast<std::ptrdiff_t>(behind), [](const Atom& a) { return a.negated; });
  for (size_t i = first; i < behind && denied; ++i) atoms[i].negated = false;
  const base::Span order = r.SpanOf(atoms[behind - 1].last, atoms[behind].first);
  MakeOneWay(first, atoms);
  atoms[first].expression = Expression::All(std::move(atoms[first].expression), Expression::Opaque(order));
  atoms[first].negated = denied;
}

}  // namespace trialmatch::rules
