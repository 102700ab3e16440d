#include "matcher/ask/reply_treatment.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/quantity.h"
#include "matcher/ask/typed.h"
#include "matcher/explain/words.h"
#include "matcher/patient/profile_names.h"
#include "matcher/patient/regimen.h"

namespace trialmatch::matcher {
namespace {

using rules::Lexicon;
using rules::TermKind;

constexpr std::pair<std::string_view, std::string_view> kOutcomes[] = {
    {"cancer grew", "progression"}, {"grew", "progression"}, {"the cancer grew", "progression"}, {"cancer grows", "progression"}, {"growth", "progression"}, {"progression", "progression"},
    {"progressed", "progression"}, {"stopped working", "progression"}, {"side effects", "intolerance"}, {"intolerance", "intolerance"}, {"not tolerated", "intolerance"},
    {"cancer shrank", "response"}, {"shrank", "response"}, {"response", "response"}, {"works", "response"}, {"it works", "response"}, {"stable", "stable"}, {"same", "stable"},
    {"completed", "completed"}, {"as planned", "completed"}, {"finished", "completed"}, {"switched", "switched"}, {"changed", "switched"}};
constexpr std::pair<std::string_view, std::string_view> kIntents[] = {
    {"before surgery", "neoadjuvant"}, {"before an operation", "neoadjuvant"}, {"neoadjuvant", "neoadjuvant"}, {"after surgery", "adjuvant"}, {"after an operation", "adjuvant"},
    {"adjuvant", "adjuvant"}, {"to cure", "definitive"}, {"definitive", "definitive"}, {"metastatic", "metastatic"}, {"for spread cancer", "metastatic"}, {"maintenance", "maintenance"}};

std::string Shown(std::string_view typed) { return absl::StrCat("\"", OneLine(typed, 60), "\""); }

template <size_t n>
std::string_view Look(const std::pair<std::string_view, std::string_view> (&table)[n], std::string_view word) {
  for (const auto& [key, value] : table) {
    if (key == word) return value;
  }
  return {};
}

bool Starts(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.starts_with(word); });
}

// The members that all drugs of the line have in common, and how they read.
struct Line {
  std::vector<std::string> members, said;
  bool ended = false, goes_on = false, progressed = false;
  void Add(std::string_view key, std::string json, std::string words) {
    members.push_back(absl::StrCat("\"", std::string(key), "\":", json));
    if (!words.empty()) said.push_back(std::move(words));
  }
};

absl::Status ReadDates(const std::string& part, base::Day decided_on, Line& line) {
  std::string lower = Lowered(part);
  const auto one = [&](std::string_view text, const char* key) -> absl::Status {
    const auto date = ReadDate(text, decided_on);
    if (!date.ok()) return date.status();
    line.Add(key, JsonText(*date), "");
    line.said.push_back(absl::StrCat(std::string_view(key) == "start" ? "from " : "until ", *date));
    return absl::OkStatus();
  };
  size_t cut = lower.find(" to "), width = 4;
  for (const std::string_view word : {" until ", " - ", " till "}) {
    if (cut == std::string::npos) cut = lower.find(word), width = word.size();
  }
  for (const std::string_view word : {"since ", "from "}) {
    if (!lower.starts_with(word)) continue;
    lower.erase(0, word.size());
    if (cut == std::string::npos) return one(lower, "start");
    cut -= word.size();
  }
  if (cut == std::string::npos) {
    for (const std::string_view word : {"until ", "till ", "ended ", "end ", "on "}) {
      if (lower.starts_with(word)) lower.erase(0, word.size());
    }
    line.ended = true;
    return one(lower, "end");
  }
  if (const absl::Status status = one(lower.substr(0, cut), "start"); !status.ok()) return status;
  const std::string end = lower.substr(cut + width);
  if (end == "now" || end == "today") {
    line.goes_on = true;
    line.Add("ongoing", "true", "still given");
    return absl::OkStatus();
  }
  line.ended = true;
  return one(end, "end");
}

}  // namespace

