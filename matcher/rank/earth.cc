#include "matcher/rank/earth.h"

#include <cmath>
#include <numbers>

namespace trialmatch::matcher {
namespace {

constexpr double kMeanRadiusKm = 6371.0088;

}  // namespace

UnitVector ToUnitVector(double latitude_degrees, double longitude_degrees) {
  const double latitude = latitude_degrees * std::numbers::pi / 180;
  const double longitude = longitude_degrees * std::numbers::pi / 180;
  return {std::cos(latitude) * std::cos(longitude), std::cos(latitude) * std::sin(longitude),
          std::sin(latitude)};
}

fetch::GeoPoint ToGeoPoint(const UnitVector& at) {
  return {.latitude = std::atan2(at.z, std::hypot(at.x, at.y)) * 180 / std::numbers::pi,
          .longitude = std::atan2(at.y, at.x) * 180 / std::numbers::pi};
}

double DistanceKm(const UnitVector& a, const UnitVector& b) {
  // atan2 of cross and dot keeps its digits for near and for opposite places; acos does not.
  const double cx = a.y * b.z - a.z * b.y, cy = a.z * b.x - a.x * b.z, cz = a.x * b.y - a.y * b.x;
  const double dot = a.x * b.x + a.y * b.y + a.z * b.z;
  return kMeanRadiusKm * std::atan2(std::sqrt(cx * cx + cy * cy + cz * cz), dot);
}

}  // namespace trialmatch::matcher
