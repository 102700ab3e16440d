#include <GeographicLib/Geodesic.hpp>

#include "fetch/places/places.h"

namespace trialmatch::fetch {

double GeodesicKm(const GeoPoint& a, const GeoPoint& b) {
  double meters = 0;
  GeographicLib::Geodesic::WGS84().Inverse(a.latitude, a.longitude, b.latitude, b.longitude,
                                           meters);
  return meters / 1000;
}

}  // namespace trialmatch::fetch
