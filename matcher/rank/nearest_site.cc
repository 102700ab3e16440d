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

struct Best {
  int site = -1;
  bool open = false;
  std::optional<double> km;
};

// Compared by the cosine of the angle, which falls with the distance; the distance itself is worked out for the site that is found.
Best FindBest(const fetch::Study& study, const TrialFacts& facts, const Patient& patient,
              const PatientPicture& picture) {
  Best best;
  std::optional<double> best_cosine;
  for (size_t i = 0; i < study.locations.size(); ++i) {
    const bool open = SiteIsOpen(study, study.locations[i]);
    if (best.open && !open) continue;
    std::optional<double> cosine;
    if (picture.at && facts.site_at[i]) cosine = Cosine(*picture.at, *facts.site_at[i]);
    if (!cosine &&
        (patient.location.country.empty() || facts.site_country[i] != patient.location.country))
      continue;
    const bool nearer = best.site < 0 || (open && !best.open) ||
                        (open == best.open && cosine && (!best_cosine || *cosine > *best_cosine));
    if (!nearer) continue;
    best.site = static_cast<int>(i);
    best.open = open;
    best_cosine = cosine;
  }
  if (best_cosine) best.km = DistanceKm(*picture.at, *facts.site_at[best.site]);
  return best;
}

}  // namespace

std::optional<NearestSite> FindNearestSiteOnly(const fetch::Study& study, const TrialFacts& facts,
                                               const Patient& patient, const PatientPicture& picture) {
  const Best best = FindBest(study, facts, patient, picture);
  if (best.site < 0) return std::nullopt;
  NearestSite out;
  out.km = best.km;
  out.open = best.open;
  return out;
}

std::optional<NearestSite> FindNearestSite(const fetch::Study& study, const TrialFacts& facts,
                                           const Patient& patient, const PatientPicture& picture) {
  const Best best = FindBest(study, facts, patient, picture);
  if (best.site < 0) return std::nullopt;
  NearestSite out{.site = study.locations[best.site],
                  .country_code = facts.site_country[best.site],
                  .km = best.km,
                  .open = best.open};
  if (best.km) {
    out.from = ToGeoPoint(*picture.at);
    out.to = ToGeoPoint(*facts.site_at[best.site]);
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
