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

// Of all children, or of any. Some of one truth make the whole so, each of the other.
SettledRow<uint64_t> Joined(std::span<const SettledRow<uint64_t>> rows,
                            std::span<const uint32_t> children, bool all, uint64_t everyone) {
  uint64_t open = 0, some = 0, each = everyone;
  for (const uint32_t index : children) {
    const SettledRow<uint64_t>& child = rows[index];
    open |= child.open;
    some |= all ? child.not_met : child.met;
    each &= all ? child.met : child.not_met;
  }
  return all ? RowOf(open, some, each) : RowOf(open, each, some);
}

// The same of few, a row in one word.
SettledRow<uint8_t> Joined(std::span<const SettledRow<uint8_t>> rows,
                           std::span<const uint32_t> children, bool all, uint8_t everyone) {
  uint32_t some_of = 0, each_of = ~uint32_t{0};
  for (const uint32_t index : children) {
    const auto child = std::bit_cast<uint32_t>(rows[index]);
    some_of |= child;
    each_of &= child;
  }
  constexpr uint32_t kOpen = 0xff, kNotMet = 0xff00, kMet = 0xff0000;
  const uint32_t from_each = all ? kMet : kNotMet, from_some = kOpen | (all ? kNotMet : kMet);
  return RowOfWord((some_of & from_some) |
                   (each_of & from_each & (uint32_t{everyone} << 8 | uint32_t{everyone} << 16)));
}

SettledRow<uint64_t> Denied(const SettledRow<uint64_t>& row) {
  return RowOf(row.open, row.met, row.not_met);
}
SettledRow<uint8_t> Denied(const SettledRow<uint8_t>& row) {
  const auto word = std::bit_cast<uint32_t>(row);
  return RowOfWord((word & 0xff) | (word & 0xff00) << 8 | (word >> 8 & 0xff00));
}

template <typename F>
void ForEachBit(Answers::Word word, F f) {
  for (; word != 0; word &= word - 1) f(static_cast<size_t>(std::countr_zero(word)));
}

}  // namespace

Answers::Answers(const CompiledTrials& compiled, std::span<const rules::Leaf> leaves,
                 const rules::Lexicon& lexicon)
    : compiled_(compiled),
      leaves_(leaves),
      lexicon_(lexicon),
      relations_(lexicon),
      words_(leaves, lexicon, relations_),
      node_of_leaf_(leaves.size()) {
  uint32_t most_uses = 0;
  for (const WayRow& way : compiled.ways) most_uses = std::max(most_uses, way.uses);
  waiting_.resize(most_uses);
  // In the order of how deep a node stands, then of its kind and how many children it has.
  std::vector<uint64_t> order;
  std::vector<uint8_t> depth(compiled.nodes.size());
  for (uint32_t index = 0; index < compiled.nodes.size(); ++index) {
    const ExpressionNode& node = compiled.nodes[index];
    if (static_cast<Kind>(node.kind) == Kind::kLeaf) {
      node_of_leaf_[node.first] = index;
      continue;
    }
    constexpr uint8_t kDeepest = 255;
    for (const uint32_t child : Children(node))
      depth[index] = std::max<uint8_t>(
          depth[index], static_cast<uint8_t>(std::min<int>(kDeepest, depth[child] + 1)));
    order.push_back(uint64_t{depth[index]} << 56 | uint64_t{node.kind} << 48 |
                    uint64_t{std::min<uint32_t>(node.size, 0xffff)} << 32 | index);
  }
  std::sort(order.begin(), order.end());
  for (const uint64_t key : order) {
    const auto index = static_cast<uint32_t>(key);
    const ExpressionNode& node = compiled.nodes[index];
    const auto kind = static_cast<Kind>(node.kind);
    if (runs_.empty() || runs_.back().kind != kind || runs_.back().children != node.size) {
      runs_.push_back(
          {.kind = kind, .children = node.size, .first = static_cast<uint32_t>(steps_.size())});
    }
    ++runs_.back().nodes;
    steps_.push_back(index);
    const std::span<const uint32_t> children = Children(node);
    steps_.insert(steps_.end(), children.begin(), children.end());
  }
}

