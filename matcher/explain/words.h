#ifndef TRIALMATCH_MATCHER_EXPLAIN_WORDS_H_
#define TRIALMATCH_MATCHER_EXPLAIN_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "matcher/report.h"

namespace trialmatch::matcher {

// A path of the profile as a layperson would ask for it: "labs.qtcf" is "the QTc interval of a
// recent ECG". Never empty.
std::string NeedInWords(std::string_view path);

// "3 February 2026".
std::string DayInWords(base::Day day);

// The registry's capitals as words: "PHASE2" is "phase 2", "ACTIVE_NOT_RECRUITING" is "active, not
// recruiting".
std::string PhasesInWords(const std::vector<std::string>& phases);
std::string StatusInWords(std::string_view overall_status);
std::string StudyTypeInWords(std::string_view study_type);

// What the text of a trial that is at most possible lacks, as a sentence; "" for kNone.
std::string_view TextGapInWords(TextGap gap);

// White space runs and markdown escapes made one line, cut at a word to `limit` letters with "..."
// behind it.
std::string OneLine(std::string_view text, size_t limit);

// Letters on the screen: code points, for wrapping.
size_t DisplayWidth(std::string_view text);

// `text` in lines of at most `width` letters; the first starts with `first`, the others with
// `rest`. A longer word stands alone. Each line ends in '\n'.
std::string Wrap(std::string_view text, std::string_view first, std::string_view rest,
                 size_t width);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EXPLAIN_WORDS_H_
