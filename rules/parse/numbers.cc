#include "rules/parse/numbers.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace trialmatch::rules {
namespace {

constexpr std::array<std::string_view, 13> kNumberWords = {"zero", "one", "two",   "three", "four",   "five",  "six",
                                                            "seven", "eight", "nine", "ten",  "eleven", "twelve"};

bool IsJoin(const Reading& r, int i) {
  return r.IsMark(i, ',') || r.Is(i, Cue::kOr) || r.Is(i, Cue::kAnd) || r.IsMark(i, '/');
}

std::optional<double> Number(const Reading& r, int i) {
  if (i < 0 || i >= r.size()) return std::nullopt;
  const Item& item = r.at(i);
  if (item.kind == Item::Kind::kNumber) return item.number;
  // A number can stand in a wording ("exon 19"); alone it keeps its value.
  if (item.kind == Item::Kind::kTerm && !r.Word(i).empty() && std::isdigit(static_cast<unsigned char>(r.Word(i)[0])) != 0 &&
      item.number != 0) {
    return item.number;
  }
  for (size_t n = 0; n < kNumberWords.size(); ++n) {
    if (r.WordIs(i, kNumberWords[n])) return static_cast<double>(n);
  }
  return std::nullopt;
}

// Reads "x 10^9/L" and its many spellings from the raw text. On success moves `at` behind it and returns the factor to 10^9/L.
std::optional<double> CellCountFactor(std::string_view text, size_t* at) {
  size_t p = *at;
  auto skip = [&] {
    while (p < text.size() && (text[p] == ' ' || text[p] == '\n' || text[p] == '\\' || text[p] == '\t')) ++p;
  };
  auto eat = [&](std::string_view word) {
    if (text.size() - p < word.size()) return false;
    for (size_t k = 0; k < word.size(); ++k) {
      if (std::tolower(static_cast<unsigned char>(text[p + k])) != std::tolower(static_cast<unsigned char>(word[k]))) return false;
    }
    p += word.size();
    return true;
  };
  skip();
  int exponent = 0;
  size_t before = p;
  bool times = eat("\xC3\x97") || eat("x") || eat("*") || eat("\xE2\x80\xA2") || eat("\xC2\xB7");
  skip();
  if (eat("10")) {
    skip();
    bool mark = eat("^") || eat("**") || eat("e") || eat("exp");
    skip();
    size_t digits = p;
    while (p < text.size() && p - digits < 2 && std::isdigit(static_cast<unsigned char>(text[p])) != 0) {
      exponent = exponent * 10 + (text[p] - '0');
      ++p;
    }
    if (p == digits) {
      if (eat("\xE2\x81\xB9")) exponent = 9;
      else if (eat("\xE2\x81\xB6")) exponent = 6;
      else if (eat("\xC2\xB3")) exponent = 3;
      else if (eat("\xE2\x81\xB5")) exponent = 5;
      else if (eat("\xE2\x81\xB4")) exponent = 4;
    }
    if (exponent == 0 || (!times && !mark)) return std::nullopt;
  } else {
    p = before;
    if (eat("thousand") || eat("K/") || eat("k/")) {
      exponent = 3;
      if (text[p - 1] == '/') --p;
    }
  }
  skip();
  eat("cells");
  eat("cell");
  skip();
  if (!eat("/") && !eat("per")) return std::nullopt;
  skip();
  double per_liter = 0;
  if (eat("mm3") || eat("mm^3") || eat("mm\xC2\xB3") || eat("mm\\^3") || eat("cumm") || eat("cu mm") || eat("cubic mm") ||
      eat("cubic millimeter") || eat("cubic millimetre") || eat("ul") || eat("\xC2\xB5l") || eat("\xCE\xBCl") || eat("mcl") ||
      eat("microliter") || eat("microlitre") || eat("micro l") || eat("mm 3") || eat("mcL") || eat("uL")) {
    per_liter = 1e6;
  } else if (eat("ml") || eat("milliliter")) {
    per_liter = 1e3;
  } else if (eat("nl")) {
    per_liter = 1e9;
  } else if (eat("l")) {
    per_liter = 1;
    eat("iter");
    eat("itre");
  } else {
    return std::nullopt;
  }
  if (p < text.size() && std::isalnum(static_cast<unsigned char>(text[p])) != 0) return std::nullopt;
  *at = p;
  return std::pow(10.0, exponent) * per_liter / 1e9;
}

int ItemAtByte(const Reading& r, int from, int end, size_t byte) {
  int i = from;
  while (i < end && r.at(i).span.end <= byte) ++i;
  return i - 1;   // the last item that ends at or before `byte`
}

struct UnitReading {
  std::string unit;
  double factor = 1;
  CompareLeaf::Relative relative = CompareLeaf::Relative::kAbsolute;
  int last = -1;
};

// The unit behind a number: a row of unit.tsv, a cell count, or "x ULN".
std::optional<UnitReading> ReadUnit(const Reading& r, int number, int end) {
  UnitReading out;
  int i = number + 1;
  // "2.5 x ULN", "2.5 times the upper limit of normal", "1.5xULN", "1.5 × institutional ULN".
  int k = i;
  while (k < end && k < i + 6) {
    if (r.Is(k, Cue::kUln) || r.Is(k, Cue::kLln)) {
      out.relative = r.Is(k, Cue::kUln) ? CompareLeaf::Relative::kTimesUpperLimit : CompareLeaf::Relative::kTimesLowerLimit;
      out.last = k;
      return out;
    }
    bool glue = r.IsMark(k, 'x') || r.IsMark(k, '*') || r.WordIs(k, "x") || r.Is(k, Cue::kTimes) || r.Is(k, Cue::kFiller) ||
                r.IsMark(k, '(') || r.IsMark(k, '-') || r.Is(k, Cue::kBefore);
    if (!glue) break;
    ++k;
  }
  size_t at = r.at(number).span.end;
  if (auto factor = CellCountFactor(r.text(), &at)) {
    out.unit = "10^9/L";
    out.factor = *factor;
    out.last = std::max(number, ItemAtByte(r, number, end, at));
    return out;
  }
  // The longest run of the next items that is a unit's spelling.
  for (int last = std::min(end, i + 7) - 1; last >= i; --last) {
    bool broken = false;
    for (int m = i; m <= last; ++m) broken = broken || r.IsMark(m, ',') || r.IsMark(m, ';') || r.IsMark(m, '(') || r.IsMark(m, ')');
    if (broken) continue;
    base::Span span{r.at(i).span.begin, r.at(last).span.end};
    if (span.size() > 32) continue;
    std::string spelling;
    for (char c : base::Slice(r.text(), span)) {
      if (c != '\\') spelling.push_back(c);
    }
    if (const base::Unit* unit = r.lexicon().units().Find(spelling)) {
      out.unit = unit->id;
      out.last = last;
      return out;
    }
  }
  return std::nullopt;
}

void TakeUnit(const Reading& r, int number, int end, BoundReading* bound, double* factor) {
  if (auto unit = ReadUnit(r, number, end)) {
    bound->unit = unit->unit;
    bound->relative = unit->relative;
    bound->last = unit->last;
    *factor = unit->factor;
  }
}

enum class Direction { kNone, kAtLeast, kAtMost, kMore, kLess, kExactly };

Direction DirectionOf(const Reading& r, int i) {
  if (r.IsComparison(i)) {
    switch (r.at(i).comparison) {
      case Comparison::kLess: return Direction::kLess;
      case Comparison::kLessEqual: return Direction::kAtMost;
      case Comparison::kGreater: return Direction::kMore;
      case Comparison::kGreaterEqual: return Direction::kAtLeast;
      case Comparison::kEqual: return Direction::kExactly;
      case Comparison::kNone: return Direction::kNone;
    }
  }
  if (r.Is(i, Cue::kAtLeast)) return Direction::kAtLeast;
  if (r.Is(i, Cue::kAtMost)) return Direction::kAtMost;
  if (r.Is(i, Cue::kMoreThan)) return Direction::kMore;
  if (r.Is(i, Cue::kLessThan)) return Direction::kLess;
  return Direction::kNone;
}

void Set(base::Bounds* bounds, Direction direction, double value) {
  switch (direction) {
    case Direction::kAtLeast: bounds->low = value; break;
    case Direction::kAtMost: bounds->high = value; break;
    case Direction::kMore:
      bounds->low = value;
      bounds->low_inclusive = false;
      break;
    case Direction::kLess:
      bounds->high = value;
      bounds->high_inclusive = false;
      break;
    case Direction::kExactly:
    case Direction::kNone:
      bounds->low = value;
      bounds->high = value;
      break;
  }
}

}  // namespace

