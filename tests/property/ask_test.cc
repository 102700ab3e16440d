// The questionnaire and "what if" against brute force: each claim about answers is held against deciding every trial anew.
#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matcher/ask/questionnaire.h"
#include "matcher/ask/what_if.h"
#include "matcher/match.h"
#include "tests/support/random_patients.h"

namespace trialmatch::matcher {
namespace {

using ::trialmatch::testing::RandomPatient;
using ::trialmatch::testing::Seeded;

const base::Day kToday = base::Day::FromCivil(2026, 1, 15);
const MatchOptions kAny{.decided_on = kToday, .status = MatchOptions::Status::kAny};

const TrialIndex& Examples() {
  static const TrialIndex* const index =
      new TrialIndex(TrialIndex::Build(fetch::ReadStudies(std::filesystem::path(TRIALMATCH_SOURCE_DIR) / "examples/studies").value(), rules::Lexicon::BuiltIn(), 2));
  return *index;
}

ProfileDraft SomeDraft(uint64_t number) { return ProfileDraft::Parse(RandomPatient(77, number).Json()).value(); }

bool IsOpen(const TrialIndex& index, size_t trial, const Patient& patient) {
  const TrialResult result = MatchTrial(index.study(trial), index.criteria(trial), patient, index.lexicon(), kAny);
  return result.verdict == Verdict::kLikely || result.verdict == Verdict::kPossible;
}

std::set<size_t> FirstTen(const TrialIndex& index, const ProfileDraft& draft) {
  const std::optional<Patient> patient = PatientOf(draft, index.lexicon());
  std::set<size_t> first;
  if (!patient) return first;
  const MatchReport report = MatchPlainly(index, *patient, kAny);
  for (const TrialResult& trial : report.trials) {
    if (first.size() < kFirst && trial.verdict != Verdict::kExcluded) first.insert(FindTrial(index, trial.study->nct_id).value());
  }
  return first;
}

TEST(Places, AreTheOrderOfReports) {
  const TrialIndex& index = Examples();
  GroupMatcher group(index, kAny);
  std::vector<Patient> patients;
  for (uint64_t i = 0; i < 20; ++i) patients.push_back(PatientOf(SomeDraft(i), index.lexicon()).value());
  std::vector<const Patient*> pointers;
  for (const Patient& patient : patients) pointers.push_back(&patient);
  group.Decide(pointers);
  const std::vector<std::vector<GroupMatcher::Placed>> all = group.Places(0), ten = group.Places(10);
  for (size_t i = 0; i < patients.size(); ++i) {
    const MatchReport report = MatchPlainly(index, patients[i], kAny);
    for (size_t k = 0; k < all[i].size(); ++k) {
      ASSERT_EQ(index.study(all[i][k].trial).nct_id, report.trials[k].study->nct_id);
      ASSERT_EQ(all[i][k].verdict, report.trials[k].verdict);
      ASSERT_EQ(all[i][k].score, report.trials[k].score);
    }
    ASSERT_TRUE(all[i].size() == report.trials.size() || report.trials[all[i].size()].verdict == Verdict::kExcluded);
    ASSERT_EQ(ten[i].size(), std::min<size_t>(10, all[i].size()));
  }
}

TEST(WhatIf, SingleFactsAreThoseThatOpenATrial) {
  const TrialIndex& index = Examples();
  std::vector<size_t> trials(index.size());
  for (size_t i = 0; i < trials.size(); ++i) trials[i] = i;
  size_t ways = 0, shuts = 0;
  for (uint64_t number = 0; number < 3; ++number) {
    const ProfileDraft draft = SomeDraft(number);
    const WhatIf what_if = AskWhatIf(index, QuestionBank::BuiltIn(), draft, kAny, trials);
    ASSERT_EQ(what_if.near_misses.size() + what_if.open_trials.size(), index.size());
    std::vector<Patient> patients;
    for (const ChangedFact& fact : what_if.facts) patients.push_back(PatientOf(fact.draft, index.lexicon()).value());
    for (const NearMiss& miss : what_if.near_misses) {
      std::vector<FactSet> expected;
      for (size_t fact = 0; fact < patients.size(); ++fact) {
        if (IsOpen(index, miss.trial, patients[fact])) expected.push_back({fact});
      }
      ways += expected.size();
      std::vector<FactSet> single = miss.ways;
      std::erase_if(single, [](const FactSet& way) { return way.size() != 1; });
      ASSERT_EQ(single, expected) << draft.Text() << index.study(miss.trial).nct_id;
    }
    for (const OpenTrial& trial : what_if.open_trials) {
      FactSet expected;
      for (size_t fact = 0; fact < patients.size(); ++fact) {
        const TrialResult result = MatchTrial(index.study(trial.trial), index.criteria(trial.trial), patients[fact], index.lexicon(), kAny);
        if (result.verdict == Verdict::kExcluded) expected.push_back(fact);
      }
      shuts += expected.size();
      ASSERT_EQ(trial.shuts, expected) << draft.Text() << index.study(trial.trial).nct_id;
    }
  }
  EXPECT_GT(ways, 20u);
  EXPECT_GT(shuts, 100u);
}

TEST(WhatIf, PairsAreThoseThatOpenATrial) {
  const TrialIndex& index = Examples();
  size_t pairs = 0;
  for (uint64_t number = 0; number < 12; ++number) {
    const ProfileDraft draft = SomeDraft(100 + number);
    // A sample of the facts, so that all their pairs can be tried.
    std::vector<ChangedFact> facts = FactsToTry(draft, QuestionBank::BuiltIn(), index.lexicon(), kToday, {});
    Seeded random(number);
    while (facts.size() > 40) {
      std::swap(facts[random.Next() % facts.size()], facts.back());
      facts.pop_back();
    }
    std::vector<size_t> trials(index.size());
    for (size_t i = 0; i < trials.size(); ++i) trials[i] = i;
    const WhatIf what_if = TryFacts(index, draft, kAny, trials, facts);
    std::vector<std::pair<FactSet, Patient>> both;
    for (size_t a = 0; a < facts.size(); ++a) {
      for (size_t b = a + 1; b < facts.size(); ++b) {
        if (std::optional<Patient> patient = WithBoth(what_if.facts[a], what_if.facts[b], index.lexicon(), kToday)) both.emplace_back(FactSet{a, b}, *std::move(patient));
      }
    }
    GroupMatcher group(index, kAny);
    std::vector<std::vector<FactSet>> expected(index.size());
    for (size_t begin = 0; begin < both.size(); begin += GroupMatcher::kGroup) {
      std::vector<const Patient*> round;
      for (size_t i = begin; i < std::min(both.size(), begin + GroupMatcher::kGroup); ++i) round.push_back(&both[i].second);
      const auto verdicts = group.Decide(round);
      for (size_t i = 0; i < round.size(); ++i) {
        for (size_t trial = 0; trial < index.size(); ++trial) {
          if (((verdicts[trial].likely | verdicts[trial].possible) >> i & 1) != 0) expected[trial].push_back(both[begin + i].first);
        }
      }
    }
    for (const NearMiss& miss : what_if.near_misses) {
      if (!miss.ways.empty() && miss.ways.front().size() == 1) continue;
      std::vector<FactSet> found = miss.ways;
      std::sort(found.begin(), found.end());
      ASSERT_EQ(found, expected[miss.trial]) << draft.Text() << index.study(miss.trial).nct_id;
      pairs += found.size();
    }
  }
  EXPECT_GT(pairs, 10u);
}

// Answers at random until the questionnaire says that it is certain; then no answer to any question that is left may change the first ten.
TEST(Questionnaire, WhenCertainNoAnswerChangesTheFirstTen) {
  const TrialIndex& index = Examples();
  const QuestionBank& bank = QuestionBank::BuiltIn();
  for (uint64_t number = 0; number < 5; ++number) {
    Seeded random(number);
    ProfileDraft start = ProfileDraft::New("random");
    start.Set("as_of", kToday.ToString());
    Questionnaire questions(index, bank, kAny, start, Questionnaire::Until::kCertain);
    std::set<std::string> closed;
    while (const WeighedQuestion* next = questions.Next()) {
      const Question question = next->question;
      ASSERT_TRUE(closed.insert(question.id).second) << question.id << " is asked twice";
      const PossibleAnswer& answer = question.answers[random.Next() % question.answers.size()];
      if (random.Chance(25) || IsRuledOut(answer, questions.profile(), index.lexicon()) || !questions.Answer(question, {answer.fragment}, answer.words).ok()) questions.NotKnown(question);
    }
    const std::set<size_t> first = FirstTen(index, questions.profile());
    for (const Question& question : bank.questions()) {
      if (closed.contains(question.id)) continue;
      for (const PossibleAnswer& answer : question.answers) {
        ProfileDraft other = questions.profile();
        if (!questions.profile().Part(question.paths, index.lexicon()).empty() || IsRuledOut(answer, other, index.lexicon())) continue;
        if (!other.Merge(answer.fragment, kToday, index.lexicon()).ok() || !PatientOf(other, index.lexicon())) continue;
        EXPECT_EQ(FirstTen(index, other), first) << answer.id << " after " << questions.profile().Text();
      }
    }
  }
}

TEST(Questionnaire, BackTakesEveryAnswerBack) {
  const TrialIndex& index = Examples();
  ProfileDraft start = ProfileDraft::New("back");
  Questionnaire questions(index, QuestionBank::BuiltIn(), kAny, start, Questionnaire::Until::kCertain);
  std::vector<std::string> texts = {questions.profile().Text()};
  for (int i = 0; i < 6; ++i) {
    const WeighedQuestion* next = questions.Next();
    ASSERT_NE(next, nullptr);
    const Question question = next->question;
    ASSERT_TRUE(questions.Answer(question, {question.answers.back().fragment}, "").ok());
    texts.push_back(questions.profile().Text());
  }
  for (size_t i = texts.size(); i-- > 1;) {
    EXPECT_EQ(questions.profile().Text(), texts[i]);
    EXPECT_TRUE(questions.Back().has_value());
  }
  EXPECT_EQ(questions.profile().Text(), texts.front());
  EXPECT_FALSE(questions.Back().has_value());
}

}  // namespace
}  // namespace trialmatch::matcher
