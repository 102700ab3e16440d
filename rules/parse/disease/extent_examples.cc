#include "rules/parse/disease/extent_examples.h"

#include <string>
#include <utility>

namespace trialmatch::rules {
namespace {

bool IsEffusion(const Expression& e) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->values == std::vector<std::string>{"malignant_effusion"};
}

}  // namespace

void DropExamplesOfExtent(const Reading& r, std::vector<Atom>& atoms) {
  for (size_t i = 1; i < atoms.size(); ++i) {
    Atom &extent = atoms[i - 1], &example = atoms[i];
    if (extent.topic != Topic::kStageSetting || example.topic != Topic::kDisease || extent.negated || example.negated) continue;
    const int including = r.FindCue(extent.last + 1, example.first, {Cue::kIncluding});
    if (including < 0 || !r.IsMark(including - 1, ',')) continue;
    // An effusion is such an extent by itself; a histology is not.
    if (IsEffusion(example.expression)) extent.expression = Expression::Any(std::move(extent.expression), std::move(example.expression));
    atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

}  // namespace trialmatch::rules
