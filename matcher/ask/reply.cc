#include "matcher/ask/reply.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/quantity.h"
#include "base/status.h"
#include "fetch/places/places.h"
#include "matcher/ask/typed.h"
#include "matcher/explain/words.h"
#include "matcher/patient/profile_names.h"

namespace trialmatch::matcher {
namespace {

using base::ToAbsl;
using rules::Entry;
using rules::Lexicon;
using rules::TermKind;

std::string Filled(const Question& question, std::string_view json) {
  std::string out = question.fill;
  const size_t at = out.find('%');
  if (at != std::string::npos) out.replace(at, 1, json);
  return out;
}

std::string_view KeyOf(const PossibleAnswer& answer) { return std::string_view(answer.id).substr(answer.id.rfind('.') + 1); }

std::string Shown(std::string_view typed) { return absl::StrCat("\"", OneLine(typed, 60), "\""); }

// "a number from 1 to 4", "one of 0, I, IA".
std::string ExpectedChoice(const Question& question) {
  const size_t last = question.answers.size() - 1;
  if (LabelsOf(question) != ChoiceLabels::kNames) return absl::StrCat("a number from ", ChoiceLabel(question, 0), " to ", ChoiceLabel(question, last));
  std::string out = "one of ";
  for (size_t i = 0; i <= last; ++i) absl::StrAppend(&out, i > 0 ? ", " : "", ChoiceLabel(question, i));
  return out;
}

// A choice by its label, its words, the last part of its id, or the only one that begins so.
const PossibleAnswer* FindChoice(const Question& question, std::string_view typed) {
  const std::string wanted = Lowered(typed);
  for (size_t i = 0; i < question.answers.size(); ++i) {
    if (wanted == Lowered(ChoiceLabel(question, i))) return &question.answers[i];
  }
  if (LabelsOf(question) == ChoiceLabels::kNames) {
    // "stage 3a", "4": the numbers of stages are Roman.
    const size_t digit = wanted.find_first_of("1234");
    if (digit != std::string::npos && (digit == 0 || wanted[digit - 1] == ' ')) {
      static constexpr std::string_view kRoman[] = {"i", "ii", "iii", "iv"};
      return FindChoice(question, absl::StrCat(ToAbsl(kRoman[wanted[digit] - '1']), wanted.substr(digit + 1)));
    }
  }
  const PossibleAnswer* begins = nullptr;
  int candidates = 0;
  for (const PossibleAnswer& answer : question.answers) {
    const std::string words = Lowered(answer.words);
    if (wanted == words || wanted == Lowered(KeyOf(answer)) || wanted == words.substr(0, words.find(','))) return &answer;
    if (words.starts_with(wanted)) {
      begins = &answer;
      ++candidates;
    }
  }
  if (wanted == "y" || wanted == "n") return FindChoice(question, wanted == "y" ? "yes" : "no");
  return candidates == 1 && wanted.size() >= 2 ? begins : nullptr;
}

absl::StatusOr<Reply> ReadFree(const Question& question, std::string_view typed, const Lexicon& lexicon) {
  const TermKind kind = question.free == "site" ? TermKind::kSite : question.free == "mutation" ? TermKind::kMutation : TermKind::kDisease;
  std::string name(typed);
  const bool keep = name.starts_with("!");
  if (keep) name = std::string(Trimmed(name.substr(1)));
  const auto term = lexicon.Resolve(kind, name);
  if (!keep && !term && question.free != "mutation") {
    return NotUnderstood(absl::StrCat("I do not know ", Shown(name), ".", DidYouMean(lexicon, {kind}, name),
                                      " Type the number of a choice, or another name. With ! before it I keep the name as it is."));
  }
  if (name.empty()) return NotUnderstood("Nothing stands behind the !.");
  if (question.free == "mutation") {
    // Letters and digits alone, as tests write them: G1202R.
    const bool plain = std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) || c == '*' || c == ' ' || c == '.' || c == '/'; });
    const bool digit = std::any_of(name.begin(), name.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    if (!keep && (!plain || !digit)) return NotUnderstood(absl::StrCat(Shown(name), " is no change as tests write it. Examples: G1202R, L1196M."));
  }
  return Reply{Filled(question, JsonText(name)), name};
}

absl::StatusOr<Reply> ReadChoice(const Question& question, std::string_view typed, const Lexicon& lexicon) {
  if (const PossibleAnswer* answer = FindChoice(question, typed)) return Reply{answer->fragment, answer->words};
  if (!question.free.empty() && !typed.empty() && std::isdigit(static_cast<unsigned char>(typed[0])) == 0) return ReadFree(question, typed, lexicon);
  return NotUnderstood(absl::StrCat(Shown(typed), " is none of the choices. Type ", ExpectedChoice(question), "."));
}

