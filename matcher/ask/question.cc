#include "matcher/ask/question.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/quantity.h"
#include "base/status.h"
#include "matcher/evaluate/facts.h"
#include "matcher/patient/profile_json.h"
#include "rules/lexicon/table_reader.h"

namespace trialmatch::matcher {
namespace {

using rules::Entry;
using rules::TermKind;

constexpr std::pair<std::string_view, AnswerKind> kKinds[] = {
    {"choice", AnswerKind::kChoice}, {"checks", AnswerKind::kChecks}, {"number", AnswerKind::kNumber},         {"age", AnswerKind::kAge},
    {"date", AnswerKind::kDate},     {"place", AnswerKind::kPlace},           {"genes", AnswerKind::kGenes},
    {"treatments", AnswerKind::kTreatments}, {"sites", AnswerKind::kSites}, {"illnesses", AnswerKind::kIllnesses},
    {"medicines", AnswerKind::kMedicines},   {"names", AnswerKind::kNames}, {"labs", AnswerKind::kLabs},
};

constexpr std::string_view kName = "{name}";

std::vector<std::string> Parts(std::string_view cell) {
  std::vector<std::string> out;
  for (const std::string_view part : rules::SplitList(cell)) out.emplace_back(part);
  return out;
}

absl::Status ErrorAt(const char* table, const Entry& entry, std::string_view message) {
  return rules::TableError(table, entry.line, message);
}

// "cancer.stage=IV*|cancer.setting=resected".
absl::Status ReadUnless(const Entry& entry, PossibleAnswer& answer) {
  for (const std::string& part : Parts(entry.Get("unless"))) {
    const size_t equals = part.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == part.size()) return ErrorAt("answers.tsv", entry, absl::StrCat("no path=words: ", part));
    answer.unless.emplace_back(part.substr(0, equals), part.substr(equals + 1));
  }
  return absl::OkStatus();
}

// A star at the beginning or the end stands for anything, a question mark for no text.
bool MatchesPattern(std::string_view text, std::string_view pattern) {
  if (text.empty()) return pattern == "?";
  const bool begins = pattern.ends_with('*'), ends = pattern.starts_with('*');
  if (begins) pattern.remove_suffix(1);
  if (ends) pattern.remove_prefix(1);
  if (begins && ends) return text.find(pattern) != std::string_view::npos;
  return begins ? text.starts_with(pattern) : ends ? text.ends_with(pattern) : text == pattern;
}

// "% 0 100": the unit, then the least and the most.
absl::Status ReadRange(const Entry& entry, Question& question) {
  const std::string items(entry.Get("items"));
  const size_t last = items.rfind(' ');
  const size_t first = last == std::string::npos || last == 0 ? std::string::npos : items.rfind(' ', last - 1);
  if (first == std::string::npos) return ErrorAt("questions.tsv", entry, "items of a number are its unit, the least and the most");
  question.unit = items.substr(0, first);
  if (question.unit == "{unit}") return absl::OkStatus();   // of the lab that is asked for
  char* end = nullptr;
  question.low = std::strtod(items.c_str() + first, &end);
  question.high = std::strtod(items.c_str() + last, &end);
  if (question.low >= question.high) return ErrorAt("questions.tsv", entry, "the least is not below the most");
  return absl::OkStatus();
}

absl::StatusOr<Question> ReadQuestion(const Entry& entry) {
  Question question{.id = entry.id, .paths = Parts(entry.Get("paths")), .ask = std::string(entry.Get("ask")), .why = std::string(entry.Get("why")),
                    .where = std::string(entry.Get("where")), .fill = std::string(entry.Get("fill")), .free = std::string(entry.Get("free"))};
  const auto kind = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const auto& k) { return k.first == entry.Get("kind"); });
  if (kind == std::end(kKinds)) return ErrorAt("questions.tsv", entry, absl::StrCat("no kind of answer: ", base::ToAbsl(entry.Get("kind"))));
  question.kind = kind->second;
  const std::optional<double> known = entry.GetNumber("known");
  if (!known || *known < 0 || *known > 1) return ErrorAt("questions.tsv", entry, "known is not between 0 and 1");
  question.known = *known;
  question.ranks = entry.Get("ranks") == "yes";
  const std::string_view changes = entry.Get("changes");
  if (changes != "fixed" && changes != "may_change" && changes != "weekly") return ErrorAt("questions.tsv", entry, "changes is fixed, may_change or weekly");
  question.weekly = changes == "weekly";
  question.may_change = changes != "fixed";
  if (question.paths.empty() || question.ask.empty() || question.why.empty() || question.where.empty())
    return ErrorAt("questions.tsv", entry, "paths, ask, why and where must not be empty");
  if (question.kind == AnswerKind::kNumber) {
    TM_RETURN_IF_ERROR(ReadRange(entry, question));
  } else {
    question.items = Parts(entry.Get("items"));
  }
  const bool typed = question.kind == AnswerKind::kNumber || question.kind == AnswerKind::kDate || question.kind == AnswerKind::kAge || !question.free.empty();
  if (typed && question.fill.find('%') == std::string::npos) return ErrorAt("questions.tsv", entry, "fill has no % for what is typed");
  return question;
}

