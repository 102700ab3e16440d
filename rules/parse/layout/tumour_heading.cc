#include "rules/parse/layout/tumour_heading.h"

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

TumourHeadings::TumourHeadings(const Grammar& grammar, std::string_view text,
                               const Outline& outline)
    : outline_(outline) {
  std::string first;
  const auto tumour_of = [&](Section section, base::Span span) {
    if (section != Section::kInclusion) return std::string();
    std::string tumour = OnlyTumour(grammar, text, span);
    if (first.empty()) first = tumour;
    several_ = several_ || (!tumour.empty() && tumour != first);
    return tumour;
  };
  bool any = false;
  for (const OutlineHeading& heading : outline.headings) {
    tumours_.push_back(tumour_of(heading.section, heading.span));
    any = any || (heading.kind == OutlineHeading::Kind::kSubject && !tumours_.back().empty());
  }
  if (!any) tumours_.clear();
  for (size_t i = 0; any && !several_ && i < outline.items.size(); ++i)
    tumour_of(outline.items[i].section, outline.items[i].body);
}

std::optional<Expression> TumourHeadings::Of(size_t heading) const {
  const OutlineHeading& line = outline_.headings[heading];
  if (!several_ || tumours_.empty() || line.kind != OutlineHeading::Kind::kSubject)
    return std::nullopt;
  const std::string& tumour = tumours_[heading];
  if (tumour.empty() || tumour == "cancer" || tumour == "solid_tumor") return std::nullopt;
  return Expression::OfLeaf(OneOfLeaf{OneOfLeaf::Attribute::kDisease, {tumour}, {}, 0}, line.span,
                            "disease.title");
}

}  // namespace trialmatch::rules
