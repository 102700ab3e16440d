#include "rules/parse/illness/demanded_illness.h"

namespace trialmatch::rules {
namespace {

bool IsPersons(const Reading& r, int i) {
  return r.WordStarts(i, {"patient", "volunteer"}) && r.Word(i).find(' ') == std::string_view::npos;
}

// "HIV RNA below 50", "HIV antibody-negative", "hepatitis B or C" ask for something else than the illness.
bool EndsWithName(const Reading& r, Clause c, int last) {
  int next = last + 1;
  while (next < c.end && r.WordIsAny(next, {"infection", "disease"})) ++next;
  return next >= c.end || r.IsAnyMark(next, ",.;") || r.IsAny(next, {Cue::kAnd, Cue::kStatus}) || r.WordIsAny(next, {"as", "below"});
}

// "Meets the DSM-IV criteria for major depressive disorder", from the first word on.
bool MeetsCriteriaFor(const Reading& r, Clause c, int first) {
  int at = first - 1;
  while (at >= c.begin && !r.WordContains(at, {"criteria"}) && (r.IsAny(at, {Cue::kFor, Cue::kFiller, Cue::kDiagnosis}) || r.WordIsAny(at, {"for", "of", "a", "an"}))) --at;
  if (at < c.begin || !r.WordContains(at, {"criteria"})) return false;
  for (int i = c.begin; i <= at; ++i) {
    if (r.WordContains(i, {"meet", "fulfil", "satisf"})) return true;
    if (!r.IsKind(i, Item::Kind::kMark) && !r.IsAny(i, {Cue::kFiller, Cue::kMust}) && !IsPersons(r, i)) return false;
  }
  return false;
}

}  // namespace

bool IsDemandedOfAll(const Reading& r, Clause c, int first, int last) {
  if (MeetsCriteriaFor(r, c, first)) return EndsWithName(r, c, last);
  int must = first - 1;
  while (must >= c.begin && (r.IsAny(must, {Cue::kKnown, Cue::kDiagnosis, Cue::kFiller}) || r.WordIsAny(must, {"a", "an", "documented", "confirmed", "established", "have", "has"}))) --must;
  if (must < c.begin || !r.Is(must, Cue::kMust)) return false;
  for (int i = c.begin; i < must; ++i) {
    if (!IsPersons(r, i) && !r.IsKind(i, Item::Kind::kMark) && !r.Is(i, Cue::kFiller) && !r.at(i).lead) return false;
  }
  return EndsWithName(r, c, last);
}

}  // namespace trialmatch::rules
