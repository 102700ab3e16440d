#include "fetch/registry/registry.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "fetch/registry/database.h"
#include "fetch/registry/registry_reader.h"
#include "fetch/registry/schema.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace trialmatch::fetch {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

std::string Record(const std::string& nct_id, const std::string& updated,
                   const std::string& title = "An invented study",
                   const std::string& status = "RECRUITING") {
  return R"({"protocolSection": {"identificationModule": {"nctId": ")" + nct_id +
         R"(", "briefTitle": ")" + title + R"("}, "statusModule": {"overallStatus": ")" + status +
         R"(", "lastUpdatePostDateStruct": {"date": ")" + updated + R"("}}}})";
}

std::string Words(const CrawlSummary& s) {
  return "+" + std::to_string(s.added) + " ~" + std::to_string(s.changed) + " =" +
         std::to_string(s.unchanged) + " -" + std::to_string(s.withdrawn) + " <" +
         std::to_string(s.older) + " !" + std::to_string(s.refused);
}

class RegistryTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::path(testing::TempDir()) /
        ("registry_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(folder_);
    path_ = (folder_ / "sub" / "registry.db").string();
  }
  void TearDown() override { fs::remove_all(folder_); }

  RegistryWriter OpenWriter() {
    auto writer = RegistryWriter::Open(path_);
    EXPECT_TRUE(writer.ok()) << writer.status();
    return *std::move(writer);
  }
  RegistryReader OpenReader() {
    auto reader = RegistryReader::Open(path_);
    EXPECT_TRUE(reader.ok()) << reader.status();
    return *std::move(reader);
  }
  static absl::Status Put(RegistryWriter& writer, const std::string& slice,
                          const std::vector<std::string>& records) {
    return writer.Put(slice, std::vector<std::string_view>(records.begin(), records.end()));
  }
  // A whole crawl in one slice; the summary in words.
  std::string Crawl(const CrawlKey& key, CrawlScope scope,
                    const std::vector<std::string>& records) {
    RegistryWriter writer = OpenWriter();
    EXPECT_TRUE(writer.Begin(key, scope).ok());
    EXPECT_TRUE(Put(writer, "s", records).ok());
    const auto summary = writer.Publish("2026-01-15T08:00:00Z");
    EXPECT_TRUE(summary.ok()) << summary.status();
    return Words(*summary);
  }
  std::vector<std::string> Ids() {
    RegistryReader reader = OpenReader();
    std::vector<std::string> ids;
    EXPECT_TRUE(reader
                    .ForEach([&](const StoredStudy& study) {
                      ids.push_back(study.nct_id);
                      return absl::OkStatus();
                    })
                    .ok());
    return ids;
  }

  const CrawlKey kLung{.plan = "lung", .data_timestamp = "2026-01-10T09:00:05"};
  const CrawlKey kLater{.plan = "lung", .data_timestamp = "2026-01-11T09:00:05"};
  fs::path folder_;
  std::string path_;
};

