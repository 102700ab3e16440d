#include "rules/lexicon/lexicon.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/status.h"
#include "rules/lexicon/builder.h"
#include "rules/lexicon/embedded_tables.h"
#include "rules/text/scan.h"

namespace trialmatch::rules {

std::string_view Entry::Get(std::string_view column) const {
  for (const auto& [name, text] : columns) {
    if (name == column) return text;
  }
  return {};
}

std::optional<double> Entry::GetNumber(std::string_view column) const {
  const std::string_view text = Get(column);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() ||
      !std::isfinite(value))
    return std::nullopt;
  return value;
}

absl::StatusOr<Lexicon> Lexicon::Load(const std::vector<TableText>& tables) {
  return LexiconBuilder().Build(tables);
}

const Lexicon& Lexicon::BuiltIn() {
  static const Lexicon* const lexicon = [] {
    std::vector<TableText> tables;
    for (const auto& [name, text] : EmbeddedTables()) tables.push_back({std::string(name), text});
    return new Lexicon(Load(tables).value());
  }();
  return *lexicon;
}

const Entry* Lexicon::Find(TermKind kind, std::string_view id) const {
  const std::optional<Term> term = FindTerm(kind, id);
  return term ? &entry(*term) : nullptr;
}

std::optional<Term> Lexicon::FindTerm(TermKind kind, std::string_view id) const {
  const auto& rows = by_id_[static_cast<int>(kind)];
  const auto found = rows.find(base::ToAbsl(id));
  if (found == rows.end()) return std::nullopt;
  return Term{kind, found->second};
}

std::optional<Term> Lexicon::Resolve(TermKind kind, std::string_view name) const {
  if (const std::optional<Term> by_id = FindTerm(kind, name)) return by_id;
  if (name.size() > 1000) return std::nullopt;  // no wording is that long
  std::vector<Token> tokens;
  ScanTokens(name, {0, static_cast<uint32_t>(name.size())}, vocabulary_, spelling_, &tokens);
  std::vector<uint32_t> words = WordingWords(tokens);
  uint32_t node = wordings_.Find(words);
  if (node == 0 && kind == TermKind::kDrug) {
    while (words.size() > 1 && salt_words_.contains(words.back())) {
      words.pop_back();
      tokens.pop_back();
    }
    node = wordings_.Find(words);
  }
  if (node == 0) return std::nullopt;
  const auto of_kind = [&](const Term& term) { return term.kind == kind; };
  const base::Span written = {tokens.front().span.begin, tokens.back().span.end};
  const std::span<const Term> as_written = wordings_.Terms(node, base::Slice(name, written));
  if (const auto found = std::find_if(as_written.begin(), as_written.end(), of_kind);
      found != as_written.end())
    return *found;
  const std::vector<Term> any_case = wordings_.TermsInAnyCase(node);
  if (const auto found = std::find_if(any_case.begin(), any_case.end(), of_kind);
      found != any_case.end())
    return *found;
  return std::nullopt;
}

std::string_view Lexicon::ResolveId(TermKind kind, std::string_view name) const {
  const std::optional<Term> term = Resolve(kind, name);
  return term ? std::string_view(entry(*term).id) : std::string_view();
}

bool Lexicon::IsA(TermKind kind, std::string_view id, std::string_view ancestor) const {
  if (id == ancestor) return Find(kind, id) != nullptr;
  const auto& above = ancestors_[static_cast<int>(kind)];
  const auto found = above.find(base::ToAbsl(id));
  return found != above.end() &&
         std::find(found->second.begin(), found->second.end(), ancestor) != found->second.end();
}

bool Lexicon::DrugIsA(std::string_view drug_or_class_id,
                      std::string_view drug_or_class_ancestor) const {
  return IsA(TermKind::kDrug, drug_or_class_id, drug_or_class_ancestor) ||
         IsA(TermKind::kDrugClass, drug_or_class_id, drug_or_class_ancestor);
}

std::vector<std::string> Lexicon::Ancestors(TermKind kind, std::string_view id) const {
  if (Find(kind, id) == nullptr) return {};
  std::vector<std::string> all = {std::string(id)};
  const auto& above = ancestors_[static_cast<int>(kind)];
  if (const auto found = above.find(base::ToAbsl(id)); found != above.end())
    all.insert(all.end(), found->second.begin(), found->second.end());
  return all;
}

const std::vector<Entry>& Lexicon::rows(std::string_view table_name) const {
  static const std::vector<Entry>* const none = new std::vector<Entry>();
  if (const std::optional<TermKind> kind = KindFromName(table_name)) return table(*kind);
  const auto found = other_.find(base::ToAbsl(table_name));
  return found == other_.end() ? *none : found->second;
}

}  // namespace trialmatch::rules
