#include "rules/parse/unit_reading.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <initializer_list>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "base/ascii.h"

namespace trialmatch::rules {
namespace {

// Reads a piece of raw text from left to right.
class Cursor {
 public:
  Cursor(std::string_view text, size_t at) : text_(text), at_(at) {}

  size_t at() const { return at_; }
  void set_at(size_t at) { at_ = at; }

  void SkipSpaces() {
    while (at_ < text_.size() && std::string_view(" \n\\\t").find(text_[at_]) != std::string_view::npos) ++at_;
  }
  bool Eat(std::string_view word) {
    if (!base::StartsWithIgnoreCase(text_.substr(at_), word)) return false;
    at_ += word.size();
    return true;
  }
  bool EatAny(std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return Eat(w); });
  }
  // Up to two digits; 0 when there are none.
  int EatExponent() {
    const size_t first = at_;
    int value = 0;
    while (at_ < text_.size() && at_ - first < 2 && IsDigit(text_[at_])) value = value * 10 + (text_[at_++] - '0');
    if (at_ > first) return value;
    constexpr std::string_view kRaised[] = {"\xC2\xB3", "\xE2\x81\xB4", "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7", "\xE2\x81\xB8", "\xE2\x81\xB9"};
    for (int n = 0; n < 7; ++n) {
      if (Eat(kRaised[n])) return n + 3;
    }
    return 0;
  }
  bool AtWordEnd() const { return at_ >= text_.size() || std::isalnum(static_cast<unsigned char>(text_[at_])) == 0; }

 private:
  static bool IsDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
  std::string_view text_;
  size_t at_;
};

// "x 10^9", "×10(3)", "* 10e9", "10**9", "thousand", "K" behind a number: the power of ten, 0: none, -1: a ten that is none.
int EatPowerOfTen(Cursor* c) {
  c->SkipSpaces();
  const size_t before = c->at();
  const bool times = c->EatAny({"\xC3\x97", "\xE2\x85\xB9", "x", "*", "\xE2\x80\xA2", "\xC2\xB7", "\xE2\x88\x97", "\xC2\xB4", "?"});
  c->SkipSpaces();
  if (c->Eat("10")) {
    c->SkipSpaces();
    const bool mark = c->EatAny({"^", "**", "exp", "e", "("});
    c->SkipSpaces();
    c->EatAny({"(", "+"});
    const int exponent = c->EatExponent();
    if (exponent == 0 || (!times && !mark)) return -1;
    c->Eat(")");
    return exponent;
  }
  c->set_at(before);
  if (c->Eat("thousand")) return 3;
  if (c->Eat("K/")) {
    c->set_at(c->at() - 1);
    return 3;
  }
  return 0;
}

// "mm3", "uL", "L" and their spellings: how many of them make a liter; 0: none of them.
double EatVolume(Cursor* c) {
  if (c->EatAny({"mm3", "mm^3", "mm\xC2\xB3", "mm\\^3", "mm (3)", "mm(3)", "mm \\(3\\)", "mm 3", "mm3", "cumm", "cu mm", "cu. mm", "cubic mm",
                 "cubic millimeter", "cubic millimetre", "ul", "\xC2\xB5l", "\xCE\xBCl", "mcl", "\xC2\xB5 l", "\xCE\xBC l", "microliter", "microlitre",
                 "micro l", "micro-l"})) {
    return 1e6;
  }
  if (c->EatAny({"mm ( 3 )", "mm (3 )"})) return 1e6;
  if (c->EatAny({"milliliter", "millilitre", "ml"})) return 1e3;
  if (c->Eat("nl")) return 1e9;
  if (c->EatAny({"liter", "litre", "l"})) return 1;
  return 0;
}

// Behind a number: the factor to 10^9/L and the byte behind its last letter.
struct CellCount {
  double factor = 0;
  size_t end = 0;
};
// False for most that stands behind a number ("18 years", "2 to"): neither a power of ten nor the
// cells nor a small volume starts so.
bool MayStartCellCount(std::string_view text) {
  const size_t at = text.find_first_not_of(" \n\\\t");
  if (at == std::string_view::npos) return false;
  const char second = at + 1 < text.size() ? base::ToLower(text[at + 1]) : ' ';
  switch (base::ToLower(text[at])) {
    case 'c': return second == 'e' || second == 'u';                   // cells, cu mm
    case 'm': return second == 'm' || second == 'c' || second == 'i';  // mm3, mcl, micro
    case 't': return second == 'h';                                    // thousand
    case 'p': return second == 'e';                                    // per
    case 'k': return second == '/';
    case '1': return second == '0';
    case 'x': case '*': case '?': case '/': case 'u': return true;
    default: return static_cast<unsigned char>(text[at]) >= 0x80;      // times signs, a micro sign
  }
}

