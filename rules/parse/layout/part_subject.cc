#include "rules/parse/layout/part_subject.h"

#include <algorithm>

namespace trialmatch::rules {
namespace {

// "Participants in the lung cohort must have A. Participants in the other cohort must have B".
bool HasSeveralSentences(const Reading& r, Clause own) {
  for (int k = own.begin + 2; k + 1 < own.end; ++k) {
    // What a bracket behind the sentence allows is of those it speaks of.
    if (r.IsAnyMark(k, ".;") && !r.IsMark(k + 1, '(')) return true;
  }
  return false;
}

}  // namespace

int BehindCohortsWhere(const Reading& r, Clause own) {
  constexpr int kLongest = 20;  // items
  constexpr WordPattern kParts[] = {"cohorts", "arms"};
  int begin = own.begin;
  while (begin < own.end && r.IsKind(begin, Item::Kind::kMark)) ++begin;
  if (!r.IsAny(begin, {Cue::kFor}) || r.WordIsAny(begin + 1, {"all", "both", "each", "any"}) ||
      !r.MayHoldWord(kParts))
    return -1;
  bool parts = false;
  for (int i = begin + 1; i < std::min(own.end, begin + kLongest); ++i) {
    if (parts && r.IsAnyMark(i, ":,")) return i + 1;
    if (r.IsAnyMark(i, ":.;") || r.IsAny(i, {Cue::kMust, Cue::kMustNot, Cue::kNo})) return -1;
    parts = parts || r.WordIsAny(i, kParts);
  }
  return -1;
}

int BehindTherapyOfPart(const Reading& r, Clause own) {
  constexpr int kLongest = 18;  // items
  constexpr WordPattern kTherapy[] = {"combination", "monotherapy"};
  constexpr WordPattern kPeople[] = {"patient", "women", "men"};
  constexpr WordPattern kParts[] = {"part", "parts", "cohort", "cohorts", "arm", "arms", "phase", "phases"};
  int begin = own.begin;
  while (begin < own.end && r.IsKind(begin, Item::Kind::kMark)) ++begin;
  if (!(r.Is(begin, Cue::kFor) || r.WordIsAny(begin, {"for", "for the"})) ||
      !r.MayHoldWord(kTherapy))
    return -1;
  bool therapy = false;
  for (int i = begin + 1; i < std::min(own.end, begin + kLongest); ++i) {
    const bool demand = r.WordContains(i + 1, kPeople) || r.Is(i + 1, Cue::kMust);
    if (therapy && (r.IsMark(i, ':') || (r.IsMark(i, ',') && demand))) return i + 1;
    if (r.IsAnyMark(i, ":.;") || r.WordContains(i, kPeople) || r.WordIsAny(i, kParts) ||
        r.WordContains(i, {"expansion", "escalation"}) ||
        r.IsAny(i, {Cue::kMust, Cue::kMustNot, Cue::kNo, Cue::kPrior, Cue::kWho}) ||
        r.IsTermOf(i, KindBits({TermKind::kDisease, TermKind::kCondition, TermKind::kLab})))
      return -1;
    therapy = therapy || r.WordContains(i, kTherapy);
  }
  return -1;
}

int DemandOfThoseInPart(const Reading& r, Clause own) {
  constexpr WordPattern kParts[] = {"cohort", "cohorts", "arm", "arms", "part"};
  constexpr int kLongest = 22;  // items
  int i = own.begin;
  while (i < own.end && (r.IsKind(i, Item::Kind::kMark) || (r.Is(i, Cue::kNote) && r.IsMark(i + 1, ':')))) ++i;
  if (!r.MayHoldWord(kParts) || !r.WordStarts(i, {"patients"}))
    return -1;
  const bool in_named = r.WordIsAny(i + 1, {"in", "in the", "in a", "in an"}) ||
                        r.WordStarts(i + 1, {"in the ", "in combination", "in monotherapy"});
  const bool enrolled = in_named ||
                        r.WordStarts(i + 1, {"enrolled", "enrolling", "who are enrolled",
                                             "assigned", "treated in"}) ||
                        (r.Is(i + 1, Cue::kWho) && r.WordStarts(i + 2, {"enrol"}));
  if (in_named && HasSeveralSentences(r, own)) return -1;
  bool part = false;
  for (int k = i + 1; enrolled && k < std::min(own.end, i + kLongest); ++k) {
    if (r.IsAny(k, {Cue::kMust, Cue::kMustNot})) return part ? k : -1;
    if (r.IsAnyMark(k, ".;:")) return -1;
    part = part || r.WordIsAny(k, kParts);
  }
  return -1;
}

int DemandOfCohort(const Reading& r, Clause own) {
  constexpr WordPattern kCohorts[] = {"cohort", "cohorts"};
  constexpr int kLongest = 7;  // items before the word
  if (!r.MayHoldWord(kCohorts)) return -1;
  int i = own.begin;
  while (i < own.end && r.IsKind(i, Item::Kind::kMark)) ++i;
  const int first = i;
  while (i < std::min(own.end, first + kLongest) && !r.WordIsAny(i, kCohorts)) {
    const bool name = !r.IsAny(i, {Cue::kFor, Cue::kMust, Cue::kMustNot, Cue::kNo, Cue::kNot,
                                   Cue::kWith, Cue::kIf, Cue::kExcept}) &&
                      !r.IsAnyMark(i, ".;:,(") &&
                      !r.WordIsAny(i, {"all", "each", "both", "every", "any", "either"});
    if (!name) return -1;
    ++i;
  }
  if (HasSeveralSentences(r, own) || i == first || i >= std::min(own.end, first + kLongest) ||
      r.IsNumber(i + 1))
    return -1;
  ++i;
  if (r.IsMark(i, '(')) {
    while (i < own.end && !r.IsMark(i, ')')) ++i;
    ++i;
  }
  return i < own.end && (r.IsAny(i, {Cue::kMust, Cue::kMustNot}) ||
                         r.WordIsAny(i, {"excludes", "exclude", "requires", "require"}))
             ? i
             : -1;
}

}  // namespace trialmatch::rules
