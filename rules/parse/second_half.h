#ifndef TRIALMATCH_RULES_PARSE_SECOND_HALF_H_
#define TRIALMATCH_RULES_PARSE_SECOND_HALF_H_

#include "rules/parse/part.h"

namespace trialmatch::rules {

// Where what is forbidden goes on with a second thing that must hold as well, for what comes first to
// exclude: "HIV positive and has a history of Kaposi's sarcoma", "squamous histology and received
// docetaxel", "HIV-infected persons with ...". The first item of it, or -1. What is said of brain
// metastases is joined where they are read.
int SecondHalf(const Reading& reading, Clause clause);

// "... expressing PD-L1, and must not have an EGFR mutation": the "and" before a prohibition behind what
// is asked of everybody, or -1.
int AndMustNot(const Reading& reading, int begin, int end);

// "Patients that are not candidates for surgery but are candidates for the trial are allowed": the "but" at `i`
// stands in one clause with what follows.
bool GoesOnInClause(const Reading& reading, int i);

// ReadPart of a clause; where it forbids two things together, each is read for itself, and what of the
// second was not understood is unknown. Of two ways to come in, "without a driver alteration, or after failure of
// a targeted therapy", each as well.
Part ReadBothHalves(Reading& reading, Clause clause, Mood mood);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_SECOND_HALF_H_