absl::StatusOr<Reply> ReadNumber(const Question& question, std::string_view typed, const Lexicon& lexicon) {
  const std::optional<TypedNumber> number = ReadTypedNumber(typed);
  const std::string range = absl::StrCat(base::FormatNumber(question.low), " to ", base::FormatNumber(question.high), " ", question.unit);
  if (!number) return NotUnderstood(absl::StrCat(Shown(typed), " is no number. Type one from ", range, "."));
  double value = number->value;
  const bool fixed = question.fill.find("\"unit\"") == std::string::npos || question.unit == "%";
  if (!number->rest.empty() && Lowered(number->rest) != Lowered(question.unit)) {
    const base::Unit* from = lexicon.units().Find(number->rest);
    const base::Unit* to = lexicon.units().Find(question.unit);
    std::optional<double> molar_mass;
    if (question.id.starts_with("lab:")) {
      if (const Entry* lab = lexicon.Find(TermKind::kLab, question.id.substr(4))) molar_mass = lab->GetNumber("molar_mass");
    }
    const std::optional<double> converted = from != nullptr && to != nullptr ? lexicon.units().Convert(value, *from, *to, molar_mass) : std::nullopt;
    if (!converted) return NotUnderstood(absl::StrCat("I cannot turn ", Shown(number->rest), " into ", question.unit, ". Type the number in ", question.unit, "."));
    value = std::round(*converted * 1e4) / 1e4;
  }
  if (value < question.low || value > question.high) {
    return NotUnderstood(absl::StrCat(base::FormatNumber(value), " cannot be. I expect ", range, ". ",
                                      fixed ? "Please look again." : "If the report has another unit, type it behind the number."));
  }
  const bool whole = question.unit == "tumors" || question.unit == "cycles" || question.unit == "points" || question.unit == "grade";
  if (whole && value != std::floor(value)) return NotUnderstood("A whole number, please.");
  return Reply{Filled(question, JsonNumber(value)), absl::StrCat(base::FormatNumber(value), question.unit.empty() ? "" : " ", question.unit)};
}

absl::StatusOr<Reply> ReadAge(const Question& question, std::string_view typed, base::Day decided_on) {
  const std::optional<TypedNumber> number = ReadTypedNumber(typed);
  if (number && number->value <= 120 && (number->rest.empty() || number->rest.starts_with("year") || number->rest == "y")) {
    return Reply{Filled(question, JsonNumber(number->value)), absl::StrCat(base::FormatNumber(number->value), number->value == 1 ? " year old" : " years old")};
  }
  const auto date = base::PartialDate::Parse(typed);
  if (!date.ok()) return NotUnderstood(absl::StrCat(Shown(typed), " is no age. Type it in years (62), or the date of birth (1963, 1963-05 or 1963-05-14)."));
  if (date->first() > decided_on) return NotUnderstood(absl::StrCat(Shown(typed), " has not come yet. Please look again."));
  if (decided_on.year() - date->first().year() > 120) return NotUnderstood(absl::StrCat(Shown(typed), " is too long ago. Please look again."));
  return Reply{absl::StrCat("{\"birth_date\":", JsonText(date->ToString()), "}"), "born " + date->ToString()};
}

absl::StatusOr<Reply> ReadPlace(std::string_view typed, const Lexicon& lexicon) {
  // The country is the longest beginning that names one.
  std::vector<std::string> words = SplitAt(typed, ' ');
  for (std::string& word : words) {
    while (!word.empty() && word.back() == ',') word.pop_back();
  }
  std::erase(words, std::string());
  for (size_t n = std::min<size_t>(words.size(), 6); n > 0; --n) {
    const std::string name = absl::StrJoin(words.begin(), words.begin() + static_cast<long>(n), " ");
    std::string upper = name;
    for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    std::string_view country = lexicon.ResolveId(TermKind::kPlace, name);
    if (country.empty() && upper.size() == 2) country = lexicon.ResolveId(TermKind::kPlace, upper);
    if (country.empty() && (upper == "USA" || upper == "AMERICA")) country = "US";
    if (country.empty() && upper == "ENGLAND") country = "GB";
    if (country.empty()) continue;
    const std::string rest = absl::StrJoin(words.begin() + static_cast<long>(n), words.end(), " ");
    std::string fragment = absl::StrCat("{\"location\":{\"country\":", JsonText(country));
    const bool code = std::any_of(rest.begin(), rest.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    if (!rest.empty()) absl::StrAppend(&fragment, code ? ",\"postal_code\":" : ",\"city\":", JsonText(rest));
    fragment += "}}";
    std::string said(country);
    if (!rest.empty()) absl::StrAppend(&said, ", ", rest);
    if (!rest.empty() && !fetch::FindPlace(code ? rest : "", code ? "" : rest, country)) said += " (my tables do not know where that is; the country counts)";
    return Reply{fragment, said};
  }
  return NotUnderstood(absl::StrCat("I find no country in ", Shown(typed), ". Type the country first: US 02115, or Germany, Berlin."));
}

}  // namespace

std::string ChoiceLabel(const Question& question, size_t at) {
  return LabelsOf(question) == ChoiceLabels::kPlaces ? std::to_string(at + 1) : std::string(KeyOf(question.answers[at]));
}

