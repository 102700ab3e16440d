#include "matcher/explain/explain_html.h"

#include "absl/strings/str_cat.h"
#include "matcher/explain/explained_trial.h"
#include "matcher/explain/patient_html.h"
#include "matcher/explain/words.h"

namespace trialmatch::matcher {
namespace {

void WriteTrial(const TrialResult& trial, const PlainWords& words, rules::HtmlWriter* html) {
  const ExplainedTrial told = ExplainTrial(trial, words);
  html->Open("section").Element("h2", told.title).Open("p");
  WriteVerdictBadge(told.verdict, html);
  html->Text(" ");
  WriteStudyLink(told.nct_id, html);
  html->Text(absl::StrCat(", ", StatusInWords(trial.study->overall_status))).Close("p");
  for (const std::string& line : told.verdict_words) html->Element("p", line);
  html->Element("p", absl::StrCat(told.Count(Standing::kMet), " points met, ", told.Count(Standing::kNotMet), " not met, ", told.Count(Standing::kUnknown),
                                  " not known, ", told.Count(Standing::kNotRead), " not read by this program, ", told.Count(Standing::kSiteChecks),
                                  " that the study site checks."));
  std::vector<const ExplainedCriterion*> asked, kept_out;
  for (const ExplainedCriterion& each : told.criteria) (each.exclusion ? kept_out : asked).push_back(&each);
  WriteCriteriaTable("What is asked for", asked, html);
  WriteCriteriaTable("What keeps people out (met: it does not keep you out)", kept_out, html);
  if (!told.cautions.empty()) {
    html->Element("h3", "Mind").Open("ul");
    for (const Caution& caution : told.cautions) html->Element("li", caution.text);
    html->Close("ul");
  }
  html->Close("section").Markup("\n");
  WriteGlossary("What kind of study this is", told.kind, html);
  WriteDrugs(told.drugs, html);
  WriteGlossary("Medical words", told.glossary, html);
}

}  // namespace

std::string RenderExplainHtml(std::span<const TrialResult> trials, std::string_view patient_id, base::Day decided_on, std::string_view studies,
                              const PlainWords& words) {
  rules::HtmlWriter html;
  const std::string who = patient_id.empty() ? "this patient" : OneLine(patient_id, 60);
  WritePatientHead(trials.size() == 1 ? absl::StrCat("What ", trials.front().study->nct_id, " asks of ", who) : absl::StrCat("What these trials ask of ", who), &html);
  html.Element("p", absl::StrCat("Decided for ", DayInWords(decided_on), ". It informs. The study team decides."), {{"class", "note"}});
  for (const TrialResult& trial : trials) WriteTrial(trial, words, &html);
  WritePatientTail(studies, &html);
  return html.Take();
}

}  // namespace trialmatch::matcher
