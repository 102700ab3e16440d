#include "rules/parse/disease/stages.h"

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
  // "\u2162B": a Roman numeral as one sign.
  constexpr std::string_view kNumerals = "\xE2\x85";
  if (upper.size() >= 3 && upper.starts_with(kNumerals) && upper[2] >= '\xA0' && upper[2] <= '\xA3') {
    constexpr std::array<std::string_view, 4> kRoman = {"I", "II", "III", "IV"};
    roman = kRoman[static_cast<size_t>(upper[2] - '\xA0')];
    i = 3;
  } else if (!upper.empty() && upper[0] >= '0' && upper[0] <= '4') {
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

bool RangeSign(const Reading& r, int i) {
  return r.IsMark(i, '-') || r.IsMark(i, '~') || r.Is(i, Cue::kTo) || r.WordIs(i, "\xEF\xBD\x9E");
}

// "IV" that is no way of giving a drug: behind it the tumour, or nothing, goes on.
bool StandsAsStage(const Reading& r, int i, int end) {
  if (GroupOf(r.Word(i)).empty() || r.IsNumber(i)) return false;
  const int next = i + 1;
  return next >= end || r.IsKind(next, Item::Kind::kMark) || r.IsAny(next, {Cue::kDiseaseWord, Cue::kOr, Cue::kAnd, Cue::kWho, Cue::kFiller, Cue::kEdition}) ||
         r.IsTermOf(next, KindBits({TermKind::kDisease, TermKind::kSetting}));
}

// The letter A to C that item `i` is; 0 when it is none. A small "a" is an article.
char StageLetter(const Reading& r, int i) {
  const std::string_view word = r.Has(i) ? r.Word(i) : std::string_view();
  if (word.size() != 1 || word == "a") return 0;
  const char letter = static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
  return letter >= 'A' && letter <= 'C' ? letter : '\0';
}

// Letters that share the numeral of the group at item `k`, the last of `stages`: "IIIB/C", "IIIB-C or IV", "III B or C", "III (B/C)". Returns their last item, else `k`.
int TakeLetters(const Reading& r, int k, int end, std::vector<std::string>& stages) {
  const bool lettered = stages.back().back() >= 'A' && stages.back().back() <= 'C';
  const bool bracketed = !lettered && r.IsMark(k + 1, '(');
  if (!lettered) {
    const int first = bracketed ? k + 2 : k + 1;
    const char letter = first < end ? StageLetter(r, first) : '\0';
    // "Stage IV B-cell lymphoma", "stage III (A: ...".
    const bool of_cells = r.WordIsAny(first + 1, {"cell", "cells", "symptoms"}) || (r.IsMark(first + 1, '-') && StageLetter(r, first + 2) == 0);
    const bool goes_on = first + 1 >= end || r.IsAnyMark(first + 1, ",/-~)") || r.IsAny(first + 1, {Cue::kOr, Cue::kAnd, Cue::kTo, Cue::kDiseaseWord}) || r.Find(first + 1, TermKind::kDisease) != nullptr;
    if (letter == 0 || of_cells || !goes_on || stages.back() == "0") return k;
    stages.back().push_back(letter);
    k = first;
  }
  while (k + 2 < end) {
    const bool range = RangeSign(r, k + 1);
    const bool joined = range || r.IsMark(k + 1, '/') || r.IsMark(k + 1, ',') || r.IsAny(k + 1, {Cue::kOr, Cue::kAnd});
    const char letter = joined ? StageLetter(r, k + 2) : '\0';
    std::string group = stages.back();
    if (letter == 0 || (letter <= group.back() && !r.IsMark(k + 1, '/'))) break;
    if (!r.IsMark(k + 1, '/') && r.IsMark(k + 3, '-')) break;
    for (char each = range ? static_cast<char>(group.back() + 1) : letter; each <= letter; ++each) {
      group.back() = each;
      stages.push_back(group);
    }
    k += 2;
  }
  return bracketed && r.IsMark(k + 1, ')') ? k + 1 : k;
}

// "IB (at least 4 cm) to IIIA": the stage that the range to item `i` starts from, when a bracket stands between; else "".
std::string RangeBeforeBracket(const Reading& r, int i) {
  if (!RangeSign(r, i - 1) || !r.IsAnyMark(i - 2, ")]")) return "";
  int open = i - 3;
  while (open > 0 && !r.IsAnyMark(open, "([")) --open;
  return open > 0 ? GroupOf(r.Word(open - 1)) : "";
}

constexpr int kFarthestPhase = 40;  // items before a bare "IIa"

}  // namespace

