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

}  // namespace trialmatch::rules
