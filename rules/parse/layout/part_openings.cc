#include "rules/parse/layout/part_openings.h"

#include <algorithm>
#include <utility>

#include "rules/parse/layout/part_label.h"
#include "rules/parse/layout/part_name.h"
#include "rules/parse/part_demands.h"

namespace trialmatch::rules {
namespace {

int FirstWord(const Reading& r, Clause own) {
  int first = own.begin;
  while (first < own.end && r.IsKind(first, Item::Kind::kMark)) ++first;
  return first;
}

// The parts that an item does not hold for, and the item behind their colon or comma.
struct Excepted {
  ScopeLabel parts;
  int behind = -1;
};

Excepted PartsExcepted(const Reading& r, Clause own) {
  constexpr int kLongest = 14;  // items
  int except = FirstWord(r, own);
  while (except < std::min(own.end, own.begin + 4) && !r.Is(except, Cue::kExcept)) {
    if (!r.WordStarts(except, {"all", "both"}) && PartWord(r.Word(except)).empty()) return {};
    ++except;
  }
  if (!r.Is(except, Cue::kExcept)) return {};
  int first = except + 1;
  while (first < own.end && r.WordIsAny(first, {"for", "in", "the", "for the", "in the"})) ++first;
  Excepted found;
  for (int i = first + 1; i < std::min(own.end - 1, first + kLongest); ++i) {
    if (!r.IsAnyMark(i, ":,") || !IsOnlyLabel(r, first - 1, i)) continue;
    found.parts = ReadScopeLabel(r, first, i, LabelPlace::kHeading);
    found.behind = i + 1;
  }
  return found.parts.step ? Excepted{} : found;
}

// "NSCLC participants in Part D (with drug A) must ...".
struct ThoseInPart {
  ScopeLabel part;
  std::optional<Expression> tumour;
  int demand = -1;
};

ThoseInPart TumourInPart(Reading& r, Clause own) {
  constexpr int kLongestName = 6, kLongest = 24;  // items
  constexpr WordPattern kPeople[] = {"patient"};
  const int first = FirstWord(r, own);
  int people = first;
  while (people < std::min(own.end, first + kLongestName) && !r.WordStarts(people, kPeople))
    ++people;
  if (people == first || !r.WordStarts(people, kPeople)) return {};
  const int in = people + (r.WordStarts(people + 1, {"enrol"}) ? 2 : 1);
  if (!r.WordIsAny(in, {"in", "in the", "into"})) return {};
  int must = in + 1;
  while (must < std::min(own.end, in + kLongest) && !r.IsAnyMark(must, ".;:") &&
         !r.IsAny(must, {Cue::kMust, Cue::kMustNot}))
    ++must;
  if (!r.IsAny(must, {Cue::kMust, Cue::kMustNot}) || PartWord(r.Word(in + 1)).empty()) return {};
  ThoseInPart found;
  found.part = ReadScopeLabel(r, in + 1, must, LabelPlace::kHeading);
  if (found.part.empty() || found.part.step) return {};
  found.tumour = TumourOfPart(r, {first, people});
  if (found.tumour) found.demand = must;
  return found;
}

// "Subjects with rare tumors (Cohort 10 only) Histologically confirmed ...": a title that lost its colon.
ThoseInPart TitledPart(Reading& r, Clause own) {
  constexpr int kLongestName = 8, kLongestBracket = 8;  // items
  const int first = FirstWord(r, own);
  int open = first;
  while (open < std::min(own.end, first + kLongestName) && !r.IsAnyMark(open, "(:.;,")) ++open;
  int close = open + 1;
  while (close < std::min(own.end, open + kLongestBracket) && !r.IsAnyMark(close, "()")) ++close;
  if (open == first || !r.IsMark(open, '(') || !r.IsMark(close, ')') || close + 2 >= own.end ||
      !r.Is(close - 1, Cue::kOnly) || r.IsKind(close + 1, Item::Kind::kMark))
    return {};
  const char next = r.Word(close + 1)[0];
  if (next < 'A' || next > 'Z' || r.FindCue(first, open, {Cue::kMust, Cue::kMustNot, Cue::kNo}) >= 0)
    return {};
  ThoseInPart found;
  found.part = ReadScopeLabel(r, open + 1, close, LabelPlace::kHeading);
  if (found.part.empty() || found.part.step) return {};
  found.tumour = TumourOfPart(r, {first, open});
  found.demand = close + 1;
  return found;
}

// "Participants must, for Arm D, have ...": the part stands between the demand and what is demanded.
ThoseInPart PartBehindDemand(Reading& r, Clause own) {
  constexpr int kLongestName = 4, kLongestLabel = 8;  // items
  const int first = FirstWord(r, own);
  int must = first;
  while (must < std::min(own.end, first + kLongestName) && !r.Is(must, Cue::kMust)) ++must;
  const int opens = must + 2;
  if (!r.Is(must, Cue::kMust) || !r.IsMark(must + 1, ',') ||
      !(r.Is(opens, Cue::kFor) || r.WordIsAny(opens, {"for", "in"})))
    return {};
  int comma = opens + 1;
  while (comma < std::min(own.end, opens + kLongestLabel) && !r.IsAnyMark(comma, ",.;:")) ++comma;
  if (!r.IsMark(comma, ',') || PartWord(r.Word(opens + 1)).empty()) return {};
  ThoseInPart found;
  found.part = ReadScopeLabel(r, opens + 1, comma, LabelPlace::kHeading);
  if (!found.part.empty() && !found.part.step) found.demand = comma + 1;
  return found;
}

}  // namespace

std::optional<Clause> TakePartOpening(Reading& r, Clause own, CohortTable* table,
                                      std::vector<Cohort>* cohorts, ItemContext* context,
                                      std::optional<Expression>* tumour) {
  if (Excepted excepted = PartsExcepted(r, own); excepted.behind > own.begin) {
    context->not_for.push_back(std::move(excepted.parts));
    r.UseRange(own.begin, excepted.behind - 1);
    return Clause{excepted.behind, own.end};
  }
  ThoseInPart those = TumourInPart(r, own);
  if (those.demand <= own.begin) those = TitledPart(r, own);
  if (those.demand <= own.begin) those = PartBehindDemand(r, own);
  if (those.demand > own.begin) {
    context->labelled = true;
    context->cohorts = table->Resolve(those.part, context->cohorts, *cohorts);
    *tumour = std::move(those.tumour);
    r.UseRange(own.begin, those.demand - 1);
    return Clause{those.demand, own.end};
  }
  return std::nullopt;
}

bool EachSentenceHasItsPart(const Reading& r, Clause own) {
  int begin = own.begin, sentences = 0;
  for (int i = own.begin; i < own.end; ++i) {
    const bool last = i + 1 == own.end;
    if (!r.IsAnyMark(i, ".;") && !last) continue;
    if (ReadTrailingPart(r, begin, i + 1).empty()) return false;
    ++sentences;
    begin = i + 1;
  }
  return sentences > 1;
}

ScopeLabel ReadPartBehindColon(const Reading& r) {
  int name = 0;
  while (name < r.size() && !r.IsMark(name, ':')) ++name;
  for (++name; name < r.size() && (r.IsNumber(name) || r.IsMark(name, '+')); ++name) {
  }
  return name < r.size() ? ReadNamedPart(r, name, r.size()) : ScopeLabel{};
}

}  // namespace trialmatch::rules
