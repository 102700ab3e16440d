#include "rules/parse/layout/part_label.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "rules/parse/layout/part_name.h"

namespace trialmatch::rules {
namespace {

using base::Lower;

constexpr int kMostNameWords = 7;
constexpr int kMostInBrackets = 8;

// A part of a study as named: "the NSCLC expansion cohort", "Monotherapy Cohort M5", "the phase II portion of the study".
struct Name {
  std::vector<std::vector<std::string>> paths;
  int begin = 0, head = 0, last = -1;
  bool numbered = false;
  bool found() const { return last >= 0; }
};

// Every word of the item is one of `words` ("of the", "to be" are one item).
bool AreWords(const Reading& r, int i, std::initializer_list<std::string_view> words) {
  if (!r.Has(i)) return false;
  std::string_view left = r.Word(i);
  while (!left.empty()) {
    const std::string_view word = left.substr(0, left.find(' '));
    left.remove_prefix(std::min(left.size(), word.size() + 1));
    const bool known = std::any_of(words.begin(), words.end(), [&](std::string_view each) { return base::EqualsIgnoreCase(word, each); });
    if (!known) return false;
  }
  return true;
}

// Cheap, and true wherever a name of a part may stand.
bool MayHoldName(const Reading& r, int begin, int end) {
  constexpr WordPattern kNames[] = {"phase", "part", "cohort", "arm", "group", "sub", "module", "strat", "basket", "track", "expansion", "escalation", "portion"};
  if (!r.MayHoldWord(kNames)) return false;
  for (int i = begin; i < end; ++i) {
    if (r.WordStarts(i, kNames)) return true;
  }
  return false;
}

bool IsHead(const Reading& r, int i) {
  return !PartWord(r.Word(i)).empty() || r.WordIsAny(i, {"expansion", "expansions", "escalation", "portion", "subprotocol"});
}

// Words that point at parts without naming one, and what is no part of a study: "all cohorts", "age group".
bool NamesNoPart(const Reading& r, int i) {
  return r.WordIsAny(i, {"each", "any", "all", "this", "that", "these", "those", "same", "other", "another", "specific", "one", "study", "trial", "some", "both", "either", "assigned",
                         "age", "risk", "blood", "functional", "patient", "working", "cooperative", "oncology", "racial", "ethnic", "support", "research", "international",
                         "intended", "respective", "previous", "prior", "following", "cancer and leukemia"});
}

bool MayNamePart(const Reading& r, int i) {
  if (r.IsKind(i, Item::Kind::kMark)) return r.IsAnyMark(i, "-/+&\\");
  if (r.IsKind(i, Item::Kind::kComparison)) return false;
  if (r.IsAny(i, {Cue::kMust, Cue::kMustNot, Cue::kNot, Cue::kNo, Cue::kExcept, Cue::kWho, Cue::kWith, Cue::kFor, Cue::kIf, Cue::kWhen, Cue::kExcluded, Cue::kPermitted})) return false;
  return !AreWords(r, i, {"of", "to", "in", "on", "into", "the", "and", "or", "is", "are", "be", "was", "were", "will", "has", "have", "had", "from", "by", "at"});
}

bool IsPersons(const Reading& r, int i) {
  return r.WordIsAny(i, {"patient", "patients"});
}

// The last item behind `i` that belongs to the name of the part: "portion of the study", "only".
int EndOfTail(const Reading& r, int i, int end) {
  while (i + 1 < end && AreWords(r, i + 1, {"portion", "part", "phase", "of", "the", "this", "study", "trial", "only", "cohort", "cohorts", "specifically"})) {
    int last = i + 1;
    // "phase 1 part 2" goes on with a part of its own.
    if (!PartWord(r.Word(i + 1)).empty() && !PartNumber(r, i + 2, &last).empty()) break;
    ++i;
  }
  return i;
}

// "Dose escalation", "MTD dose expansion" -> "escalation", "expansion"; "" when the name is of neither.
std::string StageOf(const Reading& r, int begin, int last) {
  for (int i = begin; i <= last; ++i) {
    if (r.WordStarts(i, {"expansion"}) || r.WordContains(i, {"-expansion"}) || r.WordIs(i, "expanded")) return "expansion";
    if (r.WordStarts(i, {"escalation"}) || r.WordContains(i, {"-escalation"})) return "escalation";
  }
  return "";
}

// The words of a name that tell it from others: "nsclc" of "NSCLC dose expansion cohort".
std::string OwnWords(const Reading& r, int begin, int last) {
  std::string own;
  for (int i = begin; i <= last; ++i) {
    if (IsHead(r, i) || r.IsAnyMark(i, "\\") || r.WordIsAny(i, {"dose", "study", "portion", "expanded", "dose-expansion", "dose-escalation"})) continue;
    if (r.IsAnyMark(i, "-") && own.empty()) continue;
    own += (own.empty() || !r.at(i).space_before ? "" : " ") + Lower(r.Word(i));
  }
  for (const std::string_view opener : {"in the ", "for the ", "on the ", "to the "}) {
    if (own.starts_with(opener)) own.erase(0, opener.size());
  }
  while (!own.empty() && (own.back() == '-' || own.back() == ' ' || own.back() == '/')) own.pop_back();
  return own;
}

// The numbers behind a part word at `head`: "Cohorts 1 and 3", "Part 2B".
std::vector<std::string> NumbersBehind(const Reading& r, int head, int end, int* last) {
  std::vector<std::string> numbers;
  int k = head + 1;
  if (r.IsMark(k, '#')) ++k;
  while (k < end) {
    int id_last = k;
    const std::vector<std::string> ids = PartNumbers(r, k, &id_last);
    if (ids.empty()) break;
    numbers.insert(numbers.end(), ids.begin(), ids.end());
    *last = id_last;
    k = id_last + 1;
    while (k < end && JoinsParts(r, k)) ++k;
    if (k < end && PartWord(r.Word(k)) == PartWord(r.Word(head))) ++k;
  }
  return numbers;
}

// "Phase 2 Cohort C", "Phase 1b expansion cohort": the part at `head` lies in those of `paths`. Its last item.
int TakeInnerPart(const Reading& r, int head, int end, std::vector<std::vector<std::string>>* paths) {
  int last = head;
  const std::vector<std::string> numbers = NumbersBehind(r, head, end, &last);
  const std::string part = PartWord(r.Word(head));
  if (numbers.empty() || part.empty()) return last;
  std::vector<std::vector<std::string>> longer;
  for (const auto& path : *paths) {
    for (const std::string& number : numbers) {
      longer.push_back(path);
      longer.back().push_back(part + " " + number);
    }
  }
  *paths = std::move(longer);
  return last;
}

// The item behind the bracket that opens at `i`, or `i`.
int BehindBracket(const Reading& r, int i, int end) {
  const bool square = r.IsMark(i, '[') || (r.IsMark(i, '\\') && r.IsMark(i + 1, '['));
  if (!square && !r.IsMark(i, '(')) return i;
  for (int k = i + 1; k < end && k < i + 24; ++k) {
    if (r.IsMark(k, square ? ']' : ')')) return k + 1;
  }
  return i;
}

// The name that starts at `i`, with at most kMostNameWords before the word for the part.
Name ReadName(const Reading& r, int i, int end) {
  Name name;
  name.begin = i;
  int head = i;
  while (head < end && head < i + kMostNameWords && !IsHead(r, head)) {
    // "NSCLC (first line) Cohort C2": what stands in brackets is no word of the name.
    const int behind = head > i && r.IsMark(head, '(') ? BehindBracket(r, head, std::min(end, head + kMostInBrackets)) : head;
    if (behind > head && behind < end && IsHead(r, behind)) {
      head = behind;
      break;
    }
    if (!MayNamePart(r, head) || (head == i && NamesNoPart(r, head))) return name;
    ++head;
  }
  if (head >= end || !IsHead(r, head)) return name;
  int last = head;
  std::vector<std::string> numbers = NumbersBehind(r, head, end, &last);
  // "dose expansion cohort", "Cohort Expansion": the last of the words for parts is the one with the number.
  while (numbers.empty() && last + 1 < end && IsHead(r, last + 1)) {
    head = ++last;
    numbers = NumbersBehind(r, head, end, &last);
  }
  name.head = head;
  const std::string part = PartWord(r.Word(head));
  const std::string stage = StageOf(r, i, head), own = OwnWords(r, i, head);
  if (!numbers.empty() && !part.empty()) {
    name.numbered = true;
    for (const std::string& number : numbers) name.paths.push_back({part + " " + number});
    while (last + 1 < end && IsHead(r, last + 1)) last = TakeInnerPart(r, last + 1, end, &name.paths);
  } else if (!stage.empty() && !numbers.empty() && own.empty()) {
    for (const std::string& number : numbers) name.paths.push_back({stage, number});   // "Expansion 2"
  } else if (!stage.empty()) {
    name.paths.push_back({stage});
    if (!own.empty()) name.paths.back().push_back(own + " " + stage);
  } else if (!r.WordIsAny(head + 1, {"study", "studies", "trial", "trials"}) &&
             (part == "cohort" || part == "arm" || part == "basket" || part == "stratum" || part == "substudy") && !own.empty()) {
    name.paths.push_back({own + " " + part});
  }
  last = EndOfTail(r, last, end);
  // "Dose Confirmation portion (Part 2)", "the dose escalation phase (Phase 1b)": the number tells more.
  if (!name.numbered && r.IsMark(last + 1, '(') && r.Has(last + 2) && !PartWord(r.Word(last + 2)).empty()) {
    int inner_last = last + 2;
    const std::vector<std::string> inner = NumbersBehind(r, last + 2, end, &inner_last);
    if (!inner.empty() && r.IsMark(inner_last + 1, ')')) {
      name.paths.clear();
      for (const std::string& number : inner) name.paths.push_back({PartWord(r.Word(last + 2)) + " " + number});
      name.numbered = true;
      last = EndOfTail(r, inner_last + 1, end);
    }
  }
  if (!name.paths.empty()) name.last = last;
  return name;
}

// Behind "To be enrolled in the", "For participants in", "Additional criteria for", "Applicable to": where a name may stand; -1
// when [begin, end) opens with none of these. `people`: somebody is said to be in the part.
int BehindOpener(const Reading& r, int begin, int end, bool* people) {
  int i = begin;
  bool preposition = false;
  while (i < end && i < begin + 12) {
    const bool joins = AreWords(r, i, {"for", "in", "on", "to", "into", "onto", "of", "the", "a"}) && !AreWords(r, i, {"the", "a"});
    const bool says = r.WordStarts(i, {"enrol", "particip", "assign", "inclu", "enter", "eligib", "criteri", "requirement", "applicable", "applies", "treated"}) || IsPersons(r, i) ||
                      r.WordIsAny(i, {"inclusion criteria", "exclusion criteria", "inclusion", "exclusion"});
    const bool glue = r.IsAnyMark(i, "([*") || r.WordIsAny(i, {"prior to", "before"}) || AreWords(r, i, {"to", "the", "a", "an", "only", "who", "that", "are", "is", "be", "being", "will", "additional", "specific", "selected"});
    if (!joins && !says && !glue) {
      // "in the combination" is one item before "arm".
      preposition = preposition || r.WordStarts(i, {"in the ", "for the ", "on the ", "to the "});
      break;
    }
    if (joins) preposition = true;
    *people = *people || IsPersons(r, i) || r.WordStarts(i, {"enrol", "particip", "inclu", "enter", "assign"});
    ++i;
  }
  return preposition && i < end ? i : -1;
}

// Whether a demand starts at `i`, behind "participants in the expansion cohort".
bool Demands(const Reading& r, int i) {
  return r.IsAny(i, {Cue::kMust, Cue::kMustNot, Cue::kWith, Cue::kWho, Cue::kPermitted, Cue::kExcluded}) ||
         r.WordIsAny(i, {"must", "may", "should", "will", "are", "have", "has", "had", "can", "need", "with", "who", "is"});
}

ScopeLabel LabelOf(const Reading& r, const Name& name, int from) {
  ScopeLabel label;
  label.paths = name.paths;
  label.span = r.SpanOf(name.begin, name.last);
  label.name = std::string(base::Slice(r.text(), label.span));
  label.name_begin = name.begin;
  label.name_end = name.head;
  label.end_item = from;
  return label;
}

bool ClosesIn(const Reading& r, int begin, int end) {
  return r.FindCue(begin, end, {Cue::kClosed}) >= 0;
}

bool IsColon(const Reading& r, int i) { return r.IsMark(i, ':') || (r.IsMark(i, '-') && r.at(i).space_before); }

// "COHORT 1 RANDOMIZED TRIAL: ...": the colon behind a title in capitals, or `i`.
int BehindTitle(const Reading& r, int i, int end) {
  constexpr int kMostWords = 10;
  for (int k = i; k < end && k < i + kMostWords; ++k) {
    if (r.IsMark(k, ':')) return k;
    const std::string_view word = r.Word(k);
    if (std::any_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; })) return i;
  }
  return i;
}

}  // namespace

