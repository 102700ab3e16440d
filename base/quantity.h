#ifndef TRIALMATCH_BASE_QUANTITY_H_
#define TRIALMATCH_BASE_QUANTITY_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"

namespace trialmatch::base {

// A range with open or closed ends; an absent end is no bound.
struct Bounds {
  std::optional<double> low;
  std::optional<double> high;
  bool low_inclusive = true;
  bool high_inclusive = true;

  bool Contains(double value) const {
    if (low && (low_inclusive ? value < *low : value <= *low)) return false;
    if (high && (high_inclusive ? value > *high : value >= *high)) return false;
    return true;
  }
  bool unbounded() const { return !low && !high; }
  friend bool operator==(const Bounds&, const Bounds&) = default;
};

// One row of the unit table: value * factor is the value in the base unit of the dimension.
struct Unit {
  std::string id;          // "10^9/L"
  std::string dimension;   // "cell_count", "mass_concentration", "molar_concentration", "time", ...
  double factor = 1;
  std::vector<std::string> names;
};

// The checked table of units. Immutable once built; any thread may read it.
class UnitTable {
 public:
  // InvalidArgument when an id or a spelling stands twice, a factor is not positive, or a dimension has no unit of factor 1.
  static absl::StatusOr<UnitTable> Build(std::vector<Unit> units);

  // By id or by any spelling; case, spaces and the micro sign do not matter, except where a row says so. nullptr: not known.
  const Unit* Find(std::string_view spelling) const;

  // False only when no spelling of a unit starts with the words of `text`: neither `text` nor what
  // goes on behind its last word will be found. Looks at the letters before the first other sign.
  bool MayStartUnit(std::string_view text) const;

  // `value` in `from`, told in `to`. Between mass and molar concentration it needs the molar mass. nullopt: not comparable.
  std::optional<double> Convert(double value, const Unit& from, const Unit& to,
                                std::optional<double> molar_mass_g_per_mol = std::nullopt) const;

  const std::vector<Unit>& units() const { return units_; }

 private:
  std::vector<Unit> units_;
  absl::flat_hash_map<std::string, int> by_name_;
  std::vector<std::string> lower_names_;  // sorted; all keys in lower case, without spaces
};

// A number without needless zeros and with at most `digits` digits behind the point: "1.5", "100000", "0.31".
std::string FormatNumber(double value, int digits = 4);

}  // namespace trialmatch::base

#endif  // TRIALMATCH_BASE_QUANTITY_H_
