#include <algorithm>
#include <bit>
#include <deque>
#include <utility>
#include <vector>

#include "matcher/index/answers.h"
#include "matcher/index/later.h"
#include "matcher/match.h"
#include "matcher/patient_matcher.h"

namespace trialmatch::matcher {

using Word = Answers::Word;

namespace {

// A trial in the order of a report.
struct Place {
  size_t trial = 0;
  double score = 0;
  size_t lacks = 0;
  int rank = 0;
};

}  // namespace

class GroupMatcher::Work {
 public:
  Work(const TrialIndex& index, const MatchOptions& options)
      : index_(index),
        compiled_(index.compiled()),
        options_(options),
        answers_(index.compiled(), index.leaves(), index.lexicon()),
        drug_kinds_(std::make_shared<DrugKinds>(index.lexicon())),
        verdicts_(index.size()),
        resting_decided_(index.size(), 0) {
    gates_.reserve(compiled_.ways.size());
    for (const WayRow& way : compiled_.ways) gates_.push_back(GatesOf(way));
    ways_.reserve(compiled_.trials.size());
    trial_of_way_.resize(compiled_.ways.size(), kNoTrial);
    for (const TrialRow& trial : compiled_.trials) {
      ways_.push_back({trial.first_way, trial.closed == 0 ? trial.ways : 0});
      const auto own = trial_of_way_.begin() + trial.first_way;
      std::fill(own, own + ways_.back().size, static_cast<uint32_t>(ways_.size() - 1));
      if (later_ways_.size() < trial.ways) later_ways_.resize(trial.ways);
    }
  }

  std::span<const Verdicts> DecideAll(std::span<const Patient* const> patients) {
    Ask(patients);
    DecideTrials([](size_t) { return true; });
    return verdicts_;
  }

  std::vector<std::vector<Placed>> Places(size_t top) {
    std::vector<std::vector<Placed>> places(matchers_.size());
    std::vector<Place> buckets[3];  // by verdict, without the excluded
    for (size_t patient = 0; patient < matchers_.size(); ++patient) {
      for (std::vector<Place>& bucket : buckets) bucket.clear();
      for (size_t trial = 0; trial < index_.size(); ++trial) {
        if (!Recruits(trial)) continue;
        const Verdict verdict = VerdictOf(trial, patient);
        if (verdict == Verdict::kExcluded) continue;
        if (options_.within_km && matchers_[patient].TooFar(index_, trial)) continue;
        buckets[static_cast<int>(verdict)].push_back({.trial = trial});
      }
      std::vector<Placed>& out = places[patient];
      for (int i = 0; i < 3; ++i) {
        if (top > 0 && out.size() >= top) break;
        Rank(patient, static_cast<Verdict>(i), buckets[i],
             top == 0 ? buckets[i].size() : top - out.size());
        for (const Place& place : buckets[i]) {
          if (top == 0 || out.size() < top)
            out.push_back({place.trial, static_cast<Verdict>(i), place.score});
        }
      }
    }
    return places;
  }

  std::vector<MatchReport> Match(std::span<const Patient* const> patients) {
    Ask(patients);
    std::vector<MatchReport> reports;
    for (size_t i = 0; i < patients.size(); ++i)
      reports.push_back(BeginReport(index_, *patients[i], options_));
    DecideTrials([&](size_t trial) { return Recruits(trial); });
    for (size_t i = 0; i < patients.size(); ++i) Fill(i, reports[i]);
    return reports;
  }

 private:
  void Ask(std::span<const Patient* const> patients) {
    matchers_.clear();
    for (const Patient* patient : patients)
      matchers_.emplace_back(*patient, index_.lexicon(), options_, drug_kinds_);
    answers_.Ask(patients, options_.decided_on);
    answers_.Gate(gates_);
    for (const uint32_t trial : looked_at_) {
      verdicts_[trial] = {};
      resting_decided_[trial] = 0;
    }
    looked_at_.clear();
  }

  Answers::Gates GatesOf(const WayRow& way) const {
    const std::span<const UseRow> untimed =
        compiled_.uses.subspan(way.first_use, way.uses - way.timed);
    Answers::Gates gates;
    for (size_t i = 0; i < gates.size(); ++i)
      gates[i] = untimed.empty() ? answers_.NeverShut() : untimed[i % untimed.size()].node;
    return gates;
  }

