#include "app/cli/fetch_progress.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"

namespace trialmatch::app {
namespace {

constexpr auto kFirstShown = std::chrono::seconds(1);
constexpr auto kRepaint = std::chrono::milliseconds(200);
constexpr auto kLineEvery = std::chrono::seconds(5);

// 12345 -> "12,345".
std::string Grouped(uint64_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string TimeText(double seconds) {
  const auto whole = static_cast<int64_t>(std::ceil(seconds));
  if (whole < 120) return absl::StrCat(whole, " s");
  if (whole < 7200) return absl::StrCat((whole + 59) / 60, " min");
  return absl::StrCat((whole + 3599) / 3600, " h");
}

}  // namespace

std::string ProgressText(uint64_t done, uint64_t before, uint64_t total, double seconds, int columns) {
  std::string text;
  const uint64_t shown = total > 0 ? std::min(done, total) : done;
  if (total > 0 && columns > 0) {
    const auto width = static_cast<uint64_t>(columns);
    const uint64_t filled = shown * width / total;
    absl::StrAppend(&text, "[", std::string(filled, '#'), std::string(width - filled, '.'), "] ");
  }
  absl::StrAppend(&text, Grouped(shown));
  if (total > 0) absl::StrAppend(&text, " of ", Grouped(total));
  absl::StrAppend(&text, " studies");
  const double rate = seconds > 0 ? static_cast<double>(done - before) / seconds : 0;
  if (rate > 0) absl::StrAppend(&text, ", ", Grouped(static_cast<uint64_t>(std::llround(rate))), "/s");
  if (rate > 0 && total > shown) absl::StrAppend(&text, ", ", TimeText(static_cast<double>(total - shown) / rate), " left");
  return text;
}

FetchProgress::FetchProgress(const Terminal& terminal, std::string label)
    : terminal_(terminal), label_(std::move(label)), start_(Clock::now()) {
  if (!terminal.quiet()) painter_ = std::thread([this] { Run(); });
}

FetchProgress::~FetchProgress() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    finished_ = true;
  }
  wake_.notify_one();
  if (painter_.joinable()) painter_.join();
}

void FetchProgress::Start(uint64_t total, uint64_t done) {
  const std::lock_guard<std::mutex> lock(mutex_);
  started_ = true;
  total_ = total;
  done_ = before_ = done;
  start_ = Clock::now();
}

void FetchProgress::Advance(uint64_t count) {
  const std::lock_guard<std::mutex> lock(mutex_);
  started_ = true;
  done_ += count;
}

void FetchProgress::Note(std::string_view message) {
  const std::lock_guard<std::mutex> lock(mutex_);
  terminal_.Note(message);
}

std::string FetchProgress::Line(Clock::time_point now) const {
  const double seconds = std::chrono::duration<double>(now - start_).count();
  return label_ + " " + ProgressText(done_, before_, total_, seconds, terminal_.progress() ? 24 : 0);
}

void FetchProgress::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  const bool bar = terminal_.progress();
  const auto done = [this] { return finished_; };
  if (wake_.wait_for(lock, bar ? Clock::duration(kFirstShown) : Clock::duration(kLineEvery), done)) return;
  do {
    if (!started_) continue;
    const std::string line = bar ? "\r\033[K" + Line(Clock::now()) : "trialmatch: " + Line(Clock::now()) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
  } while (!wake_.wait_for(lock, bar ? Clock::duration(kRepaint) : Clock::duration(kLineEvery), done));
  if (bar) {
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
  }
}

}  // namespace trialmatch::app
