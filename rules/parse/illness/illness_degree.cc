#include "rules/parse/illness/illness_degree.h"

#include <algorithm>
#include <cmath>

#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

enum class Sign { kNone, kAbove, kAtLeast, kBelow, kAtMost };

Sign SignOf(const Reading& r, int i) {
  if (r.Is(i, Cue::kMoreThan)) return Sign::kAbove;
  if (r.Is(i, Cue::kAtLeast)) return Sign::kAtLeast;
  if (r.Is(i, Cue::kLessThan)) return Sign::kBelow;
  if (r.Is(i, Cue::kAtMost)) return Sign::kAtMost;
  if (!r.IsComparison(i)) return Sign::kNone;
  switch (r.at(i).comparison) {
    case Comparison::kGreater:
      return Sign::kAbove;
    case Comparison::kGreaterEqual:
      return Sign::kAtLeast;
    case Comparison::kLess:
      return Sign::kBelow;
    case Comparison::kLessEqual:
      return Sign::kAtMost;
    default:
      return Sign::kNone;
  }
}

// 0 to 5, in digits or Roman, with or without a letter ("2B"); -1 for anything else.
int DegreeAt(const Reading& r, int i) {
  if (r.IsNumber(i)) {
    double n = r.at(i).number;
    return n >= 0 && n <= 5 && n == std::floor(n) ? static_cast<int>(n) : -1;
  }
  constexpr std::string_view kRoman[] = {"i", "ii", "iii", "iv"};
  for (int n = 0; n < 4; ++n) {
    if (r.WordIsText(i, kRoman[n])) return n + 1;
  }
  if (r.Has(i) && r.Word(i).size() == 2 && r.WordStarts(i, {"1", "2", "3", "4"}) &&
      r.WordContains(i, {"a", "b", "c"})) {
    return r.Word(i)[0] - '0';
  }
  return -1;
}

}  // namespace

std::optional<DegreeReading> ReadDegree(const Reading& r, int i, int begin, int end) {
  DegreeReading out;
  out.first = out.last = i;
  Sign sign = Sign::kNone;
  for (int k = i - 1; k >= std::max(begin, i - 2) && sign == Sign::kNone; --k) {
    if (r.at(k).used || !(r.Is(k, Cue::kFiller) || SignOf(r, k) != Sign::kNone)) break;
    sign = SignOf(r, k);
    if (sign != Sign::kNone) out.first = k;
  }
  int at = i + 1;
  for (; at < end && at <= i + 8 && DegreeAt(r, at) < 0; ++at) {
    Sign here = SignOf(r, at);
    bool passes = here != Sign::kNone || r.Is(at, Cue::kFiller) || r.Is(at, Cue::kBefore) ||
                  r.Is(at, Cue::kNyha) || r.IsAnyMark(at, "()[],:-") ||
                  r.WordStarts(at, {"class", "functional", "grade", "nyha", "stage"}) ||
                  r.Find(at, TermKind::kPlain) != nullptr;
    if (!passes) return std::nullopt;
    if (here != Sign::kNone) sign = here;
  }
  int low = DegreeAt(r, at);
  if (at >= end || low < 0) return std::nullopt;
  int high = low;
  out.last = at;
  // "III or IV", "2-4", "3, 4 or 5", "III (moderate) or class IV (severe)".
  for (int k = at + 1; k < end && k <= out.last + 4; ++k) {
    int next = DegreeAt(r, k);
    if (next > high) {
      high = next;
      out.last = k;
      continue;
    }
    bool joins = r.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kTo, Cue::kNyha, Cue::kGrade}) ||
                 r.IsAnyMark(k, "-/,") || r.WordIsAny(k, {"class", "classes", "through"});
    if (!joins) break;
  }
  for (int k = out.last + 1; k < end && k <= out.last + 2; ++k) {
    Sign here = SignOf(r, k);
    if (here != Sign::kNone && (r.Is(k + 1, Cue::kGrade) || DegreeAt(r, k + 1) >= 0)) break;  // of the next
    if (here == Sign::kNone) {
      if (r.IsMark(k, ',') || r.Is(k, Cue::kFiller)) continue;
      break;
    }
    // "Or better" is a lower class, whatever it is of an age or a score.
    bool lower = r.WordIs(k, "or better");
    sign = lower ? Sign::kAtMost : here;
    out.last = k;
    break;
  }
  if (low == 0 && sign == Sign::kNone) sign = Sign::kAtMost;
  switch (sign) {
    case Sign::kNone:
    case Sign::kAtLeast:
      out.least = low;
      break;
    case Sign::kAbove:
      out.least = high + 1;
      break;
    case Sign::kAtMost:
      out.least = high + 1;
      out.ceiling = true;
      break;
    case Sign::kBelow:
      out.least = low;
      out.ceiling = true;
      break;
  }
  if (out.least < 1 || out.least > 5) return std::nullopt;
  return out;
}

}  // namespace trialmatch::rules
