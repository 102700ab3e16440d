// Answers for other days than the day of decision.
#include <algorithm>
#include <bit>

#include "matcher/evaluate/combine.h"
#include "matcher/evaluate/facts.h"
#include "matcher/index/answers.h"

namespace trialmatch::matcher {

using base::Day;
using base::Truth;
using Kind = rules::Expression::Kind;

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
  if (node.timed == 0 || (day == decided_on_ && drugs == Drugs::kAsTheyAre))
    return TruthOf(index, patient);
  const auto kind = static_cast<Kind>(node.kind);
  if (kind == Kind::kLeaf) {
    return LeafOn(node.first, patient, day, drugs).truth;
  }
  const std::span<const uint32_t> children = Children(node);
  return CombinedTruth(kind, node.count, children.size(),
                       [&](size_t i) { return TruthOn(children[i], patient, day, drugs); });
}

void Answers::AddStops(uint32_t index, size_t patient, std::vector<std::string>& drugs) {
  const ExpressionNode& node = compiled_.nodes[index];
  if (node.timed == 0) return;
  const auto kind = static_cast<Kind>(node.kind);
  const Truth whole = TruthOf(index, patient);
  if (kind == Kind::kLeaf) {
    if ((Node(index, Word{1} << patient).stops >> patient & 1) != 0)
      words_.AddStops(node.first, patient, drugs);
    return;
  }
  const std::span<const uint32_t> children = Children(node);
  const auto truth_of = [&](size_t i) { return TruthOf(children[i], patient); };
  for (size_t i = 0; i < children.size(); ++i) {
    if (ChildDecides(kind, whole, children.size(), i, truth_of))
      AddStops(children[i], patient, drugs);
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
    if (drugs == Drugs::kAsTheyAre && (Node(index, Word{1} << patient).dated >> patient & 1) == 0)
      return;
    const LeafOutcome& leaf = LeafOn(node.first, patient, decided_on_, drugs);
    days.insert(days.end(), leaf.breakpoints.begin(), leaf.breakpoints.end());
    return;
  }
  for (const uint32_t child : Children(node)) AddBreakpoints(child, patient, drugs, days);
}

const Timeline& Answers::Over(uint32_t node, size_t patient, Drugs drugs) {
  const Truth truth = TruthOf(node, patient);
  const bool still =
      compiled_.nodes[node].timed == 0 ||
      (drugs == Drugs::kAsTheyAre && (Node(node, Word{1} << patient).dated >> patient & 1) == 0);
  if (still) return constant_[static_cast<int>(truth)];
  const auto [at, fresh] = members_[patient].timelines.try_emplace(
      (uint64_t{node} << 1) | (drugs == Drugs::kStopped ? 1 : 0));
  if (!fresh) return at->second;
  std::vector<Day> breakpoints;
  AddBreakpoints(node, patient, drugs, breakpoints);
  Canonicalize(breakpoints);
  at->second = MakeTimeline(decided_on_, TruthOn(node, patient, decided_on_, drugs), breakpoints,
                            [&](Day day) { return TruthOn(node, patient, day, drugs); });
  return at->second;
}

Answers::Word Answers::Lifts(uint32_t node, Word need, Drugs drugs) {
  const size_t place = LaterPlace(node, drugs);
  const Word fresh = need & ~LaterAt(place).asked;
  if (fresh == 0) return LaterAt(place).lifts & need;
  const Word ahead = HoldsAhead(node, fresh, drugs);
  Word lifts = fresh & ahead;
  for (Word left = fresh & ~ahead; left != 0; left &= left - 1) {
    const auto patient = static_cast<size_t>(std::countr_zero(left));
    const Timeline& timeline = Over(node, patient, drugs);
    const bool some = std::any_of(timeline.begin(), timeline.end(),
                                  [](const auto& step) { return step.second != Truth::kNotMet; });
    lifts |= Word{some} << patient;
  }
  Later later = LaterAt(place);  // HoldsAhead wrote there
  if ((later.known | later.asked) == 0) asked_later_.push_back(static_cast<uint32_t>(place));
  later.asked |= fresh;
  later.lifts |= lifts;
  PutLater(place, later);
  return later.lifts & need;
}

}  // namespace trialmatch::matcher
