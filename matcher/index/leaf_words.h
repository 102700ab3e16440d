#ifndef TRIALMATCH_MATCHER_INDEX_LEAF_WORDS_H_
#define TRIALMATCH_MATCHER_INDEX_LEAF_WORDS_H_

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "base/date.h"
#include "base/truth.h"
#include "matcher/evaluate/condition.h"
#include "matcher/evaluate/evaluate.h"
#include "matcher/evaluate/memo.h"
#include "matcher/index/course_words.h"
#include "matcher/verdict.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// Leaves decided for a group of patients at once, a bit for each. Thousands of leaves are made of some hundred questions (had a drug of
// this class, has this illness or a kind of it, has this disease, what is this lab's value): each question is asked once a patient, and
// a leaf is put together of the answers by a few operations on words. Who has had something that a leaf with a date, a status or another
// condition speaks of is left open, until somebody wants to know it. For one thread; its memory serves one group after the other.
class LeafWords {
 public:
  using Word = uint64_t;
  static constexpr size_t kMost = 64;

  // All arguments must outlive it.
  LeafWords(std::span<const rules::Leaf> leaves, const rules::Lexicon& lexicon, KindRelations& relations);

  // The patients from now on; what the contexts refer to must outlive the questions.
  void Ask(GroupContexts contexts);

  // All leaves, those that are decided in the same way together. `again`: Decide says of it what it says of the one before.
  struct Ordered {
    uint32_t leaf = 0;
    bool again = false;
  };
  const std::vector<Ordered>& Order();

  // Of all the group. Neither met nor not_met is unknown, or open: to be resolved. Who is not open has a truth and nothing else: no worry,
  // nothing that time or stopped drugs change.
  struct Truths {
    Word met = 0, not_met = 0, open = 0;
  };
  Truths Decide(uint32_t leaf);

  // Of those in `known`: all who were asked for, or more.
  struct Resolved {
    Word known = 0, met = 0, not_met = 0;
    Word worry = 0;   // unknown, and a known fact speaks against it
    Word dated = 0;   // perhaps changes within the horizon by time alone
    Word stops = 0;   // perhaps changes when drugs stop
  };
  Resolved Resolve(uint32_t leaf, Word need);

  // The truth on the last day of the horizon, of those in `need`. `open`, of all the group: whose leaf may change on days that its outcome
  // does not name, so that this day does not tell.
  Truths Ahead(uint32_t leaf, Word need, Drugs drugs);

  // LeafOutcome::needs_stop of today, behind those that are there.
  void AddStops(uint32_t leaf, size_t patient, std::vector<std::string>& drugs);

  // EvaluateLeaf without words, of the group's patient of that number; the context may be of another day.
  LeafOutcome Evaluate(uint32_t leaf, size_t patient, const EvaluationContext& context);

 private:
  // A question with its answers for the group; asked again when `group` is not the present one.
  struct Question {
    std::function<base::Truth(const EvaluationContext&)> ask;
    uint32_t group = 0;
    Word met = 0, not_met = 0;
  };
  // Some questions together, as many leaves ask them.
  struct Set {
    uint32_t first = 0, size = 0;   // of members_
    uint32_t group = 0;
    Word any = 0, all = 0, none = 0;   // one of them is met; each is; each is not met
  };
  // A question with a number for an answer.
  struct Quantity {
    const rules::CompareLeaf* leaf = nullptr;   // one that asks for it
    uint32_t group = 0;
    Word told = 0, rough = 0, other = 0;   // has a number, or a rough one; is to be compared by the evaluator
    std::array<double, kMost> low, high;
  };
  enum class Way : uint8_t { kNotPlanned, kOneByOne, kTreatment, kCondition, kNever, kMarker, kOneOf, kCompare };
  struct Plan {
    Way way = Way::kNotPlanned;
    bool any = false;                        // of no value in particular
    bool negated = false, known_only = false;
    uint32_t number = 0;                     // of the set of what is asked for, of the quantity, or of CourseWords
    uint32_t rows = 0;                       // of condition_rows_, or of compared_
    uint32_t except = kNoSet;                // the set of what does not count; of an illness: of what it cannot be
  };
  static constexpr uint32_t kNoSet = ~uint32_t{0};
  const Plan& PlanOf(uint32_t leaf);
  // What Decide hangs on: equal where it says the same.
  using Key = std::tuple<Way, uint32_t, uint32_t, uint32_t>;
  Key KeyOf(uint32_t leaf);
  LeafOutcome EvaluateAlone(uint32_t leaf, const Plan& plan, const EvaluationContext& context) const;
  Plan Make(const rules::Leaf& leaf);
  Plan MakeCondition(const rules::ConditionLeaf& leaf);
  Plan MakeMarker(const rules::MarkerLeaf& leaf);
  Plan MakeOneOf(const rules::OneOfLeaf& leaf);
  Plan MakeCompare(const rules::CompareLeaf& leaf);
  // The question of that name.
  uint32_t QuestionOf(const std::string& name, std::function<base::Truth(const EvaluationContext&)> ask);
  uint32_t SetOf(const std::vector<uint32_t>& questions);
  // Whether what was answered for that group is to be asked again; the present one from then on.
  bool IsNew(uint32_t& group) const { return std::exchange(group, group_) != group_; }
  const Question& Answered(uint32_t question);
  const Set& Together(uint32_t set);
  const Quantity& Measured(uint32_t quantity);

  Truths Condition(const Plan& plan);
  Truths Marker(const Plan& plan);
  Truths OneOf(const Plan& plan);
  Truths Compare(const Plan& plan);

  const std::span<const rules::Leaf> leaves_;
  const rules::Lexicon& lexicon_;
  KindRelations& relations_;
  CourseWords courses_;
  std::vector<Plan> plans_;
  std::vector<Ordered> order_;
  std::vector<ConditionRows> condition_rows_;   // of leaves about illnesses
  struct Compared {
    base::Bounds bounds;
    enum class Sex : uint8_t { kAll, kFemale, kMale, kOther } sex = Sex::kAll;
    bool whole = false;   // numbers of years
  };
  std::vector<Compared> compared_;              // what leaves compare with, near at hand
  std::deque<Question> questions_;
  std::vector<Set> sets_;
  std::vector<uint32_t> members_;   // questions of all sets, one after the other
  std::deque<Quantity> quantities_;
  absl::flat_hash_map<std::string, uint32_t> question_ids_, quantity_ids_;
  absl::flat_hash_map<std::vector<uint32_t>, uint32_t> set_ids_;

  uint32_t group_ = 0;
  GroupContexts contexts_;
  Word everyone_ = 0, conditions_closed_ = 0;
  Word female_ = 0, male_ = 0, sex_told_ = 0;
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_INDEX_LEAF_WORDS_H_
