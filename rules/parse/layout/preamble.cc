#include "rules/parse/layout/preamble.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"

namespace trialmatch::rules {

namespace {

// "Patients without such a mutation will receive drug A": which arm is whose, not whom the study takes.
bool TellsWhatPartsGet(std::string_view words) {
  const auto says = [words](std::string_view word) { return base::ContainsIgnoreCase(words, word); };
  const bool gets = says(" will receive ") || says(" will be treated with ") || (says(" will be enrolled into ") && says("arms "));
  return gets && !says("who will ") && !says("must") && !says("eligib") && !says("require") && !says("inclusion") && !says("should");
}

// A line of nothing but ";" between the item and the list: copies of the registry put the study's description before it.
bool IsDescription(const Outline& outline, const OutlineItem& item, std::string_view text) {
  constexpr size_t kShortest = 80;
  if (item.heading >= 0 || item.has_children || item.body.size() < kShortest) return false;
  const auto list = std::find_if(outline.headings.begin(), outline.headings.end(), [&](const OutlineHeading& heading) {
    return heading.kind == OutlineHeading::Kind::kSection && heading.span.begin > item.span.begin;
  });
  if (list == outline.headings.end()) return false;
  const std::string_view between = text.substr(item.span.begin, list->span.begin - item.span.begin);
  if (between.find("\n ;\n") == std::string_view::npos && between.find("\n ;NA;\n") == std::string_view::npos) return false;
  std::string words(base::Slice(text, item.body));
  std::erase(words, '\n');   // lines begin with a blank
  const auto says = [&words](std::string_view word) { return base::ContainsIgnoreCase(words, word); };
  if (TellsWhatPartsGet(words)) return true;
  for (std::string_view whom : {"phase ", "evaluate the saf", "clinical study", "clinical trial", "objective", "populations of", "must", "eligib", "enrol", "recruit", "included", "inclusion", "criteria", " in patients", " in participants", " in subjects", " in adult", "who have", "who are"}) {
    if (says(whom)) return false;
  }
  for (std::string_view opener : {"this ", "a ", "an ", "patient", "participant", "subject", "adult", "men ", "women ", "all "}) {
    if (base::StartsWithIgnoreCase(words, opener)) return false;
  }
  return true;
}

}  // namespace

bool IsRationale(const Outline& outline, size_t i, std::string_view text) {
  constexpr size_t kShortest = 200;
  const OutlineItem& item = outline.items[i];
  if (IsDescription(outline, item, text)) return true;
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
