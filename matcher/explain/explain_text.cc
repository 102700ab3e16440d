#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "matcher/explain/page.h"
#include "matcher/explain/text_report.h"
#include "matcher/explain/words.h"
#include "matcher/quote.h"

namespace trialmatch::matcher {
namespace {

struct Mark {
  const char* text;
  Ink ink;
};

Mark MarkOf(const TrialResult& trial, int index) {
  const CriterionResult& result = trial.results[index];
  if (!result.decides) return {"[site checks]  ", Ink::kDim};
  switch (result.truth) {
    case base::Truth::kMet:
      return {"[met]          ", Ink::kGreen};
    case base::Truth::kNotMet:
      return {"[not met]      ", Ink::kRed};
    case base::Truth::kUnknown:
      break;
  }
  for (int not_read : trial.not_understood) {
    if (not_read == index) return {"[not read]     ", Ink::kBlue};
  }
  return {"[unknown]      ", Ink::kYellow};
}

void WriteVerdict(const TrialResult& trial, Page& page) {
  switch (trial.verdict) {
    case Verdict::kLikely:
      page.Line("Likely fits.", 0, Ink::kGreen);
      break;
    case Verdict::kPossible:
      page.Line("Possible: nothing stands against it, something is still to find out.", 0,
                Ink::kYellow);
      break;
    case Verdict::kLater:
      page.Line(trial.eligible_from
                    ? absl::StrCat("Later: could fit from ", DayInWords(*trial.eligible_from), ".")
                    : "Later.",
                0, Ink::kBlue);
      break;
    case Verdict::kExcluded:
      page.Line("Not now: something stands against it.", 0, Ink::kRed);
      break;
  }
  if (trial.eligible_until)
    page.Line(absl::StrCat("This door closes after ", DayInWords(*trial.eligible_until), "."), 0);
  if (!trial.needs_stop.empty()) {
    page.Line(absl::StrCat("Would have to stop first, only with your oncologist: ",
                           absl::StrJoin(trial.needs_stop, ", "), "."),
              0);
  }
  for (int index : trial.closed_cohorts) {
    page.Line(absl::StrCat("Closed to new participants: ",
                           OneLine(trial.criteria->cohorts[index].name, 160), "."),
              0, Ink::kRed);
  }
}

void WriteCriterion(const TrialResult& trial, int index, Page& page) {
  const CriterionResult& result = trial.results[index];
  const Mark mark = MarkOf(trial, index);
  const rules::Criterion& criterion = *result.criterion;
  const std::string source = criterion.source == "eligibilityCriteria"
                                 ? ""
                                 : absl::StrCat(" (field ", criterion.source, ")");
  page.Item(mark.text,
            absl::StrCat(criterion.id, source, ": \"",
                         OneLine(QuotedText(criterion, *trial.study), 2000), "\""),
            0, mark.ink);
  const size_t indent = 15;
  if (std::string because = OneLine(JoinedReasons(result), 1000);
      result.decides && !because.empty())
    page.Line(because, indent);
  if (result.lifts_on) {
    std::string lifts = absl::StrCat("Lifts on ", DayInWords(*result.lifts_on));
    if (!result.needs_stop.empty())
      absl::StrAppend(&lifts, ", if ", absl::StrJoin(result.needs_stop, " and "), " stopped first");
    page.Line(lifts + ".", indent);
  }
  if (result.closes_on)
    page.Line(absl::StrCat("Holds until ", DayInWords(*result.closes_on), "."), indent);
  if (!result.decides || result.truth != base::Truth::kUnknown) return;
  for (const Reason& reason : result.reasons) {
    for (const std::string& need : reason.needs)
      page.Item("Find out: ", absl::StrCat(NeedInWords(need), " (", need, ")"), indent);
  }
}

}  // namespace

std::string RenderExplainText(const TrialResult& trial, const TextOptions& options) {
  Page page(options);
  page.Line(OneLine(TitleOf(*trial.study), 300), 0, Ink::kBold);
  WriteTrialFacts(trial, 0, page);
  page.Blank();
  WriteVerdict(trial, page);
  page.Blank();
  if (trial.results.empty()) page.Line("The record holds no criteria that could be read.", 0);
  const int n = static_cast<int>(trial.results.size());
  bool first = true, exclusion = false;
  for (int i = 0; i < n; ++i) {
    const rules::Criterion& criterion = *trial.results[i].criterion;
    const bool is_exclusion = criterion.section == rules::Section::kExclusion;
    if (first || is_exclusion != exclusion) {
      if (!first) page.Blank();
      page.Line(is_exclusion ? "EXCLUSION CRITERIA (met: the patient is free of it)"
                             : "INCLUSION CRITERIA",
                0, Ink::kBold);
    }
    first = false;
    exclusion = is_exclusion;
    WriteCriterion(trial, i, page);
  }
  page.Blank();
  if (!trial.signals.empty()) {
    page.Line(absl::StrCat("Fit of the study: ",
                           absl::StrCat(static_cast<int>(trial.score * 100 + 0.5)), " of 100"),
              0, Ink::kBold);
    for (const Signal& signal : trial.signals) {
      page.Item(
          absl::StrCat(signal.name,
                       std::string(signal.name.size() < 10 ? 10 - signal.name.size() : 1, ' '),
                       static_cast<int>(signal.value * 100 + 0.5), " "),
          signal.because, 2);
    }
    page.Blank();
  }
  for (const Caution& caution : trial.cautions)
    page.Item("Mind: ", absl::StrCat(caution.text, " (", caution.source, ")"), 0);
  if (!trial.cautions.empty()) page.Blank();
  WriteClosing(page);
  return page.Take();
}

}  // namespace trialmatch::matcher
