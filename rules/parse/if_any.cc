#include "rules/parse/if_any.h"

#include "rules/parse/domains.h"

namespace trialmatch::rules {

void PassOverIfAny(Reading& r, int begin, int end) {
  if (!r.MayHoldCue({Cue::kIf})) return;
  for (int i = begin + 1; i + 2 < end; ++i) {
    if (!r.Is(i, Cue::kIf) || r.at(i).lead || !r.IsAnyMark(i - 1, ",(")) continue;
    int close = i + 1;
    while (close < end && close < i + 4 && !r.IsAnyMark(close, ",)")) ++close;
    const bool said = r.WordIsAny(close - 1, {"any", "given", "received", "applicable", "used", "administered", "performed", "taken", "needed", "required", "previously given", "previously received"});
    if (!said || !r.IsAnyMark(close, ",)") || r.IsMark(i - 1, '(') != r.IsMark(close, ')')) continue;
    if (r.IsMark(close, ',') && !r.IsAny(close + 1, {Cue::kMust, Cue::kMustNot})) continue;
    r.PassOver(i - 1, close + 1);
  }
}

}  // namespace trialmatch::rules
