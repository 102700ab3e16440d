#ifndef TRIALMATCH_MATCHER_MATCH_H_
#define TRIALMATCH_MATCHER_MATCH_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"
#include "fetch/study_reader.h"
#include "matcher/index/trial_index.h"
#include "matcher/patient/patient.h"
#include "matcher/report.h"
#include "rules/criterion.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

struct MatchOptions {
  base::Day decided_on;
  enum class Status { kRecruitingFirst, kAny } status = Status::kRecruitingFirst;   // kAny: rank without regard to recruiting status
  std::optional<double> within_km;   // only trials with a site nearer than this, open if any is; a trial whose sites have no coordinates stays
  // Only the first so many trials of the report; 0: all. The counts tell of all in any case, and less work is done.
  size_t top = 0;
  // With `top`: beside them so many excluded trials that take patients, those that lack least first; with their ranks, behind the others.
  size_t near_misses = 0;
  // kOpenOnly: criteria that are met stand without reasons, for who prints none.
  enum class Reasons { kAll, kOpenOnly } reasons = Reasons::kAll;
};

// Decides and ranks every study of the index for one patient. Deterministic; any thread.
MatchReport Match(const TrialIndex& index, const Patient& patient, const MatchOptions& options);

// The same for many patients, 64 at a time: each distinct leaf and expression of all trials is evaluated at most once a patient. Keeps
// its memory from call to call; for one thread at a time.
class GroupMatcher {
 public:
  static constexpr size_t kGroup = 64;
  // `index` must outlive it, and the reports point into it.
  GroupMatcher(const TrialIndex& index, const MatchOptions& options);
  ~GroupMatcher();
  GroupMatcher(const GroupMatcher&) = delete;
  GroupMatcher& operator=(const GroupMatcher&) = delete;

  // At most kGroup patients; a report for each, in their order.
  std::vector<MatchReport> Match(std::span<const Patient* const> patients);

  // The verdicts alone: of each trial the patients (a bit for each) that it likely takes, possibly takes, and takes later; the others are
  // excluded. Of every trial, whatever its status. Valid until the next call.
  struct Verdicts {
    uint64_t likely = 0, possible = 0, later = 0;
  };
  std::span<const Verdicts> Decide(std::span<const Patient* const> patients);

  // A trial in its place of a report.
  struct Placed {
    size_t trial = 0;   // its number in the index
    Verdict verdict = Verdict::kPossible;
    double score = 0;
  };
  // The order of the reports of the patients whom Decide was asked for last, without their reasons: trials that recruit (kAny: all) and
  // are not excluded. Only the first `top` for each; 0: all.
  std::vector<std::vector<Placed>> Places(size_t top);

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

// A report's head: what it is made of, and for whom.
MatchReport BeginReport(const TrialIndex& index, const Patient& patient, const MatchOptions& options);

// The reference: every trial by itself, every criterion evaluated for itself, nothing kept. Gives the report that Match gives without
// `top`; a property test holds them equal.
MatchReport MatchPlainly(const TrialIndex& index, const Patient& patient, const MatchOptions& options);

// One study: every way in is decided, the best is told.
TrialResult MatchTrial(const fetch::Study& study, const rules::TrialCriteria& criteria, const Patient& patient,
                       const rules::Lexicon& lexicon, const MatchOptions& options);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_MATCH_H_
