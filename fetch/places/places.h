#ifndef TRIALMATCH_FETCH_PLACES_PLACES_H_
#define TRIALMATCH_FETCH_PLACES_PLACES_H_

#include <optional>
#include <string>
#include <string_view>

#include "fetch/study.h"

namespace trialmatch::fetch {

// Where a postal code or a city is, out of tables that the program holds
// (fetch/places/data/README.md tells whose they are). All functions: any thread, no state.

struct Place {
  GeoPoint point;
  // True: only the wider area is known (the first three digits of a ZIP code), or several cities
  // have this name and this is the largest.
  bool is_rough = false;
  std::string because;  // "ZIP code 02115", "Springfield, MO: the largest of 8 places of this name"
};

// The place of a postal code: of the US five digits (what follows is passed over), of Canada the
// first three characters. `country` as ISO 3166 alpha-2; empty: told by the shape of the code.
// nullopt: the table has it not, or has not the country.
std::optional<Place> FindPostalCode(std::string_view code, std::string_view country);

// The place of a city of 15,000 people or more, by its own or a usual other name, in any case and
// with or without accents; of several the largest. A state or province of the US or Canada may
// follow a comma
// ("Springfield, IL"). `country` as ISO 3166 alpha-2; nullopt without.
std::optional<Place> FindCity(std::string_view city, std::string_view country);

// The postal code if it is found, else the city; a city without doubt before a rough postal code.
std::optional<Place> FindPlace(std::string_view postal_code, std::string_view city,
                               std::string_view country);

// Kilometres between two points along the WGS 84 ellipsoid.
double GeodesicKm(const GeoPoint& a, const GeoPoint& b);

// As the tables spell names: lower-case letters, without accents of Latin letters, one space for
// punctuation.
std::string FoldPlaceName(std::string_view name);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_PLACES_PLACES_H_
