#include "rules/audit/html_page.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "rules/audit/html_study.h"
#include "rules/audit/html_style.h"
#include "rules/read_study.h"

namespace trialmatch::rules {
namespace {

void WriteTopics(const TopicCoverage& coverage, HtmlWriter* html) {
  const auto line = [&](std::string_view name, const TopicCoverage::Row& row) {
    const double share = row.criteria() == 0 ? 0 : 100.0 * row.full / row.criteria();
    html->Open("tr").Element("th", name, {{"scope", "row"}});
    for (int count : {row.criteria(), row.full, row.partial, row.none})
      html->Element("td", absl::StrCat(count));
    html->Element("td", absl::StrFormat("%.1f %%", share));
    html->Close("tr").Markup("\n");
  };
  html->Markup("<div class=\"wide\"><table><caption>Criteria understood, by topic</caption><thead>");
  html->Open("tr");
  for (const char* name : {"topic", "criteria", "full", "partial", "none", "share full"})
    html->Element("th", name, {{"scope", "col"}});
  html->Markup("</tr></thead><tbody>\n");
  for (int i = 0; i < TopicCoverage::kTopics; ++i) {
    const Topic topic = static_cast<Topic>(i);
    if (topic != Topic::kLogistics) line(TopicName(topic), coverage.row(topic));
  }
  line("all but logistics", coverage.Total());
  line("logistics", coverage.row(Topic::kLogistics));
  html->Markup("</tbody></table></div>\n");
}

// "lab-partial cns-none": what the filter looks for.
std::string KeysOf(const StudySummary& study) {
  std::string keys;
  for (int i = 0; i < TopicCoverage::kTopics; ++i) {
    const TopicCoverage::Row& row = study.topics[static_cast<size_t>(i)];
    const char* topic = TopicName(static_cast<Topic>(i));
    if (row.full > 0) absl::StrAppend(&keys, topic, "-full ");
    if (row.partial > 0) absl::StrAppend(&keys, topic, "-partial ");
    if (row.none > 0) absl::StrAppend(&keys, topic, "-none ");
  }
  return keys;
}

void WriteFilter(HtmlWriter* html) {
  html->Markup("<form id=\"filter\" hidden><label>Topic <select id=\"topic\"><option value=\"\">"
               "any</option>");
  for (int i = 0; i < TopicCoverage::kTopics; ++i) {
    const char* topic = TopicName(static_cast<Topic>(i));
    html->Element("option", topic, {{"value", topic}});
  }
  html->Markup("</select></label> <label>Understood <select id=\"level\">"
               "<option value=\"\">any</option><option>full</option><option>partial</option>"
               "<option>none</option></select></label> <label>Words <input id=\"words\" "
               "type=\"search\" autocomplete=\"off\"></label> <output id=\"shown\" "
               "aria-live=\"polite\"></output></form>"
               "<noscript><p>Without scripts every study is listed; the filter needs them.</p>"
               "</noscript>\n");
}

void WriteIndex(const std::vector<StudySummary>& studies, HtmlWriter* html) {
  html->Markup("<div class=\"wide\"><table id=\"index\"><caption>Studies</caption><thead><tr>"
               "<th scope=\"col\">study</th><th scope=\"col\">title</th>"
               "<th scope=\"col\">criteria understood</th></tr></thead><tbody>\n");
  for (const StudySummary& study : studies) {
    TopicCoverage::Row all;
    for (const TopicCoverage::Row& row : study.topics) {
      all.full += row.full;
      all.partial += row.partial;
      all.none += row.none;
    }
    html->Open("tr", {{"data-has", KeysOf(study)}, {"data-id", study.nct_id}});
    html->Open("th", {{"scope", "row"}});
    html->Element("a", study.nct_id, {{"href", "#" + study.nct_id}}).Close("th");
    html->Element("td", study.title).Open("td", {{"class", "levels"}});
    WriteLevels(all, html);
    html->Close("td").Close("tr").Markup("\n");
  }
  html->Markup("</tbody></table></div>\n");
}

}  // namespace

void WriteHead(std::string_view title, HtmlWriter* html) {
  html->Markup(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<meta name=\"color-scheme\" content=\"light dark\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">");
  html->Element("title", title).Markup("<style>").Markup(kAuditStyle);
  html->Markup("</style></head><body><main>\n");
}

void WriteTail(std::string_view rules_version, HtmlWriter* html) {
  html->Open("footer").Open("p");
  html->Text(absl::StrCat("trialmatch, rules ", std::string(rules_version),
                          ". What a rule read is coloured by its topic; hover or focus shows the "
                          "rule. The registry's record decides, not this page."));
  html->Close("p").Close("footer").Markup("</main></body></html>\n");
}

std::string StudyPage(const fetch::Study& study, const TrialCriteria& criteria,
                      const Lexicon& lexicon) {
  HtmlWriter html;
  WriteHead(study.nct_id + ": " + study.brief_title, &html);
  html.Open("h1").Element("span", study.nct_id, {{"class", "nct"}}).Text(" " + study.brief_title);
  html.Close("h1");
  WriteLegend(&html);
  html.Element("h2", "What the rules made of its eligibility text");
  WriteStudyBody(study, criteria, lexicon, &html);
  WriteTail(RulesVersion(lexicon), &html);
  return html.Take();
}

StudySummary Summarise(const fetch::Study& study, const TrialCriteria& criteria) {
  StudySummary summary;
  summary.nct_id = study.nct_id;
  summary.title = study.brief_title;
  TopicCoverage coverage;
  coverage.Add(criteria);
  for (int i = 0; i < TopicCoverage::kTopics; ++i)
    summary.topics[static_cast<size_t>(i)] = coverage.row(static_cast<Topic>(i));
  return summary;
}

std::string CorpusHead(const std::vector<StudySummary>& studies, const TopicCoverage& coverage,
                       const Lexicon& lexicon) {
  HtmlWriter html;
  const std::string title = absl::StrCat("What the rules made of ", studies.size(), " studies");
  WriteHead(title, &html);
  html.Element("h1", title).Element("p", absl::StrCat("Rules ", RulesVersion(lexicon), "."));
  WriteTopics(coverage, &html);
  WriteLegend(&html);
  WriteFilter(&html);
  WriteIndex(studies, &html);
  html.Element("h2", "Each study");
  return html.Take();
}

std::string CorpusStudy(const fetch::Study& study, const TrialCriteria& criteria,
                        const Lexicon& lexicon) {
  HtmlWriter html;
  html.Open("details", {{"id", study.nct_id}, {"class", "study"}}).Open("summary");
  html.Element("span", study.nct_id, {{"class", "nct"}}).Text(" " + study.brief_title);
  html.Close("summary");
  WriteStudyBody(study, criteria, lexicon, &html);
  html.Close("details").Markup("\n");
  return html.Take();
}

std::string CorpusTail() {
  HtmlWriter html;
  html.Markup("</main><script>").Markup(kAuditScript).Markup("</script></body></html>\n");
  return html.Take();
}

}  // namespace trialmatch::rules
