// How fast, with checked answers: every benchmark's result is compared before anything is timed,
// and a plain pass over the same bytes is the reference in the same run. Reads the shared corpus
// when it is there (not with --examples), else the examples.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "benchmark/benchmark.h"
#include "fetch/study_reader.h"
#include "matcher/match.h"
#include "matcher/patient/profile_json.h"
#include "rules/criteria_json.h"
#include "rules/lexicon/lexicon.h"
#include "rules/read_study.h"
#include "tests/bench/index_bench.h"

namespace {

using namespace trialmatch;  // NOLINT: a program of one file

struct Input {
  matcher::TrialIndex index;
  std::vector<matcher::Patient> patients;
  int64_t text_bytes = 0;
};

[[noreturn]] void Fail(const std::string& message) {
  std::fprintf(stderr, "trialmatch_bench: %s\n", message.c_str());
  std::exit(1);
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

matcher::Patient ReadPatient(std::string_view json) {
  matcher::ProfileResult result = matcher::ReadProfile(json, rules::Lexicon::BuiltIn());
  if (!result.errors.empty())
    Fail("a profile was refused: " + result.errors[0].path + ": " + result.errors[0].message);
  return std::move(result.patient);
}

Input Load(bool examples_only) {
  const std::filesystem::path root = TRIALMATCH_SOURCE_DIR;
  const std::filesystem::path shared = root.parent_path() / "shared";
  const bool corpus =
      !examples_only && std::filesystem::exists(shared / "corpus/lung_studies.jsonl");
  auto studies =
      fetch::ReadStudies(corpus ? shared / "corpus/lung_studies.jsonl" : root / "examples/studies");
  if (!studies.ok()) Fail(std::string(studies.status().message()));
  Input input;
  for (const fetch::Study& study : studies->studies)
    input.text_bytes += static_cast<int64_t>(study.eligibility_criteria.size());
  input.index = matcher::TrialIndex::Build(*std::move(studies), rules::Lexicon::BuiltIn(), 1);
  if (corpus) {
    std::ifstream in(shared / "gold/patients.jsonl");
    for (std::string line; std::getline(in, line);) input.patients.push_back(ReadPatient(line));
  } else {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(root / "examples/patients"))
      files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) input.patients.push_back(ReadPatient(ReadFile(file)));
  }
  std::printf("%s: %zu studies, %.2f MB of eligibility text, %zu patients\n",
              corpus ? "lung corpus" : "examples", input.index.size(),
              static_cast<double>(input.text_bytes) / 1e6, input.patients.size());
  return input;
}

matcher::MatchOptions Options() {
  return {.decided_on = base::Day::FromCivil(2026, 1, 15),
          .status = matcher::MatchOptions::Status::kAny};
}

bool SameReport(const matcher::MatchReport& a, const matcher::MatchReport& b) {
  return std::equal(a.trials.begin(), a.trials.end(), b.trials.begin(), b.trials.end(),
                    [](const auto& x, const auto& y) {
                      return x.study == y.study && x.verdict == y.verdict && x.score == y.score &&
                             x.eligible_from == y.eligible_from && x.blocking == y.blocking &&
                             x.unknown == y.unknown;
                    });
}