std::optional<CellCount> ReadCellCount(std::string_view text, size_t at) {
  if (!MayStartCellCount(text.substr(at))) return std::nullopt;
  Cursor c(text, at);
  const int exponent = EatPowerOfTen(&c);
  if (exponent < 0) return std::nullopt;
  const size_t power = c.at();
  const bool ends = c.AtWordEnd();
  c.SkipSpaces();
  c.EatAny({"cells", "cell", "cels"});
  c.SkipSpaces();
  const bool per = c.EatAny({"/", "per", "\xE2\x81\x84"});
  c.SkipSpaces();
  const size_t volume = c.at();
  const double per_liter = EatVolume(&c);
  // "100 x 10^9", "100 x 10^9 L": of no other volume.
  if (exponent == 9 && !per && per_liter == 1 && c.AtWordEnd()) return CellCount{1, c.at()};
  if (exponent == 9 && !per && per_liter == 0 && ends) return CellCount{1, power};
  // "1,500 mm3", "x 10(3) microliter": a lost stroke; a liter needs its own.
  if (per_liter == 0 || (!per && (per_liter != 1e6 || volume == at))) return std::nullopt;
  c.EatAny({"s"});
  if (!c.AtWordEnd()) return std::nullopt;
  return CellCount{std::pow(10.0, exponent) * per_liter / 1e9, c.at()};
}

// The last item that ends at or before `byte`.
int ItemAtByte(const Reading& r, int from, int end, size_t byte) {
  int i = from;
  while (i < end && r.at(i).span.end <= byte) ++i;
  return i - 1;
}

}  // namespace

bool IsTimes(const Reading& r, int i) {
  return r.IsAnyMark(i, "x*?") || r.WordIs(i, "x") || r.Is(i, Cue::kTimes) || r.WordIs(i, "\xC2\xB4");
}

