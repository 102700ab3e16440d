#include "app/cli/progress.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace trialmatch::app {

Progress::Progress(const Terminal& terminal, std::string label, uint64_t total)
    : label_(std::move(label)), total_(total) {
  if (terminal.progress()) painter_ = std::thread([this] { Draw(); });
}

Progress::~Progress() {
  if (!painter_.joinable()) return;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    finished_ = true;
  }
  wake_.notify_one();
  painter_.join();
}

void Progress::Draw() {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  std::unique_lock<std::mutex> lock(mutex_);
  if (wake_.wait_for(lock, std::chrono::seconds(1), [this] { return finished_; })) return;
  do {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - start).count();
    std::string line = "\r\033[K" + label_ + " ";
    if (const uint64_t total = total_.load(std::memory_order_relaxed); total > 0) {
      const uint64_t done = std::min(done_.load(std::memory_order_relaxed), total);
      constexpr uint64_t kWidth = 30;
      const uint64_t filled = done * kWidth / total;
      line += "[" + std::string(filled, '#') + std::string(kWidth - filled, '.') + "] " +
              std::to_string(done * 100 / total) + " % ";
    } else if (const uint64_t done = done_.load(std::memory_order_relaxed); done > 0) {
      line += std::to_string(done) + " ";
    }
    line += "(" + std::to_string(seconds) + " s)";
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
  } while (!wake_.wait_for(lock, std::chrono::milliseconds(200), [this] { return finished_; }));
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
}

}  // namespace trialmatch::app
