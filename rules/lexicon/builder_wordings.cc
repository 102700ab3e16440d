#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "rules/lexicon/builder.h"
#include "rules/text/scan.h"

namespace trialmatch::rules {
namespace {

std::string_view WithoutEquals(std::string_view name) {
  return name.starts_with('=') ? name.substr(1) : name;
}

}  // namespace

void LexiconBuilder::NumberWords(TermKind kind) {
  for (const Entry& entry : lexicon_.tables_[static_cast<int>(kind)]) {
    for (const std::string& name : entry.names) {
      tokens_.clear();
      ScanWording(WithoutEquals(name), &lexicon_.vocabulary_, lexicon_.spelling_, &tokens_);
    }
  }
}

absl::Status LexiconBuilder::AddWordings(const TableSpec& spec) {
  std::vector<Entry>& entries = lexicon_.tables_[static_cast<int>(spec.kind)];
  for (size_t row = 0; row < entries.size(); ++row) {
    Entry& entry = entries[row];
    const Term term = {spec.kind, static_cast<uint16_t>(row)};
    if (spec.kind == TermKind::kUnit) raw_unit_names_.push_back(entry.names);
    std::string implicit = spec.id_is_name ? entry.id : "";
    std::replace(implicit.begin(), implicit.end(), '_', ' ');
    for (std::string& name : entry.names) {
      TM_RETURN_IF_ERROR(AddName(term, name));
      if (name.starts_with('=') &&
          lexicon_.Normalize(name.substr(1)) == lexicon_.Normalize(implicit))
        implicit.clear();
      name = WithoutEquals(name);
    }
    if (!implicit.empty()) TM_RETURN_IF_ERROR(AddName(term, implicit));
  }
  return absl::OkStatus();
}

absl::Status LexiconBuilder::AddName(Term term, std::string_view written) {
  const std::string_view name = WithoutEquals(written);
  const std::string_view exact = written.starts_with('=') ? name : std::string_view();
  const auto error = [&](std::string_view message) {
    return ErrorAt(term,
                   absl::StrCat("name \"", base::ToAbsl(written), "\" ", base::ToAbsl(message)));
  };
  if (name.empty()) return ErrorAt(term, "a name is empty");
  tokens_.clear();
  ScanWording(name, &lexicon_.vocabulary_, lexicon_.spelling_, &tokens_);
  const std::vector<uint32_t> words = WordingWords(tokens_);
  if (words.empty()) return error("has no word");
  if (std::find(words.begin(), words.end(), 0u) != words.end())
    return error("holds a sign or a word that no text can match");

  const uint32_t node = wordings_.NodeOf(words);
  const auto [seen, is_new] =
      seen_[static_cast<int>(term.kind)].try_emplace({node, std::string(exact)}, term.row);
  if (!is_new && seen->second != term.row) {
    const Entry& other = At({term.kind, seen->second});
    return error(absl::StrCat("is already a name of \"", other.id, "\" (line ", other.line, ")"));
  }
  if (is_new) wordings_.AddEnding(node, exact, term);
  return absl::OkStatus();
}

absl::Status LexiconBuilder::AddSalts() {
  for (const Entry& entry : lexicon_.rows("salt")) {
    std::vector<std::string> names = entry.names;
    names.push_back(entry.id);
    for (const std::string& name : names) {
      tokens_.clear();
      ScanWording(name, &lexicon_.vocabulary_, lexicon_.spelling_, &tokens_);
      for (const Token& token : tokens_) {
        if (token.word == 0)
          return TableError("salt.tsv", entry.line,
                            absl::StrCat("name \"", name, "\" has no word"));
        lexicon_.salt_words_.insert(token.word);
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace trialmatch::rules
