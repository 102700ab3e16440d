#include "fetch/ctgov/crawl.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/date.h"
#include "base/status.h"
#include "fetch/ctgov/crawl_jobs.h"
#include "fetch/ctgov/lister.h"
#include "fetch/ctgov/network_error.h"
#include "fetch/ctgov/slices.h"
#include "fetch/study_json.h"

namespace trialmatch::fetch {
namespace {

constexpr int kTries = 3;            // when the registry's data change meanwhile
constexpr size_t kIdsARequest = 100; // addresses stay near 1,300 letters
constexpr int kOverlapDays = 3;      // a record may show some days after the date it bears
constexpr char kSweepFields[] = "NCTId,LastUpdatePostDate";
constexpr char kIdsPlan[] = "studies named one by one";

// One run at one state of the registry's data.
class CrawlRun {
 public:
  CrawlRun(const CrawlOptions& options, Requester& requester, CrawlSink& sink, CrawlObserver& observer, std::string data_timestamp)
      : options_(options), requester_(requester), sink_(sink), observer_(observer), lister_(requester, options.page_size),
        plan_text_(options.mode == CrawlOptions::Mode::kIds ? kIdsPlan : PlanText(options.plan)) {
    report_.data_timestamp = std::move(data_timestamp);
  }

  // Everything but publishing. The sums are checked by CheckSums(), once it is known that the data stood still.
  absl::Status Fetch() {
    TM_ASSIGN_OR_RETURN(const std::optional<PublishedCrawl> last, sink_.LastCrawl(plan_text_));
    using enum CrawlOptions::Mode;
    switch (options_.mode) {
      case kIds:
        return FetchNamed();
      case kSweep:
        if (!last) return absl::FailedPreconditionError("a sweep goes over what an earlier fetch of the same question has brought, and there is none");
        return Sweep();
      case kFull:
        return FetchAll();
      case kRefresh:
        if (!last) return FetchAll();
        if (last->key.data_timestamp == report_.data_timestamp) {
          report_.scope = CrawlScope::kIncremental;
          report_.is_up_to_date = true;
          return absl::OkStatus();
        }
        return FetchChanges(*last);
    }
    return absl::InternalError("no such mode");
  }

  absl::Status CheckSums() const { return jobs_.CheckSums(); }

  absl::StatusOr<CrawlReport> Publish() {
    if (!report_.is_up_to_date) {
      TM_ASSIGN_OR_RETURN(report_.summary, sink_.Publish());
      report_.diagnostics = sink_.TakeDiagnostics();
    }
    return std::move(report_);
  }

 private:
  absl::Status FetchAll() {
    TM_ASSIGN_OR_RETURN(jobs_, PlanJobs(lister_, options_.plan, "", "", report_.data_timestamp));
    TM_RETURN_IF_ERROR(Begin(CrawlScope::kFull));
    TM_RETURN_IF_ERROR(Run([this](const CrawlJob& job, const StudiesPage& page) { return Put(job.name, page); }));
    TM_ASSIGN_OR_RETURN(const CrawlDifference difference, sink_.Difference());
    return LookAfter(difference.missing);
  }

  // Whatever its status now: a study that closed must not stay here as open.
  absl::Status FetchChanges(const PublishedCrawl& last) {
    CrawlPlan plan = options_.plan;
    plan.statuses.clear();
    TM_ASSIGN_OR_RETURN(jobs_, PlanJobs(lister_, plan, UpdatedSince(FirstDayOfChanges(last)), "", report_.data_timestamp));
    TM_RETURN_IF_ERROR(Begin(CrawlScope::kIncremental));
    return Run([this](const CrawlJob& job, const StudiesPage& page) { return PutWanted(job.name, page); });
  }

  absl::Status Sweep() {
    TM_ASSIGN_OR_RETURN(jobs_, PlanJobs(lister_, options_.plan, "", kSweepFields, report_.data_timestamp));
    TM_RETURN_IF_ERROR(Begin(CrawlScope::kSweep));
    TM_RETURN_IF_ERROR(Run([this](const CrawlJob&, const StudiesPage& page) {
      std::vector<SweepEntry> entries;
      for (const RecordOnPage& record : page.records) {
        if (IsNctId(record.nct_id)) entries.push_back({.nct_id = record.nct_id, .last_update_post_date = record.last_update_post_date});
      }
      return sink_.Seen(entries);
    }));
    TM_ASSIGN_OR_RETURN(const CrawlDifference difference, sink_.Difference());
    TM_RETURN_IF_ERROR(FetchByNumber(difference.stale));
    return LookAfter(difference.missing);
  }

