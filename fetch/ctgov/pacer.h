#ifndef TRIALMATCH_FETCH_CTGOV_PACER_H_
#define TRIALMATCH_FETCH_CTGOV_PACER_H_

#include <chrono>
#include <mutex>

#include "fetch/ctgov/crawl_clock.h"

namespace trialmatch::fetch {

// Lets requests go one after the other with at least `interval` between them, however many threads ask. Any thread.
class Pacer {
 public:
  Pacer(CrawlClock& clock, std::chrono::milliseconds interval) : clock_(clock), interval_(interval) {}

  void Await();                                        // returns when the caller's turn has come
  void HoldFor(std::chrono::milliseconds duration);    // nobody's turn comes before so much time has passed
  std::chrono::milliseconds interval() const { return interval_; }

 private:
  CrawlClock& clock_;
  const std::chrono::milliseconds interval_;
  std::mutex mutex_;
  std::chrono::milliseconds next_{0};
};

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_CTGOV_PACER_H_