bool SpeaksOfOtherPartsLater(const Reading& r, int begin, int end) {
  for (int i = begin; i + 1 < end; ++i) {
    if (!r.IsAnyMark(i, ".;") || !r.Has(i + 1)) continue;
    if (i <= begin + 2 && r.Word(i - 1).size() <= 3) continue;   // "Cohort A: i. Group 1 - ..."
    for (int k = i + 1; k < std::min(end, i + 10) && !r.IsAnyMark(k, ".;"); ++k) {
      int last = k;
      const bool numbered = !PartWord(r.Word(k)).empty() && !PartNumber(r, k + 1, &last).empty();
      if (numbered || !NamedPart(r, k, &last).empty()) return true;
    }
  }
  return false;
}

namespace {

// "(Part B CRC cohorts only) Participants must have ...".
ScopeLabel ReadLeadingBracket(const Reading& r, int begin, int end) {
  constexpr int kLongest = 12;   // items
  int close = begin + 1;
  while (close < std::min(end, begin + kLongest) && !r.IsAnyMark(close, "()")) ++close;
  if (close + 1 >= end || !r.IsMark(close, ')') || !r.Is(close - 1, Cue::kOnly)) return {};
  ScopeLabel label = ReadScopeLabel(r, begin + 1, close, LabelPlace::kHeading);
  if (!label.empty() && !label.step) label.end_item = close + 1;
  return label.step ? ScopeLabel{} : label;
}

}  // namespace

