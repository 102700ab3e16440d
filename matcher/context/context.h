#ifndef TRIALMATCH_MATCHER_CONTEXT_CONTEXT_H_
#define TRIALMATCH_MATCHER_CONTEXT_CONTEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/date.h"
#include "matcher/patient/patient.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// What a person needs beside a list of trials: rows of context.tsv, each with its source, worded as things to discuss and never as advice.
struct ContextLine {
  enum class Kind : uint8_t { kUsual, kTesting, kCaution };   // usual outside of trials; what a test can tell; a warning
  Kind kind = Kind::kUsual;
  std::string id, text, source;
};

// The rows that hold for this patient on that day, in the order of the table; a row whose source was not opened is never among them. An
// unknown country gets the rows of all countries (each names its own); an unknown setting or an unknown list of treatments gets no row that
// asks for one.
std::vector<ContextLine> ContextFor(const Patient& patient, const rules::Lexicon& lexicon, base::Day decided_on);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_CONTEXT_CONTEXT_H_
