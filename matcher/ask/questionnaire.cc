#include "matcher/ask/questionnaire.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "matcher/patient/profile_json.h"

namespace trialmatch::matcher {

Questionnaire::Questionnaire(const TrialIndex& index, const QuestionBank& bank, const MatchOptions& options, ProfileDraft start, Until until)
    : index_(index), bank_(bank), options_(options), start_(std::move(start)), until_(until), profile_(start_), weigher_(index, bank, options_) {}

void Questionnaire::set_until(Until until) {
  until_ = until;
  standing_.reset();
}

std::set<std::string> Questionnaire::Closed() const {
  std::set<std::string> closed;
  for (const Step& step : steps_) {
    if (step.kind != Step::Kind::kSkipped) closed.insert(step.question);
  }
  return closed;
}

const QuestionStanding& Questionnaire::standing() {
  if (!standing_) standing_ = weigher_.Weigh(profile_, Closed(), until_);
  return *standing_;
}

const WeighedQuestion* Questionnaire::Next() {
  const QuestionStanding& now = standing();
  if (now.questions.empty() || (until_ == Until::kSettled && now.chance < kSmallChance)) return nullptr;
  std::set<std::string> skipped;
  for (const Step& step : steps_) {
    if (step.kind == Step::Kind::kSkipped) skipped.insert(step.question);
  }
  for (const WeighedQuestion& weighed : now.questions) {
    if (!skipped.contains(weighed.question.id)) return &weighed;
  }
  return &now.questions.front();
}

absl::StatusOr<ProfileDraft> Questionnaire::Replay(const std::vector<Step>& steps) const {
  ProfileDraft draft = start_;
  for (const Step& step : steps) {
    if (!step.replaces_start) continue;
    if (const std::optional<Question> question = bank_.Find(step.question)) {
      for (const std::string& path : question->paths) draft.Erase(path, index_.lexicon());
    }
  }
  for (const Step& step : steps) {
    for (const std::string& fragment : step.fragments) TM_RETURN_IF_ERROR(draft.Merge(fragment, options_.decided_on, index_.lexicon()));
  }
  const ProfileResult read = ReadProfile(draft.Text(), index_.lexicon());
  if (read.errors.empty()) return draft;
  const ProfileError& error = read.errors.front();
  return absl::InvalidArgumentError(absl::StrCat("That does not go together with what was said before: ", error.message, " (", error.path, ")."));
}

absl::Status Questionnaire::Put(Step step) {
  std::vector<Step> steps = steps_;
  std::erase_if(steps, [&](const Step& old) { return old.question == step.question; });
  steps.push_back(std::move(step));
  TM_ASSIGN_OR_RETURN(profile_, Replay(steps));
  steps_ = std::move(steps);
  standing_.reset();
  return absl::OkStatus();
}

absl::Status Questionnaire::Answer(const Question& question, std::vector<std::string> fragments, std::string said) {
  return Put({.question = question.id, .fragments = std::move(fragments), .said = std::move(said)});
}

absl::Status Questionnaire::Change(const Question& question, std::vector<std::string> fragments, std::string said) {
  return Put({.question = question.id, .fragments = std::move(fragments), .said = std::move(said), .replaces_start = true});
}

void Questionnaire::NotKnown(const Question& question) {
  Put({.question = question.id, .kind = Step::Kind::kNotKnown}).IgnoreError();
}

void Questionnaire::Skip(const Question& question) {
  Put({.question = question.id, .kind = Step::Kind::kSkipped}).IgnoreError();
}

std::optional<Questionnaire::Step> Questionnaire::Back() {
  if (steps_.empty()) return std::nullopt;
  Step last = std::move(steps_.back());
  steps_.pop_back();
  profile_ = Replay(steps_).value_or(start_);
  standing_.reset();
  return last;
}

ProfileDraft WithoutWeekly(const ProfileDraft& draft, const QuestionBank& bank, const rules::Lexicon& lexicon) {
  ProfileDraft out = draft;
  const std::optional<Patient> patient = PatientOf(draft, lexicon);
  for (const Question& question : bank.questions()) {
    for (const std::string& path : question.paths) {
      if (question.weekly) out.Erase(path, lexicon);
    }
  }
  out.Erase("labs", lexicon);
  for (size_t i = 0; patient && i < patient->treatments.size(); ++i) {
    const Treatment& treatment = patient->treatments[i];
    if (treatment.ongoing.value_or(false)) out.Erase("treatments." + (treatment.drug_id.empty() ? treatment.kind : treatment.drug_id) + ".ongoing", lexicon);
  }
  return out;
}

}  // namespace trialmatch::matcher
