#include "rules/parse/therapy/molecule.h"

#include "base/ascii.h"

namespace trialmatch::rules {

bool NamesMolecule(const Reading& r, Clause targets, int end, std::vector<std::string>* ids) {
  const int noun = targets.end + 1;
  const Entry* row = noun < end ? r.Find(noun, TermKind::kDrugClass) : nullptr;
  if (noun >= end || !r.WordContains(targets.end, {"target", "direct"})) return false;
  const bool conjugate = row != nullptr && (row->id == "adc" || row->id == "topo1_adc" || row->id == "mmae_adc");
  const bool antibody = row != nullptr ? row->id == "monoclonal_antibody" : r.WordIsAny(noun, {"antibody", "antibodies", "mab", "mabs"});
  if (!conjugate && !antibody) return false;
  ids->clear();
  for (int i = targets.begin; i < targets.end; ++i) {
    const Entry* gene = r.Find(i, TermKind::kGene);
    if (gene == nullptr) continue;
    std::string id = base::Lower(gene->id) + (conjugate ? "_adc" : "_antibody");
    if (r.lexicon().Find(TermKind::kDrugClass, id) != nullptr) ids->push_back(std::move(id));
  }
  if (ids->empty()) ids->emplace_back("unlisted_agent");
  return true;
}

std::optional<TreatmentAnchor> ConjugateAgainst(const Reading& r, Clause clause, int noun) {
  const Entry* row = r.Find(noun, TermKind::kDrugClass);
  if (row == nullptr || row->id != "adc" || !r.WordIsAny(noun + 1, {"targeting", "directed against", "directed at", "directed to", "against"})) return std::nullopt;
  TreatmentAnchor out{{}, noun, noun};
  for (int i = noun + 2; i < clause.end; ++i) {
    const Entry* gene = r.Find(i, TermKind::kGene);
    if (gene == nullptr && (r.IsAny(i, {Cue::kOr, Cue::kAnd}) || r.IsAnyMark(i, ",/"))) continue;
    if (gene == nullptr) break;
    out.ids.push_back(base::Lower(gene->id) + "_adc");
    if (r.lexicon().Find(TermKind::kDrugClass, out.ids.back()) == nullptr) return std::nullopt;
    out.last = i;
  }
  return out.ids.empty() ? std::nullopt : std::optional(out);
}

}  // namespace trialmatch::rules
