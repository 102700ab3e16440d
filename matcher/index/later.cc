#include "matcher/index/later.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "matcher/evaluate/facts.h"

namespace trialmatch::matcher {
namespace {

using base::Day;
using base::Truth;

bool FailsOn(const Timeline& timeline, Day day) {
  Truth truth = timeline.front().second;
  for (const auto& [from, value] : timeline) {
    if (from > day) break;
    truth = value;
  }
  return truth == Truth::kNotMet;
}

// Whether on some day none of them fails: truths change on the days that stand in the timelines, and on no others.
bool HoldTogether(std::span<const Timeline* const> timelines) {
  const auto fails_on = [&](Day day) {
    return std::any_of(timelines.begin(), timelines.end(), [&](const Timeline* timeline) { return FailsOn(*timeline, day); });
  };
  for (const Timeline* timeline : timelines) {
    for (const auto& [day, truth] : *timeline) {
      if (truth != Truth::kNotMet && !fails_on(day)) return true;
    }
  }
  return false;
}

}  // namespace

using Word = Answers::Word;

namespace {

// A leaf, or its negation: when drugs are said to stop for its sake, it is said by NeedsStop too.
bool IsSingle(const CompiledTrials& compiled, uint32_t index) {
  using Kind = rules::Expression::Kind;
  const ExpressionNode& node = compiled.nodes[index];
  if (static_cast<Kind>(node.kind) == Kind::kLeaf) return true;
  const bool negation = static_cast<Kind>(node.kind) == Kind::kNot && node.size == 1;
  return negation && static_cast<Kind>(compiled.nodes[compiled.children[node.first]].kind) == Kind::kLeaf;
}

// Of `among` those for whom OpensLater surely finds, on the last day of the horizon, that nothing fails when drugs stop. Whether a drug stops for a use is
// known where the use is single; elsewhere it must hold either way.
Word OpensStopped(const CompiledTrials& compiled, std::span<const UseRow> timed, Answers& answers, Word among) {
  Word some_stop = 0;
  for (const UseRow& use : timed) {
    if (among == 0) return 0;
    const Answers::Today today = answers.Node(use.node, among);
    const Word stops = IsSingle(compiled, use.node) ? among & today.stops : 0;
    some_stop |= stops & today.not_met;
    among &= answers.HoldsAhead(use.node, among, Drugs::kStopped);
    const Word either = among & ~stops;
    if (either != 0) among &= stops | answers.HoldsAhead(use.node, either, Drugs::kAsTheyAre);
  }
  return among & some_stop;
}

}  // namespace

OpenLater FindOpenLater(const CompiledTrials& compiled, const WayRow& way, Answers& answers, Word among, FailsToday today) {
  const std::span<const UseRow> timed = compiled.uses.subspan(way.first_use, way.uses).last(way.timed);
  Word by_time = among & today.by_time, surely = by_time;
  // A way in of which nothing fails on the last day opens on the last of the days on which anything changes, or before.
  for (const UseRow& use : timed) {
    if (surely == 0) break;
    surely &= answers.HoldsAhead(use.node, surely, Drugs::kAsTheyAre);
  }
  Word with_stop = among & today.stops & ~surely;
  const Word stopped = OpensStopped(compiled, timed, answers, with_stop);
  surely |= stopped;
  with_stop &= ~stopped;
  by_time &= ~surely;
  for (const UseRow& use : timed) {
    if ((by_time | with_stop) == 0) break;
    const Word fails = answers.NotMet(use.node, among) & (by_time | with_stop);
    if (fails == 0) continue;
    const Word lifts = answers.Lifts(use.node, fails, Drugs::kAsTheyAre);
    by_time &= ~fails | lifts;
    const Word stuck = fails & ~lifts & with_stop;
    if (stuck != 0) with_stop &= ~stuck | answers.Lifts(use.node, stuck, Drugs::kStopped);
  }
  return {.surely = surely, .perhaps = by_time | with_stop};
}

bool OpensLater(const CompiledTrials& compiled, const WayRow& way, int ongoing_drugs, Answers& answers, size_t patient) {
  const std::span<const UseRow> uses = compiled.uses.subspan(way.first_use, way.uses);
  const std::span<const UseRow> timed = uses.last(way.timed);
  const auto fails = [&](const UseRow& use) { return answers.TruthOf(use.node, patient) == Truth::kNotMet; };
  if (std::any_of(uses.begin(), uses.end() - way.timed, fails)) return false;

  std::vector<const UseRow*> failing;
  bool lifts = true;
  const Word bit = Word{1} << patient;
  for (const UseRow& use : timed) {
    if (!fails(use)) continue;
    failing.push_back(&use);
    lifts = lifts && answers.Lifts(use.node, bit, Drugs::kAsTheyAre) != 0;
  }
  std::vector<const Timeline*> timelines;
  if (lifts) {
    // The others neither fail nor change.
    for (const UseRow& use : timed) {
      if ((answers.Node(use.node, bit).dated & bit) != 0) timelines.push_back(&answers.Over(use.node, patient, Drugs::kAsTheyAre));
    }
    if (HoldTogether(timelines)) return true;
  }
  std::vector<std::string> drugs;
  for (const UseRow* use : failing) {
    const std::vector<std::string>& own = answers.NeedsStop(use->node, patient);
    drugs.insert(drugs.end(), own.begin(), own.end());
  }
  if (drugs.empty()) return false;
  Canonicalize(drugs);
  const bool all_stop = static_cast<int>(drugs.size()) >= ongoing_drugs;
  const auto taken = [&](const UseRow& use) {
    return all_stop || !answers.NeedsStop(use.node, patient).empty() ? Drugs::kStopped : Drugs::kAsTheyAre;
  };
  const auto holds_ahead = [&](const UseRow& use) { return (answers.HoldsAhead(use.node, bit, taken(use)) & bit) != 0; };
  if (std::all_of(timed.begin(), timed.end(), holds_ahead)) return true;
  for (const UseRow* use : failing) {
    if (answers.Lifts(use->node, bit, taken(*use)) == 0) return false;
  }
  timelines.clear();
  for (const UseRow& use : timed) timelines.push_back(&answers.Over(use.node, patient, taken(use)));
  return HoldTogether(timelines);
}

}  // namespace trialmatch::matcher
