#include "base/quantity.h"

#include <cctype>
#include <limits>

#include "base/unit_spelling.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace trialmatch::base {
namespace {

using ::testing::HasSubstr;

constexpr double kCreatinine_g_per_mol = 113.12;

std::vector<Unit> ClinicalUnits() {
  return {
      {"g/L", "mass_concentration", 1, {"gram per liter"}},
      {"g/dL", "mass_concentration", 10, {}},
      {"mg/dL", "mass_concentration", 0.01, {"mg%", "mg/100 mL"}},
      {"ng/mL", "mass_concentration", 1e-6, {"ug/L", "mcg/L"}},
      {"mol/L", "molar_concentration", 1, {}},
      {"mmol/L", "molar_concentration", 1e-3, {"=mM"}},
      {"umol/L", "molar_concentration", 1e-6, {"=uM"}},
      {"/L", "cell_count", 1, {"cells/L"}},
      {"/uL", "cell_count", 1e6, {"/mm^3", "cells/mm3", "cells/uL"}},
      {"10^3/uL", "cell_count", 1e9, {"K/uL", "1000/mm3"}},
      {"10^9/L", "cell_count", 1e9, {"=G/L"}},
      {"mL/min", "flow", 1, {"mL per minute"}},
      {"mL/min/1.73m^2", "indexed_flow", 1, {}},
      {"ULN", "multiple_of_upper_limit", 1, {"times the upper limit of normal"}},
  };
}

UnitTable Clinical() {
  auto table = UnitTable::Build(ClinicalUnits());
  EXPECT_TRUE(table.ok()) << table.status();
  return *std::move(table);
}

TEST(UnitSpelling, OneFormForTheManyWays) {
  struct {
    const char* text;
    const char* normal;
  } const kRows[] = {
      {"10^9/L", "10^9/l"},       {"10⁹/L", "10^9/l"},         {"x10^9/L", "10^9/l"},        {"x 10⁹ / L", "10^9/l"},     {"× 10^9/L", "10^9/l"},
      {"*10^9/L", "10^9/l"},      {"10E9/L", "10^9/l"},        {"10e9/l", "10^9/l"},         {"10**9/L", "10^9/l"},       {"10\\*\\*9/L", "10^9/l"},
      {"10\\^9/L", "10^9/l"},     {"10(9)/L", "10^9/l"},       {"10^(9)/L", "10^9/l"},       {"10^{9}/L", "10^9/l"},      {"10<sup>9</sup>/L", "10^9/l"},
      {"10^9 per L", "10^9/l"},   {"109/L", "109/l"},          {"10¹²/L", "10^12/l"},        {"10⁻³ mol", "10^-3mol"},    {"10^+3", "10^3"},
      {"µmol/L", "umol/l"},       {"μmol/L", "umol/l"},        {"UMOL/L", "umol/l"},         {"mcmol/L", "umol/l"},       {"micromol/L", "umol/l"},
      {"mcg/mL", "ug/ml"},        {"ng/mcL", "ng/ul"},         {"Μmol/l", "umol/l"},         {"mCi", "mci"},              {"mm³", "mm3"},
      {"mm^3", "mm3"},            {"mm3", "mm3"},              {"mL/min/1.73 m²", "ml/min/1.73m2"}, {"mL / min", "ml/min"}, {"xULN", "uln"},
      {"× ULN", "uln"},           {"x ULN", "uln"},            {"mg\xC2\xA0/\xC2\xA0""dL", "mg/dl"}, {"mg∕dL", "mg/dl"},     {"", ""},
      {"110^(9", "110^(9"},       {"°C", "°c"},                {"x", "x"},                   {"10", "10"},                {"^", "^"},
  };
  for (const auto& row : kRows) EXPECT_EQ(NormalizeUnitSpelling(row.text), row.normal) << row.text;
}

TEST(UnitSpelling, IsStable) {
  for (const Unit& unit : ClinicalUnits()) {
    const std::string once = NormalizeUnitSpelling(unit.id);
    EXPECT_EQ(NormalizeUnitSpelling(once), once);
  }
}

TEST(UnitTable, FindsBySpelling) {
  const UnitTable table = Clinical();
  struct {
    const char* spelling;
    const char* id;
  } const kRows[] = {
      {"10^9/L", "10^9/L"},     {"x 10⁹/L", "10^9/L"},    {"G/L", "10^9/L"}, {"g/l", "g/L"},     {"k/µl", "10^3/uL"},  {"× 10³/mcL", "10^3/uL"}, {"mg / DL", "mg/dL"},
      {"μmol/l", "umol/L"},     {"mcg/L", "ng/mL"},       {"mM", "mmol/L"},      {"mm", ""},           {"MM", ""},               {"cells/mm³", "/uL"},
      {"ML/MIN", "mL/min"},     {"ml per minute", "mL/min"}, {"mL/min/1.73 m²", "mL/min/1.73m^2"}, {"x ULN", "ULN"}, {"109/L", ""}, {"", ""},
      {"=mM", ""},              {"furlong", ""},
  };
  for (const auto& row : kRows) {
    const Unit* unit = table.Find(row.spelling);
    EXPECT_EQ(unit == nullptr ? "" : unit->id, row.id) << row.spelling;
  }
}

// Never false for what Find knows, nor for the start of it.
TEST(UnitTable, TellsWhatStartsNoUnit) {
  const UnitTable table = Clinical();
  for (const Unit& unit : table.units()) {
    for (const std::string& name : unit.names) {
      const std::string_view written = name.starts_with('=') ? std::string_view(name).substr(1) : name;
      for (size_t size = 0; size <= written.size(); ++size) {
        const bool inside = size < written.size() && std::isalpha(static_cast<unsigned char>(written[size])) != 0;
        if (inside) continue;
        EXPECT_TRUE(table.MayStartUnit(written.substr(0, size))) << written << " " << size;
      }
    }
  }
  EXPECT_TRUE(table.MayStartUnit("MG per dL"));
  EXPECT_TRUE(table.MayStartUnit("x 10^9/L"));
  EXPECT_TRUE(table.MayStartUnit("micromol"));
  EXPECT_TRUE(table.MayStartUnit("%"));
  EXPECT_FALSE(table.MayStartUnit("prior to"));
  EXPECT_FALSE(table.MayStartUnit("mg orally"));
}

TEST(UnitTable, Converts) {
  const UnitTable table = Clinical();
  struct {
    double value;
    const char* from;
    const char* to;
    std::optional<double> molar_mass;
    double expected;
  } const kRows[] = {
      {1.5, "10^9/L", "/uL", {}, 1500},
      {1500, "cells/mm3", "10^9/L", {}, 1.5},
      {100, "K/uL", "10^9/L", {}, 100},
      {9, "g/dL", "g/L", {}, 90},
      {1, "mg/dL", "umol/L", kCreatinine_g_per_mol, 88.4017},
      {1.5, "mg/dL", "umol/L", kCreatinine_g_per_mol, 132.6025},
      {132.6025, "umol/L", "mg/dL", kCreatinine_g_per_mol, 1.5},
      {1, "mg/dL", "umol/L", 584.66, 17.1040},   // bilirubin
      {5, "mmol/L", "umol/L", {}, 5000},
      {3, "ULN", "ULN", {}, 3},
  };
  for (const auto& row : kRows) {
    const auto result = table.Convert(row.value, *table.Find(row.from), *table.Find(row.to), row.molar_mass);
    ASSERT_TRUE(result.has_value()) << row.from << " -> " << row.to;
    EXPECT_NEAR(*result, row.expected, 1e-4 * row.expected) << row.from << " -> " << row.to;
  }
  EXPECT_EQ(table.Convert(1.5, *table.Find("10^9/L"), *table.Find("/uL")), 1500.0) << "a bound must be met exactly";
}

TEST(UnitTable, DoesNotCompareWhatCannotBe) {
  const UnitTable table = Clinical();
  const auto unit = [&](const char* name) -> const Unit& { return *table.Find(name); };
  EXPECT_EQ(table.Convert(1, unit("mg/dL"), unit("umol/L")), std::nullopt) << "no molar mass";
  EXPECT_EQ(table.Convert(1, unit("mg/dL"), unit("umol/L"), 0.0), std::nullopt);
  EXPECT_EQ(table.Convert(1, unit("mg/dL"), unit("umol/L"), -5.0), std::nullopt);
  EXPECT_EQ(table.Convert(1, unit("mg/dL"), unit("10^9/L"), kCreatinine_g_per_mol), std::nullopt);
  EXPECT_EQ(table.Convert(1, unit("mL/min"), unit("mL/min/1.73m^2")), std::nullopt);
  EXPECT_EQ(table.Convert(std::numeric_limits<double>::quiet_NaN(), unit("mg/dL"), unit("g/L")), std::nullopt);
}

TEST(UnitTable, MolarConversionDoesNotDependOnTheBaseUnit) {
  const auto table = UnitTable::Build({{"mg/dL", "mass_concentration", 1, {}}, {"umol/L", "molar_concentration", 1, {}}});
  ASSERT_TRUE(table.ok());
  const auto result = table->Convert(1, *table->Find("mg/dL"), *table->Find("umol/L"), kCreatinine_g_per_mol);
  ASSERT_TRUE(result.has_value());
  EXPECT_NEAR(*result, 88.4017, 1e-3);
}

TEST(UnitTable, RefusesABadTable) {
  struct {
    const char* name;
    std::vector<Unit> units;
    const char* message;
  } const kRows[] = {
      {"id twice", {{"g/L", "m", 1, {}}, {"g/L", "m", 2, {}}}, "already a name"},
      {"id twice but for case", {{"g/L", "m", 1, {}}, {"G / l", "m", 2, {}}}, "already a name of unit \"g/L\""},
      {"spelling of another", {{"mm3", "m", 1, {}}, {"x", "m", 2, {"mm³"}}}, "unit \"x\": \"mm³\" is already a name of unit \"mm3\""},
      {"name twice in a row", {{"g/L", "m", 1, {"gl", "gl"}}}, "stands twice"},
      {"exact name twice", {{"a", "m", 1, {"=M"}}, {"b", "m", 1, {"=M"}}}, "already a name"},
      {"factor zero", {{"g/L", "m", 1, {}}, {"h", "m", 0, {}}}, "unit \"h\": the factor"},
      {"factor negative", {{"g/L", "m", -1, {}}}, "the factor"},
      {"factor not a number", {{"g/L", "m", std::numeric_limits<double>::quiet_NaN(), {}}}, "the factor"},
      {"no base unit", {{"g/L", "m", 1, {}}, {"s", "time", 2, {}}}, "dimension \"time\" has no unit of factor 1"},
      {"no id", {{"", "m", 1, {}}}, "has no id"},
      {"no dimension", {{"g/L", "", 1, {}}}, "has no dimension"},
      {"empty name", {{"g/L", "m", 1, {" "}}}, "empty name"},
      {"empty exact name", {{"g/L", "m", 1, {"="}}}, "empty name"},
  };
  for (const auto& row : kRows) {
    const auto table = UnitTable::Build(row.units);
    ASSERT_FALSE(table.ok()) << row.name;
    EXPECT_EQ(table.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(table.status().message()), HasSubstr(row.message)) << row.name;
  }
}

TEST(UnitTable, OneRowMaySpellTheSameInTwoWays) {
  const auto table = UnitTable::Build({{"/mm3", "c", 1, {"/mm³", "/mm^3", "/MM3"}}, {"G", "d", 1, {}}, {"giga", "e", 1, {"=g"}}});
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->Find("g")->id, "giga") << "an exact name goes before one that ignores case";
  EXPECT_EQ(table->Find("G")->id, "G");
}

