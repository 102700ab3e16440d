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
  std::vector<std::string> genes;  // altered; "driver" stands for any driver gene
  bool scored_marker = false;      // an expression score such as PD-L1
  bool setting = false;            // a stage or a setting
  bool past_treatment = false;     // something that was given before
  bool brain = false;              // disease of the brain or the meninges
};

// What a trial is about, the same for every patient. Immutable once built.
struct TrialFacts {
  WaysIn ways;
  std::vector<CriterionAsks> asks;  // parallel to the criteria
  std::vector<std::string>
      drugs;  // ids of drug.tsv of what is tried; without an experimental arm of every intervention
  std::vector<std::string>
      drug_classes;  // ids of drug_class.tsv named as an intervention ("chemotherapy", "radiation")
  bool unknown_drugs = false;             // of what is tried, some drug or other product is in no table
  std::vector<std::string> named_genes;   // in titles, conditions or keywords, not negated
  bool names_brain = false;               // in titles or conditions
  bool has_text = true;                   // has an eligibility text
  std::vector<std::string> site_country;  // parallel to the locations; ISO code, "" when unknown
  std::vector<std::optional<UnitVector>> site_at;
};

TrialFacts FindTrialFacts(const fetch::Study& study, const rules::TrialCriteria& criteria,
                          const rules::Lexicon& lexicon);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_INDEX_TRIAL_FACTS_H_
