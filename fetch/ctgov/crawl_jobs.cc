#include "fetch/ctgov/crawl_jobs.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "fetch/ctgov/network_error.h"
#include "fetch/ctgov/slices.h"

namespace trialmatch::fetch {
namespace {

constexpr std::string_view kCountMark = ", studies: ";

std::string And(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return std::string(a.empty() ? b : a);
  return absl::StrCat(base::ToAbsl(a), " AND ", base::ToAbsl(b));
}

}  // namespace

int64_t CrawlJobs::expected() const {
  int64_t sum = 0;
  for (const int64_t total : totals) sum += total;
  return sum;
}

int64_t CrawlJobs::done() const {
  int64_t sum = 0;
  for (const CrawlJob& job : jobs) sum += std::max<int64_t>(job.studies, 0);
  return sum;
}

absl::Status CrawlJobs::CheckSums() const {
  std::vector<int64_t> sums(totals.size(), 0);
  for (const CrawlJob& job : jobs) sums[job.part] += job.studies;
  for (size_t part = 0; part < totals.size(); ++part) {
    if (sums[part] == totals[part]) continue;
    return AsNetworkError(absl::AbortedError(absl::StrCat("the registry counts ", totals[part], " studies in all, and its parts by date bring ",
                                                              sums[part], ": nothing is published")));
  }
  return absl::OkStatus();
}

absl::StatusOr<CrawlJobs> PlanJobs(Lister& lister, const CrawlPlan& plan, std::string_view filter, std::string_view fields,
                                   std::string_view data_timestamp) {
  CrawlJobs jobs;
  std::vector<Query> parts = plan.parts;
  if (parts.empty()) parts.emplace_back();
  for (size_t part = 0; part < parts.size(); ++part) {
    const Parameters base = PartParameters(plan, parts[part]);
    Parameters counted = base;
    if (!filter.empty()) counted.emplace_back("filter.advanced", filter);
    TM_ASSIGN_OR_RETURN(const int64_t total, lister.Count(counted));
    jobs.totals.push_back(total);
    for (const Slice& slice : SlicesFor(total, data_timestamp)) {
      CrawlJob& job = jobs.jobs.emplace_back();
      job.name = parts.size() == 1 ? slice.name : absl::StrCat("part ", part + 1, ", ", slice.name);
      job.part = static_cast<int>(part);
      job.question = base;
      if (const std::string both = And(filter, slice.filter); !both.empty()) job.question.emplace_back("filter.advanced", both);
      if (!fields.empty()) job.question.emplace_back("fields", fields);
    }
  }
  return jobs;
}

std::string CompleteName(const CrawlJob& job) { return absl::StrCat(job.name, base::ToAbsl(kCountMark), job.studies); }

void MarkComplete(const std::vector<std::string>& complete, CrawlJobs* jobs) {
  absl::flat_hash_map<std::string, int64_t> counts;
  for (const std::string& slice : complete) {
    const size_t mark = slice.rfind(kCountMark);
    int64_t studies = 0;
    if (mark != std::string::npos && absl::SimpleAtoi(slice.substr(mark + kCountMark.size()), &studies)) counts[slice.substr(0, mark)] = studies;
  }
  for (CrawlJob& job : jobs->jobs) {
    if (const auto it = counts.find(job.name); it != counts.end()) job.studies = it->second;
  }
}

absl::Status RunJobs(CrawlJobs& jobs, int connections, const std::function<Lister()>& make_lister,
                     const std::function<absl::Status(Lister&, CrawlJob&)>& work) {
  std::atomic<size_t> next{0};
  std::atomic<bool> stop{false};
  std::mutex mutex;
  absl::Status first_error;
  const auto worker = [&] {
    Lister lister = make_lister();
    while (!stop.load()) {
      const size_t at = next.fetch_add(1);
      if (at >= jobs.jobs.size()) return;
      CrawlJob& job = jobs.jobs[at];
      if (job.studies >= 0) continue;
      const absl::Status status = work(lister, job);
      if (status.ok()) continue;
      const std::lock_guard<std::mutex> lock(mutex);
      if (!stop.exchange(true)) first_error = status;
      return;
    }
  };
  const int threads = std::min<int>(connections, static_cast<int>(jobs.jobs.size()));
  if (threads <= 1) {
    worker();
  } else {
    std::vector<std::thread> pool;
    for (int i = 0; i < threads; ++i) pool.emplace_back(worker);
    for (std::thread& thread : pool) thread.join();
  }
  return first_error;
}

}  // namespace trialmatch::fetch