std::optional<int> ReadCount(const Reading& r, int i) {
  auto value = Number(r, i);
  if (!value || *value != std::floor(*value) || *value > 1000) return std::nullopt;
  return static_cast<int>(*value);
}

std::optional<BoundReading> ReadBound(const Reading& r, int i, int end) {
  BoundReading out;
  out.first = i;
  Direction direction = DirectionOf(r, i);
  int k = i;
  if (direction != Direction::kNone) {
    out.has_comparison = direction != Direction::kExactly;
    ++k;
    // "> or = 10", "≥ / equal to", "(≤) 2".
    while (k < end && k < i + 6 && !Number(r, k)) {
      Direction more = DirectionOf(r, k);
      bool equal = more == Direction::kExactly || r.WordIs(k, "equal");
      if (equal || more == Direction::kAtLeast || more == Direction::kAtMost) {
        if (equal && direction == Direction::kMore) direction = Direction::kAtLeast;
        if (equal && direction == Direction::kLess) direction = Direction::kAtMost;
        if (!equal) direction = more;
      } else if (r.Is(k, Cue::kUln) || r.Is(k, Cue::kLln)) {
        break;
      } else if (!(r.Is(k, Cue::kOr) || r.Is(k, Cue::kTo) || r.Is(k, Cue::kFiller) || r.IsMark(k, '(') || r.IsMark(k, ')') ||
                   r.IsMark(k, '/') || r.Is(k, Cue::kBefore))) {
        return std::nullopt;
      }
      ++k;
    }
  } else if (r.Is(i, Cue::kBetween)) {
    ++k;
  }
  auto value = k < end ? Number(r, k) : std::nullopt;
  if (!value && direction != Direction::kNone && (r.Is(k, Cue::kUln) || r.Is(k, Cue::kLln))) {
    // "<= ULN" is once the limit.
    out.relative = r.Is(k, Cue::kUln) ? CompareLeaf::Relative::kTimesUpperLimit : CompareLeaf::Relative::kTimesLowerLimit;
    out.last = k;
    Set(&out.bounds, direction, 1);
    return out;
  }
  if (!value) return std::nullopt;
  double factor = 1;
  out.last = k;
  TakeUnit(r, k, end, &out, &factor);

  // "0-2", "18 to 75", "between 18 and 75 years".
  int next = out.last + 1;
  if (direction == Direction::kNone || direction == Direction::kExactly || direction == Direction::kAtLeast) {
    bool range = r.IsMark(next, '-') || r.Is(next, Cue::kTo) || r.WordIs(next, "~") || (r.Is(i, Cue::kBetween) && r.Is(next, Cue::kAnd));
    auto high = range && next + 1 < end ? Number(r, next + 1) : std::nullopt;
    if (high && *high >= *value && direction != Direction::kAtLeast) {
      double high_factor = 1;
      out.last = next + 1;
      TakeUnit(r, next + 1, end, &out, &high_factor);
      if (factor == 1) factor = high_factor;
      out.bounds.low = *value * factor;
      out.bounds.high = *high * high_factor;
      return out;
    }
  }
  if (direction == Direction::kNone || direction == Direction::kExactly) {
    // "0, 1 or 2": whole numbers that rise by one.
    double low = *value, high = *value;
    int m = out.last;
    while (m + 2 < end && IsJoin(r, m + 1)) {
      int n = m + 2;
      while (n < end && IsJoin(r, n)) ++n;
      auto more = n < end ? Number(r, n) : std::nullopt;
      if (!more || *more != high + 1) break;
      high = *more;
      m = n;
      out.is_list = true;
    }
    // "18 years or older", "2 or less", "1.5 x ULN or below".
    Direction after = Direction::kNone;
    int a = m + 1;
    while (a < end && a <= m + 3 && (r.Is(a, Cue::kAge) || r.Is(a, Cue::kYear) || r.Is(a, Cue::kFiller))) ++a;
    if (a < end && (r.Is(a, Cue::kAtLeast) || r.Is(a, Cue::kAtMost))) after = DirectionOf(r, a);
    out.last = m;
    if (after != Direction::kNone) {
      out.has_comparison = true;
      out.last = a;
      Set(&out.bounds, after, (after == Direction::kAtLeast ? low : high) * factor);
      return out;
    }
    out.bounds.low = low * factor;
    out.bounds.high = high * factor;
    return out;
  }
  Set(&out.bounds, direction, *value * factor);
  // ">= 18 and <= 75", "> 2 but < 5".
  int m = out.last + 1;
  while (m < end && m <= out.last + 3 && (r.Is(m, Cue::kAnd) || r.IsMark(m, ',') || r.Is(m, Cue::kHowever) || r.Is(m, Cue::kYear) ||
                                          r.Is(m, Cue::kAge) || r.IsMark(m, '-') || r.Is(m, Cue::kTo))) {
    ++m;
  }
  if (m < end && m > out.last + 1 && DirectionOf(r, m) != Direction::kNone && DirectionOf(r, m) != Direction::kExactly) {
    BoundReading second;
    Direction other = DirectionOf(r, m);
    auto high = m + 1 < end ? Number(r, m + 1) : std::nullopt;
    bool opposite = (out.bounds.low && (other == Direction::kAtMost || other == Direction::kLess)) ||
                    (out.bounds.high && (other == Direction::kAtLeast || other == Direction::kMore));
    if (high && opposite) {
      second.last = m + 1;
      double second_factor = 1;
      TakeUnit(r, m + 1, end, &second, &second_factor);
      Set(&out.bounds, other, *high * (second.unit.empty() ? factor : second_factor));
      out.last = second.last;
      if (out.unit.empty()) out.unit = second.unit;
    }
  }
  return out;
}

