#include "rules/parse/illness/needed_therapy.h"

#include <algorithm>
#include <utility>

namespace trialmatch::rules {
namespace {

// A therapy, alone or with its dose.
bool IsTherapy(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<TreatmentLeaf>(*e.leaf);
  if (e.kind != Expression::Kind::kAll && e.kind != Expression::Kind::kAny) return false;
  bool therapy = false;
  for (const Expression& child : e.children) {
    const bool dose =
        child.kind == Expression::Kind::kLeaf && std::holds_alternative<CompareLeaf>(*child.leaf);
    if (!dose && !IsTherapy(child)) return false;
    therapy = therapy || !dose;
  }
  return therapy;
}

// "(> 10 mg a day)", "(with more than 10 mg a day)" opens right behind item `i`.
bool OpensDose(const Reading& r, int i) {
  const int first = r.Is(i + 2, Cue::kWith) ? i + 3 : i + 2;
  return r.IsMark(i + 1, '(') && (r.IsComparison(first) || r.Is(first, Cue::kMoreThan));
}

// The item that tells what the illness needs, right before the brackets with its dose; or -1.
int DosedNeed(const Reading& r, Clause clause) {
  for (int i = clause.begin; i + 2 < clause.end; ++i) {
    const Entry* need = r.Find(i, TermKind::kQuality);
    if (need != nullptr && need->id == "needs_steroids" && r.at(i).used && OpensDose(r, i))
      return i;
  }
  return -1;
}

bool IsNeeded(const Atom& atom, int need) {
  return atom.first > need && !atom.negated && IsTherapy(atom.expression);
}

}  // namespace

int FindNeededTherapies(const Reading& r, Clause clause, const Atoms& atoms,
                        const std::vector<Illness>& illnesses) {
  const int need = illnesses.size() == 1 ? DosedNeed(r, clause) : -1;
  bool any = false;
  for (const Atom& atom : atoms) {
    if (need < 0 || atom.first < need) continue;
    if (!IsNeeded(atom, need)) return -1;
    any = true;
  }
  return any ? need : -1;
}

Expression TakeNeededTherapies(int need, Atoms* atoms, Illness* illness) {
  std::vector<Expression> any;
  for (const Atom& atom : *atoms) {
    if (IsNeeded(atom, need)) any.push_back(atom.expression);
  }
  std::erase_if(*atoms, [need](const Atom& atom) { return IsNeeded(atom, need); });
  for (IllnessWay& way : illness->ways)
    std::erase_if(way, [](const IllnessQuality& q) { return q.row->id.starts_with("needs_"); });
  std::erase_if(illness->ways, [](const IllnessWay& way) { return way.empty(); });
  return Expression::Any(std::move(any));
}

}  // namespace trialmatch::rules
