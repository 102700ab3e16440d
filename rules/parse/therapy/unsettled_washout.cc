#include "rules/parse/therapy/unsettled_washout.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "rules/parse/numbers.h"
#include "rules/parse/said_words.h"

namespace trialmatch::rules {
namespace {

struct Range {
  base::Duration shorter, longer;
  int first = -1, last = -1;
};

// "2 to 6 weeks", "2-6 weeks", "between 2 and 6 weeks".
std::optional<Range> RangeOfTimes(const Reading& r, Clause clause) {
  for (int i = clause.begin; i + 3 < clause.end; ++i) {
    const std::optional<double>&low = r.at(i).value, &high = r.at(i + 2).value;
    const bool between = r.Is(i + 1, Cue::kAnd) && r.WordIs(i - 1, "between");
    if (!low || !high || *low >= *high ||
        !(r.IsMark(i + 1, '-') || r.Is(i + 1, Cue::kTo) || between))
      continue;
    const auto longer = ReadDuration(r, i + 2, clause.end);
    if (!longer || longer->first != i + 2) continue;
    return Range{{*low, longer->duration.unit}, longer->duration, i, longer->last};
  }
  return std::nullopt;
}

// "No less than 4 weeks, and no more than 10 weeks, before randomization".
std::optional<Range> LeastAndMost(const Reading& r, Clause clause) {
  if (!r.MayHoldCue({Cue::kAtMost}) || !r.MayHoldCue({Cue::kAtLeast})) return std::nullopt;
  for (int i = clause.begin; i + 4 < clause.end; ++i) {
    const auto shorter = r.Is(i, Cue::kAtLeast) ? ReadDuration(r, i + 1, clause.end) : std::nullopt;
    if (!shorter || shorter->first != i + 1) continue;
    int most = shorter->last + 1;
    while (most < clause.end && (r.IsMark(most, ',') || r.Is(most, Cue::kAnd) || r.WordIs(most, "but"))) ++most;
    const auto longer = r.Is(most, Cue::kAtMost) ? ReadDuration(r, most + 1, clause.end) : std::nullopt;
    if (!longer || longer->first != most + 1 || longer->duration.ApproximateDays() <= shorter->duration.ApproximateDays()) continue;
    const int end = std::min(clause.end, longer->last + 6);
    if (HasCue(r, longer->last, end, {Cue::kBefore}) && HasCue(r, longer->last, end, {Cue::kReference})) return Range{shorter->duration, longer->duration, i, longer->last};
  }
  return std::nullopt;
}

// The last dose no sooner and no later, of whoever had the therapy.
void AskLastDoseInside(Reading& r, const Range& range, Atom* atom) {
  const auto* leaf = std::get_if<TreatmentLeaf>(atom->expression.leaf.get());
  if (leaf == nullptr || leaf->window.within != range.shorter || leaf->window.half_lives) return;
  TreatmentLeaf had = *leaf, inside = *leaf;
  had.window = inside.window = {};
  inside.window.at_least = range.shorter;
  inside.window.no_more_than = range.longer;
  const base::Span span = atom->expression.span;
  const std::string rule = atom->expression.rule;
  atom->expression = Expression::Any(Expression::Not(Expression::OfLeaf(std::move(had), span, rule)), Expression::OfLeaf(std::move(inside), span, rule));
  atom->negated = false;
  r.UseRange(range.first, range.last);
}

// "Complete surgical resection".
bool IsCompleteResection(const Reading& r, Clause clause, int end) {
  bool complete = false;
  for (int i = clause.begin; i < end; ++i) {
    complete = complete || r.WordIs(i, "complete") || r.WordStarts(i, {"complete "});
    if (complete && r.WordContains(i, {"resection"})) return true;
  }
  return false;
}

// Chemoradiation, radiation that is meant to cure, a complete resection.
bool MeantToCure(const Reading& r, Clause clause, int end, const TreatmentLeaf& leaf) {
  const bool definitive =
      std::find(leaf.intents.begin(), leaf.intents.end(), "definitive") != leaf.intents.end();
  const bool complete = IsCompleteResection(r, clause, end);
  return !leaf.what.empty() &&
         std::all_of(leaf.what.begin(), leaf.what.end(), [&](const std::string& id) {
           return id == "chemoradiation" || (definitive && r.lexicon().DrugIsA(id, "radiation")) ||
                  (complete && r.lexicon().DrugIsA(id, "surgery"));
         });
}

// Words that leave open whether everybody had the therapy: "any prior chemoradiation must be
// completed ..." is asked of who had it.
bool IsOfWhoeverHadIt(const Reading& r, Clause clause, int end) {
  bool therapy = false;
  for (int i = clause.begin; i < end; ++i) {
    if (r.WordIsAny(i, {"any", "all", "prior", "previous", "any prior", "any previous"}) ||
        (therapy && r.Is(i, Cue::kMust)))
      return true;
    therapy = therapy || r.Find(i, TermKind::kDrugClass) != nullptr;
  }
  return false;
}

// "Completed chemoradiation 1 to 42 days before randomization", asked for: no sooner and no later.
// False for other words.
bool AskInside(const Reading& r, Clause clause, const Range& range, Atom* atom) {
  const auto* leaf = std::get_if<TreatmentLeaf>(atom->expression.leaf.get());
  if (leaf == nullptr || leaf->window.within != range.longer || leaf->window.half_lives ||
      leaf->window.anchor != Window::Anchor::kEnrolment)
    return false;
  if (!MeantToCure(r, clause, range.first, *leaf) || IsOfWhoeverHadIt(r, clause, range.first)) return false;
  bool done = false;
  for (int i = clause.begin; i < range.first; ++i) {
    if (r.at(i).lead || r.IsMark(i, ':') ||
        r.IsAny(i, {Cue::kAtLeast, Cue::kMoreThan, Cue::kSince, Cue::kNo, Cue::kNot, Cue::kNaive,
                    Cue::kWithout, Cue::kIf, Cue::kExcept}) ||
        r.IsComparison(i))
      return false;
    done = done || r.WordContains(i, {"complet", "underg", "underw", "perform"});
  }
  if (!done) return false;
  TreatmentLeaf inside = *leaf;
  inside.window = {};
  inside.window.at_least = range.shorter;
  inside.window.no_more_than = range.longer;
  atom->expression =
      Expression::OfLeaf(std::move(inside), atom->expression.span, atom->expression.rule);
  atom->negated = false;
  return true;
}

void LeaveOpenBetween(const Reading& r, const Range& range, Atom* atom) {
  const auto* leaf = std::get_if<TreatmentLeaf>(atom->expression.leaf.get());
  if (leaf == nullptr || leaf->window.within != range.longer || leaf->window.half_lives) return;
  TreatmentLeaf soon = *leaf;
  soon.window.within = range.shorter;
  const base::Span span = atom->expression.span;
  const std::string rule = atom->expression.rule;
  Expression between = Expression::All(std::move(atom->expression),
                                       Expression::Opaque(r.SpanOf(range.first, range.last)));
  atom->expression =
      Expression::Any(Expression::OfLeaf(std::move(soon), span, rule), std::move(between));
}

// "With a half-life < 1 week"; empty where no words say so.
Clause HalfLifeTold(const Reading& r, Clause clause) {
  for (int i = clause.begin + 2; i < clause.end; ++i) {
    if (!r.Is(i, Cue::kHalfLives) || r.at(i - 1).value) continue;
    const int first = r.Is(i - 1, Cue::kFiller) ? i - 2 : i - 1;
    if (!r.Is(first, Cue::kWith)) continue;
    for (int k = i + 1; k < clause.end && k <= i + 5; ++k) {
      const auto length = ReadDuration(r, k, clause.end);
      if (length && length->first == k) return {first, length->last + 1};
      const bool glue = r.IsComparison(k) ||
                        r.IsAny(k, {Cue::kLessThan, Cue::kMoreThan, Cue::kAtLeast, Cue::kAtMost,
                                    Cue::kFiller, Cue::kBefore}) ||
                        r.WordIsAny(k, {"of", "is", "shorter", "longer", "than"});
      if (!glue) break;
    }
  }
  return {};
}

bool IsWide(const std::string& id) {
  return id == "any_therapy" || id == "systemic_therapy" || id == "targeted_therapy" ||
         id == "investigational_agent" || id == "monoclonal_antibody";
}

void KeepHalfLife(const Reading& r, Clause told, Atom* atom) {
  auto* leaf = std::get_if<TreatmentLeaf>(atom->expression.leaf.get());
  if (leaf == nullptr || atom->first >= told.begin ||
      leaf->quantifier != TreatmentLeaf::Quantifier::kAny)
    return;
  if (leaf->what.empty() || !IsWide(leaf->what.back())) return;
  TreatmentLeaf some = *leaf;
  some.what = {leaf->what.back()};
  some.said.push_back(AsSaid(r, told.begin, told.end));
  leaf->what.pop_back();
  const bool alone = leaf->what.empty();
  Expression of_half_life =
      Expression::OfLeaf(std::move(some), atom->expression.span, atom->expression.rule);
  atom->expression = alone ? std::move(of_half_life)
                           : Expression::Any(std::move(atom->expression), std::move(of_half_life));
}

// "Disease-free interval of 6 months from adjuvant therapy to recurrence": asked of who had the therapy, and not read.
void LeaveIntervalOpen(const Reading& r, Clause clause, Atom* atom) {
  constexpr WordPattern kFree[] = {"free interval"};
  const auto* leaf = std::get_if<TreatmentLeaf>(atom->expression.leaf.get());
  if (leaf == nullptr || !leaf->window.empty() || leaf->quantifier != TreatmentLeaf::Quantifier::kAny || !r.MayHoldWord(kFree)) return;
  int free = clause.begin;
  while (free < atom->first && !r.WordContains(free, kFree)) ++free;
  if (free == atom->first || r.at(free).lead) return;
  TreatmentLeaf had = *leaf;
  had.outcome = TreatmentLeaf::Outcome::kAnyOutcome;
  const base::Span span = atom->expression.span;
  atom->expression = Expression::Any(Expression::Not(Expression::OfLeaf(std::move(had), span, atom->expression.rule)), Expression::Opaque(span));
}

// "Anti-tumour treatment and live vaccines before enrolment": a vaccine is forbidden for some time, and for how long is not told.
void LeaveUntoldTimeOpen(const Reading& r, Clause clause, Atom* atom) {
  const auto* leaf = std::get_if<TreatmentLeaf>(atom->expression.leaf.get());
  if (leaf == nullptr || !leaf->window.empty() || leaf->ongoing || leaf->quantifier != TreatmentLeaf::Quantifier::kAny) return;
  if (std::none_of(leaf->what.begin(), leaf->what.end(), [&](const std::string& id) { return IsMedication(r.lexicon(), id); })) return;
  int before = atom->last + 1;
  while (before < clause.end && before < atom->last + 5 && !(r.Is(before, Cue::kBefore) && r.WordIsAny(before, {"before", "prior to"}))) ++before;
  if (!r.Is(before, Cue::kBefore) || !HasCue(r, before + 1, std::min(clause.end, before + 4), {Cue::kReference})) return;
  atom->expression = Expression::All(std::move(atom->expression), Expression::Opaque(r.SpanOf(before, before + 1)));
}

}  // namespace

void LeaveWashoutsOpen(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  const auto of_leaf = [&](const Atom& a) {
    return (mood == Mood::kProhibits) != a.negated && a.expression.kind == Expression::Kind::kLeaf;
  };
  const std::optional<Range> range = RangeOfTimes(r, clause);
  const Clause told = HalfLifeTold(r, clause);
  const std::optional<Range> both = mood == Mood::kRequires ? LeastAndMost(r, clause) : std::nullopt;
  for (Atom& atom : atoms) {
    if (mood == Mood::kRequires && !atom.negated && atom.expression.kind == Expression::Kind::kLeaf) LeaveIntervalOpen(r, clause, &atom);
    if (both && of_leaf(atom)) AskLastDoseInside(r, *both, &atom);
    if (!told.empty() && of_leaf(atom)) KeepHalfLife(r, told, &atom);
    if (mood == Mood::kProhibits && of_leaf(atom) && !HasCue(r, clause.begin, clause.end, kLengths)) LeaveUntoldTimeOpen(r, clause, &atom);
    const bool asked = range && mood == Mood::kRequires &&
                       atom.expression.kind == Expression::Kind::kLeaf &&
                       AskInside(r, clause, *range, &atom);
    if (range && !asked && of_leaf(atom)) LeaveOpenBetween(r, *range, &atom);
  }
  if (!told.empty()) r.UseRange(told.begin, told.end - 1);
}

}  // namespace trialmatch::rules
