#include "rules/parse/numbers.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "rules/parse/unit_reading.h"

namespace trialmatch::rules {
namespace {

bool IsJoin(const Reading& r, int i) {
  return r.IsMark(i, ',') || r.Is(i, Cue::kOr) || r.Is(i, Cue::kAnd) || r.IsMark(i, '/');
}

std::optional<double> Number(const Reading& r, int i) {
  // A liter is no first line ("1 L").
  if (r.Is(i, Cue::kFirstLine) && r.Word(i).starts_with("1 ") && r.Word(i).ends_with("L")) return 1;
  return r.Has(i) ? r.at(i).value : std::nullopt;
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

// Reads one bound; each part of it moves `out_.last`.
class BoundReader {
 public:
  BoundReader(const Reading& reading, int begin, int end) : r_(reading), begin_(begin), end_(end) {}

  std::optional<BoundReading> Read() {
    out_.first = out_.last = begin_;
    const int at = ReadDirection();
    if (at < 0) return std::nullopt;
    auto value = at < end_ ? NumberAt(at) : std::nullopt;
    if (!value) return direction_ != Direction::kNone ? ReadBareLimit(at) : std::nullopt;
    low_ = high_ = value->value;
    out_.last = value->last;
    TakeUnit(out_.last, &out_, &factor_);
    if (r_.Is(value->last, Cue::kFirstLine)) out_.unit = "L";
    // A multiple of nobody knows what is no value.
    out_.of_unsaid_limit = out_.last == value->last && out_.last + 1 < end_ && IsTimes(r_, out_.last + 1) && !r_.IsMark(out_.last + 1, '*');
    if (out_.of_unsaid_limit) ++out_.last;
    const bool open = direction_ == Direction::kNone || direction_ == Direction::kExactly;
    if (open && ReadRange()) return out_;
    if (open) {
      ReadList();
      if (!ReadDirectionBehind()) SetRange();
      return out_;
    }
    Set(&out_.bounds, direction_, low_ * factor_);
    ReadOtherEnd();
    return out_;
  }

 private:
  struct Value {
    double value;
    int last;
  };

  // A number at `i`; "1 500" in three-digit groups is one when a count of cells follows.
  std::optional<Value> NumberAt(int i) const {
    auto value = Number(r_, i);
    if (!value) return std::nullopt;
    const bool head = r_.IsNumber(i) && *value >= 1 && *value < 1000 && r_.Word(i).find('.') == std::string_view::npos;
    const bool tail = head && i + 1 < end_ && r_.IsNumber(i + 1) && r_.at(i + 1).space_before && r_.Word(i + 1).size() == 3;
    if (tail) {
      auto unit = ReadUnit(r_, i + 1, end_);
      if (unit && unit->unit == "10^9/L") return Value{*value * 1000 + r_.at(i + 1).number, i + 1};
    }
    // "<= 2,5 x ULN": a comma for the point.
    const bool comma = direction_ != Direction::kNone && r_.IsNumber(i) && r_.IsMark(i + 1, ',') && !r_.at(i + 1).space_before && i + 2 < end_ && r_.IsNumber(i + 2) &&
                       !r_.at(i + 2).space_before && r_.Word(i + 2).size() == 1 && r_.Word(i).find('.') == std::string_view::npos;
    if (comma && ReadUnit(r_, i + 2, end_)) return Value{*value + r_.at(i + 2).number / 10, i + 2};
    return Value{*value, i};
  }

  void TakeUnit(int number, BoundReading* bound, double* factor) const {
    auto unit = ReadUnit(r_, number, end_);
    if (!unit) return;
    bound->unit = unit->unit;
    bound->relative = unit->relative;
    bound->last = unit->last;
    *factor = unit->factor;
  }

  // The item at which the number is expected, -1 when something else stands between: "> or = 10",
  // "≥ / equal to", "(≤) 2", "> ECOG 2".
  int ReadDirection() {
    direction_ = DirectionOf(r_, begin_);
    // "Younger than 18 or older than 80": "or older" joins, "than" compares.
    if (r_.WordIs(begin_ + 1, "than") && direction_ == Direction::kAtLeast) direction_ = Direction::kMore;
    if (r_.WordIs(begin_ + 1, "than") && direction_ == Direction::kAtMost) direction_ = Direction::kLess;
    if (direction_ == Direction::kNone) return r_.Is(begin_, Cue::kBetween) ? begin_ + 1 : begin_;
    out_.has_comparison = direction_ != Direction::kExactly;
    int k = begin_ + 1;
    for (; k < end_ && k < begin_ + 8 && !Number(r_, k); ++k) {
      const Direction more = DirectionOf(r_, k);
      const bool equal = more == Direction::kExactly || r_.WordIs(k, "equal");
      if (equal) {
        if (direction_ == Direction::kMore) direction_ = Direction::kAtLeast;
        if (direction_ == Direction::kLess) direction_ = Direction::kAtMost;
      } else if (more == Direction::kAtLeast || more == Direction::kAtMost) {
        direction_ = more;
      } else if (more == Direction::kLess || more == Direction::kMore) {
        if (!r_.IsMark(k - 1, '(') && !r_.IsComparison(k)) return -1;   // "less than (<) 3"
      } else if (r_.IsAny(k, {Cue::kUln, Cue::kLln, Cue::kNormal})) {
        break;
      } else if (!r_.IsAny(k, {Cue::kOr, Cue::kTo, Cue::kFiller, Cue::kBefore, Cue::kEcog, Cue::kKarnofsky}) && !r_.IsAnyMark(k, "()/:") &&
                 !r_.WordStarts(k, {"institution"})) {
        return -1;
      }
    }
    return k;
  }

  // "<= ULN" is once the limit, "at least normal" too; "<= ULN x 1.5" and "<= ULN 2.5 times" tell the multiple behind it.
  std::optional<BoundReading> ReadBareLimit(int at) {
    if (!r_.IsAny(at, {Cue::kUln, Cue::kLln, Cue::kNormal}) || r_.at(at).aside) return std::nullopt;
    const bool at_lower = direction_ == Direction::kAtLeast || direction_ == Direction::kLess;
    const bool lower = r_.Is(at, Cue::kLln) || (r_.Is(at, Cue::kNormal) && at_lower);
    out_.relative = lower ? CompareLeaf::Relative::kTimesLowerLimit : CompareLeaf::Relative::kTimesUpperLimit;
    out_.last = EndOfLimitWords(r_, at, end_);
    double multiple = 1;
    const int next = out_.last + 1;
    const auto behind = next + 1 < end_ ? Number(r_, next + 1) : std::nullopt;
    const bool times = behind && (IsTimes(r_, next) || (r_.Is(next, Cue::kBefore) && next + 2 < end_ && IsTimes(r_, next + 2)));
    if (times) {
      multiple = *behind;
      out_.last = next + 1;
      if (auto unit = ReadUnit(r_, next + 1, end_); unit && unit->relative == out_.relative) out_.last = unit->last;
    } else if (const auto ahead = next + 1 < end_ ? Number(r_, next) : std::nullopt; ahead && r_.Is(next + 1, Cue::kTimes)) {
      multiple = *ahead;   // "<= ULN 2.5 times"
      out_.last = next + 1;
    }
    Set(&out_.bounds, direction_, multiple);
    return out_;
  }

  // "0-2", "18 to 75", "0 ~ 1", "0 to1", "between 18 and 75 years".
  bool ReadRange() {
    int next = out_.last + 1;
    while (r_.Is(next, Cue::kYear) || r_.Is(next, Cue::kAge)) ++next;
    const bool range = r_.IsAnyMark(next, "-~") || r_.Is(next, Cue::kTo) || r_.WordIsAny(next, {"~", "\xE2\x88\xBC", "\xEF\xBD\x9E"}) ||
                       (r_.Is(begin_, Cue::kBetween) && r_.Is(next, Cue::kAnd));
    int at = next + 1;
    if (range && DirectionOf(r_, at) == Direction::kAtMost && !r_.IsComparison(at)) return false;
    const bool under = range && r_.IsComparison(at) && DirectionOf(r_, at) == Direction::kLess;
    const bool up_to = range && r_.IsComparison(at) && DirectionOf(r_, at) == Direction::kAtMost;
    if (under || up_to) ++at;
    auto high = range && at < end_ ? NumberAt(at) : Glued(next, "to");
    if (!high || high->value < low_) return false;
    double high_factor = 1;
    out_.last = high->last;
    TakeUnit(high->last, &out_, &high_factor);
    if (factor_ == 1) factor_ = high_factor;
    out_.bounds.low = low_ * factor_;
    out_.bounds.high = high->value * high_factor;
    out_.bounds.high_inclusive = !under;
    return true;
  }

  // "or2", "to1": the space was lost.
  std::optional<Value> Glued(int i, const WordPattern& word) const {
    if (!r_.Has(i) || i >= end_ || r_.Word(i).size() != word.size + 1 || !r_.WordStarts(i, {word})) return std::nullopt;
    const char digit = r_.Word(i).back();
    if (!std::isdigit(static_cast<unsigned char>(digit))) return std::nullopt;
    return Value{static_cast<double>(digit - '0'), i};
  }

  // "0, 1 or 2": whole numbers that rise by one.
  void ReadList() {
    while (out_.last + 1 < end_) {
      int n = out_.last + 1;
      while (n < end_ && IsJoin(r_, n)) ++n;
      auto more = n > out_.last + 1 && n < end_ ? NumberAt(n) : Glued(n, "or");
      if (!more && n < end_) more = Glued(n, "or");   // "0, 1 or2"
      if (!more || more->value != high_ + 1 || !out_.unit.empty()) break;
      high_ = more->value;
      out_.last = more->last;
      out_.is_list = true;
    }
    // "0/1-2": the list ends with a range.
    const int dash = out_.last + 1;
    const auto end = out_.is_list && r_.IsMark(dash, '-') && dash + 1 < end_ ? NumberAt(dash + 1) : std::nullopt;
    if (!end || end->value <= high_) return;
    high_ = end->value;
    out_.last = end->last;
  }

  // "18 years or older", "2 or less", "1.5 x ULN or below".
  bool ReadDirectionBehind() {
    int a = out_.last + 1;
    while (a < end_ && a <= out_.last + 3 && (r_.IsAny(a, {Cue::kAge, Cue::kYear, Cue::kFiller, Cue::kBefore}) || r_.IsAnyMark(a, "%("))) ++a;
    if (a >= end_ || !r_.IsAny(a, {Cue::kAtLeast, Cue::kAtMost}) || r_.WordIs(a + 1, "than")) return false;
    // "ALT 3 x ULN, at least 2 weeks": only what looks back on the number.
    if (!r_.WordStarts(a, {"or ", "and "}) && Number(r_, a + 1)) return false;
    const Direction after = DirectionOf(r_, a);
    out_.has_comparison = true;
    out_.last = r_.IsMark(a + 1, ')') && r_.IsMark(a - 1, '(') ? a + 1 : a;
    Set(&out_.bounds, after, (after == Direction::kAtLeast ? low_ : high_) * factor_);
    return true;
  }

  void SetRange() {
    out_.bounds.low = low_ * factor_;
    out_.bounds.high = high_ * factor_;
  }

  // ">= 18 and <= 75", "> 2 but < 5", ">= 18 years < 75 years".
  void ReadOtherEnd() {
    int m = out_.last + 1;
    const auto joins = [&](int i) {
      return r_.IsAny(i, {Cue::kAnd, Cue::kHowever, Cue::kYear, Cue::kAge, Cue::kTo}) || r_.IsAnyMark(i, ",-~");
    };
    while (m < end_ && m <= out_.last + 3 && joins(m)) ++m;
    const Direction other = m < end_ ? DirectionOf(r_, m) : Direction::kNone;
    const bool opposite = (out_.bounds.low && (other == Direction::kAtMost || other == Direction::kLess)) ||
                          (out_.bounds.high && (other == Direction::kAtLeast || other == Direction::kMore));
    // "ECOG <= 1, at least 1 lesion" goes on with something else.
    const bool by_comma = r_.IsMark(m - 1, ',') && !r_.IsComparison(m);
    auto value = opposite && !by_comma && m + 1 < end_ ? NumberAt(m + 1) : std::nullopt;
    if (!value) return;
    BoundReading second;
    second.last = value->last;
    double second_factor = 1;
    TakeUnit(value->last, &second, &second_factor);
    const double told = value->value * (second.unit.empty() ? factor_ : second_factor);
    // "<= 1.5 x ULN and >= 60 mL/min" are two bounds, not one range.
    const bool same = second.relative == out_.relative && (second.unit == out_.unit || second.unit.empty() || out_.unit.empty());
    if (!same || (out_.bounds.low ? told <= *out_.bounds.low : told >= *out_.bounds.high)) return;
    Set(&out_.bounds, other, told);
    out_.last = second.last;
    if (out_.unit.empty()) out_.unit = second.unit;
  }

  const Reading& r_;
  int begin_, end_;
  Direction direction_ = Direction::kNone;
  BoundReading out_;
  double factor_ = 1, low_ = 0, high_ = 0;
};

}  // namespace

std::optional<int> ReadCount(const Reading& r, int i) {
  auto value = Number(r, i);
  if (!value || *value != std::floor(*value) || *value > 1000) return std::nullopt;
  return static_cast<int>(*value);
}

std::optional<BoundReading> ReadBound(const Reading& r, int i, int end) {
  const bool may_start = Number(r, i) || DirectionOf(r, i) != Direction::kNone || r.Is(i, Cue::kBetween);
  return may_start ? BoundReader(r, i, end).Read() : std::nullopt;
}

namespace {

std::optional<base::Duration::Unit> UnitOfTime(const Reading& r, int i) {
  if (r.Is(i, Cue::kDay)) return base::Duration::Unit::kDay;
  if (r.Is(i, Cue::kWeek)) return base::Duration::Unit::kWeek;
  if (r.Is(i, Cue::kMonth)) return base::Duration::Unit::kMonth;
  if (r.Is(i, Cue::kYear)) return base::Duration::Unit::kYear;
  if (r.Is(i, Cue::kHour)) return base::Duration::Unit::kHour;
  return std::nullopt;
}

// "In the last month", "within a week": one, with no number.
std::optional<DurationReading> ReadOneUnit(const Reading& r, int i, int end) {
  if (i >= end || !r.WordIsAny(i, {"week", "month", "year"})) return std::nullopt;
  const int within = r.WordIsAny(i - 1, {"a", "the", "the last", "the past"}) ? i - 2 : i - 1;
  const auto unit = r.Is(within, Cue::kWithin) && !r.WordIs(within, "during") ? UnitOfTime(r, i) : std::nullopt;
  if (!unit) return std::nullopt;
  return DurationReading{.duration = {1, *unit}, .first = i, .last = i};
}

}  // namespace

std::optional<DurationReading> ReadDuration(const Reading& r, int i, int end) {
  if (auto one = ReadOneUnit(r, i, end)) return one;
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
  if (n + 1 < end && r.WordIsAny(n, {"or more", "or longer", "or greater"})) ++n;
  if (n >= end) return std::nullopt;
  const auto unit = UnitOfTime(r, n);
  if (!unit) return std::nullopt;
  DurationReading out;
  out.duration = {*value, *unit};
  out.first = i;
  out.last = n;
  return out;
}

}  // namespace trialmatch::rules
