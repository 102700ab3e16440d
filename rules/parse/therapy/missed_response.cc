#include "rules/parse/therapy/missed_response.h"

#include <algorithm>
#include <utility>

#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

// The last item of the words that name a complete response behind the denial, or -1.
int EndOfCompleteResponse(const Reading& r, int denial, int end) {
  constexpr int kLongest = 7;  // items
  int last = -1;
  for (int i = denial + 1; i < std::min(end, denial + kLongest); ++i) {
    if (r.WordIs(i, "pcr") || r.WordContains(i, {"complete response", "complete remission"})) last = i;
    const bool goes_on = r.IsAny(i, {Cue::kFiller, Cue::kResponse, Cue::kStatus}) ||
                         r.IsAnyMark(i, "()") ||
                         r.WordStarts(i, {"achiev", "reach", "attain", "patholog", "complete",
                                          "pcr", "remission"});
    if (!goes_on) break;
    if (last >= 0) last = i;
  }
  return last;
}

bool IsAfter(const Reading& r, int i) {
  return r.IsAny(i, {Cue::kSince, Cue::kTo}) || r.WordIsAny(i, {"to", "following", "despite"});
}

// "After", "to", "following" behind the response: the first item of the therapy, or -1.
int StartOfTherapy(const Reading& r, int response, int end) {
  int i = response + 1;
  if (i >= end || !IsAfter(r, i)) return -1;
  while (i < end && (IsAfter(r, i) || r.IsAny(i, {Cue::kFiller, Cue::kOngoing, Cue::kPrior}) ||
                     r.WordIsAny(i, {"receiving", "receipt of"})))
    ++i;
  return i < end ? i : -1;
}

}  // namespace

std::optional<base::Span> SetAsideMissedResponse(Reading& r, Clause c) {
  if (!r.MayHoldCue({Cue::kNot, Cue::kNo}) || !r.MayHoldCue({Cue::kResponse, Cue::kStatus}))
    return std::nullopt;
  for (int i = c.begin; i < c.end; ++i) {
    if (!r.IsAny(i, {Cue::kNot, Cue::kNo}) || r.at(i).used || r.at(i).lead) continue;
    const int response = EndOfCompleteResponse(r, i, c.end);
    const int therapy = response < 0 ? -1 : StartOfTherapy(r, response, c.end);
    if (therapy < 0 || !HasTermOf(r, therapy, c.end, kTherapies)) continue;
    // "..., and no prior immunotherapy": which of them it is told of is not sure.
    const bool more = HasCue(r, therapy, c.end, {Cue::kOr, Cue::kNo, Cue::kNot, Cue::kNaive, Cue::kWithout});
    r.PassOver(i, more ? c.end : therapy);
    return r.SpanOf(i, more ? c.end - 1 : response);
  }
  return std::nullopt;
}

void BindMissedResponse(base::Span missed, Atoms& atoms) {
  const auto therapy = std::find_if(atoms.begin(), atoms.end(), [&](const Atom& a) {
    return a.expression.kind == Expression::Kind::kLeaf && a.expression.span.begin >= missed.end &&
           std::holds_alternative<TreatmentLeaf>(*a.expression.leaf);
  });
  if (therapy != atoms.end()) {
    therapy->expression = Expression::All(std::move(therapy->expression), Expression::Opaque(missed));
    return;
  }
  Atom unread;
  unread.expression = Expression::Opaque(missed);
  unread.topic = Topic::kPriorTherapy;
  atoms.push_back(std::move(unread));
}

}  // namespace trialmatch::rules