std::optional<StageReading> ReadStages(const Reading& r, int i, int end, BareStage bare) {
  StageReading out;
  out.first = i;
  int k = i;
  bool word = r.Is(i, Cue::kStage);
  if (word) ++k;
  while (k < end && (r.Is(k, Cue::kStage) || r.IsMark(k, ':') || r.IsMark(k, '(') || r.Is(k, Cue::kFiller) || r.Is(k, Cue::kEdition) || r.Is(k, Cue::kDiseaseWord)) && k < i + 4) ++k;
  const std::string from = RangeBeforeBracket(r, i);
  bool range = !from.empty();
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
    // "IIIBC".
    const char second = group.empty() && usable && text.size() > 2 ? static_cast<char>(std::toupper(static_cast<unsigned char>(text.back()))) : '\0';
    if (second == 'B' || second == 'C') {
      const std::string joined = GroupOf(text.substr(0, text.size() - 1));
      if (joined.size() >= 2 && joined.back() >= 'A' && joined.back() < second) {
        out.stages.push_back(joined);
        group = joined.substr(0, joined.size() - 1) + second;
      }
    }
    // "IB (4 cm or larger)".
    if (r.IsNumber(k) && k + 1 < end && r.Find(k + 1, TermKind::kUnit) != nullptr && r.at(k + 1).space_before) group.clear();
    if (group.empty() && r.WordIs(k, "four")) group = "IV";
    if (!group.empty()) {
      // Without the word stage only a group with its letter is one, and never behind "class", "grade", "phase".
      bool lettered = group.size() >= 2 && group.back() >= 'A' && group.back() <= 'C';
      // "(IB)" may be a brochure: alone it is a stage only as part of a range or before the word.
      if (lettered && text.size() == 2 && !r.Is(k + 1, Cue::kStage) && !(RangeSign(r, k + 1) && !GroupOf(r.Has(k + 2) ? r.Word(k + 2) : "").empty())) lettered = out.stages.size() > 0;
      lettered = lettered || bare == BareStage::kTaken;
      bool other_scale = r.Is(i - 1, Cue::kNyha) || r.WordIs(i - 1, "class") || r.Is(i - 1, Cue::kGrade) || r.WordIs(i - 1, "phase") || r.WordIs(i - 1, "type");
      // "Arms I, IV, IVa".
      for (int b = i - 1; !word && b >= 0 && b > i - 14; --b) {
        if (r.WordStarts(b, {"arm", "cohort", "part", "group", "phase"})) other_scale = true;
        if (!r.IsAnyMark(b, ",/&") && !r.IsAny(b, {Cue::kAnd, Cue::kOr}) && GroupOf(r.Word(b)).empty()) break;
      }
      // "Phase I: 18 to 70 years, IIa: 18 years or older".
      if (!word && (group.size() == 2 || group == "IIA" || group == "IIB") && r.FindCue(0, end, {Cue::kStage}) < 0) {
        for (int b = i - 1; b >= 0 && b > i - kFarthestPhase; --b) other_scale = other_scale || r.WordStarts(b, {"phase i", "phase 1"}) || (r.WordStarts(b, {"phase"}) && !GroupOf(r.Word(b + 1)).empty() && !r.IsNumber(b + 1));
      }
      // "IIIB/IV stage".
      const bool listed = !out.stages.empty() && !other_scale && (StandsAsStage(r, k, end) || r.Is(k + 1, Cue::kStage));
      if (!word && !listed && (!lettered || other_scale)) return std::nullopt;
      if (range && (!out.stages.empty() || !from.empty())) {
        const size_t to = LastOf(group);
        for (size_t s = out.stages.empty() ? LastOf(from) + 1 : FirstOf(out.stages.back()); s <= to && s < kOrder.size(); ++s) out.stages.emplace_back(kOrder[s]);
      } else {
        out.stages.push_back(group);
      }
      range = false;
      out.last = k;
      k = TakeLetters(r, k, end, out.stages);
      out.last = k;
      continue;
    }
    if (out.stages.empty()) break;
    if (RangeSign(r, k)) { range = true; continue; }
    if (r.IsMark(k, ',') || r.IsMark(k, '/') || r.Is(k, Cue::kOr) || r.Is(k, Cue::kAnd) || r.Is(k, Cue::kStage) || r.WordIs(k, "select") || r.WordIs(k, "selected") || r.IsMark(k, '(') || r.IsMark(k, '&')) continue;
    break;
  }
  if (out.stages.empty()) return std::nullopt;
  out.last_stage = out.stages.back();
  if (r.WordIsAny(out.last + 1, {"or greater", "or higher", "or above", "or later", "or more advanced"}) && out.last + 1 < end) {
    for (size_t s = LastOf(out.last_stage) + 1; s < kOrder.size(); ++s) out.stages.emplace_back(kOrder[s]);
    ++out.last;
  }
  std::sort(out.stages.begin(), out.stages.end());
  out.stages.erase(std::unique(out.stages.begin(), out.stages.end()), out.stages.end());
  return out;
}