TEST(Bounds, ContainsAtBelowAndAbove) {
  struct {
    const char* name;
    Bounds bounds;
    bool below, at, above;   // of 1.5
  } const kRows[] = {
      {">= 1.5", {.low = 1.5}, false, true, true},
      {"> 1.5", {.low = 1.5, .low_inclusive = false}, false, false, true},
      {"<= 1.5", {.high = 1.5}, true, true, false},
      {"< 1.5", {.high = 1.5, .high_inclusive = false}, true, false, false},
      {"= 1.5", {.low = 1.5, .high = 1.5}, false, true, false},
      {"any", {}, true, true, true},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(row.bounds.Contains(1.4999), row.below) << row.name;
    EXPECT_EQ(row.bounds.Contains(1.5), row.at) << row.name;
    EXPECT_EQ(row.bounds.Contains(1.5001), row.above) << row.name;
  }
  EXPECT_TRUE(Bounds{}.unbounded());
  EXPECT_FALSE((Bounds{.high = 1}.unbounded()));
}

TEST(FormatNumber, WithoutNeedlessZeros) {
  struct {
    double value;
    int digits;
    const char* text;
  } const kRows[] = {
      {1.5, 4, "1.5"},      {100000, 4, "100000"}, {0.31, 4, "0.31"},  {0, 4, "0"},       {-0.00001, 4, "0"},  {2.0 / 3, 4, "0.6667"}, {2.0 / 3, 0, "1"},
      {10, 0, "10"},        {1e15, 4, "1000000000000000"},             {-12.50, 2, "-12.5"}, {99.99999, 4, "100"}, {0.1 + 0.2, 4, "0.3"},
      {std::numeric_limits<double>::infinity(), 4, "inf"},
  };
  for (const auto& row : kRows) EXPECT_EQ(FormatNumber(row.value, row.digits), row.text);
  EXPECT_EQ(FormatNumber(1e308, 20).size(), 309u);
}

}  // namespace
}  // namespace trialmatch::base
