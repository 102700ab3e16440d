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

// "2 to 6 weeks", "2-6 weeks".
std::optional<Range> RangeOfTimes(const Reading& r, Clause clause) {
  for (int i = clause.begin; i + 3 < clause.end; ++i) {
    const std::optional<double>&low = r.at(i).value, &high = r.at(i + 2).value;
    if (!low || !high || *low >= *high || !(r.IsMark(i + 1, '-') || r.Is(i + 1, Cue::kTo)))
      continue;
    const auto longer = ReadDuration(r, i, clause.end);
    const auto again = ReadDuration(r, i + 2, clause.end);
    if (!longer || !again || longer->last != again->last || longer->first != i) continue;
    return Range{{*low, longer->duration.unit}, longer->duration, i, longer->last};
  }
  return std::nullopt;
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

}  // namespace

void LeaveWashoutsOpen(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  const auto of_leaf = [&](const Atom& a) {
    return (mood == Mood::kProhibits) != a.negated && a.expression.kind == Expression::Kind::kLeaf;
  };
  if (std::none_of(atoms.begin(), atoms.end(), of_leaf)) return;
  const std::optional<Range> range = RangeOfTimes(r, clause);
  const Clause told = HalfLifeTold(r, clause);
  for (Atom& atom : atoms) {
    if (!told.empty() && of_leaf(atom)) KeepHalfLife(r, told, &atom);
    if (range && of_leaf(atom)) LeaveOpenBetween(r, *range, &atom);
  }
  if (!told.empty()) r.UseRange(told.begin, told.end - 1);
}

}  // namespace trialmatch::rules
