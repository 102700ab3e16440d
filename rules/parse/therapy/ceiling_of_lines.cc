#include "rules/parse/therapy/ceiling_of_lines.h"

#include <algorithm>

#include "rules/parse/domains.h"
#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {

bool StartsWithCeilingOfLines(const Reading& r, int begin, int end) {
  int own = begin;
  while (own < end && r.at(own).lead) ++own;
  return r.Is(own, Cue::kAtMost) && HasCue(r, begin, end, {Cue::kLine}) && !r.WordIs(own, "up to");
}

bool CeilingOfLinesBehind(const Reading& r, int begin, int permitted, int end) {
  int at = permitted + 1;
  const bool may = r.WordContains(permitted, {"may have", "may receive", "can have", "could have"});
  if (may) {
    if (r.WordIsAny(at, {"had", "received", "undergone"})) ++at;
  } else if (!r.WordContains(permitted, {"allowed", "permitted"}) ||
             !HasTermOf(r, begin, permitted, kTherapies)) {
    return false;
  }
  while (at < end && at < permitted + 4 &&
         (r.IsAnyMark(at, ",(") || r.IsAny(at, {Cue::kFiller, Cue::kHowever}) ||
          r.WordIsAny(at, {"but", "with", "to"})))
    ++at;
  // "0 to 2 prior lines".
  const bool from_none =
      r.Has(at) && r.at(at).value == 0 && (r.Is(at + 1, Cue::kTo) || r.IsMark(at + 1, '-'));
  const int count = r.Is(at, Cue::kAtMost) ? at + 1 : from_none ? at + 2 : -1;
  if (count < 0 || !ReadCount(r, count) || r.IsTerm(count + 1, TermKind::kUnit)) return false;
  const int near = std::min(end, count + 6);
  const int line = r.FindCue(count, near, {Cue::kLine});
  if (line < 0 && !HasTermOf(r, count + 1, near, kTherapies)) return false;
  // "ALK inhibitors are permitted, up to one line of chemotherapy": the ceiling is of the other
  // therapy.
  if (!may &&
      (HasTermOf(r, count + 1, end, kTherapies) || (line >= 0 && r.WordContains(line, {" of ", "chemo"}))))
    return false;
  return !HasCue(r, count, end,
                 {Cue::kAtMost, Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative, Cue::kIf,
                  Cue::kUnless, Cue::kCycle});
}

bool CountOfLinesAllowed(const Reading& r, int begin, int permitted) {
  if (!r.WordContains(permitted, {"allowed", "permitted", "eligible"}) || r.at(begin).lead)
    return false;
  int at = begin;
  while (at < permitted && (r.IsAnyMark(at, "*-") || r.Is(at, Cue::kFiller))) ++at;
  const auto first = ReadCount(r, at);
  if (!first || r.at(at).lead) return false;
  const bool range = (r.Is(at + 1, Cue::kOr) || r.Is(at + 1, Cue::kTo) || r.IsMark(at + 1, '-')) &&
                     ReadCount(r, at + 2);
  if (!range && *first < 2) return false;
  bool lines = false;  // "chemotherapy regimens" is one word
  for (int k = at + 1; k < permitted; ++k)
    lines = lines || r.Is(k, Cue::kLine) || r.WordContains(k, {"regimen"});
  return lines && !HasCue(r, at + 1, permitted,
                          {Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative, Cue::kDefinitive,
                           Cue::kCycle, Cue::kIf, Cue::kAtLeast, Cue::kMust});
}

}  // namespace trialmatch::rules
