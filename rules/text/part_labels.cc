#include "rules/text/part_labels.h"

#include <algorithm>
#include <initializer_list>

#include "base/ascii.h"
#include "rules/text/heading.h"

namespace trialmatch::rules {
namespace {

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return IsUpper(c) || (c >= 'a' && c <= 'z'); }
bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool IsPartWord(std::string_view word) {
  constexpr std::string_view kWords[] = {"Cohort", "Cohorts", "Part",  "Parts",   "Arm",   "Arms",
                                         "Group",  "Groups",  "Phase", "Stratum", "Module",
                                         "Subprotocol", "Substudy"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

std::string_view WordAt(std::string_view text, uint32_t from, uint32_t limit) {
  uint32_t to = from;
  while (to < limit && (IsLetter(text[to]) || IsDigit(text[to]))) ++to;
  return text.substr(from, to - from);
}

// "1", "2b", "A", "M5", "II", "IIb"; "ECOG" is none.
bool IsId(std::string_view id) {
  constexpr size_t kLongestId = 4;
  if (id.empty() || id.size() > kLongestId) return false;
  if (IsDigit(id[0]) || id.size() == 1) return IsDigit(id[0]) || IsUpper(id[0]);
  const bool roman = id.find_first_not_of("IV") >= id.size() - 1;
  return IsUpper(id[0]) && (roman || IsDigit(id.back()));
}

// The size of "1", "2b", "A and B", "1, 3 and Part 5", "1,5,and6", "3and3b" at `at`; 0 when no number stands there.
uint32_t SizeOfIds(std::string_view text, uint32_t at, uint32_t limit) {
  uint32_t i = at, last = at;   // `last`: behind the last number
  while (i < limit) {
    std::string_view id = WordAt(text, i, limit);
    if (const size_t joint = id.find("and"); joint != std::string_view::npos && joint > 0) id = id.substr(0, joint);
    if (!IsId(id)) break;
    last = i += static_cast<uint32_t>(id.size());
    bool joined = false;
    for (bool more = true; more && i < limit;) {
      more = false;
      for (std::string_view joint : {" ", ",", "/", "&", "and", "or"}) {
        if (text.substr(i, joint.size()) != joint) continue;
        i += static_cast<uint32_t>(joint.size());
        joined = joined || joint != " ";
        more = true;
        break;
      }
    }
    if (!joined) break;
    const std::string_view kind = WordAt(text, i, limit);
    if (!IsPartWord(kind)) continue;
    i += static_cast<uint32_t>(kind.size());
    if (i < limit && text[i] == ' ') ++i;
  }
  return last - at;
}

// The size of " dose escalation period", " dose expansion cohort 1", " expansion phase" at `at`, behind the number of a phase; 0 when none stands there.
uint32_t SizeOfStage(std::string_view text, uint32_t at, uint32_t limit) {
  constexpr std::string_view kStages[] = {" dose escalation", " dose expansion", " dose-escalation", " dose-expansion", " escalation", " expansion"};
  const auto stage = std::find_if(std::begin(kStages), std::end(kStages), [&](std::string_view each) { return text.substr(at, each.size()) == each; });
  uint32_t i = at;
  if (stage != std::end(kStages)) i += static_cast<uint32_t>(stage->size());
  for (std::string_view tail : {" period", " phase", " part", " portion", " stage"}) {
    if (stage == std::end(kStages) || text.substr(i, tail.size()) != tail) continue;
    i += static_cast<uint32_t>(tail.size());
    break;
  }
  for (std::string_view kind : {" cohorts ", " cohort "}) {
    if (text.substr(i, kind.size()) != kind) continue;
    const uint32_t ids = SizeOfIds(text, i + static_cast<uint32_t>(kind.size()), limit);
    return ids > 0 ? i + static_cast<uint32_t>(kind.size()) + ids - at : i - at;
  }
  return i - at;
}

// The size of a label with its colon at `at`: "Cohort 1:", "Part A and Part B:", "Cohorts 1 and 2:",
// "Phase 2b (expansion):", "For Phase 2,", "For participation in the Phase 2 portion,", "For Phase 2 participants,"; 0 when none stands there.
uint32_t LabelSize(std::string_view text, uint32_t at, uint32_t end) {
  constexpr uint32_t kLongest = 80;
  const uint32_t limit = std::min(end, at + kLongest);
  const uint32_t begin = at;
  for (std::string_view opener : {"For participation in the ", "For participation in ", "For enrollment in the ", "For enrolment in the ", "For entry into the ", "For the ", "For ", "In the ", "In "}) {
    if (text.substr(at, opener.size()) != opener) continue;
    at += static_cast<uint32_t>(opener.size());
    break;
  }
  const bool opened = at > begin;
  uint32_t i = at;
  // "Phase Ia(Part B)/Phase Ib:" names two.
  for (bool more = true; more;) {
    const std::string_view kind = WordAt(text, i, limit);
    if (!IsPartWord(kind)) return 0;
    i += static_cast<uint32_t>(kind.size());
    if (i >= limit || text[i] != ' ') return 0;
    const uint32_t ids = SizeOfIds(text, ++i, limit);
    if (ids == 0) return 0;
    i += ids;
    i += kind == "Phase" ? SizeOfStage(text, i, limit) : 0;
    if (text.substr(i, 2) == " (" || text.substr(i, 1) == "(") {
      while (i < limit && text[i] != ')') ++i;
      if (i < limit) ++i;
    }
    more = i + 1 < limit && text[i] == '/' && IsPartWord(WordAt(text, i + 1, limit));
    if (more) ++i;
    // "Phase 1 dose expansion and Phase 2: ...".
    if (text.substr(i, 5) == " and " && IsPartWord(WordAt(text, i + 5, limit))) {
      i += 5;
      more = true;
    }
  }
  if (i < limit && text[i] == ' ') ++i;
  for (std::string_view tail : {"portion", "part", "only", "of the study", "participants", "patients", "subjects"}) {
    if (!opened || text.substr(i, tail.size()) != tail) continue;
    i += static_cast<uint32_t>(tail.size());
    if (i < limit && text[i] == ' ') ++i;
  }
  return i < limit && (text[i] == ':' || (opened && text[i] == ',')) ? i + 1 - begin : 0;
}

bool EndsSentence(std::string_view text, uint32_t begin, uint32_t at) {
  while (at > begin && IsSpace(text[at - 1])) --at;
  return at > begin && (text[at - 1] == '.' || text[at - 1] == ';' || text[at - 1] == ':');
}

// What a later sentence allows a part, or does not ask of it, it takes from the sentence before: both stay together.
bool Allows(std::string_view sentence) {
  for (std::string_view word : {"allowed", "permitted", "eligible", " may ", " can ", "xcept", "not required", "acceptable", "not apply", "unless", "nstead"}) {
    if (sentence.find(word) != std::string_view::npos) return true;
  }
  return false;
}

// "All cohorts: ...", "For both cohorts, ..." behind the labels of parts: for everybody again.
uint32_t SizeForAll(std::string_view text, uint32_t at, uint32_t end) {
  constexpr std::string_view kAll[] = {"All cohorts:", "All parts:", "All arms:", "All patients:", "All participants:", "All subjects:", "All phases:", "Both cohorts:", "Both parts:", "For all cohorts:", "For all cohorts,", "For both cohorts:", "For both cohorts,", "In all cohorts,", "In both cohorts,", "For all parts,", "For both parts,"};
  const std::string_view rest = text.substr(at, end - at);
  for (std::string_view label : kAll) {
    if (rest.starts_with(label)) return static_cast<uint32_t>(label.size());
  }
  return 0;
}

// "Phase 1b expansion: " before "Part A: ...": the part around it.
bool IsOuterLabel(std::string_view between) {
  constexpr size_t kLongest = 40;
  while (!between.empty() && IsSpace(between.back())) between.remove_suffix(1);
  if (between.size() > kLongest || !between.ends_with(':') || between.find_first_of(".;,") != std::string_view::npos) return false;
  return IsPartWord(WordAt(between, 0, static_cast<uint32_t>(between.size())));
}

// "Part A: Patients with ... . Patients with mixed histology are eligible if ...": the first sentence asks.
bool AsksFirst(std::string_view part) {
  const size_t label = part.find(": ");
  if (label == std::string_view::npos) return false;
  const std::string_view sentence = part.substr(label + 2, part.find(". ", label) - label - 2);
  for (std::string_view whom : {"Patients with ", "Participants with ", "Subjects with ", "Patients must ", "Participants must ", "Subjects must "}) {
    if (sentence.starts_with(whom)) return !Allows(sentence);
  }
  return false;
}

// "Melanoma subjects (Phase 2a Cohort 5 only)".
bool NamesPartInBracket(std::string_view body) {
  const size_t open = body.rfind('(');
  return open != std::string_view::npos && open > 0 && IsPartWord(WordAt(body, static_cast<uint32_t>(open) + 1, static_cast<uint32_t>(body.size())));
}

// "Solid tumors or lymphomas Part 1: ... Part 2: ... Part 3: ...": labels of one kind, each with the next number, run on behind words
// for everybody. Where they begin; empty when there are fewer than two.
std::vector<uint32_t> LabelsInOrder(std::string_view text, uint32_t begin, uint32_t end) {
  std::vector<uint32_t> labels;
  std::string_view kind;
  char number = 0;
  int depth = 0;
  for (uint32_t at = begin + 1; at < end; ++at) {
    depth = std::max(0, depth + (text[at] == '(' || text[at] == '[') - (text[at] == ')' || text[at] == ']'));
    if (depth > 0 || !IsUpper(text[at]) || !IsSpace(text[at - 1])) continue;
    const std::string_view word = WordAt(text, at, end);
    const auto colon = static_cast<uint32_t>(at + word.size() + 2);
    if (!IsPartWord(word) || colon >= end || text[colon] != ':' || text[colon - 2] != ' ') continue;
    if (kind.empty() && text[colon - 1] != '1' && text[colon - 1] != 'A') return {};
    if (!kind.empty() && (word != kind || text[colon - 1] != number + 1)) return {};
    kind = word;
    number = text[colon - 1];
    labels.push_back(at);
  }
  if (labels.size() < 2) return {};
  return labels;
}

}  // namespace

uint32_t PartLabelSize(std::string_view text, uint32_t at, uint32_t end) { return LabelSize(text, at, end); }

bool NamesPart(std::string_view text, uint32_t begin, uint32_t end) {
  constexpr uint32_t kLongest = 60, kLongestOnly = 90;
  if (LabelSize(text, begin, end) > 0) return true;
  const std::string_view body = text.substr(begin, end - begin);
  if (body.size() <= kLongestOnly && (body.ends_with(" only)") || body.ends_with(" ONLY)")) && NamesPartInBracket(body)) return true;
  if (!EndsWithColon(body) || body.size() > kLongest) return false;
  constexpr std::string_view kNames[] = {"escalation", "expansion", "phase ", "cohort"};
  return std::any_of(std::begin(kNames), std::end(kNames), [body](std::string_view name) { return base::ContainsIgnoreCase(body, name); });
}

std::vector<uint32_t> PartCuts(std::string_view text, uint32_t begin, uint32_t end) {
  std::vector<uint32_t> cuts;
  // A label ends with a colon, or is opened.
  const std::string_view whole = text.substr(begin, end - begin);
  const auto holds = [whole](std::string_view words) { return whole.find(words) != std::string_view::npos; };
  if (!holds(":") && !holds("For ") && !holds("In ")) return cuts;
  const uint32_t first = LabelSize(text, begin, end);
  int depth = 0;
  for (uint32_t at = begin + std::max(first, 1u); at < end; ++at) {
    if (text[at] == '(' || text[at] == '[') ++depth;
    if (text[at] == ')' || text[at] == ']') depth = std::max(0, depth - 1);
    const bool begins = depth == 0 && IsUpper(text[at]) && IsSpace(text[at - 1]) && (text[at] != 'F' || first == 0 || EndsSentence(text, begin, at));
    const uint32_t for_all = begins && (first > 0 || !cuts.empty()) && EndsSentence(text, begin, at) ? SizeForAll(text, at, end) : 0;
    if (for_all > 0) {
      cuts.push_back(at);
      at += for_all - 1;
      continue;
    }
    if (!begins || (first == 0 && !EndsSentence(text, begin, at)) || LabelSize(text, at, end) == 0) continue;
    if (IsOuterLabel(text.substr(cuts.empty() ? begin : cuts.back(), at - (cuts.empty() ? begin : cuts.back())))) continue;
    cuts.push_back(at);
    at += LabelSize(text, at, end) - 1;
  }
  if (first > 0) return cuts;
  if (cuts.empty()) cuts = LabelsInOrder(text, begin, end);
  for (size_t i = 0; i < cuts.size(); ++i) {
    const uint32_t to = i + 1 < cuts.size() ? cuts[i + 1] : end;
    const std::string_view part = text.substr(cuts[i], to - cuts[i]);
    if (Allows(part) && !AsksFirst(part)) return {};
  }
  return cuts;
}

}  // namespace trialmatch::rules
