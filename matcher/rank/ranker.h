#ifndef TRIALMATCH_MATCHER_RANK_RANKER_H_
#define TRIALMATCH_MATCHER_RANK_RANKER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/truth.h"
#include "matcher/index/trial_facts.h"
#include "matcher/match.h"
#include "matcher/patient/patient.h"
#include "matcher/rank/drug_kinds.h"
#include "matcher/rank/nearest_site.h"
#include "matcher/rank/patient_picture.h"
#include "matcher/rank/rank_rows.h"
#include "matcher/report.h"

namespace trialmatch::matcher {

// What the deciding criteria of a way in say of the patient, as far as scoring reads it. One object serves one trial after the other.
class Asked {
 public:
  // `drivers`: rows of gene.tsv.
  explicit Asked(std::vector<uint16_t> drivers) : drivers_(std::move(drivers)), fits(drivers_.size()) {}
  void Clear();
  // A criterion that decides; `genes`: those of the row.
  void Add(const AskRow& row, std::span<const uint16_t> genes, base::Truth truth);
  const std::vector<uint16_t>& drivers() const { return drivers_; }

 private:
  std::vector<uint16_t> drivers_;

 public:
  struct Fit {
    double value = 0;
    enum class By : uint8_t { kNothing, kGene, kBasket, kAnyDriver } by = By::kNothing;
  };
  std::vector<Fit> fits;   // by driver
  int decisive = 0, settled = 0;
  bool score_met = false, past_met = false, setting_met = false, setting_open = false, brain_met = false;
};

// Scores decided trials for one patient by the signals of signal.tsv (DESIGN section 5). A signal
// that says nothing for this patient and trial is left out; with MatchOptions::Status::kAny so are
// those that depend on status and place. For one thread.
class Ranker {
 public:
  // All arguments must outlive the ranker.
  Ranker(const Patient& patient, const PatientPicture& picture, const rules::Lexicon& lexicon,
         const MatchOptions& options, std::shared_ptr<DrugKinds> kinds = nullptr);

  // Fills `signals` and `score` of a result whose verdict and nearest site are known. A study
  // without an eligibility text gets score 0.
  void Score(const TrialFacts& facts, TrialResult& result) const;

  // The same score without words, of a trial of the index and one of its ways in: `truth_of(criterion)` as it was decided.
  template <typename TruthOf>
  double Score(const RankRows& rows, size_t trial, size_t way, const std::optional<SiteBrief>& site, TruthOf truth_of) const {
    const RankRow& row = rows.trials[trial];
    asked_.Clear();
    for (const uint32_t criterion : Part(rows.deciding, rows.ways[row.ways.first + way])) {
      const AskRow& ask = rows.asks[row.asks.first + criterion];
      asked_.Add(ask, Part(rows.genes, ask.genes), truth_of(criterion));
    }
    return ScoreAsked({rows, row, site}, nullptr);
  }

 private:
  struct Trial {
    const RankRows& rows;
    const RankRow& row;
    const std::optional<SiteBrief>& site;
  };
  enum class Measured : uint8_t {
    kDriver, kSequence, kFailedDrug, kSetting, kCns, kDecided, kPhase, kOpen, kDistance, kFreshness, kNothing,
  };
  struct Row {
    std::string name;
    double weight = 0;
    Measured measured = Measured::kNothing;
  };
  struct Resistance {
    std::string mutation, source;
    uint16_t drug = kNoRow;
    bool covered = false;
  };
  // A value, and of what its words are made.
  enum class Why : uint8_t {
    kAboutNoDriver, kAsksForGene, kAsksForGeneOfMany, kAsksForAnyDriver, kDrugActsOn, kNamesGene, kScoreIsMet, kNoDriver,
    kTriedAndFailed, kKnownToPatient, kMakesFail, kWorksAgainst, kFirstGeneration, kFirstDrug, kNotYetTried, kNewer, kSameGeneration, kOlder,
    kUnknownDrug, kAllFailed, kNewBesideFailed, kWithoutDriver, kImmunotherapy, kDriverFirst, kChemotherapy, kNotAimed, kAsksForPast,
    kNoSetting, kSettingMet, kSettingOpen, kBrainMet, kNamesBrain, kReachesBrain, kBrainUnknown, kNothingDecisive, kSettled,
    kObserves, kPhase, kOpenSite, kNoOpenSite, kNotRecruiting, kKm, kInCountry, kNotInCountry, kNoUpdate, kUpdated,
  };
  struct Value {
    double value = 0;
    Why why = Why::kUnknownDrug;
    uint16_t drug = kNoRow;
    uint16_t number = 0;   // of the driver, or of the resistance
  };
  double ScoreAsked(const Trial& trial, TrialResult* told) const;
  std::optional<Value> Measure(Measured measured, const Trial& trial) const;
  Value DriverFit(const Trial& trial) const;
  Value Sequence(const Trial& trial) const;
  const Value& AimedDrug(size_t driver, uint16_t drug) const;
  Value FindAimedDrug(size_t driver, uint16_t drug) const;
  std::optional<Value> CoversMutation(size_t driver, uint16_t drug) const;
  bool IsAimed(size_t driver, uint16_t drug) const;
  Value OtherDrugs(const Trial& trial) const;
  bool TriesSomethingNew(const Trial& trial) const;
  Value Brain(const Trial& trial) const;
  std::optional<Value> Distance(const Trial& trial) const;
  Value Freshness(const Trial& trial) const;
  std::string Words(const Value& value, const Trial& trial, const fetch::Study& study) const;

  const Patient& patient_;
  const PatientPicture& picture_;
  const rules::Lexicon& lexicon_;
  const MatchOptions& options_;
  std::shared_ptr<DrugKinds> kinds_;
  std::vector<Row> rows_;
  std::vector<Resistance> resistance_;  // of the patient's own mutations
  std::vector<std::vector<uint16_t>> driver_classes_;
  std::vector<uint16_t> failed_, not_tolerated_, had_;   // the second also in the first
  mutable std::vector<std::optional<Value>> aimed_;   // by driver and drug, once asked for
  mutable Asked asked_;
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_RANK_RANKER_H_
