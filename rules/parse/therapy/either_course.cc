#include "rules/parse/therapy/either_course.h"

#include <algorithm>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool Joins(const Reading& r, int i) { return r.IsAny(i, {Cue::kOr, Cue::kAnd}) || r.IsAnyMark(i, "/,"); }

bool ComesAgain(const Reading& r, int i) {
  const Entry* setting = r.Find(i, TermKind::kSetting);
  return (setting != nullptr && setting->id == "recurrent") || r.WordStarts(i, {"relaps", "recur", "previously treated"});
}

// The item right behind `i` (`step` 1) or before it (-1) that tells of a disease that came again, or -1.
int OtherCourse(const Reading& r, Clause c, int i, int step) {
  int at = i + step;
  if (!Joins(r, at)) return -1;
  while (at > c.begin && at + 1 < c.end && (Joins(r, at) || r.Is(at, Cue::kFiller))) at += step;
  return at >= c.begin && at < c.end && ComesAgain(r, at) ? at : -1;
}

// The item before `first` that says that both are meant, or -1. "(Newly diagnosed or recurrent)", in brackets of their own, needs no such word.
int WordOfBoth(const Reading& r, Clause c, int first, int last) {
  if (first > c.begin + 1 && r.IsMark(first - 1, '(') && r.IsMark(last + 1, ')') && HasCue(r, first, last, {Cue::kOr})) return first;
  for (int i = first - 1; i >= c.begin && i >= first - 4; --i) {
    if (r.WordIsAny(i, {"both", "either", "whether", "including", "includes", "including both"})) return i;
    if (!r.Is(i, Cue::kFiller) && !r.WordContains(i, {"patient", "those"})) return -1;
  }
  return -1;
}

}  // namespace

void PassOverEitherCourse(Reading& r, Clause c) {
  if (!r.MayHoldCue({Cue::kNaive})) return;
  for (int i = c.begin; i < c.end; ++i) {
    if (!r.Is(i, Cue::kNaive)) continue;
    int other = OtherCourse(r, c, i, 1);
    if (other < 0) other = OtherCourse(r, c, i, -1);
    const bool treated = other >= 0 && r.WordIsAny(other, {"previously treated", "previously-treated"});
    if (!treated && !r.WordStarts(i, {"newly"})) continue;
    const int opens = treated ? std::min(i, other) : other >= 0 ? WordOfBoth(r, c, std::min(i, other), std::max(i, other)) : -1;
    if (opens < 0) continue;
    int end = std::max(i, other) + 1;
    if (r.IsMark(opens - 1, '(')) {
      int close = end;
      while (close < c.end && !r.IsAnyMark(close, "()") && !r.IsNumber(close)) ++close;
      if (close < c.end && r.IsMark(close, ')')) end = close;
    }
    r.PassOver(opens, end);
    i = end - 1;
  }
}

}  // namespace trialmatch::rules
