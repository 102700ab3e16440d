#include "rules/parse/illness/illness_words.h"
#include "rules/parse/numbers.h"

namespace trialmatch::rules {
namespace {

// "No seizures *for at least 3 months*", "free of other cancers for 5 years": not within them.
std::optional<WindowReading> FreeFor(const Reading& r, Clause clause, int i) {
  constexpr CueSet kDenials = {Cue::kNo, Cue::kWithout, Cue::kMustNot, Cue::kNaive};
  if (!(r.Is(i, Cue::kFor) || r.WordIs(i, "for")) || i <= clause.begin) return std::nullopt;
  if (!r.IsTermOf(i - 1, KindBits({TermKind::kCondition, TermKind::kDisease})))
    return std::nullopt;
  if (!HasCue(r, clause.begin, i, kDenials)) return std::nullopt;
  constexpr CueSet kOther = {Cue::kStable, Cue::kUnless, Cue::kExcept, Cue::kIf, Cue::kPermitted};
  if (HasCue(r, clause.begin, i, kOther)) return std::nullopt;
  int k = i + 1;
  while (r.IsAny(k, {Cue::kFiller, Cue::kAtLeast, Cue::kMoreThan}) || r.IsComparison(k)) ++k;
  const auto length = ReadDuration(r, k, clause.end);
  constexpr double kShortest = 5;  // days: "no dialysis for 72 hours" is how long it took
  if (!length || length->first != k || length->duration.ApproximateDays() < kShortest)
    return std::nullopt;
  WindowReading out;
  out.first = i;
  out.last = r.Is(length->last + 1, Cue::kAtLeast) ? length->last + 1 : length->last;
  out.window.within = length->duration;
  return out;
}

}  // namespace

std::optional<WindowReading> IllnessWindowAt(const Reading& r, Clause clause, int i) {
  if (r.at(i).used) return std::nullopt;
  return AnyWindowAt(r, clause, i);
}

std::optional<WindowReading> AnyWindowAt(const Reading& r, Clause clause, int i) {
  if (!r.MayHoldCue(kLengths)) return std::nullopt;
  bool opens =
      r.IsAny(i, {Cue::kWithin, Cue::kAtLeast, Cue::kMoreThan, Cue::kLessThan, Cue::kAtMost}) ||
      r.IsComparison(i) || r.IsNumber(i) ||
      r.WordIsAny(i, {"in", "for", "one", "two", "three", "four", "five", "six", "twelve"});
  if (!opens || !HasCue(r, i, clause.end + 1, kLengths)) return std::nullopt;
  // "Life expectancy below 10 years".
  for (int k = std::max(clause.begin, i - 3); k < i; ++k) {
    if (r.WordContains(k, {"expectancy", "survival"})) return std::nullopt;
  }
  if (auto window = FindWindow(r, {i, clause.end}, i); window && window->first <= i + 2) {
    bool clean = true;
    for (int k = i; k < window->first; ++k) clean = clean && r.Is(k, Cue::kFiller);
    if (clean) {
      window->first = std::min(window->first, i);
      // "Within 6 months from the first dose".
      if (r.WordIs(window->last + 1, "from")) {
        int k = window->last + 2;
        while (k < clause.end &&
               (r.Is(k, Cue::kFiller) || r.Is(k, Cue::kReference) || r.Is(k, Cue::kBefore)))
          window->last = k++;
      }
      return window;
    }
  }
  if (auto free = FreeFor(r, clause, i)) return free;
  // "Within the past year", "in 6 months", "during the last month".
  bool within = r.Is(i, Cue::kWithin) || r.WordIs(i, "in");
  if (!within) return std::nullopt;
  int k = i + 1;
  while (k < clause.end && k < i + 4 &&
         (r.Is(k, Cue::kFiller) || r.Is(k, Cue::kMostRecent) || r.Is(k, Cue::kPrior)))
    ++k;
  WindowReading out;
  out.first = i;
  if (auto duration = ReadDuration(r, k, clause.end)) {
    out.last = duration->last;
    out.window.within = duration->duration;
    return out;
  }
  using Unit = base::Duration::Unit;
  if (r.Is(i, Cue::kWithin) && (r.Is(k, Cue::kYear) || r.Is(k, Cue::kMonth))) {
    out.last = k;
    out.window.within = base::Duration{1, r.Is(k, Cue::kYear) ? Unit::kYear : Unit::kMonth};
    return out;
  }
  return std::nullopt;
}

Window Within(Window window) {
  if (window.at_least && !window.within) {
    window.within = window.at_least;
    window.at_least.reset();
  }
  return window;
}

}  // namespace trialmatch::rules
