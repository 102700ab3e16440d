#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_DEGREE_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_DEGREE_H_

#include <optional>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// A grade or a class as it stands in the text.
struct DegreeReading {
  int least = 0;         // the least degree that counts; of a ceiling the least that does not
  bool ceiling = false;  // "no more than grade 1", "class II or better"
  int first = 0, last = 0;
};

// The degree whose word ("grade", "NYHA class") is item `i`: ">= grade 2", "grade 3 or 4", "NYHA
// class III/IV", "class > II". Items of [begin, end) may belong to it.
std::optional<DegreeReading> ReadDegree(const Reading& reading, int i, int begin, int end);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_DEGREE_H_
