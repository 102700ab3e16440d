#include <utility>

#include "rules/parse/brain/brain_words.h"
#include "rules/parse/brain/state_behind.h"
#include "rules/parse/domains.h"
#include "rules/parse/narrowed_denial.h"
#include "rules/parse/residue.h"

namespace trialmatch::rules {
namespace {

// "End of local therapy", "completion of radiotherapy or surgery": the last item of the therapy, or -1.
int EndedTherapyAt(const Reading& r, Clause c, int i) {
  if (!r.Is(i, Cue::kLastDose) && !r.WordStarts(i, {"completion", "end of"})) return -1;
  int therapy = i + 1;
  while (therapy < c.end && (r.Is(therapy, Cue::kFiller) || r.WordIsAny(therapy, {"of", "the", "any", "last"}))) ++therapy;
  if (therapy >= c.end || !IsLocalTherapy(r, therapy)) return -1;
  while (therapy + 2 < c.end && JoinsTherapies(r, therapy + 1)) therapy += 2;
  return therapy;
}

}  // namespace

bool ReadIntervalOfLocalTherapy(Reading& r, Clause c, std::vector<Statement>* out) {
  if (!r.MayHoldCue({Cue::kCnsMetastasis}) || !r.MayHoldCue({Cue::kMust})) return false;
  int first = c.begin;
  while (first < c.end && r.Is(first, Cue::kFiller)) ++first;
  const int therapy = EndedTherapyAt(r, c, first);
  if (therapy < 0) return false;
  int noun = therapy + 1;
  while (noun < c.end && (r.IsAny(noun, {Cue::kFor, Cue::kFiller, Cue::kKnown}) || r.WordIsAny(noun, {"of", "to"}))) ++noun;
  if (noun == therapy + 1 || noun + 1 >= c.end || !r.Is(noun, Cue::kCnsMetastasis) || !r.Is(noun + 1, Cue::kMust)) return false;
  int at = noun + 2;
  while (at < c.end && (r.IsAny(at, {Cue::kFiller, Cue::kAtLeast, Cue::kMoreThan}) || r.IsComparison(at))) ++at;
  const auto time = ReadDuration(r, at, c.end);
  if (!time || at == noun + 2 || IsLessThanLength(r, at - 1) || ResidueOf(r, time->last + 1, c.end).unread > 0) return false;
  r.UseRange(c.begin, c.end - 1);
  BrainLeaf treated, since;
  treated.treated = true;
  since.since_treatment.at_least = time->duration;
  Statement s;
  s.topic = Topic::kCns;
  s.understood = Understood::kFull;
  s.span = r.SpanOf(c.begin, c.end - 1);
  s.content = Expression::When(Expression::OfLeaf(treated, s.span, "brain.state"), Expression::OfLeaf(since, s.span, "brain.state"));
  out->push_back(std::move(s));
  return true;
}

}  // namespace trialmatch::rules
