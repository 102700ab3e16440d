#include "rules/parse/lost_lines.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool IsUpper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool IsLower(char c) { return std::islower(static_cast<unsigned char>(c)) != 0; }

// A capital word behind a word that a statement may end with.
bool StartsLine(const Reading& r, int i) {
  const bool worded = r.IsKind(i, Item::Kind::kWord) || r.IsKind(i, Item::Kind::kTerm);
  if (!worded || !r.Has(i - 1) || !r.at(i).space_before) return false;
  const std::string_view word = r.Word(i), before = r.Word(i - 1);
  const bool capital = word.size() > 2 && IsUpper(word[0]) && IsLower(word[1]);
  const bool glue =
      r.IsKind(i - 1, Item::Kind::kComparison) ||
      (r.IsKind(i - 1, Item::Kind::kMark) && !r.IsMark(i - 1, ')')) ||
      r.IsAny(i - 1, {Cue::kOr, Cue::kAnd, Cue::kFiller, Cue::kFor, Cue::kWith, Cue::kTo, Cue::kNo,
                      Cue::kNot, Cue::kBefore, Cue::kPrior, Cue::kIncluding, Cue::kWithin}) ||
      (before.size() < 2 && !r.IsMark(i - 1, ')'));
  return capital && !glue;
}

bool NamesTherapy(const Reading& r, int i) {
  return r.Find(i, TermKind::kDrugClass) != nullptr || r.Is(i, Cue::kPrior) ||
         r.WordStarts(i, {"received", "treatment", "previous", "prior"});
}

// Where a line begins with a therapy between two times.
bool LiesBetweenTimes(const Reading& r, Clause sentence, int i) {
  const bool before = HasCue(r, sentence.begin, i, {Cue::kWithin}) && HasCue(r, sentence.begin, i, kLengths);
  return before && HasCue(r, i, sentence.end, {Cue::kWithin}) && NamesTherapy(r, i);
}

void CutLines(const Reading& r, Clause sentence, Clauses* out) {
  std::vector<int> lines;
  bool lost = false;
  for (int i = sentence.begin + 1; i < sentence.end; ++i) {
    if (r.at(i).lead || !StartsLine(r, i)) continue;
    const bool drug = r.Find(i, TermKind::kDrug) != nullptr && r.Find(i, TermKind::kDrugClass) == nullptr;
    if (drug) continue;
    lines.push_back(i);
    lost = lost || LiesBetweenTimes(r, sentence, i);
  }
  int begin = sentence.begin;
  if (lost) {
    for (const int line : lines) {
      out->push_back({begin, line});
      begin = line;
    }
  }
  out->push_back({begin, sentence.end});
}

}  // namespace

Clauses SplitLostLines(const Reading& r, const Clauses& sentences) {
  if (!r.MayHoldCue({Cue::kWithin})) return sentences;
  Clauses out;
  for (const Clause sentence : sentences) CutLines(r, sentence, &out);
  return out;
}

}  // namespace trialmatch::rules
