#include "rules/parse/elided_mood.h"

#include <algorithm>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

namespace {

int LastWord(const Reading& r, int begin, int end) {
  int last = end - 1;
  while (last > begin && r.IsAnyMark(last, ".;,")) --last;
  return last;
}

}  // namespace

bool EndsBeforeWhatItDenies(const Reading& r, int begin, int end) {
  const int last = LastWord(r, begin, end);
  return r.WordIsAny(last, {"is not", "are not"}) || (last > begin && r.Is(last, Cue::kNot) && r.WordIsAny(last - 1, {"is", "are"}));
}

std::optional<Mood> ElidedMood(Reading& r, int begin, int end) {
  constexpr int kFarthest = 30;  // items
  const int last = LastWord(r, begin, end);
  const bool not_allowed = EndsBeforeWhatItDenies(r, begin, end), denied = not_allowed && r.Is(last, Cue::kNot);
  const bool allowed = !not_allowed && r.WordIsAny(last, {"is", "are"});
  if ((!not_allowed && !allowed) || begin == 0 || r.at(begin).lead) return std::nullopt;
  if (!HasCue(r, std::max(0, begin - kFarthest), begin, not_allowed ? CueSet{Cue::kPermitted} : CueSet{Cue::kExcluded, Cue::kMustNot})) return std::nullopt;
  if (HasCue(r, begin, last, {Cue::kPermitted, Cue::kMust, Cue::kMustNot, Cue::kNo, Cue::kIf, Cue::kUnless})) return std::nullopt;
  r.UseRange(denied ? last - 1 : last, last);
  return not_allowed ? Mood::kProhibits : Mood::kPermits;
}

int ColonOfExclusion(const Reading& r, int begin, int end) {
  int i = begin;
  while (i < end && (r.at(i).lead || r.IsAnyMark(i, "*-") || r.WordIsAny(i, {"key", "main", "the"}))) ++i;
  if (!r.WordIsAny(i, {"exclusion", "exclusions", "key exclusions", "exclusion criteria", "exclude"})) return -1;
  return i + 2 < end && r.IsMark(i + 1, ':') ? i + 1 : -1;
}

bool OffersOneOfAList(const Reading& r, int permitted, Section section) {
  if (section != Section::kInclusion || !r.at(permitted).lead || !r.Is(permitted, Cue::kPermitted)) return false;
  if (!r.WordContains(permitted, {"eligible", "enrolled"}) || r.WordContains(permitted, {"also"})) return false;
  return HasCue(r, std::max(0, permitted - 4), permitted, {Cue::kAnyOf});
}

}  // namespace trialmatch::rules
