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
struct SettledRow<uint8_t> {  // read as one word of 32 bits
  uint8_t open = 0, not_met = 0, met = 0;
  uint8_t waits = 0;  // Waiting
};
// For whom a node may still keep a way shut: not settled as met, and open or not met.
template <typename Bits>
Bits Waiting(Bits open, Bits not_met, Bits met) {
  return static_cast<Bits>((open | not_met) & ~met);
}
inline SettledRow<uint64_t> RowOf(uint64_t open, uint64_t not_met, uint64_t met) {
  return {.open = open, .not_met = not_met, .met = met};
}
inline SettledRow<uint8_t> RowOf(uint8_t open, uint8_t not_met, uint8_t met) {
  return {.open = open, .not_met = not_met, .met = met, .waits = Waiting(open, not_met, met)};
}
// The same from a word with the first three of a row.
inline SettledRow<uint8_t> RowOfWord(uint32_t word) {
  static_assert(std::endian::native == std::endian::little);
  return std::bit_cast<SettledRow<uint8_t>>(word | ((word | word >> 8) & ~(word >> 16)) << 24);
}

// What the distinct leaves and expressions say of up to 64 patients, a bit for each. What words
// tell of all leaves is put together for all expressions when the patients come, children before
// those that stand on them; what words leave open is worked out for whom somebody asks, once. For
// one thread; its memory serves one group of patients after the other.
class Answers {
 public:
  static constexpr size_t kMost = 64;
  using Word = uint64_t;

  // `compiled`, `leaves` and `lexicon` must outlive it.
  Answers(const CompiledTrials& compiled, std::span<const rules::Leaf> leaves,
          const rules::Lexicon& lexicon);

  // The patients from now on; at most kMost, which must outlive their questions.
  void Ask(std::span<const Patient* const> patients, base::Day decided_on);
  size_t patients() const { return members_.size(); }
  Word everyone() const { return everyone_; }
  base::Day decided_on() const { return decided_on_; }

  // What an expression says today of the patients for whom it was asked. Neither met nor not_met is
  // unknown.
  struct Today {
    Word met = 0, not_met = 0;
    Word worry = 0;  // unknown, and a known fact speaks against it
    Word dated = 0;  // perhaps changes within the horizon by time alone
    Word stops = 0;  // perhaps changes when drugs stop
  };
  Today Node(uint32_t node, Word need) {
    Settled settled = SettledOf(node);
    if ((need & settled.open) != 0) settled = Resolve(node, need);
    const Aside aside = AsideOf(node);
    return {settled.met, settled.not_met, aside.worry, aside.dated, aside.stops};
  }
  // What is settled without working out anything. Met and not met hold for those who are open too,
  // for they do not hang on what is open. In bytes for groups of few, whose answers then stay near
  // at hand.
  template <typename Bits>
  using Row = SettledRow<Bits>;
  using Settled = Row<Word>;
  static constexpr size_t kFew = 8;
  Settled SettledOf(uint32_t node) const {
    if (!are_few_) return many_[node];
    const Row<uint8_t>& row = few_[node];
    return {row.open, row.not_met, row.met};
  }
  // Of `among` those for whom no node of the uses is settled as not met. Sets `waiting` to the
  // nodes that are not settled as met for all of `among`, until the next question; stops where
  // nobody is left.
  Word NotSettledOut(std::span<const UseRow> uses, Word among, std::span<const uint32_t>& waiting) {
    return are_few_ ? LookThrough<true>(few_, uses, among, waiting)
                    : LookThrough<true>(many_, uses, among, waiting);
  }
  // That, to the end.
  Word SettledToTheEnd(std::span<const UseRow> uses, Word among,
                       std::span<const uint32_t>& waiting) {
    return are_few_ ? LookThrough<false>(few_, uses, among, waiting)
                    : LookThrough<false>(many_, uses, among, waiting);
  }
  // The first nodes of a way in, the most decisive of those that no day changes; one of them again
  // and again where it has fewer.
  static constexpr size_t kGates = 12;
  using Gates = std::array<uint32_t, kGates>;
  uint32_t NeverShut() const {
    return static_cast<uint32_t>(compiled_.nodes.size());
  }  // a gate for ways that have none
  // Of one way in: for whom one of its gates is settled as not met, and for whom some of them wait
  // to be worked out, or more.
  struct Gated {
    Word shut = 0, open = 0;
  };
  // Asks the gates of all ways in, one after the other, without a branch: most are shut here.
  void Gate(std::span<const Gates> gates) {
    are_few_ ? Gate(few_, gates, few_gated_) : Gate(many_, gates, many_gated_);
  }
  // By way in, whether some patient's gates are not shut.
  std::span<const uint8_t> Passable() const { return passable_; }
  // Asks gates again: what waited may have been worked out since.
  Gated AskAgain(const Gates& gates) const {
    if (!are_few_) {
      const GatedBits<Word> gated = GatedBy(many_, gates);
      return {gated.shut, gated.open};
    }
    const GatedBits<uint8_t> gated = GatedBy(few_, gates);
    return {gated.shut, gated.open};
  }
  Gated GatedOf(size_t way) const {
    if (!are_few_) return {many_gated_[way].shut, many_gated_[way].open};
    return {few_gated_[way].shut, few_gated_[way].open};
  }
  // Node(...).not_met and met alone, which hang on less.
  Word NotMet(uint32_t node, Word need) { return Decided(node, need).not_met; }
  Word Met(uint32_t node, Word need) { return Decided(node, need).met; }
  base::Truth TruthOf(uint32_t node, size_t patient) {
    return TruthIn(Decided(node, Word{1} << patient), patient);
  }

