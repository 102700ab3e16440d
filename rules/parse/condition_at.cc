#include "rules/parse/condition_at.h"

#include "rules/parse/domains.h"
#include "rules/parse/lab_conditions.h"
#include "rules/parse/turns.h"

namespace trialmatch::rules {

int ConditionAt(const Reading& r, Clause sentence, Section section, Mood mood) {
  int condition = SplitAt(r, sentence.begin, sentence.end, Cue::kIf);
  if (condition >= sentence.end && mood == Mood::kPermits) condition = OnlyAfterPermission(r, sentence.begin, sentence.end);
  if (condition >= sentence.end) return sentence.end;
  // "HER2-negative is defined as 0 or 1+, or, if 2+, ...": the definition conditions nothing.
  for (int k = sentence.begin + 1; k < condition; ++k) {
    if (r.WordContains(k, {"defined as"}) && r.Is(condition - 1, Cue::kOr)) return sentence.end;
  }
  int depth = 0;
  for (int k = sentence.begin; k < condition; ++k) {
    if (r.IsMark(k, '(')) ++depth;
    if (r.IsMark(k, ')')) --depth;
  }
  // "Are eligible if they meet all of the following:" conditions nothing in the items below.
  bool announces = r.at(condition).lead && section == Section::kInclusion && mood == Mood::kRequires;
  if (announces && HasCue(r, condition, sentence.end, {Cue::kAllOf})) return sentence.end;
  // A raised bound ("<= 5 x ULN in case of liver metastases") is read with its lab; what stands
  // in brackets limits only its neighbour.
  return LimitsLab(r, sentence.begin, condition, sentence.end) || depth > 0 ? sentence.end : condition;
}

}  // namespace trialmatch::rules
