#include "tests/bench/index_bench.h"

#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "benchmark/benchmark.h"
#include "matcher/patient/profile_json.h"
#include "matcher/patient/profile_names.h"
#include "matcher/report_json.h"
#include "tests/bench/ask_bench.h"
#include "tests/bench/sql_reference.h"
#include "tests/support/many_studies.h"
#include "tests/support/random_patients.h"

namespace trialmatch::bench {
namespace {

constexpr uint64_t kSeed = 1;
constexpr size_t kPatients = matcher::GroupMatcher::kGroup;
constexpr size_t kMostPatients = 100 * kPatients;
const base::Day kToday = base::Day::FromCivil(2026, 1, 15);

struct Setting {
  std::vector<matcher::Patient> patients;
  std::vector<const matcher::Patient*> group;
  std::vector<std::pair<size_t, matcher::TrialIndex>> indexes;   // by number of trials, the largest last
  const matcher::TrialIndex& largest() const { return indexes.back().second; }
};

matcher::MatchOptions Options(size_t top) {
  return {.decided_on = kToday, .status = matcher::MatchOptions::Status::kAny, .top = top};
}

matcher::TrialIndex IndexOf(const std::vector<std::string>& records, size_t trials) {
  std::string lines;
  for (size_t i = 0; i < trials; ++i) lines += testing::StudyOfMany(records, kSeed, i) + "\n";
  auto list = fetch::ParseStudies(lines, "many");
  if (!list.ok()) std::exit(1);
  return matcher::TrialIndex::Build(*std::move(list), rules::Lexicon::BuiltIn(), 2);
}

void Fail(const char* what) {
  std::fprintf(stderr, "trialmatch_bench: %s\n", what);
  std::exit(1);
}

void Check(const Setting& setting) {
  const matcher::TrialIndex& index = setting.indexes.front().second;
  matcher::GroupMatcher matcher(index, Options(0));
  const auto verdicts = matcher.Decide(setting.group);
  SqlReference sql(index);
  for (size_t i = 0; i < 4; ++i) {
    const matcher::MatchReport plain = matcher::MatchPlainly(index, setting.patients[i], Options(0));
    int64_t likely = 0, possible = 0, later = 0;
    for (const auto& words : verdicts) {
      likely += words.likely >> i & 1;
      possible += words.possible >> i & 1;
      later += words.later >> i & 1;
    }
    if (likely != plain.counts.likely || possible != plain.counts.possible || later != plain.counts.later) Fail("the index and the plain evaluator differ");
    sql.SetPatient(setting.patients[i], kToday);
    if (sql.Decide() != std::pair(likely, possible)) Fail("the index and SQL differ");
  }
}

std::vector<std::string> Profiles(size_t count) {
  std::vector<std::string> profiles;
  for (size_t i = 0; i < count; ++i) profiles.push_back(testing::RandomPatient(kSeed, i).Json());
  return profiles;
}

// As `batch --top 10` does it on one thread: profiles read, decided, ranked, reasons told, reports written.
void Batch(benchmark::State& state, const matcher::TrialIndex& index, const std::vector<std::string>& profiles) {
  matcher::MatchOptions options = Options(10);
  options.reasons = matcher::MatchOptions::Reasons::kOpenOnly;
  matcher::GroupMatcher matcher(index, options);
  matcher::NameMemo names;
  size_t bytes = 0;
  for (auto _ : state) {
    for (size_t first = 0; first < profiles.size(); first += kPatients) {
      std::vector<matcher::Patient> patients;
      for (size_t i = first; i < std::min(first + kPatients, profiles.size()); ++i) {
        patients.push_back(matcher::ReadProfile(profiles[i], index.lexicon(), &names).patient);
      }
      std::vector<const matcher::Patient*> group;
      for (const matcher::Patient& patient : patients) group.push_back(&patient);
      for (const matcher::MatchReport& report : matcher.Match(group)) bytes += matcher::MatchReportJson(report, {}).size();
    }
  }
  benchmark::DoNotOptimize(bytes);
}

void Pairs(benchmark::State& state, size_t patients, size_t trials) {
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(patients * trials));
}

}  // namespace

