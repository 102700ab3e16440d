// Refresh, sweep and studies by number; what is asked.
#include "fetch/ctgov/crawl.h"
#include "fetch/ctgov/network_error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/fetch/fake_registry.h"

namespace trialmatch::fetch {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using Mode = CrawlOptions::Mode;

class CrawlModesTest : public ::testing::Test {
 protected:
  CrawlModesTest() { registry_.studies = ManyStudies(20); }   // even ones recruit

  absl::StatusOr<CrawlReport> Run(Mode mode, std::vector<std::string> ids = {}) {
    Requester requester(registry_, clock_, {.base_url = "https://registry.test/api/v2"});
    registry_.asked.clear();
    return Crawl({.mode = mode, .plan = plan_, .ids = std::move(ids), .page_size = 100, .connections = 1}, requester, sink_, noted_);
  }
  void NewData() { registry_.data_timestamp = "2026-01-15T09:00:04"; }
  std::string Here(const std::string& id) { return sink_.published.contains(id) ? sink_.published[id] : "nothing"; }

  FakeRegistry registry_;
  FakeClock clock_;
  MemorySink sink_;
  NotedCrawl noted_;
  CrawlPlan plan_ = {.parts = {{.condition = "lung cancer", .term = ""}}, .statuses = {"RECRUITING"}};
};

TEST_F(CrawlModesTest, FirstRefreshIsFull) {
  const auto report = Run(Mode::kRefresh);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->scope, CrawlScope::kFull);
  EXPECT_THAT(sink_.published, SizeIs(10));
  EXPECT_THAT(registry_.asked,
              ElementsAre("/version", "/studies?query.cond=lung cancer&filter.overallStatus=RECRUITING&fields=NCTId&countTotal=true&pageSize=1",
                          "/studies?query.cond=lung cancer&filter.overallStatus=RECRUITING&pageSize=100&countTotal=true", "/version"));
}

TEST_F(CrawlModesTest, NothingIsFetchedWhileTheDataAreTheSame) {
  ASSERT_TRUE(Run(Mode::kRefresh).ok());
  const auto report = Run(Mode::kRefresh);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->is_up_to_date);
  EXPECT_THAT(registry_.asked, ElementsAre("/version", "/version"));
  EXPECT_EQ(sink_.publications, 1);
}

TEST_F(CrawlModesTest, RefreshAsksForWhatChangedWhateverItsStatus) {
  ASSERT_TRUE(Run(Mode::kRefresh).ok());
  NewData();
  FakeStudy& closed = registry_.studies[4];
  closed.status = "COMPLETED";
  closed.last_update_post_date = "2026-01-14";
  FakeStudy& never_here = registry_.studies[5];
  never_here.last_update_post_date = "2026-01-14";
  registry_.studies.push_back({"NCT99900000", "2026-01-09", "2026-01-09", "RECRUITING"});
  registry_.studies.push_back({"NCT99900001", "2026-01-08", "2026-01-08", "RECRUITING"});   // before the overlap
  const auto report = Run(Mode::kRefresh);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->scope, CrawlScope::kIncremental);
  EXPECT_EQ(report->summary.added, 1);
  EXPECT_EQ(report->summary.changed, 1);
  EXPECT_EQ(Here(closed.nct_id), closed.Json());
  EXPECT_EQ(Here(never_here.nct_id), "nothing");
  EXPECT_THAT(sink_.published, AllOf(SizeIs(11), Contains(Pair("NCT99900000", testing::_))));
  // The newest update seen was of 2026-01-12.
  EXPECT_THAT(registry_.asked[2], "/studies?query.cond=lung cancer&filter.advanced=AREA[LastUpdatePostDate]RANGE[2026-01-09, MAX]&pageSize=100&countTotal=true");
}

TEST_F(CrawlModesTest, ADateInTheFutureHidesNoChanges) {
  sink_.newest_last_update = "2099-01-01";
  ASSERT_TRUE(Run(Mode::kRefresh).ok());
  NewData();
  ASSERT_TRUE(Run(Mode::kRefresh).ok());
  EXPECT_THAT(registry_.asked[2], HasSubstr("RANGE[2026-01-11, MAX]"));
}

TEST_F(CrawlModesTest, AnotherQuestionIsFull) {
  ASSERT_TRUE(Run(Mode::kRefresh).ok());
  plan_.parts[0].condition = "lung";
  EXPECT_EQ(Run(Mode::kRefresh)->scope, CrawlScope::kFull);
}

TEST_F(CrawlModesTest, FullCrawlLooksAfterWhatIsNoLongerAmongTheAnswers) {
  ASSERT_TRUE(Run(Mode::kFull).ok());
  NewData();
  registry_.studies[2].status = "TERMINATED";                   // closed
  const std::string gone = registry_.studies[4].nct_id;
  const std::string renumbered = registry_.studies[6].nct_id;
  const FakeStudy target = registry_.studies[7];                // COMPLETED: not among the answers itself
  registry_.aliases[renumbered] = target.nct_id;
  registry_.studies.erase(registry_.studies.begin() + 6);
  registry_.studies.erase(registry_.studies.begin() + 4);
  const auto report = Run(Mode::kFull);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(Here(registry_.studies[2].nct_id), registry_.studies[2].Json());
  EXPECT_EQ(Here(gone), "nothing");
  EXPECT_EQ(Here(renumbered), "nothing");
  EXPECT_EQ(Here(target.nct_id), target.Json());
  EXPECT_EQ(sink_.aliases[renumbered], target.nct_id);
  EXPECT_EQ(report->summary.withdrawn, 2);
  EXPECT_EQ(report->moved, 1);
}

