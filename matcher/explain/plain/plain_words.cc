#include "matcher/explain/plain/plain_words.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "matcher/explain/plain/phrases.h"
#include "matcher/explain/words.h"
#include "rules/lexicon/table_reader.h"

namespace trialmatch::matcher {
namespace {

std::string WhoInWords(std::string_view who) {
  if (who == "you") return "you";
  if (who == "report") return "your medical report";
  if (who == "oncologist") return "your oncologist";
  return "the study site";
}

bool IsAtOrBelow(std::string_view path, std::string_view above) {
  return path.starts_with(above) && (path.size() == above.size() || path[above.size()] == '.' || path[above.size()] == '[' || path[above.size()] == '/');
}

}  // namespace

std::string MissingInWords(const MissingFact& missing) {
  const std::string where = missing.where.empty() ? missing.who : missing.where;
  const std::string aside = missing.where.empty() ? "." : absl::StrCat(" (", missing.where, ").");
  const std::string what = Sentence(missing.what);
  if (missing.who == "you") return absl::StrCat(what, " You can tell this yourself", aside);
  if (missing.who == "your medical report") return absl::StrCat(what, " Look in ", where, ".");
  return absl::StrCat(what, " Ask ", missing.who, aside);
}

bool MayBeTold(const rules::Entry& row) { return !absl::StrContains(row.source, "unverified"); }

PlainWords::PlainWords(const rules::Lexicon& lexicon) : labels_(lexicon), reasons_(labels_) {}

std::vector<GlossaryLine> PlainWords::Explain(std::span<const std::string> terms) const {
  const absl::flat_hash_set<std::string_view> wanted(terms.begin(), terms.end());
  std::vector<GlossaryLine> out;
  for (const rules::Entry& row : lexicon().rows("glossary")) {
    if (!MayBeTold(row)) continue;
    const std::vector<std::string_view> keys = rules::SplitList(row.Get("terms"));
    if (std::any_of(keys.begin(), keys.end(), [&](std::string_view key) { return wanted.contains(key); })) {
      out.push_back({std::string(row.Get("term")), std::string(row.Get("text")), row.source});
    }
  }
  return out;
}

std::vector<GlossaryLine> PlainWords::ExplainWordsIn(std::string_view text) const {
  const std::string small = absl::AsciiStrToLower(base::ToAbsl(text));
  const auto is_letter = [&](size_t at) { return at < small.size() && absl::ascii_isalnum(static_cast<unsigned char>(small[at])); };
  std::vector<GlossaryLine> out;
  for (const rules::Entry& row : lexicon().rows("glossary")) {
    if (!MayBeTold(row)) continue;
    const std::string_view term = row.Get("term");
    const std::string word = absl::AsciiStrToLower(base::ToAbsl(term.substr(0, term.find(" ("))));
    for (size_t at = small.find(word); at != std::string::npos; at = small.find(word, at + 1)) {
      if ((at > 0 && is_letter(at - 1)) || is_letter(at + word.size())) continue;
      out.push_back({std::string(term), std::string(row.Get("text")), row.source});
      break;
    }
  }
  return out;
}

// "treatments.alk_tki_gen2.end" is "when a second-generation ALK inhibitor ended".
std::string PlainWords::TreatmentIsMissing(std::string_view drug, std::string_view field) const {
  const std::string name = labels_.Drugs({std::string(drug)}, "or");
  if (field.empty()) return absl::StrCat("whether you have had ", name);
  if (field == "end" || field == "last_dose") return absl::StrCat("when ", name, " ended");
  if (field == "start") return absl::StrCat("when ", name, " began");
  if (field == "outcome" || field == "progressed_on") return absl::StrCat("how ", name, " ended, or how it goes now");
  if (field == "intent" || field == "line") return absl::StrCat("what ", name, " was for (before or after surgery, or for cancer that has spread)");
  if (field == "ongoing") return absl::StrCat("whether ", name, " is still taken");
  if (field == "cycles") return absl::StrCat("how many cycles of ", name, " were given");
  return absl::StrCat("more about ", name);
}

// What words.cc cannot name without the labels: "labs.hba1c".
std::string PlainWords::WhatIsMissing(std::string_view path) const {
  std::string what = NeedInWords(path);
  const size_t dot = path.find('.');
  if (dot == std::string_view::npos) return what;
  const std::string_view section = path.substr(0, dot), rest = path.substr(dot + 1);
  const size_t end = rest.find('.');
  const std::string_view id = rest.substr(0, end), field = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  const bool treatment = lexicon().Find(rules::TermKind::kDrugClass, id) != nullptr || lexicon().Find(rules::TermKind::kDrug, id) != nullptr;
  if (section == "treatments" && treatment) return TreatmentIsMissing(id, field);
  if (!field.empty()) return what;
  if (section == "labs" && what.starts_with("the value of ") && labels_.Has("lab", id)) return "the value of " + labels_.Of("lab", id);
  if (section == "conditions" && labels_.Has("condition", id)) return "whether there is or was: " + labels_.Of("condition", id);
  if (section == "facts" && what.starts_with("whether this is so: ") && labels_.Has("fact", id)) return "whether this is so: " + labels_.Of("fact", id);
  return what;
}

MissingFact PlainWords::Missing(std::string_view path) const {
  MissingFact out{.path = std::string(path), .what = WhatIsMissing(path), .who = WhoInWords(""), .where = {}};
  size_t longest = 0;
  for (const rules::Entry& row : lexicon().rows("who")) {
    if (row.id.size() <= longest || !IsAtOrBelow(path, row.id)) continue;
    longest = row.id.size();
    out.who = WhoInWords(row.Get("who"));
    out.where = row.Get("where");
  }
  return out;
}

}  // namespace trialmatch::matcher
