#include "rules/parse/layout/scope.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>

#include "base/ascii.h"
#include "absl/strings/str_cat.h"
#include "rules/parse/domains.h"
#include "rules/parse/layout/part_label.h"
#include "rules/parse/layout/part_name.h"

namespace trialmatch::rules {
namespace {

using base::Lower;

struct StepWord {
  std::string_view word;
  bool later;
};
constexpr std::array<StepWord, 16> kSteps = {{{"screening", false},      {"prescreening", false}, {"pre-screening", false}, {"registration", false},
                                              {"pre-registration", false}, {"preregistration", false}, {"enrollment", false}, {"run-in", true},
                                              {"randomization", true},   {"randomisation", true}, {"vaccination", true},    {"maintenance", true},
                                              {"retreatment", true},     {"re-treatment", true},  {"crossover", true},      {"leukapheresis", false}}};

// The last item of the name of a step that starts at `i` ("pre - registration", "step 2"), or -1.
int StepAt(const Reading& r, int i, ScopeLabel* label) {
  if (!r.WordStarts(i, {"pre", "re", "screening", "enrollment", "run-in", "registration", "randomi", "vaccination", "maintenance", "crossover", "leukapheresis", "step"})) return -1;
  std::string name = Lower(r.Word(i));
  int last = i;
  if ((name == "pre" || name == "re") && r.IsMark(i + 1, '-') && r.Has(i + 2)) {
    last = i + 2;
    name += "-" + Lower(r.Word(last));
  }
  bool later = false, known = false;
  for (const StepWord& step : kSteps) {
    if (name != step.word) continue;
    known = true;
    later = step.later;
  }
  if (name == "step") {
    std::string id = PartNumber(r, i + 1, &last);
    known = !id.empty();
    later = id != "0" && id != "1";
    name += " " + id;
  }
  if (!known) return -1;
  label->step = true;
  label->later_step = later;
  label->paths.push_back({name});
  label->span = base::Cover(label->span, r.SpanOf(i, last));
  return last;
}

// "Cohort C renal insufficiency cohort: ...": the colon behind the name of the part, or -1 when clinical
// words stand before it.
int ColonBehindName(const Reading& r, int i, int end) {
  for (int k = i; k < end && k <= i + 6; ++k) {
    if (r.IsMark(k, ':')) return k;
    const bool name = r.IsKind(k, Item::Kind::kWord) || (r.IsMark(k, '-') && !r.at(k).space_before) || r.IsAny(k, {Cue::kMonotherapy, Cue::kAnd, Cue::kReference}) || r.Find(k, TermKind::kPlain) != nullptr || !PartWord(r.Word(k)).empty() || r.Is(k, Cue::kFiller);
    if (!name) return -1;
  }
  return -1;
}

// "[NSCLC expansion cohort(s)] ...", "[CRC dose escalation and dose expansion parts] ...": a part that goes by
// its name. The item of the closing bracket, or -1.
int NamedBracket(const Reading& r, int begin, int end) {
  int open = begin;
  while (open < end && r.IsKind(open, Item::Kind::kMark) && !r.IsMark(open, '[')) ++open;
  if (!r.IsMark(open, '[')) return -1;
  bool part = false;
  for (int k = open + 1; k < end && k <= open + 14; ++k) {
    if (r.IsMark(k, ']')) return part ? k : -1;
    if (r.IsAny(k, {Cue::kMust, Cue::kNot, Cue::kNo, Cue::kExcept}) || r.IsComparison(k)) return -1;
    part = part || !PartWord(r.Word(k)).empty();
  }
  return -1;
}

// "Phase 1 Extension Cohort, existing data ...": the comma behind the name of the part, or -1.
int CommaBehindHead(const Reading& r, int i, int end) {
  if (r.IsMark(i - 1, ',') && i >= 2 && !PartWord(r.Word(i - 2)).empty()) return i - 1;
  for (int k = i; k < end && k <= i + 3; ++k) {
    if (r.IsMark(k, ',')) return k > i && !PartWord(r.Word(k - 1)).empty() ? k : -1;
    if (!r.IsKind(k, Item::Kind::kWord)) return -1;
  }
  return -1;
}

// "Phase 2a Part 2 i.v. *Arm E* - NSCLC", "Phase 2 NSCLC *Cohort B*: ...": the word of the inner part behind a few words of its name, or -1.
int InnerPartBehindWords(const Reading& r, int i, int end) {
  constexpr int kMostWords = 4;
  for (int k = i; k < end && k <= i + kMostWords; ++k) {
    int last = k;
    if (k > i && !PartWord(r.Word(k)).empty() && !PartNumber(r, k + 1, &last).empty()) return r.IsAnyMark(last + 1, ":-") ? k : -1;
    if (!r.IsKind(k, Item::Kind::kWord) && !r.IsMark(k, '.')) return -1;
    if (r.IsAny(k, {Cue::kMust, Cue::kNo, Cue::kNot, Cue::kOr, Cue::kAnd, Cue::kWith, Cue::kFor, Cue::kPermitted}) || !r.Has(k + 1)) return -1;
  }
  return -1;
}

// What stands between a label and its colon: another part ("... and MTD expansion"), a step ("... at randomization"), or what tells the part
// from others ("Phase 1b monotherapy expansion cohort").
void NameFurther(const Reading& r, int begin, int colon, ScopeLabel* label) {
  if (JoinsParts(r, begin - 1) || JoinsParts(r, begin)) {
    for (auto& path : PathsOfNames(r, begin, colon)) label->paths.push_back(std::move(path));
    return;
  }
  // "at randomization" is one item.
  if (begin + 1 == colon && r.WordStarts(begin, {"at "})) {
    if (!r.WordContains(begin, {"randomi"})) return;
    label->step = label->later_step = true;
    for (auto& path : label->paths) path.emplace_back("randomization");
    return;
  }
  const std::string kind = KindOfTherapyPart(r, begin, colon);
  for (auto& path : label->paths) {
    if (!kind.empty()) path.push_back(kind);
  }
}

// "Cohorts 1 and 3 of the Dose Expansion": nothing but "of the" between the part at `last` and item `i`.
bool IsOfOuterPart(const Reading& r, int last, int i) {
  if (last < 0 || i <= last || i > last + 3) return false;
  int k = last + 1;
  if (r.WordIsAny(k, {"of", "of the", "in", "in the", "for", "for the"})) ++k;
  else if (!r.WordContains(last, {" of"})) return false;   // "1 of" is one item
  return i == k || (i == k + 1 && r.WordIs(k, "the"));
}

// "Phase 1 (dose escalation phase)", "Phase 2 (cohort expansion)": the bracket behind the part at `part` holds items i..last of its name, and no more.
bool IsInOwnBracket(const Reading& r, int part, int i, int last) {
  const int first = part + 2;
  return r.IsMark(part + 1, '(') && (i == first || (i == first + 1 && !PartWord(r.Word(first)).empty())) && r.IsMark(last + 1, ')');
}

// "Part 2, Group 2", "Phase 2, Cohort A": behind a part that lies around others a comma leads on to the inner one.
bool CommaLeadsInside(const Reading& r, int last, int i, const std::vector<std::string>& path, std::string_view word) {
  const auto rank = [](std::string_view part) { return part.starts_with("phase") ? 0 : part.starts_with("part") ? 1 : 2; };
  return last >= 0 && i == last + 2 && r.IsMark(i - 1, ',') && path.size() == 1 && rank(path[0]) < rank(word);
}

// "Cohort B participants who have ...": one item names the people and goes on to what they have.
bool TellsOfPeople(const Reading& r, int i) {
  return r.IsAny(i, {Cue::kWho, Cue::kWith}) && r.WordStarts(i, {"patients"});
}

// "Cohort 1. NSCLC ...": a full stop stands for the colon of a label.
bool StopsLikeColon(const Reading& r, int begin, int last, int i, int end) {
  return i == last + 1 && r.IsMark(i, '.') && i + 1 < end && !PartWord(r.Word(begin)).empty() && !SpeaksOfOtherPartsLater(r, i + 1, end);
}

// The outer part comes first in each path.
void PutAround(const std::string& outer, std::vector<std::vector<std::string>>* paths) {
  for (auto& path : *paths) path.insert(path.begin(), outer);
}

ScopeLabel ReadNumberedLabel(const Reading& r, int begin, int end, LabelPlace place) {
  ScopeLabel label;
  if (const int close = place == LabelPlace::kItemStart ? NamedBracket(r, begin, end) : -1; close >= 0 && close + 1 < end) {
    label.span = r.SpanOf(begin, close);
    label.name = std::string(base::Slice(r.text(), label.span));
    std::string key;
    for (int k = begin; k < close; ++k) {
      // "[non-small cell lung cancer (NSCLC) expansion cohort]" is "[NSCLC expansion cohort]".
      const bool abbreviation = r.IsMark(k, '(') && r.IsMark(k + 2, ')') && !r.WordIs(k + 1, "s");
      if (abbreviation) {
        key = Lower(r.Word(k + 1));
        k += 2;
      } else if (!r.IsAnyMark(k, "[\\")) {
        key += (key.empty() || !r.at(k).space_before ? "" : " ") + Lower(r.Word(k));
      }
    }
    label.paths.push_back({key});
    label.name_begin = begin + 1;
    label.name_end = close;
    label.end_item = close + 1;
    return label;
  }
  int limit = place == LabelPlace::kHeading ? end : std::min(end, begin + 14);
  bool for_word = false, only = false, people = false;
  int i = begin;
  std::vector<std::string> outer;
  int last_part = -1;
  size_t last_named = 0;   // the first path of the parts that were named last
  bool early_colon = false;
  if (place == LabelPlace::kItemStart) {
    // Words that may stand before a label: "For the ...", "Subjects enrolling to ...", "[".
    while (i < limit) {
      const bool opener = r.Is(i, Cue::kFor) || r.WordIsAny(i, {"in", "the", "for", "only", "all", "additional", "specific", "to", "into", "on", "to enroll", "to enrol", "to enroll on", "registration", "pre-registration", "inclusion", "criterion", "criteria"}) ||
                          r.WordContains(i, {"inclusion criteri", "inclusion criterion"}) || r.WordStarts(i, {"patients", "enrol"}) || r.IsAnyMark(i, "([*");
      if (!opener) break;
      for_word = for_word || r.Is(i, Cue::kFor) || r.WordIsAny(i, {"for", "in"}) || r.WordStarts(i, {"enrol"});
      ++i;
      if (i > begin + 6) break;
    }
  }
  for (; i < limit; ++i) {
    int last = i;
    std::string word = place == LabelPlace::kItemStart && i == begin && IsStudyStage(r, i, end) ? "stage" : PartWord(r.Word(i));
    if (!word.empty()) {
      std::vector<std::string> parts;
      int k = i + 1;
      if (r.IsMark(k, '#')) ++k;   // "Arm #2"
      // "Cohort: 1 Confirmed melanoma": the colon of the label stands before its number.
      early_colon = place == LabelPlace::kItemStart && i == begin && r.IsMark(k, ':') && r.IsNumber(k + 1) && r.Has(k + 2) && !r.IsKind(k + 2, Item::Kind::kMark) && !r.IsComparison(k + 2);
      if (early_colon) ++k;
      while (k < end) {
        int id_last = k;
        const std::vector<std::string> ids = PartNumbers(r, k, &id_last);
        if (ids.empty()) break;
        for (const std::string& id : ids) parts.push_back(word + " " + id);
        last = id_last;
        k = id_last + 1;
        while (k < end && JoinsParts(r, k)) ++k;
        // "Phase 1b and Phase 2 Cohort A": what lies inside is of the last alone.
        if (k < end && PartWord(r.Word(k)) == word && !label.paths.empty()) ++k;
      }
      if (parts.empty()) {
        if (place == LabelPlace::kItemStart && label.paths.empty()) break;
        continue;
      }
      const bool around = parts.size() == 1 && IsOfOuterPart(r, last_part, i);
      const bool inside = !label.paths.empty() && parts.size() == 1 && CommaLeadsInside(r, last_part, i, label.paths.back(), word);
      bool nested = !around && !label.paths.empty() && last_part >= 0 && i <= last_part + 2 && (!JoinsParts(r, i - 1) || inside);
      if (around) {
        PutAround(parts[0], &label.paths);
      } else if (nested) {
        // "Part 2A Cohorts E1 and E2, Part 2B Cohort E3": of the part before it alone.
        std::vector<std::vector<std::string>> paths(label.paths.begin(), label.paths.begin() + static_cast<std::ptrdiff_t>(last_named));
        for (const auto& path : std::span(label.paths).subspan(last_named)) {
          for (const std::string& part : parts) {
            auto longer = path;
            longer.push_back(part);
            paths.push_back(std::move(longer));
          }
        }
        label.paths = std::move(paths);
      } else {
        last_named = label.paths.size();
        for (std::string& part : parts) label.paths.push_back({part});
      }
      label.span = base::Cover(label.span, r.SpanOf(i, last));
      last_part = last;
      i = last;
      if (!early_colon) continue;
      label.name = std::string(base::Slice(r.text(), label.span));
      label.end_item = last + 1;
      return label;
    }
    std::string named = NamedPart(r, i, &last);
    // "Phase 1 extension (pilot expansion), ...".
    if (named.empty() && last_part >= 0 && i == last_part + 1 && r.WordIsAny(i, {"extension", "expansion", "escalation"})) named = r.WordIs(i, "escalation") ? "escalation" : "expansion";
    if (!named.empty()) {
      // "Phase 1 dose escalation" is that of the phase.
      if (IsOfOuterPart(r, last_part, i)) {
        PutAround(named, &label.paths);
      } else if (last_part >= 0 && (i == last_part + 1 || IsInOwnBracket(r, last_part, i, last))) {
        label.own_bracket = i > last_part + 1;
        for (auto& path : label.paths) path.push_back(named);
      } else {
        const std::string own = place == LabelPlace::kHeading && label.paths.empty() ? OwnNameBefore(r, begin, i) : "";
        label.paths.push_back(own.empty() ? std::vector{named} : std::vector{named, own + " " + named});
      }
      label.span = base::Cover(label.span, r.SpanOf(i, last));
      last_part = last;
      i = last;
      continue;
    }
    if (place == LabelPlace::kHeading && label.paths.empty()) {
      if (int step = StepAt(r, i, &label); step >= 0) last_part = i = step;
      if (r.Is(i, Cue::kAdjuvant) || r.Is(i, Cue::kNeoadjuvant)) {
        bool part_word = HasCue(r, i, end, {Cue::kFiller}) || i + 1 < end;
        if (part_word && HasCue(r, begin, i, {Cue::kFor})) {
          label.step = true;
          label.later_step = r.Is(i, Cue::kAdjuvant);
          label.paths.push_back({r.Is(i, Cue::kAdjuvant) ? "adjuvant" : "neoadjuvant"});
          label.span = r.SpanOf(i, i);
          last_part = i;
        }
      }
    }
    if (place == LabelPlace::kHeading) continue;
    // "STEP 1: ...", "PRE-REGISTRATION: ...".
    if (label.paths.empty() && i == begin) {
      ScopeLabel named_step;
      int step = StepAt(r, i, &named_step);
      if (step >= 0 && r.IsMark(step + 1, ':')) {
        label = std::move(named_step);
        last_part = i = step;
        continue;
      }
    }
    // At the start of an item a label ends with a colon, a dash, a comma after "for", or "only".
    if (label.paths.empty()) break;
    // "Part 3 combination cohort A", "Part 1A and Japan Cohort F".
    const bool kind_of_part = r.WordIsAny(i, {"combination", "monotherapy", "expansion", "escalation", "optimization", "backfill", "japan", "japanese", "china", "chinese", "korea", "korean", "asian", "global"}) && !PartWord(r.Word(std::min(i + 1, r.size() - 1))).empty();
    const bool of_outer = r.WordIs(i, "for") && i + 1 < limit && !PartWord(r.Word(i + 1)).empty();   // "Dose escalation for Part A"
    if (kind_of_part || of_outer) continue;
    if (const int inner = InnerPartBehindWords(r, i, limit); inner > i) {
      last_part = i = inner - 1;
      continue;
    }
    const bool of_people = r.WordIsAny(i, {"patients"});
    people = people || of_people;
    if (of_people || r.WordIsAny(i, {"only", "portion", "part", "of", "of the", "the", "trial", "study"}) || JoinsParts(r, i) || r.IsAnyMark(i, ")](*\\")) {
      only = only || r.WordIs(i, "only");
      if (r.IsMark(i, ')') || r.IsMark(i, ']')) {
        // "Phase 2 Cohort C (thyroid cancer): ..." reads on to the colon.
        if (i + 1 < end && (r.IsMark(i + 1, ':') || !for_word)) only = true;
      }
      if (r.IsMark(i, '(')) {
        // "Part 1 dose escalation (CLOSED) Any solid tumor with ...".
        only = only || (r.IsMark(i + 2, ')') && r.WordIsAny(i + 1, {"closed", "ongoing", "open", "completed", "complete", "recruiting", "active"}));
        // "Phase Ia (Part A)".
        int inner = i + 2;
        const std::string kind = r.Has(i + 2) ? PartWord(r.Word(i + 1)) : "";
        const std::string number = kind.empty() ? "" : PartNumber(r, i + 2, &inner);
        // "Cohorts A1 and A2 (Part 2A)": a part around them, which other lines leave out.
        const bool coarser = (kind == "part" || kind == "phase") && label.paths.back().back().starts_with("cohort");
        if (!number.empty() && !coarser && r.IsMark(inner + 1, ')') && std::none_of(label.paths.back().begin(), label.paths.back().end(), [&](const std::string& each) { return each.starts_with(kind); })) label.paths.back().push_back(kind + " " + number);
        while (i + 1 < limit && !r.IsMark(i, ')')) ++i;
      }
      continue;
    }
    break;
  }
  if (label.paths.empty()) return label;
  if (place == LabelPlace::kItemStart) {
    bool ends = i < end && (r.IsMark(i, ':') || r.IsMark(i, '-') || StopsLikeColon(r, begin, last_part, i, end));
    bool comma = (TellsOfPeople(r, i) && !SpeaksOfOtherPartsLater(r, i, end)) || for_word || only || BehindEnrolls(r, i, end) > i || (people && r.IsAny(i, {Cue::kMust, Cue::kMustNot, Cue::kWith, Cue::kWho}));
    if (!ends && i < end) {
      const int colon = ColonBehindName(r, i, end);
      const bool more = comma && colon > i && JoinsParts(r, i - 1) && !PathsOfNames(r, i, colon).empty();
      if (!comma || more) {
        const int head = colon >= 0 ? -1 : CommaBehindHead(r, i, end);
        if (colon < 0 && head < 0) return ScopeLabel{};
        if (colon > i) NameFurther(r, i, colon, &label);
        i = colon >= 0 ? colon : head;
        ends = true;
      }
    }
    label.end_item = ends ? i + 1 : std::max(i, BehindEnrolls(r, i, end));
    if (label.end_item < end && r.IsMark(label.end_item, ',')) ++label.end_item;
  } else {
    label.end_item = end;
  }
  label.closed = HasCue(r, begin, end, {Cue::kClosed});
  for (int k = begin + 1; k < label.end_item; ++k) label.closed |= r.WordIs(k, "closed") && r.IsAnyMark(k - 1, "([") && r.IsAnyMark(k + 1, ")]");
  label.name = std::string(base::Slice(r.text(), label.span));
  return label;
}

}  // namespace

ScopeLabel ReadScopeLabel(const Reading& r, int begin, int end, LabelPlace place) {
  ScopeLabel numbered = ReadNumberedLabel(r, begin, end, place);
  return numbered.empty() && place == LabelPlace::kItemStart ? ReadPartLabel(r, begin, end) : numbered;
}

bool IsOnlyLabel(const Reading& r, int open, int end) {
  bool part = false;
  for (int i = open + 1; i < end; ++i) {
    int last = i;
    if (!PartWord(r.Word(i)).empty()) {
      part = part || !PartNumber(r, i + 1, &last).empty();
      continue;
    }
    if (!NamedPart(r, i, &last).empty() || !PartNumber(r, i, &last).empty()) {
      part = part || last > i;
      i = last;
      continue;
    }
    // "(Cohort 1 TME)".
    const std::string_view word = r.Word(i);
    const bool code = part && r.IsKind(i, Item::Kind::kWord) && word.size() >= 2 && word.size() <= 5 && std::all_of(word.begin(), word.end(), [](unsigned char c) { return std::isupper(c) != 0; });
    if (!code && !JoinsParts(r, i) && !r.IsAnyMark(i, ").,;:]") &&
        !r.WordIsAny(i, {"all", "the", "for", "in", "of", "study", "trial", "portion", "only", "patients", "recommended", "dose"})) {
      return false;
    }
  }
  return part;
}

}  // namespace trialmatch::rules
