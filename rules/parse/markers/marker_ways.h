#ifndef TRIALMATCH_RULES_PARSE_MARKERS_MARKER_WAYS_H_
#define TRIALMATCH_RULES_PARSE_MARKERS_MARKER_WAYS_H_

#include <optional>
#include <vector>

#include "rules/parse/part.h"
#include "rules/parse/sentence.h"

namespace trialmatch::rules {

// "NSCLC with an EGFR mutation or gastric cancer with HER2 amplification", "EGFR mutation and prior osimertinib, or ALK fusion and prior alectinib": two ways
// to come in, each with a marker and its own tumour or therapy. Reads each for itself; nullopt of other clauses.
std::optional<Part> ReadMarkerWays(Reading& reading, Clause clause, Mood mood);

// "Stage IV, or stage III if unresectable", "ALK fusion, or ROS1 fusion if crizotinib has failed": the condition is of its own way alone. False, and
// nothing is read, of other sentences.
bool ReadWaysWithCondition(Reading& reading, Clause sentence, Section section, std::vector<Statement>* out);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_MARKERS_MARKER_WAYS_H_
