#include "rules/parse/treatment_lines.h"

#include <algorithm>

#include "rules/parse/domains.h"

namespace trialmatch::rules {

void AddOtherBound(Reading& r, Clause clause, int line_at, CountReading* count) {
  auto merge = [&](const base::Bounds& other) {
    base::Bounds& b = count->bounds;
    if (other.low && !b.low && b.high && *other.low <= *b.high) {
      b.low = other.low;
      b.low_inclusive = other.low_inclusive;
      return true;
    }
    if (other.high && !b.high && b.low && *b.low <= *other.high) {
      b.high = other.high;
      b.high_inclusive = other.high_inclusive;
      return true;
    }
    return false;
  };
  for (int i = line_at + 1; i < clause.end; ++i) {
    if (!r.Is(i, Cue::kLine)) continue;
    auto next = CountBefore(r, clause, i);
    if (next && next->first > line_at && !next->exact && merge(next->bounds)) {
      r.UseRange(next->first, next->last);
      return;
    }
  }
  for (int k = std::max(clause.begin, count->first - 6); k < count->first; ++k) {
    auto before = ReadBound(r, k, count->first);
    if (!before || !before->has_comparison || !before->unit.empty()) continue;
    bool joined = true;
    for (int m = before->last + 1; m < count->first; ++m) {
      joined = joined && (r.IsMark(m, ',') || r.IsAny(m, {Cue::kAnd, Cue::kHowever, Cue::kFiller, Cue::kOr}));
    }
    if (joined && merge(before->bounds)) {
      count->first = k;
      r.UseRange(k, count->last);
    }
    return;
  }
}

}  // namespace trialmatch::rules