namespace {

// Whose limit it is: "the institutional", "the site's local laboratory".
bool IsOwnerOfLimit(const Reading& r, int i) {
  return r.Is(i, Cue::kFiller) || r.Is(i, Cue::kBefore) || r.IsAnyMark(i, "('-") || r.Find(i, TermKind::kPlain) != nullptr ||
         r.WordStarts(i, {"institution", "laborator", "site", "lab", "hospital", "age", "reference", "center"});
}

std::optional<UnitReading> ReadMultiple(const Reading& r, int number, int end) {
  bool times = false;
  for (int k = number + 1; k < end && k < number + 9; ++k) {
    const bool limit = r.IsAny(k, {Cue::kUln, Cue::kLln}) || (times && r.Is(k, Cue::kNormal));
    if (limit) {
      UnitReading out;
      out.relative = r.Is(k, Cue::kLln) ? CompareLeaf::Relative::kTimesLowerLimit : CompareLeaf::Relative::kTimesUpperLimit;
      out.last = EndOfLimitWords(r, k, end);
      return out;
    }
    if (IsTimes(r, k)) {
      times = true;
    } else if (times && r.WordStarts(k, {"upper"})) {
      // "x upper institution limit for normal".
      int last = k;
      for (int m = k + 1; m < end && m <= k + 6; ++m) {
        const bool limit_word = r.WordStarts(m, {"limit", "normal", "value", "range", "bound"}) || r.Is(m, Cue::kNormal);
        if (limit_word) last = m;
        if (!limit_word && !IsOwnerOfLimit(r, m) && !r.Is(m, Cue::kFor)) break;
      }
      if (last == k) return std::nullopt;
      UnitReading out;
      out.relative = CompareLeaf::Relative::kTimesUpperLimit;
      out.last = EndOfLimitWords(r, last, end);
      return out;
    } else if (!IsOwnerOfLimit(r, k)) {
      break;
    }
  }
  return std::nullopt;
}

// UnitTable::Find. A few dozen spellings make nearly all: each is looked up once, as far as memory
// of a fixed size goes.
const base::Unit* UnitSpelled(const Lexicon& lexicon, const std::string& spelling) {
  struct Known {
    uint64_t stamp = 0;  // of the vocabulary
    absl::flat_hash_map<std::string, int> units;  // by spelling: the place in the table, or -1
  };
  constexpr size_t kMostKnown = 4096;
  thread_local Known known;
  if (known.stamp != lexicon.vocabulary().stamp() || known.units.size() >= kMostKnown) known = {lexicon.vocabulary().stamp(), {}};
  const base::UnitTable& table = lexicon.units();
  auto [found, is_new] = known.units.try_emplace(spelling, -1);
  if (is_new) {
    if (const base::Unit* unit = table.Find(spelling)) found->second = static_cast<int>(unit - table.units().data());
  }
  return found->second < 0 ? nullptr : &table.units()[static_cast<size_t>(found->second)];
}

// The longest run of the items behind the number that is a unit's spelling.
std::optional<UnitReading> ReadSpelling(const Reading& r, int number, int end) {
  const base::UnitTable& units = r.lexicon().units();
  std::optional<UnitReading> longest;
  for (int last = number + 1; last < std::min(end, number + 8) && !r.IsAnyMark(last, ",;()"); ++last) {
    const base::Span span{r.at(number + 1).span.begin, r.at(last).span.end};
    std::string spelling;
    for (char c : base::Slice(r.text(), span)) {
      if (c != '\\' && c != '\n' && !(c == ' ' && spelling.ends_with(' '))) spelling.push_back(c);
    }
    if (spelling.size() > 40 || !units.MayStartUnit(spelling)) break;
    if (const base::Unit* unit = UnitSpelled(r.lexicon(), spelling)) {
      longest.emplace();
      longest->unit = unit->id;
      longest->last = last;
    }
  }
  return longest;
}

// "35 kilograms (kg)": the unit told once more behind itself. The last item of it, or of the unit.
int EndOfToldTwice(const Reading& r, const UnitReading& unit, int end) {
  const int open = unit.last + 1;
  if (open + 2 >= end || !r.IsMark(open, '(')) return unit.last;
  const auto again = ReadSpelling(r, open, end);
  const bool same = again && again->unit == unit.unit && again->last + 1 < end && r.IsMark(again->last + 1, ')');
  return same ? again->last + 1 : unit.last;
}

}  // namespace

int EndOfLimitWords(const Reading& r, int limit, int end) {
  const auto tail = [&](int i) {
    return r.IsAny(i, {Cue::kNormal, Cue::kUln, Cue::kLln}) || r.WordStarts(i, {"range", "limit", "value", "institution", "upper", "laborator"}) ||
           r.Is(i, Cue::kFiller) || r.Is(i, Cue::kBefore) || r.IsMark(i, '"');
  };
  int last = limit;
  // "of the normal range": only as far as a word of the limit ends it.
  for (int k = limit + 1; k < end && k <= limit + 4 && tail(k); ++k) {
    if ((!r.IsAny(k, {Cue::kFiller, Cue::kBefore}) && !r.IsMark(k, '"')) || r.WordStarts(k, {"value"})) last = k;
  }
  // "(ULN)", "[institutional ULN]".
  if (!r.IsAnyMark(last + 1, "([")) return last;
  int k = last + 2;
  bool says_it = false;
  for (; k < end && k < last + 8 && tail(k); ++k) says_it = says_it || r.IsAny(k, {Cue::kNormal, Cue::kUln, Cue::kLln}) || r.WordStarts(k, {"upper"});
  if (!says_it || k >= end || !r.IsAnyMark(k, ")]")) return last;
  return k + 1 < end && r.WordStarts(k + 1, {"range"}) ? k + 1 : k;
}

std::optional<UnitReading> ReadUnit(const Reading& r, int number, int end) {
  if (auto multiple = ReadMultiple(r, number, end)) return multiple;
  if (auto cells = ReadCellCount(r.text(), r.at(number).span.end)) {
    UnitReading out;
    out.unit = "10^9/L";
    out.factor = cells->factor;
    out.last = std::max(number, ItemAtByte(r, number, end, cells->end));
    return out;
  }
  auto spelled = ReadSpelling(r, number, end);
  if (spelled) spelled->last = EndOfToldTwice(r, *spelled, end);
  return spelled;
}

}  // namespace trialmatch::rules
