#include "matcher/rank/nearest_site.h"

#include <algorithm>

namespace trialmatch::matcher {
namespace {

bool SiteIsOpen(const fetch::Study& study, const fetch::Location& site) {
  const std::string& overall = study.overall_status;
  if (overall != "RECRUITING" && overall != "AVAILABLE") return false;
  return site.status.empty() || site.status == overall;
}

}  // namespace

std::optional<NearestSite> FindNearestSite(const fetch::Study& study, const TrialFacts& facts,
                                           const Patient& patient, const PatientPicture& picture) {
  int best = -1;
  bool best_open = false;
  std::optional<double> best_km;
  for (size_t i = 0; i < study.locations.size(); ++i) {
    const bool open = SiteIsOpen(study, study.locations[i]);
    std::optional<double> km;
    if (picture.at && facts.site_at[i]) km = DistanceKm(*picture.at, *facts.site_at[i]);
    if (!km &&
        (patient.location.country.empty() || facts.site_country[i] != patient.location.country))
      continue;
    const bool nearer = best < 0 || (open && !best_open) ||
                        (open == best_open && km && (!best_km || *km < *best_km));
    if (!nearer || (best_open && !open)) continue;
    best = static_cast<int>(i);
    best_open = open;
    best_km = km;
  }
  if (best < 0) return std::nullopt;
  NearestSite out{.site = study.locations[best],
                  .country_code = facts.site_country[best],
                  .km = best_km,
                  .open = best_open};
  if (out.site.contacts.empty()) out.site.contacts = study.central_contacts;
  return out;
}

std::optional<double> NearestKm(const TrialFacts& facts, const PatientPicture& picture) {
  std::optional<double> nearest;
  if (!picture.at) return nearest;
  for (const std::optional<UnitVector>& at : facts.site_at) {
    if (!at) continue;
    const double km = DistanceKm(*picture.at, *at);
    if (!nearest || km < *nearest) nearest = km;
  }
  return nearest;
}

bool IsRecruiting(std::string_view overall_status) {
  return overall_status == "RECRUITING" || overall_status == "NOT_YET_RECRUITING" ||
         overall_status == "ENROLLING_BY_INVITATION" || overall_status == "AVAILABLE";
}

}  // namespace trialmatch::matcher
