#include "rules/parse/therapy/told_apart.h"

#include <algorithm>
#include <utility>

#include "rules/parse/therapy/counted_joints.h"
#include "rules/parse/therapy/therapy_words.h"
#include "rules/parse/therapy/treatment_group.h"

namespace trialmatch::rules {

int OrBeforeOwnTime(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kProhibits || !r.MayHoldCue({Cue::kOr})) return -1;
  const auto window = FindWindow(r, clause, clause.begin);
  if (!window || !window->window.within || FindWindow(r, clause, window->last + 1) || HasTermOf(r, window->last + 1, clause.end, kTherapies)) return -1;
  int joint = -1, depth = 0;
  for (int i = clause.begin; i < window->first; ++i) {
    depth += r.IsMark(i, '(') ? 1 : r.IsMark(i, ')') ? -1 : 0;
    if (depth == 0 && r.Is(i, Cue::kOr) && r.WordIs(i, "or") && !r.IsAnyMark(i - 1, "/-") && HasTermOf(r, i + 1, window->first, kTherapies)) joint = i;
  }
  if (joint <= clause.begin || r.at(joint).lead) return -1;
  const auto is = [&](const Entry& therapy, std::initializer_list<const char*> classes) {
    return std::any_of(classes.begin(), classes.end(), [&](const char* id) { return therapy.id == id || r.lexicon().DrugIsA(therapy.id, id); });
  };
  const auto all = [&](int begin, int end, std::initializer_list<const char*> classes) {
    int named = 0;
    for (int i = begin; i < end; ++i) {
      const Entry* therapy = r.at(i).used || r.at(i).lead ? nullptr : TherapyAt(r, i);
      if (therapy == nullptr) continue;
      if (!is(*therapy, classes)) return 0;
      ++named;
    }
    return named;
  };
  const auto any = [&](int begin, int end, std::initializer_list<const char*> classes) {
    for (int i = begin; i < end; ++i) {
      const Entry* therapy = TherapyAt(r, i);
      if (therapy != nullptr && is(*therapy, classes)) return true;
    }
    return false;
  };
  for (int i = clause.begin; i < window->first; ++i) {
    if (r.IsTerm(i, TermKind::kCondition) && TherapyAt(r, i) == nullptr) return -1;
  }
  // Whoever had a graft of another keeps it; an autologous one has a time.
  if (all(clause.begin, joint, {"organ_transplant", "allogeneic_transplant", "foreign_transplant"}) > 0 && !any(joint, window->first, {"transplant", "organ_transplant", "allogeneic_transplant", "foreign_transplant", "stem_cell_transplant", "car_t"}) && !HasCue(r, clause.begin, joint, {Cue::kLastDose})) return joint;
  if (!r.IsMark(joint - 1, ',') || all(joint + 1, window->first, {"radiation", "live_vaccine", "immunosuppressant", "corticosteroid", "surgery"}) == 0) return -1;
  int own = clause.begin;
  while (own < joint && (r.at(own).lead || r.Is(own, Cue::kFiller) || r.Is(own, Cue::kWho) || r.IsKind(own, Item::Kind::kMark))) ++own;
  if (!r.IsAny(own, {Cue::kPrior, Cue::kTreated})) return -1;
  const int except = r.FindCue(clause.begin, joint, {Cue::kExcept});
  const bool wide = any(clause.begin, except > 0 ? except : joint, {"chemotherapy", "radiation", "surgery", "medication"});
  bool general = false, several = false;
  for (int i = own; i < joint - 1; ++i) {
    const Entry* therapy = TherapyAt(r, i);
    general = general || (therapy != nullptr && OfAnyKind(*therapy));
    several = several || r.IsAnyMark(i, ",;:/(") || (r.IsAny(i, {Cue::kOr, Cue::kAnd}) && (except < 0 || i < except));
  }
  return !wide && !several && (!general || except > 0) ? joint : -1;
}

int GivenAfterOther(const Reading& r, Clause clause, Mood mood) {
  if (mood != Mood::kRequires || !r.MayHoldCue({Cue::kLine})) return -1;
  const int line = FindCue(r, clause.begin, clause.end, {Cue::kLine});
  for (int i = std::max(line, clause.begin) + 1; line >= 0 && i + 1 < clause.end; ++i) {
    const bool given = r.WordIsAny(i, {"given after", "administered after", "given following"}) || (r.WordIsAny(i, {"after", "following"}) && r.WordIsAny(i - 1, {"given", "administered"}));
    if (given) return NamesTherapy(r, line, i) && NamesTherapy(r, i + 1, clause.end) && !HasCue(r, clause.begin, clause.end, {Cue::kNo, Cue::kNot, Cue::kAtMost}) ? i : -1;
    if (r.IsAnyMark(i, ",;:(")) return -1;
  }
  return -1;
}

