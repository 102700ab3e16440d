#include "rules/parse/layout/part_name.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/ascii.h"

namespace trialmatch::rules {

using base::Lower;

std::string PartWord(std::string_view word) {
  if (base::EqualsIgnoreCase(word, "substudies") || base::EqualsIgnoreCase(word, "sub-studies")) return "substudy";
  // One part, however it is spelled.
  if (base::EqualsIgnoreCase(word, "sub-study") || base::EqualsIgnoreCase(word, "sub study") || base::EqualsIgnoreCase(word, "sub studies")) return "substudy";
  if (word.size() > 3 && base::ToLower(word.back()) == 's') word.remove_suffix(1);
  if (word.size() < 3 || word.size() > 12) return "";
  static constexpr std::array<std::string_view, 12> kWords = {"phase", "part", "cohort", "arm", "group", "substudy", "module", "stratum", "basket", "track", "subprotocol", "sub-protocol"};
  for (std::string_view k : kWords) if (k[0] == base::ToLower(word[0]) && base::EqualsIgnoreCase(word, k)) return std::string(k);
  return "";
}

namespace {

// "Part Two", "Cohort One:": the number behind the word of a part at item `i`, in letters; "" for another.
std::string SpelledNumber(const Reading& r, int i) {
  if (i < 1 || std::isupper(static_cast<unsigned char>(r.Word(i)[0])) == 0 || PartWord(r.Word(i - 1)).empty()) return "";
  static constexpr std::array<std::string_view, 5> kSpelled = {"one", "two", "three", "four", "five"};
  for (size_t k = 0; k < kSpelled.size(); ++k) {
    if (r.WordIsText(i, kSpelled[k])) return std::to_string(k + 1);
  }
  return "";
}

}  // namespace

std::string PartNumber(const Reading& r, int i, int* last) {
  *last = i;
  if (i >= r.size()) return "";
  if (std::string spelled = SpelledNumber(r, i); !spelled.empty()) return spelled;
  std::string w = Lower(r.Word(i));
  if (w.empty() || w.size() > 4) return "";
  if (r.at(i).kind == Item::Kind::kMark || r.at(i).kind == Item::Kind::kComparison) return "";
  if (w == "i" && r.IsMark(i + 1, '.') && r.WordStarts(i + 2, {"v"})) return "";   // "i.v."
  if (w == "i") return "1";
  if (w == "ii") return "2";
  if (w == "iii") return "3";
  if (w == "iv") return "4";
  bool digits = std::isdigit(static_cast<unsigned char>(w[0])) != 0;
  if (digits) {
    if (w.ends_with(" of")) w.resize(w.size() - 3);   // "Cohort 1 of the expansion"
    // "2b" may be two items.
    if (i + 1 < r.size() && !r.at(i + 1).space_before && r.Word(i + 1).size() == 1 && std::isalpha(static_cast<unsigned char>(r.Word(i + 1)[0])) != 0) {
      *last = i + 1;
      return w + Lower(r.Word(i + 1));
    }
    if (w.find('.') != std::string::npos) return "";
    return w;
  }
  std::string_view raw = r.Word(i);
  // "B-1": a letter and its number.
  if (raw.size() == 1 && std::isupper(static_cast<unsigned char>(raw[0])) != 0 && r.IsMark(i + 1, '-') && !r.at(i + 1).space_before && r.IsNumber(i + 2) && !r.at(i + 2).space_before && r.Word(i + 2).size() <= 2) {
    *last = i + 2;
    return w + Lower(r.Word(i + 2));
  }
  // "EXP-1", "EXP-2A".
  const bool code = raw.size() == 2 || raw.size() == 3 ? std::all_of(raw.begin(), raw.end(), [](unsigned char c) { return std::isupper(c) != 0; }) : false;
  if (code && r.IsKind(i, Item::Kind::kWord) && r.IsMark(i + 1, '-') && !r.at(i + 1).space_before && r.IsNumber(i + 2) && !r.at(i + 2).space_before && r.Word(i + 2).size() <= 2) {
    std::string number = PartNumber(r, i + 2, last);
    return w + number;
  }
  if (raw.size() == 1 && std::isupper(static_cast<unsigned char>(raw[0])) != 0) return w;
  if (raw.size() <= 3 && std::isupper(static_cast<unsigned char>(raw[0])) != 0 && std::isdigit(static_cast<unsigned char>(raw.back())) != 0) return w;
  // "IIb", "Ia".
  if (raw.size() <= 4 && raw[0] == 'I') {
    std::string roman, rest;
    for (char c : raw) (c == 'I' || c == 'V' ? roman : rest).push_back(c);
    if (rest.size() == 1 && (roman == "I" || roman == "II" || roman == "III")) return std::to_string(roman.size()) + Lower(rest);
  }
  return "";
}

namespace {

// "A through N", "1A - 10A": the parts from `one` to the one behind the word or the hyphen; empty when it tells no such row.
std::vector<std::string> RowUpTo(const Reading& r, const std::string& one, int* last) {
  constexpr int kMost = 16;
  int next = *last + 1;
  const bool word = r.WordIsAny(next, {"through", "thru"}) || (r.Is(next, Cue::kTo) && r.WordIs(next, "through"));
  const bool hyphen = r.IsMark(next, '-');
  if (!word && !hyphen) return {};
  int to_last = ++next;
  const std::string to = PartNumber(r, next, &to_last);
  const auto letter = [](const std::string& text) { return text.size() == 1 && std::isalpha(static_cast<unsigned char>(text[0])) != 0; };
  std::vector<std::string> all;
  if (letter(one) && letter(to) && word && one[0] < to[0] && to[0] - one[0] < kMost) {
    for (char c = one[0]; c <= to[0]; ++c) all.push_back(c == 'i' ? "1" : std::string(1, c));   // as PartNumber reads it
  } else if (one.size() == 2 && to.size() >= 2 && to.size() <= 3 && one.back() == to.back() && std::isalpha(static_cast<unsigned char>(to.back())) != 0) {
    const std::string from_digits = one.substr(0, 1), to_digits = to.substr(0, to.size() - 1);
    if ((from_digits + to_digits).find_first_not_of("0123456789") != std::string::npos) return {};
    const int from = std::stoi(from_digits), up = std::stoi(to_digits);
    if (up <= from || up - from >= kMost) return {};
    for (int n = from; n <= up; ++n) all.push_back(std::to_string(n) + to.back());
  }
  if (!all.empty()) *last = to_last;
  return all;
}

// "1-3", "C1-5", "C1-C5": the parts from `one`, whose last item is *last, to the number behind the hyphen.
std::vector<std::string> UpTo(const Reading& r, const std::string& one, int* last) {
  constexpr int kMost = 12;
  if (std::vector<std::string> row = RowUpTo(r, one, last); !row.empty()) return row;
  std::vector<std::string> all = {one};
  const size_t letters = one.find_first_of("0123456789");
  const int sign = *last + 1;
  if (letters == std::string::npos || !r.IsMark(sign, '-') || r.at(sign).space_before || !r.Has(sign + 1) || r.at(sign + 1).space_before) return all;
  const std::string prefix = one.substr(0, letters);
  std::string to = Lower(r.Word(sign + 1));
  if (!prefix.empty() && to.starts_with(prefix)) to.erase(0, prefix.size());
  const auto number = [](const std::string& text) { return !text.empty() && text.size() <= 2 && text.find_first_not_of("0123456789") == std::string::npos ? std::stoi(text) : -1; };
  const int from = number(one.substr(letters)), up = number(to);
  if (from < 0 || up <= from || up - from >= kMost) return all;
  for (int n = from + 1; n <= up; ++n) all.push_back(prefix + std::to_string(n));
  *last = sign + 1;
  return all;
}

}  // namespace

std::vector<std::string> PartNumbers(const Reading& r, int i, int* last) {
  if (const std::string one = PartNumber(r, i, last); !one.empty()) return UpTo(r, one, last);
  *last = i;
  const std::string word = i < r.size() ? Lower(r.Word(i)) : std::string();
  const size_t joint = word.find("and");
  if (joint == std::string::npos || word.size() > 9) return {};
  std::vector<std::string> numbers;
  for (const std::string& number : {word.substr(0, joint), word.substr(joint + 3)}) {
    if (number.empty()) continue;
    if (number.size() > 3 || std::isdigit(static_cast<unsigned char>(number[0])) == 0) return {};
    numbers.push_back(number);
  }
  return numbers;
}

bool JoinsParts(const Reading& r, int i) {
  return r.IsMark(i, ',') || r.IsMark(i, '/') || r.IsMark(i, '&') || r.Is(i, Cue::kAnd) || r.Is(i, Cue::kOr) || r.IsMark(i, '+');
}

std::string NamedPart(const Reading& r, int i, int* last) {
  *last = i;
  if (!r.WordIsAny(i, {"dose", "expansion", "expanded", "escalation"})) return "";
  std::string w = Lower(r.Word(i));
  auto next = [&](int k) { return k < r.size() ? Lower(r.Word(k)) : std::string(); };
  if (w == "dose" && r.IsMark(i + 1, '-') && (next(i + 2) == "escalation" || next(i + 2) == "expansion")) {
    *last = i + 2;
    w = "dose " + next(i + 2);
  } else if (w == "dose" && r.WordIsAny(i + 1, {"escalation", "expansion", "optimization", "optimisation", "finding", "confirmation", "extension", "exploration"})) {
    *last = i + 1;
    w = "dose " + next(i + 1);
  } else if ((w == "expansion" || w == "expanded" || w == "escalation") && (PartWord(next(i + 1)) != "" || next(i + 1) == "phase" || next(i + 1) == "portion")) {
    *last = i + 1;
    w = w == "expanded" ? "expansion" : w;
  } else if ((w == "expansion" || w == "escalation") && r.Is(i - 1, Cue::kFor) && r.WordIsAny(i + 1, {"in", "in the"})) {
    return w;   // "For expansion in NSCLC: ..."
  } else {
    return "";
  }
  if (*last + 1 < r.size() && !PartWord(next(*last + 1)).empty()) ++*last;
  // "Dose expansion cohort 2": the cohort is a part of its own.
  if (int number = 0; *last > i && !PartWord(r.Word(*last)).empty() && !PartNumber(r, *last + 1, &number).empty()) --*last;
  while (next(*last + 1) == "portion" || next(*last + 1) == "of" || next(*last + 1) == "the" || next(*last + 1) == "study" || next(*last + 1) == "phase") ++*last;
  return w == "expansion" || w == "dose expansion" ? "expansion" : (w == "escalation" || w == "dose escalation" ? "escalation" : w);
}

std::string OwnNameBefore(const Reading& r, int begin, int i) {
  constexpr int kLongest = 10;   // items
  int first = i, depth = 0;
  while (first > begin && i - first < kLongest) {
    const int k = first - 1;
    if (r.IsMark(k, ')')) ++depth;
    if (r.IsMark(k, '(') && --depth < 0) break;
    const bool inside = depth > 0 || r.IsMark(k, '(');
    if (!inside && r.IsKind(k, Item::Kind::kMark) && !r.IsAnyMark(k, "-/)")) break;
    if (!inside && (r.IsAny(k, {Cue::kFor, Cue::kAnd, Cue::kOr, Cue::kIf}) || r.WordContains(k, {"criteri", "require"}) || r.WordIsAny(k, {"in", "the", "in the", "of", "of the"}))) break;
    if (!PartWord(r.Word(k)).empty() || r.Is(k, Cue::kOnly)) return "";
    first = k;
  }
  while (first < i && (r.IsKind(first, Item::Kind::kMark) || r.WordIsAny(first, {"study", "treatment", "main", "dose", "cohort", "additional", "specific", "key", "general", "both", "all", "each", "any", "either"}))) ++first;
  while (i > first && (r.IsAnyMark(i - 1, "-/") || r.WordIsAny(i - 1, {"dose"}))) --i;
  return first < i ? Lower(r.Words(first, i - 1)) : "";
}

bool IsStudyStage(const Reading& r, int i, int end) {
  if (!r.WordIsAny(i, {"stage", "stages"}) || !r.IsNumber(i + 1)) return false;
  int colon = i + 2;
  while (colon < end && colon < i + 7 && (r.IsNumber(colon) || r.IsMark(colon, ',') || JoinsParts(r, colon))) ++colon;
  if (colon >= end || !r.IsMark(colon, ':')) return false;
  // "Stage 1: ALK-positive patients" of a trial in two stages: no stage of a tumour is told by a gene.
  const bool early = r.at(i + 1).number <= 2 && colon == i + 2;
  if (early && r.IsTermOf(colon + 1, KindBits({TermKind::kGene, TermKind::kMutation}))) return true;
  for (int k = colon + 1; k < std::min(end, colon + 4); ++k) {
    const bool asks = r.WordStarts(k, {"patient"}) && r.IsAny(k + 1, {Cue::kMust, Cue::kPermitted});
    if (asks || r.WordIs(k, "this stage") || (r.WordIs(k, "this") && r.WordIs(k + 1, "stage"))) return true;
  }
  return false;
}

int BehindEnrolls(const Reading& r, int i, int end) {
  // "Part C may include:", "Part 2 is limited to:".
  for (int k = i; k < std::min(end, i + 8); ++k) {
    const bool says = r.Is(k, Cue::kIncluding) || r.WordStarts(k, {"may include", "will include", "includes", "include", "limited", "is limited", "are limited", "but", "not", "may", "will", "is", "to", "are"});
    if (k > i && r.IsMark(k, ':')) return k + 1;
    if (!says) break;
  }
  if (r.WordStarts(i, {"will enrol", "will recruit", "enrolls", "enrols", "recruits"}) && i + 1 < end) return i + 1;
  return r.WordIsAny(i, {"will", "is to", "may"}) && r.WordStarts(i + 1, {"enrol", "recruit"}) && i + 2 < end ? i + 2 : -1;
}

}  // namespace trialmatch::rules