  bool Recruits(size_t trial) const {
    return options_.status == MatchOptions::Status::kAny || compiled_.trials[trial].recruiting != 0;
  }

  // Decides the trials for everybody.
  template <typename IsWanted>
  void DecideTrials(IsWanted is_wanted) {
    const Word everyone = answers_.everyone();
    const std::span<const uint8_t> passable = answers_.Passable();
    uint32_t last = kNoTrial;
    for (size_t way = 0; way < passable.size(); ++way) {
      const uint32_t trial = trial_of_way_[way];
      if (passable[way] == 0 || trial == last || trial == kNoTrial) continue;
      last = trial;
      if (is_wanted(trial)) looked_at_.push_back(trial);
    }
    for (size_t i = 0; i < looked_at_.size(); ++i) {
      constexpr size_t kAhead = 6;
      if (i + kAhead < looked_at_.size()) Fetch(looked_at_[i + kAhead]);
      DecideTrial(looked_at_[i], everyone);
    }
  }

  // What deciding the trial reads first comes from far memory.
  void Fetch(size_t trial) const {
    for (size_t way = ways_[trial].first; way < ways_[trial].first + ways_[trial].size; ++way) {
      if (answers_.Passable()[way] == 0) continue;
      constexpr size_t kUsesInALine = 64 / sizeof(UseRow);
      const WayRow& uses = compiled_.ways[way];
      for (size_t use = 0; use < uses.uses; use += kUsesInALine)
        __builtin_prefetch(&compiled_.uses[uses.first_use + use]);
    }
  }

  // A trial that does not recruit, once for each of `want`.
  void DecideResting(uint32_t trial, Word want) {
    const Word fresh = want & ~resting_decided_[trial];
    if (fresh == 0) return;
    resting_decided_[trial] |= fresh;
    looked_at_.push_back(trial);
    DecideTrial(trial, fresh);
  }

  void DecideTrial(size_t trial, Word fresh) {
    Verdicts& out = verdicts_[trial];
    const auto [first_way, ways] = ways_[trial];
    Word likely = 0, fine = 0, perhaps_later = 0;
    for (size_t i = 0; i < ways; ++i) {
      const Answers::Gated gated = answers_.GatedOf(first_way + i);
      const Word alive = fresh & ~likely & ~gated.shut;
      const FailsToday fails =
          alive == 0 ? FailsToday{} : DecideWay(first_way + i, alive, gated.open, likely, fine);
      later_ways_[i] = fails;
      perhaps_later |= fails.by_time | fails.stops;
    }
    out.likely |= likely;
    out.possible |= fine & ~likely;
    if ((perhaps_later & ~fine) == 0) return;
    for (size_t i = 0; i < ways; ++i) {
      const WayRow& way = compiled_.ways[first_way + i];
      const FailsToday& fails = later_ways_[i];
      Word left = (fails.by_time | fails.stops) & ~fine & ~out.later;
      if (left == 0) continue;
      const OpenLater later = FindOpenLater(compiled_, way, answers_, left, fails);
      out.later |= later.surely;
      left = later.perhaps;
      for (; left != 0; left &= left - 1) {
        const auto patient = static_cast<size_t>(std::countr_zero(left));
        if (OpensLater(compiled_, way, matchers_[patient].ongoing_drugs(), answers_, patient))
          out.later |= Word{1} << patient;
      }
    }
  }

