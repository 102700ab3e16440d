#include "rules/parse/layout/preamble.h"

#include <algorithm>

#include "base/ascii.h"

namespace trialmatch::rules {

bool IsRationale(const Outline& outline, size_t i, std::string_view text) {
  constexpr size_t kShortest = 200;
  const OutlineItem& item = outline.items[i];
  if (item.heading >= 0 || item.parent >= 0 || item.body.begin != item.span.begin || item.has_children || item.body.size() < kShortest) return false;
  const bool before_list = std::any_of(outline.headings.begin(), outline.headings.end(), [&](const OutlineHeading& heading) {
    return heading.kind == OutlineHeading::Kind::kSection && heading.section == Section::kInclusion && heading.span.begin > item.span.begin;
  });
  if (!before_list) return false;
  const std::string_view words = base::Slice(text, item.body);
  const auto says = [words](std::string_view word) { return base::ContainsIgnoreCase(words, word); };
  for (std::string_view asks : {"must", "eligib", "will enrol", "are enrol", "be enrol", "be included", "inclusion", "exclusion", "criteria", "required", "should have", "who have"}) {
    if (says(asks)) return false;
  }
  for (std::string_view told : {"purpose", " aim", "objective", "phase ", "this study", "this trial", "the study", "a study in", "evaluating", "-in-", "first in", "goal", "study to", "to study", "study of the", "-blind", "randomi"}) {
    if (says(told)) return false;
  }
  for (std::string_view whom : {"this ", "a ", "an ", "the study", "the trial", "patient", "participant", "subject", "adult", "men ", "women ", "all "}) {
    if (base::StartsWithIgnoreCase(words, whom)) return false;
  }
  return says("study") || says("trial");
}

}  // namespace trialmatch::rules
