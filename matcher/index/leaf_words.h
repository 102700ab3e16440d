#ifndef TRIALMATCH_MATCHER_INDEX_LEAF_WORDS_H_
#define TRIALMATCH_MATCHER_INDEX_LEAF_WORDS_H_

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "base/truth.h"
#include "matcher/evaluate/evaluate.h"
#include "matcher/evaluate/memo.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// Leaves decided for a group of patients at once, a bit for each. Thousands of leaves are made of some hundred questions (had a drug of
// this class, has this illness or a kind of it, has this disease, what is this lab's value): each question is asked once a patient, and
// a leaf is put together of the answers by a few operations on words. Who has had something that a leaf with a date, a status or another
// condition speaks of is left for the evaluator of the leaf. For one thread; its memory serves one group after the other.
class LeafWords {
 public:
  using Word = uint64_t;
  static constexpr size_t kMost = 64;

  // All arguments must outlive it.
  LeafWords(std::span<const rules::Leaf> leaves, const rules::Lexicon& lexicon, KindRelations& relations);

  // The patients from now on, on the day of decision, each with a memo; what the contexts refer to must outlive the questions.
  void Ask(std::vector<EvaluationContext> contexts);

  // Of the patients in `fresh`. Neither met nor not_met is unknown. `open`: to be evaluated one by one; the outcome of the others has a truth and
  // nothing else: no worry, nothing that time or stopped drugs change.
  struct Truths {
    Word met = 0, not_met = 0, open = 0;
  };
  Truths Decide(uint32_t leaf, Word fresh);

  // EvaluateLeaf without words, of the group's patient of that number; the context may be of another day.
  LeafOutcome Evaluate(uint32_t leaf, size_t patient, const EvaluationContext& context);

 private:
  // A question with its answers for the group; asked again when `group` is not the present one.
  struct Question {
    std::function<base::Truth(const EvaluationContext&)> ask;
    uint32_t group = 0;
    Word met = 0, not_met = 0;
  };
  // The same with a number for an answer.
  struct Quantity {
    const rules::CompareLeaf* leaf = nullptr;   // one that asks for it
    uint32_t group = 0;
    Word told = 0, other = 0;   // has a number; is to be compared by the evaluator
    std::array<double, kMost> low, high;
  };
  enum class Way : uint8_t { kNotPlanned, kOneByOne, kTreatment, kCondition, kNever, kMarker, kOneOf, kCompare };
  struct Plan {
    Way way = Way::kNotPlanned;
    bool of_treatments = false, of_medications = false;   // the sections that close a treatment
    bool any = false;                                     // of no class or value in particular
    bool negated = false, known_only = false;
    uint32_t first = 0, size = 0, excepted = 0;           // of asked_; the last `excepted` are exceptions
    uint32_t first_class = 0;                             // of a treatment, in classes_: those of `what`, then those of `except`
  };
  const Plan& PlanOf(uint32_t leaf);
  Plan Make(const rules::Leaf& leaf);
  Plan MakeTreatment(const rules::TreatmentLeaf& leaf);
  Plan MakeCondition(const rules::ConditionLeaf& leaf);
  Plan MakeMarker(const rules::MarkerLeaf& leaf);
  Plan MakeOneOf(const rules::OneOfLeaf& leaf);
  // Adds the question of that name to the plan under way.
  void Add(Plan& plan, const std::string& name, std::function<base::Truth(const EvaluationContext&)> ask);
  const Question& Answered(uint32_t question);
  const Quantity& Measured(uint32_t quantity);
  std::span<const uint32_t> Questions(const Plan& plan) const { return std::span(asked_).subspan(plan.first, plan.size); }

  Word ClosedTo(const Plan& plan) const;   // the patients whose lists are complete
  Truths Treatment(const Plan& plan, Word fresh);
  Truths Condition(const Plan& plan, Word fresh);
  Truths Marker(const Plan& plan, Word fresh);
  Truths OneOf(const Plan& plan, Word fresh);
  Truths Compare(const rules::CompareLeaf& leaf, const Plan& plan, Word fresh);

  const std::span<const rules::Leaf> leaves_;
  const rules::Lexicon& lexicon_;
  KindRelations& relations_;
  std::vector<Plan> plans_;
  std::vector<uint32_t> asked_;     // questions of all plans, one after the other
  std::vector<uint32_t> classes_;   // KindRelations::ClassNumber
  std::deque<Question> questions_;
  std::deque<Quantity> quantities_;
  absl::flat_hash_map<std::string, uint32_t> question_ids_, quantity_ids_;

  uint32_t group_ = 0;
  std::vector<EvaluationContext> contexts_;
  Word has_courses_ = 0, treatments_complete_ = 0, medications_complete_ = 0, conditions_complete_ = 0, unnamed_illness_ = 0;
  Word female_ = 0, male_ = 0, sex_told_ = 0;
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_INDEX_LEAF_WORDS_H_