TEST_F(RegistryTest, WhatIsPutComesBackOnceItIsPublished) {
  RegistryWriter writer = OpenWriter();
  ASSERT_TRUE(writer.Begin(kLung, CrawlScope::kFull).ok());
  ASSERT_TRUE(
      Put(writer, "s", {Record("NCT99000002", "2026-01-02"), Record("NCT99000001", "2026-01-01")})
          .ok());
  EXPECT_THAT(Ids(), IsEmpty());
  EXPECT_EQ(Words(*writer.Publish("2026-01-15T08:00:00Z")), "+2 ~0 =0 -0 <0 !0");
  EXPECT_THAT(Ids(), ElementsAre("NCT99000001", "NCT99000002"));
  RegistryReader reader = OpenReader();
  const auto study = reader.Get("NCT99000002");
  ASSERT_TRUE(study.ok());
  EXPECT_EQ(
      study->json,
      R"({"protocolSection":{"identificationModule":{"nctId":"NCT99000002","briefTitle":"An invented study"},)"
      R"("statusModule":{"overallStatus":"RECRUITING","lastUpdatePostDateStruct":{"date":"2026-01-02"}}}})");
  EXPECT_EQ(reader.data_timestamp(), "2026-01-10T09:00:05");
  EXPECT_EQ(reader.studies(), 2);
  EXPECT_EQ(reader.Get("NCT99000003").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(RegistryTest, SecondCrawlTellsWhatIsNew) {
  Crawl(kLung, CrawlScope::kFull,
        {Record("NCT99000001", "2026-01-01"), Record("NCT99000002", "2026-01-01"),
         Record("NCT99000003", "2026-01-01")});
  const std::string reordered =
      R"({"protocolSection": {"statusModule": {"lastUpdatePostDateStruct": {"date": "2026-01-01"}, "overallStatus": "RECRUITING"},)"
      R"( "identificationModule": {"briefTitle": "An invented study", "nctId": "NCT99000001"}}})";
  EXPECT_EQ(Crawl(kLater, CrawlScope::kFull,
                  {reordered, Record("NCT99000002", "2026-01-11", "Changed"),
                   Record("NCT99000004", "2026-01-11"), "{}"}),
            "+1 ~1 =1 -1 <0 !1");
  EXPECT_THAT(Ids(), ElementsAre("NCT99000001", "NCT99000002", "NCT99000004"));
  RegistryReader reader = OpenReader();
  EXPECT_TRUE(reader.Get("NCT99000003")->is_withdrawn);
  EXPECT_EQ(reader.History("NCT99000001")->size(), 1u);
  const auto history = reader.History("NCT99000002");
  ASSERT_EQ(history->size(), 2u);
  EXPECT_THAT((*history)[0].json, HasSubstr("An invented study"));
  EXPECT_THAT((*history)[1].json, HasSubstr("Changed"));
  EXPECT_EQ((*history)[1].data_timestamp, kLater.data_timestamp);
  EXPECT_TRUE(reader.History("NCT99000003")->back().is_withdrawn);
  // It comes back as it was.
  EXPECT_EQ(Crawl(kLater, CrawlScope::kIncremental, {Record("NCT99000003", "2026-01-01")}),
            "+1 ~0 =0 -0 <0 !0");
  EXPECT_TRUE(OpenReader().Verify([](int64_t) {})->problems.empty());
}

TEST_F(RegistryTest, CrawlsWithdrawOnlyWhatIsOfTheirPlan) {
  Crawl(kLung, CrawlScope::kFull, {Record("NCT99000001", "2026-01-01")});
  EXPECT_EQ(Crawl({"melanoma", "x"}, CrawlScope::kFull, {Record("NCT99000002", "2026-01-01")}),
            "+1 ~0 =0 -0 <0 !0");
  EXPECT_EQ(Crawl(kLater, CrawlScope::kIncremental, {}), "+0 ~0 =0 -0 <0 !0");
  EXPECT_EQ(Crawl({std::string(kWholeRegistry), "y"}, CrawlScope::kFull,
                  {Record("NCT99000002", "2026-01-01")}),
            "+0 ~0 =1 -1 <0 !0");
  EXPECT_THAT(Ids(), ElementsAre("NCT99000002"));
}

TEST_F(RegistryTest, AnImportNeverBringsBackAnOlderState) {
  Crawl(kLung, CrawlScope::kFull, {Record("NCT99000001", "2026-01-05")});
  EXPECT_EQ(
      Crawl({"import", ""}, CrawlScope::kImport,
            {Record("NCT99000001", "2025-01-01", "Old"), Record("NCT99000002", "2025-01-01")}),
      "+1 ~0 =0 -0 <1 !0");
  EXPECT_EQ(
      Crawl({"import", ""}, CrawlScope::kImport, {Record("NCT99000001", "2026-02-01", "New")}),
      "+0 ~1 =0 -0 <0 !0");
}

TEST_F(RegistryTest, AnInterruptedCrawlGoesOn) {
  {
    RegistryWriter writer = OpenWriter();
    ASSERT_TRUE(writer.Begin(kLung, CrawlScope::kFull).ok());
    ASSERT_TRUE(Put(writer, "a", {Record("NCT99000001", "2026-01-01"), "no record"}).ok());
    ASSERT_TRUE(writer.CompleteSlice("a").ok());
    ASSERT_TRUE(Put(writer, "b", {Record("NCT99000002", "2026-01-01"), "no record"}).ok());
  }
  {
    RegistryWriter writer = OpenWriter();
    EXPECT_THAT(*writer.Begin(kLung, CrawlScope::kFull), ElementsAre("a"));
    ASSERT_TRUE(Put(writer, "b", {Record("NCT99000002", "2026-01-02"), "no record"}).ok());
    ASSERT_TRUE(writer.CompleteSlice("b").ok());
    EXPECT_EQ(Words(*writer.Staged()), "+2 ~0 =0 -0 <0 !2");
  }
  {
    RegistryWriter writer = OpenWriter();
    EXPECT_THAT(*writer.Begin(kLater, CrawlScope::kFull), IsEmpty());
    EXPECT_EQ(Words(*writer.Publish("now")), "+0 ~0 =0 -0 <0 !0");
    EXPECT_EQ(writer.Publish("now").status().code(), absl::StatusCode::kFailedPrecondition);
  }
  EXPECT_TRUE(OpenReader().Verify([](int64_t) {})->records == 0);
}

TEST_F(RegistryTest, ASweepFindsWhatIsGoneAndWhatIsStale) {
  Crawl(kLung, CrawlScope::kFull,
        {Record("NCT99000001", "2026-01-01"), Record("NCT99000002", "2026-01-01"),
         Record("NCT99000003", "2026-01-01")});
  RegistryWriter writer = OpenWriter();
  ASSERT_TRUE(writer.Begin(kLater, CrawlScope::kSweep).ok());
  const std::vector<SweepEntry> seen = {
      {"NCT99000001", "2026-01-01"}, {"NCT99000002", "2026-01-09"}, {"NCT99000004", "2026-01-09"}};
  ASSERT_TRUE(writer.Seen(seen).ok());
  auto difference = writer.Difference();
  EXPECT_THAT(difference->missing, ElementsAre("NCT99000003"));
  EXPECT_THAT(difference->stale, ElementsAre("NCT99000002", "NCT99000004"));
  ASSERT_TRUE(
      Put(writer, "stale",
          {Record("NCT99000002", "2026-01-09", "Changed"), Record("NCT99000004", "2026-01-09")})
          .ok());
  ASSERT_TRUE(writer.RecordAlias("NCT99000003", "NCT99000001").ok());
  EXPECT_THAT(writer.Difference()->stale, IsEmpty());
  EXPECT_EQ(Words(*writer.Publish("now")), "+1 ~1 =0 -1 <0 !0");
  RegistryReader reader = OpenReader();
  EXPECT_EQ(reader.Get("NCT99000003")->nct_id, "NCT99000001");
  EXPECT_EQ(reader.Get("NCT99000003")->alias_of, "NCT99000003");
  EXPECT_EQ(writer.LastCrawl("lung")->value().key, kLung);
  EXPECT_FALSE(writer.LastCrawl("other")->has_value());
}

TEST_F(RegistryTest, AReaderKeepsItsSnapshot) {
  Crawl(kLung, CrawlScope::kFull, {Record("NCT99000001", "2026-01-01")});
  RegistryReader reader = OpenReader();
  Crawl(kLater, CrawlScope::kFull,
        {Record("NCT99000001", "2026-01-11", "Changed"), Record("NCT99000002", "2026-01-11")});
  EXPECT_EQ(reader.data_timestamp(), kLung.data_timestamp);
  EXPECT_THAT(reader.Get("NCT99000001")->json, HasSubstr("An invented study"));
  EXPECT_FALSE(reader.Get("NCT99000002").ok());
  EXPECT_THAT(OpenReader().Get("NCT99000001")->json, HasSubstr("Changed"));
}

TEST_F(RegistryTest, ASecondWriterIsRefusedAndTheFirstIsNamed) {
  const RegistryWriter first = OpenWriter();
  const auto second = RegistryWriter::Open(path_);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(second.status().message()),
              HasSubstr("process " + std::to_string(getpid())));
}

TEST_F(RegistryTest, OlderTablesAreBroughtForwardAndNewerOnesRefused) {
  fs::create_directories(fs::path(path_).parent_path());
  {
    auto database = Database::Open(path_, Database::Access::kWrite);
    ASSERT_TRUE(MigrateSchema(*database, 1).ok());
    EXPECT_EQ(*database->Number("PRAGMA user_version"), 1);
  }
  EXPECT_EQ(OpenReader().studies(), 0);
  auto database = Database::Open(path_, Database::Access::kWrite);
  EXPECT_EQ(*database->Number("PRAGMA user_version"), kSchemaVersion);
  ASSERT_TRUE(database->Execute("PRAGMA user_version=99").ok());
  EXPECT_THAT(std::string(RegistryReader::Open(path_).status().message()),
              HasSubstr("newer trialmatch"));
  EXPECT_EQ(RegistryWriter::Open(path_).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(RegistryTest, DamageIsNamedWithTheWayOut) {
  std::vector<std::string> records;
  uint32_t random = 1;
  for (int i = 0; i < 200; ++i) {
    std::string title;
    for (int k = 0; k < 1000; ++k)
      title += static_cast<char>('a' + ((random = random * 1664525 + 1013904223) >> 24) % 26);
    records.push_back(Record("NCT99000" + std::to_string(100 + i), "2026-01-01", title));
  }
  Crawl(kLung, CrawlScope::kFull, records);
  ASSERT_TRUE(OpenReader().Verify([](int64_t) {})->problems.empty());
  const auto size = fs::file_size(path_);
  {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(size * 3 / 4));
    file.write(std::string(4096, 'x').data(), 4096);
  }
  EXPECT_FALSE(OpenReader().Verify([](int64_t) {})->problems.empty());
  fs::resize_file(path_, 100);
  for (const absl::Status& status :
       {RegistryReader::Open(path_).status(), RegistryWriter::Open(path_).status()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr("The way out"));
  }
  std::ofstream(path_) << "{\"protocolSection\": 1} this is no database, but long enough to be "
                          "looked at as one.................................";
  EXPECT_EQ(RegistryReader::Open(path_).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(RegistryTest, RefusedAndRepairedRecordsAreTold) {
  RegistryWriter writer = OpenWriter();
  ASSERT_TRUE(writer.Begin(kLung, CrawlScope::kFull).ok());
  ASSERT_TRUE(Put(writer, "s",
                  {"{", "[1]", Record("NCT1", "2026-01-01"),
                   Record("NCT99000001", "2026-01-01", "bad \xff byte")})
                  .ok());
  const base::Diagnostics diagnostics = writer.TakeDiagnostics();
  ASSERT_EQ(diagnostics.size(), 4u);
  EXPECT_THAT(diagnostics[0].message, HasSubstr("not valid JSON"));
  EXPECT_THAT(diagnostics[1].message, HasSubstr("no study record"));
  EXPECT_THAT(diagnostics[2].message, HasSubstr("\"NCT1\""));
  EXPECT_THAT(diagnostics[3].message, HasSubstr("U+FFFD"));
  EXPECT_EQ(Words(*writer.Publish("now")), "+1 ~0 =0 -0 <0 !3");
}

}  // namespace
}  // namespace trialmatch::fetch
