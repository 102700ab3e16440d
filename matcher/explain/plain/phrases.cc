#include "matcher/explain/plain/phrases.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace trialmatch::matcher {
namespace {

using base::Bounds;
using base::ToAbsl;

bool IsWhole(double value) { return std::floor(value) == value && std::abs(value) < 1e6; }

std::string Number(double value, std::string_view unit) {
  return absl::StrCat(base::FormatNumber(value), ToAbsl(unit));
}

const char* Until(rules::Window::Anchor anchor) {
  switch (anchor) {
    case rules::Window::Anchor::kEnrolment:
      return "you join";
    case rules::Window::Anchor::kProgression:
      return "the cancer grew";
    case rules::Window::Anchor::kSurgery:
      return "surgery";
    case rules::Window::Anchor::kEndOfTherapy:
      return "the end of treatment";
  }
  return "you join";
}

}  // namespace

std::string RangeWords(const Bounds& bounds, std::string_view unit) {
  if (bounds.unbounded()) return "";
  if (bounds.low && bounds.high) {
    if (*bounds.low == *bounds.high) return absl::StrCat("exactly ", Number(*bounds.low, unit));
    if (bounds.low_inclusive && bounds.high_inclusive)
      return absl::StrCat("from ", base::FormatNumber(*bounds.low), " to ",
                          Number(*bounds.high, unit));
  }
  std::string out;
  if (bounds.low)
    absl::StrAppend(&out, bounds.low_inclusive ? "at least " : "more than ",
                    Number(*bounds.low, unit));
  if (bounds.high)
    absl::StrAppend(&out, out.empty() ? "" : " and ", bounds.high_inclusive ? "at most " : "less than ",
                    Number(*bounds.high, unit));
  return out;
}

std::optional<Bounds> Outside(const Bounds& bounds) {
  if (bounds.low.has_value() == bounds.high.has_value()) return std::nullopt;
  Bounds out;
  if (bounds.low) {
    out.high = bounds.low;
    out.high_inclusive = !bounds.low_inclusive;
  } else {
    out.low = bounds.high;
    out.low_inclusive = !bounds.high_inclusive;
  }
  return out;
}

std::string CountWords(const Bounds& count) {
  const bool none = count.high && ((*count.high == 0 && count.high_inclusive) ||
                                   (*count.high == 1 && !count.high_inclusive));
  if (none) return "no";
  if (count.low && count.high && count.low_inclusive && count.high_inclusive) {
    if (*count.low == *count.high) return base::FormatNumber(*count.low);
    if (*count.high == *count.low + 1 && IsWhole(*count.low))
      return absl::StrCat(base::FormatNumber(*count.low), " or ", base::FormatNumber(*count.high));
  }
  return RangeWords(count, "");
}

std::string DurationWords(const base::Duration& duration) { return duration.ToString(); }

std::string WindowWords(const rules::Window& window) {
  if (window.empty()) return "";
  const char* until = Until(window.anchor);
  const std::string half_lives =
      window.half_lives
          ? absl::StrCat(base::FormatNumber(*window.half_lives), " half-lives of the drug")
          : "";
  const char* which = window.which == rules::Window::Which::kShorter  ? ", whichever is shorter"
                      : window.which == rules::Window::Which::kLonger ? ", whichever is longer"
                                                                      : "";
  const auto span = [&](const std::optional<base::Duration>& duration) {
    // "0 days or 5 half-lives" is how half-lives alone are kept.
    const bool days = duration && (duration->count > 0 || half_lives.empty());
    if (!days) return half_lives;
    const std::string out = DurationWords(*duration);
    return half_lives.empty() ? out : absl::StrCat(out, " (or ", half_lives, which, ")");
  };
  std::string out;
  if (window.at_least)
    absl::StrAppend(&out, " at least ", span(window.at_least), " before ", until);
  if (window.within)
    absl::StrAppend(&out, out.empty() ? "" : " and", " in the ", span(window.within), " before ",
                    until);
  if (window.no_more_than)
    absl::StrAppend(&out, out.empty() ? "" : " and", " no more than ",
                    DurationWords(*window.no_more_than), " before ", until);
  if (out.empty()) absl::StrAppend(&out, " in the ", half_lives, " before ", until);
  return out;
}

std::string Sentence(std::string text) {
  if (text.empty()) return text;
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  const char last = text.back();
  if (last != '.' && last != '?' && last != '!') text += '.';
  return text;
}

}  // namespace trialmatch::matcher