absl::StatusOr<Reply> ReadTreatment(std::string_view typed, base::Day decided_on, const Lexicon& lexicon) {
  std::vector<std::string> parts = SplitAt(typed, ',');
  if (parts.empty()) return NotUnderstood("Nothing was typed.");
  std::string head = parts[0];
  const bool keep = head.starts_with("!");
  if (keep) head = std::string(Trimmed(std::string_view(head).substr(1)));
  std::string lower = Lowered(head);
  Line line;
  std::string kind = "drug";
  std::vector<std::string> names;
  if (Starts(lower, {"radiation", "radiotherapy", "radio", "irradiation"})) {
    kind = "radiation";
    for (const std::string_view word : {" to the ", " of the ", " to ", " of "}) {
      const size_t at = lower.find(word);
      if (at == std::string::npos) continue;
      const std::string site = lower.substr(at + word.size());
      const std::string_view id = lexicon.ResolveId(TermKind::kSite, site);
      if (id.empty() && !keep) return NotUnderstood(absl::StrCat("I do not know the place ", Shown(site), ".", DidYouMean(lexicon, {TermKind::kSite}, site)));
      line.Add("site", JsonText(id.empty() ? std::string_view(site) : id), "to the " + site);
      break;
    }
  } else if (Starts(lower, {"surgery", "operation", "an operation", "lobectomy", "pneumonectomy", "segmentectomy", "wedge", "resection"})) {
    kind = "surgery";
    if (!Starts(lower, {"surgery", "operation", "an operation"})) names.push_back(lower);
    if (const size_t of = lower.find(" of "); of != std::string::npos) names.push_back(lower.substr(of + 4));
  } else if (Starts(lower, {"transplant", "stem cell transplant", "bone marrow transplant", "organ transplant"})) {
    kind = "transplant";
    names.push_back(lower);
  } else if (Starts(lower, {"car-t", "car t", "cell therapy", "til therapy"})) {
    kind = "cell_therapy";
    names.push_back(lower);
  } else if (Starts(lower, {"not sure", "do not know which", "don't know which"})) {
    return NotUnderstood("Then type its kind: ALK inhibitor, EGFR inhibitor, chemotherapy, immunotherapy, or targeted therapy. With what you know of it behind a comma.");
  } else {
    std::string list = head;
    for (const std::string_view word : {" and ", "/", " plus ", " with "}) {
      for (size_t at = list.find(word); at != std::string::npos; at = list.find(word)) list.replace(at, word.size(), "+");
    }
    for (const std::string& name : SplitAt(list, '+')) {
      if (ResolveDrug(lexicon, name).empty() && DrugsOfRegimen(lexicon, name).empty() && !keep) {
        return NotUnderstood(absl::StrCat("I do not know the drug ", Shown(name), ".", DidYouMean(lexicon, {TermKind::kDrug, TermKind::kDrugClass}, name),
                                          " If you are not sure which it was, type its kind: ALK inhibitor, chemotherapy, immunotherapy. With ! before it I keep the name as it is."));
      }
      names.push_back(name);
    }
    if (names.empty()) return NotUnderstood("No name stands there.");
  }
  for (size_t i = 1; i < parts.size(); ++i) {
    const std::string word = Lowered(parts[i]);
    const std::optional<TypedNumber> number = ReadTypedNumber(word);
    const std::string unit = number ? number->rest : "";
    if (const std::string_view outcome = Look(kOutcomes, word); !outcome.empty()) {
      line.Add("outcome", JsonText(outcome), word);
      line.progressed = outcome == "progression";
    } else if (const std::string_view intent = Look(kIntents, word); !intent.empty()) {
      line.Add("intent", JsonText(intent), word);
    } else if (word == "now" || word == "ongoing" || word == "still" || word == "still taken" || word == "still taking") {
      line.goes_on = true;
      line.Add("ongoing", "true", "still given");
    } else if (word == "stopped") {
      line.Add("ongoing", "false", "stopped");
    } else if (word == "in a trial") {
      line.Add("in_trial", "true", word);
    } else if (word.starts_with("line ")) {
      const auto n = ReadTypedNumber(word.substr(5));
      if (!n || n->value < 1 || n->value > 30) return NotUnderstood("A line of therapy goes from 1 to 30: line 2.");
      line.Add("line", JsonNumber(n->value), word);
    } else if (number && unit.starts_with("cycle")) {
      line.Add("cycles", JsonNumber(number->value), word);
    } else if (number && (unit == "gy" || unit == "gray")) {
      if (number->value > 200) return NotUnderstood("A dose in gray goes from 0 to 200: 60 Gy.");
      line.Add("dose_gy", JsonNumber(number->value), word);
    } else if (kind == "surgery" && (word == "big" || word == "major" || word == "small" || word == "minor")) {
      line.Add("major", word == "big" || word == "major" ? "true" : "false", word);
    } else if (number || Starts(word, {"since ", "from ", "until ", "till ", "ended ", "on ", "a week", "a month", "a year", "today", "yesterday"})) {
      if (const absl::Status status = ReadDates(word, decided_on, line); !status.ok()) return status;
    } else if (kind == "radiation" && (word == "srs" || word == "wbrt" || word == "sbrt" || word == "external beam" || word == "whole brain")) {
      line.Add("technique", JsonText(word == "whole brain" ? "WBRT" : parts[i]), word);
    } else if (kind != "drug" && lexicon.Resolve(TermKind::kSite, word)) {
      line.Add("site", JsonText(lexicon.ResolveId(TermKind::kSite, word)), word);
    } else if (kind == "surgery" && names.empty()) {
      names.push_back(word);
    } else {
      return NotUnderstood(absl::StrCat("I do not understand ", Shown(parts[i]), ". Behind the name I expect: dates (2022-06 to 2025-12-20, since 2023, until 2025-12); how it ended (cancer grew, "
                                        "side effects, as planned); still taking; line 2; 4 cycles; after surgery."));
    }
  }
  if (line.ended && line.goes_on) return NotUnderstood("It cannot have ended and still go on. Please type the line again.");
  std::vector<std::string> items;
  if (names.empty()) names.emplace_back();
  for (const std::string& name : names) {
    std::vector<std::string> members = {absl::StrCat("\"kind\":\"", kind, "\"")};
    if (!name.empty()) members.push_back(absl::StrCat("\"name\":", JsonText(name)));
    members.insert(members.end(), line.members.begin(), line.members.end());
    if (kind == "surgery" && std::none_of(members.begin(), members.end(), [](const std::string& m) { return m.starts_with("\"major\""); }) && Starts(name, {"lobectomy", "pneumonectomy"})) {
      members.emplace_back("\"major\":true");
    }
    items.push_back(absl::StrCat("{", absl::StrJoin(members, ","), "}"));
  }
  std::vector<std::string> said = {absl::StrJoin(names, " + ")};
  if (kind != "drug") said[0] = names[0].empty() ? kind : absl::StrCat(kind, ", ", said[0]);
  said.insert(said.end(), line.said.begin(), line.said.end());
  return Reply{absl::StrCat("{\"treatments\":[", absl::StrJoin(items, ","), "]}"), absl::StrJoin(said, ", ")};
}

}  // namespace trialmatch::matcher
