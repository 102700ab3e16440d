#ifndef TRIALMATCH_MATCHER_EXPLAIN_PLAIN_SAY_H_
#define TRIALMATCH_MATCHER_EXPLAIN_PLAIN_SAY_H_

#include <string>
#include <string_view>
#include <vector>

#include "matcher/explain/plain/labels.h"
#include "rules/criterion.h"
#include "rules/leaf.h"

namespace trialmatch::matcher {

// Leaves and expressions as clauses about "you", with their polarity: "you have had alectinib", "you
// have not had alectinib". A clause says what the leaf says, nothing more and nothing less.
enum class Polarity : bool { kHolds, kFails };

// What a text is made of, while it is made.
struct Speaker {
  const Labels& labels;
  // "KIND/ID" of every term that was spoken of, for the glossary; may be told several times.
  std::vector<std::string>* terms;

  void Note(std::string_view kind, std::string_view id) const;
  void NoteAll(std::string_view kind, const std::vector<std::string>& ids) const;
  void NoteDrugs(const std::vector<std::string>& ids) const;
};

// One leaf; no capital, no full stop.
std::string SayLeaf(const rules::Leaf& leaf, Polarity polarity, const Speaker& speaker);

std::string SayCompare(const rules::CompareLeaf& leaf, Polarity polarity, const Speaker& speaker);
std::string SayOneOf(const rules::OneOfLeaf& leaf, Polarity polarity, const Speaker& speaker);
std::string SayMarker(const rules::MarkerLeaf& leaf, Polarity polarity, const Speaker& speaker);
std::string SayTreatment(const rules::TreatmentLeaf& leaf, Polarity polarity, const Speaker& speaker);
std::string SayCondition(const rules::ConditionLeaf& leaf, Polarity polarity, const Speaker& speaker);
std::string SayBrain(const rules::BrainLeaf& leaf, Polarity polarity, const Speaker& speaker);
std::string SayStandardTherapy(const rules::StandardTherapyLeaf& leaf, Polarity polarity,
                               const Speaker& speaker);
std::string SayFact(const rules::FactLeaf& leaf, Polarity polarity, const Speaker& speaker);

// What is asked of metastases there: "were treated and are stable". Requires a state.
std::string BrainStateWords(const rules::BrainLeaf& leaf);

// A whole expression as one clause. What was not understood is told as such.
std::string SayExpression(const rules::Expression& expression, Polarity polarity,
                          const Speaker& speaker);

// Where a word for "not" would be misread.
std::string SayItIsNotSo(std::string_view clause);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EXPLAIN_PLAIN_SAY_H_
