#ifndef TRIALMATCH_MATCHER_INDEX_ANSWERS_H_
#define TRIALMATCH_MATCHER_INDEX_ANSWERS_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/node_hash_map.h"
#include "base/date.h"
#include "matcher/evaluate/evaluate.h"
#include "matcher/evaluate/memo.h"
#include "matcher/index/compiled.h"
#include "matcher/patient/patient.h"
#include "matcher/verdict.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// What the distinct leaves and expressions say of up to 64 patients, a bit for each. Every leaf is evaluated once a patient and every
// expression once, both when first asked for. For one thread; its memory serves one group of patients after the other.
class Answers {
 public:
  static constexpr size_t kMost = 64;
  using Word = uint64_t;

  // `compiled`, `leaves` and `lexicon` must outlive it.
  Answers(const CompiledTrials& compiled, std::span<const rules::Leaf> leaves, const rules::Lexicon& lexicon);

  // The patients from now on; at most kMost, which must outlive their questions.
  void Ask(std::span<const Patient* const> patients, base::Day decided_on);
  size_t patients() const { return members_.size(); }
  Word everyone() const { return members_.size() == kMost ? ~Word{0} : (Word{1} << members_.size()) - 1; }
  base::Day decided_on() const { return decided_on_; }

  // What an expression says today; the bits of `known` alone count. Neither met nor not_met is unknown.
  struct Today {
    Word known = 0, met = 0, not_met = 0;
    Word worry = 0;   // unknown, and a known fact speaks against it
    Word dated = 0;   // perhaps changes within the horizon by time alone
    Word stops = 0;   // perhaps changes when drugs stop
  };
  const Today& Node(uint32_t node, Word need) {
    Today& today = nodes_[node];
    if ((need & ~today.known) != 0) Work(node, need & ~today.known);
    return today;
  }
  base::Truth TruthOf(uint32_t node, size_t patient) {
    const Today& today = Node(node, Word{1} << patient);
    if ((today.met >> patient & 1) != 0) return base::Truth::kMet;
    return (today.not_met >> patient & 1) != 0 ? base::Truth::kNotMet : base::Truth::kUnknown;
  }

  // As CriterionStates has them, of a node that is the whole expression of a criterion.
  const std::vector<std::string>& NeedsStop(uint32_t node, size_t patient);
  const Timeline& Over(uint32_t node, size_t patient, Drugs drugs);

  // With its reasons: `expression` has the shape of `node`.
  ExpressionOutcome Tell(uint32_t node, const rules::Expression& expression, size_t patient);

 private:
  struct Member {
    const Patient* patient = nullptr;
    std::unique_ptr<PatientMemo> memo;
    absl::flat_hash_map<uint32_t, LeafOutcome> moving;     // today's, of leaves that time or stopped drugs change
    absl::flat_hash_map<uint32_t, LeafOutcome> told;       // today's, with words
    absl::flat_hash_map<uint64_t, LeafOutcome> other_days; // by leaf, day and drugs
    absl::node_hash_map<uint64_t, Timeline> timelines;     // by node and drugs
    absl::node_hash_map<uint32_t, std::vector<std::string>> needs_stop;
  };
  void Work(uint32_t node, Word fresh);
  void WorkLeaf(uint32_t leaf, Word fresh, Today& today);
  void WorkOneByOne(const ExpressionNode& node, Word fresh, Today& today);
  EvaluationContext Context(const Member& member, base::Day day, Drugs drugs, Words words) const;
  const LeafOutcome& LeafOn(uint32_t leaf, Member& member, base::Day day, Drugs drugs);
  base::Truth TruthOn(uint32_t node, size_t patient, base::Day day, Drugs drugs);
  void AddStops(uint32_t node, size_t patient, std::vector<std::string>& drugs);
  void AddBreakpoints(uint32_t node, size_t patient, Drugs drugs, std::vector<base::Day>& days);
  void AddLeaves(uint32_t node, std::vector<uint32_t>& leaves) const;
  std::span<const uint32_t> Children(const ExpressionNode& node) const { return compiled_.children.subspan(node.first, node.size); }

  const CompiledTrials& compiled_;
  const std::span<const rules::Leaf> leaves_;
  const rules::Lexicon& lexicon_;
  base::Day decided_on_, horizon_;
  KindRelations relations_;
  std::deque<Member> members_;
  std::vector<Today> nodes_;
  std::vector<bool> timed_;   // leaves
  Timeline constant_[3];   // of a criterion that nothing moves, by its truth
  std::vector<std::string> no_drugs_;
};

// The criteria of one trial for one of the patients.
class IndexedStates : public CriterionStates {
 public:
  IndexedStates(Answers& answers, const CompiledTrials& compiled, size_t trial, size_t patient, const DecisionQuestion& question)
      : answers_(answers), roots_(compiled.roots.subspan(compiled.trials[trial].first_criterion, compiled.trials[trial].criteria)),
        patient_(patient), question_(question) {}
  base::Truth Today(int criterion) override { return answers_.TruthOf(roots_[criterion], patient_); }
  bool Worry(int criterion) override {
    return (answers_.Node(roots_[criterion], Answers::Word{1} << patient_).worry >> patient_ & 1) != 0;
  }
  const std::vector<std::string>& NeedsStop(int criterion) override { return answers_.NeedsStop(roots_[criterion], patient_); }
  const Timeline& Over(int criterion, Drugs drugs) override { return answers_.Over(roots_[criterion], patient_, drugs); }
  ExpressionOutcome Tell(int criterion) {
    return answers_.Tell(roots_[criterion], question_.criteria.criteria[criterion].expression, patient_);
  }

 private:
  Answers& answers_;
  const std::span<const uint32_t> roots_;
  const size_t patient_;
  const DecisionQuestion& question_;
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_INDEX_ANSWERS_H_
