#include "rules/parse/therapy/treated_tumour.h"

#include <algorithm>

namespace trialmatch::rules {
namespace {

// A kind of lung cancer in a stage of its own, of which the sentence may speak without asking for it.
bool IsStagedTumour(const Atom& a) {
  const auto* leaf = a.topic == Topic::kDisease && !a.negated && a.expression.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(a.expression.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease && leaf->except.empty() &&
         std::all_of(leaf->values.begin(), leaf->values.end(), [](const std::string& id) { return id == "sclc_limited" || id == "sclc_extensive"; });
}

// From the denied therapy to its tumour: "any prior treatment for".
bool IsWhatItWasFor(const Reading& r, const Atom& therapy, const Atom& tumour) {
  if (therapy.topic != Topic::kPriorTherapy || !therapy.negated || !r.Is(tumour.first - 1, Cue::kFor) || tumour.first > therapy.last + 6) return false;
  for (int i = therapy.last + 1; i < tumour.first - 1; ++i) {
    if (!r.IsAny(i, {Cue::kFiller, Cue::kPrior, Cue::kTreated}) && !r.IsTermOf(i, KindBits({TermKind::kDrugClass}))) return false;
  }
  return therapy.last < tumour.first;
}

}  // namespace

void DropTreatedTumour(const Reading& r, Atoms& atoms) {
  const auto treated = [&](const Atom& tumour) {
    return IsStagedTumour(tumour) && std::any_of(atoms.begin(), atoms.end(), [&](const Atom& a) { return IsWhatItWasFor(r, a, tumour); });
  };
  const auto found = std::find_if(atoms.begin(), atoms.end(), treated);
  if (found != atoms.end()) atoms.erase(found);
}

}  // namespace trialmatch::rules
