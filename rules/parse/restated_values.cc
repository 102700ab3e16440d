#include "rules/parse/restated_values.h"

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

void Mark(Reading& r, int first, int last) {
  for (int i = first; i <= last; ++i) {
    if (!r.at(i).used) r.at(i).aside = r.at(i).used = true;
  }
}

bool IsUnit(const Reading& r, int i) { return r.Find(i, TermKind::kUnit) != nullptr; }

}  // namespace

void MarkRestatedValues(Reading& r, Clause clause) {
  if (!r.MayHoldMark("([") || !r.MayHoldTermOf(KindBit(TermKind::kUnit))) return;
  for (int i = clause.begin + 1; i + 2 < clause.end; ++i) {
    const Item& before = r.at(i - 1);
    if (!r.IsAnyMark(i, "([") || !before.used || before.aside) continue;
    if (r.IsAnyMark(i + 2, ")]") && IsUnit(r, i + 1)) {
      if (!before.lead) Mark(r, i + 1, i + 1);
      continue;
    }
    const bool behind_value = IsUnit(r, i - 1) || r.IsAny(i - 1, {Cue::kUln, Cue::kLln, Cue::kNormal});
    const int number = r.IsComparison(i + 1) ? i + 2 : i + 1;
    const bool alone = r.IsNumber(number) && IsUnit(r, number + 1) && r.IsAnyMark(number + 2, ")]");
    if (behind_value && alone && !r.at(number).used && !r.IsAny(number + 1, kLengths)) Mark(r, i + 1, number + 1);
  }
}

}  // namespace trialmatch::rules
