#ifndef TRIALMATCH_RULES_TEXT_OUTLINE_H_
#define TRIALMATCH_RULES_TEXT_OUTLINE_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/span.h"

namespace trialmatch::rules {

enum class Section : uint8_t { kInclusion, kExclusion };

// One item of the text: a bullet, a numbered point or a paragraph with its continuation lines.
struct OutlineItem {
  base::Span span;      // its own text with its marker ("* ", "1. "), without its children and without blank ends
  base::Span body;      // the same without the marker
  int parent = -1;      // index of the item it is nested under, or -1
  int depth = 0;        // 0: directly under a heading
  int heading = -1;     // index of the innermost heading above it, or -1
  Section section = Section::kInclusion;
  bool has_children = false;
};

// A line that names what follows ("Inclusion Criteria:", "Phase 2 cohort B:", "PRIOR CONCURRENT THERAPY:", "Chemotherapy:").
struct OutlineHeading {
  base::Span span;
  int parent = -1;             // the heading it stands under ("Cohort A" under "Inclusion criteria"), or -1
  enum class Kind : uint8_t {
    kSection,   // opens the inclusion or the exclusion list
    kSubject,   // names what the items are about ("Chemotherapy:", "Cardiac:"): context for reading them
    kScope,     // names for whom or when they hold ("Phase 2:", "For women:"): rules/parse/layout/scope.h reads it
    kTitle,     // neither ("KEY ELIGIBILITY")
  } kind = Kind::kTitle;
  Section section = Section::kInclusion;   // the section that holds below it
};

struct Outline {
  std::vector<OutlineHeading> headings;   // in text order
  std::vector<OutlineItem> items;         // in text order; a parent stands before its children
  base::Diagnostics diagnostics;
};

// Reads the layout of an eligibility text: CommonMark as the registry sends it, old indented lists, the NCI form ("DISEASE CHARACTERISTICS: …"),
// texts without headings. Every byte that is not white space (ASCII or Unicode) lies in exactly one heading's or one item's span. Linear time.
// - An item that ends with a colon is a lead-in; its list is its children. Nesting is at most 64 levels deep.
// - A heading in a sentence ("Patients with the following are excluded:") is a kSection below the one it stands in.
// - A subject of the NCI form with one statement stays one item ("Age: 18 and over").
// Diagnostics: outline.lost_heading (a line of only a colon or a gap, read as the exclusion heading), outline.combined_sections;
// rules/parse/record/misplaced.h adds outline.misplaced.
Outline ReadOutline(std::string_view text);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_OUTLINE_H_
