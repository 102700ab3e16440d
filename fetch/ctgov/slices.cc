#include "fetch/ctgov/slices.h"

#include "absl/strings/str_cat.h"
#include "base/date.h"
#include "base/status.h"

namespace trialmatch::fetch {
namespace {

using base::Day;

constexpr int64_t kOneSlice = 2000;
constexpr int64_t kYears = 50000;
constexpr int kFirstYear = 2000;   // the registry opened in February 2000; some hundred studies carry an earlier date

// Both days belong to the range.
Slice Between(std::string_view first, std::string_view last) {
  return {.name = absl::StrCat("first posted ", base::ToAbsl(first), " to ", base::ToAbsl(last)),
          .filter = absl::StrCat("AREA[StudyFirstPostDate]RANGE[", base::ToAbsl(first), ", ", base::ToAbsl(last), "]")};
}

}  // namespace

std::vector<Slice> SlicesFor(int64_t total, std::string_view data_timestamp) {
  if (total <= kOneSlice) return {{.name = "all", .filter = ""}};
  const auto now = base::PartialDate::Parse(data_timestamp.substr(0, 10));
  // A timestamp of another form only makes the open last slice longer.
  const Day today = now.ok() ? now->first() : Day::FromCivil(2025, 1, 1);
  const int step_months = total <= kYears ? 12 : 1;
  std::vector<Slice> slices;
  Day begin = Day::FromCivil(kFirstYear, 1, 1);
  slices.push_back(Between("MIN", (begin - 1).ToString()));
  for (Day next = AddMonths(begin, step_months); next <= today; begin = next, next = AddMonths(begin, step_months)) {
    slices.push_back(Between(begin.ToString(), (next - 1).ToString()));
  }
  slices.push_back(Between(begin.ToString(), "MAX"));
  slices.push_back({.name = "first posted on no day", .filter = "AREA[StudyFirstPostDate]MISSING"});
  return slices;
}

std::string UpdatedSince(std::string_view day) {
  return absl::StrCat("AREA[LastUpdatePostDate]RANGE[", base::ToAbsl(day), ", MAX]");
}

}  // namespace trialmatch::fetch
