// How fast eligibility text becomes criteria, on one core, and that the time grows with the length
// of the text. Every reading is made twice and compared before anything is timed; a plain pass over
// the same bytes is the reference in the same run. Reads the shared corpus when it is there (not
// with --examples), else the examples.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "benchmark/benchmark.h"
#include "fetch/study_reader.h"
#include "rules/criteria_json.h"
#include "rules/read_study.h"
#include "rules/text/outline.h"
#include "rules/text/tokens.h"

namespace {

using namespace trialmatch;  // NOLINT: a program of one file

struct Texts {
  std::string name;
  std::vector<fetch::Study> studies;
  int64_t bytes = 0;  // of eligibility text
};

[[noreturn]] void Fail(const std::string& message) {
  std::fprintf(stderr, "trialmatch_text_bench: %s\n", message.c_str());
  std::exit(1);
}

Texts Counted(std::string name, std::vector<fetch::Study> studies) {
  Texts texts{std::move(name), std::move(studies)};
  for (const fetch::Study& study : texts.studies)
    texts.bytes += static_cast<int64_t>(study.eligibility_criteria.size());
  return texts;
}

Texts LoadStudies(const char* name, const std::filesystem::path& path) {
  auto list = fetch::ReadStudies(path);
  if (!list.ok()) Fail(std::string(list.status().message()));
  return Counted(name, std::move(list->studies));
}

fetch::Study StudyOf(std::string text) {
  fetch::Study study;
  study.eligibility_criteria = std::move(text);
  return study;
}

// One object a line, the text under "eligibility"; a first line that names the columns.
Texts LoadTexts(const char* name, const std::filesystem::path& path) {
  std::vector<fetch::Study> studies;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const auto record = nlohmann::json::parse(line, nullptr, false);
    if (!record.is_object() || !record.contains("eligibility")) Fail(path.string() + ": bad line");
    studies.push_back(StudyOf(record["eligibility"].get<std::string>()));
  }
  return Counted(name, std::move(studies));
}

std::vector<Texts> Load(bool examples_only) {
  const std::filesystem::path root = TRIALMATCH_SOURCE_DIR;
  const std::filesystem::path corpus = root.parent_path() / "shared/corpus";
  std::vector<Texts> all;
  if (!examples_only && std::filesystem::exists(corpus / "lung_studies.jsonl")) {
    all.push_back(LoadStudies("lung studies", corpus / "lung_studies.jsonl"));
    all.push_back(LoadTexts("texts of all conditions", corpus / "eligibility_texts.jsonl"));
  } else {
    all.push_back(LoadStudies("examples", root / "examples/studies"));
  }
  for (const Texts& texts : all)
    std::printf("%s: %zu studies, %.2f MB of eligibility text\n", texts.name.c_str(),
                texts.studies.size(), static_cast<double>(texts.bytes) / 1e6);
  return all;
}

// What is timed below is the same every time.
void Check(const Texts& texts, const rules::Lexicon& lexicon) {
  for (const fetch::Study& study : texts.studies) {
    const auto once = rules::ReadStudy(study, lexicon), again = rules::ReadStudy(study, lexicon);
    if (rules::CriteriaToJson(once, lexicon) != rules::CriteriaToJson(again, lexicon))
      Fail(study.nct_id + ": read twice, not the same criteria");
  }
}

void SetBytes(benchmark::State& state, int64_t bytes) {
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * bytes);
}

void CountWords(benchmark::State& state, const Texts& texts) {
  for (auto _ : state) {
    uint64_t words = 0;
    for (const fetch::Study& study : texts.studies) {
      bool inside = false;
      for (const char c : study.eligibility_criteria) {
        const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        words += letter && !inside ? 1 : 0;
        inside = letter;
      }
    }
    benchmark::DoNotOptimize(words);
  }
  SetBytes(state, texts.bytes);
}

void ToOutline(benchmark::State& state, const Texts& texts) {
  for (auto _ : state) {
    for (const fetch::Study& study : texts.studies)
      benchmark::DoNotOptimize(rules::ReadOutline(study.eligibility_criteria));
  }
  SetBytes(state, texts.bytes);
}

void ToTokens(benchmark::State& state, const Texts& texts) {
  rules::TokenStream stream;
  for (auto _ : state) {
    for (const fetch::Study& study : texts.studies) {
      const std::string& text = study.eligibility_criteria;
      rules::TokenizeInto(text, {0, static_cast<uint32_t>(text.size())}, rules::Lexicon::BuiltIn(),
                          &stream);
      benchmark::DoNotOptimize(stream.mentions.data());
    }
  }
  SetBytes(state, texts.bytes);
}

void ToCriteria(benchmark::State& state, const Texts& texts) {
  for (auto _ : state) {
    for (const fetch::Study& study : texts.studies)
      benchmark::DoNotOptimize(rules::ReadStudy(study, rules::Lexicon::BuiltIn()));
  }
  SetBytes(state, texts.bytes);
}

// Texts that invite a reader to look back or ahead too far, of `state.range(0)` bytes: the bytes a
// second stay what they are for a text ten times as long.
struct Hostile {
  const char* name;
  const char* unit;  // repeated
};
constexpr Hostile kHostile[] = {
    {"brackets", "("},   {"pairs of brackets", "()"}, {"commas", ", "},
    {"turns", "but "},   {"one line", "no stroke "},  {"one demand", "patients with ALK must have "},
};

void HostileToCriteria(benchmark::State& state, const Hostile& hostile) {
  std::string text;
  const auto size = static_cast<size_t>(state.range(0));
  while (text.size() < size) text += hostile.unit;
  const fetch::Study study = StudyOf(std::move(text));
  for (auto _ : state)
    benchmark::DoNotOptimize(rules::ReadStudy(study, rules::Lexicon::BuiltIn()));
  SetBytes(state, static_cast<int64_t>(study.eligibility_criteria.size()));
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
  const std::vector<Texts> all = Load(examples_only);
  for (const Texts& texts : all) Check(texts, rules::Lexicon::BuiltIn());
  std::printf("results checked\n");
  const struct {
    const char* name;
    void (*run)(benchmark::State&, const Texts&);
  } works[] = {{"reference: count the words", CountWords},
               {"text to outline", ToOutline},
               {"text to tokens", ToTokens},
               {"text to criteria", ToCriteria}};
  for (const Texts& texts : all) {
    for (const auto& work : works) {
      benchmark::RegisterBenchmark((work.name + (", " + texts.name)).c_str(),
                                   [run = work.run, &texts](benchmark::State& state) {
                                     run(state, texts);
                                   })->Unit(benchmark::kMillisecond);
    }
  }
  for (const Hostile& hostile : kHostile) {
    const std::string name = std::string("hostile text to criteria, ") + hostile.name;
    auto* timed = benchmark::RegisterBenchmark(
        name.c_str(), [&hostile](benchmark::State& state) { HostileToCriteria(state, hostile); });
    timed->Unit(benchmark::kMillisecond)->Arg(100'000);
    if (!examples_only) timed->Arg(1'000'000)->Arg(10'000'000);
  }
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
