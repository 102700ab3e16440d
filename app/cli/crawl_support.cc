#include "app/cli/crawl_support.h"

#include <algorithm>
#include <thread>

#include "absl/strings/str_cat.h"

namespace trialmatch::app {

std::chrono::milliseconds SystemCrawlClock::Now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

void SystemCrawlClock::SleepFor(std::chrono::milliseconds duration) { std::this_thread::sleep_for(duration); }

double SystemCrawlClock::Chance() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return std::uniform_real_distribution<double>(0, 1)(dice_);
}

void ShownCrawl::OnStart(fetch::CrawlScope scope, int64_t expected, int64_t already) {
  progress_.Start(static_cast<uint64_t>(std::max<int64_t>(expected, 0)), static_cast<uint64_t>(already));
  if (already > 0) {
    progress_.Note(absl::StrCat("taking up an interrupted crawl: ", already, " of ", expected, " studies are here already"));
  } else if (scope == fetch::CrawlScope::kFull || scope == fetch::CrawlScope::kIncremental) {
    progress_.Note(absl::StrCat(expected, scope == fetch::CrawlScope::kFull ? " studies to fetch" : " studies changed lately"));
  }
}

void ShownCrawl::OnStudies(int64_t arrived) { progress_.Advance(static_cast<uint64_t>(arrived)); }

void ShownCrawl::OnNote(const std::string& message) { progress_.Note(message); }

}  // namespace trialmatch::app
