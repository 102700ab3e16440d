#include <initializer_list>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "matcher/list/driver_list.h"

namespace trialmatch::matcher {
namespace {

// As RFC 4180 has it. What a spreadsheet would take for a formula gets a space in front.
void AppendRow(std::initializer_list<std::string_view> cells, std::string* out) {
  bool first = true;
  for (const std::string_view cell : cells) {
    if (!first) *out += ',';
    first = false;
    *out += '"';
    if (!cell.empty() && std::string_view("=+-@").find(cell.front()) != std::string_view::npos) *out += ' ';
    for (const char c : cell) {
      if (c == '"') *out += '"';
      *out += c;
    }
    *out += '"';
  }
  *out += '\n';
}

}  // namespace

std::string RenderListCsv(const DriverList& list) {
  std::string out;
  AppendRow({"situation", "nct_id", "news", "title", "phase", "study_type", "status", "drugs", "names_driver", "open_sites", "countries", "sites", "contact", "first_posted",
             "last_changed", "url"},
            &out);
  for (const ListGroup& group : list.groups) {
    for (const size_t at : group.trials) {
      const ListedTrial& trial = list.trials[at];
      std::string sites;
      for (const ListedTrial::Site& site : trial.sites) {
        absl::StrAppend(&sites, sites.empty() ? "" : "; ", site.facility, ", ", site.city, ", ", site.country, site.contact.empty() ? "" : " (" + site.contact + ")");
      }
      AppendRow({group.title, trial.nct_id, NewsInWords(trial.news), trial.title, trial.phase, trial.type, trial.status, absl::StrJoin(trial.drugs, "; "),
                 trial.by_name ? "yes" : "no", std::to_string(trial.sites.size()), absl::StrJoin(trial.countries, "; "), sites, trial.contact, trial.first_posted,
                 trial.last_changed, "https://clinicaltrials.gov/study/" + trial.nct_id},
                &out);
    }
  }
  return out;
}

}  // namespace trialmatch::matcher
