#include "rules/parse/bounds/urine_dipstick.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "rules/parse/numbers.h"

namespace trialmatch::rules {
namespace {

constexpr double kMostPluses = 4;
// What is asked of patients with protein in the urine stands not further away, in items.
constexpr int kFarthest = 30;

bool IsUrineProtein(const Reading& r, int i) {
  const Entry* lab = r.Find(i, TermKind::kLab);
  return lab != nullptr && lab->id == "urine_protein" && !r.at(i).used;
}

// The bound at item `i`, counted in pluses: "<= 2+", ">= ++", ">= (++)". What follows is behind it.
std::optional<BoundReading> ReadPluses(const Reading& r, int i, int end) {
  if (!r.IsComparison(i) &&
      !r.IsAny(i, {Cue::kAtLeast, Cue::kAtMost, Cue::kMoreThan, Cue::kLessThan}))
    return std::nullopt;
  if (auto bound = ReadBound(r, i, end)) {
    const double value = bound->bounds.low.value_or(bound->bounds.high.value_or(0));
    if (!bound->has_comparison || !bound->unit.empty() || value > kMostPluses ||
        !r.IsMark(bound->last + 1, '+'))
      return std::nullopt;
    ++bound->last;
    return bound;
  }
  int k = r.IsMark(i + 1, '(') ? i + 2 : i + 1;
  double pluses = 0;
  while (k < end && r.IsMark(k, '+')) ++k, ++pluses;
  if (pluses == 0 || pluses > kMostPluses || !r.IsComparison(i)) return std::nullopt;
  BoundReading out;
  const Comparison sign = r.at(i).comparison;
  const bool low = sign == Comparison::kGreater || sign == Comparison::kGreaterEqual;
  (low ? out.bounds.low : out.bounds.high) = pluses;
  out.bounds.low_inclusive = sign != Comparison::kGreater;
  out.bounds.high_inclusive = sign != Comparison::kLess;
  out.first = i;
  out.last = r.IsMark(i + 1, '(') && r.IsMark(k, ')') ? k : k - 1;
  return out;
}

// "or < 1000 mg/24 h", "or 24-hour urine protein >= 1.0 g" from item `i`: the same for the amount
// in a day.
std::optional<BoundReading> ReadDailyAmount(const Reading& r, int i, int end) {
  bool day = false;
  for (; i < end && !r.IsComparison(i); ++i) {
    day = day || r.WordContains(i, {"24"}) || r.at(i).number == 24;
    const bool passes = IsUrineProtein(r, i) ||
                        r.IsAny(i, {Cue::kFiller, Cue::kKnown, Cue::kDiagnosis, Cue::kHour}) ||
                        r.Find(i, TermKind::kPlain) != nullptr || r.IsNumber(i) ||
                        r.IsAnyMark(i, "-") ||
                        r.WordStarts(i, {"quantif", "quantit", "indicat", "verif", "confirm"});
    if (!passes) return std::nullopt;
  }
  auto bound = ReadBound(r, i, end);
  if (!bound || !bound->has_comparison) return std::nullopt;
  if (day && bound->unit.empty() && r.WordIs(bound->last + 1, "g")) {
    bound->unit = "gram";
    ++bound->last;
  }
  if (day && (bound->unit == "gram" || bound->unit == "mg"))
    bound->unit = bound->unit == "gram" ? "g/day" : "mg/day";
  return bound->unit == "g/day" || bound->unit == "mg/day" ? bound : std::nullopt;
}

Expression Compared(const Reading& r, const char* quantity, const BoundReading& bound, int first) {
  CompareLeaf leaf;
  leaf.quantity = quantity;
  leaf.bounds = bound.bounds;
  leaf.unit = bound.unit;
  return Expression::OfLeaf(std::move(leaf), r.SpanOf(first, bound.last), "lab.dipstick");
}

// Words between the name and the bound: "urine protein by dipstick is".
bool Passes(const Reading& r, int i) {
  return r.IsAny(i, {Cue::kFiller, Cue::kMust, Cue::kStatus}) ||
         r.Find(i, TermKind::kPlain) != nullptr || IsUrineProtein(r, i) || r.IsAnyMark(i, ":-") ||
         r.WordStarts(i, {"qualitat", "semi"});
}

}  // namespace

void ReadUrineDipstick(Reading& r, Clause clause, Atoms& atoms) {
  if (!r.MayHoldMark("+") || !r.MayHoldTermOf(KindBit(TermKind::kLab))) return;
  // "Patients found to have 2+ or more must collect their urine": what is asked of them is not
  // read.
  const int near = std::min(r.size(), clause.end + kFarthest);
  for (int i = std::max(0, clause.begin - kFarthest); i < near; ++i) {
    if (r.WordIsAny(i, {"discovered", "found", "found to have"})) return;
  }
  bool read = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.at(i).lead || !IsUrineProtein(r, i)) continue;
    int at = i + 1, last = i;
    while (at < clause.end && at < i + 6 && Passes(r, at)) ++at;
    std::optional<BoundReading> pluses = ReadPluses(r, at, clause.end);
    int first = i;
    // "> 1+ proteinuria".
    for (int k = i - 4; !pluses && k < i - 1; ++k) {
      if (k < clause.begin || r.at(k).used) continue;
      pluses = ReadPluses(r, k, i);
      if (pluses && pluses->last != i - 1) pluses.reset();
      if (pluses) first = k;
    }
    if (!pluses) continue;
    pluses->unit = "dipstick_plus";
    if (first < i) pluses->last = i;
    last = pluses->last;
    Atom atom;
    atom.first = first;
    atom.topic = Topic::kLab;
    atom.negated = DeniedBefore(r, clause, first);
    atom.expression = Compared(r, "urine_protein_dipstick", *pluses, first);
    const int behind = r.IsMark(last + 1, ',') ? last + 2 : last + 1;
    if (const auto amount =
            r.Is(behind, Cue::kOr) ? ReadDailyAmount(r, behind + 1, clause.end) : std::nullopt) {
      atom.expression = Expression::Any(std::move(atom.expression),
                                        Compared(r, "urine_protein", *amount, behind));
      last = amount->last;
    }
    atom.last = last;
    r.UseRange(first, last);
    atoms.push_back(std::move(atom));
    i = last;
    read = true;
  }
  // "... on a dipstick": named again without a bound.
  for (int i = clause.begin; read && i < clause.end; ++i) {
    if (IsUrineProtein(r, i) && !r.at(i).lead && !r.IsComparison(i + 1)) r.Use(i);
  }
}

}  // namespace trialmatch::rules
