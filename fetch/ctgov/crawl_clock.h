#ifndef TRIALMATCH_FETCH_CTGOV_CRAWL_CLOCK_H_
#define TRIALMATCH_FETCH_CTGOV_CRAWL_CLOCK_H_

#include <chrono>

namespace trialmatch::fetch {

// Time and chance come from outside, so that tests neither wait nor guess. Any thread may call.
class CrawlClock {
 public:
  virtual ~CrawlClock() = default;
  virtual std::chrono::milliseconds Now() = 0;   // since any fixed moment; never goes back
  virtual void SleepFor(std::chrono::milliseconds duration) = 0;
  virtual double Chance() = 0;                   // in [0, 1)
};

}  // namespace trialmatch::fetch

#endif  // TRIALMATCH_FETCH_CTGOV_CRAWL_CLOCK_H_
