#ifndef TRIALMATCH_MATCHER_RANK_RANKER_H_
#define TRIALMATCH_MATCHER_RANK_RANKER_H_

#include <string>
#include <string_view>
#include <vector>

#include "fetch/study.h"
#include "matcher/index/trial_facts.h"
#include "matcher/match.h"
#include "matcher/patient/patient.h"
#include "matcher/rank/patient_picture.h"
#include "matcher/report.h"

namespace trialmatch::matcher {

// Scores decided trials for one patient by the signals of signal.tsv (DESIGN section 5). A signal
// that says nothing for this patient and trial is left out; with MatchOptions::Status::kAny so are
// those that depend on status and place. Immutable; any thread.
class Ranker {
 public:
  // All arguments must outlive the ranker.
  Ranker(const Patient& patient, const PatientPicture& picture, const rules::Lexicon& lexicon,
         const MatchOptions& options);

  // Fills `signals` and `score` of a result whose verdict and nearest site are known. A study
  // without an eligibility text gets score 0.
  void Score(const TrialFacts& facts, TrialResult& result) const;

 private:
  struct Value {
    double value = 0;
    std::string because;
  };
  struct Row {
    std::string name;
    double weight = 0;
  };
  struct Resistance {
    std::string mutation, drug, source;
    bool covered = false;
  };
  std::optional<Value> Measure(const std::string& name, const TrialFacts& facts,
                               const TrialResult& result) const;
  Value DriverFit(const TrialFacts& facts, const TrialResult& result) const;
  Value ScoredMarkerFit(const TrialFacts& facts, const TrialResult& result) const;
  Value Sequence(const TrialFacts& facts, const TrialResult& result) const;
  Value AimedDrug(const Driver& driver, const std::string& drug) const;
  std::optional<Value> CoversMutation(const Driver& driver, const std::string& drug) const;
  Value OtherDrugs(const TrialFacts& facts) const;
  Value Setting(const TrialFacts& facts, const TrialResult& result) const;
  Value Brain(const TrialFacts& facts, const TrialResult& result) const;
  Value Decided(const TrialResult& result) const;
  Value Freshness(const fetch::Study& study) const;

  const Patient& patient_;
  const PatientPicture& picture_;
  const rules::Lexicon& lexicon_;
  const MatchOptions& options_;
  std::vector<Row> rows_;
  std::vector<Resistance> resistance_;  // of the patient's own mutations
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_RANK_RANKER_H_
