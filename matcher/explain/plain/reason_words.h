#ifndef TRIALMATCH_MATCHER_EXPLAIN_PLAIN_REASON_WORDS_H_
#define TRIALMATCH_MATCHER_EXPLAIN_PLAIN_REASON_WORDS_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "matcher/explain/plain/labels.h"
#include "matcher/report.h"

namespace trialmatch::matcher {

// The reasons of verdicts as sentences for a patient, by the rows of reason.tsv: "no lorlatinib: the list of treatments is complete" is
// "Not on your full list of treatments: lorlatinib." Days are written out. Keeps views into the lexicon of the labels, which must
// outlive it; immutable, any thread.
class ReasonWords {
 public:
  explicit ReasonWords(const Labels& labels);

  // What no row fits is told as it is, as a sentence. "" for "".
  std::string Say(std::string_view because) const;
  // All reasons of a criterion, each once.
  std::string SayAll(const CriterionResult& result) const;

 private:
  struct Row {
    std::vector<std::string_view> pattern;   // the words around the holes
    std::string_view text;
  };
  std::string SayPart(std::string_view part, int depth) const;
  std::string SayFact(std::string_view part) const;
  std::string Named(std::string_view words) const;

  std::vector<Row> rows_;
  absl::flat_hash_map<std::string, std::string> names_;   // an id with spaces, as reasons write it, to its label
  absl::flat_hash_map<std::string, std::pair<std::string, std::string>> facts_;   // the same, to its sentence and the opposite one
};

// "2026-01-08" and "2026-01" in a text become "8 January 2026" and "January 2026".
std::string WithDaysInWords(std::string_view text);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EXPLAIN_PLAIN_REASON_WORDS_H_
