#include <string>
#include <vector>

#include "base/utf8.h"
#include "fetch/study_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/fetch/records.h"

namespace trialmatch::fetch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// Each bad line stands between two good ones, which must survive.
TEST(DamagedStudies, ABadLineIsOneDiagnosticAndTheRestGoesOn) {
  const std::string deep(100'000, '['), deep_objects = [] {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "{\"a\":";
    return text;
  }();
  struct {
    const char* name;
    std::string line;
    const char* message;
  } const kRows[] = {
      {"a word", "hello", "s.jsonl:2: error: not valid JSON"},
      {"a number", "42", "s.jsonl:2: error: expected a study record, found a number [study.not_an_object]"},
      {"null", "null", "found null"},
      {"a list", "[1, 2]", "found a list"},
      {"truncated", kA.substr(0, kA.size() - 20), "s.jsonl:2: error: not valid JSON"},
      {"truncated in a string", kA.substr(0, kA.size() - 10), "the text ends inside a value"},
      {"two records in a line", kA + kB, "not valid JSON"},
      {"nested lists", deep, "not valid JSON"},
      {"nested lists, closed", deep + std::string(100'000, ']'), "deep"},
      {"nested objects", deep_objects, "not valid JSON"},
      {"a record with a nest", R"({"protocolSection": )" + deep + std::string(100'000, ']') + "}", "deep"},
      {"no protocolSection", R"({"a": 1})", "without protocolSection [study.no_nct_id]"},
      {"no number", R"({"protocolSection": {}})", "has no protocolSection.identificationModule.nctId"},
      {"short number", Record("NCT990001"), R"(nctId is "NCT990001", expected NCT and 8 digits [study.bad_nct_id])"},
      {"long number", Record("NCT990000012"), "expected NCT and 8 digits"},
      {"letters", Record("NCT9900000x"), "expected NCT and 8 digits"},
      {"lower case", Record("nct99000004"), "expected NCT and 8 digits"},
      {"hostile number", Record("<b>\\u0007" + std::string(10'000, 'x')), "nctId is \"<b>\\x07xxxx"},
      {"control character in a string", Record("NCT99000004", "a\tb"), "not valid JSON"},
      {"zero byte", std::string("\0", 1), "not valid JSON"},
  };
  for (const auto& row : kRows) {
    const auto list = ParseStudies(kA + "\n" + row.line + "\n" + kC + "\n", "s.jsonl");
    ASSERT_TRUE(list.ok()) << row.name << list.status();
    EXPECT_THAT(Ids(*list), ElementsAre("NCT99000001", "NCT99000003")) << row.name;
    EXPECT_THAT(Shown(*list), ElementsAre(HasSubstr(row.message))) << row.name;
    EXPECT_EQ(list->diagnostics[0].where, "s.jsonl:2") << row.name;
    EXPECT_LT(list->diagnostics[0].message.size(), 300u) << row.name;

    const auto first = ParseStudies(row.line + "\n" + kA + "\n" + kC + "\n", "s.jsonl");
    ASSERT_TRUE(first.ok()) << row.name << first.status();
    EXPECT_THAT(Ids(*first), ElementsAre("NCT99000001", "NCT99000003")) << row.name << ", as the first line";
    EXPECT_THAT(first->diagnostics, SizeIs(1)) << row.name;
  }
}

TEST(DamagedStudies, ABrokenElementDoesNotTakeTheListAlong) {
  struct {
    const char* name;
    std::string bytes;
    std::vector<std::string> ids;
    const char* message;
  } const kRows[] = {
      {"bad word", "[" + kA + ",\n{\"x\": tru},\n" + kC + "]", {"NCT99000001", "NCT99000003"}, "s.json:2: error: element 2: not valid JSON"},
      {"a number", "[" + kA + ", 7, " + kC + "]", {"NCT99000001", "NCT99000003"}, "element 2: expected a study record, found a number"},
      {"lost bracket", "[" + kA + ",\n" + kB.substr(0, kB.size() - 1) + ",\n" + kC + "]", {"NCT99000001", "NCT99000003"}, "s.json:2"},
      {"lost quote", "[" + kA + ",\n" + Record("NCT99000002", "a\": b") + ",\n" + kC + "]", {"NCT99000001", "NCT99000003"}, "s.json:2"},
      {"lost comma", "[" + kA + "\n" + kC + "]", {"NCT99000001", "NCT99000003"}, "expected a comma"},
      {"cut off behind an element", "[" + kA + ",\n" + kC, {"NCT99000001", "NCT99000003"}, "the list is cut off"},
      {"cut off behind a comma", "[" + kA + ",\n" + kC + ",\n", {"NCT99000001", "NCT99000003"}, "the list is cut off"},
      {"cut off inside", "[" + kA + ",\n" + kB.substr(0, 60), {"NCT99000001"}, "element 2: not valid JSON: the text ends inside it"},
      {"answer cut off", "{\"studies\": [" + kA + ",\n" + kB.substr(0, 60), {"NCT99000001"}, "element 2"},
      {"answer not closed", "{\"studies\": [" + kA + "], \"nextPageToken\": ", {"NCT99000001"}, "the answer is cut off behind its studies"},
      {"text behind the list", "[" + kA + "] and more", {"NCT99000001"}, "expected a study record or a list"},
  };
  for (const auto& row : kRows) {
    const auto list = ParseStudies(row.bytes, "s.json");
    ASSERT_TRUE(list.ok()) << row.name << list.status();
    EXPECT_EQ(Ids(*list), row.ids) << row.name;
    ASSERT_FALSE(list->diagnostics.empty()) << row.name;
    EXPECT_THAT(Shown(*list)[0], HasSubstr(row.message)) << row.name;
  }
}

TEST(DamagedStudies, HostileListsEnd) {
  std::string opened = "[";
  for (int i = 0; i < 200'000; ++i) opened += "{\"protocolSection\":[";
  const std::string rows[] = {opened, "[" + std::string(3'000'000, '['), "[" + std::string(3'000'000, '\\'), "[" + std::string(3'000'000, '"'),
                              "[\"" + std::string(3'000'000, '\\'), "{\"studies\":[" + std::string(3'000'000, '{')};
  for (const std::string& bytes : rows) {
    const auto list = ParseStudies(bytes, "s.json");
    EXPECT_FALSE(list.ok());
    EXPECT_LT(list.status().message().size(), 400u);
  }
}

TEST(DamagedStudies, AWrongTypeCostsOnlyItself) {
  struct {
    const char* module;
    const char* message;
  } const kRows[] = {
      {R"("conditionsModule": {"conditions": "NSCLC"})", "protocolSection.conditionsModule.conditions: expected a list, found text"},
      {R"("conditionsModule": {"conditions": ["NSCLC", 7]})", "protocolSection.conditionsModule.conditions: expected text, found a number"},
      {R"("conditionsModule": [])", "protocolSection.conditionsModule: expected an object, found a list"},
      {R"("statusModule": {"overallStatus": true})", "protocolSection.statusModule.overallStatus: expected text, found true or false"},
      {R"("statusModule": {"startDateStruct": "2025"})", "statusModule.startDateStruct: expected an object, found text"},
      {R"("eligibilityModule": {"healthyVolunteers": "No"})", "eligibilityModule.healthyVolunteers: expected true or false, found text"},
      {R"("eligibilityModule": {"eligibilityCriteria": {}})", "eligibilityModule.eligibilityCriteria: expected text, found an object"},
      {R"("contactsLocationsModule": {"locations": [3, {"zip": 4, "city": "c"}]})", "locations: expected an object, found a number"},
      {R"("contactsLocationsModule": {"locations": [{"geoPoint": {"lat": "x", "lon": 1}}]})", "locations.geoPoint.lat: expected a number, found text"},
      {R"("contactsLocationsModule": {"locations": [{"geoPoint": {"lat": 91, "lon": 1}}]})", "locations.geoPoint: is no place on earth"},
  };
  for (const auto& row : kRows) {
    const std::string record = R"({"protocolSection": {"identificationModule": {"nctId": "NCT99000001", "briefTitle": "t"}, )" +
                               std::string(row.module) + R"(, "descriptionModule": {"briefSummary": "s"}}})";
    const auto list = ParseStudies(kB + "\n" + record + "\n", "s.jsonl");
    ASSERT_TRUE(list.ok()) << list.status();
    ASSERT_THAT(list->studies, SizeIs(2)) << row.module;
    EXPECT_EQ(list->studies[1].brief_title, "t");
    EXPECT_EQ(list->studies[1].brief_summary, "s");
    ASSERT_FALSE(list->diagnostics.empty()) << row.module;
    EXPECT_THAT(Shown(*list)[0], HasSubstr("s.jsonl:2: warning: NCT99000001: "));
    EXPECT_THAT(Shown(*list)[0], HasSubstr(row.message));
  }
}

TEST(DamagedStudies, ManyWrongMembersAreCountedNotListed) {
  std::string numbers = "0";
  for (int i = 1; i < 1000; ++i) numbers += ",0";
  const auto list = ParseStudies(R"({"protocolSection": {"identificationModule": {"nctId": "NCT99000001"}, "conditionsModule": {"conditions": [)" +
                                     numbers + "]}}}", "s.jsonl");
  ASSERT_TRUE(list.ok());
  ASSERT_THAT(list->diagnostics, SizeIs(21));
  EXPECT_THAT(Shown(*list).back(), HasSubstr("980 more members of the wrong type"));
}

TEST(DamagedStudies, InvalidUtf8IsReplacedAndTold) {
  const std::string title_only = R"({"protocolSection": {"identificationModule": {"nctId": "NCT99000002", "briefTitle": "a)" "\xB5" R"("},
    "eligibilityModule": {"eligibilityCriteria": "plain )" "\xEF\xBF\xBD" R"("}}})";
  std::string one_line = title_only;
  std::erase(one_line, '\n');
  const auto list = ParseStudies(Record("NCT99000001", "10 \xB5g") + "\n" + one_line + "\n" + kC, "s.jsonl");
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_THAT(list->studies, SizeIs(3));
  EXPECT_EQ(list->studies[0].eligibility_criteria, "10 \xEF\xBF\xBDg");
  EXPECT_FALSE(list->studies[0].eligibility_criteria_was_utf8);
  EXPECT_EQ(list->studies[1].brief_title, "a\xEF\xBF\xBD");
  EXPECT_TRUE(list->studies[1].eligibility_criteria_was_utf8) << "only the title was bad";
  EXPECT_TRUE(list->studies[2].eligibility_criteria_was_utf8);
  EXPECT_THAT(Shown(*list), ElementsAre(HasSubstr("s.jsonl:1: warning: bytes that are not UTF-8"), HasSubstr("s.jsonl:2")));
}

TEST(DamagedStudies, HalfASurrogatePairNeverLeavesAsBadUtf8) {
  for (const char* escape : {"\\ud800", "\\udc00", "\\udc00\\ud800", "\\ud83d\\ude00"}) {
    const auto list = ParseStudies(Record("NCT99000001", std::string("a") + escape) + "\n" + kB, "s.jsonl");
    ASSERT_TRUE(list.ok()) << list.status();
    for (const Study& study : list->studies) EXPECT_TRUE(base::IsValidUtf8(study.eligibility_criteria)) << escape;
    EXPECT_EQ(list->studies.size() + list->diagnostics.size(), 2u) << "read or told: " << escape;
  }
}

TEST(DamagedStudies, FiftyMegabytesOfEligibilityText) {
  std::string text(50'000'000, 'x');
  for (size_t i = 0; i < text.size(); i += 80) text[i] = ' ';
  const auto list = ParseStudies(kA + "\n" + Record("NCT99000002", text) + "\n" + kC, "s.jsonl");
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_THAT(list->studies, SizeIs(3));
  EXPECT_TRUE(list->studies[1].eligibility_criteria == text);
}

TEST(DamagedStudies, NothingReadableIsAnErrorThatNamesFileLineAndCause) {
  struct {
    const char* name;
    std::string bytes;
    const char* message;
  } const kRows[] = {
      {"empty", "", "s.jsonl is empty"},
      {"white space", " \n\r\n\t", "s.jsonl is empty"},
      {"byte order mark", "\xEF\xBB\xBF", "s.jsonl is empty"},
      {"prose", "\nDear colleague,\nplease find attached", "no study could be read: s.jsonl:2: not valid JSON"},
      {"refused", Record("NCT1"), "s.jsonl:1: protocolSection.identificationModule.nctId is \"NCT1\""},
      {"empty list", "[]", "s.jsonl: holds no study"},
      {"empty answer", "{\"studies\": []}", "s.jsonl: holds no study"},
      {"UTF-16", std::string("\xFF\xFE{\0", 4), "UTF-16"},
      {"gzip", "\x1F\x8B\x08", "compressed"},
      {"zip", "PK\x03\x04", "compressed"},
      {"truncated record", kA.substr(0, 50), "s.jsonl:1: not valid JSON"},
      {"cut off behind the bracket", "[", "cut off"},
  };
  for (const auto& row : kRows) {
    const auto list = ParseStudies(row.bytes, "s.jsonl");
    ASSERT_FALSE(list.ok()) << row.name;
    EXPECT_EQ(list.status().code(), absl::StatusCode::kInvalidArgument) << row.name;
    EXPECT_THAT(std::string(list.status().message()), HasSubstr(row.message)) << row.name;
  }
}

TEST(DamagedStudies, DiagnosticsDoNotFillMemory) {
  std::string bytes = kA + "\n";
  for (int i = 0; i < 30'000; ++i) bytes += "x\n";
  const auto list = ParseStudies(bytes, "s.jsonl");
  ASSERT_TRUE(list.ok());
  ASSERT_THAT(list->diagnostics, SizeIs(10'001));
  EXPECT_THAT(Shown(*list).back(), HasSubstr("20000 more"));
}

}  // namespace
}  // namespace trialmatch::fetch
