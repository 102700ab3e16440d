// The parts of a crawl: questions, slices, answers, waiting.
#include "fetch/ctgov/answer.h"
#include "fetch/ctgov/crawl_jobs.h"
#include "fetch/ctgov/lister.h"
#include "fetch/ctgov/pacer.h"
#include "fetch/ctgov/query.h"
#include "fetch/ctgov/requester.h"
#include "fetch/ctgov/slices.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/fetch/fake_registry.h"

namespace trialmatch::fetch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Query, TargetsAreEncoded) {
  EXPECT_EQ(Target("/version", {}), "/version");
  EXPECT_EQ(Target("/studies", {{"query.cond", "\"lung cancer\" OR ALK+"}, {"filter.advanced", "AREA[X]RANGE[MIN, 2]&é"}}),
            "/studies?query.cond=%22lung%20cancer%22%20OR%20ALK%2B&filter.advanced=AREA%5BX%5DRANGE%5BMIN%2C%202%5D%26%C3%A9");
}

TEST(Query, PlanText) {
  EXPECT_EQ(PlanText({}), "all");
  EXPECT_EQ(PlanText({.parts = {}, .statuses = {"UNKNOWN"}}), "any study; status UNKNOWN");
  EXPECT_EQ(PlanText({.parts = {{"a", "b"}, {"c", ""}}, .statuses = {"X", "Y"}}), "condition [a] and term [b]; or condition [c]; status X,Y");
}

TEST(Query, OpenStatusesAreStatuses) {
  for (const std::string& status : OpenStatuses()) EXPECT_THAT(AllStatuses(), testing::Contains(status));
}

TEST(Slices, ByNumberOfStudies) {
  EXPECT_THAT(SlicesFor(0, "2026-01-14T09:00:05"), ElementsAre(Slice{"all", ""}));
  EXPECT_THAT(SlicesFor(2000, "2026-01-14T09:00:05"), SizeIs(1));
  const std::vector<Slice> years = SlicesFor(2001, "2002-03-14T09:00:05");
  EXPECT_THAT(years, ElementsAre(Slice{"first posted MIN to 1999-12-31", "AREA[StudyFirstPostDate]RANGE[MIN, 1999-12-31]"},
                                 Slice{"first posted 2000-01-01 to 2000-12-31", "AREA[StudyFirstPostDate]RANGE[2000-01-01, 2000-12-31]"},
                                 Slice{"first posted 2001-01-01 to 2001-12-31", "AREA[StudyFirstPostDate]RANGE[2001-01-01, 2001-12-31]"},
                                 Slice{"first posted 2002-01-01 to MAX", "AREA[StudyFirstPostDate]RANGE[2002-01-01, MAX]"},
                                 Slice{"first posted on no day", "AREA[StudyFirstPostDate]MISSING"}));
  EXPECT_THAT(SlicesFor(50000, "2026-01-14T09:00:05"), SizeIs(29));
  EXPECT_THAT(SlicesFor(50001, "2026-01-14T09:00:05"), SizeIs(26 * 12 + 3));
  EXPECT_EQ(SlicesFor(50001, "2000-03-01T00:00:00")[3].name, "first posted 2000-03-01 to MAX");
  EXPECT_GT(SlicesFor(50001, "in some form").size(), 100u);
}

TEST(Slices, CompleteOnesAreKnownAgain) {
  CrawlJobs jobs;
  jobs.jobs = {{.name = "all"}, {.name = "first posted on no day"}};
  jobs.jobs[1].studies = 12;
  const std::string complete = CompleteName(jobs.jobs[1]);
  jobs.jobs[1].studies = -1;
  MarkComplete({complete, "something else", "all, studies: many"}, &jobs);
  EXPECT_EQ(jobs.jobs[0].studies, -1);
  EXPECT_EQ(jobs.jobs[1].studies, 12);
  EXPECT_EQ(jobs.done(), 12);
}

TEST(AnswerReader, RecordsKeepTheirBytes) {
  AnswerReader reader;
  const std::string a = R"({"protocolSection": {"identificationModule":  {"nctId":"NCT99000001", "briefTitle": "Caf\u00e9 [\"]"}}})", b = "{ }";
  const std::string body = "\n{\"nextPageToken\": \"x]}\", \"studies\" :\n[ " + a + " ,\n" + b + "]  , \"totalCount\": 2}";
  const auto page = reader.ReadPage(body);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_THAT(page->records, SizeIs(2));
  EXPECT_EQ(page->records[0].json, a);
  EXPECT_EQ(page->records[0].nct_id, "NCT99000001");
  EXPECT_EQ(page->records[1].json, b);
  EXPECT_EQ(page->records[1].nct_id, "");
  EXPECT_EQ(page->next_page_token, "x]}");
  EXPECT_EQ(page->total_count, 2);
}

