#ifndef TRIALMATCH_TESTS_SUPPORT_OUTLINE_DUMP_H_
#define TRIALMATCH_TESTS_SUPPORT_OUTLINE_DUMP_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/text/layout.h"
#include "rules/text/outline.h"

namespace trialmatch::testing {

// White space as one space each: an item of several lines on one.
inline std::string OneLine(std::string_view text) {
  std::string line;
  for (char c : text) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!space) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  return line;
}

// One line a heading ("# section exclusion [Exclusion criteria:]", two spaces for each heading above it) or item ("- exclusion [body]", two
// spaces for each level, "+" for an item with children), in text order; then the diagnostics.
inline std::string DumpOutline(std::string_view text, const rules::Outline& outline) {
  static constexpr const char* kKinds[] = {"section", "subject", "scope", "title"};
  const auto section = [](rules::Section which) {
    return which == rules::Section::kExclusion ? " exclusion" : " inclusion";
  };
  std::string out;
  size_t heading = 0, item = 0;
  while (heading < outline.headings.size() || item < outline.items.size()) {
    const bool next_is_heading =
        item == outline.items.size() ||
        (heading < outline.headings.size() &&
         outline.headings[heading].span.begin < outline.items[item].span.begin);
    if (next_is_heading) {
      const rules::OutlineHeading& it = outline.headings[heading++];
      for (int above = it.parent; above >= 0;
           above = outline.headings[static_cast<size_t>(above)].parent)
        out += "  ";
      out += std::string("# ") + kKinds[static_cast<int>(it.kind)] + section(it.section) + " [" +
             OneLine(base::Slice(text, it.span)) + "]\n";
    } else {
      const rules::OutlineItem& it = outline.items[item++];
      out += std::string(static_cast<size_t>(it.depth) * 2, ' ') + (it.has_children ? "+" : "-") +
             section(it.section) + " [" + OneLine(base::Slice(text, it.body)) + "]\n";
    }
  }
  for (const base::Diagnostic& diagnostic : outline.diagnostics) out += "! " + diagnostic.id + "\n";
  return out;
}

// What must hold for every text: "" or the first property that is broken.
inline std::string BrokenOutlineProperty(std::string_view text, const rules::Outline& outline) {
  std::vector<bool> covered(text.size());
  const auto cover = [&](base::Span span) {
    if (span.empty() || span.end > text.size()) return false;
    for (uint32_t i = span.begin; i < span.end; ++i) {
      if (covered[i]) return false;
      covered[i] = true;
    }
    return true;
  };
  uint32_t last = 0;
  for (size_t i = 0; i < outline.headings.size(); ++i) {
    const rules::OutlineHeading& it = outline.headings[i];
    if (!cover(it.span)) return "a heading overlaps or is empty";
    if (it.parent >= static_cast<int>(i)) return "a heading stands before its parent";
    if (it.span.begin < last) return "headings are out of order";
    last = it.span.begin;
  }
  last = 0;
  for (size_t i = 0; i < outline.items.size(); ++i) {
    const rules::OutlineItem& it = outline.items[i];
    if (!cover(it.span)) return "an item overlaps or is empty";
    if (!it.span.Contains(it.body) || it.body.empty()) return "a body lies outside of its item";
    if (it.parent >= static_cast<int>(i)) return "an item stands before its parent";
    if (it.heading >= static_cast<int>(outline.headings.size()))
      return "an item's heading does not exist";
    if (it.depth < 0 || it.depth >= 64) return "an item is too deep";
    if (it.depth != (it.parent < 0 ? 0 : outline.items[static_cast<size_t>(it.parent)].depth + 1))
      return "a depth does not fit the parent";
    if (it.parent >= 0 && !outline.items[static_cast<size_t>(it.parent)].has_children)
      return "a parent does not know of its child";
    if (it.span.begin < last) return "items are out of order";
    last = it.span.begin;
  }
  for (size_t i = 0; i < text.size();) {
    const uint32_t space = rules::SpaceAt(text, i);
    if (space == 0 && !covered[i])
      return "byte " + std::to_string(i) + " lies in no heading and no item";
    i += space == 0 ? 1 : space;
  }
  return "";
}

}  // namespace trialmatch::testing

#endif  // TRIALMATCH_TESTS_SUPPORT_OUTLINE_DUMP_H_
