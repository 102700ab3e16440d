#ifndef TRIALMATCH_MATCHER_ASK_WANTS_H_
#define TRIALMATCH_MATCHER_ASK_WANTS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"
#include "matcher/index/trial_index.h"
#include "matcher/patient/patient.h"

namespace trialmatch::matcher {

// What criteria want to know of a patient and nobody told.
struct Wants {
  std::vector<std::string> paths;              // of the profile, as `needs` of reports name them; sorted
  std::vector<std::vector<uint32_t>> trials;   // for each trial that was asked about the indexes of its paths, sorted
};

// Of the leaves of all ways into these trials (numbers of the index): what may still decide them, and what cannot any more. Each leaf is
// evaluated once.
Wants WhatIsWanted(const TrialIndex& index, const Patient& patient, base::Day decided_on, std::span<const size_t> trials);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_ASK_WANTS_H_
