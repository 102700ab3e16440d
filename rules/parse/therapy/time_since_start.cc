#include "rules/parse/therapy/time_since_start.h"

#include <algorithm>

#include "rules/parse/numbers.h"
#include "rules/parse/said_words.h"
#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

bool SaysStart(const Reading& r, int i) { return r.WordContains(i, {"start", "initiat", "beginning", "commenc"}); }

// The item behind the words from `within` up to the therapy; -1 where they tell another time.
int EndOfTimeSinceStart(const Reading& r, Clause clause, int within) {
  const auto length = ReadDuration(r, within + 1, clause.end);
  if (!length) return -1;
  constexpr int kNear = 8;  // items
  bool start = false;
  for (int i = length->last + 1; i < std::min(clause.end, length->last + kNear); ++i) {
    start = start || SaysStart(r, i);
    if (TherapyAt(r, i) != nullptr) return start ? i : -1;
    const bool joins = SaysStart(r, i) || r.IsAny(i, {Cue::kFiller, Cue::kBefore, Cue::kSince, Cue::kFirstLine, Cue::kPrior, Cue::kWith}) || r.Find(i, TermKind::kPlain) != nullptr || r.WordIsAny(i, {"after", "of", "from", "therapy", "treatment"});
    if (!joins || r.WordContains(i, {"study", "trial"})) return -1;
  }
  return -1;
}

}  // namespace

void PassOverTimeSinceStart(Reading& r, Clause clause) {
  if (!r.MayHoldCue({Cue::kProgressed}) || !r.MayHoldCue({Cue::kWithin, Cue::kLessThan})) return;
  for (int i = clause.begin; i + 2 < clause.end; ++i) {
    if (!r.Is(i, Cue::kProgressed) || r.at(i).lead) continue;
    for (int k = i + 1; k < std::min(clause.end, i + 4); ++k) {
      if (!r.IsAny(k, {Cue::kWithin, Cue::kLessThan})) continue;
      const int end = EndOfTimeSinceStart(r, clause, k);
      if (end > k) r.PassOver(k, end);
      break;
    }
  }
}

std::string SaidTimeSinceStart(const Reading& r, Clause clause, int therapy) {
  int first = therapy;
  bool start = false;
  while (first > clause.begin && r.at(first - 1).aside && !r.at(first - 1).lead) start = SaysStart(r, --first) || start;
  return start ? AsSaid(r, first, therapy) : std::string();
}

}  // namespace trialmatch::rules
