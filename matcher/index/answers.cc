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
    : compiled_(compiled), leaves_(leaves), lexicon_(lexicon), relations_(lexicon), words_(leaves, lexicon, relations_), settled_(compiled.nodes.size()),
      asides_(compiled.nodes.size()), later_(2 * compiled.nodes.size()) {}

template <typename SettledOfChild>
inline Answers::Settled Answers::Combined(const ExpressionNode& node, SettledOfChild settled_of) const {
  const std::span<const uint32_t> children = compiled_.children.subspan(node.first, node.size);
  Settled whole;
  switch (static_cast<Kind>(node.kind)) {
    case Kind::kAlways: return {.met = everyone_};
    case Kind::kOpaque: return {};
    case Kind::kNot: {
      if (children.size() != 1) break;
      const Settled& child = settled_of(children[0]);
      return {.open = child.open, .not_met = child.met, .met = child.not_met};
    }
    case Kind::kAll:
      whole.met = everyone_;
      for (const uint32_t index : children) {
        const Settled& child = settled_of(index);
        whole.met &= child.met;
        whole.not_met |= child.not_met;
        whole.open |= child.open;
      }
      return whole;
    case Kind::kAny:
      whole.not_met = everyone_;
      for (const uint32_t index : children) {
        const Settled& child = settled_of(index);
        whole.met |= child.met;
        whole.not_met &= child.not_met;
        whole.open |= child.open;
      }
      return whole;
    case Kind::kWhen: {
      if (children.size() != 2) break;
      const Settled condition = settled_of(children[0]), then = settled_of(children[1]);
      return {.open = condition.open | then.open, .not_met = condition.met & then.not_met, .met = condition.not_met | then.met};
    }
    default: break;
  }
  for (const uint32_t child : children) whole.open |= settled_of(child).open;
  ForEachBit(everyone_, [&](size_t patient) {
    const Truth truth = CombinedTruth(static_cast<Kind>(node.kind), node.count, children.size(), [&](size_t i) { return TruthIn(settled_of(children[i]), patient); });
    if (truth == Truth::kMet) whole.met |= Word{1} << patient;
    if (truth == Truth::kNotMet) whole.not_met |= Word{1} << patient;
  });
  return whole;
}

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
  GroupContexts contexts{.horizon = horizon_};
  for (const Member& member : members_) {
    contexts.of[static_cast<size_t>(When::kToday)].push_back(Context(member, decided_on_, Drugs::kAsTheyAre, Words::kNone));
    contexts.of[static_cast<size_t>(When::kAhead)].push_back(Context(member, horizon_, Drugs::kAsTheyAre, Words::kNone));
    contexts.of[static_cast<size_t>(When::kAheadStopped)].push_back(Context(member, horizon_, Drugs::kStopped, Words::kNone));
  }
  words_.Ask(std::move(contexts));
  for (const uint32_t node : resolved_) asides_[node] = {};
  resolved_.clear();
  for (const uint32_t place : asked_later_) later_[place] = {};
  asked_later_.clear();
  for (const Truth truth : {Truth::kNotMet, Truth::kUnknown, Truth::kMet}) constant_[static_cast<int>(truth)] = {{decided_on, truth}};
  const auto settled_of = [&](uint32_t child) -> const Settled& { return settled_[child]; };
  for (uint32_t index = 0; index < settled_.size(); ++index) {
    const ExpressionNode& node = compiled_.nodes[index];
    if (static_cast<Kind>(node.kind) == Kind::kLeaf) {
      const LeafWords::Truths leaf = words_.Decide(node.first);
      settled_[index] = {.open = leaf.open, .not_met = leaf.not_met, .met = leaf.met};
    } else {
      settled_[index] = Combined(node, settled_of);
    }
  }
}

EvaluationContext Answers::Context(const Member& member, Day day, Drugs drugs, Words words) const {
  return {.patient = *member.patient, .lexicon = lexicon_, .decided_on = decided_on_, .day = day, .stopped = drugs == Drugs::kStopped,
          .words = words, .memo = member.memo.get()};
}

