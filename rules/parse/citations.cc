#include "rules/parse/citations.h"

#include <algorithm>

#include "rules/parse/layout/part_name.h"

namespace trialmatch::rules {
namespace {

constexpr int kLongest = 12;
constexpr uint32_t kClinical = KindBits({TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kMutation, TermKind::kDisease, TermKind::kCondition,
                                         TermKind::kLab, TermKind::kSetting, TermKind::kFact});

}  // namespace

namespace {

// "Superficial bladder tumors [Ta (non-invasive tumor), Tis and T1 (tumor invades lamina propria)]": what the name means.
void MarkBladderStages(Reading& r, Clause c) {
  constexpr WordPattern kStages[] = {"ta", "tis", "t1"};
  if (!r.MayHoldWord(kStages)) return;
  for (int i = c.begin; i + 2 < c.end; ++i) {
    const Entry* tumour = r.Find(i, TermKind::kCondition);
    if (tumour == nullptr || tumour->id != "superficial_bladder_cancer" || !r.IsAnyMark(i + 1, "([") || !r.WordStarts(i + 2, kStages)) continue;
    int depth = 0;
    for (int k = i + 1; k < c.end; ++k) {
      depth += r.IsAnyMark(k, "([") ? 1 : r.IsAnyMark(k, ")]") ? -1 : 0;
      if (depth == 0) break;
      if (r.IsKind(k, Item::Kind::kMark) && k == i + 1) continue;
      r.PassOver(k, k + 1);
    }
  }
}

// "A negligible risk of metastasis or death (e.g., 5-year OS rate > 90%)": what counts as negligible.
void MarkMeasureOfRisk(Reading& r, Clause c) {
  for (int i = c.begin; i + 2 < c.end; ++i) {
    const Entry* cancer = r.Find(i, TermKind::kCondition);
    if (cancer == nullptr || cancer->id != "negligible_risk_cancer" || !r.IsMark(i + 1, '(')) continue;
    int end = i + 2;
    bool measured = false, named = false;
    for (; end < c.end && end <= i + 2 + kLongest && !r.IsMark(end, ')'); ++end) {
      measured = measured || r.IsNumber(end);
      named = named || r.IsTermOf(end, kClinical);
    }
    if (!measured || named || !r.IsMark(end, ')')) continue;
    r.PassOver(i + 1, end + 1);
  }
}

}  // namespace

void MarkCitations(Reading& r, Clause c) {
  if (!r.MayHoldMark("(")) return;
  for (int i = c.begin; i < c.end; ++i) {
    if (!r.IsMark(i, '(')) continue;
    int end = i + 1;
    bool cites = false, names = true;
    for (; end < c.end && end <= i + kLongest && !r.IsMark(end, ')'); ++end) {
      cites = cites || r.WordContains(end, {"et al"}) || (r.WordIs(end, "et") && r.WordIs(end + 1, "al"));
      names = names && !r.IsTermOf(end, kClinical) && !r.at(end).lead;
    }
    if (!cites || !names || !r.IsMark(end, ')')) continue;
    for (int k = i + 1; k < end; ++k) {
      if (!r.at(k).used && !r.IsKind(k, Item::Kind::kMark)) r.at(k).aside = r.at(k).used = true;
    }
  }
}

void MarkExcludedExamples(Reading& r, Clause c) {
  MarkBladderStages(r, c);
  MarkMeasureOfRisk(r, c);
  if (!r.MayHoldCue({Cue::kExcluded}) || !r.MayHoldCue({Cue::kPermitted})) return;
  for (int i = c.begin; i + 2 < c.end; ++i) {
    if (!r.IsMark(i, '(') || !r.WordIsAny(i + 1, {"e.g", "e.g.", "eg", "e g", "for example", "such as", "i.e", "ie"})) continue;
    int end = i + 1;
    while (end < c.end && !r.IsMark(end, ')')) ++end;
    if (end >= c.end || !HasCue(r, i, end, {Cue::kExcluded}) || !HasCue(r, end, std::min(r.size(), end + 4), {Cue::kPermitted})) continue;
    for (int k = i + 1; k < end; ++k) {
      r.at(k).aside = r.at(k).used = true;
      r.at(k).term_kinds = 0;
    }
    i = end;
  }
}

void PassOverExceptedParts(Reading& r, Clause c) {
  if (!r.MayHoldMark("(") || !r.MayHoldCue({Cue::kExcept})) return;
  for (int i = c.begin; i + 2 < c.end; ++i) {
    if (!r.IsMark(i, '(') || !r.Is(i + 1, Cue::kExcept)) continue;
    bool part = false, named = false;
    int end = i + 2;
    for (; end < c.end && !r.IsAnyMark(end, "()"); ++end) {
      named = named || r.IsTermOf(end, kClinical);
      part = part || (!named && end < i + 6 && !PartWord(r.Word(end)).empty());
    }
    if (!part || end >= c.end || !r.IsMark(end, ')') || end < i + 7) continue;
    for (int k = i + 1; k < end; ++k) {
      r.at(k).term_kinds = 0;
      r.at(k).cue.reset();
    }
    i = end;
  }
}

void PassOverDemandOfExceptedPart(Reading& r, Clause sentence) {
  constexpr int kNear = 8;   // items
  if (!r.MayHoldCue({Cue::kExcept}) || !r.MayHoldCue({Cue::kMust, Cue::kMustNot})) return;
  const int except = r.FindCue(sentence.begin + 1, sentence.end, {Cue::kExcept});
  if (except < 0) return;
  int who = -1, last = except;
  bool part = false;
  for (int i = except + 1; i < std::min(sentence.end, except + kNear) && who < 0; ++i) {
    if (r.IsTermOf(i, kClinical)) return;
    part = part || (!PartWord(r.Word(i)).empty() && !PartNumber(r, i + 1, &last).empty());
    if (part && (r.Is(i, Cue::kWho) || r.WordIsAny(i, {"who", "which"}) || r.WordStarts(i, {"who ", "which "}))) who = i;
  }
  if (who < 0) return;
  for (int k = who; k < sentence.end; ++k) {
    r.at(k).term_kinds = 0;
    r.at(k).cue.reset();
  }
}

}  // namespace trialmatch::rules
