#include "rules/parse/layout/exempted_items.h"

#include <optional>
#include <utility>

#include "base/ascii.h"

namespace trialmatch::rules {
namespace {

using base::IsDigit;

std::string_view NumberAt(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && IsDigit(text[end])) ++end;
  return text.substr(at, end - at);
}

// The number of "criterion 3 does not apply"; nothing where the text exempts from none.
std::optional<std::string_view> ExemptedNumber(std::string_view words) {
  constexpr std::string_view kWord = "riterion ", kNot = " does not apply";
  for (size_t at = words.find(kWord); at != std::string_view::npos; at = words.find(kWord, at + 1)) {
    size_t from = at + kWord.size();
    if (from < words.size() && words[from] == '#') ++from;
    const std::string_view number = NumberAt(words, from);
    if (!number.empty() && words.substr(from + number.size()).starts_with(kNot)) return number;
  }
  return std::nullopt;
}

void LeaveOpen(base::Span span, Combined* c) {
  Expression& e = c->expression;
  if (e.kind == Expression::Kind::kAlways || e.kind == Expression::Kind::kOpaque) return;
  const bool denied = e.kind == Expression::Kind::kNot && e.children.size() == 1;
  if (denied) e.children[0] = Expression::All(std::move(e.children[0]), Expression::Opaque(span));
  else e = Expression::Any(std::move(e), Expression::Opaque(span));
  c->understood = Understood::kPartial;
}

}  // namespace

void OpenExemptedItems(std::string_view text, OutlineReading* all) {
  if (text.find(" does not apply") == std::string_view::npos) return;
  const std::vector<OutlineItem>& items = all->outline.items;
  for (const OutlineItem& teller : items) {
    const std::optional<std::string_view> number = ExemptedNumber(base::Slice(text, teller.body));
    if (!number) continue;
    for (size_t i = 0; i < items.size(); ++i) {
      const bool numbered = items[i].section == teller.section && items[i].parent < 0 && NumberAt(text, items[i].span.begin) == *number;
      if (numbered) LeaveOpen(items[i].body, &all->items[i].combined);
    }
  }
}

}  // namespace trialmatch::rules
