#include "rules/parse/disease/member_bracket.h"

#include <algorithm>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

// The item of the bracket that closes the one at `open`, or the end.
int CloseOf(const Reading& r, int open, int end) {
  int depth = 0;
  for (int i = open; i < end; ++i) {
    depth += r.IsMark(i, '(') ? 1 : r.IsMark(i, ')') ? -1 : 0;
    if (depth == 0) return i;
  }
  return end;
}

bool IsTumour(const Reading& r, int i) {
  return r.IsTerm(i, TermKind::kDisease) && !r.Is(i, Cue::kDiseaseWord);
}

// Where the bracket goes over to therapies: "that has progressed", "previously treated with".
int TherapyIn(const Reading& r, int begin, int end) {
  int therapy = -1;
  for (int i = begin; i < end && therapy < 0; ++i) {
    const bool names = r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
    if (names || r.IsAny(i, {Cue::kProgressed, Cue::kPrior})) therapy = i;
  }
  if (therapy < 0) return -1;
  for (int i = begin; i < therapy; ++i) {
    if (r.Is(i, Cue::kWho) || r.WordStarts(i, {"that", "which", "after", "following"})) return i;
  }
  return therapy;
}

// "Platinum-resistant" before one of the tumours.
bool IsResistance(const Reading& r, int i) {
  return r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass})) && r.IsMark(i + 1, '-') &&
         r.WordStarts(i + 2, {"resistant", "refractory"}) && r.Has(i + 3) &&
         (r.IsMark(i - 1, ',') || r.Is(i - 1, Cue::kOr));
}

// Tumours outside of brackets with commas between: a list of which one is asked for.
bool ListsTumours(const Reading& r, Clause sentence) {
  constexpr int kFewest = 3;
  int tumours = 0, commas = 0;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.IsMark(i, '(')) {
      i = CloseOf(r, i, sentence.end);
      continue;
    }
    tumours += IsTumour(r, i) ? 1 : 0;
    commas += r.IsMark(i, ',') ? 1 : 0;
  }
  return tumours >= kFewest && commas >= kFewest - 1;
}

}  // namespace

bool PassOverTherapyOfMember(Reading& r, Clause sentence) {
  if (!r.MayHoldCue({Cue::kAnyOf}) || !ListsTumours(r, sentence)) return false;
  if (r.FindCue(sentence.begin, sentence.end, {Cue::kAnyOf}) < 0) return false;
  bool passed = false;
  for (int open = sentence.begin + 1; open < sentence.end; ++open) {
    if (IsResistance(r, open)) {
      r.PassOver(open, open + 3);
      passed = true;
    }
    if (!r.IsMark(open, '(')) continue;
    const int close = CloseOf(r, open, sentence.end);
    const bool member = IsTumour(r, open - 1) && (r.IsMark(close + 1, ',') || r.Is(close + 1, Cue::kOr));
    const int therapy = member ? TherapyIn(r, open + 1, close) : -1;
    if (therapy > open) r.PassOver(therapy, close);
    passed = passed || therapy > open;
    open = close;
  }
  return passed;
}

}  // namespace trialmatch::rules
