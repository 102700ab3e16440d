#ifndef TRIALMATCH_APP_CLI_TERMINAL_H_
#define TRIALMATCH_APP_CLI_TERMINAL_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace trialmatch::app {

// Messages for a person on stderr, and what the two streams are connected to. One thread at a time.
class Terminal {
 public:
  struct Options {
    bool quiet = false;  // no progress, no notes; warnings and errors stay
    bool no_color = false;
  };

  Terminal() = default;
  explicit Terminal(
      const Options& options);  // reads NO_COLOR and TERM, and whether the streams are terminals

  bool color_out() const { return color_out_; }  // colours may be used on stdout
  bool progress() const { return progress_; }    // a progress bar may be drawn on stderr
  bool quiet() const { return quiet_; }          // --quiet was given

  // Letters a line of stdout: of the terminal, 40 to 120; 80 where there is none.
  size_t columns() const { return columns_; }

  void Note(std::string_view message) const;  // worth a look; silenced by --quiet
  void Warn(std::string_view message) const;
  void Error(std::string_view message) const;

 private:
  void Print(std::string_view label, std::string_view color, std::string_view message) const;

  bool quiet_ = false;
  size_t columns_ = 80;
  bool color_out_ = false;
  bool color_err_ = false;
  bool progress_ = false;
};

// Prints at most 20 messages of one kind, and at the end how many more there were.
class LimitedMessages {
 public:
  LimitedMessages(const Terminal& terminal, base::Severity severity)
      : terminal_(terminal), severity_(severity) {}
  void Add(std::string_view message);
  // "27 more lines were refused": `what` is "lines were refused". Nothing when all were shown.
  void Finish(std::string_view what) const;
  int count() const { return count_; }

 private:
  static constexpr int kShown = 20;
  const Terminal& terminal_;
  base::Severity severity_;
  int count_ = 0;
};

// `text` without control characters, so that data of others cannot write to the terminal; at most
// `limit` bytes.
std::string Printable(std::string_view text, size_t limit = 400);

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_TERMINAL_H_