  // As CriterionStates has them, of a node that is the whole expression of a criterion.
  const std::vector<std::string>& NeedsStop(uint32_t node, size_t patient);
  const Timeline& Over(uint32_t node, size_t patient, Drugs drugs);
  // For whom the node does not fail on the last day of the horizon, which is the last day of every
  // timeline; where the day by itself does not tell, for none.
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
    absl::flat_hash_map<uint32_t, LeafOutcome> told;    // today's, with words
    absl::flat_hash_map<uint64_t, LeafOutcome> days;    // by leaf, day and drugs
    absl::node_hash_map<uint64_t, Timeline> timelines;  // by node and drugs
    absl::node_hash_map<uint32_t, std::vector<std::string>> needs_stop;
  };
  // Of those who are not open. Zero but for nodes in resolved_.
  template <typename Bits>
  struct AsideBits {
    Bits worry = 0, dated = 0, stops = 0;
  };
  using Aside = AsideBits<Word>;
  Aside AsideOf(uint32_t node) const {
    if (!are_few_) return many_asides_[node];
    const AsideBits<uint8_t>& aside = few_asides_[node];
    return {aside.worry, aside.dated, aside.stops};
  }
  void PutAside(uint32_t node, const Aside& aside);
  Settled Decided(uint32_t node, Word need) {
    const Settled settled = SettledOf(node);
    const Word waits = need & settled.open & ~settled.met & ~settled.not_met;
    return waits == 0 ? settled : Resolve(node, waits);
  }
  template <bool kStops>
  Word LookThrough(const std::vector<Row<Word>>& rows, std::span<const UseRow> uses, Word among,
                   std::span<const uint32_t>& waiting) {
    size_t size = 0;
    Word left = among;
    for (const UseRow& use : uses) {
      const Row<Word>& row = rows[use.node];
      waiting_[size] = use.node;
      size += (Waiting(row.open, row.not_met, row.met) & among) != 0 ? 1 : 0;
      left &= ~row.not_met;
      if (kStops && left == 0) return 0;
    }
    waiting = std::span(waiting_).first(size);
    return left;
  }
  // Few are read without a branch, a row in one word; what waits is listed where something does.
  template <bool kStops>
  Word LookThrough(const std::vector<Row<uint8_t>>& rows, std::span<const UseRow> uses, Word among,
                   std::span<const uint32_t>& waiting) {
    uint32_t all = 0;
    for (const UseRow& use : uses) all |= std::bit_cast<uint32_t>(rows[use.node]);
    const auto whole = std::bit_cast<Row<uint8_t>>(all);
    const Word left = among & ~Word{whole.not_met};
    waiting = {};
    if ((kStops && left == 0) || (whole.waits & among) == 0) return left;
    size_t size = 0;
    for (const UseRow& use : uses) {
      waiting_[size] = use.node;
      size += (rows[use.node].waits & among) != 0 ? 1 : 0;
    }
    waiting = std::span(waiting_).first(size);
    for (const uint32_t node : waiting) {  // to be worked out, once
      __builtin_prefetch(&compiled_.nodes[node]);
      __builtin_prefetch(&few_asides_[node]);
    }
    return left;
  }
  template <typename Bits>
  struct GatedBits {
    Bits shut = 0, open = 0;
  };
  static GatedBits<Word> GatedBy(const std::vector<Row<Word>>& rows, const Gates& gates) {
    GatedBits<Word> all;
    for (const uint32_t node : gates) {
      const Row<Word>& row = rows[node];
      all.shut |= row.not_met;
      all.open |= Waiting(row.open, row.not_met, row.met);
    }
    return all;
  }
  static GatedBits<uint8_t> GatedBy(const std::vector<Row<uint8_t>>& rows, const Gates& gates) {
    uint32_t all = 0;
    for (const uint32_t node : gates) all |= std::bit_cast<uint32_t>(rows[node]);
    const auto row = std::bit_cast<Row<uint8_t>>(all);
    return {.shut = row.not_met, .open = row.waits};
  }
  template <typename Bits>
  void Gate(const std::vector<Row<Bits>>& rows, std::span<const Gates> gates,
            std::vector<GatedBits<Bits>>& gated) {
    gated.resize(gates.size());
    passable_.resize(gates.size());
    for (size_t way = 0; way < gates.size(); ++way) {
      gated[way] = GatedBy(rows, gates[way]);
      passable_[way] = (everyone_ & ~gated[way].shut) != 0 ? 1 : 0;
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
  Aside CombinedAsides(const ExpressionNode& node, std::span<const uint32_t> children,
                       const Settled& whole) const;
  // As far as it is settled.
  static base::Truth TruthIn(const Settled& settled, size_t patient) {
    if ((settled.met >> patient & 1) != 0) return base::Truth::kMet;
    return (settled.not_met >> patient & 1) != 0 ? base::Truth::kNotMet : base::Truth::kUnknown;
  }
  Settled Ahead(uint32_t node, Word need, Drugs drugs);
  Settled WorkOutAhead(uint32_t node, Word need, Drugs drugs);
  // What is known of a node's last day, of those in `known`.
  template <typename Bits>
  struct LaterBits {
    Bits known = 0, open = 0, not_met = 0, met = 0;
    Bits asked = 0, lifts = 0;  // Lifts, of those asked for
  };
  using Later = LaterBits<Word>;
  static size_t LaterPlace(uint32_t node, Drugs drugs) {
    return 2 * size_t{node} + (drugs == Drugs::kStopped ? 1 : 0);
  }
  Later LaterAt(size_t place) const {
    if (!are_few_) return many_later_[place];
    const LaterBits<uint8_t>& later = few_later_[place];
    return {later.known, later.open, later.not_met, later.met, later.asked, later.lifts};
  }
  void PutLater(size_t place, const Later& later);
  EvaluationContext Context(const Member& member, base::Day day, Drugs drugs, Words words) const;
  const LeafOutcome& LeafOn(uint32_t leaf, size_t patient, base::Day day, Drugs drugs);
  base::Truth TruthOn(uint32_t node, size_t patient, base::Day day, Drugs drugs);
  void AddStops(uint32_t node, size_t patient, std::vector<std::string>& drugs);
  void AddBreakpoints(uint32_t node, size_t patient, Drugs drugs, std::vector<base::Day>& days);
  void AddLeaves(uint32_t node, std::vector<uint32_t>& leaves) const;
  std::span<const uint32_t> Children(const ExpressionNode& node) const {
    const bool leaf =
        static_cast<rules::Expression::Kind>(node.kind) == rules::Expression::Kind::kLeaf;
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
  // Nodes with children, those of one kind and as many children together, children before those
  // that stand on them; each with its children in steps_.
  struct Run {
    rules::Expression::Kind kind = rules::Expression::Kind::kAlways;
    uint32_t children = 0, nodes = 0, first = 0;
  };
  std::vector<Run> runs_;
  std::vector<uint32_t> steps_;
  bool are_few_ = false;
  std::vector<GatedBits<Word>> many_gated_;    // by way in
  std::vector<GatedBits<uint8_t>> few_gated_;  // the same of groups of few
  std::vector<uint8_t> passable_;
  std::vector<uint32_t> waiting_;   // room for the largest way in
  std::vector<Row<Word>> many_;     // by node
  std::vector<Row<uint8_t>> few_;   // the same of groups of few
  std::vector<Aside> many_asides_;  // by node
  std::vector<AsideBits<uint8_t>> few_asides_;
  std::vector<uint32_t> resolved_;  // nodes whose asides may not be zero
  // Two a node: drugs as they are, drugs stopped.
  std::vector<Later> many_later_;
  std::vector<LaterBits<uint8_t>> few_later_;
  std::vector<uint32_t> asked_later_;  // places that were asked for
  Timeline constant_[3];               // of a criterion that nothing moves, by its truth
  std::vector<std::string> no_drugs_;
};

// The criteria of one trial for one of the patients.
class IndexedStates : public CriterionStates {
 public:
  IndexedStates(Answers& answers, const CompiledTrials& compiled, size_t trial, size_t patient,
                const DecisionQuestion& question)
      : answers_(answers),
        roots_(compiled.roots.subspan(compiled.trials[trial].first_criterion,
                                      compiled.trials[trial].criteria)),
        patient_(patient),
        question_(question) {}
  base::Truth Today(int criterion) override {
    return answers_.TruthOf(roots_[criterion], patient_);
  }
  bool Worry(int criterion) override {
    return (answers_.Node(roots_[criterion], Answers::Word{1} << patient_).worry >> patient_ & 1) !=
           0;
  }
  const std::vector<std::string>& NeedsStop(int criterion) override {
    return answers_.NeedsStop(roots_[criterion], patient_);
  }
  const Timeline& Over(int criterion, Drugs drugs) override {
    return answers_.Over(roots_[criterion], patient_, drugs);
  }
  ExpressionOutcome Tell(int criterion) {
    return answers_.Tell(roots_[criterion], question_.criteria.criteria[criterion].expression,
                         patient_);
  }

 private:
  Answers& answers_;
  const std::span<const uint32_t> roots_;
  const size_t patient_;
  const DecisionQuestion& question_;
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_INDEX_ANSWERS_H_
