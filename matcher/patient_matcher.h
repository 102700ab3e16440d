#ifndef TRIALMATCH_MATCHER_PATIENT_MATCHER_H_
#define TRIALMATCH_MATCHER_PATIENT_MATCHER_H_

#include <memory>

#include "matcher/index/answers.h"
#include "matcher/index/trial_index.h"
#include "matcher/match.h"
#include "matcher/patient/patient.h"
#include "matcher/rank/patient_picture.h"
#include "matcher/rank/ranker.h"
#include "matcher/report.h"

namespace trialmatch::matcher {

// One patient, ready to meet trials: what Match and MatchPlainly have in common.
class PatientMatcher {
 public:
  // All arguments must outlive it.
  PatientMatcher(const Patient& patient, const rules::Lexicon& lexicon, const MatchOptions& options,
                 std::shared_ptr<DrugKinds> kinds = nullptr);
  PatientMatcher(const PatientMatcher&) = delete;
  PatientMatcher& operator=(const PatientMatcher&) = delete;

  // The plain way.
  TrialResult Plain(const fetch::Study& study, const rules::TrialCriteria& criteria, const TrialFacts& facts) const;

  // The same result from what is kept in `answers`, where the patient is the one of that number.
  TrialResult Indexed(const TrialIndex& index, size_t trial, Answers& answers, size_t number) const;

  // How the trial scores, without reasons and without reading its record. `verdict` as it was decided.
  struct Brief {
    double score = 0;
    size_t lacks = 0;   // failing criteria, and closed parts
  };
  Brief Judge(const TrialIndex& index, size_t trial, Verdict verdict, Answers& answers, size_t number) const;

  // Whether the nearest site with coordinates lies beyond MatchOptions::within_km; an open one, if there is any.
  bool TooFar(const TrialIndex& index, size_t trial) const;

  int ongoing_drugs() const { return picture_.ongoing_drugs; }

 private:
  TrialResult Begin(const fetch::Study& study, const rules::TrialCriteria& criteria) const;
  void Finish(const TrialFacts& facts, TrialResult& result) const;
  DecisionQuestion Question(const rules::TrialCriteria& criteria, const TrialFacts& facts) const;

  const Patient& patient_;
  const rules::Lexicon& lexicon_;
  const MatchOptions& options_;
  const PatientPicture picture_;
  const Ranker ranker_;
  const uint16_t country_;   // the patient's, a row of place.tsv
};

// What the counts say of a trial.
void CountTrial(bool recruiting, Verdict verdict, Counts& counts);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_PATIENT_MATCHER_H_
