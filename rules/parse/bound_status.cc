#include "rules/parse/bound_status.h"

#include <utility>
#include <variant>

namespace trialmatch::rules {
namespace {

bool IsAge(const Atoms& atoms, size_t i) {
  if (i >= atoms.size() || atoms[i].negated || atoms[i].expression.kind != Expression::Kind::kLeaf) return false;
  const auto* leaf = std::get_if<CompareLeaf>(atoms[i].expression.leaf.get());
  return leaf != nullptr && leaf->quantity == "age";
}

// Without a comma before the "or" the status may be of both.
bool AnotherAgeBefore(const Reading& r, const Atoms& atoms, size_t i) {
  const int behind = i > 0 ? atoms[i - 1].last + 1 : 0;
  return i > 0 && IsAge(atoms, i - 1) && r.IsMark(behind, ',') && r.Is(behind + 1, Cue::kOr);
}

bool AnotherAgeBehind(const Reading& r, const Atoms& atoms, size_t i) {
  return IsAge(atoms, i) && r.FindCue(atoms[i - 1].last + 1, atoms[i].first, {Cue::kOr}) >= 0;
}

}  // namespace

void BindStatusToAge(const Reading& r, Atoms& atoms) {
  for (size_t i = 0; i + 1 < atoms.size(); ++i) {
    const Atom& status = atoms[i + 1];
    const bool bound = IsAge(atoms, i) && status.topic == Topic::kPerformance && !status.negated && atoms[i].last + 2 == status.first && r.Is(status.first - 1, Cue::kWith);
    if (!bound || !(AnotherAgeBefore(r, atoms, i) || AnotherAgeBehind(r, atoms, i + 2))) continue;
    atoms[i].expression = Expression::All(std::move(atoms[i].expression), std::move(atoms[i + 1].expression));
    atoms[i].topic = Topic::kPerformance;
    atoms[i].last = atoms[i + 1].last;
    atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
}

}  // namespace trialmatch::rules