  absl::Status FetchNamed() {
    jobs_.totals = {static_cast<int64_t>(options_.ids.size())};
    TM_RETURN_IF_ERROR(Begin(CrawlScope::kIds));
    jobs_.totals.clear();   // a number that has moved or is not known counts otherwise
    return FetchByNumber(options_.ids);
  }

  absl::Status Begin(CrawlScope scope) {
    report_.scope = scope;
    TM_ASSIGN_OR_RETURN(const std::vector<std::string> complete,
                        sink_.Begin({.plan = plan_text_, .data_timestamp = report_.data_timestamp}, scope));
    MarkComplete(complete, &jobs_);
    observer_.OnStart(scope, jobs_.expected(), jobs_.done());
    return absl::OkStatus();
  }

  // Fetches all jobs; `keep` is called with the sink to itself.
  absl::Status Run(const std::function<absl::Status(const CrawlJob&, const StudiesPage&)>& keep) {
    const auto make_lister = [this] { return Lister(requester_, options_.page_size); };
    return RunJobs(jobs_, options_.connections, make_lister, [&](Lister& lister, CrawlJob& job) -> absl::Status {
      std::set<std::string> nameless;
      const auto visit = [&](const StudiesPage& page) -> absl::Status {
        for (const RecordOnPage& record : page.records) {
          if (!IsNctId(record.nct_id)) nameless.emplace(record.json);
        }
        const std::lock_guard<std::mutex> lock(mutex_);
        // Once the disk has failed, the other connections stop too.
        if (disk_.ok()) disk_ = keep(job, page);
        TM_RETURN_IF_ERROR(disk_);
        observer_.OnStudies(static_cast<int64_t>(page.records.size()));
        return absl::OkStatus();
      };
      TM_ASSIGN_OR_RETURN(job.studies, lister.List(job.question, visit, [this](const std::string& message) { Note(message); }));
      const std::lock_guard<std::mutex> lock(mutex_);
      TM_RETURN_IF_ERROR(PutNameless(job.name, nameless));
      return sink_.CompleteSlice(CompleteName(job));
    });
  }

  void Note(const std::string& message) {
    const std::lock_guard<std::mutex> lock(mutex_);
    observer_.OnNote(message);
  }

  absl::Status Put(std::string_view slice, const StudiesPage& page) {
    std::vector<std::string_view> records;
    for (const RecordOnPage& record : page.records) {
      if (IsNctId(record.nct_id)) records.push_back(record.json);
    }
    return sink_.Put(slice, records);
  }

  // Records without a number, which the sink will refuse and count: once each, so not before their slice has arrived as a whole, however
  // often its pages were fetched. A sweep brings no records.
  absl::Status PutNameless(std::string_view slice, const std::set<std::string>& nameless) {
    std::vector<std::string_view> records;
    if (report_.scope == CrawlScope::kSweep) return absl::OkStatus();
    for (const std::string& record : nameless) {
      if (nameless_.insert(record).second) records.push_back(record);
    }
    return records.empty() ? absl::OkStatus() : sink_.Put(slice, records);
  }

  // A study of another status than asked for is taken only if it is here already.
  absl::Status PutWanted(std::string_view slice, const StudiesPage& page) {
    const std::vector<std::string>& wanted = options_.plan.statuses;
    std::vector<std::string_view> records;
    for (const RecordOnPage& record : page.records) {
      if (!IsNctId(record.nct_id)) continue;
      if (!wanted.empty() && !absl::c_linear_search(wanted, record.overall_status)) {
        TM_ASSIGN_OR_RETURN(const bool is_here, sink_.Holds(record.nct_id));
        if (!is_here) continue;
      }
      records.push_back(record.json);
    }
    return sink_.Put(slice, records);
  }

  // Studies that are here and that the question no longer selects: they closed, were given another number, or are gone.
  absl::Status LookAfter(const std::vector<std::string>& missing) {
    if (!missing.empty()) observer_.OnNote(absl::StrCat("looking after ", missing.size(), " studies that are no longer among the answers"));
    return FetchByNumber(missing);
  }