ScopeLabel ReadPartLabel(const Reading& r, int begin, int end) {
  if (r.IsMark(begin, '(')) {
    if (ScopeLabel bracket = ReadLeadingBracket(r, begin, end); !bracket.empty()) return bracket;
  }
  bool people = false;
  if (!MayHoldName(r, begin, std::min(end, begin + 20))) return {};
  const int opened = BehindOpener(r, begin, end, &people);
  if (opened >= 0) {
    const Name name = ReadName(r, opened, end);
    if (!name.found()) return {};
    int next = BehindBracket(r, name.last + 1, end);
    while (IsPersons(r, next) || r.IsAnyMark(next, ")]*")) {
      people = people || IsPersons(r, next);
      ++next;
    }
    const bool ends = next >= end || r.IsMark(next, ',') || IsColon(r, next) || r.WordIs(name.last, "only");
    if ((!ends && !(people && Demands(r, next))) || SpeaksOfOtherPartsLater(r, next, end)) return {};
    if (r.IsMark(next, ',') || IsColon(r, next)) ++next;
    return LabelOf(r, name, next);
  }
  int first = begin;
  while (first < end && r.IsKind(first, Item::Kind::kMark) && !r.IsAnyMark(first, "([")) ++first;
  const Name name = ReadName(r, first, end);
  if (!name.found()) return {};
  int next = BehindBracket(r, name.last + 1, end);
  const bool bracket = next > name.last + 1;
  while (IsPersons(r, next) || r.IsAnyMark(next, "*\\)]")) ++next;
  if (name.numbered && name.begin == name.head) next = BehindTitle(r, next, end);
  const bool colon = next < end && IsColon(r, next);
  const bool only = r.WordIs(name.last, "only");
  // "Part 2B (second line) Measurable disease", "Phase 1 participants can have ..."
  const bool numbered = name.numbered && name.begin == name.head && next < end && (bracket || (IsPersons(r, next - 1) && Demands(r, next)));
  if (!colon && !only && !numbered && !(bracket && next >= end)) return {};
  if (SpeaksOfOtherPartsLater(r, next, end)) return {};
  ScopeLabel label = LabelOf(r, name, colon ? next + 1 : next);
  label.closed = ClosesIn(r, first, next);
  return label;
}

