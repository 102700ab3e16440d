#include "fetch/study_reader.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/sha256.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/fetch/records.h"

namespace trialmatch::fetch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(ParseStudies, EveryLayout) {
  struct {
    const char* name;
    const char* file;
    std::string bytes;
  } const kRows[] = {
      {"lines", "s.jsonl", kA + "\n" + kB + "\n"},
      {"lines without the last newline", "s.jsonl", kA + "\n" + kB},
      {"lines of Windows with a byte order mark", "s.jsonl", "\xEF\xBB\xBF" + kA + "\r\n" + kB + "\r\n"},
      {"empty lines", "s.jsonl", "\n\n" + kA + "\n  \t\n" + kB + "\n\r\n"},
      {"lines under another name", "s.json", kA + "\n" + kB},
      {"lines without a name", "-", kA + "\n" + kB},
      {"list in one line", "s.json", "[" + kA + "," + kB + "]"},
      {"list, an element a line", "s.json", "[" + kA + ",\n" + kB + "]\n"},
      {"list, brackets on their own", "s.json", "[\n  " + kA + ",\n  " + kB + "\n]\n"},
      {"list that calls itself lines", "s.jsonl", "[\n  " + kA + ",\n  " + kB + "\n]\n"},
      {"list in one line that calls itself lines", "s.jsonl", "[" + kA + ", " + kB + "]"},
      {"API answer", "s.json", R"({"totalCount": 2, "studies": [)" + kA + "," + kB + R"(], "nextPageToken": "x"})"},
      {"API answer, printed", "s.json", "{\n  \"studies\": [\n" + kA + ",\n" + kB + "\n]\n}\n"},
      {"API answer in a line", "s.jsonl", R"({"studies": [)" + kA + "," + kB + "]}\n"},
      {"two API answers", "s.json", R"({"studies": [)" + kA + "]}\n" + R"({"studies": [)" + kB + "]}\n"},
      {"two documents", "s.json", "[\n" + kA + "\n]\n[\n" + kB + "\n]"},
  };
  for (const auto& row : kRows) {
    const auto list = ParseStudies(row.bytes, row.file);
    ASSERT_TRUE(list.ok()) << row.name << ": " << list.status();
    EXPECT_THAT(Ids(*list), ElementsAre("NCT99000001", "NCT99000002")) << row.name;
    EXPECT_THAT(Shown(*list), IsEmpty()) << row.name;
    EXPECT_EQ(list->source, row.file);
    EXPECT_EQ(list->sha256, base::Sha256Hex(row.bytes));
  }
}

TEST(ParseStudies, OneRecordPlainOrPrinted) {
  EXPECT_THAT(Ids(*ParseStudies(kA, "s.json")), ElementsAre("NCT99000001"));
  const std::string printed = "{\n \"protocolSection\": {\n \"identificationModule\": {\n\"nctId\": \"NCT99000001\"}}}";
  EXPECT_THAT(Ids(*ParseStudies(printed, "s.json")), ElementsAre("NCT99000001"));
  EXPECT_THAT(Ids(*ParseStudies(printed, "s.jsonl")), ElementsAre("NCT99000001"));
}

