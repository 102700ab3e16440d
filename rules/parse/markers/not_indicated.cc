#include "rules/parse/markers/not_indicated.h"

#include <algorithm>
#include <string>
#include <utility>

namespace trialmatch::rules {

namespace {

// The gene of "ALK-directed therapy", which is a class of drugs ("alk_tki").
const Entry* TargetOf(const Reading& r, int i) {
  const Entry* therapy = r.Find(i, TermKind::kDrugClass);
  if (therapy == nullptr || !r.WordContains(i, {"directed"})) return nullptr;
  std::string gene = therapy->id.substr(0, therapy->id.find('_'));
  for (char& c : gene) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return r.lexicon().Find(TermKind::kGene, gene);
}

}  // namespace

std::optional<Expression> ReadNotIndicated(Reading& r, Clause c) {
  constexpr WordPattern kIndicated[] = {"indicated"};
  if (!r.MayHoldWord(kIndicated) || !r.MayHoldTermOf(KindBits({TermKind::kGene, TermKind::kDrugClass}))) return std::nullopt;
  MarkerLeaf leaf;
  leaf.alteration = "any";
  bool directed = false;
  int first = -1, told = -1;
  for (int i = c.begin; i < c.end; ++i) {
    const Entry* gene = r.Find(i, TermKind::kGene);
    if (gene == nullptr) gene = TargetOf(r, i);
    if (gene != nullptr) {
      if (told >= 0) return std::nullopt;   // "(absence of EGFR mutations)": that says it
      if (first < 0) first = i;
      if (std::find(leaf.genes.begin(), leaf.genes.end(), gene->id) == leaf.genes.end()) leaf.genes.push_back(gene->id);
    }
    if (r.WordContains(i, {"mutation", "fusion", "rearrange"}) || r.IsComparison(i)) return std::nullopt;
    directed = directed || r.WordContains(i, {"directed"});
    const bool denied = r.WordContains(i, {"not "}) || r.IsAny(i - 1, {Cue::kNot, Cue::kMustNot});
    if (r.WordContains(i, kIndicated) && !r.WordContains(i, {"contra"}) && denied) told = i;
  }
  if (told < 0 || !directed || leaf.genes.empty() || first > told) return std::nullopt;
  const base::Span span = r.SpanOf(first, told);
  r.UseRange(c.begin, c.end - 1);
  return Expression::Not(Expression::OfLeaf(std::move(leaf), span, "marker.not_indicated"));
}

}  // namespace trialmatch::rules
