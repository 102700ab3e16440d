#ifndef TRIALMATCH_MATCHER_INDEX_ANSWERS_H_
#define TRIALMATCH_MATCHER_INDEX_ANSWERS_H_

#include <array>
#include <bit>
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
#include "matcher/index/leaf_words.h"
#include "matcher/patient/patient.h"
#include "matcher/verdict.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// What is settled of a node: a bit a patient.
template <typename Bits>
struct SettledRow {
  Bits open = 0, not_met = 0, met = 0;
};
template <>
struct SettledRow<uint8_t> {   // read as one word of 32 bits
  uint8_t open = 0, not_met = 0, met = 0, none = 0;
};

// What the distinct leaves and expressions say of up to 64 patients, a bit for each. What words tell of all leaves is put together for all
// expressions when the patients come, children before those that stand on them; what words leave open is worked out for whom somebody asks, once. For
// one thread; its memory serves one group of patients after the other.
class Answers {
 public:
  static constexpr size_t kMost = 64;
  using Word = uint64_t;

  // `compiled`, `leaves` and `lexicon` must outlive it.
  Answers(const CompiledTrials& compiled, std::span<const rules::Leaf> leaves, const rules::Lexicon& lexicon);

  // The patients from now on; at most kMost, which must outlive their questions.
  void Ask(std::span<const Patient* const> patients, base::Day decided_on);
  size_t patients() const { return members_.size(); }
  Word everyone() const { return everyone_; }
  base::Day decided_on() const { return decided_on_; }

  // What an expression says today of the patients for whom it was asked. Neither met nor not_met is unknown.
  struct Today {
    Word met = 0, not_met = 0;
    Word worry = 0;   // unknown, and a known fact speaks against it
    Word dated = 0;   // perhaps changes within the horizon by time alone
    Word stops = 0;   // perhaps changes when drugs stop
  };
  Today Node(uint32_t node, Word need) {
    Settled settled = SettledOf(node);
    if ((need & settled.open) != 0) settled = Resolve(node, need);
    const Aside& aside = asides_[node];
    return {settled.met, settled.not_met, aside.worry, aside.dated, aside.stops};
  }
  // What is settled without working out anything. Met and not met hold for those who are open too, for they do not hang on what is open.
  // In bytes for groups of few, whose answers then stay near at hand.
  template <typename Bits>
  using Row = SettledRow<Bits>;
  using Settled = Row<Word>;
  static constexpr size_t kFew = 8;
  Settled SettledOf(uint32_t node) const {
    if (!are_few_) return many_[node];
    const Row<uint8_t>& row = few_[node];
    return {row.open, row.not_met, row.met};
  }
  // Of `among` those for whom no node of the uses is settled as not met. Sets `waiting` to the nodes that are not settled as met for all of `among`, until
  // the next question; stops where nobody is left.
  Word NotSettledOut(std::span<const UseRow> uses, Word among, std::span<const uint32_t>& waiting) {
    return are_few_ ? LookThrough<true>(few_, uses, among, waiting) : LookThrough<true>(many_, uses, among, waiting);
  }
  // That, to the end.
  Word SettledToTheEnd(std::span<const UseRow> uses, Word among, std::span<const uint32_t>& waiting) {
    return are_few_ ? LookThrough<false>(few_, uses, among, waiting) : LookThrough<false>(many_, uses, among, waiting);
  }
  // The first nodes of a way in, the most decisive of those that no day changes; one of them again and again where it has fewer.
  static constexpr size_t kGates = 12;
  using Gates = std::array<uint32_t, kGates>;
  uint32_t NeverShut() const { return static_cast<uint32_t>(compiled_.nodes.size()); }   // a gate for ways that have none
  // Of one way in: for whom one of its gates is settled as not met, and for whom some are open.
  struct Gated {
    Word shut = 0, open = 0;
  };
  // Asks the gates of all ways in, one after the other, without a branch: most are shut here.
  void Gate(std::span<const Gates> gates) { are_few_ ? Gate(few_, gates, few_gated_) : Gate(many_, gates, many_gated_); }
  Gated GatedOf(size_t way) const {
    if (!are_few_) return {many_gated_[way].shut, many_gated_[way].open};
    return {few_gated_[way].shut, few_gated_[way].open};
  }
  // Node(...).not_met and met alone, which hang on less.
  Word NotMet(uint32_t node, Word need) { return Decided(node, need).not_met; }
  Word Met(uint32_t node, Word need) { return Decided(node, need).met; }
  base::Truth TruthOf(uint32_t node, size_t patient) { return TruthIn(Decided(node, Word{1} << patient), patient); }

