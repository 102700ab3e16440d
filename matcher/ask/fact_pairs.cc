#include "matcher/ask/fact_pairs.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <map>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "matcher/index/answers.h"

namespace trialmatch::matcher {
namespace {

using Word = Answers::Word;
using Pair = std::pair<size_t, size_t>;

// One deciding criterion of a way in: what may move it, and the facts under which it fails.
struct UseEffects {
  ProfileParts reads = kNoParts;
  std::vector<bool> fails;
};

class PairSearch {
 public:
  PairSearch(const TrialIndex& index, const MatchOptions& options, const ProfileDraft& draft, std::span<const ChangedFact> facts)
      : index_(index), options_(options), facts_(facts), answers_(index.compiled(), index.leaves(), index.lexicon()) {
    for (const ChangedFact& fact : facts_) moves_.push_back(draft.Differs(fact.draft));
  }

  void Run(std::span<NearMiss* const> misses) {
    std::map<Pair, std::vector<NearMiss*>> pairs;
    FindFailing(misses);
    for (NearMiss* miss : misses) {
      std::vector<Pair> candidates;
      const TrialRow& row = index_.compiled().trials[miss->trial];
      for (uint32_t way = row.first_way; way < row.first_way + row.ways; ++way) AddCandidates(way, candidates);
      std::sort(candidates.begin(), candidates.end());
      candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
      for (const Pair& pair : candidates) pairs[pair].push_back(miss);
    }
    for (auto next = pairs.begin(); next != pairs.end();) {
      std::deque<Patient> both;
      std::vector<const Patient*> group;
      std::vector<const std::pair<const Pair, std::vector<NearMiss*>>*> round;
      for (; next != pairs.end() && group.size() < Answers::kMost; ++next) {
        std::optional<Patient> one = WithBoth(facts_[next->first.first], facts_[next->first.second], index_.lexicon(), options_.decided_on);
        if (!one) continue;
        group.push_back(&both.emplace_back(*std::move(one)));
        round.push_back(&*next);
      }
      if (group.empty()) break;
      answers_.Ask(group, options_.decided_on);
      for (size_t i = 0; i < group.size(); ++i) {
        for (NearMiss* miss : round[i]->second) {
          if (IsOpen(miss->trial, i)) miss->ways.push_back({round[i]->first.first, round[i]->first.second});
        }
      }
    }
  }

 private:
  // Likely or possible: of some way in nothing fails today.
  bool IsOpen(size_t trial, size_t patient) {
    const CompiledTrials& compiled = index_.compiled();
    const TrialRow& row = compiled.trials[trial];
    if (row.closed != 0) return false;
    const std::span<const WayRow> ways = compiled.ways.subspan(row.first_way, row.ways);
    return std::any_of(ways.begin(), ways.end(), [&](const WayRow& way) {
      const std::span<const UseRow> uses = compiled.uses.subspan(way.first_use, way.uses);
      return std::all_of(uses.begin(), uses.end(), [&](const UseRow& use) { return answers_.TruthOf(use.node, patient) != base::Truth::kNotMet; });
    });
  }

  ProfileParts ReadsOf(uint32_t at) {
    const auto [found, fresh] = reads_.try_emplace(at, kNoParts);
    if (!fresh) return found->second;
    const ExpressionNode& node = index_.compiled().nodes[at];
    ProfileParts parts = kNoParts;
    if (static_cast<rules::Expression::Kind>(node.kind) == rules::Expression::Kind::kLeaf) {
      parts = PartsThatLeafReads(index_.leaves()[node.first]);
    } else {
      for (const uint32_t child : index_.compiled().children.subspan(node.first, node.size)) parts |= ReadsOf(child);
    }
    return reads_[at] = parts;
  }

  // What each criterion of these trials says under each fact alone.
  void FindFailing(std::span<NearMiss* const> misses) {
    const CompiledTrials& compiled = index_.compiled();
    for (const NearMiss* miss : misses) {
      const TrialRow& row = compiled.trials[miss->trial];
      for (const WayRow& way : compiled.ways.subspan(row.first_way, row.ways)) {
        for (const UseRow& use : compiled.uses.subspan(way.first_use, way.uses)) effects_.try_emplace(use.node, UseEffects{ReadsOf(use.node), std::vector<bool>(facts_.size())});
      }
    }
    for (size_t begin = 0; begin < facts_.size(); begin += Answers::kMost) {
      const size_t n = std::min(Answers::kMost, facts_.size() - begin);
      std::vector<const Patient*> group;
      for (size_t i = 0; i < n; ++i) group.push_back(&facts_[begin + i].patient);
      answers_.Ask(group, options_.decided_on);
      const Word everyone = answers_.everyone();
      for (auto& [node, effects] : effects_) {
        for (Word left = answers_.Node(node, everyone).not_met & everyone; left != 0; left &= left - 1) effects.fails[begin + static_cast<size_t>(std::countr_zero(left))] = true;
      }
    }
  }

  // A way in is open when nothing of it fails. So what fails under the one fact must read a part that the other moves, both ways round;
  // else it fails under both as well.
  void AddCandidates(uint32_t way_at, std::vector<Pair>& pairs) {
    const WayRow& way = index_.compiled().ways[way_at];
    std::vector<const UseEffects*> uses;
    ProfileParts read = kNoParts;
    for (const UseRow& use : index_.compiled().uses.subspan(way.first_use, way.uses)) {
      uses.push_back(&effects_.at(use.node));
      read |= uses.back()->reads;
    }
    // For each fact the parts of which the other must move one: of every criterion that fails under it.
    std::vector<std::vector<ProfileParts>> must(facts_.size());
    std::vector<size_t> helpful;
    for (size_t fact = 0; fact < facts_.size(); ++fact) {
      if ((moves_[fact] & read) == 0) continue;
      for (const UseEffects* use : uses) {
        if (use->fails[fact]) must[fact].push_back(use->reads);
      }
      std::sort(must[fact].begin(), must[fact].end());
      must[fact].erase(std::unique(must[fact].begin(), must[fact].end()), must[fact].end());
      if (std::find(must[fact].begin(), must[fact].end(), kNoParts) == must[fact].end()) helpful.push_back(fact);
    }
    const auto mends = [&](size_t a, size_t b) {
      return std::all_of(must[a].begin(), must[a].end(), [&](ProfileParts reads) { return (reads & moves_[b]) != 0; });
    };
    for (size_t i = 0; i < helpful.size(); ++i) {
      for (size_t k = i + 1; k < helpful.size(); ++k) {
        if (mends(helpful[i], helpful[k]) && mends(helpful[k], helpful[i])) pairs.emplace_back(helpful[i], helpful[k]);
      }
    }
  }

  const TrialIndex& index_;
  const MatchOptions& options_;
  const std::span<const ChangedFact> facts_;
  std::vector<ProfileParts> moves_;
  absl::flat_hash_map<uint32_t, ProfileParts> reads_;
  absl::flat_hash_map<uint32_t, UseEffects> effects_;   // by node
  Answers answers_;
};

}  // namespace

void FindPairs(const TrialIndex& index, const MatchOptions& options, const ProfileDraft& draft, std::span<const ChangedFact> facts, std::span<NearMiss* const> misses) {
  if (!misses.empty()) PairSearch(index, options, draft, facts).Run(misses);
}

}  // namespace trialmatch::matcher
