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

bool EverHolds(const Timeline& timeline) {
  return std::any_of(timeline.begin(), timeline.end(), [](const auto& from) { return from.second != Truth::kNotMet; });
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

bool OpensLater(const CompiledTrials& compiled, const WayRow& way, int ongoing_drugs, Answers& answers, size_t patient) {
  const std::span<const UseRow> uses = compiled.uses.subspan(way.first_use, way.uses);
  const std::span<const UseRow> timed = uses.last(way.timed);
  const auto fails = [&](const UseRow& use) { return answers.TruthOf(use.node, patient) == Truth::kNotMet; };
  if (std::any_of(uses.begin(), uses.end() - way.timed, fails)) return false;

  std::vector<const UseRow*> failing;
  bool lifts = true, stops = false;
  const Answers::Word bit = Answers::Word{1} << patient;
  for (const UseRow& use : timed) {
    if (!fails(use)) continue;
    failing.push_back(&use);
    stops = stops || (answers.Node(use.node, bit).stops & bit) != 0;
    lifts = lifts && EverHolds(answers.Over(use.node, patient, Drugs::kAsTheyAre));
  }
  std::vector<const Timeline*> timelines;
  if (lifts) {
    for (const UseRow& use : timed) timelines.push_back(&answers.Over(use.node, patient, Drugs::kAsTheyAre));
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
  const auto over = [&](const UseRow& use) -> const Timeline& {
    const bool stopped = all_stop || !answers.NeedsStop(use.node, patient).empty();
    return answers.Over(use.node, patient, stopped ? Drugs::kStopped : Drugs::kAsTheyAre);
  };
  for (const UseRow* use : failing) {
    if (!EverHolds(over(*use))) return false;
  }
  timelines.clear();
  for (const UseRow& use : timed) timelines.push_back(&over(use));
  return HoldTogether(timelines);
}

}  // namespace trialmatch::matcher
