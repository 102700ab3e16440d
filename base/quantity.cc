#include "base/quantity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/ascii.h"
#include "base/status.h"
#include "base/unit_spelling.h"

namespace trialmatch::base {
namespace {

// Names that stand exactly as written are kept apart from the normalised ones, which never hold a control character.
std::string ExactKey(std::string_view name) { return absl::StrCat("\x01", ToAbsl(name)); }

std::string KeyOf(std::string_view name) {
  return name.starts_with('=') ? ExactKey(name.substr(1)) : NormalizeUnitSpelling(name);
}

struct Anchor {
  std::string_view spelling;
  double per_litre;
};

// Any one of these tells how the base unit of its dimension stands to a gram, or a mole, in a litre.
constexpr std::array<Anchor, 6> kGramsPerLitre = {
    {{"g/L", 1}, {"g/dL", 10}, {"mg/dL", 1e-2}, {"mg/L", 1e-3}, {"ug/L", 1e-6}, {"ng/mL", 1e-6}}};
constexpr std::array<Anchor, 4> kMolesPerLitre = {{{"mol/L", 1}, {"mmol/L", 1e-3}, {"umol/L", 1e-6}, {"nmol/L", 1e-9}}};

constexpr std::string_view kMass = "mass_concentration";
constexpr std::string_view kMolar = "molar_concentration";

template <size_t kSize>
std::optional<double> BasePerLitre(const UnitTable& table, std::string_view dimension, const std::array<Anchor, kSize>& anchors) {
  for (const Anchor& anchor : anchors) {
    const Unit* unit = table.Find(anchor.spelling);
    if (unit != nullptr && unit->dimension == dimension) return anchor.per_litre / unit->factor;
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<UnitTable> UnitTable::Build(std::vector<Unit> units) {
  UnitTable table;
  table.units_ = std::move(units);
  absl::flat_hash_set<std::string> dimensions, dimensions_with_base;
  for (int i = 0; i < static_cast<int>(table.units_.size()); ++i) {
    const Unit& unit = table.units_[static_cast<size_t>(i)];
    const auto error = [&](const std::string& what) { return absl::InvalidArgumentError(absl::StrCat("unit \"", unit.id, "\": ", what)); };
    if (unit.id.empty()) return absl::InvalidArgumentError(absl::StrCat("unit ", i + 1, ": has no id"));
    if (unit.dimension.empty()) return error("has no dimension");
    if (!std::isfinite(unit.factor) || unit.factor <= 0) return error("the factor is not a number above 0");
    dimensions.insert(unit.dimension);
    if (unit.factor == 1) dimensions_with_base.insert(unit.dimension);

    absl::flat_hash_set<std::string> written;
    const auto add = [&](const std::string& name) -> absl::Status {
      const std::string key = KeyOf(name);
      if (key.empty() || key == "\x01") return error("has an empty name");
      const auto [entry, is_new] = table.by_name_.emplace(key, i);
      if (is_new || entry->second == i) return absl::OkStatus();   // one row may spell the same thing in two ways
      return error(absl::StrCat("\"", name, "\" is already a name of unit \"", table.units_[static_cast<size_t>(entry->second)].id, "\""));
    };
    TM_RETURN_IF_ERROR(add(unit.id));
    for (const std::string& name : unit.names) {
      if (!written.insert(name).second) return error(absl::StrCat("the name \"", name, "\" stands twice"));
      TM_RETURN_IF_ERROR(add(name));
    }
  }
  for (const Unit& unit : table.units_) {
    if (!dimensions_with_base.contains(unit.dimension)) {
      return absl::InvalidArgumentError(
          absl::StrCat("unit \"", unit.id, "\": dimension \"", unit.dimension, "\" has no unit of factor 1"));
    }
  }
  for (const auto& [key, unit] : table.by_name_) {
    std::string name = Lower(key.starts_with('\x01') ? std::string_view(key).substr(1) : key);
    std::erase(name, ' ');
    table.lower_names_.push_back(std::move(name));
  }
  std::sort(table.lower_names_.begin(), table.lower_names_.end());
  return table;
}

bool UnitTable::MayStartUnit(std::string_view text) const {
  std::array<char, 24> letters;
  size_t size = 0;
  for (size_t at = 0; at < text.size() && size < letters.size(); ++at) {
    const char c = ToLower(text[at]);
    if (c >= 'a' && c <= 'z') {
      letters[size++] = c;
      continue;
    }
    if (static_cast<unsigned char>(c) > ' ') break;
    // "per" between spaces is a slash.
    if (EqualsIgnoreCase(text.substr(at + 1, 3), "per")) break;
  }
  const std::string_view start(letters.data(), size);
  // An x may be a times sign, "mc" and "micro" are written "u".
  if (start.starts_with('x') || start.starts_with("mc") || start.starts_with("micro")) return true;
  const auto first = std::lower_bound(lower_names_.begin(), lower_names_.end(), start);
  return first != lower_names_.end() && first->starts_with(start);
}

const Unit* UnitTable::Find(std::string_view spelling) const {
  auto found = by_name_.find(ExactKey(spelling));
  if (found == by_name_.end()) found = by_name_.find(NormalizeUnitSpelling(spelling));
  return found == by_name_.end() ? nullptr : &units_[static_cast<size_t>(found->second)];
}

std::optional<double> UnitTable::Convert(double value, const Unit& from, const Unit& to,
                                         std::optional<double> molar_mass_g_per_mol) const {
  if (!std::isfinite(value)) return std::nullopt;
  if (from.id == to.id) return value;
  if (from.dimension == to.dimension) return value * from.factor / to.factor;

  const bool to_molar = from.dimension == kMass && to.dimension == kMolar;
  const bool to_mass = from.dimension == kMolar && to.dimension == kMass;
  if (!to_molar && !to_mass) return std::nullopt;
  if (!molar_mass_g_per_mol || !std::isfinite(*molar_mass_g_per_mol) || *molar_mass_g_per_mol <= 0) return std::nullopt;
  const std::optional<double> grams = BasePerLitre(*this, kMass, kGramsPerLitre);
  const std::optional<double> moles = BasePerLitre(*this, kMolar, kMolesPerLitre);
  if (!grams || !moles) return std::nullopt;
  if (to_molar) return value * from.factor * *grams / *molar_mass_g_per_mol / *moles / to.factor;
  return value * from.factor * *moles * *molar_mass_g_per_mol / *grams / to.factor;
}

std::string FormatNumber(double value, int digits) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  std::array<char, 400> buffer;   // the largest double has 309 digits before the point
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, std::clamp(digits, 0, 20));
  std::string text(buffer.data(), error == std::errc() ? end : buffer.data());
  if (text.find('.') != std::string::npos) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

}  // namespace trialmatch::base
