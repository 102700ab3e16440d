#include "matcher/explain/plain/labels.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace trialmatch::matcher {
namespace {

using base::ToAbsl;
using rules::TermKind;

std::string Key(std::string_view kind, std::string_view id) {
  return absl::StrCat(ToAbsl(kind), "/", ToAbsl(id));
}

}  // namespace

std::string JoinWords(std::vector<std::string> words, std::string_view joint) {
  std::vector<std::string> once;
  for (std::string& word : words) {
    if (std::find(once.begin(), once.end(), word) == once.end()) once.push_back(std::move(word));
  }
  std::string out;
  for (size_t i = 0; i < once.size(); ++i) {
    if (i > 0) out += i + 1 == once.size() ? absl::StrCat(" ", ToAbsl(joint), " ") : ", ";
    out += once[i];
  }
  return out;
}

Labels::Labels(const rules::Lexicon& lexicon) : lexicon_(lexicon) {
  for (const rules::Entry& row : lexicon.rows("label")) rows_.emplace(row.id, &row);
}

bool Labels::Has(std::string_view kind, std::string_view id) const { return rows_.contains(Key(kind, id)); }

std::string Labels::Of(std::string_view kind, std::string_view id) const {
  if (const auto row = rows_.find(Key(kind, id)); row != rows_.end())
    return std::string(row->second->Get("text"));
  if (kind == "gene") return std::string(id);
  if (kind == "place") {
    const rules::Entry* place = lexicon_.Find(TermKind::kPlace, id);
    return place == nullptr || place->names.empty() ? std::string(id) : place->names.front();
  }
  std::string spaced(id);
  std::replace(spaced.begin(), spaced.end(), '_', ' ');
  return spaced;
}

std::string_view Labels::Not(std::string_view kind, std::string_view id) const {
  const auto row = rows_.find(Key(kind, id));
  return row == rows_.end() ? std::string_view() : row->second->Get("not");
}

std::string Labels::List(std::string_view kind, const std::vector<std::string>& ids,
                         std::string_view joint) const {
  std::vector<std::string> words;
  for (const std::string& id : ids) words.push_back(Of(kind, id));
  return JoinWords(std::move(words), joint);
}

std::string Labels::Drugs(const std::vector<std::string>& ids, std::string_view joint) const {
  std::vector<std::string> words;
  for (const std::string& id : ids) {
    const bool is_class = lexicon_.Find(TermKind::kDrugClass, id) != nullptr;
    words.push_back(Of(is_class ? "drug_class" : "drug", id));
  }
  return JoinWords(std::move(words), joint);
}

}  // namespace trialmatch::matcher
