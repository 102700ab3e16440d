#include "fetch/ctgov/crawl.h"

#include "fetch/ctgov/network_error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/fetch/fake_registry.h"

namespace trialmatch::fetch {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Mode = CrawlOptions::Mode;

class CrawlTest : public ::testing::Test {
 protected:
  absl::StatusOr<CrawlReport> Run(const CrawlOptions& options) {
    Requester requester(registry_, clock_,
                        {.base_url = "https://registry.test/api/v2",
                         .max_body_bytes = max_body_bytes_,
                         .on_retry = [this](std::string_view message) { retries_.emplace_back(message); }});
    return Crawl(options, requester, sink_, noted_);
  }
  absl::StatusOr<CrawlReport> RunAll(Mode mode = Mode::kFull, int connections = 1) {
    return Run({.mode = mode, .plan = {}, .ids = {}, .page_size = 100, .connections = connections});
  }
  std::map<std::string, std::string> Truth() const {
    std::map<std::string, std::string> truth;
    for (const FakeStudy& study : registry_.studies) truth[study.nct_id] = study.Json();
    return truth;
  }

  FakeRegistry registry_;
  FakeClock clock_;
  MemorySink sink_;
  NotedCrawl noted_;
  std::vector<std::string> retries_;
  uint64_t max_body_bytes_ = uint64_t{1} << 30;
};

// Requests of a crawl of 250 studies with pages of 100: 1 version, 2 count, 3-5 pages, 6 version.
TEST_F(CrawlTest, EveryFaultLosesNothingAndDoublesNothing) {
  using Fault = FakeRegistry::Fault;
  const auto unavailable = [](const char* why) { return Fault([why](HttpResponse) { return absl::UnavailableError(why); }); };
  const auto status = [](int code) { return Fault([code](HttpResponse) { return Answer(code, "trouble", "text/plain"); }); };
  const auto edit = [](std::function<void(HttpResponse&)> change) {
    return Fault([change](HttpResponse response) {
      change(response);
      return response;
    });
  };
  struct {
    const char* name;
    std::vector<int> at;
    Fault fault;
    const char* retried;   // in the note about a request made again
    const char* noted;     // in the note about a walk made again; or empty
  } const kRows[] = {
      {"connection broken", {1, 2, 3, 4, 6}, unavailable("the answer of registry.test broke off"), "broke off", ""},
      {"429", {1, 2, 4, 5}, status(429), "fewer requests (429)", ""},
      {"500", {4}, status(500), "(500: trouble)", ""},
      {"502", {3}, status(502), "(502: trouble)", ""},
      {"503", {2, 6}, status(503), "(503: trouble)", ""},
      {"504", {5}, status(504), "(504: trouble)", ""},
      {"408", {5}, status(408), "(408: trouble)", ""},
      {"web page for JSON", {1, 2, 4}, edit([](HttpResponse& r) { r.body = " <!DOCTYPE html><p>Hello"; }), "a web page instead of JSON", ""},
      {"torn body", {1, 3, 5}, edit([](HttpResponse& r) { r.body.resize(r.body.size() / 2); }), "no whole JSON answer", ""},
      {"body without its end", {3, 5}, edit([](HttpResponse& r) { r.body.pop_back(); }), "no whole JSON answer", ""},
      {"no body", {1, 2, 3}, edit([](HttpResponse& r) { r.body.clear(); }), "an empty answer", ""},
      {"JSON of something else", {3}, edit([](HttpResponse& r) { r.body = "{\"error\": \"later\"}"; }), "no list of studies", ""},
      {"no total", {2, 3},
       edit([](HttpResponse& r) { r.body = absl::StrReplaceAll(r.body, {{"totalCount", "other"}}); }), "without the total", ""},
      {"a study left out", {4}, edit([](HttpResponse& r) { r.body = R"({"studies": [], "nextPageToken": "from200"})"; }), "",
       "counts 250 studies, and 150 arrived"},
      {"a total that is too high", {3}, edit([](HttpResponse& r) { r.body = absl::StrReplaceAll(r.body, {{"250", "251"}}); }), "",
       "counts 251 studies, and 250 arrived"},
      {"a token no longer taken", {4}, status(400), "", "a page token was refused"},
      {"pages in a circle", {4}, edit([](HttpResponse& r) { r.body = absl::StrReplaceAll(r.body, {{"from200", "from100"}}); }), "",
       "go in a circle"},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    registry_.studies = ManyStudies(250);
    registry_.asked.clear();
    registry_.faults.clear();
    sink_ = MemorySink();
    retries_.clear();
    noted_.notes.clear();
    // Each fault moves the later requests one further.
    int moved = 0;
    for (const int at : row.at) registry_.faults[at + moved++] = row.fault;
    const auto report = RunAll();
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(sink_.published, Truth());
    EXPECT_EQ(report->summary.added, 250);
    if (*row.retried != '\0') {
      EXPECT_THAT(retries_, Contains(HasSubstr(row.retried)));
    }
    if (*row.noted != '\0') {
      EXPECT_THAT(noted_.notes, Contains(HasSubstr(row.noted)));
    }
  }
}

TEST_F(CrawlTest, AnEmptyPageIsNotTheEnd) {
  registry_.studies = ManyStudies(250);
  registry_.faults[4] = [](HttpResponse) { return Answer(200, R"({"studies": [], "nextPageToken": "from0100"})"); };
  ASSERT_TRUE(RunAll().ok());
  EXPECT_EQ(sink_.published, Truth());
  EXPECT_THAT(noted_.notes, IsEmpty());
}

TEST_F(CrawlTest, PagesWithoutEndAreGivenUp) {
  registry_.studies = ManyStudies(5);
  registry_.before = [this](int number) {
    registry_.faults[number] = [number](HttpResponse response) {
      if (response.body.find("dataTimestamp") != std::string::npos || number == 2) return response;
      return Answer(200, absl::StrCat(R"({"totalCount": 5, "studies": [], "nextPageToken": "from)", number, "\"}"));
    };
  };
  EXPECT_THAT(RunAll().status().message(), HasSubstr("have no end, 3 times over"));
}