int StageGoesOn(const Reading& r, int last, int end) {
  int depth = 0;
  constexpr int kLongestRemark = 14;  // items
  for (int k = last + 1; k < end && k <= last + kLongestRemark; ++k) {
    if (r.IsMark(k, '(')) ++depth;
    if (r.IsMark(k, ')') && --depth < 0) return -1;
    if (depth > 0) continue;
    const bool joins = r.IsAnyMark(k, ",/") || r.IsAny(k, {Cue::kOr, Cue::kAnd}) || (RangeSign(r, k) && r.IsMark(k - 1, ')'));
    if (joins && k + 1 < end && StandsAsStage(r, k + 1, end)) return k + 1;
    const bool remark = joins || r.IsKind(k, Item::Kind::kMark) || r.at(k).used || r.IsAny(k, {Cue::kWith, Cue::kFiller, Cue::kDiseaseWord}) || r.Find(k, TermKind::kPlain) != nullptr;
    if (!remark || r.IsMark(k, ';') || r.Is(k, Cue::kStage)) return -1;
  }
  return -1;
}

namespace {

// Nothing but "(with", "due to" between the stage at `last` and the effusion at `effusion`.
bool BelongsToStage(const Reading& r, int last, int effusion) {
  int depth = 0;
  for (int k = last + 1; k < effusion; ++k) {
    depth += r.IsMark(k, '(') ? 1 : r.IsMark(k, ')') ? -1 : 0;
    // "IIIB (unresectable, with malignant effusion)", "IIIB (T4 lesion due to malignant effusion)".
    const bool in_brackets = depth > 0 && (r.IsAnyMark(k, ",:") || r.IsTermOf(k, KindBits({TermKind::kSetting})) || r.at(k).may_be_code || r.WordIsAny(k, {"due to", "because of", "by virtue of"}));
    // "Stage IIIB NSCLC with malignant effusion".
    const bool of_stage = in_brackets || r.Find(k, TermKind::kDisease) != nullptr || r.IsMark(k, '(') || r.at(k).used || r.IsAny(k, {Cue::kWith, Cue::kFiller, Cue::kDiseaseWord, Cue::kDiagnosis}) || r.Find(k, TermKind::kPlain) != nullptr;
    if (!of_stage || r.IsAny(k, {Cue::kNo, Cue::kNot, Cue::kWithout, Cue::kExcept, Cue::kOr, Cue::kStage})) return false;
  }
  return true;
}

}  // namespace