  // As CriterionStates has them, of a node that is the whole expression of a criterion.
  const std::vector<std::string>& NeedsStop(uint32_t node, size_t patient);
  const Timeline& Over(uint32_t node, size_t patient, Drugs drugs);
  // For whom the node does not fail on the last day of the horizon, which is the last day of every timeline; where the day by itself does not tell, for none.
  Word HoldsAhead(uint32_t node, Word need, Drugs drugs) {
    const Settled settled = Ahead(node, need, drugs);
    return settled.met | ~(settled.not_met | settled.open);
  }
  // For whom of `need` it does not fail on some day of its timeline.
  Word Lifts(uint32_t node, Word need, Drugs drugs);

  // With its reasons: `expression` has the shape of `node`.
  ExpressionOutcome Tell(uint32_t node, const rules::Expression& expression, size_t patient);

 private:
  struct Member {
    const Patient* patient = nullptr;
    std::unique_ptr<PatientMemo> memo;
    absl::flat_hash_map<uint32_t, LeafOutcome> told;       // today's, with words
    absl::flat_hash_map<uint64_t, LeafOutcome> days;       // by leaf, day and drugs
    absl::node_hash_map<uint64_t, Timeline> timelines;     // by node and drugs
    absl::node_hash_map<uint32_t, std::vector<std::string>> needs_stop;
  };
  // Of those who are not open. Zero but for nodes in resolved_.
  struct Aside {
    Word worry = 0, dated = 0, stops = 0;
  };
  Settled Decided(uint32_t node, Word need) {
    const Settled settled = SettledOf(node);
    const Word waits = need & settled.open & ~settled.met & ~settled.not_met;
    return waits == 0 ? settled : Resolve(node, waits);
  }
  template <bool kStops>
  Word LookThrough(const std::vector<Row<Word>>& rows, std::span<const UseRow> uses, Word among, std::span<const uint32_t>& waiting) {
    size_t size = 0;
    Word left = among;
    for (const UseRow& use : uses) {
      const Row<Word>& row = rows[use.node];
      waiting_[size] = use.node;
      size += ((row.open | row.not_met) & ~row.met & among) != 0 ? 1 : 0;
      left &= ~row.not_met;
      if (kStops && left == 0) return 0;
    }
    waiting = std::span(waiting_).first(size);
    return left;
  }
  // Few are read without a branch, a row in one word.
  template <bool kStops>
  Word LookThrough(const std::vector<Row<uint8_t>>& rows, std::span<const UseRow> uses, Word among, std::span<const uint32_t>& waiting) {
    const auto wanted = static_cast<uint32_t>(among);
    size_t size = 0;
    uint32_t all = 0;
    for (const UseRow& use : uses) {
      const auto row = std::bit_cast<uint32_t>(rows[use.node]);
      all |= row;
      waiting_[size] = use.node;
      size += ((row | row >> 8) & ~(row >> 16) & wanted) != 0 ? 1 : 0;
    }
    waiting = std::span(waiting_).first(size);
    const Word left = among & ~(Word{all} >> 8);
    if (kStops && left == 0) return 0;
    for (const uint32_t node : waiting) {   // to be worked out, once
      __builtin_prefetch(&compiled_.nodes[node]);
      __builtin_prefetch(&asides_[node]);
    }
    return left;
  }
  template <typename Bits>
  struct GatedBits {
    Bits shut = 0, open = 0;
  };
  static void Gate(const std::vector<Row<Word>>& rows, std::span<const Gates> gates, std::vector<GatedBits<Word>>& gated) {
    gated.resize(gates.size());
    for (size_t way = 0; way < gates.size(); ++way) {
      GatedBits<Word> all;
      for (const uint32_t node : gates[way]) {
        all.shut |= rows[node].not_met;
        all.open |= rows[node].open;
      }
      gated[way] = all;
    }
  }
  static void Gate(const std::vector<Row<uint8_t>>& rows, std::span<const Gates> gates, std::vector<GatedBits<uint8_t>>& gated) {
    gated.resize(gates.size());
    for (size_t way = 0; way < gates.size(); ++way) {
      uint32_t all = 0;
      for (const uint32_t node : gates[way]) all |= std::bit_cast<uint32_t>(rows[node]);
      const auto row = std::bit_cast<Row<uint8_t>>(all);
      gated[way] = {.shut = row.not_met, .open = row.open};
    }
  }
  // Of all nodes, from what words tell of the leaves.
  void Settle();
  template <typename Bits>
  void Settle(std::vector<Row<Bits>>& rows);
  void Put(uint32_t node, const Settled& settled);
  // From then on the node is not open for `need`.
  Settled Resolve(uint32_t node, Word need);
  // `settled_of(child)`.
  template <typename SettledOfChild>
  Settled Combined(const ExpressionNode& node, SettledOfChild settled_of) const;
  Aside CombinedAsides(const ExpressionNode& node, std::span<const uint32_t> children, const Settled& whole) const;
  // As far as it is settled.
  static base::Truth TruthIn(const Settled& settled, size_t patient) {
    if ((settled.met >> patient & 1) != 0) return base::Truth::kMet;
    return (settled.not_met >> patient & 1) != 0 ? base::Truth::kNotMet : base::Truth::kUnknown;
  }
  Settled Ahead(uint32_t node, Word need, Drugs drugs);
  EvaluationContext Context(const Member& member, base::Day day, Drugs drugs, Words words) const;
  const LeafOutcome& LeafOn(uint32_t leaf, size_t patient, base::Day day, Drugs drugs);
  base::Truth TruthOn(uint32_t node, size_t patient, base::Day day, Drugs drugs);
  void AddStops(uint32_t node, size_t patient, std::vector<std::string>& drugs);
  void AddBreakpoints(uint32_t node, size_t patient, Drugs drugs, std::vector<base::Day>& days);
  void AddLeaves(uint32_t node, std::vector<uint32_t>& leaves) const;
  std::span<const uint32_t> Children(const ExpressionNode& node) const {
    const bool leaf = static_cast<rules::Expression::Kind>(node.kind) == rules::Expression::Kind::kLeaf;
    return leaf ? std::span<const uint32_t>() : compiled_.children.subspan(node.first, node.size);
  }