TEST_F(CrawlTest, ARecordWithoutANumberIsHandedOverOnce) {
  registry_.studies = ManyStudies(250);
  registry_.studies[0].nct_id = "NCT000001";
  registry_.faults[5] = [](HttpResponse response) {   // the last page lacks a study: the walk is made again
    response.body = R"({"studies": []})";
    return response;
  };
  int nameless = 0;
  sink_.on_record = [&](std::string_view record) { nameless += record.find("\"NCT000001\"") != std::string_view::npos; };
  ASSERT_TRUE(RunAll().ok());
  EXPECT_EQ(nameless, 1);
  EXPECT_THAT(sink_.published, SizeIs(249));
}

TEST_F(CrawlTest, AStudyThatComesTwiceIsOne) {
  registry_.studies = ManyStudies(250);
  const std::string first = registry_.studies[0].Json();
  registry_.faults[4] = [&](HttpResponse response) {
    response.body = absl::StrReplaceAll(response.body, {{"\"studies\": [", "\"studies\": [" + first + ", "}});
    return response;
  };
  ASSERT_TRUE(RunAll().ok());
  EXPECT_EQ(sink_.published, Truth());
}

TEST_F(CrawlTest, FaultsThatEndIt) {
  struct {
    const char* name;
    FakeRegistry::Fault fault;
    absl::StatusCode code;
    std::vector<std::string> says;
  } const kRows[] = {
      {"400 shows the server's words", [](HttpResponse) { return Answer(400, "Unknown area `Lungs`\n", "text/plain"); },
       absl::StatusCode::kInvalidArgument, {"\"Unknown area `Lungs`\"", "/studies?"}},
      {"403 tells what to do", [](HttpResponse) { return Answer(403, "<html>", "text/html"); }, absl::StatusCode::kPermissionDenied,
       {"403", "--import"}},
      {"404", [](HttpResponse) { return Answer(404, "", "text/plain"); }, absl::StatusCode::kNotFound, {"404", "base URL"}},
      {"407", [](HttpResponse) { return Answer(407, "", ""); }, absl::StatusCode::kFailedPrecondition, {"proxy"}},
      {"302",
       [](HttpResponse) {
         HttpResponse away = Answer(302, "");
         away.location = "https://elsewhere.test/";
         return away;
       },
       absl::StatusCode::kFailedPrecondition, {"https://elsewhere.test/", "--base-url"}},
      {"certificate", [](HttpResponse) { return absl::FailedPreconditionError("the certificate is not to be trusted"); },
       absl::StatusCode::kFailedPrecondition, {"certificate"}},
      {"left alone for a day",
       [](HttpResponse) {
         HttpResponse later = Answer(503, "", "");
         later.retry_after = "86400";
         return later;
       },
       absl::StatusCode::kUnavailable, {"86400 seconds", "what has arrived is kept"}},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    registry_.studies = ManyStudies(250);
    registry_.asked.clear();
    registry_.faults = {{3, row.fault}};
    sink_ = MemorySink();
    const auto report = RunAll();
    EXPECT_EQ(report.status().code(), row.code);
    EXPECT_TRUE(IsNetworkError(report.status()));
    for (const std::string& words : row.says) EXPECT_THAT(report.status().message(), HasSubstr(words));
    EXPECT_THAT(registry_.asked, SizeIs(3));
    EXPECT_EQ(sink_.publications, 0);
  }
}

