#include "matcher/explain/patient_html.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "matcher/explain/patient_style.h"

namespace trialmatch::matcher {
namespace {

using base::ToAbsl;
using rules::HtmlWriter;

const char* ClassOf(Standing standing) {
  switch (standing) {
    case Standing::kMet:
      return "badge met";
    case Standing::kNotMet:
      return "badge notmet";
    case Standing::kUnknown:
      return "badge unknown";
    case Standing::kNotRead:
      return "badge unread";
    case Standing::kSiteChecks:
      return "badge site";
  }
  return "badge";
}

void WriteForYou(const ExplainedCriterion& each, HtmlWriter* html) {
  html->Open("p").Element("span", StandingInWords(each.standing), {{"class", ClassOf(each.standing)}}).Close("p");
  if (!each.because.empty()) html->Element("p", each.because);
  if (!each.time.empty()) html->Open("p").Element("strong", each.time).Close("p");
  for (const MissingFact& missing : each.missing) html->Element("p", "To find out: " + MissingInWords(missing));
}

}  // namespace

void WritePatientHead(std::string_view title, HtmlWriter* html) {
  html->Markup(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<meta name=\"color-scheme\" content=\"light dark\"><meta name=\"referrer\" content=\"no-referrer\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
  html->Element("title", title).Markup("<style>").Markup(kPatientStyle);
  html->Markup("</style></head><body>\n<a class=\"skip\" href=\"#main\">To the content</a>\n<header>");
  html->Element("h1", title).Markup("</header>\n<main id=\"main\">\n");
}

void WritePatientTail(std::string_view studies, HtmlWriter* html) {
  html->Markup("</main>\n<footer><h2>What this page is</h2>");
  html->Element("p",
                "This page informs; it is no medical advice. Only the study team can decide who may take part, after its own examination. "
                "Take it to your oncologist, and change no treatment because of it.");
  html->Element("p",
                "It was made by a program of fixed rules that reads the trials' own texts. It misreads and overlooks. No clinician has checked its rules. "
                "The record of a trial decides, not this page.");
  if (!studies.empty()) html->Element("p", absl::StrCat("Studies: ", ToAbsl(studies), "."), {{"class", "small"}});
  html->Markup("</footer></body></html>\n");
}

void WriteStudyLink(std::string_view nct_id, HtmlWriter* html) {
  html->Element("a", nct_id, {{"href", absl::StrCat("https://clinicaltrials.gov/study/", ToAbsl(nct_id))}});
}

void WriteVerdictBadge(Verdict verdict, HtmlWriter* html) {
  switch (verdict) {
    case Verdict::kLikely:
      html->Element("span", "likely fits", {{"class", "badge likely"}});
      return;
    case Verdict::kPossible:
      html->Element("span", "possible", {{"class", "badge possible"}});
      return;
    case Verdict::kLater:
      html->Element("span", "later", {{"class", "badge later"}});
      return;
    case Verdict::kExcluded:
      html->Element("span", "not now", {{"class", "badge excluded"}});
      return;
  }
}

void WriteCriteriaTable(std::string_view caption, const std::vector<const ExplainedCriterion*>& criteria, HtmlWriter* html) {
  if (criteria.empty()) return;
  html->Open("div", {{"class", "wide"}}).Open("table", {{"class", "beside"}}).Element("caption", caption);
  html->Markup("<thead><tr><th scope=\"col\">Point</th><th scope=\"col\">The registry says</th><th scope=\"col\">This means</th>"
               "<th scope=\"col\">For you</th></tr></thead><tbody>\n");
  for (const ExplainedCriterion* each : criteria) {
    html->Open("tr").Element("th", each->id, {{"scope", "row"}});
    html->Open("td", {{"data-label", "The registry says"}}).Element("blockquote", absl::StrCat("\"", each->original, "\""));
    if (!each->field.empty()) html->Element("p", absl::StrCat("(field ", each->field, ")"), {{"class", "soft"}});
    html->Close("td").Open("td", {{"data-label", "This means"}});
    if (!each->scope.empty()) html->Element("p", each->scope + ".", {{"class", "soft"}});
    html->Element("p", each->plain).Close("td").Open("td", {{"data-label", "For you"}});
    WriteForYou(*each, html);
    html->Close("td").Close("tr").Markup("\n");
  }
  html->Markup("</tbody></table></div>\n");
}

void WriteDrugs(const std::vector<DrugLine>& drugs, HtmlWriter* html) {
  if (drugs.empty()) return;
  html->Markup("<section><h2>Drugs of these trials, as far as they are known</h2><dl>");
  for (const DrugLine& drug : drugs) {
    html->Element("dt", drug.name).Open("dd").Text(drug.text);
    html->Element("div", absl::StrCat("Sources: ", drug.source, "."), {{"class", "soft small"}}).Close("dd");
  }
  html->Markup("</dl></section>\n");
}

void WriteGlossary(std::string_view heading, const std::vector<GlossaryLine>& lines, HtmlWriter* html) {
  if (lines.empty()) return;
  html->Open("section").Element("h2", heading).Open("dl");
  for (const GlossaryLine& line : lines) html->Element("dt", line.term).Element("dd", line.text);
  html->Close("dl").Close("section").Markup("\n");
}

}  // namespace trialmatch::matcher
