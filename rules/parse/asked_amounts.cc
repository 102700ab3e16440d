#include "rules/parse/asked_amounts.h"

#include <optional>
#include <string>
#include <utility>

#include "rules/parse/numbers.h"

namespace trialmatch::rules {
namespace {

constexpr double kMostPackYears = 200;

Expression Fact(const char* id, base::Span span) {
  return Expression::OfLeaf(FactLeaf{id}, span, std::string("fact.") + id);
}

// "Pack-years", "pack year", "packs per year".
bool IsPackYears(const Reading& r, int i) {
  const Entry* unit = r.Find(i, TermKind::kUnit);
  return (unit != nullptr && unit->id == "pack_year") ||
         r.WordStarts(i, {"pack year", "pack-year"});
}

bool SpeaksOfSmoking(const Reading& r, int i) {
  const Entry* fact = r.Find(i, TermKind::kFact);
  return (fact != nullptr && fact->id == "smoking_history") ||
         r.WordStarts(i, {"smok", "cigarette", "tobacco", "history", "exposure", "self-reported"});
}

// The first item of "at least (20) pack-years", whose number stands at `number`.
int StartOfAmount(const Reading& r, int begin, int number) {
  int first = number;
  while (first > begin && !r.at(first - 1).used &&
         (r.IsComparison(first - 1) ||
          r.IsAny(first - 1,
                  {Cue::kAtLeast, Cue::kMoreThan, Cue::kLessThan, Cue::kAtMost, Cue::kFiller}) ||
          r.IsAnyMark(first - 1, "(/\\")))
    --first;
  return first;
}

bool IsCeiling(const Reading& r, int first, int number) {
  for (int k = first; k < number; ++k) {
    if (r.IsAny(k, {Cue::kLessThan, Cue::kAtMost})) return true;
    if (r.IsComparison(k) &&
        (r.at(k).comparison == Comparison::kLess || r.at(k).comparison == Comparison::kLessEqual))
      return true;
  }
  return false;
}

// What the words beside the size of a tumour may be.
bool BelongsToSize(const Reading& r, int i) {
  if (r.at(i).lead || r.IsAny(i, {Cue::kFiller, Cue::kMust, Cue::kSize, Cue::kDiseaseWord,
                                  Cue::kBefore, Cue::kWith, Cue::kWho, Cue::kDiagnosis}))
    return true;
  if (r.IsAnyMark(i, "()*-.,:;\\") || r.Find(i, TermKind::kPlain) != nullptr) return true;
  return r.WordStarts(
      i, {"tumor", "lesion", "nodule", "mass", "primary", "size", "diameter", "maxim", "largest", "longest", "greatest", "dimension", "at presentation"});
}

bool NamesTumour(const Reading& r, int i) {
  return r.Is(i, Cue::kDiseaseWord)
             ? !r.WordStarts(i, {"disease"})
             : r.WordContains(i, {"tumor", "lesion", "nodule", "mass"});
}

}  // namespace

void ReadSmokedAmount(Reading& r, Clause clause, Atoms& atoms) {
  for (int i = clause.begin + 1; i < clause.end; ++i) {
    if (r.at(i).used || r.at(i).lead || !IsPackYears(r, i)) continue;
    int number = i - 1;
    while (number > clause.begin && number > i - 3 && r.IsAnyMark(number, "-+")) --number;
    if (!r.IsNumber(number) || r.at(number).used || r.at(number).number > kMostPackYears) continue;
    const int first = StartOfAmount(r, clause.begin, number);
    const bool ceiling = IsCeiling(r, first, number);
    int from = first, to = i;
    while (from > clause.begin && !r.at(from - 1).used && !r.at(from - 1).lead &&
           (SpeaksOfSmoking(r, from - 1) ||
            r.IsAny(from - 1, {Cue::kBefore, Cue::kFiller, Cue::kWith, Cue::kMust})))
      --from;
    while (to + 1 < clause.end && !r.at(to + 1).used &&
           (SpeaksOfSmoking(r, to + 1) || r.WordIsAny(to + 1, {"of", "or more"})))
      ++to;
    Atom atom;
    atom.first = from;
    atom.last = to;
    atom.topic = Topic::kOther;
    atom.negated = DeniedBefore(r, clause, from);
    const base::Span span = r.SpanOf(from, to);
    Expression as_much = Fact("smoked_as_much", span), never = Fact("never_smoker", span);
    // "Light smokers (< 10 pack-years)" are no people who never smoked.
    bool of_smokers = false;
    for (int k = first - 1; k >= clause.begin && k >= first - 3; --k)
      of_smokers = of_smokers || r.WordContains(k, {"smokers"});
    if (ceiling && of_smokers)
      atom.expression = Expression::Not(std::move(as_much));
    else
      atom.expression =
          ceiling ? Expression::Any(std::move(never), Expression::Not(std::move(as_much)))
                  : Expression::All(Expression::Not(std::move(never)), std::move(as_much));
    r.UseRange(from, to);
    atoms.push_back(std::move(atom));
    i = to;
  }
}

void ReadTumourSize(Reading& r, Clause clause, Atoms& atoms) {
  if (!r.MayHoldCue({Cue::kSize}) || !atoms.empty()) return;
  std::optional<BoundReading> size;
  bool tumour = false, size_said = false;
  for (int i = clause.begin; i < clause.end; ++i) {
    tumour = tumour || (!r.at(i).lead && NamesTumour(r, i));
    size_said = size_said || (!r.at(i).lead && r.Is(i, Cue::kSize));
    if (!size) {
      size = ReadBound(r, i, clause.end);
      if (size && !(size->has_comparison && (size->unit == "cm" || size->unit == "mm"))) return;
      if (size) {
        i = size->last;
        continue;
      }
    }
    if (!BelongsToSize(r, i)) return;
  }
  if (!size || !tumour || !size_said) return;
  Atom atom;
  atom.first = clause.begin;
  atom.last = clause.end - 1;
  atom.topic = Topic::kDisease;
  atom.negated = false;
  atom.expression = Fact("tumor_of_asked_size", r.SpanOf(clause.begin, clause.end - 1));
  r.UseRange(clause.begin, clause.end - 1);
  atoms.push_back(std::move(atom));
}

}  // namespace trialmatch::rules
