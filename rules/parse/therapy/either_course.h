#ifndef TRIALMATCH_RULES_PARSE_THERAPY_EITHER_COURSE_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_EITHER_COURSE_H_

#include "rules/parse/domains.h"

namespace trialmatch::rules {

// "Stage IV NSCLC (including newly diagnosed and relapsed patients)", "both newly diagnosed and recurrent": whoever has it, and nothing more is asked.
// Takes the terms of such words away; before the domains read a demand.
void PassOverEitherCourse(Reading& reading, Clause clause);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_EITHER_COURSE_H_