  absl::Status FetchByNumber(const std::vector<std::string>& ids) {
    absl::flat_hash_set<std::string> arrived;
    for (size_t begin = 0; begin < ids.size(); begin += kIdsARequest) {
      const size_t end = std::min(ids.size(), begin + kIdsARequest);
      const Parameters question = {{"filter.ids", absl::StrJoin(ids.begin() + begin, ids.begin() + end, ",")}};
      const auto visit = [&](const StudiesPage& page) -> absl::Status {
        TM_RETURN_IF_ERROR(Put("by number", page));
        for (const RecordOnPage& record : page.records) arrived.insert(record.nct_id);
        observer_.OnStudies(static_cast<int64_t>(page.records.size()));
        return absl::OkStatus();
      };
      TM_RETURN_IF_ERROR(lister_.List(question, visit, [this](const std::string& message) { Note(message); }).status());
    }
    for (const std::string& id : ids) {
      if (!arrived.contains(id)) TM_RETURN_IF_ERROR(FetchOne(id, &arrived));
    }
    return absl::OkStatus();
  }

  absl::Status FetchOne(const std::string& id, absl::flat_hash_set<std::string>* arrived) {
    TM_ASSIGN_OR_RETURN(Lister::Single found, lister_.Get(id));
    if (!found.moved_to.empty()) {
      const std::string current = found.moved_to;
      ++report_.moved;
      if (!arrived->contains(current)) {
        TM_ASSIGN_OR_RETURN(found, lister_.Get(current));
        if (!found.record) {
          return AsNetworkError(absl::UnavailableError(absl::StrCat("the registry sends from ", id, " to ", current, ", which is not there")));
        }
        TM_RETURN_IF_ERROR(PutOne(*found.record, arrived));
      }
      return sink_.RecordAlias(id, current);
    }
    if (found.record) return PutOne(*found.record, arrived);
    if (options_.mode == CrawlOptions::Mode::kIds) report_.not_known.push_back(id);
    TM_ASSIGN_OR_RETURN(const bool is_here, sink_.Holds(id));
    return is_here ? sink_.Withdraw(id) : absl::OkStatus();
  }

  absl::Status PutOne(const RecordOnPage& record, absl::flat_hash_set<std::string>* arrived) {
    arrived->insert(record.nct_id);
    observer_.OnStudies(1);
    return sink_.Put("by number", std::span(&record.json, 1));
  }

  // Some days before the newest change seen; that date is not believed beyond the registry's own time.
  static std::string FirstDayOfChanges(const PublishedCrawl& last) {
    std::string day = last.key.data_timestamp.substr(0, 10);
    if (!last.newest_last_update.empty()) day = std::min(day, last.newest_last_update);
    const auto parsed = base::PartialDate::Parse(day);
    return parsed.ok() ? (parsed->first() - kOverlapDays).ToString() : "MIN";
  }

  const CrawlOptions& options_;
  Requester& requester_;
  CrawlSink& sink_;
  CrawlObserver& observer_;
  Lister lister_;
  const std::string plan_text_;
  CrawlJobs jobs_;
  CrawlReport report_;
  absl::flat_hash_set<std::string> nameless_;
  std::mutex mutex_;     // of sink_, observer_, nameless_ and disk_ while threads are at work
  absl::Status disk_;
};

absl::StatusOr<std::string> DataTimestamp(Requester& requester) {
  AnswerReader reader;
  std::string timestamp;
  TM_RETURN_IF_ERROR(requester.Get("/version", [&](HttpResponse& response) -> absl::Status {
    TM_ASSIGN_OR_RETURN(timestamp, reader.ReadDataTimestamp(response.body));
    return absl::OkStatus();
  }));
  return timestamp;
}

}  // namespace

absl::StatusOr<CrawlReport> Crawl(const CrawlOptions& options, Requester& requester, CrawlSink& sink, CrawlObserver& observer) {
  TM_ASSIGN_OR_RETURN(std::string before, DataTimestamp(requester));
  for (int attempt = 1;; ++attempt) {
    CrawlRun run(options, requester, sink, observer, before);
    const absl::Status fetched = run.Fetch();
    // A part that never adds up is what a change of the data looks like, too.
    if (!fetched.ok() && !(IsNetworkError(fetched) && absl::IsAborted(fetched))) return fetched;
    const auto after = DataTimestamp(requester);
    if (!fetched.ok() && (!after.ok() || *after == before)) return fetched;
    TM_RETURN_IF_ERROR(after.status());
    if (*after == before) {
      TM_RETURN_IF_ERROR(run.CheckSums());
      return run.Publish();
    }
    if (attempt == kTries) {
      return AsNetworkError(absl::UnavailableError(
          absl::StrCat("the registry's data changed during the crawl, ", kTries, " times over: try again later; nothing was published")));
    }
    observer.OnNote(absl::StrCat("the registry's data changed during the crawl (", before, ", now ", *after, "): starting again"));
    before = *after;
  }
}

}  // namespace trialmatch::fetch
