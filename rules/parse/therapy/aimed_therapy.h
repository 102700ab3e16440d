#ifndef TRIALMATCH_RULES_PARSE_THERAPY_AIMED_THERAPY_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_AIMED_THERAPY_H_

#include <optional>

#include "rules/parse/therapy/treatment_group.h"

namespace trialmatch::rules {

// "EGFR or HER2 exon 20 insertion-selective tyrosine kinase inhibitor", at its noun: inhibitors of the genes.
std::optional<TreatmentAnchor> AimedAtMutation(const Reading& reading, Clause clause, int noun);

// Only some of the inhibitors of the genes are: the leaf of the group holds the words for those classes, the other
// therapies stay as they are.
void NarrowAimed(const Reading& reading, Clause clause, TreatmentGroup group, Atom* atom);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_AIMED_THERAPY_H_
