#include "base/date.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/quantity.h"
#include "base/status.h"

namespace trialmatch::base {
namespace {

constexpr int64_t kDaysPer400Years = 146097;

struct Civil {
  int year = 1970, month = 1, day = 1;
};

bool IsLeapYear(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int DaysInMonth(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeapYear(year) ? 29 : kDays[static_cast<size_t>(month - 1)];
}

int64_t FloorDivide(int64_t value, int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

// Years that begin in March, so that the leap day is the last of its year.
int32_t DaysFromCivil(int year, int month, int day) {
  const int64_t y = month <= 2 ? int64_t{year} - 1 : year;
  const int64_t era = FloorDivide(y, 400);
  const int64_t year_of_era = y - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return static_cast<int32_t>(era * kDaysPer400Years + day_of_era - 719468);   // 1970-01-01 is day 719468 of 0000-03-01
}

Civil CivilFromDays(int32_t days_since_epoch) {
  const int64_t days = int64_t{days_since_epoch} + 719468;
  const int64_t era = FloorDivide(days, kDaysPer400Years);
  const int64_t day_of_era = days - era * kDaysPer400Years;
  const int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const int month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  return {static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0)), month,
          static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1)};
}

// The number that text[at, at + count) spells, -1 when it is no number.
int Digits(std::string_view text, size_t at, size_t count) {
  int value = 0;
  for (char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

// Texts say odd things ("100000 years"): far beyond any life the day stays where it can be counted.
constexpr double kMostDays = 4'000'000;
constexpr int kMostMonths = 120'000;

int RoundUpDays(double days) {
  // The small step back keeps 0.1 * 30 at 3.
  return static_cast<int>(std::min(std::ceil(days - 1e-9), kMostDays));
}

Day Shift(Day day, const Duration& duration, int sign) {
  double count = duration.count;
  if (std::isnan(count)) return day;
  if (count < 0) {
    count = -count;
    sign = -sign;
  }
  switch (duration.unit) {
    case Duration::Unit::kHour: return day + sign * RoundUpDays(count / 24);
    case Duration::Unit::kDay: return day + sign * RoundUpDays(count);
    case Duration::Unit::kWeek: return day + sign * RoundUpDays(count * 7);
    case Duration::Unit::kMonth:
    case Duration::Unit::kYear: break;
  }
  const double months = duration.unit == Duration::Unit::kYear ? count * 12 : count;
  if (months >= kMostMonths) return AddMonths(day, sign * kMostMonths);
  double whole = std::floor(months + 1e-9);
  const int part_days = RoundUpDays(std::max(0.0, months - whole) * 30);
  return AddMonths(day, sign * static_cast<int>(whole)) + sign * part_days;
}

}  // namespace

Day Day::FromCivil(int year, int month, int day) { return Day(DaysFromCivil(year, month, day)); }
int Day::year() const { return CivilFromDays(days_).year; }
int Day::month() const { return CivilFromDays(days_).month; }
int Day::day() const { return CivilFromDays(days_).day; }

std::string Day::ToString() const {
  const Civil civil = CivilFromDays(days_);
  return absl::StrFormat("%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

Day AddMonths(Day day, int months) {
  const Civil civil = CivilFromDays(day.days_since_epoch());
  const int64_t total = int64_t{civil.year} * 12 + (civil.month - 1) + months;
  const int year = static_cast<int>(FloorDivide(total, 12));
  const int month = static_cast<int>(total - int64_t{year} * 12) + 1;
  return Day::FromCivil(year, month, std::min(civil.day, DaysInMonth(year, month)));
}

absl::StatusOr<PartialDate> PartialDate::Parse(std::string_view text) {
  const auto error = [&](const std::string& what) {
    const std::string_view shown = text.substr(0, 40);
    return absl::InvalidArgumentError(
        absl::StrCat("\"", absl::Utf8SafeCEscape(ToAbsl(shown)), shown.size() < text.size() ? "..." : "", "\" ", what));
  };
  const size_t size = text.size();
  const bool shaped = (size == 4 || (size == 7 && text[4] == '-') || (size == 10 && text[4] == '-' && text[7] == '-'));
  const int year = shaped ? Digits(text, 0, 4) : -1;
  const int month = shaped && size >= 7 ? Digits(text, 5, 2) : 1;
  const int day = shaped && size == 10 ? Digits(text, 8, 2) : 1;
  if (year < 0 || month < 0 || day < 0) return error("is not a date: expected YYYY, YYYY-MM or YYYY-MM-DD");
  if (year < 1900 || year > 2200) return error(absl::StrCat("has year ", year, ": expected 1900 to 2200"));
  if (month < 1 || month > 12) return error(absl::StrCat("has month ", month, ": expected 01 to 12"));
  const int last_day = DaysInMonth(year, month);
  if (day < 1 || day > last_day) {
    return error(absl::StrCat("has day ", day, ": ", ToAbsl(text.substr(0, 7)),
                              " has days 01 to ", last_day));
  }

  PartialDate date;
  date.first_ = Day::FromCivil(year, month, day);
  date.last_ = date.first_;
  if (size == 7) {
    date.precision_ = Precision::kMonth;
    date.last_ = Day::FromCivil(year, month, last_day);
  } else if (size == 4) {
    date.precision_ = Precision::kYear;
    date.last_ = Day::FromCivil(year, 12, 31);
  }
  return date;
}

PartialDate PartialDate::FromDay(Day day) {
  PartialDate date;
  date.first_ = date.last_ = day;
  return date;
}

std::string PartialDate::ToString() const {
  const Civil civil = CivilFromDays(first_.days_since_epoch());
  switch (precision_) {
    case Precision::kYear: return absl::StrFormat("%04d", civil.year);
    case Precision::kMonth: return absl::StrFormat("%04d-%02d", civil.year, civil.month);
    case Precision::kDay: break;
  }
  return first_.ToString();
}

Day Duration::Before(Day day) const { return Shift(day, *this, -1); }
Day Duration::After(Day day) const { return Shift(day, *this, 1); }

double Duration::ApproximateDays() const {
  switch (unit) {
    case Unit::kHour: return count / 24;
    case Unit::kDay: return count;
    case Unit::kWeek: return count * 7;
    case Unit::kMonth: return count * 30.4375;
    case Unit::kYear: return count * 365.25;
  }
  return count;
}

std::string Duration::ToString() const {
  const char* name = "day";
  switch (unit) {
    case Unit::kHour: name = "hour"; break;
    case Unit::kDay: name = "day"; break;
    case Unit::kWeek: name = "week"; break;
    case Unit::kMonth: name = "month"; break;
    case Unit::kYear: name = "year"; break;
  }
  return absl::StrCat(FormatNumber(count), " ", name, count == 1 ? "" : "s");
}

}  // namespace trialmatch::base
