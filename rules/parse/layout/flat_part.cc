#include <utility>

#include "rules/parse/layout/item_context.h"

namespace trialmatch::rules {

void FlatPart::Enter(const Outline& outline, size_t i, const Reading& r, Clause words,
                     bool labelled, const std::vector<int>& cohorts) {
  constexpr int kLongestTitle = 18;
  const OutlineItem& item = outline.items[i];
  const bool marked = item.body.begin > item.span.begin;
  const bool beside_part = std::exchange(after_part_, marked && labelled);
  if (open_ && marked) return;
  bool any_item = false;
  for (int k = std::max(0, words.begin - 8); k < words.begin; ++k)
    any_item = any_item || r.WordStarts(k, {"specific to", "applicable to"}) ||
               (r.WordStarts(k, {"specific", "applicable"}) && r.WordIs(k + 1, "to"));
  // "Arm B: subjects who meet any of the following are also not allowed": a list of paragraphs.
  const bool announces = !marked && labelled && item.section == Section::kExclusion &&
                         r.FindCue(words.begin, words.end, {Cue::kExcluded, Cue::kMustNot}) >= 0 &&
                         r.FindCue(words.begin, words.end, {Cue::kAnyOf, Cue::kAllOf}) >= 0;
  any_item = any_item || announces;
  if (open_ && any_item_ && !labelled && item.heading == heading_ && item.section == section_)
    return;
  open_ = false;
  if (marked || (beside_part && outline.items[i - 1].parent < 0) || !labelled ||
      !r.IsAnyMark(words.begin - 1, ":-") || item.has_children ||
      (words.end - words.begin > kLongestTitle && !announces) || i + 1 >= outline.items.size())
    return;
  const OutlineItem& next = outline.items[i + 1];
  const bool list = next.parent < 0 && next.heading == item.heading &&
                    next.section == item.section && (any_item || next.body.begin > next.span.begin);
  const bool statement = r.IsAnyMark(words.end - 1, ".;,") ||
                         r.FindCue(words.begin, words.end,
                                   {Cue::kMust, Cue::kMustNot, Cue::kPermitted, Cue::kExcluded,
                                    Cue::kAllOf, Cue::kAnyOf}) >= 0;
  if (!list || (statement && !announces)) return;
  open_ = true;
  any_item_ = any_item;
  heading_ = item.heading;
  section_ = item.section;
  cohorts_ = cohorts;
}

const std::vector<int>* FlatPart::Around(const OutlineItem& item, std::string_view text) const {
  const bool marked = item.body.begin > item.span.begin;
  const std::string_view words = base::Slice(text, item.body);
  const bool next_part =
      !marked && (words.starts_with("Specific to") || words.starts_with("Applicable to"));
  const bool inside = open_ && item.heading == heading_ && item.section == section_ &&
                      (marked || (any_item_ && !next_part));
  return inside ? &cohorts_ : nullptr;
}

}  // namespace trialmatch::rules