TEST(AnswerReader, WhatIsNoAnswer) {
  struct {
    const char* body;
    const char* says;
  } const kRows[] = {
      {"", "an empty answer"},
      {" \n", "an empty answer"},
      {"  <html>", "a web page instead of JSON"},
      {"{\"studies\": [", "no whole JSON answer"},
      {"[]", "not an object"},
      {"{}", "no list of studies"},
      {"{\"studies\": {}}", "no list of studies"},
      {"{\"studies\": []} {", "no whole JSON answer"},
      {"{\"studies\": [{\"a\": \"\xC3\"}]}", "no whole JSON answer"},
  };
  AnswerReader reader;
  for (const auto& row : kRows) {
    const auto page = reader.ReadPage(row.body);
    EXPECT_TRUE(absl::IsDataLoss(page.status())) << row.body;
    EXPECT_THAT(page.status().message(), HasSubstr(row.says)) << row.body;
  }
  EXPECT_THAT(reader.ReadPage("{\"studies\": []}")->records, IsEmpty());
  EXPECT_EQ(*reader.ReadDataTimestamp(R"({"apiVersion": "2.0.5", "dataTimestamp": "2026-01-14T09:00:05"})"), "2026-01-14T09:00:05");
  EXPECT_TRUE(absl::IsDataLoss(reader.ReadDataTimestamp(R"({"apiVersion": "2.0.5"})").status()));
}

TEST(Waiting, RetryAfter) {
  const char* const now = "Wed, 14 Jan 2026 09:00:05 GMT";
  EXPECT_EQ(RetryAfterSeconds("7", ""), 7);
  EXPECT_EQ(RetryAfterSeconds("0", ""), 0);
  EXPECT_EQ(RetryAfterSeconds("-7", ""), 0);
  EXPECT_EQ(RetryAfterSeconds("", ""), -1);
  EXPECT_EQ(RetryAfterSeconds("soon", now), -1);
  EXPECT_EQ(RetryAfterSeconds("Wed, 14 Jan 2026 09:01:05 GMT", now), 60);
  EXPECT_EQ(RetryAfterSeconds("Wed, 14 Jan 2026 08:01:05 GMT", now), 0);
  EXPECT_EQ(RetryAfterSeconds("Wed, 14 Jan 2026 09:01:05 GMT", ""), -1);
}

TEST(Waiting, PacerKeepsTheInterval) {
  FakeClock clock;
  Pacer pacer(clock, std::chrono::milliseconds(1000));
  pacer.Await();
  pacer.Await();
  EXPECT_THAT(clock.slept, ElementsAre(1000));
  clock.SleepFor(std::chrono::milliseconds(5000));
  pacer.Await();   // an interval that went by unused is not saved up
  pacer.Await();
  EXPECT_THAT(clock.slept, ElementsAre(1000, 5000, 1000));
  pacer.HoldFor(std::chrono::milliseconds(30000));
  pacer.Await();
  EXPECT_EQ(clock.slept.back(), 30000);
}

TEST(Alias, OnlyOnTheSameHost) {
  const char* const base = "https://registry.test/api/v2";
  struct {
    const char* location;
    const char* target;
  } const kRows[] = {
      {"https://registry.test/api/v2/studies/NCT99000001", "NCT99000001"},
      {"/api/v2/studies/NCT99000001", "NCT99000001"},
      {"/api/v2/studies/NCT99000001?format=json", "NCT99000001"},
      {"http://registry.test/api/v2/studies/NCT99000001", ""},
      {"https://registry.test:8443/api/v2/studies/NCT99000001", ""},
      {"https://registry.test.elsewhere/api/v2/studies/NCT99000001", ""},
      {"https://registry.test@elsewhere/api/v2/studies/NCT99000001", ""},
      {"//elsewhere/api/v2/studies/NCT99000001", ""},
      {"/api/v2/studies/NCT990001", ""},
      {"/api/v2/studies/", ""},
      {"/elsewhere", ""},
      {"", ""},
  };
  for (const auto& row : kRows) EXPECT_EQ(AliasTarget(row.location, base), row.target) << row.location;
}

}  // namespace
}  // namespace trialmatch::fetch
