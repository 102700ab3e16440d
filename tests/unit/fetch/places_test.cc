#include "fetch/places/places.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "fetch/places/embedded_places.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace trialmatch::fetch {
namespace {

struct PlaceCase {
  const char* postal_code;
  const char* city;
  const char* country;
  double latitude, longitude;  // 0, 0: not found
  bool is_rough;
};

TEST(Places, FindsPostalCodesAndCities) {
  const PlaceCase cases[] = {
      {"02115", "", "US", 42.34, -71.09, false},
      {"02115-6013", "", "US", 42.34, -71.09, false},
      {"021156013", "", "US", 42.34, -71.09, false},
      {"02114", "Chicago", "US", 42.36, -71.07, false},  // the code comes first
      {"99999", "Chicago", "US", 41.85, -87.65, false},  // no such code: the city
      {"02117", "", "US", 42.35, -71.08, true},          // of post office boxes
      {"0211", "", "US", 0, 0, false},
      {"021155", "", "US", 0, 0, false},
      {"02115", "", "DE", 0, 0, false},
      {"02115", "", "", 0, 0, false},
      {"M5G 2M9", "", "CA", 43.66, -79.39, false},
      {"m5g2m9", "", "", 43.66, -79.39, false},
      {"M5G", "", "CA", 43.66, -79.39, false},
      {"M5G 2", "", "CA", 0, 0, false},
      {"", "Munich", "DE", 48.14, 11.58, false},
      {"", "M\u00fcnchen", "DE", 48.14, 11.58, false},
      {"", "Mu\u0308nchen", "DE", 48.14, 11.58, false},  // the accent as a letter of its own
      {"", "  MUNCHEN ", "DE", 48.14, 11.58, false},
      {"", "Saint-\u00c9tienne", "FR", 45.43, 4.39, false},
      {"", "Springfield", "US", 37.22, -93.30, true},
      {"", "Springfield, IL", "US", 39.80, -89.64, false},
      {"", "Springfield, Ruritania", "US", 0, 0, false},
      {"", "London", "GB", 51.51, -0.13, false},
      {"", "London", "CA", 42.98, -81.23, false},
      {"", "London", "", 0, 0, false},
      {"", "Nowhere", "US", 0, 0, false},
      {"", "", "US", 0, 0, false},
  };
  for (const PlaceCase& c : cases) {
    const auto place = FindPlace(c.postal_code, c.city, c.country);
    const std::string what = std::string(c.postal_code) + " " + c.city + " " + c.country;
    if (c.latitude == 0) {
      EXPECT_FALSE(place.has_value()) << what << ": " << place->because;
      continue;
    }
    ASSERT_TRUE(place.has_value()) << what;
    EXPECT_NEAR(place->point.latitude, c.latitude, 0.05) << what;
    EXPECT_NEAR(place->point.longitude, c.longitude, 0.05) << what;
    EXPECT_EQ(place->is_rough, c.is_rough) << what << ": " << place->because;
    EXPECT_FALSE(place->because.empty()) << what;
  }
}

TEST(Places, TablesAreSortedAndSpeltAsTheyAreLookedUp) {
  for (const auto& [file, text] : EmbeddedPlaces()) {
    std::string_view rest = text, before;
    int wrong = 0, lines = 0;
    while (!rest.empty()) {
      const size_t end = rest.find('\n');
      ASSERT_NE(end, std::string_view::npos) << file;
      const std::string_view line = rest.substr(0, end);
      rest.remove_prefix(end + 1);
      ++lines;
      wrong += before < line ? 0 : 1;
      before = line;
      if (file != "cities.txt") continue;
      const std::string_view name = line.substr(3, line.find('|', 3) - 3);
      wrong += FoldPlaceName(name) == name ? 0 : 1;
    }
    EXPECT_EQ(wrong, 0) << file;
    EXPECT_GT(lines, 1000) << file;
  }
}

// Every line of the small tables, and every hundredth of the large ones, is found again.
TEST(Places, HalvingTheTableMissesNothing) {
  for (const auto& [file, text] : EmbeddedPlaces()) {
    if (file == "cities.txt") continue;
    std::string_view rest = text;
    for (int i = 0; !rest.empty(); ++i) {
      const std::string code(rest.substr(0, rest.find(' ')));
      rest.remove_prefix(rest.find('\n') + 1);
      if (file == "us_zip.txt" && i % 100 != 0) continue;
      const auto place = FindPostalCode(code, file == "us_zip.txt" ? "US" : "CA");
      ASSERT_TRUE(place.has_value()) << code;
      EXPECT_FALSE(place->is_rough) << code;
    }
  }
}

TEST(Distance, IsThatOfTheEllipsoid) {
  // JFK to LHR, a line that GeographicLib's documentation measures as 5551.759 km.
  EXPECT_NEAR(GeodesicKm({40.6, -73.8}, {51.6, -0.5}), 5551.759, 0.001);
  EXPECT_EQ(GeodesicKm({10, 20}, {10, 20}), 0);
  EXPECT_NEAR(GeodesicKm({0, 0}, {0, 180}), 20003.931, 0.001);
}

}  // namespace
}  // namespace trialmatch::fetch
