#include "base/date.h"

#include <limits>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace trialmatch::base {
namespace {

using ::testing::HasSubstr;

Day At(std::string_view text) {
  const auto date = PartialDate::Parse(text);
  EXPECT_TRUE(date.ok()) << date.status();
  return date.ok() ? date->first() : Day();
}

TEST(Day, KnownDaysSinceTheEpoch) {
  struct {
    const char* date;
    int days;
  } const kRows[] = {
      {"1970-01-01", 0},      {"1970-01-02", 1},     {"1969-12-31", -1},    {"1900-03-01", -25508}, {"2000-02-29", 11016},
      {"2000-03-01", 11017},  {"2024-02-29", 19782}, {"2026-01-15", 20468}, {"2100-03-01", 47541},  {"2200-12-31", 84370},
  };
  for (const auto& row : kRows) EXPECT_EQ(At(row.date).days_since_epoch(), row.days) << row.date;
}

TEST(Day, EveryDayOfFourCenturiesGoesThereAndBack) {
  Day expected = Day::FromCivil(1890, 1, 1);
  const Day end = Day::FromCivil(2310, 1, 1);
  for (Day day = expected; day < end; day = day + 1) {
    ASSERT_EQ(Day::FromCivil(day.year(), day.month(), day.day()), day) << day.ToString();
  }
  EXPECT_EQ(Day::FromCivil(2310, 1, 1) - Day::FromCivil(1910, 1, 1), 146097);
}

TEST(Day, FarDaysStillPrint) {
  EXPECT_EQ(Day::FromCivil(-1, 12, 31) + 1, Day::FromCivil(0, 1, 1));
  EXPECT_EQ(Day(std::numeric_limits<int32_t>::max()).year(), 5881580);
  EXPECT_EQ(Day(std::numeric_limits<int32_t>::min()).year(), -5877641);
}

TEST(AddMonths, KeepsTheDayOrClampsToTheMonth) {
  struct {
    const char* from;
    int months;
    const char* to;
  } const kRows[] = {
      {"2025-01-31", 1, "2025-02-28"},  {"2024-01-31", 1, "2024-02-29"},   {"2025-03-31", -1, "2025-02-28"}, {"2025-03-31", 1, "2025-04-30"},
      {"2024-02-29", 12, "2025-02-28"}, {"2024-02-29", 48, "2028-02-29"},  {"2025-12-15", 1, "2026-01-15"},  {"2025-01-15", -1, "2024-12-15"},
      {"2025-01-15", -13, "2023-12-15"}, {"2025-06-14", 0, "2025-06-14"},  {"2000-02-29", 1200, "2100-02-28"},
  };
  for (const auto& row : kRows) EXPECT_EQ(AddMonths(At(row.from), row.months).ToString(), row.to) << row.from << " " << row.months;
}

TEST(PartialDate, IsTheIntervalOfItsDays) {
  struct {
    const char* text;
    const char* first;
    const char* last;
    bool exact;
  } const kRows[] = {
      {"2025", "2025-01-01", "2025-12-31", false},       {"2025-06", "2025-06-01", "2025-06-30", false},
      {"2025-06-14", "2025-06-14", "2025-06-14", true},  {"2024-02", "2024-02-01", "2024-02-29", false},
      {"2025-02", "2025-02-01", "2025-02-28", false},    {"1900-02", "1900-02-01", "1900-02-28", false},
      {"2000-02", "2000-02-01", "2000-02-29", false},    {"1900", "1900-01-01", "1900-12-31", false},
      {"2200-12-31", "2200-12-31", "2200-12-31", true},
  };
  for (const auto& row : kRows) {
    const auto date = PartialDate::Parse(row.text);
    ASSERT_TRUE(date.ok()) << row.text << date.status();
    EXPECT_EQ(date->first().ToString(), row.first);
    EXPECT_EQ(date->last().ToString(), row.last);
    EXPECT_EQ(date->exact(), row.exact) << row.text;
    EXPECT_EQ(date->ToString(), row.text);
  }
}

TEST(PartialDate, SaysWhatIsWrong) {
  struct {
    std::string text;
    const char* message;
  } const kRows[] = {
      {"", "expected YYYY"},
      {"2025-13", "month 13"},
      {"2025-00", "month 0"},
      {"2025-02-29", "day 29: 2025-02 has days 01 to 28"},
      {"1900-02-29", "day 29"},
      {"2025-04-31", "day 31: 2025-04 has days 01 to 30"},
      {"2025-01-00", "day 0"},
      {"1899", "year 1899: expected 1900 to 2200"},
      {"2201-01", "year 2201"},
      {"2025-6-14", "expected YYYY"},
      {"14.06.2025", "expected YYYY"},
      {"2025/06", "expected YYYY"},
      {"2025-06-14 ", "expected YYYY"},
      {" 2025", "expected YYYY"},
      {"20-5", "expected YYYY"},
      {"+025", "expected YYYY"},
      {"2025-06-14T10:00:00Z", "expected YYYY"},
      {std::string("20\0005", 4), "is not a date"},
      {std::string(100000, '9'), "999...\" is not a date"},
  };
  for (const auto& row : kRows) {
    const auto date = PartialDate::Parse(row.text);
    ASSERT_FALSE(date.ok()) << row.text;
    EXPECT_EQ(date.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(date.status().message()), HasSubstr(row.message));
    EXPECT_LT(date.status().message().size(), 200u);
  }
}

TEST(PartialDate, OfADayIsTheSameAsItsText) {
  EXPECT_EQ(PartialDate::FromDay(At("2025-06-14")), *PartialDate::Parse("2025-06-14"));
  EXPECT_NE(*PartialDate::Parse("2025"), *PartialDate::Parse("2025-01"));
}

TEST(Duration, BeforeAndAfter) {
  using enum Duration::Unit;
  struct {
    Duration duration;
    const char* day;
    const char* before;
    const char* after;
  } const kRows[] = {
      {{28, kDay}, "2026-01-15", "2025-12-18", "2026-02-12"},   {{0, kDay}, "2026-01-15", "2026-01-15", "2026-01-15"},
      {{2, kWeek}, "2026-01-15", "2026-01-01", "2026-01-29"},   {{36, kHour}, "2026-01-15", "2026-01-13", "2026-01-17"},
      {{24, kHour}, "2026-01-15", "2026-01-14", "2026-01-16"},  {{1.5, kDay}, "2026-01-15", "2026-01-13", "2026-01-17"},
      {{0.5, kWeek}, "2026-01-15", "2026-01-11", "2026-01-19"}, {{1, kMonth}, "2026-03-31", "2026-02-28", "2026-04-30"},
      {{6, kMonth}, "2025-08-31", "2025-02-28", "2026-02-28"},  {{0.5, kMonth}, "2026-01-16", "2026-01-01", "2026-01-31"},
      {{1.5, kMonth}, "2026-01-16", "2025-12-01", "2026-03-03"}, {{1, kYear}, "2024-02-29", "2023-02-28", "2025-02-28"},
      {{1.5, kYear}, "2026-01-15", "2024-07-15", "2027-07-15"}, {{0.1, kMonth}, "2026-01-15", "2026-01-12", "2026-01-18"},
      {{-7, kDay}, "2026-01-15", "2026-01-22", "2026-01-08"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(row.duration.Before(At(row.day)).ToString(), row.before) << row.duration.ToString();
    EXPECT_EQ(row.duration.After(At(row.day)).ToString(), row.after) << row.duration.ToString();
  }
}

TEST(Duration, AbsurdLengthsStayCountable) {
  using enum Duration::Unit;
  for (const Duration::Unit unit : {kHour, kDay, kWeek, kMonth, kYear}) {
    const Duration endless{1e300, unit};
    EXPECT_GT(endless.After(Day()), Day::FromCivil(9000, 1, 1));
    EXPECT_LT(endless.Before(Day()), Day::FromCivil(-5000, 1, 1));
    const Duration nothing{std::numeric_limits<double>::quiet_NaN(), unit};
    EXPECT_EQ(nothing.After(Day()), Day());
  }
}

TEST(Duration, PrintsAsAPersonWouldSayIt) {
  using enum Duration::Unit;
  EXPECT_EQ((Duration{28, kDay}.ToString()), "28 days");
  EXPECT_EQ((Duration{1, kMonth}.ToString()), "1 month");
  EXPECT_EQ((Duration{1.5, kYear}.ToString()), "1.5 years");
  EXPECT_EQ((Duration{2, kWeek}.ToString()), "2 weeks");
  EXPECT_EQ((Duration{36, kHour}.ToString()), "36 hours");
  EXPECT_DOUBLE_EQ((Duration{2, kMonth}.ApproximateDays()), 60.875);
  EXPECT_DOUBLE_EQ((Duration{12, kHour}.ApproximateDays()), 0.5);
}

}  // namespace
}  // namespace trialmatch::base
