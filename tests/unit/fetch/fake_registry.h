#ifndef TRIALMATCH_TESTS_UNIT_FETCH_FAKE_REGISTRY_H_
#define TRIALMATCH_TESTS_UNIT_FETCH_FAKE_REGISTRY_H_

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "base/date.h"
#include "fetch/ctgov/crawl.h"
#include "fetch/ctgov/crawl_clock.h"
#include "fetch/ctgov/crawl_sink.h"
#include "fetch/http/transport.h"
#include "fetch/study_json.h"

namespace trialmatch::fetch {

// Time that passes only when someone sleeps.
class FakeClock : public CrawlClock {
 public:
  std::chrono::milliseconds Now() override {
    const std::lock_guard<std::mutex> lock(mutex_);
    return now_;
  }
  void SleepFor(std::chrono::milliseconds duration) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    now_ += duration;
    slept.push_back(duration.count());
  }
  double Chance() override { return 1; }   // the longest wait

  std::vector<int64_t> slept;   // milliseconds

 private:
  std::mutex mutex_;
  std::chrono::milliseconds now_{0};
};

struct FakeStudy {
  std::string nct_id, first_post_date, last_update_post_date, status;

  std::string Json() const {
    return absl::StrCat(R"({"protocolSection": {"identificationModule": {"nctId": ")", nct_id, R"("}, "statusModule": {"overallStatus": ")",
                        status, R"(", "studyFirstPostDateStruct": {"date": ")", first_post_date,
                        R"("}, "lastUpdatePostDateStruct": {"date": ")", last_update_post_date, "\"}}}}");
  }
};

// `count` studies, a new one every four days since 2010.
inline std::vector<FakeStudy> ManyStudies(int count) {
  std::vector<FakeStudy> studies;
  for (int i = 0; i < count; ++i) {
    const std::string digits = std::to_string(1000000 + i).substr(1);
    const std::string day = (base::Day::FromCivil(2010, 1, 1) + 4 * (i % 1400)).ToString();
    studies.push_back({"NCT99" + digits, day, day, i % 2 == 0 ? "RECRUITING" : "COMPLETED"});
  }
  return studies;
}

inline HttpResponse Answer(int status, std::string body, std::string content_type = "application/json") {
  return {.status = status, .body = std::move(body), .content_type = std::move(content_type)};
}

// A registry without a network: pages, counts, filters by date, status and number, aliases.
class FakeRegistry : public Transport {
 public:
  // Gets what the registry would answer and gives what arrives.
  using Fault = std::function<absl::StatusOr<HttpResponse>(HttpResponse)>;

  std::vector<FakeStudy> studies;
  std::map<std::string, std::string> aliases;
  std::string data_timestamp = "2026-01-14T09:00:05";
  std::map<int, Fault> faults;                       // by number of the request, from 1
  std::function<void(int)> before;                   // called with the number of the request
  std::vector<std::string> asked;                    // "/studies?...", unescaped

