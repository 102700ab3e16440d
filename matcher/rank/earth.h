#ifndef TRIALMATCH_MATCHER_RANK_EARTH_H_
#define TRIALMATCH_MATCHER_RANK_EARTH_H_

#include "fetch/study.h"

namespace trialmatch::matcher {

// A place on the globe as a point of the unit sphere.
struct UnitVector {
  double x = 0, y = 0, z = 0;
};

UnitVector ToUnitVector(double latitude_degrees, double longitude_degrees);

// The way back: degrees north and east.
fetch::GeoPoint ToGeoPoint(const UnitVector& at);

// Of the angle between two places: the greater, the nearer.
inline double Cosine(const UnitVector& a, const UnitVector& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

// Great-circle distance in kilometres on the mean sphere (radius 6371.0088 km): within 0.6 % of the
// ellipsoid.
double DistanceKm(const UnitVector& a, const UnitVector& b);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_RANK_EARTH_H_
