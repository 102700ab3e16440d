#include "rules/parse/layout/patient_group.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "rules/parse/disease/title_condition.h"

namespace trialmatch::rules {
namespace {

constexpr int kLongest = 6;  // items

// Another item of the list begins with "... patients:".
bool HasOtherGroup(std::string_view text, const OutlineReading& all, int i) {
  constexpr size_t kTitle = 50;
  const int parent = all.outline.items[static_cast<size_t>(i)].parent;
  if (parent < 0) return false;
  const std::vector<int>& beside = all.children[static_cast<size_t>(parent)];
  return std::any_of(beside.begin(), beside.end(), [&](int other) {
    const std::string_view title =
        base::Slice(text, all.outline.items[static_cast<size_t>(other)].body).substr(0, kTitle);
    const size_t colon = title.find(':');
    return other != i && colon != std::string_view::npos &&
           base::ContainsIgnoreCase(title.substr(0, colon), " patients");
  });
}

}  // namespace

std::optional<Expression> ReadPatientGroup(const Reading& r, Clause words, std::string_view text,
                                           const OutlineReading& all, int i) {
  while (words.begin < words.end && r.IsKind(words.begin, Item::Kind::kMark)) ++words.begin;
  while (words.end > words.begin && r.IsKind(words.end - 1, Item::Kind::kMark)) --words.end;
  if (words.end - words.begin < 2 || words.end - words.begin > kLongest ||
      !r.WordIsAny(words.end - 1, {"patients"}) ||
      !HasOtherGroup(text, all, i))
    return std::nullopt;
  std::string tumour;
  for (int k = words.begin; k + 1 < words.end; ++k) {
    const std::string named = TumourAt(r, k);
    if (named.empty() && !r.IsKind(k, Item::Kind::kMark)) return std::nullopt;
    if (!named.empty()) tumour = named;
  }
  if (tumour.empty()) return std::nullopt;
  return Expression::OfLeaf(OneOfLeaf{OneOfLeaf::Attribute::kDisease, {tumour}, {}, 0},
                            r.SpanOf(words.begin, words.end - 1), "disease");
}

}  // namespace trialmatch::rules
