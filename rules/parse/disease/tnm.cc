#include "rules/parse/disease/tnm.h"

#include <algorithm>

#include "base/ascii.h"
#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Cuts one category off the front of "T2N0M0", "pT1b", "Nx": its letter and its value ("T2"); "" when
// none stands there. An x says nothing: the letter alone. Behind another one "MO" is M0.
std::string CutCategory(std::string_view* word, bool behind) {
  std::string_view w = *word;
  while (!w.empty() && (w[0] == 'c' || w[0] == 'p' || w[0] == 'y' || w[0] == 'r')) w.remove_prefix(1);
  if (w.size() < 2 || (w[0] != 'T' && w[0] != 'N' && w[0] != 'M')) return "";
  const char letter = w[0];
  if (w[1] == 'x' || w[1] == 'X') {
    *word = w.substr(2);
    return std::string(1, letter);
  }
  if (behind && letter != 'T' && w[1] == 'O') {
    *word = w.substr(2);
    return {letter, '0'};
  }
  const char most = letter == 'T' ? '4' : letter == 'N' ? '3' : '1';
  if (!IsDigit(w[1]) || w[1] > most) return "";
  size_t size = 2;
  if (w.size() > 2 && w[2] >= 'a' && w[2] <= 'd') ++size;
  *word = w.substr(size);
  return std::string(w.substr(0, size));
}

// The categories that a word is made of, or none when it holds anything else.
std::vector<std::string> CutAll(std::string_view word, bool behind) {
  std::vector<std::string> out;
  while (!word.empty()) {
    // "T1-2": a range in one word.
    if (!out.empty() && word.size() == 2 && word[0] == '-' && IsDigit(word[1]) && out.back().size() == 2) {
      for (char digit = static_cast<char>(out.back()[1] + 1); digit <= word[1]; ++digit) out.push_back({out.back()[0], digit});
      return out;
    }
    std::string category = CutCategory(&word, behind || !out.empty());
    if (category.empty()) return {};
    out.push_back(std::move(category));
  }
  return out;
}

// The categories of the item. `behind` another one without a space, or "N0 M0" right before it.
std::vector<std::string> CategoriesOf(const Reading& r, int i, bool behind) {
  if (!r.Has(i) || r.at(i).used || r.IsKind(i, Item::Kind::kMark) || r.IsNumber(i)) return {};
  const auto is = [&](int k, std::string_view word) { return r.Has(k) && r.Word(k) == word; };
  const bool spaced = (is(i, "NO") && (is(i + 1, "MO") || is(i + 1, "M0"))) || is(i, "MO");
  return CutAll(r.Word(i), behind && (spaced || !r.at(i).space_before));
}

