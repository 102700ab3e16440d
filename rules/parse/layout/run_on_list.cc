#include "rules/parse/layout/run_on_list.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

// The colon behind "the following", "one of", "including", or -1.
int AnnouncingColon(const Reading& r, Clause c) {
  for (int i = c.begin + 2; i + 4 < c.end; ++i) {
    if (!r.IsMark(i, ':') || r.at(i).lead) continue;
    for (int k = std::max(c.begin, i - 6); k < i; ++k) {
      if (r.IsAny(k, {Cue::kAnyOf, Cue::kAllOf, Cue::kIncluding}) || r.WordContains(k, {"following"})) return i;
    }
    return -1;
  }
  return -1;
}

// A capital behind a small letter or a bracket, or a dash that stands apart.
bool StartsMember(const Reading& r, int i) {
  const std::string_view word = r.Word(i), before = r.Word(i - 1);
  if (word.size() < 3 || before.empty() || !r.at(i).space_before) return false;
  const bool capital = std::isupper(static_cast<unsigned char>(word[0])) != 0 && std::islower(static_cast<unsigned char>(word[1])) != 0;
  const bool behind = r.IsMark(i - 1, ')') || before.back() == '%' || std::islower(static_cast<unsigned char>(before.back())) != 0;
  return capital && behind && !r.IsAny(i - 1, {Cue::kOr, Cue::kAnd, Cue::kFiller, Cue::kFor, Cue::kWith, Cue::kTo, Cue::kNo, Cue::kNot, Cue::kBefore, Cue::kPrior}) && !r.IsTerm(i, TermKind::kDrug);
}

}  // namespace

int RunOnListAt(const Reading& r, Clause c) {
  constexpr int kFewestMembers = 2;   // behind the first
  if (!r.MayHoldMark(":")) return -1;
  const int colon = AnnouncingColon(r, c);
  const bool eligible = r.WordIs(c.begin, "eligible");
  if (colon < 0 || HasCue(r, c.begin, colon, {Cue::kNo, Cue::kNot, Cue::kNaive, Cue::kWithout, Cue::kExcept, Cue::kUnless, Cue::kMustNot, Cue::kExcluded})) return -1;
  // "Eligible tumor types include:", and not "the following are eligible:".
  if (HasCue(r, eligible ? c.begin + 1 : c.begin, colon, {Cue::kPermitted})) return -1;
  for (int i = c.begin; i < colon; ++i) {
    if (r.WordContains(i, {"measurable"}) || (r.Is(i, Cue::kIncluding) && r.WordContains(i, {"limited"})) || (r.WordStarts(i, {"no ", "not "}) && !r.Is(i, Cue::kAtMost))) return -1;
  }
  // Of values that must all hold it matters little where one ends.
  const bool of_some = HasCue(r, c.begin, colon, {Cue::kAnyOf}) || HasCue(r, std::max(c.begin, colon - 8), colon, {Cue::kAtMost});
  // "..., including: A B C" names examples of a tumour that has been told.
  const bool names = eligible || of_some || !HasCue(r, std::max(c.begin, colon - 6), colon, {Cue::kIncluding});
  int members = 0, commas = 0, dashes = 0, depth = 0;
  bool apart = false;  // one of the members stands behind a small word: "Breast Cancer Center" is a name
  bool more = false;   // than the names of tumours
  bool tumour = false;
  for (int i = colon + 1; i < c.end; ++i) {
    if (r.IsMark(i, '(')) ++depth;
    if (r.IsMark(i, ')')) --depth;
    const bool dash = r.IsMark(i, '-') && r.at(i).space_before && r.Has(i + 1) && r.at(i + 1).space_before;
    if (r.IsAnyMark(i, ";*") || (dash && !of_some) || (!of_some && r.IsTerm(i, TermKind::kLab))) return -1;
    const bool starts = depth == 0 && i > colon + 1 && (dash || StartsMember(r, i));
    members += starts ? 1 : 0;
    dashes += starts && dash ? 1 : 0;
    commas += r.IsMark(i, ',') && depth == 0 ? 1 : 0;
    apart = apart || dash || (starts && std::isupper(static_cast<unsigned char>(r.Word(i - 1)[0])) == 0);
    more = more || (starts && !tumour && names);
    tumour = (tumour && !starts) || r.IsTerm(i, TermKind::kDisease);
    more = more || r.IsAny(i, {Cue::kStage, Cue::kProgressed, Cue::kResponse, Cue::kPerformanceStatus, Cue::kEcog, Cue::kKarnofsky, Cue::kPrior}) || r.IsTerm(i, TermKind::kDrugClass) || r.WordContains(i, {"effusion"}) ||
           (r.IsTerm(i, TermKind::kCondition) && !r.IsTerm(i, TermKind::kDisease));
  }
  return (more || (!tumour && names)) && apart && members >= kFewestMembers && (commas < members || dashes >= kFewestMembers) ? colon + 1 : -1;
}

}  // namespace trialmatch::rules
