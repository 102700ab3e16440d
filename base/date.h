#ifndef TRIALMATCH_BASE_DATE_H_
#define TRIALMATCH_BASE_DATE_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace trialmatch::base {

// A civil day of the proleptic Gregorian calendar, counted from 1970-01-01.
class Day {
 public:
  constexpr Day() = default;
  constexpr explicit Day(int32_t days_since_epoch) : days_(days_since_epoch) {}
  static Day FromCivil(int year, int month, int day);   // requires a day that exists

  constexpr int32_t days_since_epoch() const { return days_; }
  int year() const;
  int month() const;   // 1..12
  int day() const;     // 1..31
  std::string ToString() const;   // "2025-06-14"

  constexpr Day operator+(int days) const { return Day(days_ + days); }
  constexpr Day operator-(int days) const { return Day(days_ - days); }
  constexpr int operator-(Day other) const { return days_ - other.days_; }
  friend constexpr auto operator<=>(const Day&, const Day&) = default;

 private:
  int32_t days_ = 0;
};

// The same day of the month `months` later (or earlier); the last day of that month when it is shorter:
// 2025-01-31 plus one month is 2025-02-28.
Day AddMonths(Day day, int months);

// A date as a person knows it: a year, a month or a day, read as the interval of days it may be.
class PartialDate {
 public:
  // "2025", "2025-06", "2025-06-14"; years 1900 to 2200. InvalidArgument says what was wrong ("month 13").
  static absl::StatusOr<PartialDate> Parse(std::string_view text);
  static PartialDate FromDay(Day day);

  Day first() const { return first_; }
  Day last() const { return last_; }
  bool exact() const { return first_ == last_; }
  std::string ToString() const;   // as it was written
  friend bool operator==(const PartialDate&, const PartialDate&) = default;

 private:
  enum class Precision : uint8_t { kYear, kMonth, kDay };
  Day first_;
  Day last_;
  Precision precision_ = Precision::kDay;
};

// A length of time as texts state it. Weeks are 7 days; months and years are calendar months.
struct Duration {
  enum class Unit : uint8_t { kDay, kWeek, kMonth, kYear, kHour };
  double count = 0;
  Unit unit = Unit::kDay;

  // The day `*this` before or after `day`. Part days round up (36 hours are 2 days); half months are 15 days.
  Day Before(Day day) const;
  Day After(Day day) const;
  // For ordering and printing only: a month counts 30.4375 days.
  double ApproximateDays() const;
  std::string ToString() const;   // "28 days", "1 month", "2 weeks"
  friend bool operator==(const Duration&, const Duration&) = default;
};

}  // namespace trialmatch::base

#endif  // TRIALMATCH_BASE_DATE_H_
