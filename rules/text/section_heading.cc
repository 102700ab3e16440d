// Headings that open the inclusion or the exclusion criteria.
#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "rules/text/heading_line.h"

namespace trialmatch::rules {
namespace {

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }

// A scope in a section heading: a part of the study, or people other than "patients".
bool NamesScope(const HeadingLine& words, size_t core) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (words.words[i].classes & (kDesignator | kStep)) return true;
    if (i > core && i > 0 && (words.words[i].classes & kPeople) &&
        (words[i - 1] == "for" || words[i - 1] == "in"))
      return true;
    if (words[i] == "healthy" || words[i] == "donor" || words[i] == "donors") return true;
  }
  return false;
}

constexpr std::array<std::string_view, 14> kExcludes = {
    "excluded",        "not eligible",     "ineligible",     "not be eligible",
    "not be included", "not be enrolled",  "not be enroled", "must not",
    "may not",         "not participate",  "not be entered", "not be considered",
    "not be admitted", "not be allowed to"};
constexpr std::array<std::string_view, 10> kIncludes = {
    "must have",    "must be",     "must meet",   "must fulfil", "must satisfy",
    "are eligible", "be eligible", "be included", "must",        "is eligible"};
// Words of such sentences that do not say what the list is about.
constexpr std::array<std::string_view, 44> kCommon = {
    "eligible",    "eligibility",   "order",         "this",       "he",        "she",
    "participate", "participating", "participation", "conditions", "condition", "symptoms",
    "excluded",    "exclude",       "ineligible",    "not",        "enrolled",  "entered",
    "entering",    "within",        "weeks",         "week",       "days",      "day",
    "months",      "month",         "time",          "reasons",    "diseases",  "disease",
    "prior",       "past",          "considered",    "would",      "present",   "presenting",
    "signs",       "following",     "research",      "into",       "during",    "admitted",
    "concurrent",  "medical"};
constexpr std::array<std::string_view, 9> kStarters = {"excluded", "ineligible", "ineligibility",
                                                       "not",      "exclude",    "exclusion",
                                                       "eligible", "to",         "in"};
constexpr std::array<std::string_view, 8> kQuantifiers = {"one of",  "any of", "either", "at least",
                                                          "or more", "1 of",   "2 of",   "two of"};

}  // namespace