template <typename SettledOfChild>
inline Answers::Settled Answers::Combined(const ExpressionNode& node,
                                          SettledOfChild settled_of) const {
  const std::span<const uint32_t> children = compiled_.children.subspan(node.first, node.size);
  Settled whole;
  switch (static_cast<Kind>(node.kind)) {
    case Kind::kAlways:
      return {.met = everyone_};
    case Kind::kOpaque:
      return {};
    case Kind::kNot: {
      if (children.size() != 1) break;
      const Settled child = settled_of(children[0]);
      return {.open = child.open, .not_met = child.met, .met = child.not_met};
    }
    case Kind::kAll:
      whole.met = everyone_;
      for (const uint32_t index : children) {
        const Settled child = settled_of(index);
        whole.met &= child.met;
        whole.not_met |= child.not_met;
        whole.open |= child.open;
      }
      return whole;
    case Kind::kAny:
      whole.not_met = everyone_;
      for (const uint32_t index : children) {
        const Settled child = settled_of(index);
        whole.met |= child.met;
        whole.not_met &= child.not_met;
        whole.open |= child.open;
      }
      return whole;
    case Kind::kWhen: {
      if (children.size() != 2) break;
      const Settled condition = settled_of(children[0]), then = settled_of(children[1]);
      return {.open = condition.open | then.open,
              .not_met = condition.met & then.not_met,
              .met = condition.not_met | then.met};
    }
    default:
      break;
  }
  for (const uint32_t child : children) whole.open |= settled_of(child).open;
  ForEachBit(everyone_, [&](size_t patient) {
    const Truth truth =
        CombinedTruth(static_cast<Kind>(node.kind), node.count, children.size(),
                      [&](size_t i) { return TruthIn(settled_of(children[i]), patient); });
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
    contexts.of[static_cast<size_t>(When::kToday)].push_back(
        Context(member, decided_on_, Drugs::kAsTheyAre, Words::kNone));
    contexts.of[static_cast<size_t>(When::kAhead)].push_back(
        Context(member, horizon_, Drugs::kAsTheyAre, Words::kNone));
    contexts.of[static_cast<size_t>(When::kAheadStopped)].push_back(
        Context(member, horizon_, Drugs::kStopped, Words::kNone));
  }
  words_.Ask(std::move(contexts));
  for (const uint32_t node : resolved_) PutAside(node, {});
  resolved_.clear();
  for (const uint32_t place : asked_later_) PutLater(place, {});
  asked_later_.clear();
  for (const Truth truth : {Truth::kNotMet, Truth::kUnknown, Truth::kMet})
    constant_[static_cast<int>(truth)] = {{decided_on, truth}};
  Settle();
}

void Answers::Settle() {
  const size_t nodes = compiled_.nodes.size();
  are_few_ = members_.size() <= kFew;
  if (are_few_) {
    few_.resize(nodes + 1);  // the last is NeverShut
    few_asides_.resize(nodes);
    few_later_.resize(2 * nodes);
    Settle(few_);
  } else {
    many_.resize(nodes + 1);
    many_asides_.resize(nodes);
    many_later_.resize(2 * nodes);
    Settle(many_);
  }
}

template <typename Bits>
void Answers::Settle(std::vector<Row<Bits>>& rows) {
  const auto bits = [](Word word) { return static_cast<Bits>(word); };
  const Bits everyone = bits(everyone_);
  Row<Bits> row;
  for (const LeafWords::Ordered& each : words_.Order()) {
    if (!each.again) {
      const LeafWords::Truths truths = words_.Decide(each.leaf);
      row = RowOf(bits(truths.open), bits(truths.not_met), bits(truths.met));
    }
    rows[node_of_leaf_[each.leaf]] = row;
  }
  for (const Run& run : runs_) {
    const uint32_t* step = steps_.data() + run.first;
    if (run.kind == Kind::kNot && run.children == 1) {
      for (uint32_t i = 0; i < run.nodes; ++i, step += 2) {
        rows[step[0]] = Denied(rows[step[1]]);
      }
    } else if (run.kind == Kind::kAll || run.kind == Kind::kAny) {
      const bool all = run.kind == Kind::kAll;
      for (uint32_t i = 0; i < run.nodes; ++i, step += 1 + run.children) {
        rows[step[0]] = Joined(rows, {step + 1, run.children}, all, everyone);
      }
    } else {
      for (uint32_t i = 0; i < run.nodes; ++i, step += 1 + run.children) {
        const Settled settled =
            Combined(compiled_.nodes[step[0]], [&](uint32_t child) { return SettledOf(child); });
        rows[step[0]] = RowOf(bits(settled.open), bits(settled.not_met), bits(settled.met));
      }
    }
  }
}

void Answers::Put(uint32_t node, const Settled& settled) {
  if (!are_few_) {
    many_[node] = settled;
    return;
  }
  few_[node] = RowOf(static_cast<uint8_t>(settled.open), static_cast<uint8_t>(settled.not_met),
                     static_cast<uint8_t>(settled.met));
}

void Answers::PutAside(uint32_t node, const Aside& aside) {
  if (!are_few_) {
    many_asides_[node] = aside;
    return;
  }
  few_asides_[node] = {.worry = static_cast<uint8_t>(aside.worry),
                       .dated = static_cast<uint8_t>(aside.dated),
                       .stops = static_cast<uint8_t>(aside.stops)};
}

void Answers::PutLater(size_t place, const Later& later) {
  if (!are_few_) {
    many_later_[place] = later;
    return;
  }
  const auto bits = [](Word word) { return static_cast<uint8_t>(word); };
  few_later_[place] = {bits(later.known), bits(later.open),  bits(later.not_met),
                       bits(later.met),   bits(later.asked), bits(later.lifts)};
}

EvaluationContext Answers::Context(const Member& member, Day day, Drugs drugs, Words words) const {
  return {.patient = *member.patient,
          .lexicon = lexicon_,
          .decided_on = decided_on_,
          .day = day,
          .stopped = drugs == Drugs::kStopped,
          .words = words,
          .memo = member.memo.get()};
}

Answers::Settled Answers::Resolve(uint32_t index, Word need) {
  const ExpressionNode& node = compiled_.nodes[index];
  Settled settled = SettledOf(index);
  Aside aside = AsideOf(index);
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
  } else {
    const std::span<const uint32_t> children = Children(node);
    for (const uint32_t child : children) {
      if ((need & SettledOf(child).open) != 0) Resolve(child, need);
    }
    settled = Combined(node, [&](uint32_t child) { return SettledOf(child); });
    aside = CombinedAsides(node, children, settled);
  }
  Put(index, settled);
  PutAside(index, aside);
  return settled;
}

