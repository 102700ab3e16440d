#include "tests/unit/matcher/evaluate_test_support.h"
#include "matcher/evaluate/window.h"

namespace trialmatch::matcher {
namespace {

using rules::Window;

Window AtLeastAgo(base::Duration duration) { return {.at_least = duration}; }
Window WithinLast(base::Duration duration) { return {.within = duration}; }
Window NoMoreThan(base::Duration duration) { return {.no_more_than = duration}; }
Window HalfLives(base::Duration duration, Window::Which which) { return {.at_least = duration, .half_lives = 5, .which = which}; }

EventDays On(std::string_view date) { return EventDays::Past(P(date), D("2026-12-31")); }

TEST(WindowTest, BoundaryDays) {
  struct Case {
    const char* name;
    Window window;
    const char* event;
    const char* day;
    base::Truth want;
  };
  const Case cases[] = {
      {"at least 28 days, day 27", AtLeastAgo(Days(28)), "2025-12-20", "2026-01-16", kNotMet},
      {"at least 28 days, day 28", AtLeastAgo(Days(28)), "2025-12-20", "2026-01-17", kMet},
      {"at least 28 days, day 29", AtLeastAgo(Days(28)), "2025-12-20", "2026-01-18", kMet},
      {"within 28 days, day 27", WithinLast(Days(28)), "2025-12-20", "2026-01-16", kMet},
      {"within 28 days, day 28 is outside", WithinLast(Days(28)), "2025-12-20", "2026-01-17", kNotMet},
      {"within 28 days, day 29", WithinLast(Days(28)), "2025-12-20", "2026-01-18", kNotMet},
      {"four weeks are 28 days", WithinLast(Weeks(4)), "2025-12-20", "2026-01-17", kNotMet},
      {"no more than 60 days, day 59", NoMoreThan(Days(60)), "2025-12-18", "2026-02-15", kMet},
      {"no more than 60 days, day 60 is inside", NoMoreThan(Days(60)), "2025-12-18", "2026-02-16", kMet},
      {"no more than 60 days, day 61", NoMoreThan(Days(60)), "2025-12-18", "2026-02-17", kNotMet},
      {"a calendar month, the day before", WithinLast(Months(1)), "2025-12-15", "2026-01-14", kMet},
      {"a calendar month", WithinLast(Months(1)), "2025-12-15", "2026-01-15", kNotMet},
      {"a month from the 31st ends on the 28th", AtLeastAgo(Months(1)), "2025-01-31", "2025-02-28", kMet},
      {"a month from the 31st, the day before", AtLeastAgo(Months(1)), "2025-01-31", "2025-02-27", kNotMet},
      {"a leap year has a 29th", AtLeastAgo(Months(1)), "2024-01-31", "2024-02-28", kNotMet},
      {"28 days over a leap day", AtLeastAgo(Days(28)), "2024-02-10", "2024-03-09", kMet},
      {"28 days in a plain year", AtLeastAgo(Days(28)), "2025-02-10", "2025-03-09", kNotMet},
      {"twelve months from a leap day", AtLeastAgo(Months(12)), "2024-02-29", "2025-02-28", kMet},
      {"a month that lies all inside", WithinLast(Days(90)), "2025-12", "2026-01-15", kMet},
      {"a month that straddles the bound", AtLeastAgo(Days(28)), "2025-12", "2026-01-15", kUnknown},
      {"a month that lies all outside", AtLeastAgo(Days(28)), "2025-11", "2026-01-15", kMet},
      {"a year that straddles", WithinLast(Months(6)), "2025", "2026-01-15", kUnknown},
  };
  for (const Case& row : cases) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(EvaluateWindow(row.window, On(row.event), HalfLife(), D(row.day)).truth, row.want);
  }
}

TEST(WindowTest, HalfLivesOrDays) {
  struct Case {
    const char* name;
    Window window;
    std::optional<double> half_life_hours;
    const char* day;   // the event is on 2026-01-01
    base::Truth want;
  };
  // Five half-lives of 48 h are 10 days.
  const Case cases[] = {
      {"shorter: half-lives, the day before", HalfLives(Days(14), Window::Which::kShorter), 48, "2026-01-10", kNotMet},
      {"shorter: half-lives are over", HalfLives(Days(14), Window::Which::kShorter), 48, "2026-01-11", kMet},
      {"shorter: days are over, whatever the half-life", HalfLives(Days(14), Window::Which::kShorter), std::nullopt, "2026-01-15", kMet},
      {"shorter: unknown half-life, days not over", HalfLives(Days(14), Window::Which::kShorter), std::nullopt, "2026-01-14", kUnknown},
      {"shorter: a long half-life", HalfLives(Days(14), Window::Which::kShorter), 600, "2026-01-15", kMet},
      {"longer: days are not enough", HalfLives(Days(7), Window::Which::kLonger), 48, "2026-01-10", kNotMet},
      {"longer: both are over", HalfLives(Days(7), Window::Which::kLonger), 48, "2026-01-11", kMet},
      {"longer: unknown half-life, days not over", HalfLives(Days(7), Window::Which::kLonger), std::nullopt, "2026-01-07", kNotMet},
      {"longer: unknown half-life, within a year", HalfLives(Days(7), Window::Which::kLonger), std::nullopt, "2026-12-31", kUnknown},
      {"longer: unknown half-life, after a year", HalfLives(Days(7), Window::Which::kLonger), std::nullopt, "2027-01-01", kMet},
      {"half-lives alone, the day before", HalfLives(Days(0), Window::Which::kOnly), 48, "2026-01-10", kNotMet},
      {"half-lives alone", HalfLives(Days(0), Window::Which::kOnly), 48, "2026-01-11", kMet},
      {"half-lives alone, not known", HalfLives(Days(0), Window::Which::kOnly), std::nullopt, "2026-03-01", kUnknown},
      {"longer: unknown half-life, days over", HalfLives(Days(7), Window::Which::kLonger), std::nullopt, "2026-01-30", kUnknown},
  };
  for (const Case& row : cases) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(EvaluateWindow(row.window, On("2026-01-01"), HalfLife{row.half_life_hours, 5, 365}, D(row.day)).truth, row.want);
  }
}

