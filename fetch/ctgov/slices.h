#ifndef TRIALMATCH_FETCH_CTGOV_SLICES_H_
#define TRIALMATCH_FETCH_CTGOV_SLICES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trialmatch::fetch {

// A part of a crawl that is fetched as a whole or again: the studies first posted in a range of days. Page tokens cannot be used a
// second time, so an interrupted crawl goes on with the first slice that is not complete.
struct Slice {
  std::string name;     // "first posted 2019-01-01 to 2019-12-31"
  std::string filter;   // for filter.advanced; empty: no limit
  friend bool operator==(const Slice&, const Slice&) = default;
};

// Slices that overlap nowhere and leave nothing out, a study without the date included: one for up to 2,000 studies, years up to
// 50,000, months above. `data_timestamp` ("2026-01-14T09:00:05") is the registry's: the last slice begins in its year or month and has
// no end. The same arguments give the same slices.
std::vector<Slice> SlicesFor(int64_t total, std::string_view data_timestamp);

// Studies updated on `day` ("2026-01-11") or later.
std::string UpdatedSince(std::string_view day);

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_CTGOV_SLICES_H_
