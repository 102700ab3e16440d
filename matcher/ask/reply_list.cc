// The items of lists: genes, sites, illnesses, medicines, allergies, lab values. Treatments: reply_treatment.cc.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/quantity.h"
#include "base/status.h"
#include "matcher/ask/reply.h"
#include "matcher/ask/reply_treatment.h"
#include "matcher/ask/typed.h"
#include "matcher/explain/words.h"
#include "matcher/patient/profile_names.h"

namespace trialmatch::matcher {
namespace {

using rules::Entry;
using rules::Lexicon;
using rules::TermKind;

std::string Shown(std::string_view typed) { return absl::StrCat("\"", OneLine(typed, 60), "\""); }

struct Parts {
  std::vector<std::string> json, said;
  Reply Take(std::string_view section) const {
    const std::string list = absl::StrCat("\"", base::ToAbsl(section), "\":[", absl::StrJoin(json, ","), "]");
    return {section == "metastases" ? absl::StrCat("{\"cancer\":{", list, "}}") : absl::StrCat("{", list, "}"), absl::StrJoin(said, "; ")};
  }
};

// "!name": keep a name that no table has.
bool TakeKeep(std::string& name) {
  if (!name.starts_with("!")) return false;
  name = std::string(Trimmed(std::string_view(name).substr(1)));
  return true;
}

constexpr char kKeepHint[] = " Type it again, or with ! before it I keep the name as it is.";

// "ALK positive", "KRAS G12C", "PD-L1 60 %", "EGFR not tested".
absl::StatusOr<Reply> ReadGenes(std::string_view typed, const Lexicon& lexicon) {
  static constexpr std::pair<const char*, const char*> kResults[] = {
      {"not tested", "not_tested"}, {"untested", "not_tested"}, {"not found", "negative"}, {"negative", "negative"}, {"none", "negative"}, {"wild type", "negative"}, {"wildtype", "negative"},
      {"not clear", "indeterminate"}, {"unclear", "indeterminate"}, {"positive", "positive"}, {"found", "positive"}};
  static constexpr std::pair<const char*, const char*> kAlterations[] = {
      {"fusion", "fusion"}, {"rearrangement", "fusion"}, {"rearranged", "fusion"}, {"amplification", "amplification"}, {"amplified", "amplification"},
      {"mutation", "mutation"}, {"mutated", "mutation"}, {"loss", "loss"}, {"deleted", "loss"}, {"overexpression", "overexpression"}};
  std::string whole(typed);
  std::replace(whole.begin(), whole.end(), ';', ',');
  Parts parts;
  for (std::string item : SplitAt(whole, ',')) {
    const bool keep = TakeKeep(item);
    std::string gene, rest;
    // The longest beginning that names a gene.
    std::vector<std::string> words = SplitAt(item, ' ');
    for (size_t n = words.size(); n > 0 && gene.empty(); --n) {
      const std::string name = absl::StrJoin(words.begin(), words.begin() + static_cast<long>(n), " ");
      std::string upper = name;
      for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      for (const std::string& one : {name, upper}) {
        if (gene.empty()) gene = std::string(lexicon.ResolveId(TermKind::kGene, one));
      }
      if (!gene.empty() || (keep && n == 1)) {
        if (gene.empty()) gene = name;
        rest = absl::StrJoin(words.begin() + static_cast<long>(n), words.end(), " ");
      }
    }
    if (gene.empty()) {
      return NotUnderstood(absl::StrCat("I know no gene in ", Shown(item), ".", DidYouMean(lexicon, {TermKind::kGene}, words.empty() ? item : words[0]),
                                        " Type the gene, then the result: EGFR negative; KRAS G12C.", kKeepHint));
    }
    std::string lower = Lowered(rest), result, alteration;
    const auto take = [&](const auto& table, std::string& into) {
      for (const auto& [word, value] : table) {
        const size_t at = lower.find(word);
        if (at == std::string::npos) continue;
        const size_t size = std::string_view(word).size();
        lower.erase(at, size);
        rest.erase(at, size);
        into = value;
        return;
      }
    };
    take(kResults, result);
    take(kAlterations, alteration);
    rest = std::string(Trimmed(rest));
    const std::optional<TypedNumber> number = ReadTypedNumber(rest);
    if (number && number->value >= 0 && result.empty() && (number->rest.empty() || number->rest[0] == '%' || lexicon.units().Find(number->rest) != nullptr || gene == "TMB" || gene == "PDL1")) {
      const std::string unit = gene == "PDL1" && (number->rest.empty() || number->rest == "%") ? "% TPS" : number->rest.empty() && gene == "TMB" ? "mut/Mb" : number->rest;
      parts.json.push_back(absl::StrCat("{\"marker\":", JsonText(gene == "PDL1" ? "PD-L1" : gene), ",\"value\":", JsonNumber(number->value), unit.empty() ? "" : ",\"unit\":",
                                        unit.empty() ? "" : JsonText(unit), "}"));
      parts.said.push_back(absl::StrCat(gene, " ", base::FormatNumber(number->value), " ", unit));
      continue;
    }
    if (result.empty() && alteration.empty() && rest.empty()) return NotUnderstood(absl::StrCat("What came out for ", gene, "? Type positive, negative, not tested, or what was found: ", gene, " positive."));
    if (result.empty()) result = "positive";
    if (alteration.empty()) alteration = !rest.empty() ? "mutation" : "any";
    parts.json.push_back(absl::StrCat("{\"gene\":", JsonText(gene), ",\"alteration\":\"", alteration, "\",\"result\":\"", result, "\"", rest.empty() ? "" : ",\"detail\":",
                                      rest.empty() ? "" : JsonText(rest), "}"));
    std::string said = absl::StrCat(gene, rest.empty() ? "" : " ", rest, alteration == "any" ? "" : " ", alteration == "any" ? "" : alteration, " ", result);
    std::replace(said.begin(), said.end(), '_', ' ');
    parts.said.push_back(std::move(said));
  }
  return parts.Take("biomarkers");
}

absl::StatusOr<Reply> ReadSites(std::string_view typed, const Lexicon& lexicon) {
  Parts parts;
  for (std::string site : SplitAt(typed, ',')) {
    const bool keep = TakeKeep(site);
    if (const size_t article = site.starts_with("the ") ? 4 : 0) site.erase(0, article);
    std::string id(lexicon.ResolveId(TermKind::kSite, site));
    if (id.empty() && site.ends_with("s")) id = std::string(lexicon.ResolveId(TermKind::kSite, site.substr(0, site.size() - 1)));
    if (id.empty() && !keep) return NotUnderstood(absl::StrCat("I do not know the place ", Shown(site), ".", DidYouMean(lexicon, {TermKind::kSite}, site), kKeepHint));
    parts.json.push_back(JsonText(id.empty() ? site : id));
    parts.said.push_back(site);
  }
  return parts.Take("metastases");
}

absl::StatusOr<Reply> ReadMedicines(std::string_view typed, const Lexicon& lexicon) {
  Parts parts;
  for (std::string name : SplitAt(typed, ',')) {
    const bool keep = TakeKeep(name);
    if (ResolveDrug(lexicon, name).empty() && !keep) {
      return NotUnderstood(absl::StrCat("I do not know the medicine ", Shown(name), ".", DidYouMean(lexicon, {TermKind::kDrug, TermKind::kDrugClass}, name),
                                        " If you are not sure which, type its kind: blood thinner, steroid, antibiotic.", kKeepHint));
    }
    parts.json.push_back(JsonText(name));
    parts.said.push_back(name);
  }
  return parts.Take("medications");
}

absl::StatusOr<Reply> ReadNames(std::string_view typed) {
  Parts parts;
  for (const std::string& name : SplitAt(typed, ',')) {
    parts.json.push_back(JsonText(name));
    parts.said.push_back(name);
  }
  return parts.Take("allergies");
}

// "neutrophils 4.2", "ALT 35 U/L, upper limit 40", "platelets: 230".
absl::StatusOr<Reply> ReadLabs(const Question& question, std::string_view typed, base::Day decided_on, const Lexicon& lexicon) {
  Parts parts;
  std::vector<std::string> limits;
  std::vector<std::string> pieces;
  for (const std::string& piece : SplitAt(typed, ',')) {
    const auto digit = [](unsigned char c) { return std::isdigit(c) != 0; };
    const bool thousands = piece.size() >= 3 && std::all_of(piece.begin(), piece.begin() + 3, digit) && (piece.size() == 3 || !digit(static_cast<unsigned char>(piece[3])));
    if (thousands && !pieces.empty() && std::isdigit(static_cast<unsigned char>(pieces.back().back())) != 0) {
      pieces.back() += "," + piece;   // "platelets 230,000"
    } else {
      pieces.push_back(piece);
    }
  }
  struct One {
    std::string name, id, unit, date;
    double value = 0;
    std::optional<double> upper, lower;
  };
  std::vector<One> values;
  for (const std::string& piece : pieces) {
    const std::string lower = Lowered(piece);
    const auto limit = [&](const char* word) { return lower.find(word) != std::string::npos; };
    const size_t digit = piece.find_first_of("0123456789");
    const bool is_limit = limit("limit") || limit("normal");
    if (is_limit && !values.empty() && !limit("creatinine")) {
      const auto number = digit == std::string::npos ? std::nullopt : ReadTypedNumber(std::string_view(piece).substr(digit));
      if (!number) return NotUnderstood(absl::StrCat("No number in ", Shown(piece), ". Type it as: upper limit 40."));
      (limit("lower") || limit("low") ? values.back().lower : values.back().upper) = number->value;
      continue;
    }
    if (!values.empty()) {
      if (const auto date = ReadDate(piece, decided_on); date.ok() && (piece.find('-') != std::string::npos || lower.ends_with("ago") || lower == "today")) {
        values.back().date = *date;
        continue;
      }
    }
    // The longest beginning that names a lab: "FEV1 2.4", "hemoglobin: 12".
    One one;
    std::vector<std::string> words = SplitAt(piece, ' ');
    for (std::string& word : words) {
      while (!word.empty() && (word.back() == ':' || word.back() == '=')) word.pop_back();
    }
    std::erase(words, std::string());
    std::string rest;
    for (size_t n = words.size(); n > 0 && one.id.empty(); --n) {
      const std::string name = absl::StrJoin(words.begin(), words.begin() + static_cast<long>(n), " ");
      std::string upper = name;
      for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      for (const std::string& form : {name, upper, Lowered(name)}) {
        if (one.id.empty()) one.id = std::string(lexicon.ResolveId(TermKind::kLab, form));
      }
      if (!one.id.empty()) rest = absl::StrJoin(words.begin() + static_cast<long>(n), words.end(), " ");
    }
    if (one.id.empty()) {
      return NotUnderstood(absl::StrCat("I know no lab value in ", Shown(piece), ".", DidYouMean(lexicon, {TermKind::kLab}, words.empty() ? piece : words[0]), " Type its name, then the number: ",
                                        ExampleReply(question), "."));
    }
    const std::optional<TypedNumber> number = ReadTypedNumber(rest);
    if (!number) return NotUnderstood(absl::StrCat("Which number has ", one.id, "? Type the name, then the number: ", one.id, " 12."));
    const Entry& lab = *lexicon.Find(TermKind::kLab, one.id);
    const std::string own(lab.Get("unit"));
    one.value = number->value;
    one.unit = number->rest.empty() ? own : number->rest;
    const base::Unit* from = lexicon.units().Find(one.unit);
    const base::Unit* to = lexicon.units().Find(own);
    if (from == nullptr && to != nullptr) return NotUnderstood(absl::StrCat("I do not know the unit ", Shown(one.unit), " of ", one.id, ". Mine is ", own, "."));
    const std::optional<double> converted = from != nullptr && to != nullptr ? lexicon.units().Convert(one.value, *from, *to, lab.GetNumber("molar_mass")) : std::optional(one.value);
    if (!converted) return NotUnderstood(absl::StrCat("I cannot turn ", one.unit, " of ", one.id, " into ", own, ". Please look at the unit again."));
    const double low = lab.GetNumber("plausible_low").value_or(0), high = lab.GetNumber("plausible_high").value_or(1e12);
    if (*converted < low || *converted > high) {
      return NotUnderstood(absl::StrCat(one.id, " of ", base::FormatNumber(one.value), " ", one.unit, " cannot be: I expect ", base::FormatNumber(low), " to ", base::FormatNumber(high), " ", own,
                                        ". Type the unit of the report behind the number."));
    }
    values.push_back(std::move(one));
  }
  for (const One& one : values) {
    std::string json = absl::StrCat("{\"name\":", JsonText(one.id), ",\"value\":", JsonNumber(one.value), ",\"unit\":", JsonText(one.unit));
    if (one.upper) absl::StrAppend(&json, ",\"upper_limit\":", JsonNumber(*one.upper));
    if (one.lower) absl::StrAppend(&json, ",\"lower_limit\":", JsonNumber(*one.lower));
    if (!one.date.empty()) absl::StrAppend(&json, ",\"date\":", JsonText(one.date));
    parts.json.push_back(json + "}");
    parts.said.push_back(absl::StrCat(one.id, " ", base::FormatNumber(one.value), " ", one.unit, one.upper ? absl::StrCat(", upper limit ", base::FormatNumber(*one.upper)) : "",
                                      one.lower ? absl::StrCat(", lower limit ", base::FormatNumber(*one.lower)) : "", one.date.empty() ? "" : ", " + one.date));
  }
  return parts.Take("labs");
}

// "hepatitis B, kept in check, 2019", or the number of one that is shown.
absl::StatusOr<Reply> ReadIllness(const Question& question, std::string_view typed, base::Day decided_on, const Lexicon& lexicon) {
  std::vector<std::string> pieces = SplitAt(typed, ',');
  if (pieces.empty()) return NotUnderstood("Nothing was typed.");
  std::string name = pieces[0];
  const bool keep = TakeKeep(name);
  if (const auto number = ReadTypedNumber(name); number && number->rest.empty()) {
    const auto n = static_cast<size_t>(number->value);
    if (n < 1 || n > question.items.size()) return NotUnderstood(absl::StrCat("There is no ", Shown(name), " in the list. Type a number from 1 to ", question.items.size(), ", or a name."));
    name = question.items[n - 1];
    std::replace(name.begin(), name.end(), '_', ' ');
  }
  const bool known = lexicon.Resolve(TermKind::kCondition, name).has_value() || lexicon.Resolve(TermKind::kDisease, name).has_value();
  if (!known && !keep) return NotUnderstood(absl::StrCat("I do not know the illness ", Shown(name), ".", DidYouMean(lexicon, {TermKind::kCondition}, name), kKeepHint));
  std::string json = absl::StrCat("{\"name\":", JsonText(name)), said = name;
  static constexpr std::pair<const char*, const char*> kStates[] = {
      {"active", "active"}, {"troubles me", "active"}, {"now", "active"}, {"controlled", "controlled"}, {"kept in check", "controlled"}, {"in check", "controlled"}, {"treated", "controlled"},
      {"past", "past"}, {"over", "past"}, {"gone", "past"}, {"healed", "past"}, {"in the past", "past"}};
  for (size_t i = 1; i < pieces.size(); ++i) {
    const std::string lower = Lowered(pieces[i]);
    const auto state = std::find_if(std::begin(kStates), std::end(kStates), [&](const auto& one) { return lower == one.first; });
    if (state != std::end(kStates)) {
      absl::StrAppend(&json, ",\"status\":\"", state->second, "\"");
      absl::StrAppend(&said, ", ", state->second);
    } else if (lower.starts_with("grade")) {
      const auto grade = ReadTypedNumber(std::string_view(lower).substr(5));
      if (!grade || grade->value < 1 || grade->value > 5) return NotUnderstood("A grade goes from 1 to 5: grade 2.");
      absl::StrAppend(&json, ",\"grade\":", static_cast<int>(grade->value));
      absl::StrAppend(&said, ", ", lower);
    } else if (lower == "steroids" || lower == "no steroids") {
      absl::StrAppend(&json, ",\"needed_steroids\":", lower == "steroids" ? "true" : "false");
      absl::StrAppend(&said, lower == "steroids" ? ", needed steroids" : ", needed no steroids");
    } else if (lower == "no virus in the blood" || lower == "undetectable") {
      json += ",\"viral_load_undetectable\":true";
      said += ", no virus in the blood";
    } else if (const auto date = ReadDate(pieces[i], decided_on); date.ok()) {
      absl::StrAppend(&json, ",\"date\":", JsonText(*date));
      absl::StrAppend(&said, ", ", *date);
    } else {
      return NotUnderstood(absl::StrCat("I do not understand ", Shown(pieces[i]), ". Behind the illness I expect: active, kept in check or past; a date; grade 2; steroids; no virus in the blood."));
    }
  }
  return Reply{absl::StrCat("{\"conditions\":[", json, "}]}"), said};
}

std::string SectionOf(const Question& question) {
  switch (question.kind) {
    case AnswerKind::kGenes: return "biomarkers";
    case AnswerKind::kTreatments: return "treatments";
    case AnswerKind::kSites: return "metastases";
    case AnswerKind::kIllnesses: return "conditions";
    case AnswerKind::kMedicines: return "medications";
    case AnswerKind::kNames: return "allergies";
    default: return "";
  }
}

}  // namespace

absl::StatusOr<Reply> ReadItem(const Question& question, std::string_view typed, base::Day decided_on, const Lexicon& lexicon) {
  typed = Trimmed(typed);
  if (typed.empty()) return NotUnderstood("Nothing was typed. Type help to see what you can type.");
  if (typed.size() > 500) return NotUnderstood("That is too long. Please make it short.");
  switch (question.kind) {
    case AnswerKind::kGenes: return ReadGenes(typed, lexicon);
    case AnswerKind::kTreatments: return ReadTreatment(typed, decided_on, lexicon);
    case AnswerKind::kSites: return ReadSites(typed, lexicon);
    case AnswerKind::kIllnesses: return ReadIllness(question, typed, decided_on, lexicon);
    case AnswerKind::kMedicines: return ReadMedicines(typed, lexicon);
    case AnswerKind::kNames: return ReadNames(typed);
    case AnswerKind::kLabs: return ReadLabs(question, typed, decided_on, lexicon);
    default: return NotUnderstood("This question takes one answer.");
  }
}

std::string CompleteFragment(const Question& question) {
  const std::string section = SectionOf(question);
  return section.empty() ? "" : absl::StrCat("{\"complete\":[\"", section, "\"]}");
}

std::string NoneFragment(const Question& question) {
  const std::string section = SectionOf(question);
  if (section.empty()) return "";
  const std::string list = section == "metastases" ? "\"cancer\":{\"metastases\":[]}" : absl::StrCat("\"", section, "\":[]");
  return absl::StrCat("{", list, ",\"complete\":[\"", section, "\"]}");
}

}  // namespace trialmatch::matcher