HeadingReading ReadSection(std::string_view line, const HeadingLine& words,
                           const HeadingContext& context) {
  HeadingReading reading;
  const bool colon = EndsWithColon(line);
  size_t core = SIZE_MAX;
  bool both = false;
  for (size_t i = 0; i < words.size() && i < 40; ++i) {
    if (!(words.words[i].classes & (kInclusion | kExclusion))) continue;
    if (core == SIZE_MAX) {
      core = i;
    } else {
      both |=
          ((words.words[core].classes ^ words.words[i].classes) & (kInclusion | kExclusion)) != 0 &&
          i <= core + 3;
    }
  }
  // A line of its own, over a list of them.
  if (core == SIZE_MAX && words.size() == 1 && !context.marked && (words[0] == "contraindications" || words[0] == "contraindication")) {
    reading.form = HeadingReading::Form::kSection;
    reading.section = Section::kExclusion;
    reading.size = static_cast<uint32_t>(line.size());
  }
  if (core == SIZE_MAX) return reading;
  const bool non = core > 0 && words[core - 1] == "non";
  bool criteria_after = words.Has(kCriteria, core + 1, core + (both ? 5 : 3));
  // "Exclusion criteriat:", "Exclusionary medical conditions:".
  for (size_t i = core + 1; colon && i < std::min(core + 3, words.size()); ++i) {
    criteria_after |=
        words[i].starts_with("crit") || words[i] == "conditions" || words[i] == "factors";
  }
  const bool criteria_before = core >= 2 && (words.words[core - 2].classes & kCriteria) &&
                               (words[core - 1] == "for" || words[core - 1] == "of");
  const bool criteria = criteria_after || criteria_before;
  size_t plain = 0;
  for (const HeadingToken& word : words.words)
    plain += (word.classes & kPlain) != 0 || word.text == "non" || word.text == "may" ? 1 : 0;
  const bool all_plain = plain == words.size() && !words.HasPhrase("may ");
  bool plain_before = true;
  for (size_t i = 0; i < core; ++i) {
    plain_before &= (words.words[i].classes & (kPlain)) != 0 || words[i] == "non" ||
                    (words[i] == "prior" && i == 0);
  }
  const bool statement = words.Has(kSentenceWord);
  // "Additional criteria for participants with NSCLC who received ...": told of whom they are for.
  size_t who = core;
  while (who < words.size() && words[who] != "who" && words[who] != "whose" && words[who] != "receiving") ++who;
  const bool told_of_whom = who < words.size() && !words.Has(kSentenceWord, 0, who);
  bool heading;
  if (context.marked) {
    heading = all_plain && words.size() <= 8 &&
              (criteria || (words.size() <= 2 && colon && line.size() <= 24));
  } else if (criteria) {
    heading = (all_plain && words.size() <= 14) ||
              (!statement && words.size() <= (colon ? 16u : 10u) && line.back() != '.' &&
               line.back() != ';') ||
              (colon && plain_before && words.size() <= 40) || (words.size() <= 3 && all_plain) ||
              (context.list_follows && plain_before && (!statement || told_of_whom) && criteria_after &&
               words[core + 2] == "for" && words.size() <= 24 && line.back() != '.');
    // A paragraph's first words may be "Criteria for inclusion in the extension were".
    const bool of_part = core == 0 && criteria_after && words.size() <= 10 && words[2] == "for" && words.Has(kDesignator);
    if (!colon && IsLower(line[0]) && !all_plain && !of_part) heading = false;
  } else {
    // "Exclusion:", "Other Exclusions", "Medical exclusions:"; not "Inclusion of women".
    const bool joined = words[core + 1] == "for" || words[core + 1] == "at" ||
                        words[core + 1] == "in";  // "Key exclusion for Part C:"
    heading = !statement && ((colon && plain_before && joined && words.size() <= 12) ||
                             (colon && words.size() <= 6 && core + 2 >= words.size()) ||
                             (all_plain && words.size() <= 3 && core + 1 == words.size()));
    if (heading && core + 1 < words.size() && !joined) heading = all_plain;
  }
  if (!heading) return reading;
  reading.form = HeadingReading::Form::kSection;
  const bool excluded = (words.words[core].classes & kExclusion) != 0 || non;
  reading.combined = both && !non;
  reading.section = excluded && !reading.combined ? Section::kExclusion : Section::kInclusion;
  reading.scoped = NamesScope(words, core);
  reading.size = static_cast<uint32_t>(line.size());
  return reading;
}

