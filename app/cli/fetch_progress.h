#ifndef TRIALMATCH_APP_CLI_FETCH_PROGRESS_H_
#define TRIALMATCH_APP_CLI_FETCH_PROGRESS_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "app/cli/terminal.h"

namespace trialmatch::app {

// How a crawl or an import goes, on stderr: on a terminal a bar with counts, rate and time left, else
// a line every five seconds. Notes are printed between. Nothing but warnings with --quiet. Any thread.
class FetchProgress {
 public:
  FetchProgress(const Terminal& terminal, std::string label);
  ~FetchProgress();
  FetchProgress(const FetchProgress&) = delete;
  FetchProgress& operator=(const FetchProgress&) = delete;

  // `total` 0: not known. `unit`: "studies".
  void Start(uint64_t total, uint64_t done);
  void Advance(uint64_t count);
  void Note(std::string_view message);

 private:
  using Clock = std::chrono::steady_clock;
  void Run();
  std::string Line(Clock::time_point now) const;

  const Terminal& terminal_;
  const std::string label_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool finished_ = false, started_ = false;
  uint64_t total_ = 0, done_ = 0, before_ = 0;   // `before_`: brought by an earlier run
  Clock::time_point start_;
  std::thread painter_;
};

// "[######....] 1,240 of 9,800 studies, 310/s, 28 s left": what is known of it. `columns` of the bar;
// 0: no bar.
std::string ProgressText(uint64_t done, uint64_t before, uint64_t total, double seconds, int columns);

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_FETCH_PROGRESS_H_