std::optional<ConditionLeaf> TakeEffusion(Reading& r, int last, std::vector<Atom>& atoms) {
  constexpr int kNear = 7;  // items
  for (int i = last + 1; i <= last + kNear && r.Has(i); ++i) {
    const Entry* disease = r.at(i).used ? nullptr : r.Find(i, TermKind::kDisease);
    if (disease == nullptr) continue;
    if (disease->id != "malignant_effusion" || !BelongsToStage(r, last, i)) break;
    r.Use(i);
    ConditionLeaf out;
    out.conditions = {r.WordContains(i, {"pericardial"}) ? "pericardial_effusion" : r.WordContains(i, {"pleural"}) ? "pleural_effusion" : "effusion"};
    out.qualities = {"malignant"};
    return out;
  }
  const auto effusion = [](const std::string& id) { return id == "effusion" || id == "pleural_effusion" || id == "pericardial_effusion"; };
  for (auto atom = atoms.begin(); atom != atoms.end(); ++atom) {
    const bool near = atom->first > last && atom->first <= last + kNear && atom->topic == Topic::kComorbidity && !atom->negated;
    const Expression& e = atom->expression;
    if (!near || (e.kind != Expression::Kind::kWhen && e.kind != Expression::Kind::kLeaf)) continue;
    // "Malignant effusion (with confirmation of a malignant pleural effusion)": told twice.
    const Expression& had = e.kind == Expression::Kind::kWhen ? e.children[0] : e;
    const Expression& given = had.kind == Expression::Kind::kAny && !had.children.empty() ? had.children.front() : had;
    if (given.kind != Expression::Kind::kLeaf) continue;
    const auto* leaf = std::get_if<ConditionLeaf>(given.leaf.get());
    if (leaf == nullptr || !std::all_of(leaf->conditions.begin(), leaf->conditions.end(), effusion)) continue;
    if (!BelongsToStage(r, last, atom->first)) return std::nullopt;
    ConditionLeaf out;
    out.conditions = leaf->conditions;
    for (const std::string& quality : leaf->qualities) {
      if (quality == "malignant") out.qualities.push_back(quality);
    }
    atoms.erase(atom);
    return out;
  }
  return std::nullopt;
}

int ReadEdition(Reading& r, Clause clause, int i) {
  int edition = 0;
  r.Use(i);
  for (int k = std::max(clause.begin, i - 3); k <= std::min(clause.end - 1, i + 4); ++k) {
    constexpr std::array<WordPattern, 4> kOrdinals = {"sixth", "seventh", "eighth", "ninth"};
    for (size_t o = 0; o < kOrdinals.size(); ++o) {
      if (!r.WordIs(k, kOrdinals[o])) continue;
      edition = static_cast<int>(o) + 6;
      r.Use(k);
    }
    if (!r.IsNumber(k)) continue;
    const double n = r.at(k).number;
    if (n != static_cast<int>(n)) continue;
    if (n >= 1997 && n <= 2030 && !r.at(k).used) r.Use(k);
    if (n < 6 || n > 9) continue;
    edition = static_cast<int>(n);
    r.Use(k);
    if (r.WordIs(k + 1, "th")) r.Use(k + 1);
    for (int v = k - 1; v >= k - 2; --v) {
      if (r.WordIsAny(v, {"v", "ver", "vers"}) && !r.at(v).used) r.Use(v);
    }
  }
  return edition;
}

}  // namespace trialmatch::rules
