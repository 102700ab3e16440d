#include "rules/parse/layout/list_words.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "rules/parse/layout/lead_in.h"

namespace trialmatch::rules {
namespace {

constexpr size_t kLongest = 420;  // letters

void AddIllnesses(const Expression& e, ConditionLeaf* all) {
  if (e.kind == Expression::Kind::kLeaf) {
    const auto* leaf = std::get_if<ConditionLeaf>(e.leaf.get());
    if (leaf == nullptr || leaf->family) return;
    for (const std::string& id : leaf->conditions) {
      if (std::find(all->conditions.begin(), all->conditions.end(), id) == all->conditions.end()) all->conditions.push_back(id);
    }
  }
  for (const Expression& child : e.children) AddIllnesses(child, all);
}

template <typename L>
const L* FirstLeaf(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::get_if<L>(e.leaf.get());
  for (const Expression& child : e.children) {
    if (const L* leaf = FirstLeaf<L>(child)) return leaf;
  }
  return nullptr;
}

// At any depth.
std::vector<int> ItemsBelow(const OutlineReading& all, int item) {
  std::vector<int> out;
  for (int child : all.children[static_cast<size_t>(item)]) {
    out.push_back(child);
    const std::vector<int> below = ItemsBelow(all, child);
    out.insert(out.end(), below.begin(), below.end());
  }
  return out;
}

}  // namespace

bool OwnsItsList(const Grammar& grammar, std::string_view text, const OutlineReading& all, int item) {
  if (all.children[static_cast<size_t>(item)].empty()) return false;
  Reading reading(grammar, text);
  reading.Append(all.outline.items[static_cast<size_t>(item)].body, false);
  return AnnouncesList(reading, 0, reading.size());
}

std::vector<int> WithListsBelow(const Grammar& grammar, std::string_view text, const OutlineReading& all, std::vector<int> items) {
  for (size_t k = 0; k < items.size(); ++k) {
    if (!OwnsItsList(grammar, text, all, items[k])) continue;
    const std::vector<int>& below = all.children[static_cast<size_t>(items[k])];
    items.insert(items.end(), below.begin(), below.end());
  }
  return items;
}

namespace {

std::optional<std::string> WordsIn(std::string_view text, base::Span span) {
  std::string out;
  for (char c : base::Slice(text, span)) {
    const bool letter = c > ' ' && c != '"' && c != '\\';
    if (letter) out.push_back(base::ToLower(c));
    else if (!out.empty() && out.back() != ' ') out.push_back(' ');
  }
  while (!out.empty() && (out.back() == '.' || out.back() == ';' || out.back() == ' ' || out.back() == ',' || out.back() == ':')) out.pop_back();
  if (out.empty() || out.size() > kLongest) return std::nullopt;
  return out;
}

}  // namespace

std::optional<std::string> WordsOfItem(std::string_view text, const OutlineReading& all, int item) {
  const base::Span own = all.outline.items[static_cast<size_t>(item)].body;
  base::Span span = own;
  for (int below : ItemsBelow(all, item)) span = base::Cover(span, all.outline.items[static_cast<size_t>(below)].body);
  std::optional<std::string> words = WordsIn(text, span);
  // "... are eligible provided all of the following are met": what stands below is meant with it.
  return words || span == own ? words : WordsIn(text, own);
}

bool IsPositive(const Expression& e) { return e.kind != Expression::Kind::kNot && std::all_of(e.children.begin(), e.children.end(), IsPositive); }

std::optional<Expression> LeafWithWords(const Expression& of, const std::vector<std::string>& words, base::Span span) {
  if (const auto* brain = FirstLeaf<BrainLeaf>(of)) {
    // As an illness: its state has no place for words.
    ConditionLeaf leaf;
    leaf.conditions = {brain->site == BrainLeaf::Site::kSpinalCord ? "spinal_cord_compression" : "cns_metastatic_disease"};
    leaf.said = words;
    return Expression::OfLeaf(std::move(leaf), span, "brain.as_said");
  }
  ConditionLeaf illness;
  AddIllnesses(of, &illness);
  if (!illness.conditions.empty()) {
    illness.said = words;
    return Expression::OfLeaf(std::move(illness), span, "condition.as_said");
  }
  if (const auto* treatment = FirstLeaf<TreatmentLeaf>(of); treatment != nullptr && treatment->quantifier == TreatmentLeaf::Quantifier::kAny) {
    TreatmentLeaf leaf = *treatment;
    leaf.said.insert(leaf.said.end(), words.begin(), words.end());
    return Expression::OfLeaf(std::move(leaf), span, "treatment.as_said");
  }
  return std::nullopt;
}

}  // namespace trialmatch::rules
