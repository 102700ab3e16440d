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
    : compiled_(compiled), leaves_(leaves), lexicon_(lexicon), relations_(lexicon), words_(leaves, lexicon, relations_), truths_(compiled.nodes.size()),
      asides_(compiled.nodes.size()), some_days_(2 * compiled.nodes.size()) {}

void Answers::Ask(std::span<const Patient* const> patients, Day decided_on) {
  decided_on_ = decided_on;
  horizon_ = Horizon(decided_on);
  members_.clear();
  relations_.Trim();
  everyone_ = patients.size() == kMost ? ~Word{0} : (Word{1} << patients.size()) - 1;
  for (const Patient* patient : patients) {
    Member& member = members_.emplace_back();
    member.patient = patient;
    member.memo = std::make_unique<PatientMemo>(relations_);
  }
  std::vector<EvaluationContext> contexts;
  for (const Member& member : members_) contexts.push_back(Context(member, decided_on_, Drugs::kAsTheyAre, Words::kNone));
  words_.Ask(std::move(contexts), horizon_);
  for (const uint32_t node : resolved_) asides_[node] = {};
  resolved_.clear();
  for (const uint32_t place : asked_days_) some_days_[place] = {};
  asked_days_.clear();
  for (const Truth truth : {Truth::kNotMet, Truth::kUnknown, Truth::kMet}) constant_[static_cast<int>(truth)] = {{decided_on, truth}};
  for (uint32_t index = 0; index < truths_.size(); ++index) {
    const ExpressionNode& node = compiled_.nodes[index];
    if (static_cast<Kind>(node.kind) == Kind::kLeaf) {
      const LeafWords::Truths leaf = words_.Decide(node.first);
      truths_[index] = {.open = leaf.open, .not_met = leaf.not_met, .met = leaf.met};
    } else {
      truths_[index] = Combined(node, Children(node));
    }
  }
}

EvaluationContext Answers::Context(const Member& member, Day day, Drugs drugs, Words words) const {
  return {.patient = *member.patient, .lexicon = lexicon_, .decided_on = decided_on_, .day = day, .stopped = drugs == Drugs::kStopped,
          .words = words, .memo = member.memo.get()};
}

void Answers::Resolve(uint32_t index, Word need) {
  const ExpressionNode& node = compiled_.nodes[index];
  Truths& truths = truths_[index];
  Aside& aside = asides_[index];
  resolved_.push_back(index);
  if (static_cast<Kind>(node.kind) == Kind::kLeaf) {
    const LeafWords::Resolved leaf = words_.Resolve(node.first, need & truths.open);
    const Word fresh = leaf.known & truths.open;
    truths.open &= ~leaf.known;
    truths.met |= leaf.met & fresh;
    truths.not_met |= leaf.not_met & fresh;
    aside.worry |= leaf.worry & fresh;
    aside.dated |= leaf.dated & fresh;
    aside.stops |= leaf.stops & fresh;
    return;
  }
  const std::span<const uint32_t> children = Children(node);
  for (const uint32_t child : children) {
    if ((need & truths_[child].open) != 0) Resolve(child, need);
  }
  truths = Combined(node, children);
  aside = CombinedAsides(node, children, truths);
}

Answers::Truths Answers::Combined(const ExpressionNode& node, std::span<const uint32_t> children) const {
  Truths whole;
  switch (static_cast<Kind>(node.kind)) {
    case Kind::kAlways: whole.met = everyone_; break;
    case Kind::kNot:
      if (children.size() == 1) whole = {.not_met = truths_[children[0]].met, .met = truths_[children[0]].not_met};
      break;
    case Kind::kAll:
      whole.met = everyone_;
      for (const uint32_t child : children) {
        whole.met &= truths_[child].met;
        whole.not_met |= truths_[child].not_met;
      }
      break;
    case Kind::kAny:
      whole.not_met = everyone_;
      for (const uint32_t child : children) {
        whole.met |= truths_[child].met;
        whole.not_met &= truths_[child].not_met;
      }
      break;
    case Kind::kWhen:
      if (children.size() != 2) break;
      whole.met = truths_[children[0]].not_met | truths_[children[1]].met;
      whole.not_met = truths_[children[0]].met & truths_[children[1]].not_met;
      break;
    default:
      ForEachBit(everyone_, [&](size_t patient) {
        const Truth truth = CombinedTruth(static_cast<Kind>(node.kind), node.count, children.size(), [&](size_t i) { return TruthIn(truths_[children[i]], patient); });
        if (truth == Truth::kMet) whole.met |= Word{1} << patient;
        if (truth == Truth::kNotMet) whole.not_met |= Word{1} << patient;
      });
  }
  for (const uint32_t child : children) whole.open |= truths_[child].open;
  return whole;
}

