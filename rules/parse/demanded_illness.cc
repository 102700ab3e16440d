#include "rules/parse/demanded_illness.h"

namespace trialmatch::rules {
namespace {

bool IsPersons(const Reading& r, int i) {
  return r.WordStarts(i, {"patient", "participant", "subject", "volunteer", "individual"}) && r.Word(i).find(' ') == std::string_view::npos;
}

}  // namespace

bool IsDemandedOfAll(const Reading& r, Clause c, int first, int last) {
  int must = first - 1;
  while (must >= c.begin && (r.IsAny(must, {Cue::kKnown, Cue::kDiagnosis, Cue::kFiller}) || r.WordIsAny(must, {"a", "an", "documented", "confirmed", "established", "have", "has"}))) --must;
  if (must < c.begin || !r.Is(must, Cue::kMust)) return false;
  for (int i = c.begin; i < must; ++i) {
    if (!IsPersons(r, i) && !r.IsKind(i, Item::Kind::kMark) && !r.Is(i, Cue::kFiller) && !r.at(i).lead) return false;
  }
  // "HIV RNA below 50", "HIV antibody-negative", "hepatitis B or C" ask for something else.
  int next = last + 1;
  while (next < c.end && r.WordIsAny(next, {"infection", "disease"})) ++next;
  return next >= c.end || r.IsAnyMark(next, ",.;") || r.IsAny(next, {Cue::kAnd, Cue::kStatus}) || r.WordIsAny(next, {"as", "below"});
}

}  // namespace trialmatch::rules