// The last letter that a category is divided by, "T1c", "T2b", "T4d".
char LastLetter(std::string_view category) { return category[0] == 'T' ? "xcbxd"[category[1] - '0'] : category[0] == 'M' ? 'c' : 'b'; }

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
    for (TnmReading::Combination& way : out_.ways) {
      for (std::vector<std::string>& values : way) {
        if (values == std::vector<std::string>{"M1a", "M1b", "M1c"}) values = {"M1"};
      }
    }
    for (TnmReading::Combination& way : out_.ways) DropWhole(&way);
    return std::move(out_);
  }

 private:
  // "T1-4 N0-3 M0": whichever T and N it has.
  static void DropWhole(TnmReading::Combination* way) {
    const std::vector<std::string> whole[] = {{"T1", "T2", "T3", "T4"}, {"N0", "N1", "N2", "N3"}};
    for (const std::vector<std::string>& all : whole) {
      if (way->size() > 1) std::erase(*way, all);
    }
  }

  // One category with its range from item `k` on; the last item of it, or -1.
  int One(int k) {
    const bool any = r_.WordStarts(k, {"any"}) && r_.at(k + 1 < r_.size() ? k + 1 : k).span.size() == 1;
    if (any && (r_.WordIs(k + 1, "t") || r_.WordIs(k + 1, "n") || r_.WordIs(k + 1, "m"))) {
      Add({static_cast<char>(r_.Word(k + 1)[0] & ~0x20)});
      return k + 1;
    }
    const std::vector<std::string> categories = CategoriesOf(r_, k, !letters_.empty());
    if (categories.empty()) return -1;
    for (size_t c = 0; c + 1 < categories.size(); ++c) Add(categories[c]);
    const std::string& low = categories.back();
    int to = k + 1;
    while (to < k + 3 && r_.IsMark(to, '-')) ++to;
    // "M1a/b/c", "T1 a/b".
    if (int last = LettersBySlash(k, low); last > k) return last;
    if (to == k + 1 || to >= end_ || r_.at(to).used || low.size() < 2 || r_.IsKind(to, Item::Kind::kMark)) {
      Add(low);
      return k;
    }
    // "N0 - 2", "T1 - T3", "T1-3N2M0", "T1c-T4d", "T4a-d".
    std::string_view word = r_.Word(to);
    if (low.size() == 3 && word.size() == 1 && word[0] > low[2] && word[0] <= LastLetter(low)) {
      for (char letter = low[2]; letter <= word[0]; ++letter) Add(low.substr(0, 2) + letter);
      return to;
    }
    std::vector<std::string> behind;
    if (IsDigit(word[0])) behind = CutAll(std::string(1, low[0]).append(word), false);
    else behind = CategoriesOf(r_, to, false);
    if (behind.empty() || behind[0].size() < 2 || behind[0][0] != low[0] || behind[0][1] <= low[1]) {
      Add(low);
      return k;
    }
    AddRange(low, behind[0]);
    for (size_t c = 1; c < behind.size(); ++c) Add(behind[c]);
    return to;
  }

  // Each letter of a category that slashes tell; the last item, or -1.
  int LettersBySlash(int k, const std::string& low) {
    if (low.size() < 2 || low[1] == '0') return -1;
    const auto letter = [&](int i) { return i < end_ && r_.Word(i).size() == 1 && r_.Word(i)[0] >= 'a' && r_.Word(i)[0] <= LastLetter(low) ? r_.Word(i)[0] : '\0'; };
    std::string letters = low.size() == 3 ? std::string(1, low[2]) : "";
    int last = k;
    if (letters.empty() && letter(k + 1) != '\0' && r_.IsMark(k + 2, '/')) letters += letter(last = k + 1);
    while (!letters.empty() && r_.IsMark(last + 1, '/') && letter(last + 2) > letters.back()) letters += letter(last += 2);
    if (letters.size() < 2) return -1;
    for (const char each : letters) Add(low.substr(0, 2) + each);
    return last;
  }

  // "T1c" to "T4d": what lies between, and all of a category whose letters are all meant.
  void AddRange(const std::string& low, const std::string& high) {
    const std::string least = low.substr(0, 2), most = high.substr(0, 2);
    if (low.size() == 2 || low[2] == 'a') Add(least);
    else for (char letter = low[2]; letter <= LastLetter(low); ++letter) Add(least + letter);
    for (char digit = static_cast<char>(low[1] + 1); digit < high[1]; ++digit) Add({low[0], digit});
    if (high.size() == 2 || high[2] >= LastLetter(high)) Add(most);
    else for (char letter = 'a'; letter <= high[2]; ++letter) Add(most + letter);
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

namespace {

bool IsDenial(const Reading& r, int i) { return r.IsAny(i, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kMustNot}) || r.WordStarts(i, {"no ", "without "}); }

bool NamesNodes(const Reading& r, int i) {
  const Entry* site = r.Find(i, TermKind::kSite);
  return (site != nullptr && site->id == "lymph_node") || r.WordContains(i, {"nodal", "lymph node"});
}

}  // namespace

void ReadNodeNegative(Reading& r, Clause clause, Mood mood, std::vector<Atom>& atoms) {
  if (mood == Mood::kPermits || !r.MayHoldMark("(")) return;
  for (int i = clause.begin + 2; i + 1 < clause.end; ++i) {
    if (!r.WordIsAny(i, {"n0", "cn0", "pn0"}) || !r.IsMark(i - 1, '(') || !r.IsMark(i + 1, ')') || r.Is(i + 2, Cue::kOr)) continue;
    int nodes = i - 2;
    while (nodes > clause.begin && nodes > i - 5 && !NamesNodes(r, nodes) && (r.IsAny(nodes, {Cue::kDiseaseWord, Cue::kFiller}) || r.WordContains(nodes, {"involvement", "metastas", "spread"}))) --nodes;
    if (!NamesNodes(r, nodes)) continue;
    int denial = nodes - 1;
    while (denial > 0 && r.IsAny(denial, {Cue::kWith, Cue::kFiller, Cue::kKnown})) --denial;
    // Of a sentence that forbids, only "must have no ..." is sure to ask for it.
    if (!IsDenial(r, denial) || (mood == Mood::kProhibits && !r.Is(denial, Cue::kMustNot))) continue;
    OneOfLeaf none;
    none.attribute = OneOfLeaf::Attribute::kStage;
    none.values = {"N0"};
    r.UseRange(std::max(denial, clause.begin), i + 1);
    atoms.push_back({.expression = Expression::OfLeaf(std::move(none), r.SpanOf(nodes, i), "stage.tnm"), .topic = Topic::kStageSetting, .first = nodes, .last = i, .negated = mood == Mood::kProhibits});
    return;
  }
}

}  // namespace trialmatch::rules
