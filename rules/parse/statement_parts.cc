// Sentences of a criterion that are for a part of the study alone.
#include <algorithm>
#include <iterator>
#include <string_view>

#include "rules/parse/domains.h"
#include "rules/parse/layout/part_name.h"
#include "rules/parse/statement_list.h"

namespace trialmatch::rules {

namespace {

bool HasPartWord(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    if (r.WordStarts(i, {"escalation", "expansion", "optimi", "phase", "part", "cohort", "arm"}) || r.WordContains(i, {"escalation", "expansion", "optimi"})) return true;
  }
  return false;
}

}  // namespace

bool EndsWithPart(const Reading& r, Clause sentence) {
  int end = sentence.end;
  while (end > sentence.begin && r.IsMark(end - 1, '.')) --end;
  if (!r.IsMark(end - 1, ')')) return false;
  int open = end - 2;
  while (open > sentence.begin && open > end - 8 && !r.IsMark(open, '(')) --open;
  if (!r.IsMark(open, '(') || open <= sentence.begin) return false;
  for (int i = open + 1; i < end - 1; ++i) {
    const bool part = r.WordStarts(i, {"dose", "escalation", "expansion", "optimi", "phase", "part", "cohort", "arm", "only"}) || r.IsKind(i, Item::Kind::kMark) || r.IsNumber(i) || r.Word(i).size() <= 2 ||
                      r.IsAny(i, {Cue::kOr, Cue::kAnd});
    if (!part) return false;
  }
  bool clinical = false;
  for (int i = sentence.begin; i < open; ++i) clinical = clinical || r.IsTermOf(i, KindBits({TermKind::kDisease, TermKind::kGene, TermKind::kMutation, TermKind::kDrug, TermKind::kDrugClass}));
  return clinical && HasPartWord(r, open + 1, end - 1);
}

bool NumbersTumours(const Reading& r, int begin, int end) {
  constexpr WordPattern kSecond[] = {"ii"};
  if (!r.MayHoldWord(kSecond)) return false;
  int next = 0, tumours = 0;
  bool tumour = false, of_each = false;
  constexpr std::string_view kNumbers[] = {"i", "ii", "iii", "iv"};
  for (int i = begin; i < end; ++i) {
    if (next < 4 && r.WordIsText(i, kNumbers[next]) && r.IsAnyMark(i + 1, ".)") && (next > 0 || i <= begin + 1)) {
      tumours += tumour ? 1 : 0;
      tumour = false;
      ++next;
    }
    if (next == 0 && i > begin + 1) return false;
    tumour = tumour || r.IsTerm(i, TermKind::kDisease);
    of_each = of_each || r.IsAny(i, {Cue::kPrior, Cue::kNaive, Cue::kProgressed});
  }
  return next >= 3 && of_each && tumours + (tumour ? 1 : 0) >= 2;
}

bool AddsOtherTumours(const Reading& r, Clause sentence) {
  constexpr WordPattern kOther[] = {"other", "additional"};
  if (!r.MayHoldWord(kOther) || HasCue(r, sentence.begin, sentence.end, {Cue::kExcluded, Cue::kMustNot, Cue::kExcept, Cue::kNo, Cue::kPrior})) return false;
  bool other = false, tumour = false;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).lead || r.IsAnyMark(i, ",;:")) continue;
    const bool listed = r.WordStarts(i, {"listed", "named", "mentioned", "specified"}) && r.WordIsAny(i - 1, {"not", "not otherwise", "otherwise"});
    if (listed) return other && tumour;
    tumour = tumour || (other && (r.Is(i, Cue::kDiseaseWord) || r.IsTerm(i, TermKind::kDisease)));
    other = other || r.WordIsAny(i, kOther) || r.WordStarts(i, {"other "});
  }
  return false;
}

bool ExcludedFromPart(const Reading& r, Clause sentence) {
  constexpr int kLongestName = 8;
  int excluded = -1;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    const bool unfit = r.WordIsAny(i, {"ineligible for", "not eligible for", "are ineligible for", "is ineligible for", "are not eligible for"});
    if (unfit || (r.Is(i, Cue::kExcluded) && (r.Is(i + 1, Cue::kFor) || r.WordIsAny(i + 1, {"for", "from", "for the", "from the"})))) excluded = i;
  }
  if (excluded < 0 || sentence.end - excluded > kLongestName) return false;
  bool part = false;
  for (int i = excluded + 1; i < sentence.end; ++i) part = part || !PartWord(r.Word(i)).empty() || r.WordContains(i, {"escalation", "expansion"});
  return part && !r.at(sentence.begin).lead;
}

int PartBehindColon(const Reading& r, Clause sentence) {
  if (!r.MayHoldMark(":")) return -1;
  for (int i = sentence.begin + 1; i + 2 < sentence.end; ++i) {
    if (r.IsMark(i, ':') && ReadPartSentence(r, {i + 1, sentence.end}) == PartSentence::kLabelled) return i + 1;
  }
  return -1;
}

namespace {

// "a)", "(b)" behind a colon, a comma or a semicolon: the item where it begins, or -1.
int LetterAt(const Reading& r, int i, std::string_view letter) {
  if (r.at(i).lead || !r.IsMark(i + 1, ')') || !r.WordIsText(i, letter)) return -1;
  const int begin = r.IsMark(i - 1, '(') ? i - 1 : i;
  return r.IsMark(begin - 1, ':') || (letter != "a" && r.IsAnyMark(begin - 1, ",;")) ? begin : -1;
}

}  // namespace

Clauses SplitLettered(const Reading& r, const Clauses& sentences) {
  constexpr std::string_view kLetters[] = {"a", "b", "c", "d", "e", "f"};
  if (!r.MayHoldMark(")") || !r.MayHoldMark(":")) return sentences;
  Clauses out;
  for (const Clause& sentence : sentences) {
    int start = sentence.begin;
    size_t next = 0;
    for (int i = sentence.begin + 1; i + 1 < sentence.end && next < std::size(kLetters); ++i) {
      const int begin = LetterAt(r, i, kLetters[next]);
      if (begin <= start) continue;
      if (next++ == 0) continue;   // the words before the list stay with its first item
      out.push_back({start, begin - 1});
      start = i + 2;
    }
    out.push_back({start, sentence.end});
  }
  return out;
}

}  // namespace trialmatch::rules
