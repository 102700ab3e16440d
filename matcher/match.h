#ifndef TRIALMATCH_MATCHER_MATCH_H_
#define TRIALMATCH_MATCHER_MATCH_H_

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "fetch/study_reader.h"
#include "matcher/index/trial_facts.h"
#include "matcher/patient/patient.h"
#include "matcher/report.h"
#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// Studies with their criteria, ready for any number of patients. Immutable once built; share it between threads.
class TrialIndex {
 public:
  // Reads every study's text. `threads` workers; the result does not depend on their number.
  static TrialIndex Build(fetch::StudyList studies, const rules::Lexicon& lexicon, int threads);

  const fetch::StudyList& studies() const { return studies_; }
  const std::vector<rules::TrialCriteria>& criteria() const { return criteria_; }   // parallel to studies().studies
  const std::vector<TrialFacts>& facts() const { return facts_; }                   // the same order
  const rules::Lexicon& lexicon() const { return *lexicon_; }

 private:
  fetch::StudyList studies_;
  std::vector<rules::TrialCriteria> criteria_;
  std::vector<TrialFacts> facts_;
  const rules::Lexicon* lexicon_ = nullptr;
};

struct MatchOptions {
  base::Day decided_on;
  enum class Status { kRecruitingFirst, kAny } status = Status::kRecruitingFirst;   // kAny: rank without regard to recruiting status
  std::optional<double> within_km;   // only trials with a site nearer than this; a trial whose sites have no coordinates stays
};

// Decides and ranks every study of the index for one patient. Deterministic; any thread.
MatchReport Match(const TrialIndex& index, const Patient& patient, const MatchOptions& options);

// One study: every way in is decided, the best is told.
TrialResult MatchTrial(const fetch::Study& study, const rules::TrialCriteria& criteria, const Patient& patient,
                       const rules::Lexicon& lexicon, const MatchOptions& options);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_MATCH_H_
