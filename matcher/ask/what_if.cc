#include "matcher/ask/what_if.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <map>
#include <set>
#include <utility>

#include "matcher/index/answers.h"
#include "matcher/patient_matcher.h"

namespace trialmatch::matcher {
namespace {

using Word = Answers::Word;
using Kind = rules::Expression::Kind;

// A set of facts.
class FactSet {
 public:
  explicit FactSet(size_t n) : words_((n + 63) / 64) {}
  void Add(size_t i) { words_[i / 64] |= Word{1} << (i % 64); }
  bool Has(size_t i) const { return (words_[i / 64] >> (i % 64) & 1) != 0; }

 private:
  std::vector<Word> words_;
};

// One deciding criterion of a way in: the facts that make it fail, and those that move one of its leaves.
struct UseEffects {
  FactSet fails, moves;
  bool fails_now = false;
};

struct WayEffects {
  std::vector<UseEffects> uses;
};

// What every fact alone does to the criteria of one trial.
struct TrialEffects {
  size_t trial = 0;
  std::vector<WayEffects> ways;
};

void AddLeaves(const CompiledTrials& compiled, uint32_t index, std::vector<uint32_t>& leaves) {
  const ExpressionNode& node = compiled.nodes[index];
  if (static_cast<Kind>(node.kind) == Kind::kLeaf) return leaves.push_back(index);
  for (const uint32_t child : compiled.children.subspan(node.first, node.size)) AddLeaves(compiled, child, leaves);
}

// The bits of the others than the first that differ from the first.
Word Differs(const Answers::Today& today) {
  const auto as_first = [](Word word) { return (word & 1) != 0 ? ~Word{0} : Word{0}; };
  return (today.met ^ as_first(today.met)) | (today.not_met ^ as_first(today.not_met));
}

// Tries pairs of facts on the trials that no single fact opens.
class PairSearch {
 public:
  PairSearch(const TrialIndex& index, const MatchOptions& options, const Patient& patient, const std::vector<ChangedFact>& facts, const std::vector<Patient>& patients)
      : index_(index), options_(options), patient_(patient), facts_(facts), patients_(patients), answers_(index.compiled(), index.leaves(), index.lexicon()) {}

  void Run(std::vector<NearMiss*> misses) {
    if (misses.empty()) return;
    std::vector<TrialEffects> effects = Effects(misses);
    std::map<std::pair<size_t, size_t>, std::vector<size_t>> pairs;   // -> places in `misses`
    for (size_t i = 0; i < misses.size(); ++i) {
      for (const auto& pair : Candidates(effects[i])) pairs[pair].push_back(i);
    }
    auto next = pairs.begin();
    while (next != pairs.end()) {
      std::vector<std::pair<std::pair<size_t, size_t>, std::vector<size_t>>> round;
      std::deque<Patient> patients;
      std::vector<const Patient*> group;
      for (; next != pairs.end() && group.size() < Answers::kMost; ++next) {
        std::optional<Patient> both = Both(next->first);
        if (!both) continue;
        group.push_back(&patients.emplace_back(*std::move(both)));
        round.emplace_back(*next);
      }
      answers_.Ask(group, options_.decided_on);
      for (size_t p = 0; p < group.size(); ++p) {
        const PatientMatcher matcher(*group[p], index_.lexicon(), options_);
        for (const size_t i : round[p].second) {
          const Verdict verdict = matcher.Decide(index_, misses[i]->trial, answers_, p);
          if (verdict == Verdict::kLikely || verdict == Verdict::kPossible) misses[i]->ways.push_back({round[p].first.first, round[p].first.second});
        }
      }
    }
  }

