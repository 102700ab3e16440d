#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "matcher/patient/profile_json.h"
#include "rules/lexicon/lexicon.h"

// What ReadProfile refuses, with which words; and what stands just inside each bound.
namespace trialmatch::matcher {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

ProfileResult Read(std::string_view json) { return ReadProfile(json, rules::Lexicon::BuiltIn()); }

// One "PATH: message" a line.
std::string Errors(const ProfileResult& result) {
  std::string lines;
  for (const ProfileError& error : result.errors) lines += error.path + ": " + error.message + "\n";
  return lines;
}

struct Bad {
  const char* name;
  std::string json;
  const char* expected;   // in the errors
};

std::ostream& operator<<(std::ostream& out, const Bad& row) { return out << row.name; }

class BadProfile : public ::testing::TestWithParam<Bad> {};

TEST_P(BadProfile, IsRefusedWithPathAndExpectation) {
  const ProfileResult result = Read(GetParam().json);
  EXPECT_THAT(result.errors, Not(IsEmpty()));
  EXPECT_THAT(Errors(result), HasSubstr(GetParam().expected));
}

std::string Repeat(std::string_view text, int count) {
  std::string repeated;
  for (int i = 0; i < count; ++i) repeated += text;
  return repeated;
}

const Bad kBadText[] = {
    {"empty", "", ": empty; expected one JSON object"},
    {"blank", " \n\t\n", ": empty; expected one JSON object"},
    {"only_bom", "\xEF\xBB\xBF", ": empty; expected one JSON object"},
    {"truncated_in_text", "{\"id\": \"a", "the JSON ends too early at line 1, column 10"},
    {"truncated_in_object", "{\"id\": \"a\",\n \"sex\": ", "the JSON ends too early at line 2, column 9"},
    {"trailing_object", "{\"id\": \"a\"}\n{\"id\": \"b\"}", "more text follows the end of the profile at line 2, column 1"},
    {"trailing_letter", "{\"id\": \"a\"} x", "line 1, column 13"},
    {"trailing_zero_byte", std::string("{\"id\": \"a\"}\0{", 13), "a zero byte at line 1, column 12"},
    {"no_quotes", "{id: 1}", "broken JSON at line 1, column 2"},
    {"comma_at_end", "{\"id\": \"a\",}", "broken JSON at line 1, column 12"},
    {"not_a_number", "{\"id\": \"a\", \"age_years\": NaN}", "broken JSON at line 1, column 26"},
    {"number_too_large", "{\"id\": \"a\", \"age_years\": 1e999}", "number overflow"},
    {"invalid_utf8", "{\"id\":\n \"a\xFFz\"}", "not UTF-8 at line 2, column 4"},
    {"utf8_of_a_surrogate", "{\"id\": \"\xED\xA0\x80\"}", "not UTF-8 at line 1, column 9"},
    {"utf16", std::string("\xFF\xFE{\0}\0", 6), "the text is UTF-16; save it as UTF-8"},
    {"lone_surrogate_escape", R"({"id": "\ud800"})", "broken JSON"},
    {"brackets", std::string(100'000, '['), "nested deeper than 32 levels"},
    {"nested_objects", Repeat("{\"cancer\":", 100'000), "nested deeper than 32 levels"},
    {"nested_inside", "{\"id\": \"a\", \"labs\": " + std::string(40, '[') + std::string(40, ']') + "}", "nested deeper than 32 levels"},
    {"over_4_mb", "{\"id\": \"" + std::string(5 << 20, 'a') + "\"}", "the limit is 4194304 (4 MB)"},
    {"too_many_values", "{\"id\": \"a\", \"allergies\": [0" + Repeat(",0", 100'000) + "]}", "more than 100000 values"},
    {"a_list", "[{\"id\": \"a\"}]", ": a list is not an object; write one profile as"},
    {"a_text", "\"a\"", ": \"a\" is not an object"},
    {"null", "null", ": null is not an object"},
};
INSTANTIATE_TEST_SUITE_P(Text, BadProfile, ::testing::ValuesIn(kBadText), [](const auto& row) { return row.param.name; });

// A profile with an id and `members`.
std::string With(std::string_view members) { return "{\"id\": \"a\", " + std::string(members) + "}"; }

const Bad kBadKeys[] = {
    {"no_id", "{}", "/id: missing; expected a text of 1 to 128 letters"},
    {"null_id", R"({"id": null})", "/id: missing"},
    {"empty_id", R"({"id": ""})", "/id: has 0 letters; expected 1 to 128"},
    {"long_id", "{\"id\": \"" + Repeat("\xC3\xA9", 129) + "\"}", "/id: has 129 letters"},
    {"number_as_id", R"({"id": 7})", "/id: 7 is not a text; write it in quotes"},
    {"unknown_key", With(R"("cancr": {})"), "/cancr: unknown key; did you mean cancer?"},
    {"unknown_key_inside", With(R"("cancer": {"tipe": "nsclc"})"), "/cancer/tipe: unknown key; did you mean type?"},
    {"key_of_a_section", With(R"("ecog": 1)"), "/ecog: unknown key; it belongs under performance"},
    {"key_of_the_top", With(R"("cancer": {"sex": "male"})"), "/cancer/sex: unknown key; it belongs at the top of the profile"},
    {"beginning_of_a_key", With(R"("age": 50)"), "/age: unknown key; did you mean age_years?"},
    {"key_in_other_case", With(R"("birthDate": "1960")"), "/birthDate: unknown key; did you mean birth_date?"},
    {"key_in_other_words", With(R"("gender": "male")"), "/gender: unknown key; did you mean sex?"},
    {"key_like_nothing", With(R"("xyzzyplugh": 1)"), "/xyzzyplugh: unknown key\n"},
    {"key_with_slash_and_tilde", With(R"("a/b~c": 1)"), "/a~1b~0c: unknown key"},
    {"key_with_escape_sequence", With(R"("x\u001b[2J": 1)"), "/x\\u001B[2J: unknown key"},
    {"duplicate_key", R"({"id": "a", "sex": "male", "sex": "male"})", "/sex: the key stands here a second time"},
    {"duplicate_id", R"({"id": "a", "id": "b"})", "/id: the key stands here a second time"},
    {"duplicate_key_inside", With(R"("labs": [{"name": "anc", "value": 1, "value": 2}])"), "/labs/0/value: the key stands here a second"},
    {"duplicate_fact", With(R"("facts": {"can_swallow": true, "can_swallow": false})"), "/facts/can_swallow: the key stands here a second"},
    {"treatment_without_kind", With(R"("treatments": [{"name": "alectinib"}])"), "/treatments/0/kind: missing; expected one of drug"},
    {"lab_without_value", With(R"("labs": [{"name": "anc", "value": null}])"), "/labs/0/value: missing; expected a number"},
    {"lab_without_name", With(R"("labs": [{"value": 1}])"), "/labs/0/name: missing; expected a text"},
    {"condition_without_name", With(R"("conditions": [{}])"), "/conditions/0/name: missing; expected a text"},
};
INSTANTIATE_TEST_SUITE_P(Keys, BadProfile, ::testing::ValuesIn(kBadKeys), [](const auto& row) { return row.param.name; });

const Bad kBadValues[] = {
    {"age_300", With(R"("age_years": 300)"), "/age_years: 300 is not between 0 and 120"},
    {"age_negative", With(R"("age_years": -1)"), "/age_years: -1 is not between 0 and 120"},
    {"age_above", With(R"("age_years": 120.5)"), "/age_years: 120.5 is not between 0 and 120"},
    {"age_as_text", With(R"("age_years": "50")"), "/age_years: \"50\" is not a number; write a number, without quotes"},
    {"weight_zero", With(R"("weight_kg": 0)"), "/weight_kg: 0 is not above 0"},
    {"height_below", With(R"("height_cm": 29)"), "/height_cm: 29 is not between 30 and 260"},
    {"latitude", With(R"("location": {"latitude": 91})"), "/location/latitude: 91 is not between -90 and 90"},
    {"postal_code_number", With(R"("location": {"postal_code": 97201})"), "/location/postal_code: 97201 is not a text; write it in quotes"},
    {"country", With(R"("location": {"country": "us"})"), "/location/country: \"us\" is not a country of two capital letters"},
    {"sex", With(R"("sex": "F")"), "/sex: \"F\" is not one of female, male; did you mean female?"},
    {"sex_number", With(R"("sex": 1)"), "/sex: 1 is not one of female, male\n"},
    {"stage", With(R"("cancer": {"stage": "IVD"})"), "/cancer/stage: \"IVD\" is not one of 0, I, IA"},
    {"stage_edition", With(R"("cancer": {"stage_edition": 6})"), "/cancer/stage_edition: 6 is not between 7 and 9"},
    {"alteration", With(R"("biomarkers": [{"gene": "ALK", "alteration": "fussion"}])"), "did you mean fusion?"},
    {"line_fraction", With(R"("treatments": [{"kind": "drug", "line": 1.5}])"), "/treatments/0/line: 1.5 is not a whole number"},
    {"line_zero", With(R"("treatments": [{"kind": "drug", "line": 0}])"), "/treatments/0/line: 0 is not between 1 and 30"},
    {"line_huge", With(R"("treatments": [{"kind": "drug", "line": 1e30}])"), "/treatments/0/line: 1e30 is not between 1 and 30"},
    {"cycles_huge", With(R"("treatments": [{"kind": "drug", "cycles": 99999999999}])"), "/treatments/0/cycles: 99999999999 is not between"},
    {"ecog_five", With(R"("performance": {"ecog": 5})"), "/performance/ecog: 5 is not between 0 and 4"},
    {"karnofsky", With(R"("performance": {"karnofsky": 101})"), "/performance/karnofsky: 101 is not between 0 and 100"},
    {"grade", With(R"("conditions": [{"name": "ild", "grade": 6}])"), "/conditions/0/grade: 6 is not between 1 and 5"},
    {"cd4", With(R"("conditions": [{"name": "hiv", "cd4_per_ul": -1}])"), "/conditions/0/cd4_per_ul: -1 is below 0"},
    {"bool_as_text", With(R"("facts": {"can_swallow": "yes"})"), "/facts/can_swallow: \"yes\" is not true or false"},
    {"list_as_object", With(R"("labs": {"anc": 1})"), "/labs: an object is not a list"},
    {"object_as_text", With(R"("cancer": "nsclc")"), "/cancer: \"nsclc\" is not an object"},
    {"object_as_list", With(R"("performance": [1])"), "/performance: a list is not an object"},
    {"entry_of_wrong_type", With(R"("treatments": ["alectinib"])"), "/treatments/0: \"alectinib\" is not an object"},
    {"medication_as_object", With(R"("medications": [{"name": "aspirin"}])"), "/medications/0: an object is not a text"},
    {"null_entry", With(R"("medications": ["aspirin", null])"), "/medications/1: null is not an entry; leave it out"},
    {"complete", With(R"("complete": ["treatment"])"), "/complete/0: \"treatment\" is not one of biomarkers, treatments"},
    {"control_character", With(R"("note": "a\u001b[2J")"), "/note: \"a\\u001B[2J\" holds the control character U+001B"},
    {"c1_control_character", With(R"("note": "\u009b2J")"), "holds the control character U+009B"},
    {"long_text_is_cut", With("\"sex\": \"" + std::string(5000, 'x') + "\""), "xxx...\" is not one of female, male"},
};
INSTANTIATE_TEST_SUITE_P(Values, BadProfile, ::testing::ValuesIn(kBadValues), [](const auto& row) { return row.param.name; });

// A treatment with `members`, facts of 15 January 2026.
std::string Treated(std::string_view members) {
  return With("\"as_of\": \"2026-01-15\", \"treatments\": [{\"kind\": \"drug\", \"name\": \"alectinib\", " + std::string(members) + "}]");
}

const Bad kBadDates[] = {
    {"month_13", Treated(R"("end": "2025-13")"), "/treatments/0/end: \"2025-13\" is not a date (month 13); write 2025, 2025-06 or 2025-06-14"},
    {"month_0", Treated(R"("end": "2025-00")"), "(month 0)"},
    {"february_30", Treated(R"("end": "2025-02-30")"), "/treatments/0/end: \"2025-02-30\" is not a date (day 30: 2025-02 has days 01 to 28)"},
    {"no_leap_day", Treated(R"("end": "2025-02-29")"), "(day 29"},
    {"year_1850", With(R"("birth_date": "1850")"), "/birth_date: \"1850\" is not a date (year 1850"},
    {"american", Treated(R"("end": "02/03/2025")"), "/treatments/0/end: \"02/03/2025\" is not a date; write 2025"},
    {"with_time", Treated(R"("end": "2025-02-03T10:00")"), "is not a date; write"},
    {"number", With(R"("as_of": 2025)"), "/as_of: 2025 is not a date in quotes; write 2025"},
    {"empty", With(R"("as_of": "")"), "/as_of: \"\" is not a date"},
    {"end_before_start", Treated(R"("start": "2025-06", "end": "2025-05-31")"), "/treatments/0/end: 2025-05-31 is before the start (2025-06)"},
    {"last_dose_before_start", Treated(R"("start": "2025", "last_dose": "2024-12")"), "/treatments/0/last_dose: 2024-12 is before the start"},
    {"ongoing_and_over", Treated(R"("ongoing": true, "end": "2026-01-14")"), "/treatments/0/ongoing: true, but the treatment ended 2026-01-14"},
    {"outcome_and_over", Treated(R"("outcome": "ongoing", "end": "2025")"), "/treatments/0/outcome: \"ongoing\", but the treatment ended 2025"},
    {"outcome_and_not", Treated(R"("outcome": "ongoing", "ongoing": false)"), "/treatments/0/outcome: \"ongoing\", but ongoing is false"},
    {"born_after_as_of", With(R"("as_of": "2026-01-15", "birth_date": "2026-01-16")"), "/birth_date: 2026-01-16 is after as_of (2026-01-15)"},
    {"age_121", With(R"("as_of": "2026", "birth_date": "1904")"), "/birth_date: 1904 makes an age of 121"},
    {"age_off", With(R"("as_of": "2026-01-15", "birth_date": "1966-01-15", "age_years": 62)"), "/age_years: 62 does not fit birth_date 1966-01-15"},
    {"before_birth", With(R"("birth_date": "1960", "cancer": {"diagnosed": "1959-12"})"), "/cancer/diagnosed: 1959-12 is before the patient was born"},
    {"before_birth_by_age", With(R"("as_of": "2026", "age_years": 20, "cancer": {"diagnosed": "2002"})"), "before the patient was born (age 20"},
    {"none_but_three", With(R"("brain": {"metastases": "none", "count": 3})"), "/brain/count: 3 metastases, but brain.metastases is \"none\""},
    {"none_but_large", With(R"("brain": {"metastases": "none", "largest_mm": 4})"), "/brain/largest_mm: 4 mm, but"},
    {"untreated_but_zero", With(R"("brain": {"metastases": "untreated", "count": 0})"), "/brain/count: 0, but"},
    {"limits", With(R"("labs": [{"name": "alt", "value": 1, "unit": "U/L", "upper_limit": 5, "lower_limit": 40}])"), "/labs/0/lower_limit: 40 is above"},
};
INSTANTIATE_TEST_SUITE_P(Impossible, BadProfile, ::testing::ValuesIn(kBadDates), [](const auto& row) { return row.param.name; });

struct Good {
  const char* name;
  std::string json;
};

std::ostream& operator<<(std::ostream& out, const Good& row) { return out << row.name; }

class GoodProfile : public ::testing::TestWithParam<Good> {};

TEST_P(GoodProfile, IsAccepted) { EXPECT_EQ(Errors(Read(GetParam().json)), ""); }

const Good kGood[] = {
    {"only_id", R"({"id": "a"})"},
    {"byte_order_mark", "\xEF\xBB\xBF{\"id\": \"a\"}"},
    {"line_ends", "\r\n{\r\n\"id\": \"a\"}\r\n"},
    {"longest_id", "{\"id\": \"" + Repeat("\xC3\xA9", 128) + "\"}"},
    {"nulls", With(R"("sex": null, "cancer": null, "labs": null, "brain": {"count": null}, "facts": {"can_swallow": null})")},
    {"bounds_low", With(R"("age_years": 0, "height_cm": 30, "weight_kg": 0.1, "performance": {"ecog": 0, "karnofsky": 0})")},
    {"bounds_high", With(R"("age_years": 120, "height_cm": 260, "weight_kg": 500, "performance": {"ecog": 4, "karnofsky": 100})")},
    {"whole_number_with_point", With(R"("performance": {"ecog": 1.0})")},
    {"end_in_the_month_of_start", Treated(R"("start": "2025-06-20", "end": "2025-06")")},
    {"one_day", Treated(R"("start": "2025-06-20", "end": "2025-06-20")")},
    {"ongoing_ends_this_month", Treated(R"("ongoing": true, "end": "2026-01")")},
    {"ongoing_with_planned_end", Treated(R"("ongoing": true, "end": "2026-02-01")")},
    {"ongoing_with_last_dose", Treated(R"("ongoing": true, "last_dose": "2026-01-10")")},
    {"progressing_on_it", Treated(R"("ongoing": true, "outcome": "progression")")},
    {"age_a_year_off", With(R"("as_of": "2026-01-15", "birth_date": "1966-01-15", "age_years": 61)")},
    {"age_of_a_birth_year", With(R"("as_of": "2026-01-15", "birth_date": "1966", "age_years": 58.5)")},
    {"born_on_as_of", With(R"("as_of": "2026-01-15", "birth_date": "2026-01-15", "age_years": 0)")},
    {"treated_and_gone", With(R"("brain": {"metastases": "treated", "count": 0})")},
    {"new_lines_in_note", With(R"("note": "one\ntwo\tthree")")},
    {"letters_of_everywhere", With("\"location\": {\"city\": \"K\xC3\xB6ln \xE6\x9D\xB1\xE4\xBA\xAC\"}")},
};
INSTANTIATE_TEST_SUITE_P(All, GoodProfile, ::testing::ValuesIn(kGood), [](const auto& row) { return row.param.name; });

TEST(ReadProfile, TellsAllErrorsInTheOrderOfTheDocument) {
  const ProfileResult result = Read(R"({"brain": {"metastases": "none", "count": 2}, "nonsense": 1, "id": "a", "age_years": 300,
      "treatments": [{"kind": "drug", "start": "2025", "end": "2024"}, {"kind": "pill"}]})");
  std::vector<std::string> paths;
  for (const ProfileError& error : result.errors) paths.push_back(error.path);
  EXPECT_THAT(paths, ElementsAre("/brain/count", "/nonsense", "/age_years", "/treatments/0/end", "/treatments/1/kind"));
}

TEST(ReadProfile, TellsAtMostAHundredErrors) {
  std::string keys = "\"id\": \"a\"";
  for (int i = 0; i < 150; ++i) keys += ", \"k" + std::to_string(i) + "\": 1";
  const ProfileResult result = Read("{" + keys + "}");
  ASSERT_EQ(result.errors.size(), 100u);
  EXPECT_EQ(result.errors.back().message, "and 51 more errors");
}

}  // namespace
}  // namespace trialmatch::matcher
