#include "rules/parse/illness/wider_illness.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace trialmatch::rules {
namespace {

ConditionLeaf* IllnessOf(Expression& e) {
  auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<ConditionLeaf>(e.leaf.get()) : nullptr;
  return leaf != nullptr && !leaf->family ? leaf : nullptr;
}

bool SaysOnlyName(const ConditionLeaf& leaf) {
  ConditionLeaf bare;
  bare.conditions = leaf.conditions;
  bare.except = leaf.except;
  return bare == leaf;
}

// Uncontrolled, severe, symptomatic: what another illness of the kind need not be.
bool SaysHow(const ConditionLeaf& leaf) {
  return leaf.status == ConditionLeaf::Status::kUncontrolled || leaf.status == ConditionLeaf::Status::kActive || leaf.min_grade || leaf.nyha_at_least || !leaf.qualities.empty() || leaf.window.within.has_value();
}

}  // namespace

void SpareQualifiedKinds(const Lexicon& lexicon, Expression* forbidden) {
  if (forbidden->kind != Expression::Kind::kAny) return;
  for (Expression& one : forbidden->children) {
    ConditionLeaf* wide = IllnessOf(one);
    if (wide == nullptr || !SaysOnlyName(*wide)) continue;
    for (Expression& other : forbidden->children) {
      const ConditionLeaf* kind = IllnessOf(other);
      if (kind == nullptr || kind == wide || !SaysHow(*kind)) continue;
      const auto below = [&](const std::string& id) {
        // Pneumonitis of drugs is interstitial lung disease by another name; AIDS comes of HIV, whoever has it.
        const bool synonym = (id.ends_with("pneumonitis") && id != "radiation_pneumonitis") || id == "aids";
        return !synonym && std::any_of(wide->conditions.begin(), wide->conditions.end(), [&](const std::string& of) { return of != id && lexicon.IsA(TermKind::kCondition, id, of); });
      };
      // "Uncontrolled HIV or hepatitis, or an immunodeficiency": another one than HIV.
      const bool hiv = std::find(kind->conditions.begin(), kind->conditions.end(), "hiv") !=
                           kind->conditions.end() &&
                       below("hiv");
      if (hiv &&
          std::find(wide->conditions.begin(), wide->conditions.end(), "hiv") ==
              wide->conditions.end() &&
          std::find(wide->except.begin(), wide->except.end(), "hiv") == wide->except.end())
        wide->except.emplace_back("hiv");
      // What is said of a whole list may be meant of one of it.
      if (!std::all_of(kind->conditions.begin(), kind->conditions.end(), below)) continue;
      for (const std::string& id : kind->conditions) {
        const bool told = std::find(wide->conditions.begin(), wide->conditions.end(), id) != wide->conditions.end() || std::find(wide->except.begin(), wide->except.end(), id) != wide->except.end();
        if (!told) wide->except.push_back(id);
      }
    }
  }
}

bool FollowsAnyOtherDisease(const Reading& r, Clause clause, int first) {
  for (int i = std::max(clause.begin, first - 5); i <= first; ++i) {
    if (r.WordIsAny(i, {"any other disease", "any other diseases", "other diseases"})) return true;
    if (r.WordIsAny(i, {"other", "any other"}) && r.WordStarts(i + 1, {"disease"}) && !r.WordContains(i + 1, {" "})) return true;
  }
  return false;
}

bool NamesWhatever(const std::string& condition) {
  constexpr std::string_view kWhatever[] = {"metabolic_disorder", "neurologic_disorder", "psychiatric_disorder", "concurrent_illness"};
  return std::find(std::begin(kWhatever), std::end(kWhatever), condition) != std::end(kWhatever);
}

bool IsOnlyHeading(const Reading& r, Clause clause, const std::vector<Illness>& illnesses) {
  const Illness& one = illnesses.front();
  if (illnesses.size() != 1 || one.ids[0] != "concurrent_illness" || !one.bare() || !r.WordContains(one.first, {"condition"})) return false;
  for (int i = clause.begin; i < clause.end; ++i) {
    const bool other = r.WordIsAny(i, {"other", "general"}) || r.IsKind(i, Item::Kind::kMark);
    if (!r.at(i).lead && !other && (i < one.first || i > one.last)) return false;
  }
  return true;
}

bool IsReasonAt(const Reading& r, int i) {
  constexpr int kLongest = 9;  // items
  bool data = false;
  for (int k = i - 1; k >= 0 && k >= i - kLongest && !r.IsAnyMark(k, ";:."); --k) {
    data = data || r.WordIsAny(k, {"data", "safety data", "experience", "information"});
    if (data && r.WordIsAny(k, {"as", "because", "since"})) return true;
  }
  return false;
}

}  // namespace trialmatch::rules