Answers::Aside Answers::CombinedAsides(const ExpressionNode& node,
                                       std::span<const uint32_t> children,
                                       const Settled& whole) const {
  Aside aside;
  Word worries = 0;
  for (const uint32_t child : children) {
    const Aside one = AsideOf(child);
    aside.dated |= one.dated;
    aside.stops |= one.stops;
    worries |= one.worry;
  }
  // Of the children that make the whole so.
  ForEachBit(worries & ~whole.open, [&](size_t patient) {
    const auto truth_of = [&](size_t i) { return TruthIn(SettledOf(children[i]), patient); };
    const Truth truth = TruthIn(whole, patient);
    for (size_t i = 0; i < children.size(); ++i) {
      const bool decides =
          ChildDecides(static_cast<Kind>(node.kind), truth, children.size(), i, truth_of);
      if (decides) aside.worry |= AsideOf(children[i]).worry & Word{1} << patient;
    }
  });
  return aside;
}

Answers::Settled Answers::Ahead(uint32_t index, Word need, Drugs drugs) {
  const ExpressionNode& node = compiled_.nodes[index];
  if (node.timed == 0) {
    const Settled settled = SettledOf(index);
    return (need & settled.open) == 0 ? settled : Resolve(index, need);
  }
  const size_t place = LaterPlace(index, drugs);
  Later later = LaterAt(place);
  if ((need & ~later.known) != 0) {
    if ((later.known | later.asked) == 0) asked_later_.push_back(static_cast<uint32_t>(place));
    later.known |= need;
    const Settled ahead = WorkOutAhead(index, later.known, drugs);
    later.open = ahead.open;
    later.not_met = ahead.not_met;
    later.met = ahead.met;
    PutLater(place, later);
  }
  return {.open = later.open, .not_met = later.not_met, .met = later.met};
}

Answers::Settled Answers::WorkOutAhead(uint32_t index, Word need, Drugs drugs) {
  const ExpressionNode& node = compiled_.nodes[index];
  if (static_cast<Kind>(node.kind) != Kind::kLeaf) {
    return Combined(node, [&](uint32_t child) { return Ahead(child, need, drugs); });
  }
  // What does not change by time is what it is today.
  const Today today = drugs == Drugs::kAsTheyAre ? Node(index, need) : Today{};
  const Word moves = drugs == Drugs::kAsTheyAre ? today.dated : everyone_;
  const LeafWords::Truths leaf = words_.Ahead(node.first, need & moves, drugs);
  const Word met = (leaf.met & moves) | (today.met & ~moves),
             not_met = (leaf.not_met & moves) | (today.not_met & ~moves);
  return {.open = leaf.open, .not_met = not_met & ~leaf.open, .met = met & ~leaf.open};
}

void Answers::AddLeaves(uint32_t index, std::vector<uint32_t>& leaves) const {
  const ExpressionNode& node = compiled_.nodes[index];
  if (static_cast<Kind>(node.kind) == Kind::kLeaf) return leaves.push_back(node.first);
  for (const uint32_t child : Children(node)) AddLeaves(child, leaves);
}

ExpressionOutcome Answers::Tell(uint32_t node, const rules::Expression& expression,
                                size_t patient) {
  Member& member = members_[patient];
  std::vector<uint32_t> leaves;
  AddLeaves(node, leaves);
  size_t next = 0;
  return EvaluateExpression(expression, [&](const rules::Leaf&) -> LeafOutcome {
    const uint32_t leaf = leaves[next++];
    const auto [at, fresh] = member.told.try_emplace(leaf);
    if (fresh)
      at->second = EvaluateLeaf(leaves_[leaf],
                                Context(member, decided_on_, Drugs::kAsTheyAre, Words::kTold));
    return at->second;
  });
}

}  // namespace trialmatch::matcher
