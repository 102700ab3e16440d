// The index, which evaluates every distinct leaf once for 64 patients at a time, against the plain evaluator, which takes one trial and one
// patient at a time and keeps nothing: every verdict, score, reason and date.
#include <deque>
#include <filesystem>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matcher/evaluate/facts.h"
#include "matcher/evaluate/memo.h"
#include "matcher/index/leaf_words.h"
#include "matcher/match.h"
#include "matcher/patient/profile_json.h"
#include "matcher/patient/profile_names.h"
#include "matcher/report_json.h"
#include "matcher/verdict.h"
#include "tests/support/random_patients.h"

namespace trialmatch::matcher {
namespace {

using ::trialmatch::testing::RandomPatient;
using ::trialmatch::testing::Seeded;

const base::Day kToday = base::Day::FromCivil(2026, 1, 15);

// Trials of the corpus when it is there, else the examples; `count` of them, drawn by the seed.
TrialIndex SomeTrials(uint64_t seed, size_t count) {
  const std::filesystem::path root = TRIALMATCH_SOURCE_DIR;
  const std::filesystem::path corpus = root.parent_path() / "shared/corpus/lung_studies.jsonl";
  fetch::StudyList list = fetch::ReadStudies(std::filesystem::exists(corpus) ? corpus : root / "examples/studies").value();
  Seeded random(seed);
  while (list.studies.size() > count) {
    list.studies[random.Next() % list.studies.size()] = std::move(list.studies.back());
    list.studies.pop_back();
  }
  return TrialIndex::Build(std::move(list), rules::Lexicon::BuiltIn(), 2);
}

std::vector<Patient> SomePatients(uint64_t seed, size_t count) {
  std::vector<Patient> patients;
  for (size_t i = 0; i < count; ++i) {
    ProfileResult profile = ReadProfile(RandomPatient(seed, i).Json(), rules::Lexicon::BuiltIn());
    EXPECT_TRUE(profile.errors.empty()) << profile.errors.front().path << ": " << profile.errors.front().message;
    patients.push_back(std::move(profile.patient));
  }
  return patients;
}

std::vector<const Patient*> Pointers(const std::vector<Patient>& patients) {
  std::vector<const Patient*> out;
  for (const Patient& patient : patients) out.push_back(&patient);
  return out;
}

std::string Days(const std::optional<base::Day>& day) { return day ? day->ToString() : "-"; }

// All of a result that anyone may read.
std::string Dump(const TrialResult& result) {
  std::string out = TrialResultJson(result, {.criteria = ReportJsonOptions::Criteria::kAll});
  for (const CriterionResult& told : result.results) {
    out += "\n" + told.criterion->id + " " + base::TruthName(told.truth) + (told.decides ? "" : " shown") + " lifts " + Days(told.lifts_on) + " closes " +
           Days(told.closes_on);
    for (const std::string& drug : told.needs_stop) out += " stop " + drug;
    for (const Reason& reason : told.reasons) {
      out += " [" + std::to_string(reason.leaf.begin) + "," + std::to_string(reason.leaf.end) + "] " + reason.because;
      for (const std::string& need : reason.needs) out += " <" + need + ">";
    }
  }
  for (const Signal& signal : result.signals) out += "\n" + signal.name + ": " + signal.because;
  for (const std::string& cohort : result.other_cohorts) out += "\nalso " + cohort;
  return out;
}

void ExpectSame(const MatchReport& plain, const MatchReport& indexed, size_t top) {
  EXPECT_EQ(plain.counts.likely, indexed.counts.likely);
  EXPECT_EQ(plain.counts.possible, indexed.counts.possible);
  EXPECT_EQ(plain.counts.later, indexed.counts.later);
  EXPECT_EQ(plain.counts.excluded, indexed.counts.excluded);
  EXPECT_EQ(plain.counts.not_recruiting, indexed.counts.not_recruiting);
  ASSERT_EQ(indexed.trials.size(), std::min(top, plain.trials.size()));
  for (size_t i = 0; i < indexed.trials.size(); ++i) ASSERT_EQ(Dump(plain.trials[i]), Dump(indexed.trials[i]));
}

struct Case {
  const char* name;
  uint64_t seed;
  size_t trials, patients;
  MatchOptions::Status status;
  base::Day decided_on;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class IndexAndPlain : public ::testing::TestWithParam<Case> {};

TEST_P(IndexAndPlain, Agree) {
  const Case& c = GetParam();
  const TrialIndex index = SomeTrials(c.seed, c.trials);
  const std::vector<Patient> patients = SomePatients(c.seed, c.patients);
  MatchOptions options{.decided_on = c.decided_on, .status = c.status};
  const std::vector<MatchReport> all = GroupMatcher(index, options).Match(Pointers(patients));
  options.top = 7;
  GroupMatcher matcher(index, options);
  const std::vector<MatchReport> top = matcher.Match(Pointers(patients));
  const auto verdicts = matcher.Decide(Pointers(patients));
  ASSERT_EQ(all.size(), patients.size());
  for (size_t i = 0; i < patients.size(); ++i) {
    SCOPED_TRACE("patient " + std::to_string(i) + " of seed " + std::to_string(c.seed));
    const MatchReport plain = MatchPlainly(index, patients[i], options);
    ExpectSame(plain, all[i], index.size());
    ExpectSame(plain, top[i], 7);
    for (const TrialResult& trial : plain.trials) {
      size_t place = 0;
      while (&index.study(place) != trial.study) ++place;
      const GroupMatcher::Verdicts& words = verdicts[place];
      const Verdict verdict = (words.likely >> i & 1) != 0     ? Verdict::kLikely
                              : (words.possible >> i & 1) != 0 ? Verdict::kPossible
                              : (words.later >> i & 1) != 0    ? Verdict::kLater
                                                               : Verdict::kExcluded;
      ASSERT_EQ(VerdictName(trial.verdict), std::string(VerdictName(verdict))) << trial.study->nct_id;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Random, IndexAndPlain,
    ::testing::Values(Case{"few_trials", 1, 40, 64, MatchOptions::Status::kAny, kToday},
                      Case{"more_trials", 2, 160, 20, MatchOptions::Status::kAny, kToday},
                      Case{"by_status", 3, 120, 30, MatchOptions::Status::kRecruitingFirst, kToday},
                      Case{"facts_grown_old", 4, 80, 12, MatchOptions::Status::kAny, kToday + 45},
                      Case{"a_leap_day", 5, 80, 12, MatchOptions::Status::kAny, base::Day::FromCivil(2028, 2, 29)},
                      Case{"one_patient", 6, 200, 1, MatchOptions::Status::kAny, kToday}),
    [](const auto& test) { return std::string(test.param.name); });

// A matcher serves one group after the other, large and small ones, and keeps what it has learned of kinds and names.
TEST(Groups, ComeOneAfterTheOther) {
  const TrialIndex index = SomeTrials(8, 60);
  const std::vector<Patient> patients = SomePatients(8, 90);
  const std::vector<const Patient*> all = Pointers(patients);
  const MatchOptions options{.decided_on = kToday, .status = MatchOptions::Status::kAny};
  GroupMatcher matcher(index, options);
  for (const auto& [first, size] : {std::pair<size_t, size_t>{0, 64}, {64, 3}, {67, 1}, {68, 22}, {10, 5}}) {
    const std::vector<MatchReport> reports = matcher.Match(std::span(all).subspan(first, size));
    ASSERT_EQ(reports.size(), size);
    for (size_t i = 0; i < std::min<size_t>(size, 4); ++i) {
      SCOPED_TRACE("patient " + std::to_string(first + i));
      ExpectSame(MatchPlainly(index, patients[first + i], options), reports[i], index.size());
    }
  }
}

// Every leaf by itself, in bulk and kept, against its evaluator that keeps nothing.
TEST(Leaves, InBulkAndOneByOneAgree) {
  const TrialIndex index = SomeTrials(9, 400);
  const rules::Lexicon& lexicon = rules::Lexicon::BuiltIn();
  const std::vector<Patient> patients = SomePatients(9, 40);
  KindRelations relations(lexicon);
  LeafWords words(index.leaves(), lexicon, relations);
  for (const base::Day today : {kToday, kToday + 45}) {
    std::deque<PatientMemo> memos;
    GroupContexts contexts{.horizon = Horizon(today)};
    for (const Patient& patient : patients) {
      memos.emplace_back(relations);
      for (size_t when = 0; when < kWhens; ++when) {
        contexts.of[when].push_back({.patient = patient, .lexicon = lexicon, .decided_on = today, .day = when == 0 ? today : contexts.horizon,
                                     .stopped = static_cast<When>(when) == When::kAheadStopped, .words = Words::kNone, .memo = &memos.back()});
      }
    }
    words.Ask(contexts);
    for (uint32_t leaf = 0; leaf < index.leaves().size(); ++leaf) {
      const LeafWords::Truths at_once = words.Decide(leaf);
      ASSERT_EQ(at_once.met & at_once.not_met, 0u);
      ASSERT_EQ((at_once.met | at_once.not_met) & at_once.open, 0u);
      LeafWords::Resolved bulk;
      if (at_once.open != 0) bulk = words.Resolve(leaf, at_once.open);
      ASSERT_EQ(at_once.open & ~bulk.known, 0u);
      bulk.met = (bulk.met & at_once.open) | at_once.met;
      bulk.not_met = (bulk.not_met & at_once.open) | at_once.not_met;
      for (size_t i = 0; i < patients.size(); ++i) {
        const auto what = [&] { return rules::LeafKindName(index.leaves()[leaf]) + std::string(" ") + std::to_string(leaf) + " of patient " + std::to_string(i); };
        const bool open = (at_once.open >> i & 1) != 0;
        const LeafOutcome plain = EvaluateLeaf(index.leaves()[leaf], {.patient = patients[i], .lexicon = lexicon, .decided_on = today, .day = today});
        const base::Truth truth = (bulk.met >> i & 1) != 0 ? base::Truth::kMet : (bulk.not_met >> i & 1) != 0 ? base::Truth::kNotMet : base::Truth::kUnknown;
        const bool dated = std::any_of(plain.breakpoints.begin(), plain.breakpoints.end(), [&](base::Day day) { return contexts.Counts(day); });
        ASSERT_EQ(base::TruthName(plain.truth), std::string(base::TruthName(truth))) << what();
        ASSERT_EQ(plain.worry, open && (bulk.worry >> i & 1) != 0) << what();
        ASSERT_EQ(dated, open && (bulk.dated >> i & 1) != 0) << what();
        ASSERT_EQ(!plain.needs_stop.empty(), open && (bulk.stops >> i & 1) != 0) << what();
        std::vector<std::string> stops;
        if (!plain.needs_stop.empty()) words.AddStops(leaf, i, stops);
        Canonicalize(stops);
        ASSERT_EQ(plain.needs_stop, stops) << what();
        // By itself, as other days ask for it.
        const LeafOutcome alone = words.Evaluate(leaf, i, contexts.today()[i]);
        ASSERT_EQ(base::TruthName(plain.truth), std::string(base::TruthName(alone.truth))) << what();
        ASSERT_EQ(plain.breakpoints, alone.breakpoints) << what();
        ASSERT_EQ(plain.needs_stop, alone.needs_stop) << what();
      }
    }
  }
}

// A profile read with names kept from others is the profile read alone.
TEST(Profiles, AreTheSameWithNamesKept) {
  NameMemo names;
  for (size_t i = 0; i < 200; ++i) {
    const std::string json = RandomPatient(10, i).Json();
    const ProfileResult alone = ReadProfile(json, rules::Lexicon::BuiltIn()), kept = ReadProfile(json, rules::Lexicon::BuiltIn(), &names);
    ASSERT_EQ(alone.notes.size(), kept.notes.size()) << json;
    for (size_t k = 0; k < alone.notes.size(); ++k) EXPECT_EQ(alone.notes[k].message, kept.notes[k].message);
    EXPECT_EQ(alone.patient.cancer.histology_id, kept.patient.cancer.histology_id);
    ASSERT_EQ(alone.patient.treatments.size(), kept.patient.treatments.size());
    for (size_t k = 0; k < alone.patient.treatments.size(); ++k) EXPECT_EQ(alone.patient.treatments[k].drug_id, kept.patient.treatments[k].drug_id);
    for (size_t k = 0; k < alone.patient.conditions.size(); ++k) EXPECT_EQ(alone.patient.conditions[k].condition_id, kept.patient.conditions[k].condition_id);
  }
}

// What is listed beside the first trials are the excluded ones that lack least, with the ranks of the whole list.
TEST(NearMisses, StandWithTheirRanks) {
  const TrialIndex index = SomeTrials(7, 90);
  for (const Patient& patient : SomePatients(7, 12)) {
    MatchOptions options{.decided_on = kToday, .status = MatchOptions::Status::kAny};
    const MatchReport all = Match(index, patient, options);
    options.top = 3;
    options.near_misses = 4;
    const MatchReport some = Match(index, patient, options);
    for (const TrialResult& trial : some.trials) EXPECT_EQ(Dump(all.trials[static_cast<size_t>(trial.rank) - 1]), Dump(trial));
    EXPECT_LE(some.trials.size(), 7u);
    size_t least = SIZE_MAX;
    for (const TrialResult& trial : all.trials) {
      if (trial.verdict == Verdict::kExcluded) least = std::min(least, trial.blocking.size() + trial.closed_cohorts.size());
    }
    if (least == SIZE_MAX) continue;
    EXPECT_THAT(some.trials, ::testing::Contains(::testing::Truly([&](const TrialResult& trial) {
                  return trial.verdict == Verdict::kExcluded && trial.blocking.size() + trial.closed_cohorts.size() == least;
                })));
  }
}

}  // namespace
}  // namespace trialmatch::matcher
