#ifndef TRIALMATCH_MATCHER_INDEX_LEAF_CODEC_H_
#define TRIALMATCH_MATCHER_INDEX_LEAF_CODEC_H_

#include "matcher/index/bytes.h"
#include "rules/leaf.h"

// The members of leaves for both archives of bytes.h. Every list names all members, so that a new one is a compile error here and can
// neither be lost in a saved index nor be left out when leaves are told apart. In the namespaces of the types, where look-up finds them.

namespace trialmatch::base {

template <typename A>
void Visit(A& archive, typename A::template Ref<Bounds> value) {
  auto& [low, high, low_inclusive, high_inclusive] = value;
  archive(low, high, low_inclusive, high_inclusive);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<Duration> value) {
  auto& [count, unit] = value;
  archive(count, unit);
}

}  // namespace trialmatch::base

namespace trialmatch::rules {

template <typename A>
void Visit(A& archive, typename A::template Ref<Window> value) {
  auto& [at_least, within, no_more_than, half_lives, which, anchor] = value;
  archive(at_least, within, no_more_than, half_lives, which, anchor);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<CompareLeaf> value) {
  auto& [quantity, bounds, unit, relative, sex] = value;
  archive(quantity, bounds, unit, relative, sex);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<OneOfLeaf> value) {
  auto& [attribute, values, except, edition] = value;
  archive(attribute, values, except, edition);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<MarkerLeaf> value) {
  auto& [genes, except_genes, alteration, details, score, score_unit, known_only, tested, resistance] = value;
  archive(genes, except_genes, alteration, details, score, score_unit, known_only, tested, resistance);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<TreatmentLeaf> value) {
  auto& [quantifier, what, except, within_class, count, intents, except_intents, outcome, ongoing, window, sites, dose_gy, marrow_percent, major,
         for_this_cancer, together, in_trial, said] = value;
  archive(quantifier, what, except, within_class, count, intents, except_intents, outcome, ongoing, window, sites, dose_gy, marrow_percent, major,
          for_this_cancer, together, in_trial, said);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<ConditionLeaf> value) {
  auto& [conditions, except, status, window, min_grade, needed_steroids, viral_load_undetectable, cd4_per_ul,
         nyha_at_least, qualities, lacking, unless, family, said] = value;
  archive(conditions, except, status, window, min_grade, needed_steroids, viral_load_undetectable, cd4_per_ul, nyha_at_least,
          qualities, lacking, unless, family, said);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<BrainLeaf> value) {
  auto& [site, treated, active, progressing, stable, stable_for, symptomatic, on_steroids, steroids_increasing,
         steroid_prednisone_mg_per_day, largest_mm, count, since_treatment] = value;
  archive(site, treated, active, progressing, stable, stable_for, symptomatic, on_steroids, steroids_increasing,
          steroid_prednisone_mg_per_day, largest_mm, count, since_treatment);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<StandardTherapyLeaf> value) {
  auto& [kind] = value;
  archive(kind);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<FactLeaf> value) {
  auto& [fact] = value;
  archive(fact);
}

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_MATCHER_INDEX_LEAF_CODEC_H_
