#include "rules/parse/layout/tumour_heading.h"

#include <algorithm>
#include <string>

#include "rules/parse/disease/title_condition.h"

namespace trialmatch::rules {
namespace {

constexpr size_t kLongestLine = 80;  // bytes
constexpr int kMostItems = 12;

// The tumour, when the line is nothing but its name, "Colorectal cancer (MSS):"; "" for another
// line.
std::string OnlyTumour(const Grammar& grammar, std::string_view text, base::Span line) {
  if (line.size() > kLongestLine || !base::Slice(text, line).ends_with(':')) return "";
  Reading r(grammar, text);
  r.Append(line, false);
  if (r.size() > kMostItems) return "";
  std::string tumour;
  for (int i = 0, depth = 0; i < r.size(); ++i) {
    depth += r.IsMark(i, '(') ? 1 : r.IsMark(i, ')') ? -1 : 0;
    if (depth > 0 || r.IsKind(i, Item::Kind::kMark)) continue;
    const Entry* named = r.Find(i, TermKind::kDisease);
    if (named == nullptr || !tumour.empty()) return "";
    tumour = named->id;
  }
  return tumour;
}

}  // namespace

std::optional<Expression> TumourOfHeading(const Grammar& grammar, std::string_view text,
                                          const Outline& outline, size_t heading) {
  const OutlineHeading& line = outline.headings[heading];
  if (line.kind != OutlineHeading::Kind::kSubject || line.section != Section::kInclusion)
    return std::nullopt;
  const std::string tumour = OnlyTumour(grammar, text, line.span);
  if (tumour.empty() || tumour == "cancer" || tumour == "solid_tumor") return std::nullopt;
  const auto other = [&](base::Span span) {
    const std::string named = OnlyTumour(grammar, text, span);
    return !named.empty() && named != tumour;
  };
  const bool one_of_several =
      std::any_of(outline.headings.begin(), outline.headings.end(),
                  [&](const OutlineHeading& each) {
                    return each.section == line.section && other(each.span);
                  }) ||
      std::any_of(outline.items.begin(), outline.items.end(), [&](const OutlineItem& each) {
        return each.section == line.section && other(each.body);
      });
  if (!one_of_several) return std::nullopt;
  return Expression::OfLeaf(OneOfLeaf{OneOfLeaf::Attribute::kDisease, {tumour}, {}, 0}, line.span,
                            "disease.title");
}

}  // namespace trialmatch::rules
