#ifndef TRIALMATCH_RULES_LEXICON_LEXICON_H_
#define TRIALMATCH_RULES_LEXICON_LEXICON_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "base/quantity.h"
#include "rules/lexicon/term.h"
#include "rules/lexicon/vocabulary.h"
#include "rules/lexicon/wordings.h"
#include "rules/text/normalize.h"

namespace trialmatch::rules {

// One row: `id` is unique in its table; `names` are the wordings that stand for it in text; the
// other columns are read by name.
struct Entry {
  std::string id;
  // As written in the table, without the "=" of case-sensitive names.
  std::vector<std::string> names;
  std::vector<std::string> parents;  // ids in the same table (a drug's: ids of drug_class.tsv);
                                     // transitive closure by IsA
  std::vector<std::pair<std::string, std::string>> columns;  // every other column that is not empty
  std::string source;                                        // what was opened, or "unverified"
  int line = 0;                                              // in the table's file

  // The column's text, empty when the row has none.
  std::string_view Get(std::string_view column) const;
  std::optional<double> GetNumber(std::string_view column) const;
  bool verified() const { return source != "unverified"; }
};

struct TableText {
  std::string name;       // "drug.tsv"
  std::string_view text;  // the file's bytes
};

// The tables of rules/lexicon, checked together. Immutable once loaded; any thread may read it.
//
// A table: tab separated, a line of column names, then a row a line; lines that start with '#' and
// empty lines do not count. `names` and `parents` are lists separated by '|'. A name with a leading
// '=' is case-sensitive. The id of a drug, class, gene, disease, condition, lab, setting, site or
// fact, with ' ' for '_', is a name too, unless the row has a case-sensitive name of the same
// letters ("=MET" of the gene MET). Where a case-sensitive name is written exactly, it outranks
// names of any case in the same table ("G/L" is 10^9/L, "g/L" is not).
class Lexicon {
 public:
  // InvalidArgument with "TABLE:LINE: ..." for the first error of: a column that the table does not
  // know or lacks, an empty id, a duplicate id, a name that stands twice in one table, a parent or
  // reference that no row has, parents in a circle, a unit or number that cannot be read, an empty
  // source. A table that is not given has no rows; a table that is no term kind needs only `id` and
  // `source`.
  static absl::StatusOr<Lexicon> Load(const std::vector<TableText>& tables);

  // The tables embedded at build time. A test holds that they load; a build that got past the tests
  // never fails here.
  static const Lexicon& BuiltIn();

  const std::vector<Entry>& table(TermKind kind) const { return tables_[static_cast<int>(kind)]; }
  const Entry& entry(Term term) const { return table(term.kind)[term.row]; }

  // By id; nullptr / nullopt when there is none.
  const Entry* Find(TermKind kind, std::string_view id) const;
  std::optional<Term> FindTerm(TermKind kind, std::string_view id) const;
  // By id or by any name, normalised as text is ("Alecensa", "RO5424802", "alectinib HCl" without
  // the salt): for names in a patient's profile.
  std::optional<Term> Resolve(TermKind kind, std::string_view name) const;

  // The id of the row that `name` resolves to, or "".
  std::string_view ResolveId(TermKind kind, std::string_view name) const;

  // True when `id` is `ancestor` or below it. For a drug, `ancestor` may be a drug or a drug class.
  bool IsA(TermKind kind, std::string_view id, std::string_view ancestor) const;
  bool DrugIsA(std::string_view drug_or_class_id, std::string_view drug_or_class_ancestor) const;
  // `id` and everything above it, nearest first (for a drug: the drug, then classes).
  std::vector<std::string> Ancestors(TermKind kind, std::string_view id) const;

  // Tables without wordings of their own (resistance, standard therapy, signals):
  // rows by table name ("standard_therapy"). No rows for a name that no table has.
  const std::vector<Entry>& rows(std::string_view table_name) const;

  const base::UnitTable& units() const { return units_; }
  // Changes with every change of any table; part of `rules_version`.
  std::string_view version() const { return version_; }

  // Words and wordings; rules/text/tokens.h is their reader.
  // NormalizeWord with the British spellings of spelling.tsv.
  std::string Normalize(std::string_view word) const { return NormalizeWord(word, spelling_); }
  // 0 is "in no wording".
  uint32_t WordId(std::string_view normalized_word) const {
    return vocabulary_.Find(normalized_word);
  }
  const Vocabulary& vocabulary() const { return vocabulary_; }
  const Spelling& spelling() const { return spelling_; }
  const Wordings& wordings() const { return wordings_; }

 private:
  friend class LexiconBuilder;
  Lexicon() = default;
  std::vector<Entry> tables_[kTermKinds];
  absl::flat_hash_map<std::string, std::vector<Entry>> other_;
  absl::flat_hash_map<std::string, uint16_t> by_id_[kTermKinds];
  absl::flat_hash_map<std::string, std::vector<std::string>>
      ancestors_[kTermKinds];  // nearest first, without the row itself
  absl::flat_hash_set<uint32_t>
      salt_words_;  // of salt.tsv: "hydrochloride" behind a drug's name names no other drug
  Vocabulary vocabulary_;
  Spelling spelling_;
  Wordings wordings_;
  base::UnitTable units_;
  std::string version_;
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_LEXICON_LEXICON_H_