HeadingReading ReadSentence(std::string_view line, const HeadingLine& words) {
  HeadingReading reading;
  if (words.size() == 0 || words.size() > 36) return reading;
  const std::string_view last = words.words.back().text;
  const bool open = EndsWithColon(line) || last == "if" || last == "they" ||
                    (words.HasPhrase("following") && line.back() == '.');
  if (!open) return reading;
  size_t first = 0;
  while (first + 1 < words.size() &&
         (words[first] == "the" || words[first] == "a" || words[first] == "an" ||
          words[first] == "any" || words[first] == "all" || words[first] == "your" ||
          words[first] == "following" || words[first] == "those" || words[first] == "study" ||
          words[first] == "eligible" || words[first] == "potential" || words[first] == "adult" ||
          words[first] == "known" || words[first] == "prospective")) {
    ++first;
  }
  const bool people = words.words[first].classes & kPeople;
  const bool starter =
      std::find(kStarters.begin(), kStarters.end(), words[first]) != kStarters.end();
  const bool ends_excluded =
      last == "excluded" && EndsWithColon(line);  // "Risk behavior: Excluded:"
  if (!people && !starter && !ends_excluded && first == 0) return reading;
  const auto has = [&](std::string_view phrase) { return words.HasPhrase(phrase); };
  size_t foreign =
      0;  // words that say what the list is about ("must have adequate organ function as follows:")
  for (const HeadingToken& word : words.words) {
    const bool common = (word.classes & (kPlain | kSentenceWord)) != 0 ||
                        std::find(kCommon.begin(), kCommon.end(), word.text) != kCommon.end();
    foreign += common ? 0 : 1;
  }
  const bool excludes =
      (has("exclusion") || std::any_of(kExcludes.begin(), kExcludes.end(), has)) &&
      !has("not be excluded") && !has("not excluded");
  if (excludes) {
    // "must not" and "may not" only where nothing but the list follows: "Patients must not have any of the following:".
    const bool softer =
        !has("exclu") && !has("eligib") && !has("not be") && !has("not participate");
    if (softer && words.size() > 14) return reading;
    for (std::string_view word : {"unless", "except", "are eligible", "are permitted",
                                  "are allowed", "may be", "provided"}) {
      if (has(word)) return reading;
    }
    const bool about_all =
        has("exclusion") || words[first].starts_with("exclu") || words[first].starts_with("inelig");
    if (foreign > 3 && !about_all)
      return reading;  // a criterion of its own: "Subjects with … hypertension are excluded if any of the following:"
    reading.section = Section::kExclusion;
  } else {
    if (std::none_of(kIncludes.begin(), kIncludes.end(), has)) return reading;
    if (std::any_of(kQuantifiers.begin(), kQuantifiers.end(), has)) return reading;
    if (foreign > 0) return reading;
    for (std::string_view word : {"adequate", "history", "evidence", "presence", "confirmed",
                                  "documented", "receiving", "received", "use", "using"}) {
      if (has(word)) return reading;
    }
    if (!has("eligible") && !has("criteria") && words.size() > 8) return reading;
    reading.section = Section::kInclusion;
  }
  reading.form = HeadingReading::Form::kSentence;
  reading.size = static_cast<uint32_t>(line.size());
  for (size_t i = 0; i < words.size(); ++i) {
    if (words.words[i].classes & (kDesignator)) reading.scoped = true;
    if ((words.words[i].classes & kPeople) && words[i] != "patients" && words[i] != "patient" &&
        words[i] != "subjects" && words[i] != "participants" && words[i] != "individuals" &&
        words[i] != "you" && words[i] != "candidates" && words[i] != "persons" &&
        words[i] != "people") {
      reading.scoped = true;
    }
  }
  return reading;
}

bool OpensPart(std::string_view line) {
  const HeadingReading reading = ReadHeading(line, {});
  const bool names = reading.scoped || reading.form == HeadingReading::Form::kScope;
  return names && EndsWithColon(line) &&
         (base::ContainsIgnoreCase(line, "inclusion") ||
          base::ContainsIgnoreCase(line, "exclusion") || base::ContainsIgnoreCase(line, "criteria"));
}

HeadingReading ReadEligibility(std::string_view line, const HeadingLine& words) {
  HeadingReading reading;
  bool eligibility = false, criteria = false, plain = true;
  for (const HeadingToken& word : words.words) {
    eligibility |= word.text == "eligibility" || word.text == "entry" || word.text == "selection" ||
                   word.text == "enrollment";
    criteria |= (word.classes & kCriteria) != 0;
    plain &= (word.classes & kPlain) != 0 || word.text == "eligibility" ||
             word.text == "selection" || word.text == "protocol";
  }
  const bool colon = EndsWithColon(line);
  const bool capitals = std::none_of(line.begin(), line.end(), IsLower);
  if (words.size() > (capitals ? 18 : 10) || words.Has(kSentenceWord) || line.back() == '.') return reading;
  // "PHASE II DRUG A PLUS DRUG B ELIGIBILITY CRITERIA - OVARIAN CANCER".
  if (!(eligibility && criteria && (plain || colon || capitals)) &&
      !(criteria && plain && (colon || words.size() <= 2)) &&
      !(words.size() == 1 && words[0] == "eligibility")) {
    return reading;
  }
  reading.form = HeadingReading::Form::kEligibility;
  reading.size = static_cast<uint32_t>(line.size());
  reading.scoped = NamesScope(words, 0);
  return reading;
}

}  // namespace trialmatch::rules