void RegisterIndexBenchmarks(const std::vector<std::string>& records, size_t trials) {
  const auto setting = std::make_shared<Setting>();
  for (size_t i = 0; i < kPatients; ++i) {
    setting->patients.push_back(matcher::ReadProfile(testing::RandomPatient(kSeed, i).Json(), rules::Lexicon::BuiltIn()).patient);
  }
  for (const matcher::Patient& patient : setting->patients) setting->group.push_back(&patient);
  for (const size_t part : {10, 4, 2, 1}) setting->indexes.emplace_back(trials / part, IndexOf(records, trials / part));
  Check(*setting);
  RegisterAskBenchmarks({setting, &setting->largest()});
  for (const auto& [n, index] : setting->indexes) {
    std::printf("%zu trials: %zu criteria, %zu distinct leaves, %zu distinct expressions\n", n, index.compiled().roots.size(), index.leaves().size(),
                index.compiled().nodes.size());
  }
  const auto add = [](const std::string& name, auto work) { return benchmark::RegisterBenchmark(name.c_str(), work)->Unit(benchmark::kMillisecond); };
  const size_t all = setting->indexes.back().first;

  add("verdicts, one patient", [setting, all](benchmark::State& state) {
    matcher::GroupMatcher matcher(setting->largest(), Options(0));
    size_t next = 0;
    for (auto _ : state) benchmark::DoNotOptimize(matcher.Decide({&setting->group[next++ % kPatients], 1}));
    Pairs(state, 1, all);
  });
  add("ranked top 20, one patient", [setting, all](benchmark::State& state) {
    matcher::GroupMatcher matcher(setting->largest(), Options(20));
    size_t next = 0;
    for (auto _ : state) benchmark::DoNotOptimize(matcher.Match({&setting->group[next++ % kPatients], 1}));
    Pairs(state, 1, all);
  });
  add("reference: plain evaluator, one patient", [setting, all](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(matcher::MatchPlainly(setting->largest(), setting->patients[0], Options(0)));
    Pairs(state, 1, all);
  })->Iterations(1);
  add("reference: SQL over SQLite, leaves already evaluated, one patient", [setting, all](benchmark::State& state) {
    SqlReference sql(setting->largest());
    sql.SetPatient(setting->patients[0], kToday);
    for (auto _ : state) benchmark::DoNotOptimize(sql.Decide());
    Pairs(state, 1, all);
  });
  for (const size_t patients : {kPatients, 10 * kPatients, 25 * kPatients, 50 * kPatients, kMostPatients}) {
    if (patients > kPatients && all < 10000) break;   // for the checks alone
    add("growth with patients of a batch/" + std::to_string(patients), [setting, patients, all](benchmark::State& state) {
      Batch(state, setting->largest(), Profiles(patients));
      Pairs(state, patients, all);
    })->Iterations(1);
  }
  for (const size_t patients : {1, 4, 16, 64}) {
    add("growth with patients of a group/" + std::to_string(patients), [setting, patients, all](benchmark::State& state) {
      matcher::GroupMatcher matcher(setting->largest(), Options(0));
      for (auto _ : state) benchmark::DoNotOptimize(matcher.Decide(std::span(setting->group).first(patients)));
      Pairs(state, patients, all);
    });
  }
  for (size_t i = 0; i < setting->indexes.size(); ++i) {
    add("growth with trials/" + std::to_string(setting->indexes[i].first), [setting, i](benchmark::State& state) {
      matcher::GroupMatcher matcher(setting->indexes[i].second, Options(0));
      for (auto _ : state) benchmark::DoNotOptimize(matcher.Decide(setting->group));
      Pairs(state, kPatients, setting->indexes[i].first);
    });
  }
}

}  // namespace trialmatch::bench
