#ifndef TRIALMATCH_MATCHER_EVALUATE_LINES_H_
#define TRIALMATCH_MATCHER_EVALUATE_LINES_H_

#include <optional>
#include <vector>

#include "matcher/evaluate/courses.h"

namespace trialmatch::matcher {

// Systemic drugs of this cancer that were given together, with the maintenance that followed.
struct Line {
  std::vector<const Course*> courses;
  std::optional<int> number;                            // as the profile numbers it
  base::Truth for_advanced = base::Truth::kUnknown;     // not neoadjuvant, adjuvant or definitive
};

// Lines in the order of time. Drugs with a number form the line of that number; others join a line that began within 60 days of them;
// maintenance joins the line before it. `courses` must outlive the result.
std::vector<Line> LinesOf(const std::vector<Course>& courses, const EvaluationContext& context);

// The line that was given last: one that goes on, else the one that ended last; nullptr when there is none.
const Line* LastLine(const std::vector<Line>& lines, const EvaluationContext& context);

// The disease progressed under the treatment, or after it before another was given.
bool EndedInProgression(const Treatment& treatment);

// Whether the disease grows now: as the profile tells it; else by the last line. One that goes on
// with a response or stable disease holds it; one that ended in progression did not, where nothing
// else may have been given since.
base::Truth GrowsNow(const EvaluationContext& context);

// Whether the disease progressed on or after the course. A course that goes on, or that belongs to
// the last line, is answered by whether the disease grows now too.
base::Truth Progressed(const Course& course, const Line* last, const EvaluationContext& context);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_LINES_H_