TEST(ParseStudies, EveryField) {
  const auto list = ParseStudies(R"({"protocolSection": {
    "identificationModule": {"nctId": "NCT99000001", "briefTitle": "b", "officialTitle": "o", "acronym": "a"},
    "statusModule": {"overallStatus": "A_STATUS_OF_TOMORROW", "lastKnownStatus": "l", "whyStopped": "w", "statusVerifiedDate": "2025-05",
      "startDateStruct": {"date": "2025-01"}, "primaryCompletionDateStruct": {"date": "2025-02"}, "completionDateStruct": {"date": "2025-03"},
      "studyFirstPostDateStruct": {"date": "2024-12-31"}, "lastUpdatePostDateStruct": {"date": "2025-06-14"}},
    "descriptionModule": {"briefSummary": "s"},
    "conditionsModule": {"conditions": ["c1", "c2"], "keywords": ["k"]},
    "designModule": {"studyType": "INTERVENTIONAL", "phases": ["PHASE1", "PHASE2"],
      "designInfo": {"allocation": "NA", "interventionModel": "SINGLE_GROUP", "primaryPurpose": "TREATMENT", "maskingInfo": {"masking": "NONE"}}},
    "armsInterventionsModule": {
      "armGroups": [{"label": "Arm", "type": "EXPERIMENTAL", "description": "d", "interventionNames": ["Drug: x"]}],
      "interventions": [{"type": "DRUG", "name": "x", "description": "i", "otherNames": ["y", "z"]}]},
    "eligibilityModule": {"eligibilityCriteria": " * \\>= 18\r\n\u00b5", "sex": "ALL", "minimumAge": "18 Years", "maximumAge": "6 Months",
      "healthyVolunteers": false, "studyPopulation": "p"},
    "contactsLocationsModule": {
      "centralContacts": [{"name": "n", "role": "CONTACT", "phone": "1", "phoneExt": "2", "email": "e"}],
      "locations": [{"facility": "f", "status": "RECRUITING", "city": "c", "state": "s", "zip": "z", "country": "Germany",
        "geoPoint": {"lat": 52, "lon": -13.5}, "contacts": [{"name": "m"}]}, {"facility": "g"}]}},
    "hasResults": false})", "s.json");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_THAT(Shown(*list), IsEmpty());
  ASSERT_THAT(list->studies, SizeIs(1));
  const Study& study = list->studies[0];
  EXPECT_THAT((std::vector{study.nct_id, study.brief_title, study.official_title, study.acronym, study.brief_summary}),
              ElementsAre("NCT99000001", "b", "o", "a", "s"));
  EXPECT_THAT((std::vector{study.overall_status, study.last_known_status, study.why_stopped, study.status_verified_date}),
              ElementsAre("A_STATUS_OF_TOMORROW", "l", "w", "2025-05"));
  EXPECT_THAT((std::vector{study.start_date, study.primary_completion_date, study.completion_date, study.first_post_date,
                           study.last_update_post_date}),
              ElementsAre("2025-01", "2025-02", "2025-03", "2024-12-31", "2025-06-14"));
  EXPECT_EQ(list->data_timestamp, "2025-06-14");
  EXPECT_THAT(study.conditions, ElementsAre("c1", "c2"));
  EXPECT_THAT(study.keywords, ElementsAre("k"));
  EXPECT_THAT(study.phases, ElementsAre("PHASE1", "PHASE2"));
  EXPECT_THAT((std::vector{study.study_type, study.allocation, study.intervention_model, study.primary_purpose, study.masking}),
              ElementsAre("INTERVENTIONAL", "NA", "SINGLE_GROUP", "TREATMENT", "NONE"));
  ASSERT_THAT(study.arm_groups, SizeIs(1));
  EXPECT_EQ(study.arm_groups[0].label, "Arm");
  EXPECT_EQ(study.arm_groups[0].type, "EXPERIMENTAL");
  EXPECT_EQ(study.arm_groups[0].description, "d");
  EXPECT_THAT(study.arm_groups[0].intervention_names, ElementsAre("Drug: x"));
  ASSERT_THAT(study.interventions, SizeIs(1));
  EXPECT_EQ(study.interventions[0].type, "DRUG");
  EXPECT_EQ(study.interventions[0].name, "x");
  EXPECT_EQ(study.interventions[0].description, "i");
  EXPECT_THAT(study.interventions[0].other_names, ElementsAre("y", "z"));
  EXPECT_EQ(study.eligibility_criteria, " * \\>= 18\r\nµ") << "neither trimmed nor unescaped";
  EXPECT_TRUE(study.eligibility_criteria_was_utf8);
  EXPECT_THAT((std::vector{study.sex, study.minimum_age, study.maximum_age, study.study_population}),
              ElementsAre("ALL", "18 Years", "6 Months", "p"));
  EXPECT_EQ(study.healthy_volunteers, false);
  ASSERT_THAT(study.central_contacts, SizeIs(1));
  const Contact& contact = study.central_contacts[0];
  EXPECT_THAT((std::vector{contact.name, contact.role, contact.phone, contact.phone_ext, contact.email}),
              ElementsAre("n", "CONTACT", "1", "2", "e"));
  ASSERT_THAT(study.locations, SizeIs(2));
  const Location& site = study.locations[0];
  EXPECT_THAT((std::vector{site.facility, site.status, site.city, site.state, site.zip, site.country}),
              ElementsAre("f", "RECRUITING", "c", "s", "z", "Germany"));
  ASSERT_TRUE(site.point.has_value());
  EXPECT_DOUBLE_EQ(site.point->latitude, 52);
  EXPECT_DOUBLE_EQ(site.point->longitude, -13.5);
  EXPECT_THAT(site.contacts, SizeIs(1));
  EXPECT_FALSE(study.locations[1].point.has_value());
}

TEST(ParseStudies, AbsentAndNullAreEmpty) {
  const auto list = ParseStudies(R"({"protocolSection": {"identificationModule": {"nctId": "NCT99000001", "acronym": null},
    "eligibilityModule": null, "conditionsModule": {"conditions": null}}})", "s.json");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_THAT(Shown(*list), IsEmpty());
  EXPECT_EQ(list->studies[0].eligibility_criteria, "");
  EXPECT_EQ(list->studies[0].healthy_volunteers, std::nullopt);
}

