#ifndef TRIALMATCH_APP_CLI_CRAWL_SUPPORT_H_
#define TRIALMATCH_APP_CLI_CRAWL_SUPPORT_H_

#include <chrono>
#include <mutex>
#include <random>
#include <string>

#include "app/cli/fetch_progress.h"
#include "fetch/ctgov/crawl.h"
#include "fetch/ctgov/crawl_clock.h"

namespace trialmatch::app {

// The clock and the dice of this machine.
class SystemCrawlClock : public fetch::CrawlClock {
 public:
  std::chrono::milliseconds Now() override;
  void SleepFor(std::chrono::milliseconds duration) override;
  double Chance() override;

 private:
  std::mutex mutex_;
  std::minstd_rand dice_{std::random_device{}()};
};

// Shows a crawl on the progress line.
class ShownCrawl : public fetch::CrawlObserver {
 public:
  explicit ShownCrawl(FetchProgress& progress) : progress_(progress) {}
  void OnStart(fetch::CrawlScope scope, int64_t expected, int64_t already) override;
  void OnStudies(int64_t arrived) override;
  void OnNote(const std::string& message) override;

 private:
  FetchProgress& progress_;
};

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_CRAWL_SUPPORT_H_
