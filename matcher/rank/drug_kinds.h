#ifndef TRIALMATCH_MATCHER_RANK_DRUG_KINDS_H_
#define TRIALMATCH_MATCHER_RANK_DRUG_KINDS_H_

#include <cstdint>
#include <vector>

#include "matcher/rank/rank_rows.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// How rows of drug.tsv and drug_class.tsv lie to rows of drug_class.tsv, worked out once a pair; for all patients of one thread.
class DrugKinds {
 public:
  explicit DrugKinds(const rules::Lexicon& lexicon)
      : checkpoint_inhibitor(RowOf(lexicon, rules::TermKind::kDrugClass, "checkpoint_inhibitor")),
        chemotherapy(RowOf(lexicon, rules::TermKind::kDrugClass, "chemotherapy")),
        systemic_therapy(RowOf(lexicon, rules::TermKind::kDrugClass, "systemic_therapy")),
        lexicon_(lexicon),
        classes_(lexicon.table(rules::TermKind::kDrugClass).size()) {}
  const uint16_t checkpoint_inhibitor, chemotherapy, systemic_therapy;   // rows that scoring asks for

  // As Lexicon::DrugIsA. False for a row that no table has.
  bool DrugIsA(uint16_t drug, uint16_t drug_class) { return Is(rules::TermKind::kDrug, drug, drug_class); }
  bool ClassIsA(uint16_t below, uint16_t drug_class) { return Is(rules::TermKind::kDrugClass, below, drug_class); }
  // Requires a row of drug.tsv.
  bool ReachesBrain(uint16_t drug) {
    if (brain_.empty()) brain_.resize(lexicon_.table(rules::TermKind::kDrug).size());
    if (brain_[drug] == 0) brain_[drug] = lexicon_.entry({rules::TermKind::kDrug, drug}).Get("cns") == "good" ? 2 : 1;
    return brain_[drug] == 2;
  }

 private:
  bool Is(rules::TermKind kind, uint16_t row, uint16_t drug_class) {
    const std::vector<rules::Entry>& table = lexicon_.table(kind);
    if (row >= table.size() || drug_class >= classes_) return false;
    std::vector<uint8_t>& matrix = kind == rules::TermKind::kDrug ? of_drugs_ : of_classes_;
    if (matrix.empty()) matrix.resize(table.size() * classes_);
    uint8_t& kept = matrix[row * classes_ + drug_class];   // 0: not worked out, 1: no, 2: yes
    if (kept == 0) kept = lexicon_.DrugIsA(table[row].id, lexicon_.table(rules::TermKind::kDrugClass)[drug_class].id) ? 2 : 1;
    return kept == 2;
  }

  const rules::Lexicon& lexicon_;
  const size_t classes_;
  std::vector<uint8_t> of_drugs_, of_classes_, brain_;
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_RANK_DRUG_KINDS_H_
