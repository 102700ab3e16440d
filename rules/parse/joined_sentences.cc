#include "rules/parse/joined_sentences.h"

#include <algorithm>

#include "rules/parse/domains.h"
#include "rules/parse/turn_words.h"

namespace trialmatch::rules {
namespace {

// The comma of the only ", or" behind the first words, where no other comma stands before it outside of brackets; or -1.
int CommaBeforeOr(const Reading& r, Clause c) {
  int depth = 0;
  for (int i = c.begin + 1; i + 2 < c.end; ++i) {
    depth += r.IsMark(i, '(') ? 1 : r.IsMark(i, ')') ? -1 : 0;
    if (depth == 0 && r.IsMark(i, ',') && !r.at(i).lead) return r.Is(i + 1, Cue::kOr) ? i : -1;
  }
  return -1;
}

bool TellsStopForToxicity(const Reading& r, int begin, int end) {
  if (!r.WordStarts(begin, {"discontinuation", "permanent discontinuation"})) return false;
  for (int i = begin; i < end; ++i) {
    if (r.WordContains(i, {"toxic", "adverse", "intoleran", "side effect"})) return true;
  }
  return false;
}

enum class Label : uint8_t { kNone, kSome, kLater };   // kLater: another stands before it

// "Cohort 1 (", "untreated cohort:", at the start of the sentence.
Label LabelOf(const Reading& r, Clause c) {
  constexpr WordPattern kParts[] = {"cohort", "arm", "group", "exp", "part"};
  constexpr int kLongest = 6;  // items
  while (c.begin < c.end && r.at(c.begin).lead) ++c.begin;
  if (r.IsMark(c.begin + 1, '.')) c.begin += 2;   // "i. EXP-1: ..."
  for (int i = c.begin; i < std::min(c.end, c.begin + kLongest); ++i) {
    if (!r.WordIsAny(i, kParts)) continue;
    if (r.IsMark(i + 1, ':')) return i > c.begin ? Label::kLater : Label::kSome;
    const int number = r.IsMark(i + 1, '-') ? i + 2 : i + 1;
    const bool labels = i == c.begin && number + 1 < c.end && (r.IsNumber(number) || r.at(number).span.size() <= 2) && r.IsAnyMark(number + 1, "(:");
    return !labels ? Label::kNone : r.WordIsAny(number, {"2", "b"}) && !r.WordIs(i, "part") ? Label::kLater : Label::kSome;
  }
  return Label::kNone;
}

// Behind the comma at `i`: few words, then the permission.
bool PermitsBehind(const Reading& r, int i, int end) {
  constexpr int kFarthest = 6;  // items
  for (int k = i + 2; k < std::min(end, i + kFarthest); ++k) {
    if (r.IsAnyMark(k, ",;()") || r.IsAny(k, {Cue::kAnd, Cue::kOr})) return false;
    if (r.Is(k, Cue::kNotRequired)) return true;
    if (r.Is(k, Cue::kPermitted)) return r.Is(k + 1, Cue::kOnly) || r.WordContains(k, {"exempt"}) || r.WordIsAny(i + 1, {"t1", "t2", "t3", "t4", "n0", "n1", "n2", "n3"});
  }
  return false;
}

}  // namespace

Clauses SplitJoinedEvents(const Reading& r, const Clauses& sentences) {
  if (!r.MayHoldCue({Cue::kOr}) || !r.MayHoldMark(",")) return sentences;
  Clauses out;
  for (const Clause c : sentences) {
    const int comma = CommaBeforeOr(r, c);
    const bool own_condition = comma > 0 && !HasCue(r, c.begin, comma, {Cue::kIf, Cue::kUnless, Cue::kNo, Cue::kNot}) && !r.Is(comma + 2, Cue::kIf) && HasCue(r, comma + 3, c.end, {Cue::kIf}) &&
                               NamesSomethingClinical(r, comma, FindCue(r, comma, c.end, {Cue::kIf}), {TermKind::kCondition, TermKind::kLab});
    if (comma < 0 || (!own_condition && !TellsStopForToxicity(r, comma + 2, c.end))) {
      out.push_back(c);
      continue;
    }
    out.push_back({c.begin, comma});
    out.push_back({comma + 2, c.end});
  }
  return out;
}

Clauses SplitSplicedPermission(const Reading& r, const Clauses& sentences) {
  if (!r.MayHoldCue({Cue::kPermitted, Cue::kNotRequired}) || !r.MayHoldMark(",")) return sentences;
  Clauses out;
  for (Clause c : sentences) {
    int depth = 0;
    for (int i = c.begin + 1; i + 2 < c.end; ++i) {
      depth += r.IsMark(i, '(') ? 1 : r.IsMark(i, ')') ? -1 : 0;
      if (depth != 0 || !r.IsMark(i, ',') || r.at(i).lead || HasCue(r, c.begin, i, {Cue::kPermitted, Cue::kNotRequired, Cue::kIf, Cue::kUnless, Cue::kExcept})) continue;
      if (!HasCue(r, c.begin, i, {Cue::kStage, Cue::kMust}) || !PermitsBehind(r, i, c.end)) continue;
      out.push_back({c.begin, i});
      c.begin = i + 1;
      break;
    }
    out.push_back(c);
  }
  return out;
}

bool IsOneOfCohorts(const Reading& r, const Clauses& sentences, size_t k) {
  if (sentences.size() < 2) return false;
  const auto labelled = [&](Clause c) { return LabelOf(r, c) != Label::kNone; };
  // The label of the first may stand as that of the whole item.
  const bool first = LabelOf(r, sentences[1]) == Label::kLater;
  if (!labelled(sentences[k])) return k == 0 && first;
  return first || std::count_if(sentences.begin(), sentences.end(), labelled) > 1;
}

}  // namespace trialmatch::rules
