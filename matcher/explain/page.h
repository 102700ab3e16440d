#ifndef TRIALMATCH_MATCHER_EXPLAIN_PAGE_H_
#define TRIALMATCH_MATCHER_EXPLAIN_PAGE_H_

#include <string>
#include <string_view>

#include "matcher/explain/text_report.h"
#include "matcher/report.h"

namespace trialmatch::matcher {

enum class Ink { kPlain, kBold, kDim, kGreen, kYellow, kBlue, kRed };

// Collects wrapped, perhaps coloured lines.
class Page {
 public:
  explicit Page(const TextOptions& options);

  // One paragraph; the lines after the first stand under its words.
  void Line(std::string_view text, size_t indent, Ink ink = Ink::kPlain);
  void Item(std::string_view mark, std::string_view text, size_t indent, Ink ink = Ink::kPlain);
  // Two texts in columns of the same width; without the room, or with Layout::kBelow, one below the
  // other with their headings in front.
  struct Column {
    std::string_view heading, text;
  };
  void Beside(const Column& left, const Column& right, size_t indent);
  void Blank() { out_ += '\n'; }
  std::string Take() { return std::move(out_); }

 private:
  const TextOptions& options_;
  const size_t width_;
  std::string out_;
};

// What both reports say of a trial's head: phase, type, status, way in, nearest site.
void WriteTrialFacts(const TrialResult& trial, size_t indent, Page& page);

// The closing words of every report.
void WriteClosing(Page& page);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EXPLAIN_PAGE_H_
