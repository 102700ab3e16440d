#include "rules/parse/stages.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace trialmatch::rules {
namespace {

// All groups in order; a range runs over them. Source: AJCC staging manual groups, 7th to 9th edition.
constexpr std::array<std::string_view, 11> kOrder = {"0", "IA", "IB", "IIA", "IIB", "IIIA", "IIIB", "IIIC", "IVA", "IVB", "IVC"};

struct Group {
  std::string name;   // "IIIB", "III"
};

// A word as a stage group: "IIIB", "iv", "3b", "IA2"; "" when it is none.
std::string GroupOf(std::string_view word) {
  std::string upper;
  for (char c : word) upper.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  size_t i = 0;
  std::string roman;
  if (!upper.empty() && upper[0] >= '0' && upper[0] <= '4') {
    constexpr std::array<std::string_view, 5> kRoman = {"0", "I", "II", "III", "IV"};
    roman = kRoman[static_cast<size_t>(upper[0] - '0')];
    i = 1;
  } else {
    while (i < upper.size() && (upper[i] == 'I' || upper[i] == 'V')) roman.push_back(upper[i++]);
    if (roman != "I" && roman != "II" && roman != "III" && roman != "IV") return "";
  }
  std::string rest = upper.substr(i);
  if (rest.empty()) return roman;
  if (rest.size() > 2 || rest[0] < 'A' || rest[0] > 'D') return "";
  if (rest.size() == 2 && std::isdigit(static_cast<unsigned char>(rest[1])) == 0) return "";
  if (rest[0] == 'D') return roman;
  return roman + rest.substr(0, 1);
}

// "III" covers IIIA to IIIC.
bool Covers(std::string_view wide, std::string_view narrow) {
  return narrow.substr(0, wide.size()) == wide && (narrow.size() == wide.size() || (narrow[wide.size()] >= 'A' && narrow[wide.size()] <= 'C'));
}

size_t FirstOf(std::string_view group) {
  for (size_t k = 0; k < kOrder.size(); ++k) if (Covers(group, kOrder[k])) return k;
  return kOrder.size();
}
size_t LastOf(std::string_view group) {
  for (size_t k = kOrder.size(); k > 0; --k) if (Covers(group, kOrder[k - 1])) return k - 1;
  return 0;
}

}  // namespace

std::optional<StageReading> ReadStages(const Reading& r, int i, int end) {
  StageReading out;
  out.first = i;
  int k = i;
  bool word = r.Is(i, Cue::kStage);
  if (word) ++k;
  while (k < end && (r.Is(k, Cue::kStage) || r.IsMark(k, ':') || r.IsMark(k, '(') || r.Is(k, Cue::kFiller) || r.Is(k, Cue::kEdition) || r.Is(k, Cue::kDiseaseWord)) && k < i + 4) ++k;
  std::string pending_from;
  bool range = false;
  for (; k < end; ++k) {
    std::string_view text = r.Word(k);
    bool usable = r.at(k).kind == Item::Kind::kWord || r.at(k).kind == Item::Kind::kNumber || text.size() <= 4;
    // "StageIIIB": the space is lost.
    bool glued = r.WordStarts(k, {"stage"}) && text.size() > 5 && text.size() <= 9;
    if (glued) text.remove_prefix(5);
    word = word || (glued && !GroupOf(text).empty());
    std::string group = usable ? GroupOf(text) : "";
    // "3B": a number and its letter are two items.
    if (!group.empty() && r.at(k).kind == Item::Kind::kNumber && k + 1 < end && !r.at(k + 1).space_before && r.Word(k + 1).size() == 1) {
      std::string joined = GroupOf(std::string(text) + std::string(r.Word(k + 1)));
      if (!joined.empty()) {
        group = joined;
        ++k;
      }
    }
    if (group.empty() && r.WordIs(k, "four")) group = "IV";
    if (!group.empty()) {
      // Without the word stage only a group with its letter is one, and never behind "class", "grade", "phase".
      bool lettered = group.size() >= 2 && group.back() >= 'A' && group.back() <= 'C';
      bool other_scale = r.Is(i - 1, Cue::kNyha) || r.WordIs(i - 1, "class") || r.Is(i - 1, Cue::kGrade) || r.WordIs(i - 1, "phase") || r.WordIs(i - 1, "type");
      // "Arms I, IV, IVa".
      for (int b = i - 1; !word && b >= 0 && b > i - 14; --b) {
        if (r.WordStarts(b, {"arm", "cohort", "part", "group", "phase"})) other_scale = true;
        if (!r.IsAnyMark(b, ",/&") && !r.IsAny(b, {Cue::kAnd, Cue::kOr}) && GroupOf(r.Word(b)).empty()) break;
      }
      if (!word && (!lettered || other_scale)) return std::nullopt;
      if (range && !out.stages.empty()) {
        size_t from = FirstOf(out.stages.back()), to = LastOf(group);
        for (size_t s = from; s <= to && s < kOrder.size(); ++s) out.stages.emplace_back(kOrder[s]);
      } else {
        out.stages.push_back(group);
      }
      range = false;
      out.last = k;
      // "IIIB/C": letters that share the numeral.
      while (k + 2 < end && r.IsMark(k + 1, '/') && r.Word(k + 2).size() == 1 && out.stages.back().size() >= 2) {
        char letter = static_cast<char>(std::toupper(static_cast<unsigned char>(r.Word(k + 2)[0])));
        if (letter < 'A' || letter > 'C') break;
        std::string base = out.stages.back();
        base.back() = letter;
        out.stages.push_back(base);
        k += 2;
        out.last = k;
      }
      continue;
    }
    if (out.stages.empty()) break;
    if (r.IsMark(k, '-') || r.Is(k, Cue::kTo)) { range = true; continue; }
    if (r.IsMark(k, ',') || r.IsMark(k, '/') || r.Is(k, Cue::kOr) || r.Is(k, Cue::kAnd) || r.Is(k, Cue::kStage) || r.WordIs(k, "select") || r.WordIs(k, "selected") || r.IsMark(k, '(') || r.IsMark(k, '&')) continue;
    break;
  }
  if (out.stages.empty()) return std::nullopt;
  std::sort(out.stages.begin(), out.stages.end());
  out.stages.erase(std::unique(out.stages.begin(), out.stages.end()), out.stages.end());
  return out;
}

}  // namespace trialmatch::rules