Answers::Aside Answers::CombinedAsides(const ExpressionNode& node, std::span<const uint32_t> children, const Truths& whole) const {
  Aside aside;
  Word worries = 0;
  for (const uint32_t child : children) {
    aside.dated |= asides_[child].dated;
    aside.stops |= asides_[child].stops;
    worries |= asides_[child].worry;
  }
  // Of the children that make the whole so.
  ForEachBit(worries & ~whole.open, [&](size_t patient) {
    const auto truth_of = [&](size_t i) { return TruthIn(truths_[children[i]], patient); };
    const Truth truth = TruthIn(whole, patient);
    for (size_t i = 0; i < children.size(); ++i) {
      const bool decides = ChildDecides(static_cast<Kind>(node.kind), truth, children.size(), i, truth_of);
      if (decides) aside.worry |= asides_[children[i]].worry & Word{1} << patient;
    }
  });
  return aside;
}

const LeafOutcome& Answers::LeafOn(uint32_t leaf, size_t patient, Day day, Drugs drugs) {
  Member& member = members_[patient];
  const auto days = static_cast<uint64_t>(day - decided_on_);
  const uint64_t key = (uint64_t{leaf} << 32) | (days << 1) | (drugs == Drugs::kStopped ? 1 : 0);
  const auto [at, fresh] = member.days.try_emplace(key);
  if (fresh) at->second = words_.Evaluate(leaf, patient, Context(member, day, drugs, Words::kNone));
  return at->second;
}

Truth Answers::TruthOn(uint32_t index, size_t patient, Day day, Drugs drugs) {
  const ExpressionNode& node = compiled_.nodes[index];
  if (node.timed == 0 || (day == decided_on_ && drugs == Drugs::kAsTheyAre)) return TruthOf(index, patient);
  const auto kind = static_cast<Kind>(node.kind);
  if (kind == Kind::kLeaf) {
    return LeafOn(node.first, patient, day, drugs).truth;
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
    if ((Node(index, Word{1} << patient).stops >> patient & 1) == 0) return;
    const LeafOutcome& leaf = LeafOn(node.first, patient, decided_on_, Drugs::kAsTheyAre);
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
    if (drugs == Drugs::kAsTheyAre && (Node(index, Word{1} << patient).dated >> patient & 1) == 0) return;
    const LeafOutcome& leaf = LeafOn(node.first, patient, decided_on_, drugs);
    days.insert(days.end(), leaf.breakpoints.begin(), leaf.breakpoints.end());
    return;
  }
  for (const uint32_t child : Children(node)) AddBreakpoints(child, patient, drugs, days);
}

const Timeline& Answers::Over(uint32_t node, size_t patient, Drugs drugs) {
  const Truth truth = TruthOf(node, patient);
  const bool still = compiled_.nodes[node].timed == 0 || (drugs == Drugs::kAsTheyAre && (Node(node, Word{1} << patient).dated >> patient & 1) == 0);
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

void Answers::WorkDays(uint32_t node, Word fresh, Drugs drugs, SomeDays& days) {
  const Today today = Node(node, fresh);
  days.known |= fresh;
  days.holds &= ~fresh;
  days.fails &= ~fresh;
  // What does not change is today's truth.
  const Word still = compiled_.nodes[node].timed == 0 ? fresh : drugs == Drugs::kAsTheyAre ? fresh & ~today.dated : 0;
  days.holds |= still & ~today.not_met;
  days.fails |= still & today.not_met;
  ForEachBit(fresh & ~still, [&](size_t patient) {
    for (const auto& [day, truth] : Over(node, patient, drugs)) (truth == Truth::kNotMet ? days.fails : days.holds) |= Word{1} << patient;
  });
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
