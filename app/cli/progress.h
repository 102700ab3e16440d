#ifndef TRIALMATCH_APP_CLI_PROGRESS_H_
#define TRIALMATCH_APP_CLI_PROGRESS_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "app/cli/terminal.h"

namespace trialmatch::app {

// A line on stderr that shows how far a long work has come: appears after one second and is wiped
// when the object goes. Does nothing where `terminal.progress()` is false.
class Progress {
 public:
  // `total` 0: how much there is to do is not known, the time is shown instead.
  Progress(const Terminal& terminal, std::string label, uint64_t total = 0);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Once it is known.
  void SetTotal(uint64_t total) { total_.store(total, std::memory_order_relaxed); }  // any thread
  void Advance(uint64_t done) { done_.fetch_add(done, std::memory_order_relaxed); }  // any thread

 private:
  void Draw();

  const std::string label_;
  std::atomic<uint64_t> total_;
  std::atomic<uint64_t> done_{0};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool finished_ = false;
  std::thread painter_;
};

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_PROGRESS_H_
