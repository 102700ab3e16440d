#include "rules/text/heading.h"

#include <algorithm>

#include "rules/text/heading_line.h"

namespace trialmatch::rules {
namespace {

constexpr size_t kLongestHeading = 400;
constexpr size_t kLongestWithoutColon = 160;

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// A name of a part with its number at the start: "Cohort A", "PHASE 2", "Step 1", "Stage 1".
bool StartsWithDesignator(const HeadingLine& words) {
  size_t i = 0;
  while (i < 2 && (words[i] == "for" || words[i] == "in" || words[i] == "dose" ||
                   words[i] == "study" || words[i] == "safety" || words[i] == "treatment"))
    ++i;
  if (words[i] == "sub" && words[i + 1] == "study") ++i;
  const uint32_t next = i + 1 < words.size() ? words.words[i + 1].classes : 0;
  if (i < words.size() && ((words.words[i].classes & kDesignator) || (i > 0 && words[i - 1] == "sub")))
    return words.size() == i + 1 || (next & (kNumberWord | kDesignator)) != 0;
  return words[i] == "stage" && words.size() == i + 2 && words[i + 1].size() == 1 &&
         IsDigit(words[i + 1][0]);
}

// A title in capitals; a list of genes or drugs has digits and commas.
bool AllCapitals(std::string_view line) {
  int capitals = 0;
  for (char c : line) {
    if (IsLower(c) || IsDigit(c) || c == ',' || static_cast<unsigned char>(c) >= 0x80) return false;
    capitals += IsUpper(c) ? 1 : 0;
  }
  return capitals >= 4;
}

bool IsBold(std::string_view line) {
  const std::string_view bare = line.ends_with(':') ? line.substr(0, line.size() - 1) : line;
  return line.starts_with('#') ||
         (bare.size() > 4 && ((bare.starts_with("**") && bare.ends_with("**")) ||
                              (bare.starts_with("__") && bare.ends_with("__"))));
}

// "Phase II (expansion), including 3 cohorts:" is followed by them.
bool EndsWithItsParts(const HeadingLine& words) {
  const size_t count = words.size();
  if (count < 4 || (words.words[count - 1].classes & kDesignator) == 0) return false;
  for (size_t i = count - 3; i + 1 < count; ++i) {
    if (words[i] == "including" || words[i] == "includes") return !words.Has(kSentenceWord, 0, i);
  }
  return false;
}

HeadingReading ReadName(std::string_view line, const HeadingLine& words,
                        const HeadingContext& context) {
  using enum HeadingReading::Form;
  HeadingReading reading;
  reading.size = static_cast<uint32_t>(line.size());
  const bool colon = EndsWithColon(line);
  const bool bold = IsBold(line);
  const bool capitals = AllCapitals(line);
  const size_t count = words.size();
  if (count == 0 || count > 14) return reading;
  const bool statement = words.Has(kSentenceWord) && !(colon && EndsWithItsParts(words));
  if (StartsWithDesignator(words) && line.back() != '.' && line.back() != ';' && !statement &&
      (colon || bold || count <= 3 || (context.list_follows && count <= 8))) {
    reading.form = kScope;
    return reading;
  }
  if (statement && !bold) return reading;
  if (count == 1 && colon && (words[0] == "note" || words[0] == "notes")) {
    reading.form = kTitle;
    return reading;
  }
  if (words[0] == "note" || words[0] == "notes" || words[0] == "nb" || words[0] == "example" ||
      words[0] == "examples" || words[0] == "or" || words[0] == "and" || words[0] == "within" ||
      words[0] == "during" || words[0] == "after" || words[0] == "before") {
    return reading;
  }
  if (colon || bold) {
    const std::string_view first = words[0];
    const bool addressed =
        first == "for" || first == "additional" || first == "all" || first == "if";
    if ((words.Has(kDesignator | kPeople | kStep) && !words.Has(kSubjectWord, 0, 1)) ||
        (addressed && count > 1)) {
      reading.form = kScope;
      return reading;
    }
  }
  if (colon) {
    const std::string_view last = words.words.back().text;
    const bool open = last == "of" || last == "with" || last == "for" || last == "and" ||
                      last == "or" || last == "to" || last == "than";
    if (!open && (words.Has(kSubjectWord) || capitals || bold || context.list_follows) &&
        count <= 6)
      reading.form = kSubject;
    return reading;
  }
  if (line.back() == '.' || line.back() == ';' || line.back() == ',') return reading;
  // "All participants (Arms A through F)".
  if (line.back() == ')' && count <= 8 && words[0] == "all" && (words.words[1].classes & kPeople) != 0 && words.Has(kDesignator, 2, 4)) {
    reading.form = kScope;
    return reading;
  }
  // "Expansion phase Arm J participants", its list in paragraphs.
  const bool of_part = count <= 6 && (words.words.back().classes & kPeople) != 0 && words.Has(kDesignator) && std::all_of(words.words.begin(), words.words.end(), [](const HeadingToken& word) { return word.text.size() == 1 || (word.classes & (kDesignator | kNumberWord | kPeople)) != 0; }) &&
                       std::any_of(words.words.begin(), words.words.end(), [](const HeadingToken& word) { return word.text.size() == 1 || (word.classes & kNumberWord) != 0; });
  if (of_part) {
    reading.form = kScope;
    return reading;
  }
  if (context.list_follows && count <= 5 && !words.Has(kStep) && words.Has(kPeople | kDesignator)) {
    size_t names = 0;
    for (const HeadingToken& word : words.words)
      names += (word.classes & (kScopeWords | kQualifier)) != 0 ? 1 : 0;
    if (names == count) reading.form = kScope;
  } else if (context.list_follows && count <= 3) {
    size_t names = 0;
    for (const HeadingToken& word : words.words)
      names += (word.classes & kSubjectWord) != 0 ? 1 : 0;
    if (names == count) reading.form = kSubject;
  }
  if (reading.form == kNone && !context.last &&
      (bold || line.starts_with('#') ||
       (capitals && count >= 2 && count <= 8 && !words.Has(kNumberWord)))) {
    reading.form = kTitle;
  }
  return reading;
}

}  // namespace

HeadingReading ReadHeading(std::string_view line, const HeadingContext& context) {
  HeadingReading none;
  if (line.empty()) return none;
  // "[exclusion] Untreated brain metastases": each line carries its section.
  const std::string_view tag = line.substr(line[0] == '\\' ? 1 : 0, 11);
  if (tag == "[inclusion]" || tag == "[exclusion]") {
    none.form = HeadingReading::Form::kSection;
    none.section = tag[1] == 'i' ? Section::kInclusion : Section::kExclusion;
    none.size = 11 + (line[0] == '\\' ? 1 : 0);
    return none;
  }
  // Most lines are items: a quick look keeps them from being read word by word.
  if (context.marked && (line.size() > 160 || !MayNameSection(line))) return none;
  bool major = false;
  if (!context.marked) {
    if (const uint32_t size = NciSubject(line, &major); size == line.size() && major) {
      none.form = HeadingReading::Form::kMajor;
      none.size = size;
      return none;
    }
  }
  const auto open = [line] {
    return EndsWithColon(line) || line.ends_with("if") || line.ends_with("they") ||
           line.find("following") != line.npos;
  };
  if (line.size() <= kLongestWithoutColon || (line.size() <= kLongestHeading && open())) {
    const HeadingLine words(line);
    if (words.size() == 0) return none;
    if (HeadingReading section = ReadSection(line, words, context);
        section.form != HeadingReading::Form::kNone)
      return section;
    if (context.marked) return none;
    if (HeadingReading sentence = ReadSentence(line, words);
        sentence.form != HeadingReading::Form::kNone)
      return sentence;
    if (HeadingReading title = ReadEligibility(line, words);
        title.form != HeadingReading::Form::kNone)
      return title;
    const HeadingReading reading = ReadName(line, words, context);
    if (reading.form != HeadingReading::Form::kNone) return reading;
  }
  if (context.marked || !MayNameSection(line.substr(0, 120))) return none;
  // "Exclusion: text on the same line".
  const size_t colon = std::min(line.substr(0, 120).find(':'), line.substr(0, 120).find("："));
  if (colon == std::string_view::npos || colon + 1 >= line.size()) return none;
  const uint32_t size = static_cast<uint32_t>(colon) + (line[colon] == ':' ? 1 : 3);
  const std::string_view prefix = line.substr(0, size);
  const HeadingLine words(prefix);
  HeadingReading section = ReadSection(prefix, words, {.marked = false});
  if (section.form != HeadingReading::Form::kSection || words.Has(kSentenceWord) ||
      words.size() > 12)
    return none;
  // "Inclusion criteria: Dose escalation cohort": the rest of the line is the scope.
  if (line.size() <= 120 && line.back() != '.' && line.back() != ';') {
    const HeadingLine rest(line.substr(size));
    if (rest.size() <= 10 && rest.Has(kDesignator) && !rest.Has(kSentenceWord)) {
      section.size = static_cast<uint32_t>(line.size());
      section.scoped = true;
    }
  }
  return section;
}

}  // namespace trialmatch::rules
