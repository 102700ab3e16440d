#include <string>

#include "absl/strings/str_cat.h"
#include "matcher/explain/patient_html.h"
#include "matcher/explain/words.h"
#include "matcher/summary/summary.h"

namespace trialmatch::matcher {
namespace {

using rules::HtmlWriter;

constexpr size_t kListed = 6;   // facts to find out, of one trial

void WriteList(const char* heading, const std::vector<std::string>& lines, HtmlWriter* html) {
  if (lines.empty()) return;
  html->Element("h4", heading).Open("ul");
  for (const std::string& line : lines) html->Element("li", line);
  html->Close("ul");
}

void WriteTrial(const SummaryTrial& trial, HtmlWriter* html) {
  html->Open("article").Open("h3").Text(absl::StrCat(trial.rank, ". ", trial.title)).Close("h3");
  html->Open("p");
  WriteVerdictBadge(trial.verdict, html);
  html->Text(" ");
  WriteStudyLink(trial.nct_id, html);
  html->Text(", " + trial.kind).Close("p");
  for (const std::string& line : trial.verdict_words) html->Element("p", line);
  if (!trial.part.empty()) html->Element("p", "Part of the study: " + trial.part);
  if (!trial.site.empty()) html->Element("p", trial.site);
  if (!trial.contact.empty()) html->Element("p", "Contact: " + trial.contact);
  if (trial.verdict != Verdict::kExcluded) WriteList("Why it is on this list", trial.why, html);
  std::vector<const ExplainedCriterion*> against;
  for (const ExplainedCriterion& each : trial.against) against.push_back(&each);
  WriteCriteriaTable(trial.verdict == Verdict::kLater ? "What has to pass first" : "What stands against it", against, html);
  if (trial.verdict != Verdict::kExcluded) {
    std::vector<std::string> missing;
    for (const MissingFact& fact : trial.missing) {
      if (missing.size() < kListed) missing.push_back(MissingInWords(fact));
    }
    if (trial.missing.size() > kListed) missing.push_back(absl::StrCat("And ", trial.missing.size() - kListed, " more, which the program lists with explain."));
    WriteList("Still to find out", missing, html);
    std::vector<std::string> cautions;
    for (const Caution& caution : trial.cautions) cautions.push_back(caution.text);
    WriteList("Mind", cautions, html);
    if (trial.not_read > 0) {
      html->Element("p", absl::StrCat(trial.not_read, trial.not_read == 1 ? " point was" : " points were", " not understood by this program. Please read the record."));
    }
    if (trial.site_checks > 0) html->Element("p", absl::StrCat("The study site checks ", trial.site_checks, " more, such as consent and visits."), {{"class", "soft"}});
  }
  html->Close("article").Markup("\n");
}

void WriteUnknown(const std::vector<UnknownThatMatters>& unknown, HtmlWriter* html) {
  if (unknown.empty()) return;
  html->Markup("<section><h2>What is not known yet and matters most</h2><ol>");
  for (const UnknownThatMatters& each : unknown) {
    html->Element("li", absl::StrCat(MissingInWords(each.fact), " It is open in ", each.trials, each.trials == 1 ? " trial." : " trials."));
  }
  html->Markup("</ol></section>\n");
}

void WriteContext(const Summary& summary, HtmlWriter* html) {
  const std::vector<ContextLine>& context = summary.context;
  const auto part = [&](const char* heading, ContextLine::Kind kind) {
    bool open = false;
    for (const ContextLine& line : context) {
      if (line.kind != kind) continue;
      if (!open) html->Element("h3", heading).Open("ul");
      open = true;
      html->Open("li").Text(line.text).Element("div", absl::StrCat("Source: ", line.source, "."), {{"class", "soft small"}}).Close("li");
    }
    if (!open) return;
    html->Close("ul");
    if (kind == ContextLine::Kind::kTesting) html->Element("p", TestsInWords(summary.waiting_for_test));
  };
  if (context.empty()) return;
  html->Markup("<section><h2>Beside the trials: what to know and to talk about</h2>");
  html->Element("p", "This is information to talk about with your oncologist. It is not advice.");
  part("A warning", ContextLine::Kind::kCaution);
  part("What is usual outside of trials", ContextLine::Kind::kUsual);
  part("What a test can tell", ContextLine::Kind::kTesting);
  html->Close("section").Markup("\n");
}

}  // namespace

std::string RenderSummaryHtml(const Summary& summary) {
  HtmlWriter html;
  WritePatientHead(absl::StrCat("Clinical trials to talk about", summary.patient_id.empty() ? "" : " for " + summary.patient_id), &html);
  html.Open("p", {{"class", "note"}});
  html.Text(absl::StrCat("A page to take to your oncologist, made for ", DayInWords(summary.decided_on), ". It informs. The study team decides. ",
                         "Change no treatment because of it."));
  html.Close("p");
  const Counts& counts = summary.counts;
  html.Element("p", absl::StrCat(counts.likely, counts.likely == 1 ? " trial is" : " trials are", " likely to fit, ", counts.possible, " possible with something to find out, ",
                                 counts.later, " later, ", counts.excluded, " not now."));
  if (!summary.questions.empty()) {
    html.Markup("<section><h2>Questions for your oncologist</h2><ol class=\"ask\">");
    for (const std::string& question : summary.questions) html.Element("li", question);
    html.Markup("</ol></section>\n");
  }
  WriteUnknown(summary.unknown, &html);
  html.Markup("<section><h2>Trials</h2>");
  if (summary.trials.empty()) html.Element("p", "No trial of these studies may fit now.");
  for (const SummaryTrial& trial : summary.trials) WriteTrial(trial, &html);
  const int more = counts.likely + counts.possible + counts.later - static_cast<int>(summary.trials.size());
  if (more > 0) html.Element("p", absl::StrCat(more, " more not shown on this page."));
  html.Markup("</section>\n");
  if (!summary.near_misses.empty()) {
    html.Markup("<section><h2>Not now, but near</h2>");
    for (const SummaryTrial& trial : summary.near_misses) WriteTrial(trial, &html);
    html.Markup("</section>\n");
  }
  WriteContext(summary, &html);
  WriteDrugs(summary.drugs, &html);
  html.Markup("<section><h2>What this page was made from</h2><ul>");
  for (const std::string& fact : summary.facts) html.Element("li", fact);
  html.Close("ul");
  if (!summary.as_of.empty()) html.Element("p", absl::StrCat("These facts are as of ", summary.as_of, ". If one is wrong, the list is wrong too."));
  html.Markup("</section>\n");
  WriteGlossary("Medical words", summary.glossary, &html);
  WritePatientTail(summary.studies, &html);
  return html.Take();
}

}  // namespace trialmatch::matcher
