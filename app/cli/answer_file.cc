#include "app/cli/answer_file.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "app/cli/terminal.h"
#include "base/file.h"
#include "base/status.h"

namespace trialmatch::app {

absl::StatusOr<AnswerFile> AnswerFile::Load(const std::string& path, const matcher::QuestionBank& bank) {
  TM_ASSIGN_OR_RETURN(const std::string bytes, base::ReadFile(path));
  AnswerFile file;
  int number = 0;
  const std::vector<std::string> lines = absl::StrSplit(bytes, '\n');
  for (const std::string& raw : lines) {
    ++number;
    const std::string line(absl::StripAsciiWhitespace(Printable(raw, 4096)));
    if (line.empty() || line[0] == '#') continue;
    const size_t end = line.find(": ");
    const std::string id = line.substr(0, end);
    if (end == std::string::npos || !bank.Find(id)) {
      return absl::InvalidArgumentError(absl::StrCat(path, ":", number, ": expected QUESTION: ANSWER with a question of the table questions, such as \"ecog: 2\"; there is \"", line.substr(0, 60), "\""));
    }
    file.lines_[id].emplace_back(absl::StripAsciiWhitespace(line.substr(end + 2)));
  }
  // A list has been told to its end and leaves nothing out, unless its last line says "and more".
  for (auto& [id, answers] : file.lines_) {
    if (!matcher::IsList(bank.Find(id)->kind) || answers.front() == "none") continue;
    if (answers.back() == "and more") {
      answers.back() = "done";
      answers.emplace_back("no");
    } else {
      answers.emplace_back("done");
      answers.emplace_back("yes");
    }
  }
  return file;
}

std::string AnswerFile::Next(const matcher::Question& question) {
  const auto at = lines_.find(question.id);
  if (at == lines_.end() || at->second.empty()) return "don't know";
  std::string line = std::move(at->second.front());
  at->second.pop_front();
  return line;
}

}  // namespace trialmatch::app
