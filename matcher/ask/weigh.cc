#include "matcher/ask/weigh.h"

#include <algorithm>
#include <bit>
#include <map>
#include <utility>

#include "matcher/patient/profile_json.h"

namespace trialmatch::matcher {
namespace {

using Placed = GroupMatcher::Placed;

// How much a trial counts: its fit, and more the higher it stands.
double Weight(const Placed& place, size_t rank) { return place.score / (1 + static_cast<double>(rank) / kFirst); }

std::vector<size_t> FirstOf(const std::vector<Placed>& places) {
  std::vector<size_t> first;
  for (size_t i = 0; i < std::min(kFirst, places.size()); ++i) first.push_back(places[i].trial);
  std::sort(first.begin(), first.end());
  return first;
}

// The most by which settling what is open can raise a score: the weight of that signal against it and the driver's alone.
double MostByDeciding(const rules::Lexicon& lexicon) {
  double decided = 0, driver = 0;
  for (const rules::Entry& row : lexicon.rows("signal")) {
    if (row.id == "decided") decided = row.GetNumber("weight").value_or(0);
    if (row.id == "driver") driver = row.GetNumber("weight").value_or(0);
  }
  return decided + driver > 0 ? decided / (decided + driver) : 0;
}

}  // namespace

struct QuestionWeigher::Candidate {
  WeighedQuestion weighed;
  std::vector<Patient> patients;   // one for each answer that makes a profile here
  std::vector<double> priors;
  bool tried_first = false;        // the chance is worked out
};

std::optional<Patient> PatientOf(const ProfileDraft& draft, const rules::Lexicon& lexicon) {
  ProfileResult read = ReadProfile(draft.Text(), lexicon, nullptr, Guesses::kNone);
  if (!read.errors.empty()) return std::nullopt;
  return std::move(read.patient);
}

QuestionWeigher::QuestionWeigher(const TrialIndex& index, const QuestionBank& bank, const MatchOptions& options)
    : index_(index), bank_(bank), options_(options), group_(index, options_) {}

std::vector<QuestionWeigher::Candidate> QuestionWeigher::Candidates(const ProfileDraft& draft, const std::vector<std::string>& paths, const std::set<std::string>& closed,
                                                                    Until until, QuestionStanding& standing) {
  std::vector<Candidate> candidates;
  std::map<std::string, size_t> seen;
  const auto add = [&](const Question& question, const std::string& path) {
    if (closed.contains(question.id)) return;
    const auto [at, fresh] = seen.try_emplace(question.id, candidates.size());
    if (fresh) candidates.push_back({.weighed = {.question = question}});
    if (!path.empty()) candidates[at->second].weighed.wanted.push_back(path);
  };
  for (const std::string& path : paths) {
    const std::vector<Question>& questions = QuestionsFor(path);
    if (questions.empty()) standing.cannot_be_asked.push_back(path);
    if (const Question* question = Nearest(questions, path, draft, closed)) add(*question, path);
  }
  // To be certain, answers to what nobody asks for are tried as well: one fact may unsettle another (a tumor that was cut out, and grows).
  for (const Question& question : bank_.questions()) {
    if ((question.ranks || until == Until::kCertain) && draft.Part(question.paths, index_.lexicon()).empty()) add(question, "");
  }
  return candidates;
}

// The first about which the profile says nothing; else the first that is left, where a later one asks more closely that one. None that the
// profile answers, though a criterion would know it more closely.
const Question* QuestionWeigher::Nearest(const std::vector<Question>& questions, const std::string& path, const ProfileDraft& draft, const std::set<std::string>& closed) const {
  std::vector<const Question*> left;
  for (const Question& question : questions) {
    if (closed.contains(question.id)) continue;
    const auto can_be = [&](const PossibleAnswer& answer) { return !IsRuledOut(answer, draft, index_.lexicon()); };
    if (!std::any_of(question.answers.begin(), question.answers.end(), can_be)) continue;
    const auto is_so = [&](const PossibleAnswer& answer) {
      ProfileDraft same = draft;
      return same.Merge(answer.fragment, options_.decided_on, index_.lexicon()).ok() && same.Differs(draft) == kNoParts;
    };
    if (question.kind == AnswerKind::kChoice && std::any_of(question.answers.begin(), question.answers.end(), is_so)) continue;
    left.push_back(&question);
  }
  for (const Question* question : left) {
    if (draft.Part(question->paths, index_.lexicon()).empty()) return question;
  }
  if (left.empty()) return nullptr;
  const bool told = !draft.Part({path}, index_.lexicon()).empty();
  return left.size() > 1 && told ? left[1] : left[0];
}

const std::vector<Question>& QuestionWeigher::QuestionsFor(const std::string& path) {
  const auto [at, fresh] = for_path_.try_emplace(path);
  if (fresh) at->second = bank_.For(path);
  return at->second;
}

void QuestionWeigher::Try(const ProfileDraft& draft, const Patient& patient, std::vector<Candidate>& candidates, QuestionStanding& standing) {
  std::vector<double> weights(index_.size(), 0);
  for (size_t rank = 0; rank < standing.places.size(); ++rank) weights[standing.places[rank].trial] = Weight(standing.places[rank], rank);
  struct Shot {
    Candidate* candidate;
    double prior;
    const Patient* patient;
  };
  std::vector<Shot> shots;
  for (Candidate& candidate : candidates) {
    double sum = 0;
    for (const PossibleAnswer& answer : candidate.weighed.question.answers) {
      if (IsRuledOut(answer, draft, index_.lexicon())) continue;
      ProfileDraft other = draft;
      if (!other.Merge(answer.fragment, options_.decided_on, index_.lexicon()).ok()) continue;
      std::optional<Patient> changed = PatientOf(other, index_.lexicon());
      if (!changed) continue;   // it cannot be, beside what is known: a treatment before the birth
      candidate.patients.push_back(*std::move(changed));
      candidate.priors.push_back(answer.prior);
      sum += answer.prior;
    }
    for (size_t i = 0; i < candidate.patients.size(); ++i) {
      candidate.priors[i] /= sum;
      shots.push_back({&candidate, candidate.priors[i], &candidate.patients[i]});
    }
  }
  // A trial is decided by a question when the answers do not agree about it, what is now counting as one more.
  std::map<Candidate*, std::vector<bool>> moved;
  constexpr size_t kShots = GroupMatcher::kGroup - 1;
  for (size_t begin = 0; begin < shots.size(); begin += kShots) {
    const size_t n = std::min(kShots, shots.size() - begin);
    std::vector<const Patient*> group = {&patient};
    for (size_t i = 0; i < n; ++i) group.push_back(shots[begin + i].patient);
    const std::span<const GroupMatcher::Verdicts> verdicts = group_.Decide(group);
    for (const Placed& place : standing.places) {
      const GroupMatcher::Verdicts& v = verdicts[place.trial];
      const auto as_now = [](uint64_t word) { return (word & 1) != 0 ? ~uint64_t{0} : uint64_t{0}; };
      uint64_t differs = ((v.likely ^ as_now(v.likely)) | (v.possible ^ as_now(v.possible)) | (v.later ^ as_now(v.later))) >> 1;
      for (; differs != 0; differs &= differs - 1) {
        const auto i = static_cast<size_t>(std::countr_zero(differs));
        if (i >= n) break;
        const Shot& shot = shots[begin + i];
        shot.candidate->weighed.value += shot.prior * weights[place.trial];
        std::vector<bool>& trials = moved[shot.candidate];
        if (trials.empty()) trials.resize(index_.size());
        trials[place.trial] = true;
      }
    }
  }
  for (Candidate& candidate : candidates) {
    candidate.weighed.value *= candidate.weighed.question.known;
    const std::vector<bool>& trials = moved[&candidate];
    candidate.weighed.decides = static_cast<int>(std::count(trials.begin(), trials.end(), true));
  }
}

// Trials about which nothing more can be asked stand firm; what cannot rise above the tenth of them does not matter any more.
std::vector<std::string> QuestionWeigher::StillMatters(const ProfileDraft& draft, const std::set<std::string>& closed, const std::vector<Placed>& places,
                                                       const Wants& wants) {
  const bool order_is_open = std::any_of(bank_.questions().begin(), bank_.questions().end(), [&](const Question& question) {
    return question.ranks && !closed.contains(question.id) && draft.Part(question.paths, index_.lexicon()).empty();
  });
  if (order_is_open) return wants.paths;
  std::vector<bool> can_be_asked;
  for (const std::string& path : wants.paths) {
    const std::vector<Question>& questions = QuestionsFor(path);
    can_be_asked.push_back(std::any_of(questions.begin(), questions.end(), [&](const Question& question) { return !closed.contains(question.id); }));
  }
  std::vector<bool> firm(places.size());
  size_t n = 0, tenth = places.size();
  for (size_t i = 0; i < places.size(); ++i) {
    firm[i] = std::none_of(wants.trials[i].begin(), wants.trials[i].end(), [&](uint32_t path) { return can_be_asked[path]; });
    if (firm[i] && ++n == kFirst) tenth = i;
  }
  if (tenth == places.size()) return wants.paths;
  const Placed bar = places[tenth];
  const double most = MostByDeciding(index_.lexicon());
  std::set<uint32_t> matter;
  for (size_t i = 0; i < places.size(); ++i) {
    const bool may_rise = bar.verdict != Verdict::kLikely || places[i].score + most >= bar.score;
    if (!firm[i] && may_rise) matter.insert(wants.trials[i].begin(), wants.trials[i].end());
  }
  std::vector<std::string> paths;
  for (const uint32_t path : matter) paths.push_back(wants.paths[path]);
  return paths;
}

QuestionStanding QuestionWeigher::Weigh(const ProfileDraft& draft, const std::set<std::string>& closed, Until until) {
  QuestionStanding standing;
  const std::optional<Patient> patient = PatientOf(draft, index_.lexicon());
  if (!patient) return standing;
  const Patient* one[] = {&*patient};
  group_.Decide(one);
  standing.places = std::move(group_.Places(0).front());
  for (const Placed& place : standing.places) {
    ++(place.verdict == Verdict::kLikely ? standing.likely : place.verdict == Verdict::kPossible ? standing.possible : standing.later);
  }
  std::vector<size_t> trials;
  for (const Placed& place : standing.places) trials.push_back(place.trial);
  const Wants wants = WhatIsWanted(index_, *patient, options_.decided_on, trials);
  std::vector<std::string> paths = wants.paths;
  if (until == Until::kCertain) paths = StillMatters(draft, closed, standing.places, wants);
  std::vector<Candidate> candidates = Candidates(draft, paths, closed, until, standing);
  Try(draft, *patient, candidates, standing);
  std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) { return a.weighed.value > b.weighed.value; });

  // The chance that the first ten change. It is worked out for all while few trials are left, else for the most telling until it is not small.
  const std::vector<size_t> first = FirstOf(standing.places);
  constexpr size_t kMostTelling = 12;
  double none_changes = 1;
  size_t begin = 0;
  while (begin < candidates.size()) {
    if (begin >= kMostTelling && 1 - none_changes > 4 * kSmallChance) break;
    std::vector<const Patient*> group;
    std::vector<std::pair<size_t, double>> whose;
    size_t end = begin;
    for (; end < candidates.size(); ++end) {
      if (group.size() + candidates[end].patients.size() > GroupMatcher::kGroup) break;
      for (size_t i = 0; i < candidates[end].patients.size(); ++i) {
        group.push_back(&candidates[end].patients[i]);
        whose.emplace_back(end, candidates[end].priors[i]);
      }
    }
    if (!group.empty()) {
      group_.Decide(group);
      const std::vector<std::vector<Placed>> places = group_.Places(kFirst);
      for (size_t i = 0; i < group.size(); ++i) {
        if (FirstOf(places[i]) != first) candidates[whose[i].first].weighed.chance += whose[i].second * candidates[whose[i].first].weighed.question.known;
      }
    }
    for (size_t i = begin; i < end; ++i) none_changes *= 1 - candidates[i].weighed.chance;
    begin = end;
  }
  standing.chance = 1 - none_changes;
  double total = 0;
  for (const Placed& place : standing.places) total += place.score;
  // What moves the first ten comes before what moves only others.
  for (Candidate& candidate : candidates) candidate.weighed.value = candidate.weighed.chance + (total > 0 ? candidate.weighed.value / total : 0);
  std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) { return a.weighed.value > b.weighed.value; });
  for (Candidate& candidate : candidates) {
    const WeighedQuestion& weighed = candidate.weighed;
    const bool matters = weighed.value > 0 || (until == Until::kCertain && (weighed.question.ranks || !weighed.wanted.empty()));
    if (matters) standing.questions.push_back(std::move(candidate.weighed));
  }
  return standing;
}

}  // namespace trialmatch::matcher
