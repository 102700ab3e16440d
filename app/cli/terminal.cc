#include "app/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace trialmatch::app {

Terminal::Terminal(const Options& options) : quiet_(options.quiet) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool plain = options.no_color || (no_color != nullptr && *no_color != '\0') ||
                     (term != nullptr && std::string_view(term) == "dumb");
  color_out_ = !plain && isatty(STDOUT_FILENO) == 1;
  color_err_ = !plain && isatty(STDERR_FILENO) == 1;
  winsize window{};
  if (isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 &&
      window.ws_col > 0) {
    columns_ = std::clamp<size_t>(window.ws_col, 40, 120);
  }
  progress_ = !quiet_ && isatty(STDERR_FILENO) == 1;
}

void Terminal::Note(std::string_view message) const {
  if (!quiet_) Print("note", "36", message);
}
void Terminal::Warn(std::string_view message) const { Print("warning", "33", message); }
void Terminal::Error(std::string_view message) const { Print("error", "31", message); }

void Terminal::Print(std::string_view label, std::string_view color,
                     std::string_view message) const {
  std::string line = progress_ ? "\r\033[Ktrialmatch: " : "trialmatch: ";  // over a progress line
  if (color_err_) line.append("\033[1;").append(color).append("m");
  line.append(label).append(": ");
  if (color_err_) line += "\033[0m";
  line.append(Printable(message, 4000)).append("\n");
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void LimitedMessages::Add(std::string_view message) {
  if (++count_ > kShown) return;
  switch (severity_) {
    case base::Severity::kNote:
      terminal_.Note(message);
      return;
    case base::Severity::kWarning:
      terminal_.Warn(message);
      return;
    case base::Severity::kError:
      terminal_.Error(message);
      return;
  }
}

void LimitedMessages::Finish(std::string_view what) const {
  if (count_ <= kShown) return;
  const std::string message = std::to_string(count_ - kShown) + " more " + std::string(what);
  if (severity_ == base::Severity::kNote) {
    terminal_.Note(message);
  } else {
    terminal_.Warn(message);
  }
}

std::string Printable(std::string_view text, size_t limit) {
  const bool cut = text.size() > limit;
  if (cut) {
    text = text.substr(0, limit);
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80)
      text.remove_suffix(1);
    if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0) text.remove_suffix(1);
  }
  std::string out;
  out.reserve(text.size() + 3);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte == 0x7F ? ' ' : c;
  }
  if (cut) out += "…";
  return out;
}

}  // namespace trialmatch::app
