#ifndef TRIALMATCH_MATCHER_INDEX_RECORD_CODEC_H_
#define TRIALMATCH_MATCHER_INDEX_RECORD_CODEC_H_

#include <type_traits>

#include "matcher/index/bytes.h"
#include "matcher/index/leaf_codec.h"
#include "matcher/index/trial_index.h"

// The members of a trial's record, as leaf_codec.h does it: every list names all members of its type.

namespace trialmatch::base {

template <typename A>
void Visit(A& archive, typename A::template Ref<Span> value) {
  auto& [begin, end] = value;
  archive(begin, end);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<Diagnostic> value) {
  auto& [severity, id, where, span, message] = value;
  archive(severity, id, where, span, message);
}

}  // namespace trialmatch::base

namespace trialmatch::fetch {

template <typename A>
void Visit(A& archive, typename A::template Ref<Contact> value) {
  auto& [name, role, phone, phone_ext, email] = value;
  archive(name, role, phone, phone_ext, email);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<GeoPoint> value) {
  auto& [latitude, longitude] = value;
  archive(latitude, longitude);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<Location> value) {
  auto& [facility, status, city, state, zip, country, point, contacts] = value;
  archive(facility, status, city, state, zip, country, point, contacts);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<ArmGroup> value) {
  auto& [label, type, description, intervention_names] = value;
  archive(label, type, description, intervention_names);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<Intervention> value) {
  auto& [type, name, description, other_names] = value;
  archive(type, name, description, other_names);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<Study> value) {
  auto& [nct_id, brief_title, official_title, acronym, brief_summary, overall_status, last_known_status, why_stopped, status_verified_date,
         start_date, primary_completion_date, completion_date, first_post_date, last_update_post_date, study_type, phases, allocation,
         intervention_model, primary_purpose, masking, conditions, keywords, arm_groups, interventions, eligibility_criteria,
         eligibility_criteria_was_utf8, sex, minimum_age, maximum_age, healthy_volunteers, study_population, central_contacts,
         locations] = value;
  archive(nct_id, brief_title, official_title, acronym, brief_summary, overall_status, last_known_status, why_stopped, status_verified_date,
          start_date, primary_completion_date, completion_date, first_post_date, last_update_post_date, study_type, phases, allocation,
          intervention_model, primary_purpose, masking, conditions, keywords, arm_groups, interventions, eligibility_criteria,
          eligibility_criteria_was_utf8, sex, minimum_age, maximum_age, healthy_volunteers, study_population, central_contacts, locations);
}

}  // namespace trialmatch::fetch

namespace trialmatch::rules {

using matcher::ByteReader;
using matcher::ByteWriter;

// Written and read as the leaf in it; requires one.
inline void Visit(ByteWriter& archive, const LeafBox& value) { archive(*value); }
inline void Visit(ByteReader& archive, LeafBox& value) {
  Leaf leaf;
  archive(leaf);
  value = std::move(leaf);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<Expression> value) {
  auto& [kind, count, children, leaf, span, rule] = value;
  archive(kind, count, children, span, rule);
  if (kind == Expression::Kind::kLeaf) {
    if constexpr (!std::is_const_v<std::remove_reference_t<decltype(leaf)>>) leaf = Leaf();
    archive(*leaf);
  }
}
template <typename A>
void Visit(A& archive, typename A::template Ref<Cohort> value) {
  auto& [name, key, kind, parent, closed, later_step, has_own_inclusion, span] = value;
  archive(name, key, kind, parent, closed, later_step, has_own_inclusion, span);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<Criterion> value) {
  auto& [id, section, topic, source, span, body, text, cohorts, mood, understood, expression, asides] = value;
  archive(id, section, topic, source, span, body, text, cohorts, mood, understood, expression, asides);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<Heading> value) {
  auto& [span, text] = value;
  archive(span, text);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<Coverage> value) {
  auto& [criteria, full, partial, none, bytes_understood] = value;
  archive(criteria, full, partial, none, bytes_understood);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<TrialCriteria> value) {
  auto& [nct_id, text_sha256, cohorts, headings, criteria, coverage, diagnostics] = value;
  archive(nct_id, text_sha256, cohorts, headings, criteria, coverage, diagnostics);
}

}  // namespace trialmatch::rules

namespace trialmatch::matcher {

template <typename A>
void Visit(A& archive, typename A::template Ref<WayIn> value) {
  auto& [cohort, criteria, decides, at_most_possible] = value;
  archive(cohort, criteria, decides, at_most_possible);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<WaysIn> value) {
  auto& [ways, closed] = value;
  archive(ways, closed);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<CriterionAsks> value) {
  auto& [genes, scored_marker, setting, past_treatment, brain] = value;
  archive(genes, scored_marker, setting, past_treatment, brain);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<UnitVector> value) {
  auto& [x, y, z] = value;
  archive(x, y, z);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<TrialFacts> value) {
  auto& [ways, asks, drugs, drug_classes, unknown_drugs, named_genes, names_brain, has_text, site_country, site_at] = value;
  archive(ways, asks, drugs, drug_classes, unknown_drugs, named_genes, names_brain, has_text, site_country, site_at);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<StudiesOrigin> value) {
  auto& [source, sha256, data_timestamp] = value;
  archive(source, sha256, data_timestamp);
}
template <typename A>
void Visit(A& archive, typename A::template Ref<TrialRecord> value) {
  auto& [study, criteria] = value;
  archive(study, criteria);
}

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_INDEX_RECORD_CODEC_H_