ChoiceLabels LabelsOf(const Question& question) {
  const auto is_number = [](const PossibleAnswer& answer) { return std::all_of(KeyOf(answer).begin(), KeyOf(answer).end(), [](char c) { return c >= '0' && c <= '9'; }); };
  const auto is_named = [](const PossibleAnswer& answer) { return answer.words.ends_with(absl::StrCat(" ", ToAbsl(KeyOf(answer)))); };
  if (std::all_of(question.answers.begin(), question.answers.end(), is_number)) return ChoiceLabels::kScale;
  return std::all_of(question.answers.begin(), question.answers.end(), is_named) ? ChoiceLabels::kNames : ChoiceLabels::kPlaces;
}

absl::StatusOr<std::string> ReadDate(std::string_view typed, base::Day decided_on) {
  const std::string text = Lowered(Trimmed(typed));
  if (text == "today" || text == "now") return decided_on.ToString();
  if (text == "yesterday") return (decided_on - 1).ToString();
  if (text.ends_with(" ago")) {
    const std::optional<TypedNumber> number = ReadTypedNumber(text.substr(0, text.size() - 4));
    const bool a = text.starts_with("a ") || text.starts_with("one ");
    const double count = number ? number->value : a ? 1 : -1;
    const std::string unit = number ? number->rest : text.substr(text.find(' ') + 1, text.size() - 5 - text.find(' '));
    if (count >= 0 && count < 1000) {
      const int n = static_cast<int>(count);
      if (unit.starts_with("day")) return (decided_on - n).ToString();
      if (unit.starts_with("week")) return (decided_on - 7 * n).ToString();
      // Who says months means about then: the month, or the year.
      if (unit.starts_with("month")) return base::AddMonths(decided_on, -n).ToString().substr(0, 7);
      if (unit.starts_with("year")) return std::to_string(decided_on.year() - n);
    }
  }
  const auto date = base::PartialDate::Parse(text);
  if (date.ok()) return date->ToString();
  return NotUnderstood(absl::StrCat(Shown(typed), " is no date (", std::string(date.status().message()), "). Type 2025, 2025-06 or 2025-06-14, or: 3 weeks ago."));
}

absl::StatusOr<Reply> ReadReply(const Question& question, std::string_view typed, base::Day decided_on, const Lexicon& lexicon) {
  typed = Trimmed(typed);
  if (typed.empty()) return NotUnderstood("Nothing was typed. Type help to see what you can type.");
  if (typed.size() > 500) return NotUnderstood("That is too long. Please make it short.");
  switch (question.kind) {
    case AnswerKind::kChoice: return ReadChoice(question, typed, lexicon);
    case AnswerKind::kChecks: return ReadChecks(question, typed);
    case AnswerKind::kNumber: return ReadNumber(question, typed, lexicon);
    case AnswerKind::kAge: return ReadAge(question, typed, decided_on);
    case AnswerKind::kPlace: return ReadPlace(typed, lexicon);
    case AnswerKind::kDate: {
      const auto date = ReadDate(typed, decided_on);
      if (!date.ok()) return date.status();
      const auto read = base::PartialDate::Parse(*date);
      if (read->first() > decided_on) return NotUnderstood(absl::StrCat(*date, " has not come yet. Please look again."));
      return Reply{Filled(question, JsonText(*date)), *date};
    }
    default: return ReadItem(question, typed, decided_on, lexicon);
  }
}

namespace {

// Somewhere between the least and the most, with two digits.
double ExampleNumber(const Question& question) {
  const double middle = question.low > 0 ? std::sqrt(question.low * question.high) : (question.low + question.high) / 4;
  if (middle <= 0) return question.low;
  const double digits = std::pow(10, std::floor(std::log10(middle)) - 1);
  return std::round(middle / digits) * digits;
}

}  // namespace

std::string ExampleReply(const Question& question) {
  switch (question.kind) {
    case AnswerKind::kChoice: return question.free.empty() ? "1" : question.free == "mutation" ? "1, or a change such as F1174C" : "1, or a name";
    case AnswerKind::kChecks: return "none, or 1, or 1, 3; 3? when you are not sure of that";
    case AnswerKind::kNumber: return absl::StrCat(base::FormatNumber(ExampleNumber(question)), " ", question.unit);
    case AnswerKind::kAge: return "62, or 1963-05";
    case AnswerKind::kDate: return "2025, 2025-06, 2025-06-14, or 3 weeks ago";
    case AnswerKind::kPlace: return "US 02115, or Germany, Berlin";
    case AnswerKind::kGenes: return "EGFR negative; KRAS G12C; MET amplification; ROS1 not tested";
    case AnswerKind::kTreatments: return "alectinib, 2022-06 to 2025-12-20, cancer grew";
    case AnswerKind::kSites: return "bone, liver";
    case AnswerKind::kIllnesses: return "high blood pressure, kept in check";
    case AnswerKind::kMedicines: return "amlodipine, omeprazole";
    case AnswerKind::kNames: return "penicillin";
    case AnswerKind::kLabs: return question.items.empty() ? "creatinine 0.9" : absl::StrCat(question.items.front(), question.items.front() == "anc" ? " 4.2" : " and its value");
  }
  return "";
}

}  // namespace trialmatch::matcher
