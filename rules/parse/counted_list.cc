#include "rules/parse/counted_list.h"

#include <algorithm>
#include <utility>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

// "of the following", "of:", "of these" at `i`.
bool IsOfList(const Reading& r, int i) {
  return r.WordStarts(i, {"of"}) && (r.Is(i + 1, Cue::kAllOf) || r.IsMark(i + 1, ':') || r.WordIsAny(i + 1, {"these", "following", "the following"}));
}

bool IsOneOf(const Reading& r, int i) { return r.Is(i, Cue::kAnyOf) && r.WordStarts(i, {"one", "1"}); }

// "Not more than one of", "fewer than 2 of".
bool IsAtMostSome(const Reading& r, int i) {
  const bool sign = r.IsComparison(i) && (r.at(i).comparison == Comparison::kLess || r.at(i).comparison == Comparison::kLessEqual);
  if (!sign && !r.IsAny(i, {Cue::kAtMost, Cue::kLessThan})) return false;
  return IsOneOf(r, i + 1) || (ReadCount(r, i + 1) && IsOfList(r, i + 2));
}

// "Two or more of", "at least 2 of", "more than one of".
bool IsSeveral(const Reading& r, int i) {
  if (r.Is(i, Cue::kMoreThan)) return IsOneOf(r, i + 1) || (ReadCount(r, i + 1) && IsOfList(r, i + 2));
  const std::optional<int> count = ReadCount(r, i);
  const int of = r.Is(i + 1, Cue::kAtLeast) ? i + 2 : i + 1;
  return count && *count >= 2 && *count <= 9 && IsOfList(r, of);
}

// "Criteria 1 to 3 and either 4 or 5": items by their numbers, some of them together and some not.
bool NamesItems(const Reading& r, int i, int end) {
  if (!r.WordStarts(i, {"criteri", "items"}) || !r.IsNumber(i + 1)) return false;
  int numbers = 1;
  bool together = false, either = false;
  for (int k = i + 2; k < end && !r.IsAnyMark(k, ":.;"); ++k) {
    numbers += r.IsNumber(k) ? 1 : 0;
    together = together || r.IsAny(k, {Cue::kAnd, Cue::kTo}) || r.IsMark(k, '-');
    either = either || r.IsAny(k, {Cue::kOr, Cue::kAnyOf});
  }
  return numbers >= 3 && together && either;
}

}  // namespace

bool CountsListOtherwise(const Reading& r, Clause lead, Section section) {
  for (int i = lead.begin; i < lead.end; ++i) {
    if (IsAtMostSome(r, i)) return section == Section::kInclusion;
    if (IsSeveral(r, i)) return section == Section::kExclusion || r.Is(i, Cue::kMoreThan);
    if (section == Section::kInclusion && NamesItems(r, i, lead.end)) return true;
  }
  return false;
}

bool NamesWaysByNumber(const Reading& r, Clause lead) {
  int numbers = 0;
  bool either = false, joined = false;
  for (int i = lead.begin; i < lead.end; ++i) {
    either = either || r.WordStarts(i, {"either"}) || IsOneOf(r, i);
    joined = joined || (numbers > 0 && r.Is(i, Cue::kOr));
    numbers += r.IsNumber(i) ? 1 : 0;
    const bool frame = r.IsNumber(i) || r.IsAnyMark(i, "-().:,/") || r.IsAny(i, {Cue::kOr, Cue::kMust, Cue::kFiller, Cue::kAnyOf}) ||
                       r.WordIsAny(i, {"met", "be met", "fulfilled", "satisfied", "apply", "applies", "meet", "fulfil", "fulfill"});
    if (!frame) return false;
  }
  return numbers >= 2 && either && joined;
}

void LeaveCountedOpen(const Reading& r, Clause sentence, size_t from, std::vector<Statement>* all) {
  if (!r.MayHoldCue({Cue::kAllOf, Cue::kMoreThan, Cue::kAtLeast}) || !CountsListOtherwise(r, sentence, Section::kExclusion)) return;
  for (size_t i = from; i < all->size(); ++i) {
    Statement& s = (*all)[i];
    if (s.empty || s.logistics || s.mood != Mood::kProhibits || s.content.kind == Expression::Kind::kOpaque || s.content.kind == Expression::Kind::kAlways) continue;
    s.content = Expression::All(std::move(s.content), Expression::Opaque(s.span));
    s.understood = Understood::kPartial;
  }
}

}  // namespace trialmatch::rules