  const CompiledTrials& compiled_;
  const std::span<const rules::Leaf> leaves_;
  const rules::Lexicon& lexicon_;
  base::Day decided_on_, horizon_;
  KindRelations relations_;
  LeafWords words_;
  std::deque<Member> members_;
  Word everyone_ = 0;
  std::vector<uint32_t> node_of_leaf_;
  // Nodes with children, those of one kind and as many children together, children before those that stand on them; each with its children in steps_.
  struct Run {
    rules::Expression::Kind kind = rules::Expression::Kind::kAlways;
    uint32_t children = 0, nodes = 0, first = 0;
  };
  std::vector<Run> runs_;
  std::vector<uint32_t> steps_;
  bool are_few_ = false;
  std::vector<GatedBits<Word>> many_gated_;      // by way in
  std::vector<GatedBits<uint8_t>> few_gated_;    // the same of groups of few
  std::vector<uint32_t> waiting_;     // room for the largest way in
  std::vector<Row<Word>> many_;       // by node
  std::vector<Row<uint8_t>> few_;     // the same of groups of few
  std::vector<Aside> asides_;         // by node
  std::vector<uint32_t> resolved_;    // nodes whose asides may not be zero
  // Two a node: drugs as they are, drugs stopped. Of those in `known`.
  struct Later {
    Word known = 0;
    Settled ahead;
    Word asked = 0, lifts = 0;   // Lifts, of those asked for
  };
  std::vector<Later> later_;
  std::vector<uint32_t> asked_later_;   // of later_, those that were asked for
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
