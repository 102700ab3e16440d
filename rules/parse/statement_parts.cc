// Sentences of a criterion that are for a part of the study alone.
#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

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

// The words [begin, end) before the list say nothing of how or when its items count.
bool IsPlainLead(const Reading& r, int begin, int end) {
  constexpr CueSet kPlain = {Cue::kFiller, Cue::kAllOf, Cue::kAnyOf, Cue::kIncluding, Cue::kWith, Cue::kWho, Cue::kPrior, Cue::kExcluded, Cue::kAnd, Cue::kOr, Cue::kBefore, Cue::kReference};
  for (int i = begin; i < end; ++i) {
    const bool people = r.WordStarts(i, {"patient", "those", "patients", "history"});
    if (!r.at(i).aside && !people && !r.IsAny(i, kPlain) && !r.IsAnyMark(i, ",:-")) return false;
  }
  return true;
}

// "Within 4 weeks: a) chemotherapy, b) surgery within 2 weeks": only the time is told before, and each later item tells its own.
bool TellsTimeItself(const Reading& r, Clause lead, const std::vector<Clause>& items) {
  constexpr CueSet kUnits = {Cue::kDay, Cue::kWeek, Cue::kMonth, Cue::kYear, Cue::kHalfLives};
  for (int i = lead.begin; i < lead.end; ++i) {
    const bool time = r.IsNumber(i) || r.IsAny(i, kUnits) || r.IsAny(i, {Cue::kWithin, Cue::kSince, Cue::kAtLeast, Cue::kLessThan});
    if (!time && !IsPlainLead(r, i, i + 1)) return false;
  }
  return std::all_of(items.begin() + 1, items.end(), [&](Clause item) { return HasCue(r, item.begin, item.end, kUnits); });
}

// The sentence cut before its letters, as far as what stands before the list is not lost to the later ones.
std::vector<Clause> LetteredItems(const Reading& r, Clause sentence) {
  constexpr std::string_view kLetters[] = {"a", "b", "c", "d", "e", "f"};
  std::vector<Clause> items;
  int lead = -1;
  for (int i = sentence.begin + 1, next = 0; i + 1 < sentence.end && next < std::ssize(kLetters); ++i) {
    const int begin = LetterAt(r, i, kLetters[next]);
    if (begin <= sentence.begin) continue;
    if (next++ == 0) {
      lead = begin;
      items.push_back(sentence);
    } else {
      items.back().end = begin - 1;
      items.push_back({i + 2, sentence.end});
    }
  }
  const bool cut = items.size() > 1 && (IsPlainLead(r, sentence.begin, lead) || TellsTimeItself(r, {sentence.begin, lead}, items));
  return cut ? items : std::vector<Clause>{sentence};
}

}  // namespace

Clauses SplitLettered(const Reading& r, const Clauses& sentences) {
  if (!r.MayHoldMark(")") || !r.MayHoldMark(":")) return sentences;
  Clauses out;
  for (const Clause& sentence : sentences) {
    for (const Clause& item : LetteredItems(r, sentence)) out.push_back(item);
  }
  return out;
}

}  // namespace trialmatch::rules
