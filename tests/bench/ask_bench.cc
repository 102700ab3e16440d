#include "tests/bench/ask_bench.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "benchmark/benchmark.h"
#include "matcher/ask/what_if.h"
#include "matcher/match.h"
#include "tests/support/random_patients.h"

namespace trialmatch::bench {
namespace {

constexpr size_t kNearMisses = 50;
const matcher::MatchOptions kOptions = {.decided_on = base::Day::FromCivil(2026, 1, 15), .status = matcher::MatchOptions::Status::kAny};

struct Case {
  std::shared_ptr<const matcher::TrialIndex> index;
  matcher::ProfileDraft draft;
  std::vector<size_t> misses;
};

// Single facts that are said to open a trial do, and the others do not.
void Check(const Case& one) {
  const matcher::WhatIf what_if = matcher::AskWhatIf(*one.index, matcher::QuestionBank::BuiltIn(), one.draft, kOptions, one.misses);
  for (size_t i = 0; i < std::min<size_t>(5, what_if.near_misses.size()); ++i) {
    const matcher::NearMiss& miss = what_if.near_misses[i];
    std::vector<matcher::FactSet> opens, told = miss.ways;
    for (size_t fact = 0; fact < what_if.facts.size(); ++fact) {
      const auto patient = matcher::PatientOf(what_if.facts[fact].draft, one.index->lexicon());
      const matcher::TrialResult result = matcher::MatchTrial(one.index->study(miss.trial), one.index->criteria(miss.trial), *patient, one.index->lexicon(), kOptions);
      if (result.verdict == matcher::Verdict::kLikely || result.verdict == matcher::Verdict::kPossible) opens.push_back({fact});
    }
    std::erase_if(told, [](const matcher::FactSet& way) { return way.size() != 1; });
    if (opens == told) continue;
    std::fprintf(stderr, "trialmatch_bench: what-if and deciding anew differ\n");
    std::exit(1);
  }
}

}  // namespace

void RegisterAskBenchmarks(std::shared_ptr<const matcher::TrialIndex> index) {
  const auto one = std::make_shared<Case>(Case{std::move(index), matcher::ProfileDraft::Parse(testing::RandomPatient(1, 3).Json()).value(), {}});
  const auto patient = matcher::PatientOf(one->draft, one->index->lexicon());
  one->misses = matcher::FindNearMisses(*one->index, *patient, kOptions, kNearMisses);
  Check(*one);
  const std::string trials = "/" + std::to_string(one->index->size());
  const auto what_if = [one](benchmark::State& state, const std::vector<size_t>& asked) {
    size_t facts = 0;
    for (auto _ : state) facts = matcher::AskWhatIf(*one->index, matcher::QuestionBank::BuiltIn(), one->draft, kOptions, asked).facts.size();
    state.counters["facts"] = static_cast<double>(facts);
  };
  benchmark::RegisterBenchmark(("what if: all single answers, one patient" + trials).c_str(), [what_if](benchmark::State& state) { what_if(state, {}); })->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark(("what if: the same, and pairs for the 50 nearest misses" + trials).c_str(), [what_if, one](benchmark::State& state) { what_if(state, one->misses); })->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark(("next question, one patient" + trials).c_str(), [one](benchmark::State& state) {
    matcher::QuestionWeigher weigher(*one->index, matcher::QuestionBank::BuiltIn(), kOptions);
    for (auto _ : state) benchmark::DoNotOptimize(weigher.Weigh(one->draft, {}, matcher::QuestionWeigher::Until::kSettled));
  })->Unit(benchmark::kMillisecond);
}

}  // namespace trialmatch::bench
