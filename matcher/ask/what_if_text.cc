#include "matcher/ask/what_if_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "matcher/ask/typed.h"
#include "matcher/explain/page.h"
#include "matcher/explain/words.h"
#include "matcher/quote.h"

namespace trialmatch::matcher {
namespace {

constexpr size_t kMostLines = 5, kMostUnknown = 12;
constexpr size_t kWords = 120;

std::string Now(const ChangedFact& fact) { return fact.now.empty() ? "" : absl::StrCat(" (now: ", OneLine(fact.now, kWords), ")"); }

std::string Words(const ChangedFact& fact) { return absl::StrCat(fact.question.ask, " ", fact.answer().words, Now(fact)); }

// One line a question, with the answers that do it.
std::vector<std::string> ByQuestion(const FactSet& facts, const WhatIf& what_if) {
  std::vector<std::string> lines;
  for (size_t i = 0; i < facts.size();) {
    const ChangedFact& first = what_if.facts[facts[i]];
    std::string answers;
    for (; i < facts.size() && what_if.facts[facts[i]].question.id == first.question.id; ++i) absl::StrAppend(&answers, answers.empty() ? "" : " / ", what_if.facts[facts[i]].answer().words);
    lines.push_back(absl::StrCat(first.question.ask, " ", answers, Now(first)));
  }
  return lines;
}

void WriteLines(const std::vector<std::string>& lines, Page& page) {
  for (size_t i = 0; i < std::min(lines.size(), kMostLines); ++i) page.Item("- ", lines[i], 4);
  if (lines.size() > kMostLines) page.Line(absl::StrCat("... and ", lines.size() - kMostLines, " more"), 4, Ink::kDim);
}

void WriteHead(const TrialIndex& index, size_t trial, std::string_view word, Page& page) {
  page.Line(absl::StrCat(index.study(trial).nct_id, "  ", OneLine(TitleOf(index.study(trial)), 160)), 0, Ink::kBold);
  page.Line(word, 2);
}

void WriteMiss(const NearMiss& miss, const WhatIf& what_if, const TrialIndex& index, Page& page) {
  if (miss.eligible_from) {
    std::string drugs;
    for (const std::string& drug : miss.needs_stop) absl::StrAppend(&drugs, drugs.empty() ? "" : " and ", drug);
    WriteHead(index, miss.trial, absl::StrCat("Not yet: could fit from ", DayInWords(*miss.eligible_from), drugs.empty() ? "." : absl::StrCat(", if ", drugs, " stopped first: only with your oncologist.")), page);
  } else {
    WriteHead(index, miss.trial, miss.blocking.empty() ? "Shut today." : "Shut today. What stands against it:", page);
  }
  for (size_t i = 0; i < std::min(miss.blocking.size(), kMostLines); ++i) page.Item("- ", miss.blocking[i], 4, Ink::kDim);
  if (miss.ways.empty()) {
    page.Line("No single answer and no two that can change would open it today.", 2);
  } else if (miss.ways.front().size() == 1) {
    page.Line("Nothing would stand against it today with one of these answers:", 2);
    FactSet facts;
    for (const FactSet& way : miss.ways) facts.push_back(way.front());
    WriteLines(ByQuestion(facts, what_if), page);
  } else {
    page.Line("Nothing would stand against it today with two of these answers together:", 2);
    std::vector<std::string> lines;
    for (size_t i = 0; i < miss.ways.size();) {
      // The same first answer with all answers to the second question.
      const ChangedFact &first = what_if.facts[miss.ways[i][0]], &second = what_if.facts[miss.ways[i][1]];
      FactSet others;
      for (; i < miss.ways.size() && &what_if.facts[miss.ways[i][0]] == &first && what_if.facts[miss.ways[i][1]].question.id == second.question.id; ++i) others.push_back(miss.ways[i][1]);
      lines.push_back(absl::StrCat(Words(first), " - and - ", ByQuestion(others, what_if).front()));
    }
    WriteLines(lines, page);
  }
  page.Blank();
}

void WriteOpen(const OpenTrial& trial, const WhatIf& what_if, const TrialIndex& index, Page& page) {
  WriteHead(index, trial.trial, trial.now == Verdict::kLikely ? "Likely fits today." : "Open today: nothing stands against it so far.", page);
  const auto list = [&](std::string_view title, const FactSet& facts) {
    if (facts.empty()) return;
    page.Line(title, 2);
    WriteLines(ByQuestion(facts, what_if), page);
  };
  list("It would be shut with one of these answers:", trial.shuts);
  list("It would have to wait with one of these:", trial.delays);
  list("It would likely fit with one of these:", trial.settles);
  if (trial.shuts.empty() && trial.delays.empty()) page.Line("No single answer would shut it.", 2);
  page.Blank();
}

std::string FactJson(const ChangedFact& fact) {
  return absl::StrCat("{\"question\":", JsonText(fact.question.id), ",\"answer\":", JsonText(fact.answer().id), ",\"words\":", JsonText(fact.answer().words), ",\"now\":", JsonText(fact.now), "}");
}

std::string FactsJson(const FactSet& facts, const WhatIf& what_if) {
  std::string out = "[";
  for (const size_t fact : facts) absl::StrAppend(&out, out.size() > 1 ? "," : "", FactJson(what_if.facts[fact]));
  return out + "]";
}

}  // namespace

std::string RenderWhatIfText(const WhatIf& what_if, const TrialIndex& index, const TextOptions& options) {
  Page page(options);
  page.Line("What other answers would change", 0, Ink::kBold);
  page.Line("Each answer is tried on the criteria of the trials. That tells how they are written, and where one more fact is of use. Whether something can or should change is for your oncologist.", 0);
  page.Blank();
  for (const OpenTrial& trial : what_if.open_trials) WriteOpen(trial, what_if, index, page);
  for (const NearMiss& miss : what_if.near_misses) WriteMiss(miss, what_if, index, page);
  if (what_if.open_trials.empty() && what_if.near_misses.empty()) {
    page.Line("No trial that takes patients is a near miss.", 2);
    page.Blank();
  }
  page.Line("What is not known, and how many trials it decides", 0, Ink::kBold);
  if (what_if.open.empty()) page.Line("Nothing that could be asked decides a trial.", 2);
  for (size_t i = 0; i < std::min(what_if.open.size(), kMostUnknown); ++i) {
    const OpenFact& fact = what_if.open[i];
    page.Item("- ", absl::StrCat(fact.question.ask, " ", fact.decides, fact.decides == 1 ? " trial" : " trials"), 2);
  }
  if (what_if.open.size() > kMostUnknown) page.Line(absl::StrCat("... and ", what_if.open.size() - kMostUnknown, " more"), 2, Ink::kDim);
  page.Blank();
  WriteClosing(page);
  return page.Take();
}

std::string WhatIfJson(const WhatIf& what_if, const TrialIndex& index) {
  std::string out = "{\"near_misses\":[";
  for (size_t i = 0; i < what_if.near_misses.size(); ++i) {
    const NearMiss& miss = what_if.near_misses[i];
    absl::StrAppend(&out, i > 0 ? "," : "", "{\"nct_id\":", JsonText(index.study(miss.trial).nct_id), ",\"eligible_from\":", miss.eligible_from ? JsonText(miss.eligible_from->ToString()) : "null", ",\"ways\":[");
    for (size_t w = 0; w < miss.ways.size(); ++w) absl::StrAppend(&out, w > 0 ? "," : "", FactsJson(miss.ways[w], what_if));
    out += "]}";
  }
  out += "],\"open_trials\":[";
  for (size_t i = 0; i < what_if.open_trials.size(); ++i) {
    const OpenTrial& trial = what_if.open_trials[i];
    absl::StrAppend(&out, i > 0 ? "," : "", "{\"nct_id\":", JsonText(index.study(trial.trial).nct_id), ",\"verdict\":\"", VerdictName(trial.now), "\",\"shuts\":", FactsJson(trial.shuts, what_if),
                    ",\"delays\":", FactsJson(trial.delays, what_if), ",\"settles\":", FactsJson(trial.settles, what_if), "}");
  }
  out += "],\"unknown\":[";
  for (size_t i = 0; i < what_if.open.size(); ++i) {
    absl::StrAppend(&out, i > 0 ? "," : "", "{\"question\":", JsonText(what_if.open[i].question.id), ",\"ask\":", JsonText(what_if.open[i].question.ask), ",\"decides\":", what_if.open[i].decides, "}");
  }
  return out + "]}";
}

}  // namespace trialmatch::matcher