  absl::StatusOr<HttpResponse> Get(const HttpRequest& request) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    const int number = static_cast<int>(asked.size()) + 1;
    if (before) before(number);
    const std::string target = Unescape(request.url.substr(std::string("https://registry.test/api/v2").size()));
    asked.push_back(target);
    HttpResponse response = Respond(target);
    if (const auto fault = faults.find(number); fault != faults.end()) return fault->second(response);
    if (response.body.size() > request.max_body_bytes) return absl::ResourceExhaustedError("too long");
    return response;
  }

 private:
  static std::string Unescape(const std::string& text) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '%') {
        out += static_cast<char>(std::strtol(text.substr(i + 1, 2).c_str(), nullptr, 16));
        i += 2;
      } else {
        out += text[i];
      }
    }
    return out;
  }

  HttpResponse Respond(const std::string& target) {
    if (target == "/version") return Answer(200, absl::StrCat(R"({"apiVersion": "2.0.5", "dataTimestamp": ")", data_timestamp, "\"}"));
    if (target.starts_with("/studies/")) return One(target.substr(9));
    std::map<std::string, std::string> asked_for;
    for (const absl::string_view part : absl::StrSplit(target.substr(target.find('?') + 1), '&')) {
      const std::pair<std::string, std::string> pair = absl::StrSplit(part, absl::MaxSplits('=', 1));
      asked_for.insert(pair);
    }
    return Page(asked_for);
  }

  HttpResponse One(const std::string& id) {
    if (const auto alias = aliases.find(id); alias != aliases.end()) {
      HttpResponse moved = Answer(301, "");
      moved.location = "https://registry.test/api/v2/studies/" + alias->second;
      return moved;
    }
    for (const FakeStudy& study : studies) {
      if (study.nct_id == id) return Answer(200, study.Json());
    }
    return Answer(404, "not found", "text/plain");
  }

  HttpResponse Page(std::map<std::string, std::string>& asked_for) {
    int size = 10, start = 0;
    (void)absl::SimpleAtoi(asked_for["pageSize"], &size);
    if (const std::string& token = asked_for["pageToken"]; !token.empty()) {
      if (!token.starts_with("from")) return Answer(400, "Invalid page token", "text/plain");
      (void)absl::SimpleAtoi(token.substr(4), &start);
    }
    std::vector<std::string> found;
    for (const FakeStudy& study : studies) {
      if (Selects(asked_for, study)) found.push_back(study.Json());
    }
    const int stop = std::min<int>(start + size, static_cast<int>(found.size()));
    std::string body = "{";
    if (asked_for["countTotal"] == "true") absl::StrAppend(&body, "\"totalCount\": ", found.size(), ", ");
    absl::StrAppend(&body, "\"studies\": [", absl::StrJoin(found.begin() + std::min(start, stop), found.begin() + stop, ",\n"), "]");
    if (stop < static_cast<int>(found.size())) absl::StrAppend(&body, ", \"nextPageToken\": \"from", stop, "\"");
    return Answer(200, body + "}");
  }

  static bool Selects(std::map<std::string, std::string>& asked_for, const FakeStudy& study) {
    if (const std::string& ids = asked_for["filter.ids"]; !ids.empty() && ids.find(study.nct_id) == std::string::npos) return false;
    if (const std::string& wanted = asked_for["filter.overallStatus"]; !wanted.empty()) {
      const std::vector<std::string> statuses = absl::StrSplit(wanted, ',');
      if (std::find(statuses.begin(), statuses.end(), study.status) == statuses.end()) return false;
    }
    for (const absl::string_view limit : absl::StrSplit(asked_for["filter.advanced"], " AND ", absl::SkipEmpty())) {
      if (!Within(std::string(limit), study)) return false;
    }
    return true;
  }

  static bool Within(const std::string& limit, const FakeStudy& study) {
    const std::string& day = limit.starts_with("AREA[StudyFirstPostDate]") ? study.first_post_date : study.last_update_post_date;
    if (limit.ends_with("MISSING")) return day.empty();
    const size_t open = limit.find("RANGE["), comma = limit.find(", ");
    const std::string first = limit.substr(open + 6, comma - open - 6), last = limit.substr(comma + 2, limit.size() - comma - 3);
    return !day.empty() && (first == "MIN" || first <= day) && (last == "MAX" || day <= last);
  }

  std::mutex mutex_;
};

// A sink that keeps everything in memory. A "process" that dies is a crawl that stops: what is staged stays.
class MemorySink : public CrawlSink {
 public:
  std::map<std::string, std::string> published, staged;   // by number
  std::map<std::string, std::string> aliases;
  std::set<std::string> seen, withdrawn;
  std::vector<std::string> slices;
  std::map<std::string, PublishedCrawl> crawls;           // by plan
  int publications = 0;
  std::vector<CrawlScope> begun;
  std::function<absl::Status()> on_put = [] { return absl::OkStatus(); };
  std::function<void(std::string_view)> on_record = [](std::string_view) {};

