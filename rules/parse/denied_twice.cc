#include "rules/parse/denied_twice.h"

#include <utility>

#include "rules/parse/statement_list.h"

namespace trialmatch::rules {
namespace {

// The item of "must not" in a lead-in of which the list is what must not be, or -1.
int DenialInLead(const Reading& r, int begin, int own) {
  for (int i = begin; i < own; ++i) {
    if (r.Is(i, Cue::kMustNot) && r.FindCue(i, own, {Cue::kAnyOf, Cue::kAllOf}) >= 0) return i;
  }
  return -1;
}

}  // namespace

std::optional<Statement> ReadDeniedTwice(const Reading& r, int begin, int end) {
  int own = begin;
  while (own < end && r.at(own).lead) ++own;
  int first = own;
  while (first < end && r.IsKind(first, Item::Kind::kMark)) ++first;
  const bool denies = first < end && (r.IsAny(first, {Cue::kNo, Cue::kNot}) || r.WordStarts(first, {"no ", "not "}));
  if (own == begin || !denies) return std::nullopt;
  const int denial = DenialInLead(r, begin, own);
  if (denial < 0) return std::nullopt;
  Statement one = Unread(r, {own, end}, Section::kExclusion);
  if (const int brain = r.FindCue(begin, denial, {Cue::kCnsMetastasis}); brain >= 0) {
    one.content = Expression::All(Expression::OfLeaf(BrainLeaf{}, r.SpanOf(own, end - 1), "brain"), std::move(one.content));
    one.topic = Topic::kCns;
    one.understood = Understood::kPartial;
  }
  return one;
}

}  // namespace trialmatch::rules
