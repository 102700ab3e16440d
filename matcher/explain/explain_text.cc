#include <string>

#include "absl/strings/str_cat.h"
#include "matcher/explain/explained_trial.h"
#include "matcher/explain/page.h"
#include "matcher/explain/text_report.h"
#include "matcher/explain/words.h"
#include "matcher/quote.h"

namespace trialmatch::matcher {
namespace {

Ink InkOf(Standing standing) {
  switch (standing) {
    case Standing::kMet:
      return Ink::kGreen;
    case Standing::kNotMet:
      return Ink::kRed;
    case Standing::kUnknown:
      return Ink::kYellow;
    case Standing::kNotRead:
      return Ink::kBlue;
    case Standing::kSiteChecks:
      return Ink::kDim;
  }
  return Ink::kPlain;
}

Ink InkOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kLikely:
      return Ink::kGreen;
    case Verdict::kPossible:
      return Ink::kYellow;
    case Verdict::kLater:
      return Ink::kBlue;
    case Verdict::kExcluded:
      return Ink::kRed;
  }
  return Ink::kPlain;
}

void WriteCriterion(const ExplainedCriterion& each, Page& page) {
  const std::string field = each.field.empty() ? "" : absl::StrCat(" (field ", each.field, ")");
  page.Line(absl::StrCat("[", StandingInWords(each.standing), "] ", each.id, field), 0, InkOf(each.standing));
  if (!each.scope.empty()) page.Line(each.scope + ".", 2);
  page.Beside({"The registry says", absl::StrCat("\"", each.original, "\"")}, {"This means", each.plain}, 2);
  if (!each.because.empty()) page.Item("For you: ", each.because, 2);
  if (!each.time.empty()) page.Item("When: ", each.time, 2);
  for (const MissingFact& missing : each.missing) page.Item("To find out: ", MissingInWords(missing), 2);
}

void WriteCounts(const ExplainedTrial& trial, Page& page) {
  page.Line(absl::StrCat(trial.Count(Standing::kMet), " points met, ", trial.Count(Standing::kNotMet), " not met, ", trial.Count(Standing::kUnknown),
                         " not known, ", trial.Count(Standing::kNotRead), " not read by this program, ", trial.Count(Standing::kSiteChecks),
                         " that the study site checks."),
            0);
}

void WriteGlossary(std::string_view heading, const std::vector<GlossaryLine>& lines, Page& page) {
  if (lines.empty()) return;
  page.Line(heading, 0, Ink::kBold);
  for (const GlossaryLine& line : lines) page.Item("- ", absl::StrCat(line.term, ": ", line.text), 2);
  page.Blank();
}

void WriteSignals(const TrialResult& trial, Page& page) {
  if (trial.signals.empty()) return;
  page.Line(absl::StrCat("Fit of the study: ", static_cast<int>(trial.score * 100 + 0.5), " of 100"), 0, Ink::kBold);
  for (const Signal& signal : trial.signals) {
    const std::string space(signal.name.size() < 10 ? 10 - signal.name.size() : 1, ' ');
    page.Item(absl::StrCat(signal.name, space, static_cast<int>(signal.value * 100 + 0.5), " "), signal.because, 2);
  }
  page.Blank();
}

}  // namespace

std::string RenderExplainText(const TrialResult& trial, const PlainWords& words, const TextOptions& options) {
  const ExplainedTrial told = ExplainTrial(trial, words);
  Page page(options);
  page.Line(told.title, 0, Ink::kBold);
  WriteTrialFacts(trial, 0, page);
  page.Blank();
  for (size_t i = 0; i < told.verdict_words.size(); ++i) page.Line(told.verdict_words[i], 0, i == 0 ? InkOf(told.verdict) : Ink::kPlain);
  WriteCounts(told, page);
  page.Blank();
  WriteGlossary("What kind of study this is", told.kind, page);
  if (told.criteria.empty()) page.Line("The record holds no criteria that could be read.", 0);
  bool first = true, exclusion = false;
  for (const ExplainedCriterion& each : told.criteria) {
    if (first || each.exclusion != exclusion) {
      page.Line(each.exclusion ? "WHAT KEEPS PEOPLE OUT (met: it does not keep you out)" : "WHAT IS ASKED FOR", 0, Ink::kBold);
      page.Blank();
    }
    first = false;
    exclusion = each.exclusion;
    WriteCriterion(each, page);
    page.Blank();
  }
  if (told.criteria.empty()) page.Blank();
  if (!told.drugs.empty()) {
    page.Line("Drugs of this study, as far as they are known", 0, Ink::kBold);
    for (const DrugLine& drug : told.drugs) page.Item("- ", absl::StrCat(drug.name, ": ", drug.text, " (Sources: ", drug.source, ".)"), 2);
    page.Blank();
  }
  WriteGlossary("Medical words", told.glossary, page);
  WriteSignals(trial, page);
  for (const Caution& caution : told.cautions) page.Item("Mind: ", absl::StrCat(caution.text, " (", caution.source, ")"), 0);
  if (!told.cautions.empty()) page.Blank();
  WriteClosing(page);
  return page.Take();
}

}  // namespace trialmatch::matcher
