#ifndef TRIALMATCH_MATCHER_EXPLAIN_TEXT_REPORT_H_
#define TRIALMATCH_MATCHER_EXPLAIN_TEXT_REPORT_H_

#include <cstddef>
#include <string>

#include "matcher/explain/plain/plain_words.h"
#include "matcher/report.h"

namespace trialmatch::matcher {

struct TextOptions {
  int top = 0;          // so many trials that take or may take the patient, now or later; 0: all
  int near_misses = 5;  // so many excluded ones, those that lack least first
  enum class Color { kNever, kAnsi } color = Color::kNever;
  size_t width = 80;  // letters a line; at least 40
  // kBeside: two columns where a line has the room; kBelow: one below the other, for screen readers.
  enum class Layout { kBeside, kBelow } layout = Layout::kBeside;
};

// The report for a layperson: what was asked, then trials by verdict, each with why, what is still
// to find out, what was not read, what blocks and when it lifts, and cautions. Says that it informs
// and that the study team decides.
std::string RenderMatchText(const MatchReport& report, const TextOptions& options);

// One trial, criterion by criterion, in the order of the text: a mark, the words of the record beside
// what they mean, why it stands so, who can tell what is missing; then the kind of trial, its drugs
// and the medical words.
std::string RenderExplainText(const TrialResult& trial, const PlainWords& words,
                              const TextOptions& options);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EXPLAIN_TEXT_REPORT_H_