std::optional<DurationReading> ReadDuration(const Reading& r, int i, int end) {
  int k = i;
  if (r.IsMark(k, '(')) ++k;
  auto value = k < end ? Number(r, k) : std::nullopt;
  if (!value) return std::nullopt;
  int n = k + 1;
  // "3 to 4 weeks", "2-3 weeks", "four (4) weeks".
  if ((r.IsMark(n, '-') || r.Is(n, Cue::kTo)) && n + 1 < end) {
    if (auto high = Number(r, n + 1)) {
      value = std::max(*value, *high);
      n += 2;
    }
  }
  while (n < end && n < k + 8 && (r.IsMark(n, '(') || r.IsMark(n, ')') || r.IsMark(n, '-') || (r.IsNumber(n) && r.at(n).number == *value))) ++n;
  if (n < end && (r.WordIs(n, "calendar") || r.WordIs(n, "full") || r.WordIs(n, "consecutive") || r.WordIs(n, "whole"))) ++n;
  if (n >= end) return std::nullopt;
  base::Duration::Unit unit;
  if (r.Is(n, Cue::kDay)) unit = base::Duration::Unit::kDay;
  else if (r.Is(n, Cue::kWeek)) unit = base::Duration::Unit::kWeek;
  else if (r.Is(n, Cue::kMonth)) unit = base::Duration::Unit::kMonth;
  else if (r.Is(n, Cue::kYear)) unit = base::Duration::Unit::kYear;
  else if (r.Is(n, Cue::kHour)) unit = base::Duration::Unit::kHour;
  else return std::nullopt;
  DurationReading out;
  out.duration = {*value, unit};
  out.first = i;
  out.last = n;
  return out;
}

}  // namespace trialmatch::rules
