// Prints the criteria that claim to be understood in full while a telling word lies in none of
// their leaves, grouped by kind and word, the most frequent first: full_check STUDIES.jsonl [N]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "fetch/study_reader.h"
#include "rules/audit/full_check.h"
#include "rules/audit/spans.h"
#include "rules/read_study.h"

namespace {

struct Group {
  int count = 0;
  std::vector<std::string> examples;
};

std::string OneLine(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  return text.substr(0, 300);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace trialmatch;
  if (argc < 2) return 2;
  const size_t most = argc > 2 ? static_cast<size_t>(std::atoi(argv[2])) : 3;
  const auto list = fetch::ReadStudies(argv[1]);
  if (!list.ok()) {
    std::fprintf(stderr, "%s\n", std::string(list.status().message()).c_str());
    return 3;
  }
  const rules::Lexicon& lexicon = rules::Lexicon::BuiltIn();
  std::map<std::pair<std::string, std::string>, Group> groups;
  std::map<std::string, int> kinds;
  int full = 0, wrong = 0, no_leaf = 0, outside = 0;
  for (const fetch::Study& study : list->studies) {
    const rules::TrialCriteria criteria = rules::ReadStudy(study, lexicon);
    const std::string& text = study.eligibility_criteria;
    for (const rules::Criterion& c : criteria.criteria) {
      if (c.understood != rules::Understood::kFull || c.topic == rules::Topic::kLogistics ||
          c.span.empty())
        continue;
      ++full;
      const auto loose = rules::LooseWords(c, text, lexicon);
      wrong += loose.empty() ? 0 : 1;
      const bool has_leaf = !rules::LeafSpans(c.expression).empty();
      no_leaf += has_leaf ? 0 : 1;
      outside += has_leaf && !rules::WordsOutsideLeaves(c, text, lexicon).empty() ? 1 : 0;
      for (const rules::LooseWord& word : loose) {
        std::string written = lexicon.Normalize(base::Slice(text, word.span));
        if (word.telling == rules::Telling::kNumber) written = "#";
        Group& group = groups[{rules::TellingName(word.telling), written}];
        ++group.count;
        ++kinds[rules::TellingName(word.telling)];
        if (group.examples.size() < most)
          group.examples.push_back(study.nct_id + " " + c.id + " " + OneLine(c.text));
      }
    }
  }
  std::printf("%d criteria understood in full, %d of them with telling words outside\n", full, wrong);
  std::printf("to the letter: %d have no leaf (permissions, lead-ins), %d have such words in asides\n",
              no_leaf, outside);
  for (const auto& [kind, count] : kinds) std::printf("%7d %s\n", count, kind.c_str());
  std::vector<std::pair<std::pair<std::string, std::string>, Group>> sorted(groups.begin(),
                                                                           groups.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.second.count > b.second.count; });
  for (const auto& [key, group] : sorted) {
    std::printf("\n%d %s \"%s\"\n", group.count, key.first.c_str(), key.second.c_str());
    for (const std::string& example : group.examples) std::printf("    %s\n", example.c_str());
  }
  return 0;
}
