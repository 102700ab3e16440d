#ifndef TRIALMATCH_APP_CLI_ANSWER_FILE_H_
#define TRIALMATCH_APP_CLI_ANSWER_FILE_H_

#include <deque>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "matcher/ask/question.h"

namespace trialmatch::app {

// Answers that were written down before they are asked for, in any order: "ecog: 2", one on a line, a list on several; docs/ask.md.
class AnswerFile {
 public:
  // InvalidArgument with file and line: no question of that name.
  static absl::StatusOr<AnswerFile> Load(const std::string& path, const matcher::QuestionBank& bank);

  // What is typed next to this question: its lines, then the end of a list; "don't know" where the file has nothing (more).
  std::string Next(const matcher::Question& question);

 private:
  std::map<std::string, std::deque<std::string>> lines_;   // by question
};

}  // namespace trialmatch::app

#endif  // TRIALMATCH_APP_CLI_ANSWER_FILE_H_