TEST_F(CrawlModesTest, SweepFindsWhatIsGoneAndWhatWasMissed) {
  ASSERT_TRUE(Run(Mode::kFull).ok());
  NewData();
  registry_.studies[2].last_update_post_date = "2019-01-01";   // a change that no refresh saw
  registry_.studies[0].status = "COMPLETED";
  const std::string gone = registry_.studies[4].nct_id;
  registry_.studies.erase(registry_.studies.begin() + 4);
  registry_.studies.push_back({"NCT99900000", "2011-01-09", "2011-01-09", "RECRUITING"});
  const auto report = Run(Mode::kSweep);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->scope, CrawlScope::kSweep);
  EXPECT_EQ(Here(gone), "nothing");
  EXPECT_EQ(Here(registry_.studies[2].nct_id), registry_.studies[2].Json());
  EXPECT_EQ(Here(registry_.studies[0].nct_id), registry_.studies[0].Json());
  EXPECT_NE(Here("NCT99900000"), "nothing");
  EXPECT_THAT(sink_.published, SizeIs(10));
  EXPECT_EQ(report->summary.withdrawn, 1);
  EXPECT_THAT(registry_.asked[2], HasSubstr("&fields=NCTId,LastUpdatePostDate&"));
}

TEST_F(CrawlModesTest, SweepNeedsAnEarlierFetch) {
  const auto report = Run(Mode::kSweep);
  EXPECT_TRUE(absl::IsFailedPrecondition(report.status()));
  EXPECT_FALSE(IsNetworkError(report.status()));
}

TEST_F(CrawlModesTest, ByNumber) {
  const FakeStudy &closed = registry_.studies[3], &target = registry_.studies[5];
  registry_.aliases["NCT99800000"] = target.nct_id;
  const auto report = Run(Mode::kIds, {closed.nct_id, "NCT99800000", "NCT99800001"});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(sink_.published, ElementsAre(Pair(closed.nct_id, closed.Json()), Pair(target.nct_id, target.Json())));
  EXPECT_EQ(sink_.aliases["NCT99800000"], target.nct_id);
  EXPECT_THAT(report->not_known, ElementsAre("NCT99800001"));
  EXPECT_THAT(registry_.asked, Contains("/studies?filter.ids=" + closed.nct_id + ",NCT99800000,NCT99800001&pageSize=100&countTotal=true"));
}

TEST_F(CrawlModesTest, ARedirectElsewhereIsNoAlias) {
  registry_.faults[3] = [](HttpResponse) {
    HttpResponse away = Answer(301, "");
    away.location = "https://elsewhere.test/api/v2/studies/NCT99000001";
    return away;
  };
  const auto report = Run(Mode::kIds, {"NCT99800001"});
  EXPECT_TRUE(IsNetworkError(report.status()));
  EXPECT_THAT(report.status().message(), HasSubstr("https://elsewhere.test/"));
  EXPECT_THAT(sink_.aliases, IsEmpty());
}

TEST_F(CrawlModesTest, TwoPartsAreOneCrawl) {
  plan_.parts.push_back({.condition = "", .term = "ALK"});
  ASSERT_TRUE(Run(Mode::kFull).ok());
  EXPECT_EQ(noted_.expected, 20);   // ten, twice
  EXPECT_THAT(sink_.published, SizeIs(10));
}

// Whatever is asked for, the parameters are these: there is none that could carry a person.
TEST_F(CrawlModesTest, OnlyTheseParametersAreEverSent) {
  std::set<std::string> names;
  const auto note = [&] {
    for (const std::string& target : registry_.asked) {
      const size_t mark = target.find('?');
      if (mark == std::string::npos) continue;
      for (const absl::string_view part : absl::StrSplit(target.substr(mark + 1), '&')) names.emplace(part.substr(0, part.find('=')));
    }
  };
  registry_.studies = ManyStudies(2500);
  plan_ = {.parts = {{.condition = "a", .term = "b"}}, .statuses = {"RECRUITING", "COMPLETED"}};
  for (const Mode mode : {Mode::kRefresh, Mode::kFull, Mode::kSweep, Mode::kIds}) {
    ASSERT_TRUE(Run(mode, {"NCT99800001", "NCT99000001"}).ok());
    note();
  }
  EXPECT_THAT(names, ElementsAre("countTotal", "fields", "filter.advanced", "filter.ids", "filter.overallStatus", "pageSize", "pageToken",
                                 "query.cond", "query.term"));
}

}  // namespace
}  // namespace trialmatch::fetch
