#include "matcher/rank/nearest_site.h"

#include <cmath>

#include "fetch/places/places.h"

namespace trialmatch::matcher {
namespace {

// Both must say so: a study whose status is unknown, suspended or closed may keep sites that still say
// RECRUITING, and a recruiting study has sites that are not yet open or closed already.
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
  if (best_km) {
    out.from = ToGeoPoint(*picture.at);
    out.to = ToGeoPoint(*facts.site_at[best]);
  }
  if (out.site.contacts.empty()) out.site.contacts = study.central_contacts;
  return out;
}

long PrintedKm(const NearestSite& site) {
  return std::lround(fetch::GeodesicKm(site.from, site.to));
}

std::optional<double> NearestKm(const fetch::Study& study, const TrialFacts& facts,
                                const PatientPicture& picture) {
  std::optional<double> nearest, nearest_open;
  if (!picture.at) return nearest;
  for (size_t i = 0; i < facts.site_at.size(); ++i) {
    if (!facts.site_at[i]) continue;
    const double km = DistanceKm(*picture.at, *facts.site_at[i]);
    if (!nearest || km < *nearest) nearest = km;
    if (SiteIsOpen(study, study.locations[i]) && (!nearest_open || km < *nearest_open)) {
      nearest_open = km;
    }
  }
  return nearest_open ? nearest_open : nearest;
}

bool IsRecruiting(std::string_view overall_status) {
  return overall_status == "RECRUITING" || overall_status == "NOT_YET_RECRUITING" ||
         overall_status == "ENROLLING_BY_INVITATION" || overall_status == "AVAILABLE";
}

}  // namespace trialmatch::matcher
