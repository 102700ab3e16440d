// How many questions until the list stands: patients whose whole profile is known answer the questionnaire truthfully, some of the time
// with "I don't know". ask_simulation STUDIES PATIENTS.jsonl DATE [--recruiting] [--details PERCENT]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "fetch/study_reader.h"
#include "matcher/ask/questionnaire.h"
#include "matcher/match.h"
#include "nlohmann/json.hpp"

namespace {

using namespace trialmatch;
using matcher::ProfileDraft;
using matcher::Question;
using matcher::Questionnaire;

enum class Order { kAdaptive, kFixed };

// The same coin for a question of a patient in every run.
bool DoesNotKnow(std::string_view patient, std::string_view question, int percent) {
  uint64_t hash = 1469598103934665603u;
  for (const std::string_view part : {patient, std::string_view("/"), question}) {
    for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  }
  hash ^= hash >> 32;
  return hash % 100 < static_cast<uint64_t>(percent);
}

std::vector<size_t> FirstTen(const matcher::QuestionStanding& standing) {
  std::vector<size_t> first;
  for (size_t i = 0; i < std::min(matcher::kFirst, standing.places.size()); ++i) first.push_back(standing.places[i].trial);
  std::sort(first.begin(), first.end());
  return first;
}

// What the truth says of all that an answer to the question can tell; "" when it says nothing.
std::string TrueAnswer(const Question& question, const ProfileDraft& truth, const rules::Lexicon& lexicon) {
  if (matcher::IsList(question.kind) || question.kind == matcher::AnswerKind::kAge) return truth.Part(question.paths, lexicon);
  std::set<std::string> paths;
  for (const matcher::PossibleAnswer& answer : question.answers) {
    const auto fragment = nlohmann::json::parse(answer.fragment);
    for (const auto& [section, value] : fragment.items()) {
      if (!value.is_object()) paths.insert(section);
      if (!value.is_object()) continue;
      for (const auto& [field, unused] : value.items()) paths.insert(section + "." + field);
    }
  }
  std::vector<std::string> told;
  for (const std::string& path : question.paths) {
    const bool list_item = path.find('.') != std::string::npos && paths.contains(path.substr(0, path.find('.')));
    if (list_item || paths.contains(path)) told.push_back(path);
  }
  for (const std::string& path : paths) {
    const bool list = path.find('.') == std::string::npos;
    if (!list) told.push_back(path);
  }
  return truth.Part(told, lexicon);
}

struct Bench {
  const matcher::TrialIndex& index;
  const matcher::QuestionBank& bank;
  matcher::MatchOptions options;
};

// The question to put; nullptr: none.
const matcher::WeighedQuestion* Choose(Questionnaire& questions, const matcher::QuestionBank& bank, Order order) {
  const matcher::WeighedQuestion* next = questions.Next();
  if (next == nullptr || order == Order::kAdaptive) return next;
  const auto place = [&](const matcher::WeighedQuestion& weighed) {
    const std::string row = weighed.question.id.substr(0, weighed.question.id.find(':'));
    const auto& rows = bank.questions();
    return std::find_if(rows.begin(), rows.end(), [&](const Question& q) { return q.id == row; }) - rows.begin();
  };
  const auto& left = questions.standing().questions;
  return &*std::min_element(left.begin(), left.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

struct Outcome {
  int asked = 0, not_known = 0, exact = 0;
  bool changed = false;   // the first ten, between the stop and the end of what can be asked
  size_t moved = 0;
};

// Answers until there is nothing left to ask; -> how many questions.
int GoOn(Questionnaire& questions, const Bench& bench, const ProfileDraft& truth, std::string_view id, int percent, Order order, int* not_known, bool details) {
  int asked = 0;
  while (const matcher::WeighedQuestion* next = Choose(questions, bench.bank, order)) {
    const Question question = next->question;
    ++asked;
    const std::string part = DoesNotKnow(id, question.id, percent) ? "" : TrueAnswer(question, truth, bench.index.lexicon());
    if (details) std::printf("  %3d  %-28s decides %3d  value %.3f  chance %.3f of %.3f  %s\n", asked, question.id.c_str(), next->decides, next->value, next->chance, questions.standing().chance, part.empty() ? "-" : part.substr(0, 60).c_str());
    if (part.empty() || !questions.Answer(question, {part}, "").ok()) {
      questions.NotKnown(question);
      ++*not_known;
    }
  }
  return asked;
}

Outcome Simulate(const Bench& bench, const ProfileDraft& truth, const std::string& id, int percent, Order order, bool details) {
  ProfileDraft start = ProfileDraft::New(id);
  start.Set("as_of", truth.Words("as_of", bench.index.lexicon()));
  Questionnaire questions(bench.index, bench.bank, bench.options, start, Questionnaire::Until::kSettled);
  Outcome outcome;
  outcome.asked = GoOn(questions, bench, truth, id, percent, order, &outcome.not_known, details);
  const std::vector<size_t> at_stop = FirstTen(questions.standing());
  questions.set_until(Questionnaire::Until::kCertain);
  int more = 0;
  outcome.exact = outcome.asked + GoOn(questions, bench, truth, id, percent, order, &more, details);
  const std::vector<size_t> at_end = FirstTen(questions.standing());
  std::vector<size_t> gone;
  std::set_difference(at_stop.begin(), at_stop.end(), at_end.begin(), at_end.end(), std::back_inserter(gone));
  outcome.moved = gone.size();
  outcome.changed = at_stop != at_end;
  return outcome;
}

template <typename F>
int Percentile(const std::vector<Outcome>& outcomes, double share, F&& of) {
  std::vector<int> values;
  for (const Outcome& outcome : outcomes) values.push_back(of(outcome));
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[std::min(values.size() - 1, static_cast<size_t>(share * static_cast<double>(values.size())))];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: ask_simulation STUDIES PATIENTS.jsonl DATE [--recruiting] [--details PERCENT]\n");
    return 2;
  }
  bool recruiting = false;
  int details = -1;   // the conversations of this rate are printed
  for (int i = 4; i < argc; ++i) {
    recruiting = recruiting || std::string_view(argv[i]) == "--recruiting";
    if (std::string_view(argv[i]) == "--details" && i + 1 < argc) details = std::atoi(argv[i + 1]);
  }
  auto list = fetch::ReadStudies(argv[1]);
  const auto day = base::PartialDate::Parse(argv[3]);
  std::ifstream patients(argv[2]);
  if (!list.ok() || !day.ok() || !patients) {
    std::fprintf(stderr, "cannot read the studies, the patients or the date\n");
    return 3;
  }
  const matcher::TrialIndex index = matcher::TrialIndex::Build(*std::move(list), rules::Lexicon::BuiltIn(), 2);
  using Status = matcher::MatchOptions::Status;
  const Bench bench{index, matcher::QuestionBank::BuiltIn(), {.decided_on = day->first(), .status = recruiting ? Status::kRecruitingFirst : Status::kAny}};
  std::vector<ProfileDraft> truths;
  for (std::string line; std::getline(patients, line);) {
    auto draft = ProfileDraft::Parse(line);
    if (draft.ok() && matcher::PatientOf(*draft, index.lexicon())) truths.push_back(*std::move(draft));
  }
  std::printf("%zu patients, %zu studies%s. Stop: chance that one more answer changes the first ten under %.0f %%.\n", truths.size(), index.size(), recruiting ? " (those that recruit)" : "",
              100 * matcher::kSmallChance);
  std::printf("%-10s %11s %8s %6s %6s %10s %9s %14s %16s\n", "order", "don't know", "median", "90 %", "most", "not known", "exact", "ten changed", "trials changed");
  for (const int percent : {0, 20, 40}) {
    for (const Order order : {Order::kAdaptive, Order::kFixed}) {
      std::vector<Outcome> outcomes;
      for (const ProfileDraft& truth : truths) {
        const std::string id = truth.Words("id", index.lexicon());
        const bool shown = details == percent && order == Order::kAdaptive;
        if (shown) std::printf("%s\n", id.c_str());
        outcomes.push_back(Simulate(bench, truth, id, percent, order, shown));
        if (shown) std::printf("%s: %d asked, %d exact, %zu of ten changed\n", id.c_str(), outcomes.back().asked, outcomes.back().exact, outcomes.back().moved);
      }
      const auto asked = [](const Outcome& o) { return o.asked; };
      size_t changed = 0, moved = 0;
      for (const Outcome& outcome : outcomes) changed += outcome.changed ? 1 : 0, moved += outcome.moved;
      std::printf("%-10s %9d %% %8d %6d %6d %10d %9d %7zu (%2.0f %%) %16.2f\n", order == Order::kAdaptive ? "adaptive" : "fixed", percent, Percentile(outcomes, 0.5, asked), Percentile(outcomes, 0.9, asked),
                  Percentile(outcomes, 1, asked), Percentile(outcomes, 0.5, [](const Outcome& o) { return o.not_known; }), Percentile(outcomes, 0.5, [](const Outcome& o) { return o.exact; }), changed,
                  100.0 * static_cast<double>(changed) / static_cast<double>(std::max<size_t>(1, outcomes.size())), static_cast<double>(moved) / static_cast<double>(std::max<size_t>(1, outcomes.size())));
      std::fflush(stdout);
    }
  }
  return 0;
}
