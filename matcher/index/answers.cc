#include "matcher/index/answers.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "matcher/evaluate/combine.h"
#include "matcher/evaluate/facts.h"

namespace trialmatch::matcher {

using base::Day;
using base::Truth;
using Kind = rules::Expression::Kind;

namespace {

template <typename F>
void ForEachBit(Answers::Word word, F f) {
  for (; word != 0; word &= word - 1) f(static_cast<size_t>(std::countr_zero(word)));
}

}  // namespace

Answers::Answers(const CompiledTrials& compiled, std::span<const rules::Leaf> leaves, const rules::Lexicon& lexicon)
    : compiled_(compiled), leaves_(leaves), lexicon_(lexicon), relations_(lexicon), nodes_(compiled.nodes.size()) {
  for (const rules::Leaf& leaf : leaves) timed_.push_back(IsTimed(leaf));
}

void Answers::Ask(std::span<const Patient* const> patients, Day decided_on) {
  decided_on_ = decided_on;
  horizon_ = Horizon(decided_on);
  members_.clear();
  for (const Patient* patient : patients) {
    Member& member = members_.emplace_back();
    member.patient = patient;
    member.memo = std::make_unique<PatientMemo>(relations_);
  }
  for (Today& today : nodes_) today.known = 0;
  for (const Truth truth : {Truth::kNotMet, Truth::kUnknown, Truth::kMet}) constant_[static_cast<int>(truth)] = {{decided_on, truth}};
}

EvaluationContext Answers::Context(const Member& member, Day day, Drugs drugs, Words words) const {
  return {.patient = *member.patient, .lexicon = lexicon_, .decided_on = decided_on_, .day = day, .stopped = drugs == Drugs::kStopped,
          .words = words, .memo = member.memo.get()};
}

void Answers::WorkLeaf(uint32_t leaf, Word fresh, Today& today) {
  const bool timed = timed_[leaf];
  ForEachBit(fresh, [&](size_t patient) {
    const Word bit = Word{1} << patient;
    Member& member = members_[patient];
    LeafOutcome outcome = EvaluateLeaf(leaves_[leaf], Context(member, decided_on_, Drugs::kAsTheyAre, Words::kNone));
    if (outcome.truth == Truth::kMet) today.met |= bit;
    if (outcome.truth == Truth::kNotMet) today.not_met |= bit;
    if (outcome.worry) today.worry |= bit;
    const bool dated = std::any_of(outcome.breakpoints.begin(), outcome.breakpoints.end(),
                                   [&](Day day) { return day > decided_on_ && day <= horizon_; });
    if (dated) today.dated |= bit;
    if (!outcome.needs_stop.empty()) today.stops |= bit;
    const bool moves = !outcome.breakpoints.empty() || !outcome.needs_stop.empty();
    if (timed && moves) member.moving.insert_or_assign(leaf, std::move(outcome));
  });
}

void Answers::WorkOneByOne(const ExpressionNode& node, Word fresh, Today& today) {
  const std::span<const uint32_t> children = Children(node);
  const auto kind = static_cast<Kind>(node.kind);
  ForEachBit(fresh, [&](size_t patient) {
    const Word bit = Word{1} << patient;
    const auto truth_of = [&](size_t i) { return TruthOf(children[i], patient); };
    const Truth whole = CombinedTruth(kind, node.count, children.size(), truth_of);
    if (whole == Truth::kMet) today.met |= bit;
    if (whole == Truth::kNotMet) today.not_met |= bit;
    for (size_t i = 0; i < children.size(); ++i) {
      if (ChildDecides(kind, whole, children.size(), i, truth_of)) today.worry |= nodes_[children[i]].worry & bit;
    }
  });
}

void Answers::Work(uint32_t index, Word fresh) {
  const ExpressionNode& node = compiled_.nodes[index];
  const std::span<const uint32_t> children = static_cast<Kind>(node.kind) == Kind::kLeaf ? std::span<const uint32_t>() : Children(node);
  for (const uint32_t child : children) Node(child, fresh);
  Today& today = nodes_[index];
  today.met &= ~fresh;
  today.not_met &= ~fresh;
  today.worry &= ~fresh;
  today.dated &= ~fresh;
  today.stops &= ~fresh;
  switch (static_cast<Kind>(node.kind)) {
    case Kind::kLeaf: WorkLeaf(node.first, fresh, today); break;
    case Kind::kAlways: today.met |= fresh; break;
    case Kind::kOpaque: break;
    case Kind::kNot:
      if (children.size() != 1) break;
      today.met |= nodes_[children[0]].not_met & fresh;
      today.not_met |= nodes_[children[0]].met & fresh;
      today.worry |= nodes_[children[0]].worry & fresh;
      break;
    case Kind::kAll:
    case Kind::kAny: {
      const bool all = static_cast<Kind>(node.kind) == Kind::kAll;
      Word met = all ? fresh : 0, not_met = all ? 0 : fresh;
      for (const uint32_t child : children) {
        const Today& other = nodes_[child];
        met = all ? met & other.met : met | (other.met & fresh);
        not_met = all ? not_met | (other.not_met & fresh) : not_met & other.not_met;
      }
      today.met |= met;
      today.not_met |= not_met;
      for (const uint32_t child : children) {   // those that agree with the whole
        const Today& other = nodes_[child];
        const Word agree = (met & other.met) | (not_met & other.not_met) | (~met & ~not_met & ~other.met & ~other.not_met);
        today.worry |= other.worry & agree & fresh;
      }
      break;
    }
    default: WorkOneByOne(node, fresh, today);
  }
  for (const uint32_t child : children) {
    today.dated |= nodes_[child].dated & fresh;
    today.stops |= nodes_[child].stops & fresh;
  }
  today.known |= fresh;
}

const LeafOutcome& Answers::LeafOn(uint32_t leaf, Member& member, Day day, Drugs drugs) {
  const auto days = static_cast<uint64_t>(day - decided_on_);
  const uint64_t key = (uint64_t{leaf} << 32) | (days << 1) | (drugs == Drugs::kStopped ? 1 : 0);
  const auto [at, fresh] = member.other_days.try_emplace(key);
  if (fresh) at->second = EvaluateLeaf(leaves_[leaf], Context(member, day, drugs, Words::kNone));
  return at->second;
}

Truth Answers::TruthOn(uint32_t index, size_t patient, Day day, Drugs drugs) {
  const ExpressionNode& node = compiled_.nodes[index];
  if (node.timed == 0 || (day == decided_on_ && drugs == Drugs::kAsTheyAre)) return TruthOf(index, patient);
  const auto kind = static_cast<Kind>(node.kind);
  if (kind == Kind::kLeaf) {
    return LeafOn(node.first, members_[patient], day, drugs).truth;
  }
  const std::span<const uint32_t> children = Children(node);
  return CombinedTruth(kind, node.count, children.size(), [&](size_t i) { return TruthOn(children[i], patient, day, drugs); });
}

void Answers::AddStops(uint32_t index, size_t patient, std::vector<std::string>& drugs) {
  const ExpressionNode& node = compiled_.nodes[index];
  if (node.timed == 0) return;
  const auto kind = static_cast<Kind>(node.kind);
  const Truth whole = TruthOf(index, patient);
  if (kind == Kind::kLeaf) {
    const auto leaf_at = members_[patient].moving.find(node.first);
    if (leaf_at == members_[patient].moving.end()) return;
    const LeafOutcome& leaf = leaf_at->second;
    drugs.insert(drugs.end(), leaf.needs_stop.begin(), leaf.needs_stop.end());
    return;
  }
  const std::span<const uint32_t> children = Children(node);
  const auto truth_of = [&](size_t i) { return TruthOf(children[i], patient); };
  for (size_t i = 0; i < children.size(); ++i) {
    if (ChildDecides(kind, whole, children.size(), i, truth_of)) AddStops(children[i], patient, drugs);
  }
}

const std::vector<std::string>& Answers::NeedsStop(uint32_t node, size_t patient) {
  const Word bit = Word{1} << patient;
  if ((Node(node, bit).stops & bit) == 0) return no_drugs_;
  const auto [at, fresh] = members_[patient].needs_stop.try_emplace(node);
  if (fresh) {
    AddStops(node, patient, at->second);
    Canonicalize(at->second);
  }
  return at->second;
}

void Answers::AddBreakpoints(uint32_t index, size_t patient, Drugs drugs, std::vector<Day>& days) {
  const ExpressionNode& node = compiled_.nodes[index];
  if (node.timed == 0) return;
  if (static_cast<Kind>(node.kind) == Kind::kLeaf) {
    if (drugs == Drugs::kAsTheyAre) {
      TruthOf(index, patient);
      if (!members_[patient].moving.contains(node.first)) return;
    }
    const LeafOutcome& leaf = drugs == Drugs::kAsTheyAre ? members_[patient].moving.at(node.first) : LeafOn(node.first, members_[patient], decided_on_, drugs);
    days.insert(days.end(), leaf.breakpoints.begin(), leaf.breakpoints.end());
    return;
  }
  for (const uint32_t child : Children(node)) AddBreakpoints(child, patient, drugs, days);
}

const Timeline& Answers::Over(uint32_t node, size_t patient, Drugs drugs) {
  const Truth truth = TruthOf(node, patient);
  const bool still = compiled_.nodes[node].timed == 0 || (drugs == Drugs::kAsTheyAre && (nodes_[node].dated >> patient & 1) == 0);
  if (still) return constant_[static_cast<int>(truth)];
  const auto [at, fresh] =
      members_[patient].timelines.try_emplace((uint64_t{node} << 1) | (drugs == Drugs::kStopped ? 1 : 0));
  if (!fresh) return at->second;
  std::vector<Day> breakpoints;
  AddBreakpoints(node, patient, drugs, breakpoints);
  Canonicalize(breakpoints);
  at->second = MakeTimeline(decided_on_, TruthOn(node, patient, decided_on_, drugs), breakpoints,
                            [&](Day day) { return TruthOn(node, patient, day, drugs); });
  return at->second;
}

void Answers::AddLeaves(uint32_t index, std::vector<uint32_t>& leaves) const {
  const ExpressionNode& node = compiled_.nodes[index];
  if (static_cast<Kind>(node.kind) == Kind::kLeaf) return leaves.push_back(node.first);
  for (const uint32_t child : Children(node)) AddLeaves(child, leaves);
}

ExpressionOutcome Answers::Tell(uint32_t node, const rules::Expression& expression, size_t patient) {
  Member& member = members_[patient];
  std::vector<uint32_t> leaves;
  AddLeaves(node, leaves);
  size_t next = 0;
  return EvaluateExpression(expression, [&](const rules::Leaf&) -> LeafOutcome {
    const uint32_t leaf = leaves[next++];
    const auto [at, fresh] = member.told.try_emplace(leaf);
    if (fresh) at->second = EvaluateLeaf(leaves_[leaf], Context(member, decided_on_, Drugs::kAsTheyAre, Words::kTold));
    return at->second;
  });
}

}  // namespace trialmatch::matcher
