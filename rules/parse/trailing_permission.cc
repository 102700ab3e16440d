#include "rules/parse/trailing_permission.h"

#include "rules/parse/domains.h"
#include "rules/parse/turn_words.h"

namespace trialmatch::rules {
namespace {

bool NamesTumour(const Reading& r, int from, int to) {
  for (int i = from; i < to; ++i) {
    const bool tumour = r.IsTerm(i, TermKind::kDisease) && !r.IsTerm(i, TermKind::kCondition) && !r.Is(i, Cue::kCnsMetastasis);
    if (tumour || r.IsTerm(i, TermKind::kGene) || r.Is(i, Cue::kStage)) return true;
  }
  return false;
}

bool NamesWhatMayCome(const Reading& r, int from, int to) {
  for (int i = from; i < to; ++i) {
    if (r.IsAny(i, {Cue::kCnsMetastasis, Cue::kLeptomeningeal}) || r.IsTermOf(i, KindBits({TermKind::kDrug, TermKind::kDrugClass}))) return true;
  }
  return false;
}

// "T4 allowed", "N3 permitted": one category, right before the word at `permit`.
bool NamesCategory(const Reading& r, int comma, int permit) {
  const std::string_view word = comma + 2 == permit ? r.Word(comma + 1) : std::string_view();
  return word.size() >= 2 && word.size() <= 3 && (word[0] == 'T' || word[0] == 'N') && word[1] >= '0' && word[1] <= '4';
}

}  // namespace

int TrailingPermission(const Reading& r, int begin, int end) {
  if (!r.MayHoldCue({Cue::kPermitted})) return -1;
  const int permit = FindCue(r, begin, end, {Cue::kPermitted});
  if (permit <= begin + 2 || !r.WordContains(permit, {"allowed", "permitted", "acceptable"})) return -1;
  const bool closes = permit + 1 == end || r.IsAny(permit + 1, {Cue::kIf, Cue::kUnless, Cue::kOnly}) || r.IsKind(permit + 1, Item::Kind::kMark);
  if (!closes || HasCue(r, begin, permit, {Cue::kExcept, Cue::kIf, Cue::kUnless, Cue::kNot, Cue::kNo, Cue::kWithout, Cue::kWho, Cue::kMust})) return -1;
  int at = -1, depth = 0;
  for (int k = permit - 1; k > begin && at < 0; --k) {
    if (r.at(k).lead) return -1;
    if (r.IsMark(k, ')')) ++depth;
    if (r.IsMark(k, '(') && --depth < 0) return -1;
    if (depth == 0 && r.IsMark(k, ',')) at = k;
    // "Brain and leptomeningeal metastases", "chemotherapy or radiation": one list of what may come.
    if (depth == 0 && (r.Is(k, Cue::kWith) || r.WordIs(k, "with")) && HasCue(r, k, permit, {Cue::kCnsMetastasis}) && NamesTumour(r, k - 1, k)) at = k;
  }
  if (at < 0 || r.IsAny(at + 1, {Cue::kOr, Cue::kAnd}) || !NamesTumour(r, begin, at) || NamesWhatMayCome(r, begin, begin + 1)) return -1;
  return (NamesWhatMayCome(r, at, permit) || NamesCategory(r, at, permit)) && !NamesTumour(r, at, permit) ? at : -1;
}

bool AllowsCategory(const Reading& r, Clause sentence) {
  return r.IsMark(sentence.begin - 1, ',') && r.Is(sentence.begin + 1, Cue::kPermitted) && NamesCategory(r, sentence.begin - 1, sentence.begin + 1);
}

int DenialBehindPermission(const Reading& r, int begin, int end) {
  const int permit = r.MayHoldMark(",") ? FindCue(r, begin, end, {Cue::kPermitted}) : -1;
  for (int i = permit + 1; permit >= 0 && i + 2 < end; ++i) {
    if (r.IsAnyMark(i, "(;") || r.IsAny(i, {Cue::kPermitted, Cue::kOr})) return -1;
    if (r.IsMark(i, ',') && r.Is(i + 1, Cue::kNo)) return i;
  }
  return -1;
}

bool ButTellsTheSame(const Reading& r, int begin, int i, int end) {
  const auto people = [&](int k) {
    return r.WordStarts(
        k, {"patient", "those", "women", "men"});
  };
  if (!r.WordIs(i, "but") || !people(begin)) return false;
  const int permitted = FindCue(r, i, end, {Cue::kPermitted});
  if (permitted < 0 ||
      HasCue(r, begin, i, {Cue::kExcluded, Cue::kMust, Cue::kMustNot, Cue::kPermitted}))
    return false;
  bool lab = false;
  for (int k = i + 1; k < permitted; ++k) {
    if (people(k) || r.IsAny(k, {Cue::kMust, Cue::kExcluded, Cue::kIf})) return false;
    lab = lab || r.IsTerm(k, TermKind::kLab);
  }
  return lab;
}

int BracketOfWhatCounts(const Reading& r, int begin, int end) {
  constexpr WordPattern kCounts[] = {"count", "considered"};
  if (!r.MayHoldMark("(") || end - begin < 6 || !r.IsMark(end - 1, ')')) return -1;
  int open = end - 2, counts = -1;
  while (open > begin && !r.IsAnyMark(open, "()")) {
    if (r.WordStarts(open, kCounts) || (r.Is(open, Cue::kNotRequired) && r.WordContains(open, kCounts))) counts = open;
    --open;
  }
  if (counts < 0 || open <= begin || !r.IsMark(open, '(') || r.at(open).lead || HasCue(r, open, end, {Cue::kIf, Cue::kUnless, Cue::kExcept, Cue::kWithin, Cue::kMust})) return -1;
  // "Systemic treatment (replacement therapy is not considered a form of it)".
  if (r.Is(counts, Cue::kNotRequired) && r.WordContains(counts, {"considered"})) return open;
  return HasCue(r, begin, open, {Cue::kLine}) && HasCue(r, open, counts, {Cue::kAdjuvant, Cue::kNeoadjuvant, Cue::kPerioperative, Cue::kMaintenance}) ? open : -1;
}

int TrailingExclusion(const Reading& r, int begin, int end) {
  if (!r.MayHoldMark(",") || !r.MayHoldCue({Cue::kExcluded, Cue::kMustNot})) return -1;
  while (end > begin && r.IsAnyMark(end - 1, ".;")) --end;
  if (end <= begin + 3 || !r.IsAny(end - 1, {Cue::kExcluded, Cue::kMustNot}) || HasCue(r, begin, end, {Cue::kIf, Cue::kUnless, Cue::kExcept})) return -1;
  constexpr int kLongest = 9;  // items
  int at = -1;
  for (int k = end - 2, depth = 0; k > begin && k > end - kLongest && at < 0; --k) {
    depth += r.IsMark(k, ')') ? 1 : r.IsMark(k, '(') ? -1 : 0;
    if (r.at(k).lead || depth < 0) return -1;
    if (depth == 0 && r.IsMark(k, ',')) at = k;
  }
  if (at < 0 || r.IsAny(at + 1, {Cue::kOr, Cue::kAnd}) || !NamesTumour(r, begin, at)) return -1;
  if (HasCue(r, begin, at, {Cue::kExcluded, Cue::kMust, Cue::kMustNot, Cue::kPermitted, Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kPrior})) return -1;
  // "Patients with small cell, large cell or sarcomatoid histology are excluded": one list.
  for (int k = begin; k < at; ++k) {
    if (IsPeople(r, k) || r.WordStarts(k, {"patients"})) return -1;
  }
  // "EGFR, ALK, ROS1 alterations are not permitted".
  if (HasCue(r, at, end, {Cue::kOr}) || (r.IsTerm(at - 1, TermKind::kGene) && r.IsTerm(at + 1, TermKind::kGene))) return -1;
  const bool codes = r.at(at + 1).may_be_code || r.IsTermOf(at + 1, KindBits({TermKind::kSetting, TermKind::kCondition}));
  return codes || NamesTumour(r, at, end) || NamesWhatMayCome(r, at, end) ? at : -1;
}

}  // namespace trialmatch::rules
