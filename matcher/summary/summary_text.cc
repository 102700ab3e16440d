#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "matcher/explain/page.h"
#include "matcher/explain/words.h"
#include "matcher/summary/summary.h"

namespace trialmatch::matcher {
namespace {

constexpr size_t kListed = 6;   // facts to find out, of one trial

const char* HeadingOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kLikely:
      return "LIKELY FITS";
    case Verdict::kPossible:
      return "POSSIBLE, SOMETHING TO FIND OUT";
    case Verdict::kLater:
      return "LATER";
    case Verdict::kExcluded:
      return "NOT NOW, BUT NEAR";
  }
  return "";
}

void WriteTrial(const SummaryTrial& trial, Page& page) {
  page.Item(absl::StrCat(trial.rank, trial.rank < 10 ? ".  " : ". "), trial.title, 0, Ink::kBold);
  page.Line(absl::StrCat(trial.nct_id, ", ", trial.kind), 4);
  for (const std::string& line : trial.verdict_words) page.Line(line, 4);
  if (!trial.part.empty()) page.Line("Part of the study: " + trial.part, 4);
  if (!trial.site.empty()) page.Line(trial.site, 4);
  if (!trial.contact.empty()) page.Line("Contact: " + trial.contact, 4);
  if (trial.verdict != Verdict::kExcluded && !trial.why.empty()) page.Item("Why: ", absl::StrJoin(trial.why, ". ") + ".", 4);
  for (const ExplainedCriterion& each : trial.against) {
    page.Beside({"The registry says", absl::StrCat("\"", each.original, "\"")}, {"This means", each.plain}, 4);
    page.Item("For you: ", absl::StrCat(each.because, each.time.empty() ? "" : " ", each.time), 4);
  }
  if (trial.verdict != Verdict::kExcluded) {
    for (size_t i = 0; i < std::min(kListed, trial.missing.size()); ++i) page.Item("To find out: ", MissingInWords(trial.missing[i]), 4);
    if (trial.missing.size() > kListed) page.Line(absl::StrCat("And ", trial.missing.size() - kListed, " more, which the program lists with explain."), 4);
    for (const Caution& caution : trial.cautions) page.Item("Mind: ", caution.text, 4);
  }
  page.Blank();
}

void WriteTrials(const std::vector<SummaryTrial>& trials, Page& page) {
  for (size_t i = 0; i < trials.size(); ++i) {
    if (i == 0 || trials[i].verdict != trials[i - 1].verdict) page.Line(HeadingOf(trials[i].verdict), 0, Ink::kBold), page.Blank();
    WriteTrial(trials[i], page);
  }
}

}  // namespace

std::string RenderSummaryText(const Summary& summary, const TextOptions& options) {
  Page page(options);
  page.Line(absl::StrCat("Clinical trials to talk about", summary.patient_id.empty() ? "" : " for " + summary.patient_id, ", ", DayInWords(summary.decided_on)), 0, Ink::kBold);
  page.Blank();
  if (!summary.questions.empty()) {
    page.Line("QUESTIONS FOR YOUR ONCOLOGIST", 0, Ink::kBold);
    for (size_t i = 0; i < summary.questions.size(); ++i) page.Item(absl::StrCat(i + 1, ". "), summary.questions[i], 0);
    page.Blank();
  }
  if (!summary.unknown.empty()) {
    page.Line("NOT KNOWN YET, AND MATTERS MOST", 0, Ink::kBold);
    for (const UnknownThatMatters& each : summary.unknown) {
      page.Item("- ", absl::StrCat(MissingInWords(each.fact), " It is open in ", each.trials, each.trials == 1 ? " trial." : " trials."), 0);
    }
    page.Blank();
  }
  if (summary.trials.empty()) page.Line("No trial of these studies may fit now.", 0), page.Blank();
  WriteTrials(summary.trials, page);
  WriteTrials(summary.near_misses, page);
  if (!summary.context.empty()) {
    page.Line("BESIDE THE TRIALS: TO TALK ABOUT, NOT ADVICE", 0, Ink::kBold);
    for (const ContextLine& line : summary.context) {
      const std::string here = line.kind == ContextLine::Kind::kTesting ? " " + TestsInWords(summary.waiting_for_test) : "";
      page.Item("- ", absl::StrCat(line.text, here, " (Source: ", line.source, ".)"), 0);
    }
    page.Blank();
  }
  if (!summary.drugs.empty()) {
    page.Line("DRUGS OF THESE TRIALS", 0, Ink::kBold);
    for (const DrugLine& drug : summary.drugs) page.Item("- ", absl::StrCat(drug.name, ": ", drug.text, " (Sources: ", drug.source, ".)"), 0);
    page.Blank();
  }
  page.Line("WHAT THIS PAGE WAS MADE FROM", 0, Ink::kBold);
  for (const std::string& fact : summary.facts) page.Item("- ", fact, 0);
  page.Blank();
  if (!summary.glossary.empty()) {
    page.Line("MEDICAL WORDS", 0, Ink::kBold);
    for (const GlossaryLine& line : summary.glossary) page.Item("- ", absl::StrCat(line.term, ": ", line.text), 0);
    page.Blank();
  }
  WriteClosing(page);
  return page.Take();
}

}  // namespace trialmatch::matcher