std::string Replace(const std::string& text, const std::vector<std::pair<std::string, std::string>>& by) { return absl::StrReplaceAll(text, by); }

// The tables that a name of a path may stand in.
std::string NameOf(const rules::Lexicon& lexicon, std::string_view section, std::string_view id) {
  for (const TermKind kind : {TermKind::kLab, TermKind::kCondition, TermKind::kDrug, TermKind::kDrugClass, TermKind::kFact}) {
    const bool here = section == "labs" ? kind == TermKind::kLab : section == "conditions" ? kind == TermKind::kCondition : kind != TermKind::kLab && kind != TermKind::kCondition;
    const Entry* entry = here ? lexicon.Find(kind, id) : nullptr;
    if (entry != nullptr && section == "labs" && !entry->names.empty()) return entry->names.front();
  }
  return DisplayName(id);
}

}  // namespace

bool IsRuledOut(const PossibleAnswer& answer, const ProfileDraft& profile, const rules::Lexicon& lexicon) {
  return std::any_of(answer.unless.begin(), answer.unless.end(), [&](const auto& one) { return MatchesPattern(profile.Words(one.first, lexicon), one.second); });
}

bool IsList(AnswerKind kind) { return kind >= AnswerKind::kGenes; }

bool PathMatches(std::string_view pattern, std::string_view path, std::string* name) {
  name->clear();
  while (true) {
    const std::string_view want = pattern.substr(0, pattern.find('.')), have = path.substr(0, path.find('.'));
    if (want == "*") {
      *name = have;
    } else if (want != have) {
      return false;
    }
    const bool pattern_ends = want.size() == pattern.size(), path_ends = have.size() == path.size();
    if (pattern_ends || path_ends) return pattern_ends && path_ends;
    pattern.remove_prefix(want.size() + 1);
    path.remove_prefix(have.size() + 1);
  }
}

absl::StatusOr<QuestionBank> QuestionBank::Load(const rules::Lexicon& lexicon) {
  QuestionBank bank;
  bank.lexicon_ = &lexicon;
  std::vector<std::pair<const Entry*, Question>> all;
  for (const Entry& entry : lexicon.rows("questions")) {
    TM_ASSIGN_OR_RETURN(Question question, ReadQuestion(entry));
    all.emplace_back(&entry, std::move(question));
  }
  const ProfileDraft empty = ProfileDraft::New("x");
  for (const Entry& entry : lexicon.rows("answers")) {
    const auto at = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.second.id == entry.Get("question"); });
    if (at == all.end()) return ErrorAt("answers.tsv", entry, absl::StrCat("no question is called ", base::ToAbsl(entry.Get("question"))));
    const std::optional<double> prior = entry.GetNumber("prior");
    if (!prior || *prior <= 0 || *prior > 1) return ErrorAt("answers.tsv", entry, "prior is not between 0 and 1");
    PossibleAnswer answer{.id = entry.id, .words = std::string(entry.Get("words")), .prior = *prior, .fragment = std::string(entry.Get("profile"))};
    if (answer.words.empty()) return ErrorAt("answers.tsv", entry, "words are missing");
    TM_RETURN_IF_ERROR(ReadUnless(entry, answer));
    at->second.answers.push_back(std::move(answer));
  }
  for (auto& [entry, question] : all) {
    double sum = 0;
    for (const PossibleAnswer& answer : question.answers) sum += answer.prior;
    if (std::abs(sum - 1) > 1e-6) return ErrorAt("questions.tsv", *entry, absl::StrCat("the priors of its answers sum to ", sum));
    const bool about = question.ask.find(kName) != std::string::npos;
    (about ? bank.about_ : bank.questions_).push_back(std::move(question));
  }
  // Every answer, and what could be typed, must make a profile.
  const auto check = [&](const Question& question) -> absl::Status {
    for (const PossibleAnswer& answer : question.answers) {
      ProfileDraft draft = empty;
      TM_RETURN_IF_ERROR(draft.Merge(answer.fragment, base::Day::FromCivil(2026, 1, 15), lexicon));
      const ProfileResult read = ReadProfile(draft.Text(), lexicon);
      if (!read.errors.empty())
        return absl::InvalidArgumentError(absl::StrCat("answers.tsv: ", answer.id, ": ", read.errors.front().path, ": ", read.errors.front().message));
    }
    return absl::OkStatus();
  };
  for (const Question& question : bank.questions_) TM_RETURN_IF_ERROR(check(question));
  for (const Question& row : bank.about_) {
    const std::string& path = row.paths.front();
    const std::optional<Question> one = bank.About(row, path.starts_with("labs") ? "cea" : path.starts_with("conditions") ? "hiv" : "alectinib");
    if (!one) return absl::InvalidArgumentError(absl::StrCat("questions.tsv: ", row.id, " cannot be made"));
    TM_RETURN_IF_ERROR(check(*one));
  }
  return bank;
}

