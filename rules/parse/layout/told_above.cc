#include "rules/parse/layout/told_above.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "base/ascii.h"

namespace trialmatch::rules {
namespace {

constexpr size_t kLongestReference = 60;  // bytes
constexpr size_t kLongestTitle = 120;     // bytes

// The tumour that `e` asks for and nothing else, or null.
const OneOfLeaf* OnlyTumour(const Expression& e) {
  const auto* one =
      e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr;
  return one != nullptr && one->attribute == OneOfLeaf::Attribute::kDisease ? one : nullptr;
}

bool RefersAbove(std::string_view body) {
  if (body.size() > kLongestReference) return false;
  for (std::string_view words :
       {"as described above", "as defined above", "as specified above", "as outlined above"}) {
    if (base::ContainsIgnoreCase(body, words)) return true;
  }
  return false;
}

// The last item so far under each title, "NSCLC: ...", in lower case.
using Titles = absl::flat_hash_map<std::string, size_t>;

// Takes the title of an inclusion, the words before its first colon.
void AddTitle(std::string_view text, const OutlineItem& item, size_t i, Titles* titles) {
  const std::string_view body = base::Slice(text, item.body);
  const size_t colon = body.substr(0, kLongestTitle).find(':');
  if (item.section != Section::kInclusion || colon == std::string_view::npos) return;
  (*titles)[base::Lower(body.substr(0, colon))] = i;
}

// Illnesses that are forbidden at any time are forbidden while they are active.
void MakeActive(Expression* e) {
  for (Expression& child : e->children) MakeActive(&child);
  auto* illness =
      e->kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(e->leaf.get()) : nullptr;
  if (illness != nullptr && illness->status == ConditionLeaf::Status::kEver &&
      illness->window.empty() && !illness->family)
    illness->status = ConditionLeaf::Status::kActive;
}

// "Active diagnosis of lung conditions including:".
bool SaysActiveOfList(std::string_view body) {
  constexpr size_t kTail = 60;
  const bool active = base::StartsWithIgnoreCase(body, "Active ") ||
                      base::StartsWithIgnoreCase(body, "Any active ") ||
                      base::StartsWithIgnoreCase(body, "Currently active ");
  if (!active || !body.ends_with(':')) return false;
  const std::string_view tail = body.substr(body.size() - std::min(body.size(), kTail));
  const auto says = [tail](std::string_view word) { return base::ContainsIgnoreCase(tail, word); };
  return (says("including") || says("such as") || says("of the following") || says("as follows")) &&
         !says("except") && !says("history") && !says(" or ");
}

void TakeTumoursDescribedAbove(std::string_view text, OutlineReading* all) {
  const std::vector<OutlineItem>& items = all->outline.items;
  const auto refers = [text](const OutlineItem& item) {
    return item.section == Section::kInclusion && RefersAbove(base::Slice(text, item.body));
  };
  if (std::none_of(items.begin(), items.end(), refers)) return;
  Titles titles;
  for (size_t i = 1; i < items.size(); ++i) {
    AddTitle(text, items[i - 1], i - 1, &titles);
    Combined& here = all->items[i].combined;
    const OneOfLeaf* tumour = OnlyTumour(here.expression);
    if (tumour == nullptr || !refers(items[i])) continue;
    std::string_view name = base::Slice(text, here.expression.span);
    if (const size_t label = name.rfind(": "); label != std::string_view::npos)
      name.remove_prefix(label + 2);
    const auto above = titles.find(base::Lower(name));
    if (above == titles.end() || items[above->second].has_children) {
      here.expression =
          Expression::All(std::move(here.expression), Expression::Opaque(items[i].body));
      here.understood = Understood::kPartial;
      continue;
    }
    const Combined& told = all->items[above->second].combined;
    here.expression = Expression::All(std::move(here.expression), told.expression);
    here.understood = told.understood;
  }
}

void HandDownActive(std::string_view text, OutlineReading* all) {
  for (size_t i = 0; i < all->items.size(); ++i) {
    const OutlineItem& lead = all->outline.items[i];
    if (lead.section != Section::kExclusion || !all->items[i].is_lead ||
        !SaysActiveOfList(base::Slice(text, lead.body)))
      continue;
    for (const int child : all->children[i]) {
      Combined& combined = all->items[static_cast<size_t>(child)].combined;
      if (combined.mood == Mood::kProhibits) MakeActive(&combined.expression);
    }
  }
}

}  // namespace

void TakeFromLinesAbove(std::string_view text, OutlineReading* all) {
  TakeTumoursDescribedAbove(text, all);
  HandDownActive(text, all);
}

}  // namespace trialmatch::rules
