#include "fetch/ctgov/pacer.h"

#include <algorithm>

namespace trialmatch::fetch {

using std::chrono::milliseconds;

void Pacer::Await() {
  // Whoever slept asks again: a hold may have come meanwhile.
  while (true) {
    milliseconds wait;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      const milliseconds now = clock_.Now();
      if (now >= next_) {
        next_ = now + interval_;
        return;
      }
      wait = next_ - now;
    }
    clock_.SleepFor(wait);
  }
}

void Pacer::HoldFor(milliseconds duration) {
  const std::lock_guard<std::mutex> lock(mutex_);
  next_ = std::max(next_, clock_.Now() + duration);
}

}  // namespace trialmatch::fetch