// What is timed below is right: same criteria twice, a verdict for every pair, the ranked report
// and the single decision agree.
void Check(const Input& input) {
  for (size_t i = 0; i < input.index.size(); ++i) {
    const rules::TrialCriteria again = rules::ReadStudy(input.index.study(i), input.index.lexicon());
    const rules::TrialCriteria& built = input.index.criteria(i);
    const bool same =
        std::equal(again.criteria.begin(), again.criteria.end(), built.criteria.begin(),
                   built.criteria.end(), [](const auto& a, const auto& b) {
                     return a.id == b.id && rules::HashOf(a) == rules::HashOf(b) && a.text == b.text;
                   });
    if (!same) Fail(input.index.study(i).nct_id + ": read twice, not the same criteria");
  }
  for (const matcher::Patient& patient : input.patients) {
    const matcher::MatchReport report = matcher::Match(input.index, patient, Options());
    if (report.trials.size() != input.index.size()) Fail(patient.id + ": not every study was decided");
    if (!SameReport(report, matcher::Match(input.index, patient, Options())))
      Fail(patient.id + ": matched twice, not the same report");
    for (const matcher::TrialResult& trial : report.trials) {
      const auto alone = matcher::MatchTrial(*trial.study, *trial.criteria, patient,
                                             input.index.lexicon(), Options());
      if (alone.verdict != trial.verdict)
        Fail(patient.id + ", " + trial.study->nct_id + ": alone and in the list differ");
    }
  }
}

void ReferenceBytes(benchmark::State& state, const Input& input) {
  for (auto _ : state) {
    uint64_t words = 0;
    for (size_t i = 0; i < input.index.size(); ++i) {
      const fetch::Study& study = input.index.study(i);
      bool inside = false;
      for (const char c : study.eligibility_criteria) {
        const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        words += letter && !inside ? 1 : 0;
        inside = letter;
      }
    }
    benchmark::DoNotOptimize(words);
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * input.text_bytes);
}

void TextToCriteria(benchmark::State& state, const Input& input) {
  for (auto _ : state) {
    for (size_t i = 0; i < input.index.size(); ++i) {
      const fetch::Study& study = input.index.study(i);
      benchmark::DoNotOptimize(rules::ReadStudy(study, input.index.lexicon()));
    }
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * input.text_bytes);
}

void MatchOnePatient(benchmark::State& state, const Input& input) {
  size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(matcher::Match(input.index, input.patients[next], Options()));
    next = (next + 1) % input.patients.size();
  }
  state.counters["trials"] = static_cast<double>(input.index.size());
}

void BatchPairs(benchmark::State& state, const Input& input) {
  for (auto _ : state) {
    for (const matcher::Patient& patient : input.patients)
      benchmark::DoNotOptimize(matcher::Match(input.index, patient, Options()));
  }
  state.SetItemsProcessed(
      static_cast<int64_t>(state.iterations()) *
      static_cast<int64_t>(input.patients.size() * input.index.size()));
}

// The index over many trials, made from the same records.
void RegisterIndex(bool examples_only) {
  const std::filesystem::path root = TRIALMATCH_SOURCE_DIR;
  const std::filesystem::path corpus = root.parent_path() / "shared/corpus/lung_studies.jsonl";
  std::vector<std::string> records;
  const bool many = !examples_only && std::filesystem::exists(corpus);
  if (many) {
    std::ifstream in(corpus);
    for (std::string line; std::getline(in, line);) records.push_back(line);
  } else {
    for (const auto& entry : std::filesystem::directory_iterator(root / "examples/studies"))
      records.push_back(ReadFile(entry.path()));
    std::sort(records.begin(), records.end());
  }
  bench::RegisterIndexBenchmarks(records, many ? 10000 : 200);
}

}  // namespace

int main(int argc, char** argv) {
  bool examples_only = false;
  int kept = 1;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--examples") {
      examples_only = true;
    } else {
      argv[kept++] = argv[i];
    }
  }
  argc = kept;
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  const Input input = Load(examples_only);
  if (input.patients.empty()) Fail("no patients");
  Check(input);
  RegisterIndex(examples_only);
  std::printf("results checked\n");
  const auto add = [&](const char* name, void (*work)(benchmark::State&, const Input&)) {
    benchmark::RegisterBenchmark(name, [work, &input](benchmark::State& state) {
      work(state, input);
    })->Unit(benchmark::kMillisecond);
  };
  add("reference: count the words of the text", ReferenceBytes);
  add("text to criteria", TextToCriteria);
  add("match one patient", MatchOnePatient);
  add("batch, patient-trial pairs", BatchPairs);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