  // As Choose decides one way. What fails for a reason that no day lifts is excluded at once; who
  // fails only for others is returned, to be looked at one by one. `open`: for whom its gates are.
  FailsToday DecideWay(size_t number, Word alive, Word open, Word& likely, Word& fine) {
    if ((alive & open) != 0) {
      const Answers::Gated gated = answers_.AskAgain(gates_[number]);
      alive &= ~gated.shut;
      if (alive == 0) return {};
      open = gated.open;
    }
    const WayRow& way = compiled_.ways[number];
    const std::span<const UseRow> uses = compiled_.uses.subspan(way.first_use, way.uses);
    const std::span<const UseRow> untimed = uses.first(way.uses - way.timed);
    // Most are out by what is settled; for the others what is open is worked out.
    std::span<const uint32_t> waiting;
    const size_t gates = (alive & open) == 0 ? std::min(untimed.size(), Answers::kGates) : 0;
    if (gates < untimed.size()) {
      alive = answers_.NotSettledOut(untimed.subspan(gates), alive, waiting);
      if (alive == 0) return {};
      for (const uint32_t node : waiting) alive &= ~answers_.NotMet(node, alive);
      if (alive == 0) return {};
    }
    Word failing = 0, lasting = 0, stops = 0;  // who fails; for some reason that time does not lift
    answers_.SettledToTheEnd(uses.last(way.timed), alive, waiting);
    for (const uint32_t node : waiting) {
      const Word fails = answers_.NotMet(node, alive) & alive;
      if (fails == 0) continue;
      const Answers::Today today = answers_.Node(node, fails);
      failing |= fails;
      lasting |= fails & ~today.dated;
      stops |= fails & today.stops;
    }
    const FailsToday perhaps_later{.by_time = failing & ~lasting, .stops = stops};
    const Word pass = alive & ~failing;
    fine |= pass;
    if (way.at_most_possible != 0 || pass == 0) return perhaps_later;
    Word good = pass, tumour_fits = 0;
    for (const UseRow& use : uses) {
      const Word met = answers_.Met(use.node, good);
      if (use.about_tumour != 0) tumour_fits |= met;
      const Word unmet = good & ~met;
      if (unmet != 0)
        good &= use.must_be_met != 0 ? met : met | ~answers_.Node(use.node, unmet).worry;
      if (good == 0) return perhaps_later;
    }
    likely |= good & tumour_fits;
    return perhaps_later;
  }

  Verdict VerdictOf(size_t trial, size_t patient) const {
    const Verdicts& verdicts = verdicts_[trial];
    if ((verdicts.likely >> patient & 1) != 0) return Verdict::kLikely;
    if ((verdicts.possible >> patient & 1) != 0) return Verdict::kPossible;
    return (verdicts.later >> patient & 1) != 0 ? Verdict::kLater : Verdict::kExcluded;
  }

  // Ranks the bucket: a score for each, and the first `listed` in the order of reports.
  void Rank(size_t patient, Verdict verdict, std::vector<Place>& bucket, size_t listed) {
    for (Place& place : bucket) {
      const PatientMatcher::Brief brief =
          matchers_[patient].Judge(index_, place.trial, verdict, answers_, patient);
      place.score = brief.score;
      place.lacks = brief.lacks;
    }
    const std::span<const RankRow> rows = index_.ranks().trials;
    const auto end = bucket.begin() + static_cast<std::ptrdiff_t>(std::min(listed, bucket.size()));
    std::partial_sort(bucket.begin(), end, bucket.end(), [&](const Place& a, const Place& b) {
      if (a.score != b.score) return a.score > b.score;
      return rows[a.trial].place_by_number < rows[b.trial].place_by_number;
    });
  }

  void Add(size_t patient, const Place& place, MatchReport& report) {
    TrialResult& result = report.trials.emplace_back(
        matchers_[patient].Indexed(index_, place.trial, answers_, patient));
    result.rank = place.rank;
  }

