#include "rules/parse/layout/applies_to.h"

#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/part.h"
#include "rules/parse/residue.h"
#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

// "Note: this exclusion criterion", "criterion 3": the item behind it, or -1. `bare`: only "this", the sentence right before.
struct Subject {
  int behind = -1;
  bool bare = false;
  bool other = false;  // another item, by its number
};
Subject SubjectOf(const Reading& r, Clause sentence) {
  int i = sentence.begin;
  while (i < sentence.end && (r.at(i).lead || r.IsKind(i, Item::Kind::kMark) || r.Is(i, Cue::kNote) || r.IsAny(i, {Cue::kHowever}))) ++i;
  const bool in_one = r.WordIsAny(i, {"these criteria", "this criterion", "this criteria", "above criteria", "the above criteria"});
  const bool numbered = r.WordStarts(i, {"criterion", "exclusion criterion", "inclusion criterion"}) && r.IsNumber(i + 1);
  if (numbered) return {i + 2, false, true};
  if (!in_one && !r.WordIsAny(i, {"this", "these", "the above", "above"})) return {};
  bool rule = in_one;
  for (++i; i < sentence.end && r.WordIsAny(i, {"exclusion", "inclusion", "criterion", "criteria", "requirement", "requirements", "restriction", "restrictions", "rule", "exclusion criterion",
                                                 "exclusion criteria", "inclusion criterion", "inclusion criteria"}); ++i)
    rule = true;
  if (!rule && !r.WordStarts(i, {"appli", "apply"})) return {};
  return {i, !rule};
}

bool NamesPart(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    if (r.WordStarts(i, {"cohort", "arm", "part ", "phase", "substud", "sub-stud", "stratum", "escalation", "expansion", "dose", "stage "}) || r.WordIsAny(i, {"part", "parts", "cohorts", "arms", "group", "groups"})) return true;
  }
  return false;
}

bool IsPeople(const Reading& r, int i) { return r.WordStarts(i, {"patient", "those"}); }

// One of the therapies in `whom` is, or is one of, those that stand before the sentence.
bool NamesTherapyOfBefore(const Reading& r, int before, Clause whom) {
  for (int i = whom.begin; i < whom.end; ++i) {
    const Entry* named = TherapyAt(r, i);
    for (int k = 0; named != nullptr && k < before; ++k) {
      const Entry* told = TherapyAt(r, k);
      if (told != nullptr && (told->id == named->id || r.lexicon().DrugIsA(named->id, told->id))) return true;
    }
  }
  return false;
}

// "... to those without anticoagulants, patients on them should be on a stable dose": the others are
// told of behind the comma.
int EndOfWhom(const Reading& r, int begin, int end) {
  for (int i = begin + 1; i + 1 < end; ++i) {
    if (r.IsMark(i, ',') && r.WordStarts(i + 1, {"patient", "those"}) && HasCue(r, i + 1, end, {Cue::kMust})) return i;
  }
  return end;
}

}  // namespace

std::optional<PartsItHoldsFor> ReadPartsItHoldsFor(const Reading& r, Clause item) {
  constexpr WordPattern kApplies[] = {"appli", "apply"};
  constexpr int kLongest = 24;   // items
  if (!r.MayHoldWord(kApplies)) return std::nullopt;
  int begin = item.end - 1;
  while (begin > item.begin && begin > item.end - kLongest && !(r.IsAnyMark(begin - 1, ".;") && r.WordIsAny(begin, {"this", "these", "this criterion", "these criteria", "this criteria"}))) --begin;
  if (begin <= item.begin || !r.IsAnyMark(begin - 1, ".;")) return std::nullopt;
  const Subject subject = SubjectOf(r, {begin, item.end});
  if (subject.behind < 0) return std::nullopt;
  PartsItHoldsFor found{.begin = begin};
  bool only = false;
  int i = subject.behind;
  for (; i < item.end && !r.WordStarts(i, kApplies); ++i) {
    found.denied = found.denied || r.Is(i, Cue::kNot);
    only = only || r.Is(i, Cue::kOnly);
    if (!r.IsAny(i, {Cue::kFiller, Cue::kNot, Cue::kOnly, Cue::kMustNot})) return std::nullopt;
  }
  for (++i; i < item.end && (r.IsAny(i, {Cue::kTo, Cue::kFor, Cue::kOnly}) || r.WordIsAny(i, {"to", "for", "in", "the"})); ++i) only = only || r.Is(i, Cue::kOnly);
  if (i >= item.end || found.denied == only || !IsOnlyLabel(r, i - 1, item.end)) return std::nullopt;
  found.parts = ReadScopeLabel(r, i, item.end, LabelPlace::kHeading);
  if (found.parts.empty() || found.parts.step) return std::nullopt;
  return found;
}

std::optional<HoldsFor> ReadWhomItHoldsFor(Reading& r, Clause sentence) {
  constexpr WordPattern kApplies[] = {"appli", "apply"};
  if (!r.MayHoldWord(kApplies)) return std::nullopt;
  const Subject subject = SubjectOf(r, sentence);
  int i = subject.behind;
  if (i < 0) return std::nullopt;
  bool denied = false, applies = false, also = false;
  for (; i < sentence.end && !applies; ++i) {
    denied = denied || r.Is(i, Cue::kNot);
    also = also || r.WordIs(i, "also");
    applies = r.WordStarts(i, kApplies);
    if (!applies && !r.IsAny(i, {Cue::kFiller, Cue::kNot, Cue::kOnly, Cue::kMustNot}) && !r.WordIsAny(i, {"also", "will", "would", "must", "should"})) return std::nullopt;
  }
  if (!applies) return std::nullopt;
  while (i < sentence.end && (r.IsAny(i, {Cue::kTo, Cue::kFor, Cue::kOnly, Cue::kIf, Cue::kWhen}) || r.WordIsAny(i, {"to", "for", "in"}))) ++i;
  const base::Span span = r.SpanOf(sentence.begin, sentence.end - 1);
  Expression whom = Expression::Opaque(span);
  bool drugs = false;
  if (i < sentence.end && !also && !NamesPart(r, i, sentence.end)) {
    const int end = EndOfWhom(r, i, sentence.end);
    Part part = ReadPart(r, {i, end}, Mood::kPermits);
    if (part.found && ResidueOf(r, i, end).unread == 0) whom = std::move(part.content);
    // "This restriction does not apply to bisphosphonates."
    const bool others = IsPeople(r, i) && !NamesTherapyOfBefore(r, sentence.begin, {i, end});
    drugs = denied && part.found && !others && (part.topic == Topic::kConcomitantMedication || part.topic == Topic::kPriorTherapy);
  }
  r.UseRange(sentence.begin, sentence.end - 1);
  if (also || (subject.other && denied)) return HoldsFor{Expression::Always(span, "nothing_said")};
  const bool turned = denied && !drugs && whom.kind != Expression::Kind::kOpaque;
  const bool permitted = drugs && whom.kind != Expression::Kind::kOpaque;
  return HoldsFor{turned ? Expression::Not(std::move(whom)) : std::move(whom), permitted, subject.bare};
}

}  // namespace trialmatch::rules
