#include "rules/parse/tnm.h"

#include <algorithm>

#include "base/ascii.h"

namespace trialmatch::rules {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Cuts one category off the front of "T2N0M0", "pT1b", "Nx": its letter and its value ("T2"); "" when
// none stands there. An x says nothing: the letter alone.
std::string CutCategory(std::string_view* word) {
  std::string_view w = *word;
  while (!w.empty() && (w[0] == 'c' || w[0] == 'p' || w[0] == 'y' || w[0] == 'r')) w.remove_prefix(1);
  if (w.size() < 2 || (w[0] != 'T' && w[0] != 'N' && w[0] != 'M')) return "";
  const char letter = w[0];
  if (w[1] == 'x' || w[1] == 'X') {
    *word = w.substr(2);
    return std::string(1, letter);
  }
  const char most = letter == 'T' ? '4' : letter == 'N' ? '3' : '1';
  if (!IsDigit(w[1]) || w[1] > most) return "";
  size_t size = 2;
  if (w.size() > 2 && w[2] >= 'a' && w[2] <= 'd') ++size;
  *word = w.substr(size);
  return std::string(w.substr(0, size));
}

// The categories of one word, or none when it holds anything else.
std::vector<std::string> CategoriesOf(const Reading& r, int i) {
  if (!r.Has(i) || r.at(i).used || r.IsKind(i, Item::Kind::kMark) || r.IsNumber(i)) return {};
  std::string_view word = r.Word(i);
  std::vector<std::string> out;
  while (!word.empty()) {
    // "T1-2": a range in one word.
    if (!out.empty() && word.size() == 2 && word[0] == '-' && IsDigit(word[1]) && out.back().size() == 2) {
      for (char digit = static_cast<char>(out.back()[1] + 1); digit <= word[1]; ++digit) out.push_back({out.back()[0], digit});
      return out;
    }
    std::string category = CutCategory(&word);
    if (category.empty()) return {};
    out.push_back(std::move(category));
  }
  return out;
}

class TnmReader {
 public:
  TnmReader(const Reading& reading, int end) : r_(reading), end_(end) {}

  std::optional<TnmReading> Read(int i, bool beside_stage) {
    out_.first = i;
    out_.ways.emplace_back();
    int k = i;
    while (k < end_) {
      const int next = One(k);
      if (next < 0) break;
      out_.last = next;
      k = next + 1;
      while (k < end_ && (r_.IsAnyMark(k, ",/") || r_.IsAny(k, {Cue::kOr, Cue::kAnd}))) {
        or_before_ = or_before_ || r_.Is(k, Cue::kOr) || r_.IsMark(k, '/');
        ++k;
      }
    }
    if (count_ == 0) return std::nullopt;
    const bool named = beside_stage || count_ > 1 || r_.Is(i - 1, Cue::kStage) || r_.Is(out_.last + 1, Cue::kDiseaseWord);
    if (!named) return std::nullopt;
    std::erase_if(out_.ways, [](const TnmReading::Combination& way) { return way.empty(); });
    if (out_.ways.empty()) return std::nullopt;
    return std::move(out_);
  }

 private:
  // One category with its range from item `k` on; the last item of it, or -1.
  int One(int k) {
    const bool any = r_.WordStarts(k, {"any"}) && r_.at(k + 1 < r_.size() ? k + 1 : k).span.size() == 1;
    if (any && (r_.WordIs(k + 1, "t") || r_.WordIs(k + 1, "n") || r_.WordIs(k + 1, "m"))) {
      Add({static_cast<char>(r_.Word(k + 1)[0] & ~0x20)});
      return k + 1;
    }
    const std::vector<std::string> categories = CategoriesOf(r_, k);
    if (categories.empty()) return -1;
    for (const std::string& category : categories) Add(category);
    int last = k;
    // "N0 - 2", "T1 - T3".
    if (r_.IsMark(k + 1, '-') && k + 2 < end_ && categories.back().size() == 2) {
      const std::string_view to = r_.Word(k + 2);
      const std::vector<std::string> other = CategoriesOf(r_, k + 2);
      const char letter = categories.back()[0];
      const bool bare = to.size() == 1 && IsDigit(to[0]);
      const bool full = !other.empty() && other.front()[0] == letter && other.front().size() >= 2;
      const char high = bare ? to[0] : full ? other.front()[1] : '0';
      if (high > categories.back()[1]) {
        or_before_ = true;
        for (char digit = static_cast<char>(categories.back()[1] + 1); digit <= high; ++digit) Add({letter, digit});
        if (full) for (size_t c = 1; c < other.size(); ++c) Add(other[c]);
        last = k + 2;
      }
    }
    return last;
  }

  void Add(const std::string& category) {
    ++count_;
    const bool or_before = or_before_;
    or_before_ = false;
    TnmReading::Combination& way = out_.ways.back();
    const char letter = category[0];
    const bool goes_on = !letters_.empty() && letters_.back() == letter;
    if (!goes_on && (letters_.find(letter) != std::string::npos || (or_before && !letters_.empty()))) {
      out_.ways.emplace_back();
      letters_.clear();
    }
    if (!goes_on) letters_ += letter;
    if (category.size() < 2) return;   // "Nx": any
    if (goes_on && !way.empty() && way.back().front()[0] == letter) {
      way.back().push_back(category);
    } else {
      out_.ways.back().push_back({category});
    }
  }

  const Reading& r_;
  int end_;
  TnmReading out_;
  int count_ = 0;
  std::string letters_;  // of the last way, one a category
  bool or_before_ = false;
};

}  // namespace

bool TnmReading::NamesM() const {
  return std::any_of(ways.begin(), ways.end(), [](const Combination& way) {
    return std::any_of(way.begin(), way.end(), [](const std::vector<std::string>& values) { return !values.empty() && values[0].starts_with('M'); });
  });
}

std::optional<TnmReading> ReadTnm(const Reading& reading, int i, int end, bool beside_stage) {
  const bool may_start = reading.WordStarts(i, {"c", "p", "y", "r", "t", "n", "m"}) || reading.WordIs(i, "any");
  if (!may_start) return std::nullopt;
  return TnmReader(reading, end).Read(i, beside_stage);
}

}  // namespace trialmatch::rules