int TitleEnd(const Reading& r, int begin, int end) {
  int first = begin;
  while (first < end && r.IsAnyMark(first, "*-")) ++first;
  const int colon = BehindTitle(r, first, end);
  if (colon < first + 2 || colon + 1 >= end) return begin;
  for (int i = first; i < colon; ++i) {
    const uint32_t clinical = KindBits({TermKind::kDisease, TermKind::kCondition, TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kLab, TermKind::kSite});
    if (r.IsTermOf(i, clinical) || r.IsComparison(i) || r.IsAny(i, {Cue::kNo, Cue::kNot, Cue::kMust, Cue::kExcept, Cue::kMale, Cue::kFemale})) return begin;
  }
  return colon + 1;
}

std::vector<std::vector<std::string>> PathsOfNames(const Reading& r, int begin, int end) {
  std::vector<std::vector<std::string>> paths;
  while (begin < end) {
    while (begin < end && JoinsParts(r, begin)) ++begin;
    const Name name = ReadName(r, begin, end);
    if (!name.found()) return {};
    paths.insert(paths.end(), name.paths.begin(), name.paths.end());
    begin = name.last + 1;
  }
  return paths;
}

ScopeLabel ReadNamedPart(const Reading& r, int begin, int end) {
  if (!MayHoldName(r, begin, end) || (NamesNoPart(r, begin))) return {};
  const Name name = ReadName(r, begin, end);
  return name.found() && name.last + 1 == end && !name.numbered ? LabelOf(r, name, end) : ScopeLabel{};
}

