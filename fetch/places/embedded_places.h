#ifndef TRIALMATCH_FETCH_PLACES_EMBEDDED_PLACES_H_
#define TRIALMATCH_FETCH_PLACES_EMBEDDED_PLACES_H_

#include <string_view>
#include <utility>
#include <vector>

namespace trialmatch::fetch {

// fetch/places/data/*.txt as (file name, text), made at build time. The lines of each are sorted by
// bytes.
std::vector<std::pair<std::string_view, std::string_view>> EmbeddedPlaces();

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_PLACES_EMBEDDED_PLACES_H_