TEST(WindowTest, WhatHasNoHalfLifeWaitsTheDays) {
  const HalfLife none{std::nullopt, 5, 365, false};
  for (const Window::Which which : {Window::Which::kShorter, Window::Which::kLonger}) {
    const Window window = HalfLives(Days(14), which);
    EXPECT_EQ(EvaluateWindow(window, On("2026-01-01"), none, D("2026-01-14")).truth, kNotMet);
    EXPECT_EQ(EvaluateWindow(window, On("2026-01-01"), none, D("2026-01-15")).truth, kMet);
  }
}

TEST(WindowTest, ChemotherapyIsGoneSooner) {
  const rules::Lexicon& lexicon = rules::Lexicon::BuiltIn();
  EXPECT_EQ(HalfLifeOf(lexicon, "carboplatin").usual_over_days, 42);
  EXPECT_EQ(HalfLifeOf(lexicon, "capmatinib").usual_over_days, 365);
}

TEST(WindowTest, BreakpointsAreTheFirstDaysOfTheNewTruth) {
  using testing::ElementsAre;
  using testing::IsEmpty;
  EXPECT_THAT(EvaluateWindow(AtLeastAgo(Days(28)), On("2025-12-20"), HalfLife(), D(kToday)).breakpoints, ElementsAre(D("2026-01-17"), D("2026-01-17")));
  EXPECT_THAT(EvaluateWindow(NoMoreThan(Days(60)), On("2025-12-18"), HalfLife(), D(kToday)).breakpoints, ElementsAre(D("2026-02-17"), D("2026-02-17")));
  EXPECT_THAT(EvaluateWindow(WithinLast(Days(60)), On("2025-12"), HalfLife(), D(kToday)).breakpoints, ElementsAre(D("2026-01-30"), D("2026-03-01")));
  EXPECT_THAT(EvaluateWindow(AtLeastAgo(Days(28)), On("2025-06-01"), HalfLife(), D(kToday)).breakpoints, IsEmpty());
}

TEST(WindowTest, SaysHowLongAgo) {
  EXPECT_EQ(EvaluateWindow(AtLeastAgo(Days(28)), On("2025-12-20"), HalfLife(), D(kToday)).because, "26 days ago; 28 days needed");
  EXPECT_EQ(EvaluateWindow(WithinLast(Days(14)), On("2025-12-20"), HalfLife(), D(kToday)).because, "26 days ago; 14 days are over");
}

}  // namespace
}  // namespace trialmatch::matcher
