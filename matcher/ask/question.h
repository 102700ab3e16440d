#ifndef TRIALMATCH_MATCHER_ASK_QUESTION_H_
#define TRIALMATCH_MATCHER_ASK_QUESTION_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "matcher/ask/profile_draft.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// How a question is answered; docs/ask.md tells what may be typed.
enum class AnswerKind : uint8_t {
  kChoice,       // one of the possible answers; with `free` a name too
  kChecks,       // none (the first of the possible answers) or several of the others
  kNumber,       // a number with its unit
  kAge,          // years, or a date of birth
  kDate,         // 2025, 2025-06, 2025-06-14
  kPlace,        // a country with a postal code or a town
  // Lists, an item a line:
  kGenes, kTreatments, kSites, kIllnesses, kMedicines, kNames, kLabs,
};
bool IsList(AnswerKind kind);

// A row of answers.tsv: an answer that is tried on the trials before anybody gives it.
struct PossibleAnswer {
  std::string id;         // "stage.IIIA"
  std::string words;      // as a person would say it
  double prior = 0;       // how likely it is, an assumption
  std::string fragment;   // the part of a profile that it stands for, as ProfileDraft merges it
  std::vector<std::pair<std::string, std::string>> unless;   // paths with the words there that rule it out; * for any, ? for none
};

// Whether the profile speaks against the answer: it may still be given, but is not expected.
bool IsRuledOut(const PossibleAnswer& answer, const ProfileDraft& profile, const rules::Lexicon& lexicon);

// A question, ready to be put.
struct Question {
  std::string id;                    // of questions.tsv; of a row about {name} with the name's id: "illness_status:hiv"
  std::vector<std::string> paths;    // of the profile, as `needs` in reports name them; a star stands for one part
  AnswerKind kind = AnswerKind::kChoice;
  std::string ask, why, where;
  double known = 0;                  // how likely a patient knows it, an assumption
  bool may_change = false;           // what is so today may be otherwise one day: an illness, not a gene
  bool weekly = false;               // what was so a month ago says little: a lab value
  bool ranks = false;                // it moves the order of trials too, so it is asked though no criterion wants it
  std::string fill;                  // the fragment of what is typed, which stands in the place of %
  std::string unit;                  // kNumber
  double low = 0, high = 0;          // kNumber: what can be
  std::vector<std::string> items;    // ids: of labs that are asked for, of illnesses that are shown
  std::string free;                  // kChoice: what may be typed beside the choices: cancer, mutation, site; "": nothing
  std::vector<PossibleAnswer> answers;
};

// All questions. Immutable; any thread.
class QuestionBank {
 public:
  // From questions.tsv and answers.tsv of the lexicon. InvalidArgument with table and line: a kind or number that cannot be read, an
  // answer that makes no profile, priors that do not sum to 1.
  static absl::StatusOr<QuestionBank> Load(const rules::Lexicon& lexicon);
  static const QuestionBank& BuiltIn();

  // Those that stand for themselves, in the order of the table.
  const std::vector<Question>& questions() const { return questions_; }

  // Those that fill a path of `needs`, the first the nearest. Rows with stars only where no row names the path. Empty: nobody can be
  // asked for it.
  std::vector<Question> For(std::string_view path) const;

  // Those about one item of a section ("treatments", "alectinib") that may change.
  std::vector<Question> WhatMayChange(std::string_view section, std::string_view name_id) const;

  // By id, also of a row about a name.
  std::optional<Question> Find(std::string_view id) const;

 private:
  QuestionBank() = default;
  std::optional<Question> About(const Question& row, std::string_view name_id) const;
  const rules::Lexicon* lexicon_ = nullptr;
  std::vector<Question> questions_, about_;   // about_: rows with {name}
};

// Whether `path` is one of `pattern`; `name`: what the star stands for.
bool PathMatches(std::string_view pattern, std::string_view path, std::string* name);

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_ASK_QUESTION_H_