TEST_F(CrawlTest, TroubleWithoutEndIsGivenUp) {
  registry_.studies = ManyStudies(250);
  for (int i = 4; i < 100; ++i) registry_.faults[i] = [](HttpResponse) { return absl::UnavailableError("broke off"); };
  const auto report = RunAll();
  EXPECT_TRUE(absl::IsUnavailable(report.status()));
  EXPECT_EQ(report.status().message(), "broke off (8 attempts)");
  EXPECT_THAT(registry_.asked, SizeIs(3 + 8));
  EXPECT_EQ(sink_.publications, 0);
  EXPECT_THAT(sink_.staged, SizeIs(100));   // and the next run goes on
}

TEST_F(CrawlTest, ACountThatNeverAgreesPublishesNothing) {
  registry_.studies = ManyStudies(250);
  for (int i = 3; i < 100; ++i) {
    registry_.faults[i] = [](HttpResponse response) {
      response.body = absl::StrReplaceAll(response.body, {{"\"totalCount\": 250", "\"totalCount\": 260"}});
      return response;
    };
  }
  const auto report = RunAll();
  EXPECT_TRUE(IsNetworkError(report.status()));
  EXPECT_THAT(report.status().message(), HasSubstr("counts 260 studies, and 250 arrived, 3 times over"));
  EXPECT_EQ(sink_.publications, 0);
}

TEST_F(CrawlTest, PartsByDateThatDoNotAddUpPublishNothing) {
  registry_.studies = ManyStudies(2100);
  registry_.studies[5].first_post_date = "";   // in a part of its own
  ASSERT_TRUE(RunAll().ok());
  EXPECT_EQ(sink_.published, Truth());
  sink_ = MemorySink();
  registry_.asked.clear();
  registry_.faults[2] = [](HttpResponse response) {   // the count over all
    response.body = absl::StrReplaceAll(response.body, {{"2100", "2101"}});
    return response;
  };
  const auto report = RunAll();
  EXPECT_THAT(report.status().message(), HasSubstr("counts 2101 studies in all, and its parts by date bring 2100"));
  EXPECT_EQ(sink_.publications, 0);
}

TEST_F(CrawlTest, DataThatChangeMeanwhileAreFetchedAgain) {
  registry_.studies = ManyStudies(250);
  registry_.before = [this](int number) {
    if (number != 5) return;
    registry_.studies.erase(registry_.studies.begin());
    registry_.studies.push_back({"NCT99900000", "2026-01-15", "2026-01-15", "RECRUITING"});
    registry_.data_timestamp = "2026-01-15T09:00:04";
  };
  const auto report = RunAll();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->data_timestamp, "2026-01-15T09:00:04");
  EXPECT_EQ(sink_.published, Truth());
  EXPECT_EQ(sink_.publications, 1);
  EXPECT_THAT(noted_.notes, Contains(HasSubstr("data changed during the crawl (2026-01-14T09:00:05, now 2026-01-15T09:00:04)")));
}

