#include "matcher/rank/nearest_site.h"

#include <algorithm>
#include <cmath>

#include "fetch/places/places.h"

namespace trialmatch::matcher {
namespace {

struct Best {
  int site = -1;
  bool open = false;
  std::optional<double> km;
};

// Compared by the cosine of the angle, which falls with the distance; the distance itself is worked out for the site that is found.
// `at(i)`: where site i lies, nullptr when nobody knows.
template <typename IsOpen, typename At, typename InCountry>
Best FindBest(size_t sites, IsOpen is_open, At at, InCountry in_country, const PatientPicture& picture) {
  Best best;
  std::optional<double> best_cosine;
  for (size_t i = 0; i < sites; ++i) {
    const bool open = is_open(i);
    if (best.open && !open) continue;
    std::optional<double> cosine;
    if (const UnitVector* place = at(i); picture.at && place != nullptr) cosine = Cosine(*picture.at, *place);
    if (!cosine && !in_country(i)) continue;
    const bool nearer = best.site < 0 || (open && !best.open) ||
                        (open == best.open && cosine && (!best_cosine || *cosine > *best_cosine));
    if (!nearer) continue;
    best.site = static_cast<int>(i);
    best.open = open;
    best_cosine = cosine;
  }
  if (best_cosine) best.km = DistanceKm(*picture.at, *at(static_cast<size_t>(best.site)));
  return best;
}

}  // namespace

// Both must say so: a study whose status is unknown, suspended or closed may keep sites that still say
// RECRUITING, and a recruiting study has sites that are not yet open or closed already.
bool SiteIsOpen(const fetch::Study& study, const fetch::Location& site) {
  const std::string& overall = study.overall_status;
  if (overall != "RECRUITING" && overall != "AVAILABLE") return false;
  return site.status.empty() || site.status == overall;
}

std::optional<SiteBrief> FindNearestSite(std::span<const RankedSite> sites, uint16_t country, const PatientPicture& picture) {
  const Best best = FindBest(
      sites.size(), [&](size_t i) { return sites[i].open != 0; }, [&](size_t i) { return sites[i].placed != 0 ? &sites[i].at : nullptr; },
      [&](size_t i) { return country != kNoRow && sites[i].country == country; }, picture);
  if (best.site < 0) return std::nullopt;
  return SiteBrief{.km = best.km, .open = best.open};
}

std::optional<NearestSite> FindNearestSite(const fetch::Study& study, const TrialFacts& facts,
                                           const Patient& patient, const PatientPicture& picture) {
  // A damaged index may tell of fewer sites than the record has.
  const size_t sites = std::min(study.locations.size(), facts.site_at.size());
  const std::string& country = patient.location.country;
  const Best best = FindBest(
      sites, [&](size_t i) { return SiteIsOpen(study, study.locations[i]); },
      [&](size_t i) { return facts.site_at[i] ? &*facts.site_at[i] : nullptr; },
      [&](size_t i) { return !country.empty() && facts.site_country[i] == country; }, picture);
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

std::optional<double> NearestKm(std::span<const RankedSite> sites, const PatientPicture& picture) {
  std::optional<double> nearest, nearest_open;
  if (!picture.at) return nearest;
  for (const RankedSite& site : sites) {
    if (site.placed == 0) continue;
    const double km = DistanceKm(*picture.at, site.at);
    if (!nearest || km < *nearest) nearest = km;
    if (site.open != 0 && (!nearest_open || km < *nearest_open)) nearest_open = km;
  }
  return nearest_open ? nearest_open : nearest;
}

bool IsRecruiting(std::string_view overall_status) {
  return overall_status == "RECRUITING" || overall_status == "NOT_YET_RECRUITING" ||
         overall_status == "ENROLLING_BY_INVITATION" || overall_status == "AVAILABLE";
}

}  // namespace trialmatch::matcher
