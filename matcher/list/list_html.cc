#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "matcher/explain/patient_html.h"
#include "matcher/explain/words.h"
#include "matcher/list/driver_list.h"

namespace trialmatch::matcher {
namespace {

using rules::HtmlWriter;

void WriteSites(const ListedTrial& trial, HtmlWriter* html) {
  if (trial.sites.empty()) {
    html->Element("p", "No open site is told.");
    return;
  }
  html->Open("details").Element("summary", absl::StrCat(trial.sites.size(), trial.sites.size() == 1 ? " open site: " : " open sites: ", absl::StrJoin(trial.countries, ", ")));
  html->Open("ul");
  for (const ListedTrial::Site& site : trial.sites) {
    std::string line = absl::StrCat(site.facility, site.facility.empty() ? "" : ", ", site.city, site.city.empty() ? "" : ", ", site.country);
    if (!site.contact.empty()) absl::StrAppend(&line, ". Contact: ", site.contact);
    html->Element("li", line);
  }
  html->Close("ul").Close("details");
}

void WriteTrial(const ListedTrial& trial, HtmlWriter* html) {
  html->Open("article").Element("h3", trial.title).Open("p");
  if (trial.news != ListedTrial::News::kNone) html->Element("span", NewsInWords(trial.news), {{"class", "badge later"}}).Text(" ");
  WriteStudyLink(trial.nct_id, html);
  for (const std::string* part : {&trial.phase, &trial.type, &trial.status}) {
    if (!part->empty()) html->Text(", " + *part);
  }
  html->Close("p");
  if (!trial.by_name) html->Element("p", "Takes several drivers; this one is not named.");
  if (!trial.drugs.empty()) html->Element("p", "Drugs: " + absl::StrJoin(trial.drugs, ", "));
  WriteSites(trial, html);
  if (!trial.contact.empty()) html->Element("p", "Contact: " + trial.contact);
  if (!trial.last_changed.empty()) html->Element("p", absl::StrCat("First posted ", trial.first_posted, ", last changed ", trial.last_changed, "."), {{"class", "soft small"}});
  html->Close("article").Markup("\n");
}

}  // namespace

std::string RenderListHtml(const DriverList& list) {
  HtmlWriter html;
  WritePatientHead(absl::StrCat("Open trials for ", list.driver), &html);
  html.Element("p",
               absl::StrCat("As of ", DayInWords(list.decided_on), ". Sorted by a program from the trials' own texts; a trial may stand in several places. ",
                            "The study team decides who may take part."),
               {{"class", "note"}});
  std::string count = absl::StrCat(list.trials.size(), list.trials.size() == 1 ? " trial" : " trials");
  if (list.since) absl::StrAppend(&count, "; since ", DayInWords(*list.since), " ", list.new_trials, " new and ", list.changed_trials, " changed");
  html.Element("p", count + ".");
  html.Markup("<nav aria-label=\"Situations\"><ul>");
  for (const ListGroup& group : list.groups) {
    html.Open("li").Element("a", absl::StrCat(group.title, " (", group.trials.size(), ")"), {{"href", "#" + group.id}}).Close("li");
  }
  html.Markup("</ul></nav>\n");
  for (const ListGroup& group : list.groups) {
    html.Open("section", {{"id", group.id}}).Element("h2", absl::StrCat(group.title, " (", group.trials.size(), ")"));
    for (const size_t at : group.trials) WriteTrial(list.trials[at], &html);
    html.Close("section").Markup("\n");
  }
  WriteDrugs(list.drugs, &html);
  WritePatientTail(list.studies, &html);
  return html.Take();
}

}  // namespace trialmatch::matcher
