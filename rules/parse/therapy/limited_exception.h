#ifndef TRIALMATCH_RULES_PARSE_THERAPY_LIMITED_EXCEPTION_H_
#define TRIALMATCH_RULES_PARSE_THERAPY_LIMITED_EXCEPTION_H_

#include <cstddef>
#include <optional>

#include "rules/parse/domains.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "No prior systemic therapy, except an ALK inhibitor started no more than 6 weeks before", "except
// up to one cycle of chemotherapy", "except chemotherapy completed at least 6 months ago": a
// therapy that a denial leaves out up to a limit. The time and the count behind `at` are of it, and
// not of what is denied.
struct LimitedException {
  int at = 0;    // the word "except"
  Clause words;  // from it to the end of the clause
  TreatmentLeaf
      beyond;         // the excepted therapy past its limit, or any of it where the limit is open
  bool open = false;  // when it was started: no leaf says so
};

// Nullopt where the clause denies nothing, or what it excepts has no limit of its own.
std::optional<LimitedException> FindLimitedException(const Reading& reading, Clause clause,
                                                     Mood mood);

// The atoms from `from` on, of the words before the exception: without the therapy, but with what
// is past its limit.
void ExceptUpToLimit(Reading& reading, const LimitedException& exception, size_t from,
                     Atoms& atoms);

// "Without prior therapy or after up to 4 cycles": denied are not the few cycles, which are another way; the atom of a denied count.
void LetInFewCycles(Atom* denied);

// "No prior therapy except one cycle": how many cycles are past what is let in, where an exception stands between item `from` and the
// count at `count_at`.
void CountPastException(const Reading& reading, int from, int count_at, base::Bounds* cycles);

// "One cycle of", "up to 2 cycles of": how many, between items `begin` and `therapy`.
std::optional<int> CyclesBetween(const Reading& reading, int begin, int therapy);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_THERAPY_LIMITED_EXCEPTION_H_
