#include "matcher/ask/what_if_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "matcher/ask/typed.h"
#include "matcher/explain/page.h"
#include "matcher/explain/words.h"
#include "matcher/quote.h"

namespace trialmatch::matcher {
namespace {

constexpr size_t kMostWays = 5;
constexpr size_t kWords = 120;

const PossibleAnswer& AnswerOf(const ChangedFact& fact) { return fact.question.answers[fact.answer_at]; }

std::string Words(const ChangedFact& fact) {
  std::string out = absl::StrCat(fact.question.ask, " ", AnswerOf(fact).words);
  if (!fact.now.empty()) absl::StrAppend(&out, " (now: ", OneLine(fact.now, kWords), ")");
  return out;
}

}  // namespace

std::string RenderWhatIfText(const WhatIf& what_if, const TrialIndex& index, const TextOptions& options) {
  Page page(options);
  page.Line("What would have to be otherwise", 0, Ink::kBold);
  page.Line("For each trial the fewest answers, one or two, with which nothing would stand against it. It tells how the criteria are written. Whether something can or should change is for your oncologist.", 0);
  page.Blank();
  for (const NearMiss& miss : what_if.near_misses) {
    page.Line(absl::StrCat(index.study(miss.trial).nct_id, "  ", OneLine(TitleOf(index.study(miss.trial)), 160)), 0, Ink::kBold);
    if (miss.ways.empty()) page.Line("No single answer and no two that can change would open it.", 2);
    for (size_t i = 0; i < std::min(miss.ways.size(), kMostWays); ++i) {
      std::string line;
      for (const size_t fact : miss.ways[i]) absl::StrAppend(&line, line.empty() ? "" : " - and - ", Words(what_if.facts[fact]));
      page.Item("- ", line, 2);
    }
    if (miss.ways.size() > kMostWays) page.Line(absl::StrCat("... and ", miss.ways.size() - kMostWays, miss.ways.size() == kMostWays + 1 ? " other way" : " other ways"), 2, Ink::kDim);
    page.Blank();
  }
  if (what_if.near_misses.empty()) {
    page.Line("No trial that takes patients is a near miss.", 2);
    page.Blank();
  }
  page.Line("What is not known, and how many trials it decides", 0, Ink::kBold);
  if (what_if.open.empty()) page.Line("Nothing that could be asked decides a trial.", 2);
  for (const OpenFact& fact : what_if.open) page.Item("- ", absl::StrCat(fact.question.ask, " ", fact.decides, fact.decides == 1 ? " trial" : " trials"), 2);
  page.Blank();
  WriteClosing(page);
  return page.Take();
}

std::string WhatIfJson(const WhatIf& what_if, const TrialIndex& index) {
  std::string out = "{\"near_misses\":[";
  for (size_t i = 0; i < what_if.near_misses.size(); ++i) {
    const NearMiss& miss = what_if.near_misses[i];
    absl::StrAppend(&out, i > 0 ? "," : "", "{\"nct_id\":", JsonText(index.study(miss.trial).nct_id), ",\"ways\":[");
    for (size_t w = 0; w < miss.ways.size(); ++w) {
      absl::StrAppend(&out, w > 0 ? ",[" : "[");
      for (size_t f = 0; f < miss.ways[w].size(); ++f) {
        const ChangedFact& fact = what_if.facts[miss.ways[w][f]];
        absl::StrAppend(&out, f > 0 ? "," : "", "{\"question\":", JsonText(fact.question.id), ",\"answer\":", JsonText(AnswerOf(fact).id), ",\"words\":", JsonText(AnswerOf(fact).words),
                        ",\"now\":", JsonText(fact.now), "}");
      }
      out += "]";
    }
    out += "]}";
  }
  out += "],\"unknown\":[";
  for (size_t i = 0; i < what_if.open.size(); ++i) {
    absl::StrAppend(&out, i > 0 ? "," : "", "{\"question\":", JsonText(what_if.open[i].question.id), ",\"ask\":", JsonText(what_if.open[i].question.ask), ",\"decides\":", what_if.open[i].decides, "}");
  }
  return out + "]}";
}

}  // namespace trialmatch::matcher