void Answers::Resolve(uint32_t index, Word need) {
  const ExpressionNode& node = compiled_.nodes[index];
  Settled& settled = settled_[index];
  Aside& aside = asides_[index];
  resolved_.push_back(index);
  if (static_cast<Kind>(node.kind) == Kind::kLeaf) {
    const LeafWords::Resolved leaf = words_.Resolve(node.first, need & settled.open);
    const Word fresh = leaf.known & settled.open;
    settled.open &= ~leaf.known;
    settled.met |= leaf.met & fresh;
    settled.not_met |= leaf.not_met & fresh;
    aside.worry |= leaf.worry & fresh;
    aside.dated |= leaf.dated & fresh;
    aside.stops |= leaf.stops & fresh;
    return;
  }
  const std::span<const uint32_t> children = Children(node);
  for (const uint32_t child : children) {
    if ((need & settled_[child].open) != 0) Resolve(child, need);
  }
  settled = Combined(node, [&](uint32_t child) -> const Settled& { return settled_[child]; });
  aside = CombinedAsides(node, children, settled);
}

Answers::Aside Answers::CombinedAsides(const ExpressionNode& node, std::span<const uint32_t> children, const Settled& whole) const {
  Aside aside;
  Word worries = 0;
  for (const uint32_t child : children) {
    aside.dated |= asides_[child].dated;
    aside.stops |= asides_[child].stops;
    worries |= asides_[child].worry;
  }
  // Of the children that make the whole so.
  ForEachBit(worries & ~whole.open, [&](size_t patient) {
    const auto truth_of = [&](size_t i) { return TruthIn(settled_[children[i]], patient); };
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

const Answers::Settled& Answers::Ahead(uint32_t index, Word need, Drugs drugs) {
  const ExpressionNode& node = compiled_.nodes[index];
  if (node.timed == 0) {
    if ((need & settled_[index].open) != 0) Resolve(index, need);
    return settled_[index];
  }
  const uint32_t place = 2 * index + (drugs == Drugs::kStopped ? 1 : 0);
  Later& later = later_[place];
  if ((need & ~later.known) == 0) return later.ahead;
  if ((later.known | later.asked) == 0) asked_later_.push_back(place);
  later.known |= need;
  if (static_cast<Kind>(node.kind) == Kind::kLeaf) {
    // What does not change by time is what it is today.
    const Today today = drugs == Drugs::kAsTheyAre ? Node(index, later.known) : Today{};
    const Word moves = drugs == Drugs::kAsTheyAre ? today.dated : everyone_;
    const LeafWords::Truths leaf = words_.Ahead(node.first, later.known & moves, drugs);
    later.ahead = {.open = leaf.open, .not_met = (leaf.not_met & moves) | (today.not_met & ~moves), .met = (leaf.met & moves) | (today.met & ~moves)};
    later.ahead.met &= ~leaf.open;
    later.ahead.not_met &= ~leaf.open;
  } else {
    later.ahead = Combined(node, [&](uint32_t child) -> const Settled& { return Ahead(child, later.known, drugs); });
  }
  return later.ahead;
}

Answers::Word Answers::Lifts(uint32_t node, Word need, Drugs drugs) {
  const uint32_t place = 2 * node + (drugs == Drugs::kStopped ? 1 : 0);
  Later& later = later_[place];
  const Word fresh = need & ~later.asked;
  if (fresh == 0) return later.lifts & need;
  const Word ahead = HoldsAhead(node, fresh, drugs);
  if ((later.known | later.asked) == 0) asked_later_.push_back(place);
  later.asked |= fresh;
  later.lifts |= fresh & ahead;
  ForEachBit(fresh & ~ahead, [&](size_t patient) {
    const Timeline& timeline = Over(node, patient, drugs);
    const bool lifts = std::any_of(timeline.begin(), timeline.end(), [](const auto& step) { return step.second != Truth::kNotMet; });
    later.lifts |= Word{lifts} << patient;
  });
  return later.lifts & need;
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