 private:
  std::vector<TrialEffects> Effects(const std::vector<NearMiss*>& misses) {
    const CompiledTrials& compiled = index_.compiled();
    std::vector<TrialEffects> out;
    for (const NearMiss* miss : misses) {
      TrialEffects& effects = out.emplace_back();
      effects.trial = miss->trial;
      const TrialRow& row = compiled.trials[miss->trial];
      for (const WayRow& way : compiled.ways.subspan(row.first_way, row.ways)) {
        effects.ways.emplace_back().uses.resize(way.uses, {FactSet(facts_.size()), FactSet(facts_.size())});
      }
    }
    constexpr size_t kShots = Answers::kMost - 1;
    std::vector<uint32_t> leaves;
    for (size_t begin = 0; begin < facts_.size(); begin += kShots) {
      const size_t n = std::min(kShots, facts_.size() - begin);
      std::vector<const Patient*> group = {&patient_};
      for (size_t i = 0; i < n; ++i) group.push_back(&patients_[begin + i]);
      answers_.Ask(group, options_.decided_on);
      const Word everyone = answers_.everyone();
      for (size_t t = 0; t < out.size(); ++t) {
        const TrialRow& row = compiled.trials[out[t].trial];
        for (uint32_t w = 0; w < row.ways; ++w) {
          const WayRow& way = compiled.ways[row.first_way + w];
          for (uint32_t u = 0; u < way.uses; ++u) {
            UseEffects& use = out[t].ways[w].uses[u];
            const uint32_t node = compiled.uses[way.first_use + u].node;
            const Word not_met = answers_.Node(node, everyone).not_met & everyone;
            use.fails_now = (not_met & 1) != 0;
            for (Word left = not_met >> 1; left != 0; left &= left - 1) use.fails.Add(begin + static_cast<size_t>(std::countr_zero(left)));
            leaves.clear();
            AddLeaves(compiled, node, leaves);
            Word moved = 0;
            for (const uint32_t leaf : leaves) moved |= Differs(answers_.Node(leaf, everyone));
            for (Word left = (moved & everyone) >> 1; left != 0; left &= left - 1) use.moves.Add(begin + static_cast<size_t>(std::countr_zero(left)));
          }
        }
      }
    }
    return out;
  }

  // Pairs that may open a way in: what fails under the one must be moved by the other, both ways round.
  std::set<std::pair<size_t, size_t>> Candidates(const TrialEffects& effects) const {
    std::set<std::pair<size_t, size_t>> pairs;
    for (const WayEffects& way : effects.ways) {
      // Only facts that move something that fails now can be one of the two, and between them they must move all of it.
      std::vector<size_t> helpful;
      for (size_t fact = 0; fact < facts_.size(); ++fact) {
        if (std::any_of(way.uses.begin(), way.uses.end(), [&](const UseEffects& use) { return use.moves.Has(fact); })) helpful.push_back(fact);
      }
      const auto mends = [&](size_t a, size_t b) {   // b moves all that fails under a
        return std::all_of(way.uses.begin(), way.uses.end(), [&](const UseEffects& use) { return !use.fails.Has(a) || use.moves.Has(b); });
      };
      for (size_t i = 0; i < helpful.size(); ++i) {
        for (size_t k = i + 1; k < helpful.size(); ++k) {
          const size_t a = helpful[i], b = helpful[k];
          if (facts_[a].question.id == facts_[b].question.id) continue;
          if (mends(a, b) && mends(b, a)) pairs.emplace(a, b);
        }
      }
    }
    return pairs;
  }

  std::optional<Patient> Both(std::pair<size_t, size_t> pair) const {
    ProfileDraft draft = facts_[pair.first].draft;
    const ChangedFact& other = facts_[pair.second];
    if (!other.now.empty()) {
      for (const std::string& path : other.question.paths) draft.Erase(path, index_.lexicon());
      // What the two have in common is as the first has it.
      if (!draft.Merge(facts_[pair.first].question.answers[facts_[pair.first].answer_at].fragment, options_.decided_on, index_.lexicon()).ok()) return std::nullopt;
    }
    if (!draft.Merge(other.question.answers[other.answer_at].fragment, options_.decided_on, index_.lexicon()).ok()) return std::nullopt;
    return PatientOf(draft, index_.lexicon());
  }