std::optional<NotAmong> FindNotAmong(const Reading& r, Clause clause, Mood mood) {
  if (mood == Mood::kPermits) return std::nullopt;
  NotAmong out;
  int denial = -1;
  for (int i = clause.begin + 1; i + 1 < clause.end && denial < 0; ++i) {
    if (r.at(i).lead || !(HasCue(r, clause.begin, i, {Cue::kLine}) || NamesTherapy(r, clause.begin, i))) continue;
    // "Chemotherapy with or without bevacizumab".
    if (r.WordIs(i, "without") && !r.Is(i - 1, Cue::kOr)) {
      out.at = denial = i;
      for (int k = i + 1; k < std::min(clause.end, i + 3); ++k) out.certain = out.certain || (r.IsAny(k, {Cue::kPrior}) && r.WordIsAny(k, {"prior", "previous", "any prior", "any previous"}));
    }
    const bool none = r.WordIsAny(i, {"none of which", "none of them", "none of these"}) || (r.WordIs(i, "none") && r.WordIsAny(i + 2, {"which", "them", "these"}));
    const bool which = r.WordIsAny(i, {"which", "that"}) && HasCue(r, clause.begin, i, {Cue::kLine});
    if ((none || which) && mood == Mood::kRequires) {
      for (int k = i; k < std::min(clause.end, i + 5) && denial < 0; ++k) {
        if (none || r.IsAny(k, {Cue::kNot, Cue::kMustNot}) || r.WordIs(k, "not") || r.WordContains(k, {" not"})) denial = k;
      }
      out.at = i;
      out.certain = none;
      for (int k = clause.begin; k < i && !out.certain; ++k) {
        const auto one = ReadCount(r, k);
        out.certain = one == 1 && !HasCue(r, std::max(clause.begin, k - 3), k, {Cue::kAtLeast}) && !r.IsAny(k + 1, {Cue::kOr, Cue::kAtLeast, Cue::kMoreThan, Cue::kTo});
      }
    }
  }
  constexpr CueSet kHad = {Cue::kPrior, Cue::kProgressed, Cue::kTreated, Cue::kLine, Cue::kOngoing, Cue::kIntolerant};
  if (denial < 0 || !(out.certain || HasCue(r, clause.begin, out.at, kHad))) return std::nullopt;
  if (HasCue(r, clause.begin, out.at, {Cue::kNo, Cue::kNaive, Cue::kNot, Cue::kExcept, Cue::kUnless, Cue::kIf})) return std::nullopt;
  const auto glue = [&](int i) {
    return r.IsAny(i, {Cue::kFiller, Cue::kOr, Cue::kPrior, Cue::kNot, Cue::kMustNot, Cue::kOngoing, Cue::kTreated, Cue::kIncluding, Cue::kInhibitor, Cue::kWith, Cue::kAnyOf, Cue::kFirstLine, Cue::kMetastaticIntent}) || r.IsMark(i, '-') || r.Find(i, TermKind::kPlain) != nullptr ||
           r.WordIsAny(i, {"which", "that", "was", "were", "has", "have", "had", "been", "be", "a", "an", "any", "contained", "contain", "contains", "containing", "included", "include", "concurrent", "concomitant", "subsequent", "intervening", "therapy", "treatment", "agent", "in", "the", "setting", "of", "not", "none", "them", "these"});
  };
  int end = clause.end;
  while (end > out.at && r.IsAnyMark(end - 1, ".;,")) --end;
  for (int i = out.at + 1; i < end; ++i) {
    const Entry* therapy = TherapyAt(r, i);
    if (therapy != nullptr && (OfAnyKind(*therapy) || therapy->id == "surgery" || IsMedication(r.lexicon(), therapy->id))) return std::nullopt;
    if (therapy != nullptr) {
      out.leaf.what.push_back(therapy->id);
    } else if (!glue(i)) {
      return std::nullopt;
    }
  }
  // "Chemotherapy without platinum": what is denied is of the same kind.
  for (int i = clause.begin; i < out.at; ++i) {
    const Entry* therapy = TherapyAt(r, i);
    if (therapy == nullptr || OfAnyKind(*therapy)) continue;
    for (const std::string& id : out.leaf.what) {
      if (r.lexicon().DrugIsA(therapy->id, id) || therapy->id == id) return std::nullopt;
    }
  }
  if (out.leaf.what.empty()) return std::nullopt;
  out.last = end - 1;
  if (r.IsMark(out.at - 1, ',')) --out.at;
  return out;
}

bool ReadNaiveOrIntolerant(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  if (mood != Mood::kRequires || !r.MayHoldCue({Cue::kNaive}) || !r.MayHoldCue({Cue::kIntolerant})) return false;
  const int naive = FindCue(r, clause.begin, clause.end, {Cue::kNaive});
  const int intolerant = naive >= 0 ? FindCue(r, naive + 1, clause.end, {Cue::kIntolerant}) : -1;
  if (intolerant < 0 || r.at(naive).used || r.at(naive).lead || HasTermOf(r, clause.begin, intolerant, kTherapies)) return false;
  bool either = false;
  for (int i = naive + 1; i < intolerant; ++i) {
    either = either || r.Is(i, Cue::kOr);
    if (!r.IsAny(i, {Cue::kOr, Cue::kWith, Cue::kTo, Cue::kFiller}) && !r.IsMark(i, ',') && !r.WordIsAny(i, {"with", "to", "by"})) return false;
  }
  if (!either || (naive > clause.begin && HasCue(r, clause.begin, naive, {Cue::kProgressed, Cue::kOr}))) return false;
  TreatmentLeaf leaf;
  int last = intolerant;
  for (int i = intolerant + 1; i < clause.end; ++i) {
    const Entry* therapy = TherapyAt(r, i);
    if (therapy != nullptr) {
      leaf.what.push_back(therapy->id);
      last = i;
    } else if (!r.IsAny(i, {Cue::kOr, Cue::kTo, Cue::kFiller, Cue::kPrior, Cue::kInhibitor}) && !r.IsAnyMark(i, ",.") && !r.WordIsAny(i, {"to", "of"})) {
      return false;
    }
  }
  if (leaf.what.empty()) return false;
  TreatmentLeaf ill = leaf;
  ill.outcome = TreatmentLeaf::Outcome::kIntolerance;
  Atom way = TreatmentAtom(r, std::move(leaf), naive, last, "treatment.naive");
  const Atom other = TreatmentAtom(r, std::move(ill), naive, last, "treatment.had");
  way.expression = Expression::Any(Expression::Not(std::move(way.expression)), other.expression);
  atoms.push_back(std::move(way));
  r.UseRange(naive, last);
  return true;
}

}  // namespace trialmatch::rules