std::string KindOfTherapyPart(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    if (r.WordIs(i, "monotherapy") || r.WordIs(i, "combination")) return Lower(r.Word(i)) + (StageOf(r, begin, end - 1).empty() ? "" : " " + StageOf(r, begin, end - 1)) + " cohort";
  }
  return "";
}

ScopeLabel ReadTrailingPart(const Reading& r, int begin, int end) {
  while (end > begin && (r.IsAnyMark(end - 1, ".;,") || r.Is(end - 1, Cue::kAnd))) --end;
  if (!MayHoldName(r, std::max(begin, end - 12), end)) return {};
  int for_word = -1;
  for (int i = end - 2; i > begin && i > end - 12; --i) {
    if (r.Is(i, Cue::kFor) || r.WordIs(i, "for")) {
      for_word = i;
      break;
    }
  }
  if (for_word < 0) return {};
  int at = for_word + 1;
  while (at < end && AreWords(r, at, {"the", "patients", "participants", "subjects", "in", "only"})) ++at;
  const Name name = ReadName(r, at, end);
  if (!name.found() || name.last + 1 < end || (!name.numbered && StageOf(r, name.begin, name.head).empty())) return {};
  // "Phase 1: any; and ECOG 0 for Phase 2" tells of several; "eligible for Part A" of another matter.
  if (r.WordStarts(for_word - 1, {"eligib", "enrol", "candidate", "select", "consider"})) return {};
  for (int i = begin; i < for_word; ++i) {
    int last = i;
    if (!PartWord(r.Word(i)).empty() && !PartNumber(r, i + 1, &last).empty()) return {};
    if (r.WordStarts(i, {"escalation", "expansion"})) return {};
    // What stands before may be a sentence of its own, or all of which this is an exception.
    if (r.IsAnyMark(i, ".;") || r.Is(i, Cue::kExcept)) return {};
  }
  ScopeLabel label = LabelOf(r, name, end);
  label.name_begin = for_word;
  return label;
}

}  // namespace trialmatch::rules