const QuestionBank& QuestionBank::BuiltIn() {
  static const QuestionBank* const bank = new QuestionBank(Load(rules::Lexicon::BuiltIn()).value());
  return *bank;
}

std::optional<Question> QuestionBank::About(const Question& row, std::string_view name_id) const {
  const std::string id(name_id);
  const std::string section = row.paths.front().substr(0, row.paths.front().find('.'));
  std::vector<std::pair<std::string, std::string>> by = {{"{name}", NameOf(*lexicon_, section, id)}, {"{id}", id}};
  Question out = row;
  if (section == "labs") {
    const Entry* lab = lexicon_->Find(TermKind::kLab, id);
    if (lab == nullptr) return std::nullopt;
    out.unit = std::string(lab->Get("unit"));
    out.low = lab->GetNumber("plausible_low").value_or(0);
    out.high = lab->GetNumber("plausible_high").value_or(1000);
    const double middle = out.low > 0 ? std::sqrt(out.low * out.high) : (out.low + out.high) / 4;
    by.insert(by.end(), {{"{unit}", out.unit}, {"{low}", base::FormatNumber(out.low)}, {"{mid}", base::FormatNumber(middle)}, {"{high}", base::FormatNumber(out.high)}});
  }
  out.id = row.id + ":" + id;
  out.ask = Replace(row.ask, by);
  out.fill = Replace(row.fill, by);
  for (std::string& path : out.paths) {
    const size_t star = path.find('*');
    if (star != std::string::npos) path.replace(star, 1, id);
  }
  for (PossibleAnswer& answer : out.answers) {
    answer.fragment = Replace(answer.fragment, by);
    answer.words = Replace(answer.words, by);
  }
  return out;
}

std::vector<Question> QuestionBank::For(std::string_view path) const {
  std::vector<Question> named, starred;
  std::string name;
  for (const std::vector<Question>* rows : {&questions_, &about_}) {
    for (const Question& row : *rows) {
      for (const std::string& pattern : row.paths) {
        if (!PathMatches(pattern, path, &name)) continue;
        const bool about = rows == &about_;
        // A star in a row about a name, and behind it a field, names the path.
        const bool nearest = name.empty() || (about && pattern.find("*.") != std::string::npos);
        std::optional<Question> question = about ? About(row, name) : std::optional(row);
        if (question) (nearest ? named : starred).push_back(*std::move(question));
        break;
      }
    }
  }
  return named.empty() ? starred : named;
}

std::vector<Question> QuestionBank::WhatMayChange(std::string_view section, std::string_view name_id) const {
  std::vector<Question> out;
  for (const Question& row : about_) {
    const std::string& path = row.paths.front();
    if (!row.may_change || path.substr(0, path.find('.')) != section) continue;
    if (std::optional<Question> question = About(row, name_id)) out.push_back(*std::move(question));
  }
  return out;
}

std::optional<Question> QuestionBank::Find(std::string_view id) const {
  const size_t colon = id.find(':');
  for (const Question& question : colon == std::string_view::npos ? questions_ : about_) {
    if (question.id != id.substr(0, colon)) continue;
    if (colon == std::string_view::npos) return question;
    return About(question, id.substr(colon + 1));
  }
  return std::nullopt;
}

}  // namespace trialmatch::matcher
