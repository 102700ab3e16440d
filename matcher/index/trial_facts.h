#ifndef TRIALMATCH_MATCHER_INDEX_TRIAL_FACTS_H_
#define TRIALMATCH_MATCHER_INDEX_TRIAL_FACTS_H_

#include <optional>
#include <string>
#include <vector>

#include "fetch/study.h"
#include "matcher/index/ways_in.h"
#include "matcher/rank/earth.h"
#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// What one criterion asks for, positively: a gene under a negation is not here.
struct CriterionAsks {
  rules::Topic topic = rules::Topic::kOther;
  std::vector<std::string> genes;  // altered; "driver" stands for any driver gene
  bool scored_marker = false;      // an expression score such as PD-L1
  bool setting = false;            // a stage or a setting
  bool past_treatment = false;     // something that was given before
  bool brain = false;              // disease of the brain or the meninges
};

// As much of a study's record as scoring reads: members of the same names as in fetch::Study.
struct StudyHead {
  std::string nct_id, study_type, overall_status, last_update_post_date;
  std::vector<std::string> phases;
};

// What ranking reads of a trial, the same for every patient. Immutable once built.
struct TrialFacts {
  StudyHead study;
  WaysIn ways;
  std::vector<CriterionAsks> asks;  // parallel to the criteria
  std::vector<std::string>
      drugs;  // ids of drug.tsv of what is tried; without an experimental arm of every intervention
  std::vector<std::string>
      drug_classes;  // ids of drug_class.tsv named as an intervention ("chemotherapy", "radiation")
  std::vector<std::string> named_genes;   // in titles, conditions or keywords, not negated
  bool names_brain = false;               // in titles or conditions
  bool has_text = true;                   // has an eligibility text
  std::vector<std::string> site_country;  // parallel to the locations; ISO code, "" when unknown
  std::vector<std::optional<UnitVector>> site_at;
  std::vector<bool> site_open;            // study and site both take patients
};

TrialFacts FindTrialFacts(const fetch::Study& study, const rules::TrialCriteria& criteria,
                          const rules::Lexicon& lexicon);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_INDEX_TRIAL_FACTS_H_
