#include "rules/parse/record/demanded_therapy.h"

#include <algorithm>
#include <string>
#include <vector>

namespace trialmatch::rules {
namespace {

using Kind = Expression::Kind;
using Ids = std::vector<std::string>;

// What everyone must have had: a leaf of its own, or one of several demands.
void CollectDemands(const Expression& e, std::vector<Ids>* out) {
  if (e.kind == Kind::kAll) {
    for (const Expression& child : e.children) CollectDemands(child, out);
  }
  const auto* leaf = e.kind == Kind::kLeaf ? std::get_if<TreatmentLeaf>(e.leaf.get()) : nullptr;
  if (leaf != nullptr && leaf->quantifier == TreatmentLeaf::Quantifier::kAny &&
      !leaf->what.empty() && leaf->window.empty())
    out->push_back(leaf->what);
}

bool ForbidsAtAnyTime(const TreatmentLeaf& leaf) {
  TreatmentLeaf bare;
  bare.what = leaf.what;
  bare.except = leaf.except;
  return bare == leaf;
}

class Sparing {
 public:
  Sparing(const Lexicon& lexicon, const std::vector<Ids>& demands)
      : lexicon_(lexicon), demands_(demands) {}

  // What is forbidden by itself; not of some patients, nor only together with something else.
  void Run(Expression* e, bool forbidden) const {
    if (e->kind == Kind::kWhen || (e->kind == Kind::kAll && forbidden)) return;
    for (Expression& child : e->children) Run(&child, forbidden != (e->kind == Kind::kNot));
    const auto* leaf = e->kind == Kind::kLeaf ? std::get_if<TreatmentLeaf>(e->leaf.get()) : nullptr;
    if (leaf == nullptr || !forbidden || !ForbidsAtAnyTime(*leaf)) return;
    TreatmentLeaf others = *leaf;
    for (const Ids& demand : demands_) {
      if (!AmongWider(demand, *leaf)) continue;
      for (const std::string& one : demand) {
        if (std::find(others.except.begin(), others.except.end(), one) == others.except.end())
          others.except.push_back(one);
      }
    }
    if (others.except.size() > leaf->except.size())
      *e = Expression::OfLeaf(std::move(others), e->span, e->rule);
  }

 private:
  // Every way to meet the demand is a part of a class that is forbidden, and none is named itself.
  bool AmongWider(const Ids& demand, const TreatmentLeaf& forbidden) const {
    return std::all_of(demand.begin(), demand.end(), [&](const std::string& one) {
      const bool named =
          std::find(forbidden.what.begin(), forbidden.what.end(), one) != forbidden.what.end();
      const bool spared = std::find(forbidden.except.begin(), forbidden.except.end(), one) !=
                          forbidden.except.end();
      return !named && !spared &&
             std::any_of(forbidden.what.begin(), forbidden.what.end(),
                         [&](const std::string& wide) {
                           return IsClass(wide) && lexicon_.DrugIsA(one, wide);
                         });
    });
  }

  // "No prior systemic therapy" may be said of those for whom the demand does not hold.
  static bool IsClass(const std::string& id) {
    return id != "any_therapy" && id != "systemic_therapy";
  }

  const Lexicon& lexicon_;
  const std::vector<Ids>& demands_;
};

}  // namespace

void SpareDemandedTherapy(const Lexicon& lexicon, TrialCriteria* criteria) {
  std::vector<Ids> demands;
  for (const Criterion& c : criteria->criteria) {
    if (c.section == Section::kInclusion && c.mood == Mood::kRequires && c.cohorts.empty())
      CollectDemands(c.expression, &demands);
  }
  if (demands.empty()) return;
  std::sort(demands.begin(), demands.end());
  demands.erase(std::unique(demands.begin(), demands.end()), demands.end());
  const Sparing sparing(lexicon, demands);
  for (Criterion& c : criteria->criteria) {
    if (c.section == Section::kExclusion && c.mood == Mood::kProhibits)
      sparing.Run(&c.expression, false);
  }
}

}  // namespace trialmatch::rules
