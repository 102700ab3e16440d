#include "rules/parse/therapy/aimed_therapy.h"

#include <algorithm>
#include <string>
#include <utility>

#include "rules/parse/said_words.h"
#include "rules/parse/therapy/unlisted_agent.h"

namespace trialmatch::rules {
namespace {

// The first item of the genes and the mutation before "-selective", or -1.
int StartOfAim(const Reading& r, Clause clause, int noun) {
  int k = noun - 1;
  if (k <= clause.begin || !r.WordIsAny(k, {"selective", "specific"})) return -1;
  k -= r.IsMark(k - 1, '-') ? 2 : 1;
  if (k < clause.begin || !r.IsTerm(k, TermKind::kMutation)) return -1;
  while (k >= clause.begin + 2 && (r.Is(k - 1, Cue::kOr) || r.IsAnyMark(k - 1, "/,")) && r.IsTerm(k - 2, TermKind::kGene)) k -= 2;
  return k;
}

std::string ClassAt(const Reading& r, int i) {
  if (const Entry* gene = r.Find(i, TermKind::kGene)) return ClassAgainst(r.lexicon(), gene->id);
  const Entry* mutation = r.Find(i, TermKind::kMutation);
  return mutation != nullptr ? ClassAgainst(r.lexicon(), mutation->id.substr(0, mutation->id.find(':'))) : "";
}

}  // namespace

std::optional<TreatmentAnchor> AimedAtMutation(const Reading& r, Clause clause, int noun) {
  const Entry* row = r.Find(noun, TermKind::kDrugClass);
  const int first = row != nullptr && row->id == "tki" ? StartOfAim(r, clause, noun) : -1;
  if (first < 0) return std::nullopt;
  TreatmentAnchor anchor{{}, noun, noun};
  for (int i = first; i < noun; ++i) {
    if (!r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kMutation}))) continue;
    anchor.ids.push_back(ClassAt(r, i));
    if (anchor.ids.back().empty()) return std::nullopt;
  }
  return anchor;
}

void NarrowAimed(const Reading& r, Clause clause, TreatmentGroup group, Atom* atom) {
  auto* leaf = atom->expression.kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(atom->expression.leaf.get()) : nullptr;
  if (leaf == nullptr) return;
  for (const TreatmentAnchor& a : group) {
    const std::optional<TreatmentAnchor> aimed = AimedAtMutation(r, clause, a.first);
    if (!aimed || a.ids != aimed->ids) continue;
    TreatmentLeaf rest = *leaf;
    std::erase_if(rest.what, [&](const std::string& id) { return std::find(a.ids.begin(), a.ids.end(), id) != a.ids.end(); });
    leaf->what = a.ids;
    leaf->said.push_back(AsSaid(r, StartOfAim(r, clause, a.first), a.first));
    if (rest.what.empty()) return;
    Expression others = Expression::OfLeaf(std::move(rest), atom->expression.span, atom->expression.rule);
    atom->expression = Expression::Any(std::move(others), std::move(atom->expression));
    return;
  }
}

}  // namespace trialmatch::rules