TEST_F(CrawlTest, DataThatChangeAllTheTimeAreGivenUp) {
  registry_.studies = ManyStudies(50);
  registry_.before = [this](int number) { registry_.data_timestamp = absl::StrCat("2026-01-14T09:00:", number); };
  const auto report = RunAll();
  EXPECT_THAT(report.status().message(), HasSubstr("3 times over"));
  EXPECT_TRUE(IsNetworkError(report.status()));
  EXPECT_EQ(sink_.publications, 0);
}

TEST_F(CrawlTest, AnswersThatAreTooLongAreAskedForInSmallerPages) {
  registry_.studies = ManyStudies(250);
  max_body_bytes_ = 5000;
  ASSERT_TRUE(RunAll().ok());
  EXPECT_EQ(sink_.published, Truth());
}

TEST_F(CrawlTest, AnInterruptedCrawlGoesOnWhereItStopped) {
  registry_.studies = ManyStudies(2500);
  ASSERT_TRUE(RunAll().ok());
  const std::vector<std::string> undisturbed = registry_.asked;
  for (const size_t stop_after : {4u, 7u, 12u, 20u, 27u}) {
    SCOPED_TRACE(stop_after);
    sink_ = MemorySink();
    registry_.asked.clear();
    registry_.faults.clear();
    for (size_t i = stop_after; i < stop_after + 8; ++i) {
      registry_.faults[static_cast<int>(i)] = [](HttpResponse) { return absl::UnavailableError("gone"); };
    }
    ASSERT_FALSE(RunAll().ok());
    const size_t slices_done = sink_.slices.size(), staged = sink_.staged.size();
    registry_.asked.clear();
    registry_.faults.clear();
    const auto report = RunAll();
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(sink_.published, Truth());
    EXPECT_LE(noted_.already, static_cast<int64_t>(staged));
    EXPECT_EQ(noted_.already > 0, stop_after > 16);   // the slices before 2010 are empty
    EXPECT_LE(registry_.asked.size() + slices_done, undisturbed.size());
  }
}

TEST_F(CrawlTest, AnUnfinishedCrawlOfOlderDataIsNotTakenUp) {
  registry_.studies = ManyStudies(2500);
  for (int i = 20; i < 28; ++i) registry_.faults[i] = [](HttpResponse) { return absl::UnavailableError("gone"); };
  ASSERT_FALSE(RunAll().ok());
  registry_.faults.clear();
  registry_.data_timestamp = "2026-01-15T09:00:04";
  registry_.studies.erase(registry_.studies.begin(), registry_.studies.begin() + 100);
  ASSERT_TRUE(RunAll().ok());
  EXPECT_EQ(sink_.published, Truth());
}

TEST_F(CrawlTest, ThreeConnectionsBringTheSame) {
  registry_.studies = ManyStudies(2500);
  for (int i = 5; i < 30; i += 3) registry_.faults[i] = [](HttpResponse) { return Answer(503, "busy"); };
  const auto report = RunAll(Mode::kFull, 3);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(sink_.published, Truth());
  EXPECT_EQ(noted_.expected, 2500);
  EXPECT_EQ(noted_.arrived, 2500);
}

TEST_F(CrawlTest, TroubleOfTheDiskIsNoNetworkError) {
  registry_.studies = ManyStudies(2500);
  sink_.on_put = [] { return absl::ResourceExhaustedError("the disk is full"); };
  const auto report = RunAll(Mode::kFull, 3);
  EXPECT_EQ(report.status(), absl::ResourceExhaustedError("the disk is full"));
  EXPECT_FALSE(IsNetworkError(report.status()));
}

TEST_F(CrawlTest, OneRequestASecondAndWaitsThatGrow) {
  registry_.studies = ManyStudies(250);
  for (int i = 3; i < 7; ++i) registry_.faults[i] = [](HttpResponse) { return Answer(503, ""); };
  registry_.faults[8] = [](HttpResponse) {
    HttpResponse later = Answer(429, "");
    later.retry_after = "30";
    return later;
  };
  ASSERT_TRUE(RunAll().ok());
  //                                   v 503: 2, 4, 8, 16 s      v 429: 30 s
  EXPECT_THAT(clock_.slept, ElementsAre(1000, 1000, 2000, 4000, 8000, 16000, 1000, 30000, 1000, 1000));
}

}  // namespace
}  // namespace trialmatch::fetch
