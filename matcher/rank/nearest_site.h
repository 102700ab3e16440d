#ifndef TRIALMATCH_MATCHER_RANK_NEAREST_SITE_H_
#define TRIALMATCH_MATCHER_RANK_NEAREST_SITE_H_

#include <optional>
#include <span>
#include <string_view>

#include "fetch/study.h"
#include "matcher/index/trial_facts.h"
#include "matcher/patient/patient.h"
#include "matcher/rank/patient_picture.h"
#include "matcher/rank/rank_rows.h"
#include "matcher/report.h"

namespace trialmatch::matcher {

// The nearest open site; without one the nearest site. A site is open when study and site both
// recruit. Where the patient's place is not known as coordinates, the first open site of their
// country, with no distance. A site without contacts of its own gets the study's central ones.
std::optional<NearestSite> FindNearestSite(const fetch::Study& study, const TrialFacts& facts,
                                           const Patient& patient, const PatientPicture& picture);

// The same site as far as ranking reads it. `country`: the patient's, a row of place.tsv.
struct SiteBrief {
  std::optional<double> km;
  bool open = false;
};
std::optional<SiteBrief> FindNearestSite(std::span<const RankedSite> sites, uint16_t country, const PatientPicture& picture);

// Whether study and site both take patients.
bool SiteIsOpen(const fetch::Study& study, const fetch::Location& site);

// The distance to print, in whole kilometres along the ellipsoid. Requires `site.km`.
long PrintedKm(const NearestSite& site);

// The distance of the nearest open site with coordinates; without such a site, of the nearest one at
// all; nullopt when there is none or the patient's place is not known.
std::optional<double> NearestKm(std::span<const RankedSite> sites, const PatientPicture& picture);

// True for the overall statuses that a study may be offered in: recruiting, soon recruiting, by
// invitation, available.
bool IsRecruiting(std::string_view overall_status);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_RANK_NEAREST_SITE_H_
