#include "rules/parse/therapy/time_since_start.h"

#include <algorithm>

#include "rules/parse/numbers.h"
#include "rules/parse/said_words.h"
#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

bool SaysStart(const Reading& r, int i) { return r.WordContains(i, {"start", "initiat", "beginning", "commenc"}); }

// "Progression on immunotherapy within 6 months of its start": the words behind a therapy end at item `i`.
bool EndsBehindTherapy(const Reading& r, Clause clause, int within, int i) {
  if (i < clause.end && !r.IsAnyMark(i, ".,;)")) return false;
  for (int k = within - 1; k >= clause.begin && !r.IsMark(k, ';'); --k) {
    if (TherapyAt(r, k) != nullptr) return true;
  }
  return false;
}

// The item behind the words from `within` up to the therapy, or to their end where it stands before; -1 where they tell another time.
int EndOfTimeSinceStart(const Reading& r, Clause clause, int within) {
  const auto length = ReadDuration(r, within + 1, clause.end);
  if (!length) return -1;
  constexpr int kNear = 8;  // items
  bool start = false;
  for (int i = length->last + 1; i < std::min(clause.end, length->last + kNear); ++i) {
    start = start || SaysStart(r, i);
    if (TherapyAt(r, i) != nullptr) return start ? i : -1;
    if (start && r.IsKind(i, Item::Kind::kMark)) return EndsBehindTherapy(r, clause, within, i) ? i : -1;
    const bool joins = SaysStart(r, i) || r.IsAny(i, {Cue::kFiller, Cue::kBefore, Cue::kSince, Cue::kFirstLine, Cue::kPrior, Cue::kWith}) || r.Find(i, TermKind::kPlain) != nullptr || r.WordIsAny(i, {"after", "of", "from", "therapy", "treatment", "the", "its"});
    if (!joins || r.WordContains(i, {"study", "trial"})) return -1;
  }
  const int end = clause.end;
  return start && end <= length->last + kNear && EndsBehindTherapy(r, clause, within, end) ? end : -1;
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
  if (start) return AsSaid(r, first, therapy);
  // Behind the therapy.
  for (int i = therapy + 1; i < clause.end && !r.IsMark(i, ';'); ++i) {
    const bool time = r.at(i).aside && !r.at(i).lead && r.WordStarts(i, {"within", "less than", "in less than"});
    if (!time || r.FindCue(std::max(clause.begin, i - 3), i, {Cue::kProgressed}) < 0) continue;
    int last = i;
    for (int k = i; k < clause.end && r.at(k).aside; ++k) {
      start = start || SaysStart(r, k);
      last = k;
    }
    if (start) return AsSaid(r, i, last + 1);
  }
  return std::string();
}

}  // namespace trialmatch::rules