TEST(ParseStudies, OfADuplicateTheLastCounts) {
  const auto list = ParseStudies(Record("NCT99000001", "old") + "\n" + kB + "\n" + Record("NCT99000001", "new") + "\n", "s.jsonl");
  ASSERT_TRUE(list.ok());
  EXPECT_THAT(Ids(*list), ElementsAre("NCT99000002", "NCT99000001"));
  EXPECT_EQ(list->studies[1].eligibility_criteria, "new");
  EXPECT_THAT(Shown(*list), ElementsAre("s.jsonl:3: warning: NCT99000001: stands already at s.jsonl:1; the later record counts [study.duplicate]"));
}

TEST(ParseStudies, TheDataTimestampIsTheNewestRealDate) {
  const auto with_date = [](const std::string& id, const std::string& date) {
    return R"({"protocolSection": {"identificationModule": {"nctId": ")" + id + R"("}, "statusModule": {"lastUpdatePostDateStruct": {"date": ")" +
           date + "\"}}}}\n";
  };
  const auto list = ParseStudies(with_date("NCT99000001", "2025-06-14") + with_date("NCT99000002", "2024-12-31") +
                                     with_date("NCT99000003", "zzz"), "s.jsonl");
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(list->data_timestamp, "2025-06-14");
  EXPECT_EQ(ParseStudies(kA, "s.json")->data_timestamp, "");
}

class ReadStudiesTest : public ::testing::Test {
 protected:
  ReadStudiesTest() : folder_(std::filesystem::path(::testing::TempDir()) / ("trialmatch_reader_test_" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~ReadStudiesTest() override { std::filesystem::remove_all(folder_); }
  std::string Write(const std::string& name, const std::string& bytes) {
    const std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  std::filesystem::path folder_;
};

TEST_F(ReadStudiesTest, AFolderInNameOrder) {
  Write("b.json", kA);
  Write("a.jsonl", kB + "\nbroken\n");
  Write("c.json", "");
  Write("README.md", "not a study");
  Write(".hidden.json", kC);
  std::filesystem::create_directories(folder_ / "d.json");
  const auto list = ReadStudies(folder_.string());
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_THAT(Ids(*list), ElementsAre("NCT99000002", "NCT99000001"));
  EXPECT_THAT(Shown(*list), ElementsAre(HasSubstr("a.jsonl:2: error: not valid JSON"), HasSubstr("c.json is empty")));
  EXPECT_EQ(list->sha256, base::Sha256Hex(base::Sha256Hex(kB + "\nbroken\n") + base::Sha256Hex(kA) + base::Sha256Hex("")));
  EXPECT_EQ(list->source, folder_.string());
}

TEST_F(ReadStudiesTest, WhatCannotBeOpened) {
  const auto missing = ReadStudies((folder_ / "missing.jsonl").string());
  EXPECT_EQ(missing.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(missing.status().message()), HasSubstr("missing.jsonl: no such file"));
  const auto empty_folder = ReadStudies(folder_.string());
  EXPECT_EQ(empty_folder.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(empty_folder.status().message()), HasSubstr("the folder holds no .json"));
  const auto empty = ReadStudies(Write("e.jsonl", ""));
  EXPECT_THAT(std::string(empty.status().message()), HasSubstr("e.jsonl is empty"));
}

struct Corpus {
  const char* file;
  size_t studies;
  std::vector<std::string> diagnostics;   // parts of them
};

TEST(SharedCorpus, IsReadWhole) {
  const Corpus corpora[] = {
      {"corpus/lung_studies.jsonl", 989, {}},
      // The first of its 1,863 records is a specimen with six digits.
      {"corpus/studies_v2.jsonl", 1862, {"studies_v2.jsonl:1: error: protocolSection.identificationModule.nctId is"}},
      {"gold/studies.jsonl", 59, {}},
  };
  for (const Corpus& corpus : corpora) {
    const std::string path = std::string(TRIALMATCH_SOURCE_DIR) + "/../shared/" + corpus.file;
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
    const auto list = ReadStudies(path);
    ASSERT_TRUE(list.ok()) << list.status();
    EXPECT_THAT(list->studies, SizeIs(corpus.studies)) << corpus.file;
    ASSERT_THAT(list->diagnostics, SizeIs(corpus.diagnostics.size())) << corpus.file;
    for (size_t i = 0; i < corpus.diagnostics.size(); ++i) EXPECT_THAT(Shown(*list)[i], HasSubstr(corpus.diagnostics[i]));
    for (const Study& study : list->studies) EXPECT_TRUE(study.eligibility_criteria_was_utf8);
  }
}

TEST(SharedCorpus, CapturedAnswersOfTheRegistry) {
  const std::string path = std::string(TRIALMATCH_SOURCE_DIR) + "/../shared/ctgov/captured";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
  const auto list = ReadStudies(path);
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_GT(list->studies.size(), 10u);
  for (const base::Diagnostic& diagnostic : list->diagnostics) EXPECT_EQ(diagnostic.id, "study.duplicate") << base::ToString(diagnostic);
}

}  // namespace
}  // namespace trialmatch::fetch
