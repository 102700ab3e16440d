#include "matcher/ask/what_if.h"

#include <algorithm>
#include <bit>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "matcher/ask/fact_pairs.h"
#include "matcher/ask/wants.h"
#include "matcher/explain/words.h"
#include "matcher/quote.h"

namespace trialmatch::matcher {
namespace {

using Word = uint64_t;

constexpr size_t kQuote = 140;   // letters of a criterion, and of why it fails

// The bits of the others than the first that differ from the first.
Word DiffersFromFirst(const GroupMatcher::Verdicts& v, Word everyone) {
  const auto differs = [](Word word) { return word ^ ((word & 1) != 0 ? ~Word{0} : Word{0}); };
  return (differs(v.likely) | differs(v.possible) | differs(v.later)) & everyone;
}

// The question with what the profile says to it taken away.
struct Blank {
  ProfileDraft draft;
  std::string part, now;   // what the profile says, as a fragment and in words; "" when nothing
};

Blank Without(const Question& question, const ProfileDraft& draft, const rules::Lexicon& lexicon) {
  Blank blank{.draft = draft, .part = draft.Part(question.paths, lexicon), .now = {}};
  if (blank.part.empty()) return blank;
  for (const std::string& path : question.paths) {
    if (const std::string words = draft.Words(path, lexicon); !words.empty() && blank.now.find(words) == std::string::npos) blank.now += (blank.now.empty() ? "" : "; ") + words;
    blank.draft.Erase(path, lexicon);
  }
  return blank;
}

NearMiss WhyShut(const TrialIndex& index, size_t trial, const Patient& patient, const MatchOptions& options) {
  const TrialResult result = MatchTrial(index.study(trial), index.criteria(trial), patient, index.lexicon(), options);
  NearMiss miss{.trial = trial, .eligible_from = result.eligible_from, .needs_stop = result.needs_stop, .blocking = {}, .ways = {}};
  for (const int at : result.blocking) {
    const CriterionResult& criterion = result.results[static_cast<size_t>(at)];
    std::string line = absl::StrCat("\"", OneLine(QuotedText(*criterion.criterion, *result.study), kQuote), "\"");
    if (const std::string because = OneLine(JoinedReasons(criterion), kQuote); !because.empty()) absl::StrAppend(&line, " - ", because);
    miss.blocking.push_back(std::move(line));
  }
  return miss;
}

// What may become otherwise of a treatment that goes on, and of an illness.
std::vector<Question> AboutItems(const ProfileDraft& draft, const QuestionBank& bank, const rules::Lexicon& lexicon) {
  std::vector<Question> out;
  const std::optional<Patient> patient = PatientOf(draft, lexicon);
  if (!patient) return out;
  const auto add = [&](std::string_view section, const std::string& id) {
    for (Question& question : bank.WhatMayChange(section, id)) out.push_back(std::move(question));
  };
  for (const Treatment& treatment : patient->treatments) {
    if (treatment.goes_on() && !treatment.drug_id.empty()) add("treatments", treatment.drug_id);
  }
  for (const Condition& condition : patient->conditions) {
    if (!condition.condition_id.empty()) add("conditions", condition.condition_id);
  }
  return out;
}

}  // namespace

std::vector<ChangedFact> FactsToTry(const ProfileDraft& draft, const QuestionBank& bank, const rules::Lexicon& lexicon, base::Day decided_on,
                                    std::span<const std::string> wanted) {
  std::vector<Question> questions = bank.questions();
  std::set<std::string> asked_for;   // ids of questions that a criterion wants and the profile leaves open
  for (const std::string& path : wanted) {
    const bool told = !draft.Part({path}, lexicon).empty();
    for (Question& question : bank.For(path)) {
      if (told && question.id.find(':') == std::string::npos) continue;
      if (!asked_for.insert(question.id).second) continue;
      if (question.id.find(':') != std::string::npos) questions.push_back(std::move(question));
    }
  }
  std::set<std::string> changing;   // ids of questions about an item of the profile that may become otherwise
  for (Question& question : AboutItems(draft, bank, lexicon)) {
    if (!changing.insert(question.id).second || asked_for.contains(question.id)) continue;
    questions.push_back(std::move(question));
  }
  std::vector<ChangedFact> facts;
  for (const Question& question : questions) {
    Blank blank = Without(question, draft, lexicon);
    const bool may_change = question.may_change && (question.id.find(':') == std::string::npos || changing.contains(question.id));
    const bool replaces = !blank.part.empty() && may_change;
    if (!blank.part.empty() && !may_change && !asked_for.contains(question.id)) continue;
    const ProfileDraft& before = replaces ? blank.draft : draft;
    for (size_t i = 0; i < question.answers.size(); ++i) {
      if (IsRuledOut(question.answers[i], before, lexicon)) continue;
      ProfileDraft changed = before;
      if (!changed.Merge(question.answers[i].fragment, decided_on, lexicon).ok() || changed.Differs(draft) == kNoParts) continue;
      std::optional<Patient> patient = PatientOf(changed, lexicon);
      if (!patient) continue;
      facts.push_back({.question = question, .answer_at = i, .now = replaces ? blank.now : std::string(), .draft = std::move(changed), .patient = *std::move(patient)});
    }
  }
  return facts;
}

std::optional<Patient> WithBoth(const ChangedFact& a, const ChangedFact& b, const rules::Lexicon& lexicon, base::Day decided_on) {
  if (a.question.id == b.question.id) return std::nullopt;
  ProfileDraft draft = a.draft;
  if (!b.now.empty()) {
    for (const std::string& path : b.question.paths) draft.Erase(path, lexicon);
    // What the two have in common is as both say it.
    if (!draft.Merge(a.answer().fragment, decided_on, lexicon).ok()) return std::nullopt;
  }
  if (!draft.Merge(b.answer().fragment, decided_on, lexicon).ok()) return std::nullopt;
  return PatientOf(draft, lexicon);
}

std::optional<size_t> FindTrial(const TrialIndex& index, std::string_view nct_id) {
  std::vector<size_t> by_number(index.size());
  for (size_t trial = 0; trial < index.size(); ++trial) by_number[index.ranks().trials[trial].place_by_number] = trial;
  const auto at = std::lower_bound(by_number.begin(), by_number.end(), nct_id, [&](size_t trial, std::string_view wanted) { return index.study(trial).nct_id < wanted; });
  return at != by_number.end() && index.study(*at).nct_id == nct_id ? std::optional(*at) : std::nullopt;
}

std::vector<size_t> FindNearMisses(const TrialIndex& index, const Patient& patient, const MatchOptions& options, size_t n) {
  MatchOptions how = options;
  how.top = 1;
  how.near_misses = n;
  how.reasons = MatchOptions::Reasons::kOpenOnly;
  const MatchReport report = Match(index, patient, how);
  std::vector<const TrialResult*> misses;
  for (const TrialResult& trial : report.trials) {
    if (trial.recruiting && trial.verdict == Verdict::kExcluded) misses.push_back(&trial);
  }
  std::stable_sort(misses.begin(), misses.end(), [](const TrialResult* a, const TrialResult* b) {
    return a->blocking.size() + a->closed_cohorts.size() < b->blocking.size() + b->closed_cohorts.size();
  });
  std::vector<size_t> out;
  for (const TrialResult* miss : misses) {
    if (out.size() == n) break;
    if (const std::optional<size_t> trial = FindTrial(index, miss->study->nct_id)) out.push_back(*trial);
  }
  return out;
}

WhatIf AskWhatIf(const TrialIndex& index, const QuestionBank& bank, const ProfileDraft& draft, const MatchOptions& options, std::span<const size_t> trials) {
  const std::optional<Patient> patient = PatientOf(draft, index.lexicon());
  if (!patient) return {};
  // Wanted by the trials asked about and by all that may take the patient.
  GroupMatcher group(index, options);
  const Patient* one[] = {&*patient};
  group.Decide(one);
  const std::vector<GroupMatcher::Placed> places = std::move(group.Places(0).front());
  std::vector<size_t> asking(trials.begin(), trials.end());
  for (const GroupMatcher::Placed& place : places) asking.push_back(place.trial);
  const Wants wants = WhatIsWanted(index, *patient, options.decided_on, asking);
  return TryFacts(index, draft, options, trials, FactsToTry(draft, bank, index.lexicon(), options.decided_on, wants.paths));
}

WhatIf TryFacts(const TrialIndex& index, const ProfileDraft& draft, const MatchOptions& options, std::span<const size_t> trials, std::vector<ChangedFact> facts) {
  WhatIf out{.facts = std::move(facts)};
  const std::optional<Patient> patient = PatientOf(draft, index.lexicon());
  if (!patient) return out;
  out.opens.resize(out.facts.size());
  GroupMatcher group(index, options);
  const Patient* first[] = {&*patient};
  const std::span<const GroupMatcher::Verdicts> today = group.Decide(first);
  for (const size_t trial : trials) {
    const GroupMatcher::Verdicts& v = today[trial];
    if (((v.likely | v.possible) & 1) != 0) {
      out.open_trials.push_back({.trial = trial, .now = (v.likely & 1) != 0 ? Verdict::kLikely : Verdict::kPossible});
    } else {
      out.near_misses.push_back(WhyShut(index, trial, *patient, options));
    }
  }

  std::map<std::string, std::pair<size_t, std::vector<bool>>> decided;   // by question: its first fact, the trials
  constexpr size_t kShots = GroupMatcher::kGroup - 1;
  for (size_t begin = 0; begin < out.facts.size(); begin += kShots) {
    const size_t n = std::min(kShots, out.facts.size() - begin);
    std::vector<const Patient*> round = {&*patient};
    for (size_t i = 0; i < n; ++i) round.push_back(&out.facts[begin + i].patient);
    const std::span<const GroupMatcher::Verdicts> verdicts = group.Decide(round);
    const Word everyone = n == kShots ? ~Word{0} : (Word{1} << (n + 1)) - 1;
    const auto each = [&](Word word, const auto& what) {
      for (Word left = (word & everyone) >> 1; left != 0; left &= left - 1) what(begin + static_cast<size_t>(std::countr_zero(left)));
    };
    for (size_t trial = 0; trial < index.size(); ++trial) {
      const GroupMatcher::Verdicts& v = verdicts[trial];
      const Word open = v.likely | v.possible;
      if ((open & 1) == 0) each(open, [&](size_t fact) { out.opens[fact].push_back(trial); });
      const bool recruits = options.status == MatchOptions::Status::kAny || index.compiled().trials[trial].recruiting != 0;
      if (!recruits || ((open | v.later) & 1) == 0) continue;
      each(DiffersFromFirst(v, everyone), [&](size_t fact) {
        if (!out.facts[fact].now.empty()) return;
        auto& [at, decides] = decided.try_emplace(out.facts[fact].question.id, fact, std::vector<bool>()).first->second;
        decides.resize(index.size());
        decides[trial] = true;
      });
    }
    for (OpenTrial& trial : out.open_trials) {
      const GroupMatcher::Verdicts& v = verdicts[trial.trial];
      each(~(v.likely | v.possible | v.later), [&](size_t fact) { trial.shuts.push_back(fact); });
      each(v.later, [&](size_t fact) { trial.delays.push_back(fact); });
      if (trial.now == Verdict::kPossible) each(v.likely, [&](size_t fact) { trial.settles.push_back(fact); });
    }
  }
  for (const auto& [id, one] : decided) out.open.push_back({out.facts[one.first].question, static_cast<int>(std::count(one.second.begin(), one.second.end(), true))});
  std::stable_sort(out.open.begin(), out.open.end(), [](const OpenFact& a, const OpenFact& b) { return a.decides > b.decides; });

  std::vector<NearMiss*> shut;
  for (NearMiss& miss : out.near_misses) {
    for (size_t fact = 0; fact < out.facts.size(); ++fact) {
      if (std::binary_search(out.opens[fact].begin(), out.opens[fact].end(), miss.trial)) miss.ways.push_back({fact});
    }
    if (miss.ways.empty()) shut.push_back(&miss);
  }
  FindPairs(index, options, draft, out.facts, shut);
  return out;
}

}  // namespace trialmatch::matcher
