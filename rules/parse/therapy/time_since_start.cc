#include "rules/parse/therapy/time_since_start.h"

#include <algorithm>

#include "rules/parse/numbers.h"
#include "rules/parse/said_words.h"
#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

bool SaysStart(const Reading& r, int i) { return r.WordContains(i, {"start", "initiat", "beginning", "commenc", "first dose"}); }

// "Had a PD-1 inhibitor and progressed *within 2 months after the start of treatment*": of the therapy told before. The item behind the
// words from `within`, which nothing but the therapy's start ends; -1 for other words.
int EndOfTimeAfterStart(const Reading& r, Clause clause, int within) {
  const auto length = ReadDuration(r, within + (r.IsComparison(within + 1) ? 2 : 1), clause.end);
  constexpr int kLongest = 6;  // items
  const int after = length ? length->last + 1 : clause.end;
  if (after >= clause.end || !r.WordStarts(after, {"after", "since", "following"})) return -1;
  bool start = false;
  int i = after;
  for (; i < clause.end && !r.IsAnyMark(i, ",;.)"); ++i) {
    const bool joins = SaysStart(r, i) || i == after || r.IsAny(i, {Cue::kFiller, Cue::kBefore, Cue::kInhibitor, Cue::kReference}) || r.WordIsAny(i, {"of", "treatment", "therapy"});
    if (i > after + kLongest || !joins || r.WordContains(i, {"study", "trial", "random", "enrol"})) return -1;
    start = start || SaysStart(r, i);
  }
  return start ? i : -1;
}

bool NamesTherapy(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    if (TherapyAt(r, i) != nullptr) return true;
  }
  return false;
}

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
  const auto length = ReadDuration(r, within + (r.IsComparison(within + 1) ? 2 : 1), clause.end);
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
    int near = i + 4;  // "progression confirmed by RECIST within ..."
    for (int k = i + 1; k < std::min(clause.end, near); ++k) {
      if (r.Find(k, TermKind::kPlain) != nullptr || r.Is(k, Cue::kFiller)) ++near;
      if (!r.IsAny(k, {Cue::kWithin, Cue::kLessThan})) continue;
      int end = EndOfTimeSinceStart(r, clause, k);
      if (end < 0 && NamesTherapy(r, clause.begin, i)) end = EndOfTimeAfterStart(r, clause, k);
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
  first = therapy + 1;
  while (first < clause.end && !(r.at(first).aside && r.WordStarts(first, {"within", "less", "<"}) && !r.at(first).lead)) ++first;
  if (r.FindCue(therapy, first, {Cue::kProgressed}) < 0) return std::string();
  int end = first;
  while (end < clause.end && r.at(end).aside) start = SaysStart(r, end++) || start;
  return start ? AsSaid(r, first, end) : std::string();
}

}  // namespace trialmatch::rules