  void Fill(size_t patient, MatchReport& report) {
    constexpr int kOut = static_cast<int>(Verdict::kExcluded);
    auto& buckets = buckets_;
    for (std::vector<Place>& bucket : buckets) bucket.clear();
    resting_.clear();
    const auto is_asked = [&](size_t trial) {
      return !options_.within_km || !matchers_[patient].TooFar(index_, trial);
    };
    size_t recruiting = 0, taken = 0;
    for (size_t trial = 0; trial < index_.size(); ++trial) {
      if (!is_asked(trial)) continue;
      if (!Recruits(trial)) {
        resting_.push_back(trial);
        ++report.counts.not_recruiting;
        continue;
      }
      ++recruiting;
      const Verdicts& verdicts = verdicts_[trial];
      if (((verdicts.likely | verdicts.possible | verdicts.later) >> patient & 1) == 0) continue;
      ++taken;
      const Verdict verdict = VerdictOf(trial, patient);
      CountTrial(true, verdict, report.counts);
      buckets[static_cast<int>(verdict)].push_back({.trial = trial});
    }
    report.counts.excluded += static_cast<int>(recruiting - taken);
    const size_t top = options_.top == 0 ? index_.size() : options_.top;
    // Most trials are excluded, and seldom listed.
    for (size_t trial = 0; (taken < top || options_.near_misses > 0) && trial < index_.size();
         ++trial) {
      if (Recruits(trial) && VerdictOf(trial, patient) == Verdict::kExcluded && is_asked(trial))
        buckets[kOut].push_back({.trial = trial});
    }
    if (recruiting < top) {
      for (const size_t trial : resting_) {
        DecideResting(static_cast<uint32_t>(trial), Word{1} << patient);
        buckets[kVerdicts + static_cast<int>(VerdictOf(trial, patient))].push_back(
            {.trial = trial});
      }
    }
    int before = 0;
    for (int i = 0; i < 2 * kVerdicts; ++i) {
      std::vector<Place>& bucket = buckets[i];
      const bool near_misses = i == kOut && options_.near_misses > 0;
      const size_t listed = std::min(bucket.size(), top - report.trials.size());
      if (listed > 0 || near_misses) {
        Rank(patient, static_cast<Verdict>(i % kVerdicts), bucket,
             near_misses ? bucket.size() : listed);
        for (size_t k = 0; k < bucket.size(); ++k)
          bucket[k].rank = before + static_cast<int>(k) + 1;
        for (size_t k = 0; k < listed; ++k) Add(patient, bucket[k], report);
      }
      before += static_cast<int>(bucket.size());
    }
    if (options_.top > 0 && options_.near_misses > 0)
      AddNearMisses(patient, std::move(buckets[kOut]), report);
  }

  void AddNearMisses(size_t patient, std::vector<Place> bucket, MatchReport& report) {
    std::stable_sort(bucket.begin(), bucket.end(),
                     [](const Place& a, const Place& b) { return a.lacks < b.lacks; });
    if (bucket.size() > options_.near_misses) bucket.resize(options_.near_misses);
    std::sort(bucket.begin(), bucket.end(),
              [](const Place& a, const Place& b) { return a.rank < b.rank; });
    const auto listed = static_cast<int>(options_.top);
    for (const Place& place : bucket) {
      if (place.rank > listed) Add(patient, place, report);
    }
  }

  const TrialIndex& index_;
  const CompiledTrials& compiled_;
  const MatchOptions options_;
  Answers answers_;
  const std::shared_ptr<DrugKinds> drug_kinds_;
  std::deque<PatientMatcher> matchers_;
  std::vector<Verdicts> verdicts_;
  static constexpr int kVerdicts = 4;
  std::vector<Place> buckets_[2 * kVerdicts];  // of the patient whose report is filled: those that
                                               // recruit first, each by verdict
  std::vector<size_t> resting_;
  std::vector<Answers::Gates> gates_;  // by way in
  // Of a trial, its ways in; none of one that is closed.
  struct WaysOfTrial {
    uint32_t first = 0, size = 0;
  };
  std::vector<WaysOfTrial> ways_;  // by trial
  static constexpr uint32_t kNoTrial = ~uint32_t{0};
  std::vector<uint32_t> trial_of_way_;  // kNoTrial: of one that is closed
  std::vector<FailsToday> later_ways_;  // of the trial that is decided: the patients whom a way in
                                        // may take later; room for the most ways
  std::vector<uint32_t> looked_at_;     // trials whose verdicts may not be zero
  std::vector<Word> resting_decided_;   // by trial that does not recruit: for whom it was decided
};

GroupMatcher::GroupMatcher(const TrialIndex& index, const MatchOptions& options)
    : work_(std::make_unique<Work>(index, options)) {}
GroupMatcher::~GroupMatcher() = default;

std::vector<MatchReport> GroupMatcher::Match(std::span<const Patient* const> patients) {
  return work_->Match(patients);
}

std::span<const GroupMatcher::Verdicts> GroupMatcher::Decide(
    std::span<const Patient* const> patients) {
  return work_->DecideAll(patients);
}

std::vector<std::vector<GroupMatcher::Placed>> GroupMatcher::Places(size_t top) {
  return work_->Places(top);
}

}  // namespace trialmatch::matcher