  absl::StatusOr<std::optional<PublishedCrawl>> LastCrawl(std::string_view plan) override {
    const auto crawl = crawls.find(std::string(plan));
    return crawl == crawls.end() ? std::nullopt : std::optional(crawl->second);
  }
  absl::StatusOr<bool> Holds(std::string_view nct_id) override { return published.contains(std::string(nct_id)); }
  absl::StatusOr<std::vector<std::string>> Begin(const CrawlKey& key, CrawlScope scope) override {
    begun.push_back(scope);
    if (!(key == key_) || scope != scope_) {
      staged.clear();
      slices.clear();
      seen.clear();
      withdrawn.clear();
    }
    key_ = key;
    scope_ = scope;
    return slices;
  }
  absl::Status Put(std::string_view, std::span<const std::string_view> records) override {
    if (absl::Status status = on_put(); !status.ok()) return status;
    StudyParser parser;
    for (const std::string_view record : records) {
      on_record(record);
      std::vector<Study> studies;
      base::Diagnostics diagnostics;
      if (absl::Status status = parser.Parse(record, "", "", studies, diagnostics); !status.ok()) return status;
      for (const Study& study : studies) staged[study.nct_id] = std::string(record);
    }
    return absl::OkStatus();
  }
  absl::Status CompleteSlice(std::string_view slice) override {
    slices.emplace_back(slice);
    return absl::OkStatus();
  }
  absl::Status RecordAlias(std::string_view old_id, std::string_view current_id) override {
    aliases[std::string(old_id)] = std::string(current_id);
    withdrawn.insert(std::string(old_id));
    return absl::OkStatus();
  }
  absl::Status Withdraw(std::string_view nct_id) override {
    withdrawn.insert(std::string(nct_id));
    return absl::OkStatus();
  }
  absl::Status Seen(std::span<const SweepEntry> entries) override {
    for (const SweepEntry& entry : entries) {
      seen.insert(entry.nct_id);
      const auto here = published.find(entry.nct_id);
      if (here == published.end() || here->second.find("{\"date\": \"" + entry.last_update_post_date + "\"}}}}") == std::string::npos) {
        stale_.insert(entry.nct_id);
      }
    }
    return absl::OkStatus();
  }
  absl::StatusOr<CrawlDifference> Difference() override {
    CrawlDifference difference;
    for (const auto& [id, json] : published) {
      if (!staged.contains(id) && !seen.contains(id)) difference.missing.push_back(id);
    }
    difference.stale.assign(stale_.begin(), stale_.end());
    return difference;
  }
  absl::StatusOr<CrawlSummary> Publish() override {
    ++publications;
    CrawlSummary summary;
    for (const auto& [id, json] : staged) {
      const auto here = published.find(id);
      ++(here == published.end() ? summary.added : here->second == json ? summary.unchanged : summary.changed);
    }
    const CrawlDifference difference = *Difference();
    if (scope_ == CrawlScope::kFull || scope_ == CrawlScope::kSweep) withdrawn.insert(difference.missing.begin(), difference.missing.end());
    for (const std::string& id : withdrawn) summary.withdrawn += static_cast<int64_t>(published.erase(id));
    for (const auto& [id, json] : staged) published[id] = json;
    if (scope_ == CrawlScope::kFull || scope_ == CrawlScope::kIncremental) {
      crawls[key_.plan] = {.scope = scope_, .key = key_, .newest_last_update = newest_last_update};
    }
    staged.clear();
    slices.clear();
    seen.clear();
    stale_.clear();
    key_ = {};
    return summary;
  }
  base::Diagnostics TakeDiagnostics() override { return {}; }

  std::string newest_last_update = "2026-01-12";

 private:
  CrawlKey key_;
  CrawlScope scope_ = CrawlScope::kFull;
  std::set<std::string> stale_;
};

class NotedCrawl : public CrawlObserver {
 public:
  std::vector<std::string> notes;
  int64_t expected = 0, already = 0, arrived = 0;
  void OnStart(CrawlScope, int64_t of, int64_t before) override {
    expected = of;
    already = before;
  }
  void OnStudies(int64_t count) override { arrived += count; }
  void OnNote(const std::string& message) override { notes.push_back(message); }
};

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_TESTS_UNIT_FETCH_FAKE_REGISTRY_H_
