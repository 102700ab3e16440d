#include "matcher/explain/plain/plain_words.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
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

MissingFact PlainWords::Missing(std::string_view path) const {
  MissingFact out{.path = std::string(path), .what = NeedInWords(path), .who = WhoInWords(""), .where = {}};
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
