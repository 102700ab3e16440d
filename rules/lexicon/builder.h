#ifndef TRIALMATCH_RULES_LEXICON_BUILDER_H_
#define TRIALMATCH_RULES_LEXICON_BUILDER_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rules/lexicon/lexicon.h"
#include "rules/lexicon/schema.h"
#include "rules/lexicon/table_reader.h"
#include "rules/text/tokens.h"

namespace trialmatch::rules {

// Builds a Lexicon in the order that the checks need: rows, references, ancestors, spelling,
// wordings, units. One use a builder.
class LexiconBuilder {
 public:
  absl::StatusOr<Lexicon> Build(const std::vector<TableText>& tables);

 private:
  absl::Status ReadRows(const TableText& table);
  absl::Status ReadKind(const TableSpec& spec, const std::string& name, const RawTable& raw);
  absl::Status ReadOther(std::string_view stem, const std::string& name, const RawTable& raw);
  absl::Status CheckReferences(const TableSpec& spec);
  absl::Status ComputeAncestors(const TableSpec& spec);
  absl::Status ReadSpelling();
  absl::Status ReadSynonyms();
  // Numbers the words of the kind's names before all others.
  void NumberWords(TermKind kind);
  absl::Status AddWordings(const TableSpec& spec);
  absl::Status AddName(Term term, std::string_view written);
  absl::Status AddSalts();
  absl::Status BuildUnits();
  void Fingerprint(const std::vector<TableText>& tables);

  absl::Status ErrorAt(Term term, std::string_view message) const;
  const Entry& At(Term term) const { return lexicon_.entry(term); }

  Lexicon lexicon_;
  WordingsBuilder wordings_;
  // Every wording of a table, as its node and the exact spelling that it needs -> its row.
  absl::flat_hash_map<std::pair<uint32_t, std::string>, uint16_t> seen_[kTermKinds];
  std::vector<std::vector<std::string>>
      raw_unit_names_;  // by row, with the "=" that UnitTable reads
  std::vector<Token> tokens_;
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_LEXICON_BUILDER_H_