  const TrialIndex& index_;
  const MatchOptions& options_;
  const Patient& patient_;
  const std::vector<ChangedFact>& facts_;
  const std::vector<Patient>& patients_;
  Answers answers_;
};

}  // namespace

std::vector<ChangedFact> FactsToTry(const ProfileDraft& draft, const QuestionBank& bank, const rules::Lexicon& lexicon, base::Day decided_on) {
  std::vector<ChangedFact> facts;
  for (const Question& question : bank.questions()) {
    const std::string part = draft.Part(question.paths, lexicon);
    const bool told = !part.empty();
    if (told && !question.may_change) continue;
    ProfileDraft without = draft;
    std::string now;
    if (told) {
      for (const std::string& path : question.paths) {
        if (const std::string words = draft.Words(path, lexicon); !words.empty() && now.find(words) == std::string::npos) now += (now.empty() ? "" : "; ") + words;
        without.Erase(path, lexicon);
      }
    }
    for (size_t i = 0; i < question.answers.size(); ++i) {
      ProfileDraft changed = without;
      if (!changed.Merge(question.answers[i].fragment, decided_on, lexicon).ok()) continue;
      if (told && changed.Part(question.paths, lexicon) == part) continue;   // as it is
      if (!PatientOf(changed, lexicon)) continue;
      facts.push_back({.question = question, .answer_at = i, .now = now, .draft = std::move(changed)});
    }
  }
  return facts;
}

std::vector<size_t> FindNearMisses(const TrialIndex& index, const Patient& patient, const MatchOptions& options, size_t n) {
  MatchOptions how = options;
  how.top = 1;
  how.near_misses = n;
  how.reasons = MatchOptions::Reasons::kOpenOnly;
  const MatchReport report = Match(index, patient, how);
  absl::flat_hash_map<std::string, size_t> numbers;
  for (size_t trial = 0; trial < index.size(); ++trial) numbers.emplace(index.study(trial).nct_id, trial);
  std::vector<const TrialResult*> misses;
  for (const TrialResult& trial : report.trials) {
    if (trial.recruiting && trial.verdict == Verdict::kExcluded) misses.push_back(&trial);
  }
  std::stable_sort(misses.begin(), misses.end(), [](const TrialResult* a, const TrialResult* b) {
    return a->blocking.size() + a->closed_cohorts.size() < b->blocking.size() + b->closed_cohorts.size();
  });
  std::vector<size_t> out;
  for (const TrialResult* miss : misses) {
    if (out.size() < n) out.push_back(numbers.at(miss->study->nct_id));
  }
  return out;
}

WhatIf AskWhatIf(const TrialIndex& index, const QuestionBank& bank, const ProfileDraft& draft, const MatchOptions& options, std::vector<size_t> near_misses) {
  WhatIf out;
  const std::optional<Patient> patient = PatientOf(draft, index.lexicon());
  if (!patient) return out;
  out.facts = FactsToTry(draft, bank, index.lexicon(), options.decided_on);
  std::vector<Patient> patients;
  for (const ChangedFact& fact : out.facts) patients.push_back(*PatientOf(fact.draft, index.lexicon()));
  out.opens.resize(out.facts.size());
  for (const size_t trial : near_misses) out.near_misses.push_back({.trial = trial});

  GroupMatcher group(index, options);
  std::map<std::string, std::pair<size_t, std::vector<bool>>> decided;   // by question: its first fact, the trials
  constexpr size_t kShots = GroupMatcher::kGroup - 1;
  for (size_t begin = 0; begin < out.facts.size(); begin += kShots) {
    const size_t n = std::min(kShots, out.facts.size() - begin);
    std::vector<const Patient*> round = {&*patient};
    for (size_t i = 0; i < n; ++i) round.push_back(&patients[begin + i]);
    const std::span<const GroupMatcher::Verdicts> verdicts = group.Decide(round);
    const Word everyone = n + 1 == 64 ? ~Word{0} : (Word{1} << (n + 1)) - 1;
    for (size_t trial = 0; trial < index.size(); ++trial) {
      const GroupMatcher::Verdicts& v = verdicts[trial];
      const Word open = (v.likely | v.possible) & everyone;
      const bool recruits = options.status == MatchOptions::Status::kAny || index.compiled().trials[trial].recruiting != 0;
      if (!recruits) continue;
      if (((v.likely | v.possible | v.later) & 1) == 0) {   // excluded now
        for (Word left = open >> 1; left != 0; left &= left - 1) out.opens[begin + static_cast<size_t>(std::countr_zero(left))].push_back(trial);
        continue;
      }
      const auto as_first = [](Word word) { return (word & 1) != 0 ? ~Word{0} : Word{0}; };
      Word differs = ((v.likely ^ as_first(v.likely)) | (v.possible ^ as_first(v.possible)) | (v.later ^ as_first(v.later))) & everyone;
      for (differs >>= 1; differs != 0; differs &= differs - 1) {
        const size_t fact = begin + static_cast<size_t>(std::countr_zero(differs));
        if (!out.facts[fact].now.empty()) continue;
        auto& [first, trials] = decided[out.facts[fact].question.id];
        if (trials.empty()) {
          first = fact;
          trials.resize(index.size());
        }
        trials[trial] = true;
      }
    }
  }
  for (const auto& [id, one] : decided) {
    out.open.push_back({out.facts[one.first].question, static_cast<int>(std::count(one.second.begin(), one.second.end(), true))});
  }
  std::stable_sort(out.open.begin(), out.open.end(), [](const OpenFact& a, const OpenFact& b) { return a.decides > b.decides; });

  std::vector<NearMiss*> shut;
  for (NearMiss& miss : out.near_misses) {
    for (size_t fact = 0; fact < out.facts.size(); ++fact) {
      if (std::binary_search(out.opens[fact].begin(), out.opens[fact].end(), miss.trial)) miss.ways.push_back({fact});
    }
    if (miss.ways.empty()) shut.push_back(&miss);
  }
  PairSearch(index, options, *patient, out.facts, patients).Run(shut);
  return out;
}

}  // namespace trialmatch::matcher
