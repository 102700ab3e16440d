#ifndef TRIALMATCH_MATCHER_LIST_DRIVER_LIST_H_
#define TRIALMATCH_MATCHER_LIST_DRIVER_LIST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "matcher/context/drug_lines.h"
#include "matcher/explain/text_report.h"
#include "matcher/index/trial_index.h"

namespace trialmatch::matcher {

// Every open trial for a driver, by situation: the list that patient organisations keep by hand. A plain value; texts point nowhere.
struct ListedTrial {
  enum class News : uint8_t { kNone, kNew, kChanged };   // since the asked day, by the registry's own days
  std::string nct_id, title, phase, status, type;
  std::vector<std::string> drugs;                        // as labels; names of interventions when no drug is known
  std::vector<std::string> countries;                    // of the open sites, each once
  struct Site {
    std::string facility, city, country, contact;
  };
  std::vector<Site> sites;                               // open ones
  std::string contact;                                   // of the study
  std::string first_posted, last_changed;                // days as the registry has them
  News news = News::kNone;
  bool by_name = false;                                  // named for the driver or aimed at it; false: takes any driver
};

struct ListGroup {
  std::string id, title;
  std::vector<size_t> trials;                            // indexes into DriverList::trials
};

struct DriverList {
  std::string driver, studies;
  base::Day decided_on;
  std::optional<base::Day> since;
  std::vector<ListedTrial> trials;                       // by NCT number
  std::vector<ListGroup> groups;                         // in the order of situation.tsv; then "any line", then what no situation fits; none empty
  std::vector<DrugLine> drugs;                           // of all of them
  int new_trials = 0, changed_trials = 0;
};

struct ListOptions {
  std::string driver;                // id of gene.tsv
  base::Day decided_on;
  std::optional<base::Day> since;
};

// A trial is for the driver when it asks for an alteration of it or one of its drugs aims at it; also when its title names the driver or it
// asks for any driver, and some situation fits. A trial that names the driver to shut it out is not. It stands in every situation whose
// patient it may take (now or after a wait); in "any line" alone of the metastatic ones when it may take all of these.
DriverList MakeDriverList(const TrialIndex& index, const ListOptions& options);

std::string RenderListText(const DriverList& list, const TextOptions& options);
// One row a trial and group, with a header.
std::string RenderListCsv(const DriverList& list);
std::string RenderListHtml(const DriverList& list);

// "new", "changed" or "".
const char* NewsInWords(ListedTrial::News news);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_LIST_DRIVER_LIST_H_
