#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "matcher/explain/page.h"
#include "matcher/explain/words.h"
#include "matcher/list/driver_list.h"

namespace trialmatch::matcher {
namespace {

constexpr size_t kSites = 3;

void WriteTrial(const ListedTrial& trial, Page& page) {
  const std::string news = trial.news == ListedTrial::News::kNone ? "" : absl::StrCat("[", NewsInWords(trial.news), "] ");
  page.Item("- ", absl::StrCat(news, trial.title), 0, Ink::kBold);
  std::vector<std::string> facts = {trial.nct_id};
  for (const std::string* part : {&trial.phase, &trial.type, &trial.status}) {
    if (!part->empty()) facts.push_back(*part);
  }
  page.Line(absl::StrJoin(facts, ", "), 2);
  if (!trial.by_name) page.Line("Takes several drivers; this one is not named.", 2);
  if (!trial.drugs.empty()) page.Item("Drugs: ", absl::StrJoin(trial.drugs, ", "), 2);
  if (trial.sites.empty()) page.Line("No open site is told.", 2);
  if (!trial.sites.empty()) {
    page.Item("Open sites: ", absl::StrCat(trial.sites.size(), " (", absl::StrJoin(trial.countries, ", "), ")"), 2);
    for (size_t i = 0; i < std::min(kSites, trial.sites.size()); ++i) {
      const ListedTrial::Site& site = trial.sites[i];
      page.Line(absl::StrCat(site.facility, site.facility.empty() ? "" : ", ", site.city, site.city.empty() ? "" : ", ", site.country), 4);
    }
    if (trial.sites.size() > kSites) page.Line(absl::StrCat("and ", trial.sites.size() - kSites, " more; --format csv and html have all"), 4);
  }
  if (!trial.contact.empty()) page.Item("Contact: ", trial.contact, 2);
  if (!trial.last_changed.empty()) page.Line(absl::StrCat("First posted ", trial.first_posted, ", last changed ", trial.last_changed, "."), 2);
  page.Blank();
}

}  // namespace

std::string RenderListText(const DriverList& list, const TextOptions& options) {
  Page page(options);
  page.Line(absl::StrCat("Open trials for ", list.driver, ", ", DayInWords(list.decided_on)), 0, Ink::kBold);
  page.Line("Studies: " + list.studies, 0);
  std::string count = absl::StrCat(list.trials.size(), list.trials.size() == 1 ? " trial" : " trials");
  if (list.since) absl::StrAppend(&count, "; since ", DayInWords(*list.since), " ", list.new_trials, " new and ", list.changed_trials, " changed");
  page.Line(count + ".", 0);
  page.Line("Sorted by a program from the trials' own texts; a trial may stand in several places. The study team decides who may take part.", 0);
  page.Blank();
  for (const ListGroup& group : list.groups) {
    page.Line(absl::StrCat(group.title, " (", group.trials.size(), ")"), 0, Ink::kBlue);
    page.Blank();
    for (const size_t at : group.trials) WriteTrial(list.trials[at], page);
  }
  return page.Take();
}

}  // namespace trialmatch::matcher
